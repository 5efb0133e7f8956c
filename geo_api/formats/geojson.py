"""GeoJSON (RFC 7946): one FeatureCollection; what it is made of stands in `woonzorg`."""

from typing import Any

from psycopg import sql

from geo_api.formats import source
from geo_api.formats.export import Export
from geo_api.formats.kind import Format, Text
from geo_api.http import answers
from geo_api.items.crs import CRS84, Crs
from geo_api.model import LayerVersion

_ROW = sql.SQL(
    """'{{"type":"Feature","id":' || to_json(f.id)::text || ',"geometry":' || {}"""
    """ || (',"properties":' || {} || '}}')"""
)


def text(found: LayerVersion, crs: Crs) -> sql.Composed:
    """A feature as the database writes it."""
    return _ROW.format(source.geojson(found, crs), source.properties(found))


def row(export: Export) -> sql.Composed:
    """A feature of an export."""
    return text(export.version, export.crs)


def _head(export: Export) -> bytes:
    content: dict[str, Any] = {"type": "FeatureCollection", "name": export.version.laag}
    if export.crs != CRS84 and not export.crs.flipped and export.shaped:
        # RFC 7946 knows degrees only; in a file nothing else would say that these are metres.
        name = f"urn:ogc:def:crs:EPSG::{export.crs.srid}"
        content["crs"] = {"type": "name", "properties": {"name": name}}
    return opened({**content, "woonzorg": export.about})


def opened(content: dict[str, Any]) -> bytes:
    """A document up to and including the opening of its features."""
    return answers.encode(content)[:-1] + b',"features":[\n'


FORMAT = Format(
    "geojson",
    "GeoJSON",
    answers.GEOJSON,
    "geojson",
    CRS84,
    Text(row, _head, b",\n", b"\n]}\n"),
)
