"""Rows that could not be used, kept with the reason and the delivery they came in."""

from collections.abc import Iterable

from psycopg import sql

from pipelines.conform import BadRow
from pipelines.database import Connection


def ensure(connection: Connection, dataset: str) -> sql.Identifier:
    """The quarantine table of a dataset."""
    table = sql.Identifier("quarantine", dataset)
    connection.execute(
        sql.SQL(
            "CREATE TABLE IF NOT EXISTS {} (levering bigint NOT NULL, version bigint NOT NULL, "
            "rij bigint,"
            " soort text NOT NULL, reden text NOT NULL, inhoud jsonb NOT NULL,"
            " tijd timestamptz NOT NULL DEFAULT clock_timestamp())"
        ).format(table)
    )
    return table


def put(
    connection: Connection, dataset: str, levering: int, version: int, rows: Iterable[BadRow]
) -> None:
    """Write bad and repaired rows of one delivery."""
    table = ensure(connection, dataset)
    statement = sql.SQL("COPY {} (levering, version, rij, soort, reden, inhoud) FROM STDIN").format(
        table
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((levering, version, row.row, row.kind, row.reason, row.content))


def forget(connection: Connection, dataset: str, versions: list[int]) -> None:
    """Throw away the rows of versions that are kept no longer."""
    connection.execute(
        sql.SQL("DELETE FROM {} WHERE version = ANY (%s)").format(ensure(connection, dataset)),
        (versions,),
    )
