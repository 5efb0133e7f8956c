"""Places and areas in OpenStreetMap: destinations as points, water, green and land use as areas."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import osmium
import pyarrow as pa
import shapely

from pipelines.readers import stream
from pipelines.readers.crs import WGS84
from pipelines.readers.osm_roads import Scene

TAGS = (
    "name",
    "amenity",
    "shop",
    "healthcare",
    "leisure",
    "office",
    "social_facility",
    "social_facility:for",
    "operator",
    "wheelchair",
    "addr:postcode",
    "addr:housenumber",
    "addr:street",
    "addr:city",
)
AMENITIES = """
doctors pharmacy hospital clinic dentist nursing_home social_facility community_centre social_centre
bench restaurant cafe bar pub fast_food nightclub library
"""
LAND_USES = """
construction industrial railway grass forest meadow recreation_ground cemetery basin reservoir
village_green allotments
"""
WANTED: Mapping[str, frozenset[str] | None] = {
    "amenity": frozenset(AMENITIES.split()),
    "shop": frozenset({"supermarket"}),
    "healthcare": None,
    "leisure": frozenset({"park", "fitness_station"}),
    "social_facility": None,
    "office": frozenset({"ngo", "charity", "association"}),
}
AREAS: Mapping[str, frozenset[str] | None] = {
    "natural": frozenset({"water"}),
    "landuse": frozenset(LAND_USES.split()),
    "leisure": frozenset({"park", "garden", "nature_reserve"}),
}
AREA_TAGS = ("name", "natural", "landuse", "leisure", "water")
HEAD = [("osm_type", pa.string()), ("osm_id", pa.int64())]
TAIL = [("geometry", pa.binary())]

Row = tuple[str, int, tuple[str | None, ...], bytes]


def wanted(tags: Any, rules: Mapping[str, frozenset[str] | None]) -> bool:
    """Whether one of the tags has a listed value (null: any value)."""
    for key, values in rules.items():
        value = tags.get(key)
        if value is not None and (values is None or value in values):
            return True
    return False


def places(scene: Scene) -> stream.Pieces:
    """The schema, then batches of destinations."""
    yield from _batches(TAGS, _places(scene))


def areas(scene: Scene) -> stream.Pieces:
    """The schema, then batches of areas."""
    yield from _batches(AREA_TAGS, _areas(scene))


def _batches(tags: tuple[str, ...], rows: Iterator[Row]) -> stream.Pieces:
    fields = [*HEAD, *((tag, pa.string()) for tag in tags), *TAIL]
    schema = pa.schema(fields, metadata={"crs": WGS84})
    yield schema
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= stream.BATCH:
            yield _batch(schema, batch)
            batch = []
    if batch:
        yield _batch(schema, batch)


def _batch(schema: pa.Schema, rows: list[Row]) -> pa.RecordBatch:
    tags = range(len(schema) - len(HEAD) - len(TAIL))
    arrays = [
        pa.array([row[0] for row in rows], pa.string()),
        pa.array([row[1] for row in rows], pa.int64()),
        *(pa.array([row[2][index] for row in rows], pa.string()) for index in tags),
        pa.array([row[3] for row in rows], pa.binary()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _places(scene: Scene) -> Iterator[Row]:
    keys = osmium.filter.KeyFilter(*WANTED)
    objects = osmium.FileProcessor(scene.file).with_locations(scene.storage)
    item: Any
    for item in objects.with_areas(keys).with_filter(keys):
        if item.is_relation() or not wanted(item.tags, WANTED):
            continue
        located = _located(item)
        if located is None or not scene.inside(located[2].x, located[2].y):
            continue
        kind, number, point = located
        yield kind, number, tuple(item.tags.get(tag) for tag in TAGS), shapely.to_wkb(point)


def _located(item: Any) -> tuple[str, int, shapely.Point] | None:
    """Type, id and position; null for what comes along twice or has no position."""
    if item.is_node():
        return "n", item.id, shapely.Point(item.lon, item.lat)
    if item.is_way():
        nodes = [node.location for node in item.nodes if node.location.valid()]
        if not nodes:
            return None
        coordinates = np.array([(location.lon, location.lat) for location in nodes])
        closed = item.is_closed() and len(coordinates) > 3
        shape = shapely.Polygon(coordinates) if closed else shapely.MultiPoint(coordinates)
        point = shape.centroid if not closed or shape.area else shapely.Point(coordinates[0])
        return "w", item.id, point
    if item.from_way():  # already given as a way
        return None
    area = _multipolygon(item)
    return None if area is None else ("r", item.orig_id(), area.centroid)


def _areas(scene: Scene) -> Iterator[Row]:
    keys = osmium.filter.KeyFilter(*AREAS)
    objects = osmium.FileProcessor(scene.file).with_locations(scene.storage)
    box = None if scene.bbox is None else shapely.box(*scene.bbox)
    item: Any
    for item in objects.with_areas(keys).with_filter(keys):
        if not item.is_area() or not wanted(item.tags, AREAS):
            continue
        shape = _multipolygon(item)
        if shape is None or (box is not None and not shape.intersects(box)):
            continue
        kind = "w" if item.from_way() else "r"
        tags = tuple(item.tags.get(tag) for tag in AREA_TAGS)
        yield kind, item.orig_id(), tags, shapely.to_wkb(shape)


def _multipolygon(area: Any) -> shapely.MultiPolygon | None:
    """The geometry, or null when the rings in OSM do not close (osmium then gives none)."""
    polygons = []
    for outer in area.outer_rings():
        shell = [(node.lon, node.lat) for node in outer]
        holes = [[(node.lon, node.lat) for node in ring] for ring in area.inner_rings(outer)]
        if len(shell) > 3:
            polygons.append(shapely.Polygon(shell, [hole for hole in holes if len(hole) > 3]))
    return shapely.MultiPolygon(polygons) if polygons else None
