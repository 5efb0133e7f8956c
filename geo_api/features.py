"""The statements that read features: GeoJSON is made in the database and passed on as text.

Names come from `pub.kolom` (checked against the view when the state was loaded) and are quoted as
identifiers; values are bound. One text per layer version, system and filter, so each connection
prepares it once.
"""

from psycopg import sql

from geo_api import texts
from geo_api.crs import RD, Crs
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.model import LayerVersion
from geo_api.order import Order, after, clause
from geo_api.selection import Selection

Feature = tuple[str, str]
"""Id, and the feature as GeoJSON text."""

_FEATURE = sql.SQL(
    """
    SELECT f.id, '{{"type":"Feature","id":' || to_json(f.id)::text
        || ',"geometry":' || {geometry}
        || ',"properties":' || row_to_json(p)::text || '}}'
    FROM (SELECT id, {columns} FROM {view} AS s WHERE {where} ORDER BY {inner} LIMIT %s) AS f
    CROSS JOIN LATERAL (SELECT {properties}) AS p
    ORDER BY {outer}
    """
)
_GEOMETRY = sql.SQL("coalesce(ST_AsGeoJSON({shape}, {digits}, 0), 'null')")


_IS = sql.SQL("id = %s")
_VISIBLE = sql.SQL("SELECT EXISTS (SELECT FROM pub.{} WHERE version = %s)")


class Moved(Problem):
    """The version that was to be read is no longer shown: a release came between."""

    def __init__(self, found: LayerVersion) -> None:
        """Ask the reader to try again; the route does so itself first."""
        super().__init__(503, texts.gone(found.laag, found.version))


async def page(
    database: Database,
    chosen: Selection,
    crs: Crs,
    last: str | None,
    size: int,
    order: Order = (),
) -> list[Feature]:
    """Features in order; of id, unless another is asked.

    Args:
        database: the pool.
        chosen: the features to read.
        crs: system of the geometries.
        last: id after which to begin, None for the start.
        size: how many at most.
        order: by what to sort before the id.

    Raises:
        Moved: the version is no longer shown.
    """
    rest = chosen
    if last is not None:
        condition, times = after(order, chosen.view)
        rest = chosen.with_(condition, *(chosen.version.version, last) * times, last)
    rows = await database.fetch(_statement(rest, crs, order), [*rest.bound, size])
    if not rows:
        await _ensure_shown(database, chosen.version)
    return [(row[0], row[1]) for row in rows]


async def one(database: Database, found: LayerVersion, crs: Crs, key: str) -> str | None:
    """One feature as GeoJSON text, None when there is none with this id."""
    chosen = Selection(found).with_(_IS, key)
    rows = await database.fetch(_statement(chosen, crs), [*chosen.bound, 1])
    if not rows:
        await _ensure_shown(database, found)
    return str(rows[0][1]) if rows else None


async def _ensure_shown(database: Database, found: LayerVersion) -> None:
    """Nothing was found: because there is nothing, or because the pointer just moved?"""
    rows = await database.fetch(_VISIBLE.format(sql.Identifier(found.laag)), [found.version])
    if not rows[0][0] and found.meta["aantal"]:
        raise Moved(found)


def _statement(chosen: Selection, crs: Crs, order: Order = ()) -> sql.Composed:
    kind, names = chosen.version.geometry, tuple(chosen.version.properties)
    stored = [name for name in names if name != "id"] + (["geometry"] if kind else [])
    return _FEATURE.format(
        geometry=_geometry(crs) if kind else sql.SQL("'null'"),
        columns=sql.SQL(", ").join(map(sql.Identifier, stored)),
        view=chosen.view,
        where=chosen.where,
        inner=clause(order, "s"),
        outer=clause(order, "f"),
        properties=sql.SQL(", ").join(sql.Identifier("f", name) for name in names),
    )


def _geometry(crs: Crs) -> sql.Composed:
    shape = sql.SQL("f.geometry")
    moved = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(crs.srid))
    turned = sql.SQL("ST_FlipCoordinates({})").format(moved) if crs.flipped else moved
    chosen = shape if crs.srid == RD.srid else turned
    return _GEOMETRY.format(shape=chosen, digits=sql.Literal(crs.digits))
