"""Landed pages of an OGC API or WFS as batches: one page at a time in memory.

Belongs here: GeoJSON pages, the feature `id` kept as `feature_id`, relation properties
(`pand.href`) kept as text. Pages are gone through twice, for types must hold over all of them; a
small delivery is parsed once for both.
"""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.readers import stream
from pipelines.readers.crs import WGS84, agreed

Feature = dict[str, Any]
RD = "EPSG:28992"
# Parsed pages take some five times their bytes: up to here they stay in memory between the passes.
HELD_BYTES = 48 * 2**20


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Features of all pages, in page order; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    found: dict[str, pa.DataType | None] = {}
    small = sum(landed.bytes for landed in delivery.files) <= HELD_BYTES
    held = list(_pages(bron, delivery)) if small else None
    for features in held or _pages(bron, delivery):
        rows = [feature.get("properties") or {} for feature in features]
        for key in dict.fromkeys(chain.from_iterable(rows)):
            found[key] = stream.column_kind([row.get(key) for row in rows], found.get(key))
    clash = {"feature_id", "geometry"} & set(found)
    if clash:
        raise DeliveryRefused(f"{bron.name}: de bron heeft zelf een veld {clash.pop()}.")
    types = {key: kind if kind is not None else pa.string() for key, kind in found.items()}
    crs = _crs(bron, delivery)
    fields = [("feature_id", pa.string()), *types.items(), ("geometry", pa.binary())]
    schema = pa.schema(fields, metadata={"crs": crs})
    yield schema
    for features in held or _pages(bron, delivery):
        rows = [feature.get("properties") or {} for feature in features]
        ids = [None if (key := feature.get("id")) is None else str(key) for feature in features]
        arrays = [
            pa.array(ids, pa.string()),
            *stream.columns(rows, types),
            pa.array(shapes(bron, features), pa.binary()),
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _crs(bron: Bron, delivery: Delivery) -> str:
    """The CRS asked for; a `crs` member, which older services send, must agree."""
    asked = bron.parameters.get("crs") or bron.crs or (RD if bron.vorm == "wfs" else None)
    page = json.loads(delivery.files[0].path.read_bytes())
    member = ((page.get("crs") or {}).get("properties") or {}).get("name")
    return agreed(bron.name, member or asked or WGS84, asked)


def _pages(bron: Bron, delivery: Delivery) -> Iterator[list[Feature]]:
    for landed in delivery.files:
        try:
            page = json.loads(landed.path.read_bytes())
            features: list[Feature] = page["features"] or []
        except (ValueError, KeyError, TypeError) as error:
            raise DeliveryRefused(
                f"{bron.name}: een bladzijde is geen GeoJSON ({error}). Haal de bron opnieuw op."
            ) from error
        yield features


def shapes(bron: Bron, features: list[Feature]) -> list[bytes | None]:
    """The geometries as WKB, null where the feature has none.

    Raises:
        DeliveryRefused: a geometry that is no GeoJSON geometry.
    """
    shapes_ = [feature.get("geometry") for feature in features]
    try:
        built = _points(shapes_)
        if built is None:
            built = _polygons(shapes_)
        if built is None:
            texts = [None if shape is None else json.dumps(shape) for shape in shapes_]
            built = shapely.from_geojson(np.array(texts, dtype=object))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        raise DeliveryRefused(
            f"{bron.name}: een geometrie is niet te lezen ({error}). Meld het de bron."
        ) from error
    wkb: list[bytes | None] = shapely.to_wkb(built).tolist()
    return wkb


def _points(found: list[Any]) -> Any:
    """The fast way for layers of plain points; null when there is anything else."""
    if not all(shape and shape.get("type") == "Point" for shape in found) or not found:
        return None
    coordinates = [shape["coordinates"] for shape in found]
    if {len(pair) for pair in coordinates} != {2}:
        return None
    return shapely.points(np.array(coordinates, dtype=float))


def _polygons(found: list[Any]) -> Any:
    """The fast way for layers of flat polygons (buildings); null when there is anything else."""
    if not all(shape and shape.get("type") == "Polygon" for shape in found):
        return None
    rings = [ring for shape in found for ring in shape["coordinates"]]
    points = [point for ring in rings for point in ring]
    closed = all(len(ring) > 3 and ring[0] == ring[-1] for ring in rings)
    if not closed or {len(point) for point in points} != {2}:
        return None
    ring_ends = np.cumsum([0, *(len(ring) for ring in rings)])
    shape_ends = np.cumsum([0, *(len(shape["coordinates"]) for shape in found)])
    return shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, np.array(points, dtype=float), (ring_ends, shape_ends)
    )
