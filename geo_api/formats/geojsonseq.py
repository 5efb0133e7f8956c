"""GeoJSON text sequence (RFC 8142): a feature per record, to be read while it arrives."""

from psycopg import sql

from geo_api.crs import CRS84
from geo_api.formats import geojson
from geo_api.formats.export import Export
from geo_api.formats.kind import Format, Text


def _row(export: Export) -> sql.Composed:
    return sql.SQL("chr(30) || {} || chr(10)").format(geojson.row(export))


FORMAT = Format(
    "geojsonseq",
    "GeoJSON-reeks (RFC 8142)",
    "application/geo+json-seq",
    "geojsons",
    CRS84,
    Text(_row),
)
