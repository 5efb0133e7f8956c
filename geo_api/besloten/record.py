"""Each look at a restricted layer goes on record, before it is answered: no record, no answer.

Six fields in a chain that only grows (`audit.handeling`), written as role woonzorg_audit. No
value, no id of an object, no question stands in it.
"""

from typing import Any

from psycopg import AsyncConnection, OperationalError
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from geo_api.besloten.settings import BeslotenSettings
from geo_api.errors import Problem

ORIGIN = "besloten"
DONE, REFUSED = "gedaan", "geweigerd: geen recht"
_WRITE = b"SELECT audit.schrijf(%s, %s, %s, %s, %s, '')"
_SILENT = "Dit kan nu niet worden vastgelegd, en dus ook niet worden getoond."


class Record:
    """Writes through a pool of its own, which can do nothing else."""

    def __init__(self, settings: BeslotenSettings) -> None:
        """Make the pool; nothing is opened yet."""
        limits = "-c statement_timeout=5000 -c lock_timeout=2000 -c search_path=public"
        self._pool: AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]] = AsyncConnectionPool(
            make_conninfo(
                settings.audit_dsn,
                options=limits,
                application_name="geo_api besloten",
                connect_timeout=5,
            ),
            min_size=0,
            max_size=2,
            timeout=settings.pool_wait_s,
            kwargs={"autocommit": True},
            open=False,
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
