"""JSON-FG 1.0 (OGC 21-045r1): GeoJSON that may be in RD, with the day it describes.

In CRS84 a shape stands in `geometry`; in another system in `place`, and then `geometry` is null.
"""

from typing import Any

from psycopg import sql

from geo_api.formats import source
from geo_api.formats.export import Export
from geo_api.items.crs import CRS84

_SPEC = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"
PROFILE = "http://www.opengis.net/def/profile/ogc/0/jsonfg"
_DIMENSIONS = {"Point": 0, "MultiLineString": 1, "MultiPolygon": 2}
_ROW = sql.SQL(
    """'{{"type":"Feature","id":' || to_json(f.id)::text || ',"time":' || {time}"""
    """ || ',"geometry":' || {geometry} || ',"place":' || {place}"""
    """ || (',"properties":' || {properties} || '}}')"""
)
_NULL = sql.SQL("'null'")


def row(export: Export) -> sql.Composed:
    """A feature as the database writes it."""
    shape = source.geojson(export.version, export.crs)
    degrees = export.crs.uri == CRS84.uri
    dated = "peildatum" in export.version.properties
    day = sql.SQL("""coalesce('{{"date":' || to_json(f.peildatum)::text || '}}', 'null')""")
    return _ROW.format(
        time=day.format() if dated else _NULL,
        geometry=shape if degrees else _NULL,
        place=_NULL if degrees else shape,
        properties=source.properties(export.version),
    )


def members(export: Export) -> dict[str, Any]:
    """What a collection says of its features."""
    found: dict[str, Any] = {
        "conformsTo": [_SPEC + "core", _SPEC + "types-schemas"],
        "featureType": export.version.laag,
        "featureSchema": export.about["adres"] + "/schema",
    }
    dimension = _DIMENSIONS.get(export.version.geometry or "")
    if dimension is not None:
        found["geometryDimension"] = dimension
    if export.crs.uri != CRS84.uri:
        found["coordRefSys"] = export.crs.uri
    return found
