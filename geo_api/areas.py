"""In which buurt, wijk, gemeente or gebied a feature lies, and which features an area holds.

By the code in the row where there is one, else by the point of the feature in the published shapes
of the same indelingsjaar. A drawn area holds whole published features by the rule it names; no
shape is ever cut.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from data.registry import layers as declared
from geo_api import terms
from geo_api.cql import Wrong
from geo_api.model import Layer, LayerVersion
from geo_api.terms import LISTS, SHAPE, TEXT, TRUTH, Term

Layers = Mapping[str, Layer]


@dataclass(frozen=True)
class Level:
    """A kind of area.

    Attributes:
        name: in parameters.
        layer: in which its shapes are published; the id of a feature there is the code.
        column: that holds its code in other layers.
        prefix: begin of its codes, empty for a gebied, which has a name only.
        length: characters of a code.
    """

    name: str
    layer: str
    column: str
    prefix: str
    length: int


LEVELS = {
    level.name: level
    for level in (
        Level("buurt", "buurten", "buurtcode", "BU", 10),
        Level("wijk", "wijken", "wijkcode", "WK", 8),
        Level("gemeente", "gemeenten", "gemeentecode", "GM", 6),
        Level("gebied", "beleidsgebieden", "gebied", "", 0),
    )
}
_BY_COLUMN = {level.column: level for level in LEVELS.values()}
_OFFICIAL = ("buurtcode", "wijkcode", "gemeentecode")
"""Finest first: the digits of a finer code begin with those of a coarser one."""

POINT, WHOLE, MOST, TOUCH = "punt", "geheel", "meerderheid", "raakt"
# The area comes first: PostGIS prepares the first of two shapes, and many follow it.
_HOLDS = {
    POINT: "({shape} && {area} AND ST_Intersects({area}, ST_PointOnSurface({shape})))",
    WHOLE: "({shape} && {area} AND ST_Covers({area}, {shape}))",
    MOST: (
        "({shape} && {area} AND CASE WHEN ST_Covers({area}, {shape}) THEN true"
        " WHEN ST_Intersects({area}, {shape})"
        " THEN ST_Area(ST_Intersection({shape}, {area})) > ST_Area({shape}) / 2"
        " ELSE false END)"
    ),
    TOUCH: "({shape} && {area} AND ST_Intersects({area}, {shape}))",
}
# Forced, it is read from the table once, not again for every feature.
_AREA = sql.SQL("(SELECT ST_Force2D(vraag.zoekvraag_vlak(%s)))")
RULES = tuple(_HOLDS)


def grain(found: LayerVersion) -> str | None:
    """The column of the smallest area that the rows of a layer name, as other layers call it."""
    own = coded(found)
    return own[1] if own else ("gebied" if "gebied" in found.properties else None)


def level_of(code: str) -> Level:
    """The kind of area that a code looks like; what is no official code is the name of a gebied."""
    official = code[2:6].isdigit() and code[2:].isalnum() and code.isascii()
    for level in LEVELS.values():
        if official and len(code) == level.length and code.startswith(level.prefix):
            return level
    return LEVELS["gebied"]


def coarser(code: str, column: str) -> str | None:
    """The code of the area of a column that holds an official area; None when it is no larger."""
    own, wanted = level_of(code), _BY_COLUMN[column]
    if not own.prefix or own.length < wanted.length:
        return None
    return wanted.prefix + code[2 : wanted.length]


def version(level: Level, found: LayerVersion, layers: Layers) -> LayerVersion:
    """The published shapes of a kind of area, of the same indelingsjaar as a layer.

    Raises:
        Wrong: there are none.
    """
    layer = layers.get(level.layer)
    if layer is None:
        raise Wrong(f"Grenzen per {level.name} zijn hier niet gepubliceerd.")
    year = found.meta["indelingsjaar"]
    if year is None or layer.current.meta["indelingsjaar"] in (year, None):
        return layer.current
    for day in sorted(layer.by_date, reverse=True):
        if layer.by_date[day].meta["indelingsjaar"] == year:
            return layer.by_date[day]
    raise Wrong(f"Van indelingsjaar {year} zijn geen grenzen per {level.name} gepubliceerd.")


def rests_on(found: LayerVersion, layers: Layers) -> list[LayerVersion]:
    """Versions of other layers on whose shapes it may rest where a feature lies.

    While a release comes they may be gone before a statement that names them is run.
    """
    shapes = []
    for level in LEVELS.values():
        with contextlib.suppress(Wrong):
            shapes.append(version(level, found, layers))
    return shapes


def of_feature(found: LayerVersion, level: Level, layers: Layers) -> Term:
    """The code of the area that a feature lies in, null outside all of them.

    Raises:
        Wrong: the layer does not tell areas as small as this apart.
    """
    if level.column in found.properties:
        return column(found, level.column)
    own = coded(found)
    if own and level.prefix:
        name, finest = own
        if _OFFICIAL.index(level.column) < _OFFICIAL.index(finest):
            smallest = _BY_COLUMN[finest].name
            raise Wrong(f"Deze laag gaat per {smallest}; een {level.name} is daarvan een deel.")
        if finest == level.column:
            return column(found, name)
        digits = f"substr({{}}, 3, {level.length - 2})"
        return terms.made(f"('{level.prefix}' || {digits})", TEXT, column(found, name))
    shapes = version(level, found, layers)
    if own and own[1] == "buurtcode":
        buurten = version(LEVELS["buurt"], found, layers)
        numbers = (_number(shapes), _number(buurten))
        return terms.made(_GEBIED_OF_BUURT, TEXT, *numbers, column(found, own[0]))
    if found.geometry:
        return terms.made(_lookup(shapes), TEXT, _number(shapes), _point(found))
    raise Wrong(f"Bij de rijen van deze laag is niet te zeggen in welk(e) {level.name} zij liggen.")


def holds(found: LayerVersion, area: Mapping[str, Any], layers: Layers) -> Term:
    """The condition that a feature belongs to an area of a saved question.

    Args:
        found: layer version whose features are meant.
        area: `{"codes": [...]}`, or `{"id": ..., "regel": ...}` for the shape that was drawn.
        layers: all that are published.

    Raises:
        Wrong: the layer cannot be cut to it.
    """
    if "codes" in area:
        return _listed(found, area["codes"], layers)
    return _drawn(found, area, layers)


def blocks(found: LayerVersion, area: Mapping[str, Any], layers: Layers) -> Term | None:
    """A query for id and name of the published blocks that a drawn area is the sum of.

    None for objects that are no areas: points and lines.
    """
    if found.geometry in ("MultiPolygon", "Polygon"):
        source = found
    elif found.geometry is None:
        source = version(_shaped(found), found, layers)
    else:
        return None
    names = [c.naam for c in source.columns if c.rol == "naam" and c.naam in source.properties]
    named = sql.Identifier(names[0] if names else "id")
    query = sql.SQL("SELECT id, {} FROM {} WHERE version = %s AND {}")
    inside = _inside(source, area)
    view = sql.Identifier("pub", source.laag)
    return Term(query.format(named, view, inside.text), (source.version, *inside.values), TEXT)


def column(found: LayerVersion, name: str) -> Term:
    """A column, named so that a query inside cannot take it for one of its own."""
    return Term(sql.Identifier("pub", found.laag, name), (), TEXT)


def coded(found: LayerVersion) -> tuple[str, str] | None:
    """The column with an official code and the column that such codes have elsewhere, if any."""
    for name in _OFFICIAL:
        if name in found.properties:
            return name, name
    known = declared().get(found.laag)
    if "gebiedscode" in found.properties and known and known[1].geometry_from:
        shaped = known[1].geometry_from[1]
        return ("gebiedscode", shaped) if shaped in _OFFICIAL else None
    return None


def _shaped(found: LayerVersion) -> Level:
    own = coded(found)
    if own is None:
        raise Wrong("Deze laag heeft geen vormen en geen codes; een getekend vlak kan hier niet.")
    return _BY_COLUMN[own[1]]


def _number(found: LayerVersion) -> Term:
    return Term(sql.SQL("%s::bigint"), (found.version,), terms.NUMBER)


def _point(found: LayerVersion) -> Term:
    shape = column(found, "geometry")
    return shape if found.geometry == "Point" else terms.made("ST_PointOnSurface({})", SHAPE, shape)


# Gebieden are made of whole buurten: looked up once for all rows, as a map from code to name.
_GEBIED_OF_BUURT = (
    "(SELECT jsonb_object_agg(b.id, g.id ORDER BY g.id DESC) FROM pub.beleidsgebieden AS g"
    " INNER JOIN pub.buurten AS b ON ST_Intersects(g.geometry, ST_PointOnSurface(b.geometry))"
    " WHERE g.version = {} AND b.version = {}) ->> {}"
)


def _lookup(shapes: LayerVersion) -> str:
    """A template for the code of the shape that holds a point; on a border the first by code."""
    view = sql.Identifier("pub", shapes.laag).as_string()
    return (
        f"(SELECT min(a.id) FROM {view} AS a WHERE a.version = {{}}"  # noqa: S608 - name of a layer
        " AND ST_Intersects(a.geometry, {}))"
    )


def _listed(found: LayerVersion, codes: Sequence[str], layers: Layers) -> Term:
    parts = []
    for level in LEVELS.values():
        own = [code for code in codes if level_of(code) is level]
        if own:
            own_term = Term(sql.SQL("%s::text[]"), (own,), LISTS[TEXT])
            found_in = of_feature(found, level, layers)
            part = terms.made("({} = ANY({}))", TRUTH, found_in, own_term)
            if _looked_up(found, level):
                part = terms.joined([_near(found, level, layers, own), part], " AND ", TRUTH)
            parts.append(part)
    return terms.joined(parts, " OR ", TRUTH)


def _looked_up(found: LayerVersion, level: Level) -> bool:
    """Whether the area of a feature is found by its shape, for want of a code."""
    own = coded(found)
    told = level.column in found.properties or (own and (level.prefix or own[1] == "buurtcode"))
    return found.geometry is not None and not told


def _near(found: LayerVersion, level: Level, layers: Layers, codes: list[str]) -> Term:
    """Whether a feature touches the box of these areas: an index answers that."""
    shapes = version(level, found, layers)
    text = sql.SQL(
        "{} && (SELECT ST_SetSRID(ST_Extent(a.geometry)::geometry, 28992) FROM {} AS a"
        " WHERE a.version = %s AND a.id = ANY(%s::text[]))"
    ).format(column(found, "geometry").text, sql.Identifier("pub", shapes.laag))
    return Term(text, (shapes.version, codes), TRUTH)


def _drawn(found: LayerVersion, area: Mapping[str, Any], layers: Layers) -> Term:
    if found.geometry:
        return _inside(found, area)
    level = _shaped(found)
    shapes = version(level, found, layers)
    inside = _inside(shapes, area)
    own = coded(found)
    name = own[0] if own else level.column
    text = sql.SQL("{} IN (SELECT id FROM {} WHERE version = %s AND {})").format(
        sql.Identifier("pub", found.laag, name), sql.Identifier("pub", shapes.laag), inside.text
    )
    return Term(text, (shapes.version, *inside.values), TRUTH)


def _inside(found: LayerVersion, area: Mapping[str, Any]) -> Term:
    """The rule of an area for the shapes of a layer version; a point has one rule only."""
    template = _HOLDS[TOUCH if found.geometry == "Point" else area["regel"]]
    times = template.count("{area}")
    text = sql.SQL(template).format(
        shape=sql.Identifier("pub", found.laag, "geometry"),
        area=_AREA,
    )
    return Term(text, (area["id"],) * times, TRUTH)
