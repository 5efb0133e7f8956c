"""The forms of the file of a whole layer.

Those that Arrow writes are declared here and not in their module: the service never loads it.
"""

from geo_api.formats import csv_excel, csv_rfc, geojson, geojsonseq, xlsx
from geo_api.formats.kind import Arrow, Format
from geo_api.items.crs import RD
from geo_api.model import LayerVersion

_GEOPARQUET = Format(
    "geoparquet",
    "GeoParquet",
    "application/vnd.apache.parquet",
    "parquet",
    RD,
    Arrow(lists=True, boxes=True),
)
_FLATGEOBUF = Format("flatgeobuf", "FlatGeobuf", "application/flatgeobuf", "fgb", RD, Arrow())
_GPKG = Format(
    "gpkg",
    "GeoPackage",
    "application/geopackage+sqlite3",
    "gpkg",
    RD,
    Arrow(),
)

FORMATS: dict[str, Format] = {
    form.extension: form
    for form in (
        _GPKG,
        geojson.FORMAT,
        geojsonseq.FORMAT,
        csv_rfc.FORMAT,
        csv_excel.FORMAT,
        xlsx.FORMAT,
        _GEOPARQUET,
        _FLATGEOBUF,
    )
}
"""The forms by their extension."""


def fitting(found: LayerVersion) -> dict[str, Format]:
    """The forms that can hold a layer, by extension."""
    rows = found.meta["aantal"] or 0
    return {key: form for key, form in FORMATS.items() if form.most is None or rows <= form.most}
