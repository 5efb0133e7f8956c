"""From landed bytes to Arrow batches with the raw field names of the source, one module per format.

Belongs here: reading, streamed, with geometry as WKB and the CRS in the schema. Not here: what
the fields mean, other CRS, cleaning (conform).
"""

import importlib
from pathlib import PurePosixPath

import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.connectors.folder import SUFFIXES
from pipelines.errors import DeliveryRefused

__all__ = ["read"]

# By name: who reads one format need not load GDAL and the libraries of the others.
READERS = {
    "ogc": "ogc",
    "odata3": "odata",
    "gpkg": "geo",
    "geojson": "geo",
    "shp": "geo",
    "csv": "csv",
    "xlsx": "spreadsheet",
    "parquet": "parquet",
    "pbf": "osm",
    "gtfs": "gtfs",
    "lvbag": "lvbag",
    "wfs": "ogc",
    "odata4": "odata4",
    "atom": "atom",
    "json": "json",
    "statline": "statline",
}


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Open a delivery as a stream of batches; a temporary copy lives as long as the stream.

    Args:
        dataset: internal name; `osm_wegen`, `osm_bestemmingen` and `osm_vlakken` choose what is
            read from the PBF when the declaration names no layer.
        bron: the declaration the delivery was pulled with.
        delivery: what the connector landed.

    Returns:
        Batches with the field names of the source, ids as text. Geo formats have a binary column
        `geometry` (WKB, null when absent) and schema metadata `crs` (`EPSG:28992`). OData has
        metadata `titles` (JSON: key -> title), `paths` (JSON: key -> titles of the groups above
        it and its own) and `units` (JSON: key -> unit).

    Raises:
        DeliveryRefused: the bytes are not what they should be.
        SourceChanged: another layer, CRS or column set than agreed.
    """
    if not delivery.files:
        raise DeliveryRefused(f"{bron.name}: de levering heeft geen bestanden om te lezen.")
    vorm: str = bron.vorm
    if vorm in ("map", "sftp"):
        suffix = PurePosixPath(delivery.files[0].url).suffix.lower()
        vorm = SUFFIXES.get(suffix, suffix)
    if vorm == "odata3" and any(file.role == "measurecodes" for file in delivery.files):
        vorm = "odata4"  # the second address answered
    if vorm not in READERS:
        raise DeliveryRefused(f"{bron.name}: vorm {vorm or 'onbekend'} wordt niet gelezen.")
    module = importlib.import_module(f"pipelines.readers.{READERS[vorm]}")
    batches: pa.RecordBatchReader = module.read(dataset, bron, delivery)
    return batches
