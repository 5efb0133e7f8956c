"""OpenStreetMap PBF: which of the three datasets is read, and what they share.

Belongs here: choosing, the clip rectangle, node locations. Not here: roads (`osm_roads.py`), places
and areas (`osm_places.py`). Node and way ids stay those of OSM.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import osmium
import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import ConfigurationError, DeliveryRefused
from pipelines.readers import osm_places, osm_roads, stream

LARGE = 300 << 20
LAYERS: dict[str, Callable[[osm_roads.Scene], stream.Pieces]] = {
    "wegen": osm_roads.pieces,
    "bestemmingen": osm_places.places,
    "vlakken": osm_places.areas,
}


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """One layer of a PBF, clipped to `bron.bbox`; see `pipelines.readers.read`.

    `wegen`: one row per edge between junctions: way_id, u, v (node ids, int64), highway, is_steps,
    the tags of `osm_roads.TAGS`, those of `NODE_TAGS` of the nodes on the edge, LineString WGS84.
    `bestemmingen`: osm_type (n, w, r), osm_id, the tags of `osm_places.TAGS`, Point WGS84 (the
    centroid of ways and areas). `vlakken`: osm_type, osm_id, natural, landuse, leisure, water,
    name, MultiPolygon WGS84; areas that touch the rectangle are kept whole.
    """
    layer = bron.laag or dataset.removeprefix("osm_")
    if layer not in LAYERS:
        raise ConfigurationError(
            f"{bron.name}: laag {layer!r} bestaat niet in OSM; kies uit {', '.join(LAYERS)}."
        )
    return stream.opened(_pieces(bron, delivery.files[0].path, LAYERS[layer]))


def _pieces(bron: Bron, path: Path, make: Callable[[osm_roads.Scene], Any]) -> stream.Pieces:
    """Run a layer; node locations of a large file go to disk, so that memory stays bounded."""
    with tempfile.TemporaryDirectory() as folder:
        large = path.stat().st_size > LARGE
        storage = f"sparse_file_array,{folder}/nodes" if large else "flex_mem"
        file = osmium.io.File(str(path), "pbf")
        try:
            yield from make(osm_roads.Scene(file, storage, bron.bbox))
        except RuntimeError as error:
            raise DeliveryRefused(
                f"{bron.name}: het PBF-bestand is beschadigd of onvolledig ({error}). "
                "De laatste goede versie blijft; haal het opnieuw op."
            ) from error
