"""The pool of connections; every statement is prepared and its values are bound.

They only read; saving a question is the one transaction that may write.

Belongs here: how a connection is set up. Statements stand with the resource they serve or in
`sql/`.
"""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from psycopg import AsyncClientCursor, AsyncConnection, Connection, OperationalError
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import make_conninfo
from psycopg.errors import QueryCanceled
from psycopg.sql import SQL, Composed
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from geo_api.settings import PACKAGE, Settings

T = TypeVar("T")
Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]

CANCEL_SECONDS = 5.0


class _Verbatim(Loader):
    """JSON made by the database stays bytes; nothing decodes and encodes it again."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def statement(name: str) -> bytes:
    """The text of a static statement, one per file in `sql/`."""
    return (PACKAGE / "sql" / f"{name}.sql").read_bytes()


def conninfo(settings: Settings, **more: object) -> str:
    """Connection string with the limits of a public reader, on top of what the role allows.

    Args:
        settings: of the service.
        more: other limits, or these with another value.
    """
    limits: dict[str, object] = {
        "statement_timeout": settings.statement_timeout_ms,
        "lock_timeout": 500,
        "idle_in_transaction_session_timeout": 5000,
        "default_transaction_read_only": "on",
        "search_path": "public",
        "timezone": "UTC",
        "jit": "off",
        # A statement whose cancel came too early still ends: the server sees that we hung up.
        "client_connection_check_interval": 1000,
        # Starting workers costs 25 ms; requests themselves run side by side.
        "max_parallel_workers_per_gather": 0,
        # Version, area and page size decide the plan; one plan for all values sorts whole layers.
        "plan_cache_mode": "force_custom_plan",
    } | more
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return make_conninfo(
        settings.api_dsn, options=options, application_name="geo_api", connect_timeout=5
    )


def writers(
    dsn: str, *, name: str, statement_ms: int, lock_ms: int, wait_s: float
) -> AsyncConnectionPool[AsyncConnection[Row]]:
    """A small pool for a role that may do a few verbs and nothing else; not opened yet.

    Args:
        dsn: of that role.
        name: of the program, for the log of the server.
        statement_ms: longest statement.
        lock_ms: longest wait for a lock.
        wait_s: longest wait for a connection.
    """
    limits = f"-c statement_timeout={statement_ms} -c lock_timeout={lock_ms} -c search_path=public"
    return AsyncConnectionPool(
        make_conninfo(dsn, options=limits, application_name=name, connect_timeout=5),
        min_size=0,
        max_size=2,
        timeout=wait_s,
        kwargs={"autocommit": True},
        open=False,
    )


async def _configure(connection: AsyncConnection[Row] | Connection[Row]) -> None:
    connection.adapters.register_loader("json", _Verbatim)
    connection.prepare_threshold = 0  # the same few statements come back for ever


@dataclass(frozen=True)
class Connections:
    """What the pool holds now.

    Attributes:
        waiting: requests without one.
        most: how many there may be.
    """

    busy: int
    idle: int
    waiting: int
    most: int


class Database:
    """A bounded pool; who waits too long for a connection gets PoolTimeout, answered as 503."""

    def __init__(self, settings: Settings) -> None:
        """Make the pool; nothing is opened yet."""
        self._pool: AsyncConnectionPool[AsyncConnection[Row]] = AsyncConnectionPool(
            conninfo(settings),
            min_size=min(2, settings.pool_size),
            max_size=settings.pool_size,
            timeout=settings.pool_wait_s,
            max_waiting=settings.pool_size * 20,
            configure=_configure,
            kwargs={"autocommit": True},
            open=False,
        )

    async def open(self) -> None:
        """Start connecting; does not wait, so the process is alive before its database is."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Return the connections."""
        await self._pool.close()

    def connections(self) -> Connections:
        """How many connections are open, and how many wait for one."""
        told = self._pool.get_stats()
        size, idle = told.get("pool_size", 0), told.get("pool_available", 0)
        waiting = told.get("requests_waiting", 0)
        return Connections(size - idle, idle, waiting, told.get("pool_max", 0))

    async def fetch(
        self, query: bytes | Composed | SQL, values: Values = (), *, binary: bool = False
    ) -> list[Row]:
        """All rows of one prepared statement; `binary` where they are bytes, which text doubles.

        Only reading, so what a restarted server cut off is asked once more on a new connection.
        """
        try:
            return await self._fetch(query, values, binary=binary)
        except OperationalError as error:
            if isinstance(error, PoolTimeout | TooManyRequests | QueryCanceled):
                raise
            await self._pool.check()
            return await self._fetch(query, values, binary=binary)

    async def write(self, query: Composed | SQL, values: Sequence[Any]) -> list[Row]:
        """A statement that writes, in a transaction of its own; never asked a second time."""
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("SET TRANSACTION READ WRITE")
            return await (await connection.execute(query, values, prepare=True)).fetchall()

    async def written(self, query: Composed, values: Sequence[Any]) -> str:
        """A statement with its values written in it, quoted by libpq: COPY takes none apart."""
        async with self._pool.connection() as connection:
            return AsyncClientCursor(connection).mogrify(query, values)

    async def _fetch(
        self, query: bytes | Composed | SQL, values: Values, *, binary: bool
    ) -> list[Row]:
        async with self._pool.connection() as connection:
            asked = connection.execute(query, values, prepare=True, binary=binary)
            return await (await _ended_with_us(connection, asked)).fetchall()


async def _ended_with_us(connection: AsyncConnection[Row], asked: Coroutine[Any, Any, T]) -> T:
    """What was asked; when we are cancelled, so is the statement, until it has ended.

    Once is not enough: a cancel that comes between preparing and executing cancels nothing. One
    that comes when the statement has ended is kept by PostGIS and would break the next statement,
    so the connection is not used again.
    """
    task = asyncio.ensure_future(asked)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            with contextlib.suppress(TimeoutError, OperationalError):
                async with asyncio.timeout(CANCEL_SECONDS):
                    while not task.done():
                        await connection.cancel_safe(timeout=CANCEL_SECONDS)
                        await asyncio.wait({task}, timeout=0.1)
        finally:
            task.cancel()  # of a server that does not listen the driver hangs up
        await asyncio.wait({task})
        await connection.close()
        raise
