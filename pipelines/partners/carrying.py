"""Rows of a delivery whose bytes were deleted after their time (tier C): taken over from the store.

Belongs here: keeping a supplier in the register while others deliver anew. Not here: deleting the
bytes (`retention`).
"""

from typing import Any

from psycopg import sql

from data.model import Dataset
from pipelines import checks
from pipelines.database import Connection
from pipelines.errors import DeliveryRefused


def carry_over(
    connection: Connection,
    dataset: Dataset,
    levering: dict[str, Any],
    version: int,
    table: sql.Identifier,
) -> checks.Counted:
    """Copy the rows of a delivery from the newest good version that holds them.

    Args:
        connection: control connection.
        dataset: the declaration.
        levering: record of the delivery; its bytes are gone.
        version: the version being made.
        table: its stage table.

    Raises:
        DeliveryRefused: no version holds them any more.
    """
    held = connection.execute(
        "SELECT version FROM log.versie WHERE dataset = %s AND toestand = 'goed'"
        " AND %s = ANY (leveringen) ORDER BY version DESC LIMIT 1",
        (dataset.name, levering["levering"]),
    ).fetchone()
    if held is None:
        raise DeliveryRefused(
            f"{dataset.name}: de bytes van levering {levering['levering']} zijn gewist en "
            "er is geen versie meer van. Vraag de leverancier om een nieuwe levering."
        )
    source = sql.Identifier("store", dataset.name)
    names = _columns(connection, dataset.name)
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    mine = sql.SQL("leverancier = {}").format(sql.Literal(levering["leverancier"]))
    rows = connection.execute(
        sql.SQL(
            "INSERT INTO {} (version, {}) SELECT {}, {} FROM {} WHERE version = {} AND {}"
        ).format(
            table,
            listed,
            sql.Literal(version),
            listed,
            source,
            sql.Literal(held["version"]),
            mine if dataset.per_supplier else sql.SQL("true"),
        )
    ).rowcount
    return checks.Counted(rows, rows, 0, 0, {})


def _columns(connection: Connection, dataset: str) -> list[str]:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attname <> 'version' ORDER BY attnum",
        (f"store.{dataset}",),
    )
    return [row["attname"] for row in rows]
