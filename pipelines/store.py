"""Versions in tables: load one aside, attach it, throw old ones away.

A version is loaded into a standalone table in `stage`, indexed and analysed where nobody reads it,
and then attached to its parent in `store`. Readers of the parent are never locked out.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Lock
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlalchemy
from psycopg import sql
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from pipelines.database import Connection, one

if TYPE_CHECKING:
    import adbc_driver_postgresql.dbapi as adbc

LOCK_TIMEOUT = "2s"


def ddl(table: sqlalchemy.Table) -> str:
    """The CREATE TABLE statement of a declared table."""
    return str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def ensure_parent(connection: Connection, table: sqlalchemy.Table) -> None:
    """Make the partitioned parent, or add the columns that the declaration has gained."""
    present = _columns(connection, str(table.schema), table.name)
    if not present:
        statement = ddl(table).rstrip() + " PARTITION BY LIST (version)"
        connection.execute(statement)
        parent = sql.Identifier(str(table.schema), table.name)
        connection.execute(sql.SQL("CREATE INDEX ON {} (version, id)").format(parent))
        if "geometry" in table.c:
            connection.execute(sql.SQL("CREATE INDEX ON {} USING gist (geometry)").format(parent))
        return
    missing = [column for column in table.columns if column.name not in present]
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(LOCK_TIMEOUT))
        for column in missing:
            kind = column.type.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
            connection.execute(
                sql.SQL("ALTER TABLE {} ADD COLUMN {} {}").format(
                    sql.Identifier(str(table.schema), table.name),
                    sql.Identifier(column.name),
                    sql.SQL(kind),
                )
            )


def _columns(connection: Connection, schema: str, name: str) -> set[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND "
        "table_name = %s",
        (schema, name),
    )
    return {row["column_name"] for row in rows}


def stage_name(name: str, version: int) -> str:
    """Name of the standalone table of one version."""
    return f"{name}_{version}"


def create_stage(connection: Connection, parent: sqlalchemy.Table, version: int) -> sql.Identifier:
    """A fresh standalone table like the parent, for one version only."""
    table = sql.Identifier("stage", stage_name(parent.name, version))
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute(
        sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS, CHECK (version = {}))").format(
            table, sql.Identifier(str(parent.schema), parent.name), sql.Literal(version)
        )
    )
    return table


# The driver sends a batch once it has encoded all of it, and a socket holds no more than some
# hundred kilobytes: of small pieces the server takes the last while the next is encoded.
_AT_ONCE = 256
# From here on a second connection pays: while one encodes or waits, the other does.
_MANY = 10_000

Second = Callable[[], AbstractContextManager["adbc.Connection"]]


def copy(
    connection: "adbc.Connection",
    name: str,
    batches: pa.RecordBatchReader,
    schema: str = "stage",
    second: Second | None = None,
) -> int:
    """Stream Arrow batches by binary COPY into an existing table; geometry goes as WKB bytes.

    Args:
        connection: bulk connection; the caller commits.
        name: table name.
        batches: columns named as in the table; absent ones stay null.
        schema: schema of the table.
        second: opens a transaction of another connection, committed here; for many rows the two
            take turns. Whoever uses it clears the table after an error.

    Returns:
        Number of rows copied.

    Raises:
        WoonzorgError: whatever ended the batches, as it was raised.
    """
    dealer = _Dealer(batches, schema, name)
    if second is None or not dealer.many:
        return dealer.load(connection)
    with second() as other, ThreadPoolExecutor(1) as worker:
        theirs = worker.submit(dealer.load, other)
        return dealer.load(connection) + theirs.result()


class _Dealer:
    """Deals batches out to the connections that ask; notes the error that ends them for all."""

    def __init__(self, batches: pa.RecordBatchReader, schema: str, name: str) -> None:
        """Look at the first batch."""
        self.batches, self.schema, self.name = batches, schema, name
        self.ended: list[Exception] = []
        self._turn = Lock()
        self._first: pa.RecordBatch | None = self._next()

    @property
    def many(self) -> bool:
        """Whether there are rows enough for two."""
        return self._first is not None and self._first.num_rows >= _MANY

    def load(self, connection: "adbc.Connection") -> int:
        """Copy what this connection gets dealt."""
        rows = pa.RecordBatchReader.from_batches(self.batches.schema, self._dealt())
        with connection.cursor() as cursor:
            try:
                return int(
                    cursor.adbc_ingest(self.name, rows, mode="append", db_schema_name=self.schema)
                )
            except connection.Error:
                if self.ended:  # the driver passes on no more than its text
                    raise self.ended[0] from None
                raise

    def _dealt(self) -> Iterator[pa.RecordBatch]:
        while True:
            with self._turn:
                batch, self._first = self._first or self._next(), None
            if batch is None:
                return
            for start in range(0, batch.num_rows, _AT_ONCE):
                yield batch.slice(start, _AT_ONCE)

    def _next(self) -> pa.RecordBatch | None:
        if self.ended:
            raise self.ended[0]
        try:
            return next(self.batches, None)
        except Exception as error:
            self.ended.append(error)
            raise


def index_and_analyse(connection: Connection, table: sql.Identifier, *, geometry: bool) -> None:
    """The indexes the parent wants, made before attaching so that attaching is instant."""
    connection.execute(sql.SQL("CREATE INDEX ON {} (version, id)").format(table))
    if geometry:
        connection.execute(sql.SQL("CREATE INDEX ON {} USING gist (geometry)").format(table))
    connection.execute(sql.SQL("ANALYZE {}").format(table))


def attach(connection: Connection, parent: sqlalchemy.Table, version: int) -> None:
    """Make a loaded version part of its parent; a version already attached stays as it is."""
    child = stage_name(parent.name, version)
    if is_attached(connection, child):
        return
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(LOCK_TIMEOUT))
        connection.execute(
            sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES IN ({})").format(
                sql.Identifier(str(parent.schema), parent.name),
                sql.Identifier("stage", child),
                sql.Literal(version),
            )
        )


def is_attached(connection: Connection, child: str) -> bool:
    """Whether a table in `stage` is a partition of something."""
    return bool(
        one(
            connection,
            "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(%s)) AS x",
            (f'stage."{child}"',),
        )["x"]
    )


def _half_detached(connection: Connection, child: str) -> bool:
    return bool(
        one(
            connection,
            "SELECT coalesce(bool_or(inhdetachpending), false) AS x FROM pg_inherits"
            " WHERE inhrelid = to_regclass(%s)",
            (f'stage."{child}"',),
        )["x"]
    )


def drop_stage(connection: Connection, name: str, version: int) -> None:
    """Throw a version away that never became good."""
    connection.execute(
        sql.SQL("DROP TABLE IF EXISTS {}").format(
            sql.Identifier("stage", stage_name(name, version))
        )
    )


def detach_and_drop(connection: Connection, parent: str, version: int) -> None:
    """Prune one version without blocking readers of the others."""
    name = stage_name(parent, version)
    child = sql.Identifier("stage", name)
    if is_attached(connection, name):
        # A detachment that was cut off halfway can only be finished, not begun again.
        how = "FINALIZE" if _half_detached(connection, name) else "CONCURRENTLY"
        connection.execute(
            sql.SQL("ALTER TABLE {} DETACH PARTITION {} {}").format(
                sql.Identifier("store", parent), child, sql.SQL(how)
            )
        )
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(child))


def content_hash(connection: Connection, table: sql.Identifier, columns: Iterable[str]) -> str:
    """Fingerprint of the content, whatever the order of rows and whenever it was loaded.

    Each row is hashed apart, twice, and the hashes are added up: memory does not grow with the
    table and no text is made of it.
    """
    row = sql.SQL(", ").join(
        sql.SQL("ST_AsBinary({})").format(sql.Identifier(c))
        if c == "geometry"
        else sql.Identifier(c)
        for c in columns
    )
    found = one(
        connection,
        sql.SQL(
            "SELECT count(*) AS n, coalesce(sum(hash_record_extended(ROW({0}), 1)), 0) AS a,"
            " coalesce(sum(hash_record_extended(ROW({0}), 2)), 0) AS b FROM {1}"
        ).format(row, table),
    )
    return f"{found['n']}-{int(found['a']):x}-{int(found['b']):x}"


def next_version(connection: Connection) -> int:
    """A number no other version has."""
    return int(one(connection, "SELECT nextval('log.versie_nummer') AS n")["n"])
