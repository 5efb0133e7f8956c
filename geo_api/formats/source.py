"""The statements that read an export, and the expressions a form makes of its columns.

In all of them `f` is a feature with its columns and its stored geometry, and `p` the same columns
as one record.
"""

from collections.abc import Iterable, Sequence

from psycopg import sql

from data.shapes import SHAPE_TEXT
from geo_api.formats.export import NUMBERS, Export, Field
from geo_api.items.crs import CRS84, RD, Crs
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion

_ROWS = sql.SQL(
    "SELECT {row} FROM (SELECT {columns} FROM {view} WHERE {where}{order}) AS f"
    " CROSS JOIN LATERAL (SELECT {properties}) AS p"
)
# OFFSET 0 keeps the planner from moving a shape once for every place where it is used.
_RECORDS = sql.SQL(
    "SELECT {values} FROM (SELECT {columns} FROM {view} WHERE {where} OFFSET 0) AS f"
)
_BOX = sql.SQL(
    "ST_AsBinary(f.geometry) AS geometry, ST_XMin(f.geometry) AS xmin, ST_YMin(f.geometry) AS ymin,"
    " ST_XMax(f.geometry) AS xmax, ST_YMax(f.geometry) AS ymax"
)
_STORED = sql.SQL("")
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
        row: over `f` and `p`.
        order: ORDER BY and LIMIT; without, features come as they are stored.
        names: further columns of `f`, for an order around this.
    """
    return _ROWS.format(
        row=row,
        columns=_columns(chosen.version, sql.SQL("geometry"), names),
        view=chosen.view,
        where=chosen.where,
        order=order,
        properties=_joined(sql.Identifier("f", name) for name in chosen.version.properties),
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
