"""The download of an ATOM feed: its format follows from its name, then its own reader reads it."""

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pyarrow as pa

from pipelines import readers
from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.landing import Landed
from pipelines.readers import archive, lvbag
from pipelines.vorm import Vorm

FORMATS: dict[str, Vorm] = {
    ".gpkg": "gpkg",
    ".geojson": "geojson",
    ".json": "geojson",
    ".shp": "shp",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pbf": "pbf",
}


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows of the download; see `pipelines.readers.read`."""
    member = (bron.lid or "").partition("/")[2]
    vorm = _format(bron, delivery.files[0], member)
    return readers.read(dataset, replace(bron, vorm=vorm, lid=member or None), delivery)


def _format(bron: Bron, landed: Landed, member: str) -> Vorm:
    """`gpkg` for a GeoPackage or a zip with one in it; a BAG extract is known by its members."""
    names = [PurePosixPath(urlsplit(landed.url).path).name]
    with landed.path.open("rb") as handle:
        zipped = handle.read(4) == b"PK\x03\x04"
    if zipped and member:
        names = [member]
    elif zipped:
        limits = lvbag.OUTER
        with archive.opened(bron.name, landed.path, nested=True, limits=limits) as opened:
            names = [info.filename for info in archive.members(opened)]
        if any(lvbag.kind_of(name) for name in names):
            return "lvbag"
    found = {FORMATS[s] for n in names if (s := PurePosixPath(n.lower()).suffix) in FORMATS}
    if len(found) == 1:
        return found.pop()
    raise DeliveryRefused(
        f"{bron.name}: de download {landed.url.rpartition('/')[2]} bevat {', '.join(names[:5])}; "
        f"gelezen wordt {', '.join(FORMATS)} of een zip met een daarvan. Noem het lid in het "
        "profiel."
    )
