"""Each look at a restricted layer goes on record, before it is answered: no record, no answer.

Six fields in a chain that only grows (`audit.handeling`), written as role woonzorg_audit. No
value, no id of an object, no question stands in it.
"""

from psycopg import OperationalError

from geo_api.besloten.settings import BeslotenSettings
from geo_api.db import writers
from geo_api.errors import Problem

ORIGIN = "besloten"
DONE, REFUSED = "gedaan", "geweigerd: geen recht"
_WRITE = b"SELECT audit.schrijf(%s, %s, %s, %s, %s, '')"
_SILENT = "Dit kan nu niet worden vastgelegd, en dus ook niet worden getoond."


class Record:
    """Writes through a pool of its own, which can do nothing else."""

    def __init__(self, settings: BeslotenSettings) -> None:
        """Make the pool; nothing is opened yet."""
        self._pool = writers(
            settings.audit_dsn,
            name="geo_api besloten",
            statement_ms=5_000,
            lock_ms=2_000,
            wait_s=settings.pool_wait_s,
        )

    async def open(self) -> None:
        """Start; connects at the first line."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Return the connections."""
        await self._pool.close()

    async def write(self, act: str, subject: str, outcome: str, who: str) -> None:
        """One line.

        Raises:
            Problem: 503 when it cannot be written.
        """
        try:
            async with self._pool.connection() as connection:
                row = (act, subject[:200], outcome, ORIGIN, who[:200])
                await connection.execute(_WRITE, row)
        except OperationalError as error:
            raise Problem(503, _SILENT) from error
