"""A vector tile of a selection: one statement, in which the database does all the work.

Objects are found in RD by the index, with a margin around the tile, and those that are largest go
first; what is equally large has an order that says nothing of names or values. Shapes are made
simpler before they are moved. To Web Mercator they are moved by PROJ, or from level 12 on by the
affine map that fits the tile: it is off by 1.3 units at most (a sixth of a pixel, in the corners of
level 12; half of that at every next level) and takes half the time. What would be too small to draw
becomes a speck, so that a tile holds every object that belongs in it.
"""

from dataclasses import dataclass

from psycopg import sql

from data.shapes import NUMBER, NUMBER_OF
from geo_api.db import Database
from geo_api.items import bbox, features
from geo_api.items.crs import RD
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion
from geo_api.tiles.tile import EXTENT, MARGIN, Tile

SLACK = 4
"""Units that a simpler shape may be off: half a pixel of a map that draws a tile in 512."""
MOST_OBJECTS = 20_000
MOST_BYTES = 1_000_000
ROOM = 0.9
"""Part of `MOST_BYTES` that is aimed at when not everything fits."""
MANY, PART = 2000, 16
"""Objects from which it is looked first whether they fit, by one of so many."""
FITTED_FROM = 12
INCOMPLETE = "onvolledig"
"""Name of a second layer in a tile that does not hold everything: one square with two numbers."""

_SIZE = {"MultiPolygon": "ST_Area(geometry)", "MultiLineString": "ST_Length(geometry)"}
_SPECK = {
    "MultiPolygon": "ST_Expand({c}, v.punt)",
    "MultiLineString": "ST_MakeLine(ST_Translate({c}, -v.punt, 0), ST_Translate({c}, v.punt, 0))",
}
# All that is bound of the tile stands at the start; what is bound of the selection follows.
_ASKED = sql.SQL("""
WITH v AS NOT MATERIALIZED (
    SELECT %s::float8 AS west, %s::float8 AS zuid, %s::float8 AS oost, %s::float8 AS noord,
        %s::float8 AS speling, %s::float8 AS punt, %s::integer AS meest
)""")
# Of many objects some are drawn first, chosen by their number, to tell how many will fit: a tile
# that turns out too large was made for nothing.
# OFFSET 0 keeps the planner from making a shape once for every place where it is used.
_STATEMENT = sql.SQL("""{asked}{fit},
raak AS MATERIALIZED (
    SELECT {columns}, geometry AS "#vorm", {size} AS "#maat",
        {number} AS "#nummer"
    FROM {view} WHERE {where}
    ORDER BY "#maat" DESC, "#nummer" LIMIT (SELECT meest FROM v)
),
aantal AS (SELECT count(*) AS n FROM raak),
past AS (
    SELECT CASE WHEN n <= {many} THEN n ELSE (
        SELECT {room} * count(*)
            / nullif(length(ST_AsMVT(p.*, {name}, {extent}, '#geom', '#nummer')), 0)
        FROM (SELECT * FROM raak WHERE "#nummer" %% {part} = 0) AS f CROSS JOIN {places}
        CROSS JOIN LATERAL (SELECT {values}, f."#nummer", {shape} AS "#geom" OFFSET 0) AS p
    ) END AS meest FROM aantal
)
SELECT ST_AsMVT(p.*, {name}, {extent}, '#geom', '#nummer'), count(p."#geom"), count(*),
    (SELECT n FROM aantal)
FROM (SELECT * FROM raak LIMIT (SELECT meest FROM past)) AS f CROSS JOIN {places}
CROSS JOIN LATERAL (SELECT {values}, f."#nummer", {shape} AS "#geom" OFFSET 0) AS p""")
_MATCHED = sql.SQL("SELECT count(*) AS gevonden FROM {view} WHERE {where}")
_KNOWN = sql.SQL("SELECT %s::bigint AS gevonden")
_REST = sql.SQL("""{asked}
SELECT ST_AsMVT(m.*, {incomplete}, {extent}, 'geom'), max(m.gevonden) FROM (
    SELECT v.meest AS getoond, t.gevonden, {marker} AS geom
    FROM v, ({matched}) AS t
) AS m""")
# Least squares over nine points of the tile, and then the other way: RD to a tile of 1 by 1.
_FIT = sql.SQL(""",
hoek AS MATERIALIZED (
    SELECT u, w, ST_X(g) AS x, ST_Y(g) AS y FROM (
        SELECT u, w, ST_Transform(ST_SetSRID(ST_MakePoint(
            v.west + u * (v.oost - v.west), v.zuid + w * (v.noord - v.zuid)), {srid}), 28992) AS g
        FROM v, (VALUES (0.0::float8), (0.5), (1.0)) AS a (u),
            (VALUES (0.0::float8), (0.5), (1.0)) AS b (w)) AS h),
helling AS (
    SELECT regr_slope(x, u) AS xu, regr_slope(x, w) AS xw, regr_slope(y, u) AS yu,
        regr_slope(y, w) AS yw, avg(x) AS x, avg(y) AS y FROM hoek),
plek AS MATERIALIZED (
    SELECT yw / det AS a, -xw / det AS b, -yu / det AS d, xu / det AS e,
        0.5 - (yw * x - xw * y) / det AS tx, 0.5 - (xu * y - yu * x) / det AS ty
    FROM (SELECT *, xu * yw - xw * yu AS det FROM helling) AS k)""")
_PLAIN = frozenset({"smallint", "integer", "bigint", "real", "double precision", "boolean", "text"})


@dataclass(frozen=True)
class Drawn:
    """A tile that was made.

    Attributes:
        body: the tile, empty when it holds nothing.
        shown: objects in it.
        matched: objects that belong in it; more than `shown` when it would be too large.
    """

    body: bytes
    shown: int
    matched: int


NOTHING = Drawn(b"", 0, 0)


def names(found: LayerVersion) -> dict[str, str]:
    """The properties of a tile when none are asked: those of the published ones, with their type.

    Explanations stay out of tiles, and so do numbers of observations and intervals; the object
    itself gives them.
    """
    kept: list[str] = []
    for column in found.columns:
        if column.rol != "toelichting" or column.klassen:
            kept += [column.naam, column.statuskolom or f"{column.naam}_status"]
    return {name: kind for name, kind in found.properties.items() if name in kept}


async def draw(database: Database, chosen: Selection, tile: Tile) -> Drawn:
    """Make a tile, with fewer objects when it would be larger than `MOST_BYTES`.

    Args:
        database: the pool.
        chosen: the objects; the properties of its version are shown.
        tile: where.

    Raises:
        Moved: the version is no longer shown.
    """
    area = tile.area
    if area == bbox.NOTHING or chosen.empty:
        return NOTHING
    here, most = chosen.touching(area), MOST_OBJECTS
    statement, whole = _statement(here, tile), None
    while True:
        rows = await database.fetch(statement, [*_asked(tile, most), *here.bound], binary=True)
        body, shown, drawn, looked = rows[0]
        if looked < most:  # all of them were seen, so they need not be counted
            whole = looked
        if len(body) <= MOST_BYTES or most == 1:
            break
        most = max(1, int(shown * ROOM * MOST_BYTES / len(body)))
    if not looked:
        await features.ensure_shown(database, chosen.version)
    if drawn == looked < most:
        return Drawn(bytes(body), shown, shown)
    counted = here.bound if whole is None else [whole]
    rest = await database.fetch(
        _rest(here, tile, known=whole is not None), [*_asked(tile, drawn), *counted], binary=True
    )
    told, matched = rest[0]
    return Drawn(bytes(body + told if matched > drawn else body), shown, matched)


def _fitted(tile: Tile) -> bool:
    return tile.grid.crs != RD and tile.level >= FITTED_FROM


def _asked(tile: Tile, most: int) -> list[object]:
    """What is bound to `_ASKED`."""
    speck = SLACK / 2 / EXTENT * (1 if _fitted(tile) else tile.side)
    return [*tile.box, SLACK / EXTENT * tile.ground, speck, most]


def _box(tile: Tile) -> str:
    """The tile in the system in which shapes are drawn."""
    if _fitted(tile):
        return f"ST_MakeEnvelope(0, 0, 1, 1, {RD.srid})"
    return f"ST_MakeEnvelope(v.west, v.zuid, v.oost, v.noord, {tile.grid.crs.srid})"


def _statement(here: Selection, tile: Tile) -> sql.Composed:
    found, fitted = here.version, _fitted(tile)
    values = {"id": "text", **found.properties}
    return _STATEMENT.format(
        asked=_ASKED,
        fit=_FIT.format(srid=sql.Literal(tile.grid.crs.srid)) if fitted else sql.SQL(""),
        extent=sql.Literal(EXTENT),
        name=sql.Literal(found.laag),
        columns=sql.SQL(", ").join(map(sql.Identifier, values)),
        number=_number(found),
        many=sql.Literal(MANY),
        part=sql.Literal(PART),
        room=sql.Literal(int(ROOM * MOST_BYTES)),
        size=_text(_SIZE.get(str(found.geometry), "0")),
        view=here.view,
        where=here.where,
        places=sql.SQL("v CROSS JOIN plek" if fitted else "v"),
        values=sql.SQL(", ").join(_value(name, kind) for name, kind in values.items()),
        shape=_text(_shape(str(found.geometry), tile, _box(tile))),
    )


def _number(found: LayerVersion) -> sql.Composed:
    made = sql.SQL(NUMBER_OF).format(sql.Identifier("id"))
    if NUMBER not in found.ready:
        return made
    return sql.SQL("coalesce({}, {})").format(sql.Identifier(NUMBER), made)


def _rest(here: Selection, tile: Tile, *, known: bool) -> sql.Composed:
    """How many objects belong in a tile that holds not all of them, and what tells so in it."""
    return _REST.format(
        asked=_ASKED,
        incomplete=sql.Literal(INCOMPLETE),
        extent=sql.Literal(EXTENT),
        marker=_text(_drawn(_box(tile), _box(tile))),
        matched=_KNOWN if known else _MATCHED.format(view=here.view, where=here.where),
    )


def _shape(geometry: str, tile: Tile, box: str) -> str:
    """The shape of `f` in the units of the tile; what is too small becomes a speck."""
    if geometry not in _SPECK:
        return _drawn(_moved('f."#vorm"', tile), box)
    simple = _moved('ST_Simplify(f."#vorm", v.speling, true)', tile)
    speck = _SPECK[geometry].format(c=_moved('ST_Centroid(f."#vorm")', tile))
    return f"coalesce({_drawn(simple, box)}, {_drawn(speck, box)})"


def _moved(shape: str, tile: Tile) -> str:
    if _fitted(tile):
        return f"ST_Affine({shape}, plek.a, plek.b, plek.d, plek.e, plek.tx, plek.ty)"
    return shape if tile.grid.crs == RD else f"ST_Transform({shape}, {tile.grid.crs.srid})"


def _drawn(shape: str, box: str) -> str:
    return f"ST_AsMVTGeom({shape}, {box}, {EXTENT}, {MARGIN})"


def _text(text: str) -> sql.SQL:
    """A piece that is made here, of constants only."""
    return sql.SQL(text)


def _value(name: str, kind: str) -> sql.Composed:
    """A property as tiles hold it: numbers, truth and text; lists and documents as JSON."""
    value = sql.Identifier("f", name)
    if kind == "numeric":
        template = "{}::float8 AS {}"
    elif kind in _PLAIN or kind == "date":
        template = "{} AS {}" if kind in _PLAIN else "{}::text AS {}"
    else:
        template = "to_json({}) #>> '{{}}' AS {}"
    return sql.SQL(template).format(value, sql.Identifier(name))
