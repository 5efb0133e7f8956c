"""In which buurt, wijk, gemeente or gebied a feature lies.

By the code in the row where there is one, else by the point of the feature in the published shapes
of the same indelingsjaar. Which features an area holds stands in `blocks`.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from data.registry import layers as declared
from geo_api.filter import terms
from geo_api.filter.cql import Wrong
from geo_api.filter.terms import SHAPE, TEXT, Term
from geo_api.items import selection
from geo_api.model import Layer, LayerVersion

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
    if level.name in ("buurt", "wijk") and _per_gebied(found):
        raise Wrong(f"Deze laag gaat per gebied; een {level.name} is daarvan een deel.")
    shapes = version(level, found, layers)
    if own and own[1] == "buurtcode":
        buurten = version(LEVELS["buurt"], found, layers)
        numbers = (_number(shapes), _number(buurten))
        return terms.made(_GEBIED_OF_BUURT, TEXT, *numbers, column(found, own[0]))
    if found.geometry:
        return terms.made(_lookup(shapes), TEXT, _number(shapes), _point(found))
    raise Wrong(f"Bij de rijen van deze laag is niet te zeggen in welk(e) {level.name} zij liggen.")


def column(found: LayerVersion, name: str) -> Term:
    """A column, named so that a query inside cannot take it for one of its own."""
    return Term(sql.Identifier(found.schema, found.laag, name), (), TEXT)


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


def _per_gebied(found: LayerVersion) -> bool:
    """Whether its features are gebieden: made of whole buurten, so of no single wijk."""
    known = declared().get(found.laag)
    if found.laag == LEVELS["gebied"].layer:
        return True
    return bool(known and known[1].geometry_from and known[1].geometry_from[1] == "gebied")


def shaped(found: LayerVersion) -> Level:
    """The kind of area whose shapes stand for the rows of a table.

    Raises:
        Wrong: its rows name no such area.
    """
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
    view = selection.view(shapes).as_string()
    return (
        f"(SELECT min(a.id) FROM {view} AS a WHERE a.version = {{}}"  # noqa: S608 - name of a layer
        " AND ST_Intersects(a.geometry, {}))"
    )
