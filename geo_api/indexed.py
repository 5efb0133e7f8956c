"""Looks once, when the service starts, whether the tables of layers have the indexes it rests on.

A table without one still answers, only slowly, so nothing is refused: the log says which one.
"""

import logging

import psycopg
from psycopg_pool import PoolTimeout

from geo_api.db import Database, statement

log = logging.getLogger(__name__)
LARGE = 64 * 1024
"""Bytes of a table from which an index matters."""
_QUERY = statement("indexen")


async def missing(database: Database, schema: str) -> list[str]:
    """Tables with the column that has no index, as `tabel.kolom`.

    Args:
        database: the pool.
        schema: with the views of the layers.
    """
    rows = await database.fetch(_QUERY, {"schema": schema, "groot": LARGE})
    return [f"{table}.{column}" for table, column in rows]


async def warn(database: Database, schema: str) -> None:
    """Tell the log; a database that is away is told by others."""
    try:
        found = await missing(database, schema)
    except (psycopg.Error, PoolTimeout) as error:
        log.info("indexes not looked at: %s", type(error).__name__)
        return
    if found:
        log.warning("no index, questions will be slow: %s", ", ".join(found))
