"""GeoPackage: opens in QGIS in the colours of the map, with Dutch titles for its columns.

GDAL writes the features, titles (`gpkg_data_columns`), index and metadata; the style is added after
it, in the table QGIS looks for. The metadata is JSON, as in the other forms.
"""

import json
import sqlite3
from datetime import datetime

import pyarrow as pa
import pyogrio

from geo_api.formats import gdal, qml
from geo_api.formats.job import Job

_FRUGAL = {"OGR_GPKG_ALLOW_THREADED_RTREE": "NO", "OGR_GPKG_MAX_RAM_USAGE_RTREE": "20000000"}
"""The index of a very large layer takes four times as long and no more memory than a small one."""
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
_KIND = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', 'Stijlen voor QGIS', ?)
"""
_STYLE = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
    styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)
VALUES ('', '', :layer, coalesce((SELECT column_name FROM gpkg_geometry_columns
    WHERE table_name = :layer), ''), 'Woonzorgkaart', :style, '', 1, :description, '', :moment)
"""
"""QGIS loads the style only under the name that GDAL gave the column of shapes."""


def write(job: Job, batches: pa.RecordBatchReader) -> None:
    """Write the file."""
    options = {"IDENTIFIER": job.about["titel"], "DESCRIPTION": job.about["omschrijving"]}
    told = {"woonzorg": json.dumps(job.about, ensure_ascii=False)}
    told |= {name: str(job.about[name]) for name in ("bron", "licentie") if job.about[name]}
    if not job.index:
        pyogrio.set_gdal_config_options(_FRUGAL)
    gdal.write(job, batches, "GPKG", options, layer_metadata=told)
    _style(job)


def _style(job: Job) -> None:
    published = datetime.fromisoformat(job.about["gepubliceerdOp"])
    moment = published.strftime("%Y-%m-%dT%H:%M:%S.000Z")  # milliseconds, as the standard has it
    connection = sqlite3.connect(str(job.target))
    try:
        with connection:
            connection.execute(_STYLES)
            connection.execute(_KIND, [moment])
            style = qml.document(job.geometry, job.about["kolommen"])
            description = f"Kleuren van de kaart, peildatum {job.about['peildatum']}"
            values = {"layer": job.layer, "style": style, "moment": moment}
            connection.execute(_STYLE, values | {"description": description})
    finally:
        connection.close()
