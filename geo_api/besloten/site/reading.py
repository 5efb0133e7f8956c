"""The statements of the pages over restricted layers; what is asked is a selection of items."""

import json
from collections.abc import Sequence
from dataclasses import replace

from psycopg import sql

from geo_api.ask.rows import Row
from geo_api.db import Database
from geo_api.formats import geojson
from geo_api.items import features
from geo_api.items.crs import CRS84
from geo_api.items.question import Question
from geo_api.items.selection import Selection, view
from geo_api.model import LayerVersion

MOST_VALUES = 200
_COUNT = sql.SQL("SELECT count(*) FROM {view} WHERE {where}")
_KNOWN = sql.SQL("SELECT count({column}) FROM {view} WHERE version = %s")
_VALUES = sql.SQL(
    "SELECT {column}::text FROM {view} WHERE version = %s AND {column} IS NOT NULL"
    " GROUP BY 1 ORDER BY 1 LIMIT %s"
)
# Rank 1 is the highest; equal ones share the mean of their places (METHODS 21, reading 37).
_PLACES = sql.SQL(
    "SELECT id, {names} FROM (SELECT id, {ranks} FROM {view} WHERE version = %s) AS r"
)
_RANK = sql.SQL(
    "CASE WHEN {c} IS NOT NULL THEN rank() OVER (PARTITION BY {g} ORDER BY {c} DESC NULLS LAST)"
    " + (count(*) OVER (PARTITION BY {g}, {c}) - 1) / 2.0 END::float8 AS {c}"
)
_POINTS = sql.SQL(
    "SELECT id, ST_X(p), ST_Y(p) FROM (SELECT id, ST_PointOnSurface(geometry) AS p FROM {view}"
    " WHERE version = %s AND id = ANY(%s::text[])) AS f"
)
_OUTLINES = sql.SQL(
    "SELECT ST_AsSVG(s, 0, 0), ST_XMin(s), ST_YMin(s), ST_XMax(s), ST_YMax(s) FROM"
    " (SELECT ST_SimplifyPreserveTopology(geometry, 60) AS s FROM {view} WHERE version = %s"
    " ORDER BY id LIMIT 400) AS f"
)


async def page(database: Database, read: Question) -> list[Row]:
    """The rows of a page, properties by name with `id`, in its order.

    Raises:
        Moved: the version is no longer shown.
    """
    if read.selection is None or read.selection.empty:
        return []
    bare = replace(read.selection.version, meta={**read.selection.version.meta, "geometrie": None})
    part = features.Part(read.limit, read.order, skipped=read.offset or 0)
    text = geojson.text(bare, CRS84)
    found = await features.page(database, replace(read.selection, version=bare), text, part)
    return [{"id": one["id"], **one["properties"]} for one in json.loads(f"[{found.text}]")]


async def count(database: Database, chosen: Selection) -> int:
    """How many features a selection holds."""
    if chosen.known is not None:
        return chosen.known
    statement = _COUNT.format(view=chosen.view, where=chosen.where)
    return int((await database.fetch(statement, list(chosen.bound)))[0][0])


async def known(database: Database, found: LayerVersion, name: str) -> int:
    """How many features have a value in a column."""
    statement = _KNOWN.format(column=sql.Identifier(name), view=view(found))
    return int((await database.fetch(statement, (found.version,)))[0][0])


async def values(
    database: Database, found: LayerVersion, names: Sequence[str]
) -> dict[str, list[str]]:
    """The values of columns of words, to choose from."""
    held = {}
    for name in names:
        statement = _VALUES.format(column=sql.Identifier(name), view=view(found))
        rows = await database.fetch(statement, (found.version, MOST_VALUES))
        held[name] = [row[0] for row in rows]
    return held


async def places(
    database: Database, found: LayerVersion, names: Sequence[str], ids: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The place of rows in their gemeente, per column; nothing for what has no value.

    A layer that tells no gemeenten apart counts as one.

    Args:
        database: the pool.
        found: the layer version.
        names: columns of numbers; high is the first place.
        ids: of the rows.
    """
    if not names or not ids:
        return {name: {} for name in names}
    statement = sql.SQL("{} WHERE r.id = ANY(%s::text[])").format(
        _PLACES.format(
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            ranks=sql.SQL(", ").join(
                _RANK.format(c=sql.Identifier(name), g=_gemeente(found)) for name in names
            ),
            view=view(found),
        )
    )
    rows = await database.fetch(statement, (found.version, list(ids)))
    return {
        name: {row[0]: row[k + 1] for row in rows if row[k + 1] is not None}
        for k, name in enumerate(names)
    }


def _gemeente(found: LayerVersion) -> sql.SQL:
    if "buurtcode" in found.properties:
        return sql.SQL("substr(buurtcode, 3, 4)")
    return sql.SQL("true")


async def points(
    database: Database, found: LayerVersion, ids: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Where rows lie, in RD; what has no shape is not in it."""
    if not found.geometry or not ids:
        return {}
    rows = await database.fetch(_POINTS.format(view=view(found)), (found.version, list(ids)))
    return {row[0]: (row[1], row[2]) for row in rows if row[1] is not None}


async def outlines(
    database: Database, found: LayerVersion
) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The shapes of a layer of areas as SVG paths in RD with y turned, and the box of each."""
    rows = await database.fetch(_OUTLINES.format(view=view(found)), (found.version,))
    return [(row[0], (row[1], row[2], row[3], row[4])) for row in rows if row[0]]
