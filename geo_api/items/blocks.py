"""Which features an area of a saved question holds: by code, or whole blocks in a drawn shape.

A drawn area holds whole published features by the rule it names; no shape is ever cut. The shape
itself stays in the database: a condition names the question it belongs to.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from geo_api.filter import terms
from geo_api.filter.terms import LISTS, TEXT, TRUTH, Term
from geo_api.items import areas, selection
from geo_api.items.areas import LEVELS, Layers, Level
from geo_api.model import LayerVersion

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


def named(found: LayerVersion, area: Mapping[str, Any], layers: Layers) -> Term | None:
    """A query for id and name of the published blocks that a drawn area is the sum of.

    None for objects that are no areas: points and lines.
    """
    if found.geometry in ("MultiPolygon", "Polygon"):
        source = found
    elif found.geometry is None:
        source = areas.version(areas.shaped(found), found, layers)
    else:
        return None
    names = [c.naam for c in source.columns if c.rol == "naam" and c.naam in source.properties]
    named = sql.Identifier(names[0] if names else "id")
    query = sql.SQL("SELECT id, {} FROM {} WHERE version = %s AND {}")
    inside = _inside(source, area)
    view = selection.view(source)
    return Term(query.format(named, view, inside.text), (source.version, *inside.values), TEXT)


def _listed(found: LayerVersion, codes: Sequence[str], layers: Layers) -> Term:
    parts = []
    for level in LEVELS.values():
        own = [code for code in codes if areas.level_of(code) is level]
        if own:
            own_term = Term(sql.SQL("%s::text[]"), (own,), LISTS[TEXT])
            found_in = areas.of_feature(found, level, layers)
            part = terms.made("({} = ANY({}))", TRUTH, found_in, own_term)
            if _looked_up(found, level):
                part = terms.joined([_near(found, level, layers, own), part], " AND ", TRUTH)
            parts.append(part)
    return terms.joined(parts, " OR ", TRUTH)


def _looked_up(found: LayerVersion, level: Level) -> bool:
    """Whether the area of a feature is found by its shape, for want of a code."""
    own = areas.coded(found)
    told = level.column in found.properties or (own and (level.prefix or own[1] == "buurtcode"))
    return found.geometry is not None and not told


def _near(found: LayerVersion, level: Level, layers: Layers, codes: list[str]) -> Term:
    """Whether a feature touches the box of these areas: an index answers that."""
    shapes = areas.version(level, found, layers)
    text = sql.SQL(
        "{} && (SELECT ST_SetSRID(ST_Extent(a.geometry)::geometry, 28992) FROM {} AS a"
        " WHERE a.version = %s AND a.id = ANY(%s::text[]))"
    ).format(areas.column(found, "geometry").text, selection.view(shapes))
    return Term(text, (shapes.version, codes), TRUTH)


def _drawn(found: LayerVersion, area: Mapping[str, Any], layers: Layers) -> Term:
    if found.geometry:
        return _inside(found, area)
    level = areas.shaped(found)
    shapes = areas.version(level, found, layers)
    inside = _inside(shapes, area)
    own = areas.coded(found)
    name = own[0] if own else level.column
    text = sql.SQL("{} IN (SELECT id FROM {} WHERE version = %s AND {})").format(
        sql.Identifier(found.schema, found.laag, name), selection.view(shapes), inside.text
    )
    return Term(text, (shapes.version, *inside.values), TRUTH)


def _inside(found: LayerVersion, area: Mapping[str, Any]) -> Term:
    """The rule of an area for the shapes of a layer version; a point has one rule only."""
    template = _HOLDS[TOUCH if found.geometry == "Point" else area["regel"]]
    times = template.count("{area}")
    text = sql.SQL(template).format(
        shape=sql.Identifier(found.schema, found.laag, "geometry"),
        area=_AREA,
    )
    return Term(text, (area["id"],) * times, TRUTH)
