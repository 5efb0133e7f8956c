"""GeoJSON text sequence (RFC 8142): a feature per record, to be read while it arrives.

There is nothing around the records, so each says in `woonzorg` where it comes from.
"""

from psycopg import sql

from geo_api.formats import geojson
from geo_api.formats.export import Export, short
from geo_api.formats.kind import Format, Text
from geo_api.http import answers
from geo_api.items.crs import CRS84


def _row(export: Export) -> sql.Composed:
    told = f',"woonzorg":{answers.encode(short(export.about)).decode()}}}'
    return sql.SQL("chr(30) || left({}, -1) || {} || chr(10)").format(
        geojson.row(export), sql.Literal(told.replace("%", "%%"))
    )


FORMAT = Format(
    "geojsonseq",
    "GeoJSON-reeks (RFC 8142)",
    "application/geo+json-seq",
    "geojsons",
    CRS84,
    Text(_row),
)
