"""The statements that read an export, and the expressions a form makes of its columns.

In all of them `f` is a feature with its columns and its stored geometry.
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from psycopg import sql

from data.shapes import SHAPE_TEXT
from geo_api.formats.export import NUMBERS, Export, Field
from geo_api.items.crs import CRS84, RD, Crs
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion

_ROWS = sql.SQL("SELECT {row} FROM (SELECT {columns} FROM {view} WHERE {where}{order}) AS f")
# OFFSET 0 keeps the planner from moving a shape once for every place where it is used.
_RECORDS = sql.SQL(
    "SELECT {values} FROM (SELECT {columns} FROM {view} WHERE {where} OFFSET 0) AS f"
)
_BOX = sql.SQL(
    "ST_AsBinary(f.geometry) AS geometry, ST_XMin(f.geometry) AS xmin, ST_YMin(f.geometry) AS ymin,"
    " ST_XMax(f.geometry) AS xmax, ST_YMax(f.geometry) AS ymax"
)
_STORED = sql.SQL("")
_PAIR = sql.SQL("{} || {}")
_ANY_JSON = "coalesce(to_json({})::text, 'null')"
_PLAIN = NUMBERS - {"numeric"} | {"text", "boolean", "date", "timestamp with time zone"}


def rows(
    chosen: Selection,
    row: sql.Composable,
    order: sql.Composable = _STORED,
    names: Sequence[str] = (),
) -> sql.Composed:
    """A query for one expression over every feature.

    Args:
        chosen: the features; its values are bound by whoever runs this.
        row: over `f`.
        order: ORDER BY and LIMIT; without, features come as they are stored.
        names: further columns of `f`, for an order around this.
    """
    return _ROWS.format(
        row=row,
        columns=_columns(chosen.version, sql.SQL("geometry"), names),
        view=chosen.view,
        where=chosen.where,
        order=order,
    )


def records(export: Export, *, lists: bool, boxes: bool) -> sql.Composed:
    """A query for typed columns, with the shape as WKB, easting or longitude first.

    Args:
        export: what to read.
        lists: arrays stay arrays; otherwise they are JSON text, as documents are.
        boxes: with the bounds of each shape as xmin, ymin, xmax and ymax.
    """
    moved = sql.SQL("{} AS geometry").format(shape(sql.SQL("geometry"), export.crs, turned=False))
    values = [_typed(field, lists=lists) for field in export.fields]
    if export.shaped:
        values.append(_BOX if boxes else sql.SQL("ST_AsBinary(f.geometry) AS geometry"))
    return _RECORDS.format(
        values=_joined(values),
        columns=_columns(export.version, moved),
        view=export.selection.view,
        where=export.selection.where,
    )


def shape(geometry: sql.Composable, crs: Crs, *, turned: bool = True) -> sql.Composable:
    """A stored shape in another system; `turned` puts latitude first where the authority does."""
    if crs.srid == RD.srid:
        return geometry
    moved = sql.SQL("ST_Transform({}, {})").format(geometry, sql.Literal(crs.srid))
    return sql.SQL("ST_FlipCoordinates({})").format(moved) if turned and crs.flipped else moved


def geojson(found: LayerVersion, crs: Crs) -> sql.Composable:
    """The shape of a feature as GeoJSON text, `null` when it has none.

    The text that was made at publication, where it is what is asked and stands there: versions of
    before it have none.
    """
    if not found.geometry:
        return sql.SQL("'null'")
    made = sql.SQL("ST_AsGeoJSON({}, {}, 0)").format(
        shape(sql.SQL("f.geometry"), crs), sql.Literal(crs.digits)
    )
    if SHAPE_TEXT in found.ready and crs == CRS84:
        return sql.SQL("coalesce({}, {}, 'null')").format(sql.Identifier("f", SHAPE_TEXT), made)
    return sql.SQL("coalesce({}, 'null')").format(made)


def properties(found: LayerVersion) -> sql.Composable:
    """The properties of a feature as the text of a JSON object, as `row_to_json` writes them.

    That looks up the type of every column of every row, which takes a third of the time of a page.
    """
    statuses = {column.statuskolom for column in found.columns}
    statuses |= {f"{column.naam}_status" for column in found.columns}
    return _object(tuple((name, kind, name in statuses) for name, kind in found.properties.items()))


@lru_cache(maxsize=256)
def _object(columns: tuple[tuple[str, str, bool], ...]) -> sql.SQL:
    pairs = [
        _PAIR.format(
            sql.Literal(f"{',' if at else ''}{json.dumps(name)}:"),
            _json(name, kind, status=status),
        )
        for at, (name, kind, status) in enumerate(columns)
    ]
    # In groups: a long chain copies its beginning again for every piece.
    chain = sql.SQL(" || ")
    groups = [chain.join(pairs[at : at + 8]) for at in range(0, len(pairs), 8)]
    whole = [sql.Literal("{"), *(sql.SQL("({})").format(group) for group in groups)]
    made = sql.SQL("({} || '}}')").format(chain.join(whole))
    return sql.SQL(made.as_string())  # made of declared names and quoted here


def _json(name: str, kind: str, *, status: bool) -> sql.Composable:
    value = sql.Identifier("f", name)
    if status and kind == "text":  # one of the words of `Status`, nothing to escape in it
        return sql.SQL("""coalesce('"' || {} || '"', 'null')""").format(value)
    plain = kind in NUMBERS or kind == "boolean"
    return sql.SQL("coalesce({}::text, 'null')" if plain else _ANY_JSON).format(value)


def text(field: Field) -> sql.Composable:
    """A value as text: numbers with a point, days as ISO, lists and documents as JSON."""
    name = sql.Identifier("f", field.name)
    if field.nested:
        return sql.SQL("to_json({})::text").format(name)
    if field.kind.startswith("timestamp"):
        return sql.SQL("to_json({}) #>> '{{}}'").format(name)
    return name if field.kind == "text" else sql.SQL("{}::text").format(name)


def _typed(field: Field, *, lists: bool) -> sql.Composable:
    name = sql.Identifier("f", field.name)
    if field.kind in _PLAIN or (lists and field.kind.removesuffix("[]") in _PLAIN):
        return name
    value = sql.SQL("{}::float8").format(name) if field.kind == "numeric" else text(field)
    return sql.SQL("{} AS {}").format(value, sql.Identifier(field.name))


def _columns(
    found: LayerVersion, geometry: sql.Composable, more: Sequence[str] = ()
) -> sql.Composed:
    names = [sql.Identifier(name) for name in dict.fromkeys(["id", *found.properties, *more])]
    shape_ = [geometry] if found.geometry else []
    if found.geometry and SHAPE_TEXT in found.ready:
        shape_.append(sql.Identifier(SHAPE_TEXT))
    return _joined([*names, *shape_])


def _joined(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
