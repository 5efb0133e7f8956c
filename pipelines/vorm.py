"""The protocols and formats a source can have, in one place for profile and connectors."""

from typing import Literal

Vorm = Literal[
    "ogc",
    "odata3",
    "odata4",
    "wfs",
    "atom",
    "lvbag",
    "gpkg",
    "geojson",
    "shp",
    "csv",
    "parquet",
    "pbf",
    "gtfs",
    "map",
    "sftp",
    "json",
    "statline",
    "xlsx",
]
