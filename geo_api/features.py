"""The statements that read features: GeoJSON is made in the database and passed on as text.

Names come from `pub.kolom` (checked against the view when the state was loaded) and are quoted as
identifiers; values are bound. One text per layer version, system and filter, so each connection
prepares it once.
"""

from functools import lru_cache

from psycopg import sql

from geo_api import texts
from geo_api.crs import RD, Crs
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.model import LayerVersion

Feature = tuple[str, str]
"""Id, and the feature as GeoJSON text."""

_FEATURE = sql.SQL(
    """
    SELECT f.id, '{{"type":"Feature","id":' || to_json(f.id)::text
        || ',"geometry":' || {geometry}
        || ',"properties":' || row_to_json(p)::text || '}}'
    FROM (SELECT id, {columns} FROM pub.{view} WHERE {where} ORDER BY id LIMIT %s) AS f
    CROSS JOIN LATERAL (SELECT {properties}) AS p
    ORDER BY f.id
    """
)
_GEOMETRY = sql.SQL("coalesce(ST_AsGeoJSON({shape}, {digits}, 0), 'null')")


_VISIBLE = sql.SQL("SELECT EXISTS (SELECT FROM pub.{} WHERE version = %s)")


class Moved(Problem):
    """The version that was to be read is no longer shown: a release came between."""

    def __init__(self, found: LayerVersion) -> None:
        """Ask the reader to try again; the route does so itself first."""
        super().__init__(503, texts.gone(found.laag, found.version))


async def page(
    database: Database, found: LayerVersion, crs: Crs, bbox: str | None, last: str | None, size: int
) -> list[Feature]:
    """Features in order of id.

    Args:
        database: the pool.
        found: layer version to read.
        crs: system of the geometries.
        bbox: EWKT of the area they must touch, None for everywhere.
        last: id after which to begin, None for the start.
        size: how many at most.

    Raises:
        Moved: the version is no longer shown.
    """
    query = _page(
        found.laag, tuple(found.properties), found.geometry, crs, bbox is not None, last is not None
    )
    values: list[object] = [found.version]
    values += [value for value in (last, bbox) if value is not None]
    rows = await database.fetch(query, [*values, size])
    if not rows:
        await _ensure_shown(database, found)
    return [(row[0], row[1]) for row in rows]


async def one(database: Database, found: LayerVersion, crs: Crs, key: str) -> str | None:
    """One feature as GeoJSON text, None when there is none with this id."""
    query = _one(found.laag, tuple(found.properties), found.geometry, crs)
    rows = await database.fetch(query, [found.version, key, 1])
    if not rows:
        await _ensure_shown(database, found)
    return str(rows[0][1]) if rows else None


async def _ensure_shown(database: Database, found: LayerVersion) -> None:
    """Nothing was found: because there is nothing, or because the pointer just moved?"""
    rows = await database.fetch(_VISIBLE.format(sql.Identifier(found.laag)), [found.version])
    if not rows[0][0] and found.meta["aantal"]:
        raise Moved(found)


@lru_cache(maxsize=2000)
def _page(
    laag: str, names: tuple[str, ...], kind: str | None, crs: Crs, boxed: bool, after: bool
) -> sql.Composed:
    where = [sql.SQL("version = %s")]
    if after:
        where.append(sql.SQL("id > %s"))
    if boxed:
        where.append(sql.SQL("ST_Intersects(geometry, ST_Transform(ST_GeomFromEWKT(%s), 28992))"))
    return _statement(laag, names, kind, crs, where)


@lru_cache(maxsize=500)
def _one(laag: str, names: tuple[str, ...], kind: str | None, crs: Crs) -> sql.Composed:
    return _statement(laag, names, kind, crs, [sql.SQL("version = %s"), sql.SQL("id = %s")])


def _statement(
    laag: str, names: tuple[str, ...], kind: str | None, crs: Crs, where: list[sql.SQL]
) -> sql.Composed:
    stored = [name for name in names if name != "id"] + (["geometry"] if kind else [])
    return _FEATURE.format(
        geometry=_geometry(crs) if kind else sql.SQL("'null'"),
        columns=sql.SQL(", ").join(map(sql.Identifier, stored)),
        view=sql.Identifier(laag),
        where=sql.SQL(" AND ").join(where),
        properties=sql.SQL(", ").join(sql.Identifier("f", name) for name in names),
    )


def _geometry(crs: Crs) -> sql.Composed:
    shape = sql.SQL("f.geometry")
    moved = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(crs.srid))
    turned = sql.SQL("ST_FlipCoordinates({})").format(moved) if crs.flipped else moved
    chosen = shape if crs.srid == RD.srid else turned
    return _GEOMETRY.format(shape=chosen, digits=sql.Literal(crs.digits))
