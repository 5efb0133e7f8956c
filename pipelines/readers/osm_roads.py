"""The foot network in OpenStreetMap: ways a person may walk, cut into edges between junctions.

Rules: the pedestrian tags of the feed notes. Unlike common walk filters a cycleway with foot access
is kept (Dutch crossings are mapped so) and the tags a rollator or wheelchair needs stay.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import osmium
import pyarrow as pa
import shapely

from pipelines.readers import stream
from pipelines.readers.crs import WGS84

WALKED_WORDS = """
footway path pedestrian steps living_street residential service unclassified tertiary tertiary_link
secondary secondary_link primary primary_link track road corridor crossing
"""
WALKED = frozenset(WALKED_WORDS.split())
ONLY_WITH_FOOT = frozenset({"cycleway", "bridleway", "trunk", "trunk_link", "busway"})
FOOT = frozenset({"yes", "designated", "permissive", "official"})
CLOSED = frozenset({"private", "no"})
SEPARATE = ("sidewalk", "sidewalk:both")
TAGS = (
    "name",
    "surface",
    "smoothness",
    "width",
    "incline",
    "wheelchair",
    "tracktype",
    "ramp",
    "sidewalk:both:width",
)
NODE_TAGS = ("kerb", "kerb:height", "crossing", "barrier")
NOTHING = (None,) * len(NODE_TAGS)

SCHEMA = pa.schema(
    [
        ("way_id", pa.int64()),
        ("u", pa.int64()),
        ("v", pa.int64()),
        ("highway", pa.string()),
        ("is_steps", pa.bool_()),
        *((tag, pa.string()) for tag in (*TAGS, *NODE_TAGS)),
        ("geometry", pa.binary()),
    ],
    metadata={"crs": WGS84},
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A PBF file, where to keep node locations, and the WGS84 rectangle (null: everything)."""

    file: Any
    storage: str
    bbox: tuple[float, float, float, float] | None

    def inside(self, lon: float, lat: float) -> bool:
        """Whether a position lies in the rectangle."""
        box = self.bbox
        return box is None or (box[0] <= lon <= box[2] and box[1] <= lat <= box[3])


@dataclass(frozen=True, slots=True)
class _Way:
    """A walkable way, or the unbroken part of it whose nodes are in the file."""

    way_id: int
    highway: str
    tags: tuple[str | None, ...]
    refs: "array[int]"
    lons: "array[float]"
    lats: "array[float]"


def walkable(tags: Mapping[str, str]) -> bool:
    """Whether a way may be walked, by its tags."""
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    allowed = foot in FOOT
    if foot == "no" or tags.get("area") == "yes" or tags.get("motorroad") == "yes":
        return False
    if highway not in WALKED and not (highway in ONLY_WITH_FOOT and allowed):
        return False
    if allowed:
        return True
    if tags.get("access") in CLOSED or tags.get("service") == "private":
        return False
    return all(tags.get(key) != "separate" for key in SEPARATE)


def pieces(scene: Scene) -> stream.Pieces:
    """The schema, then batches of edges."""
    yield SCHEMA
    ways, node_tags = _collect(scene)
    uses: Counter[int] = Counter()
    for way in ways:
        uses.update(way.refs)
        uses.update((way.refs[0], way.refs[-1]))  # ends are always nodes of the graph
    batch: list[tuple[_Way, int, int]] = []
    for way in ways:
        batch += [(way, a, b) for a, b in _cuts(way, uses) if _touches(scene, way, a, b)]
        if len(batch) >= stream.BATCH:
            yield _edges(batch, node_tags)
            batch = []
    if batch:
        yield _edges(batch, node_tags)


def _collect(scene: Scene) -> tuple[list[_Way], dict[int, tuple[str | None, ...]]]:
    """All walkable ways that touch the rectangle, and the tags of kerbs, crossings and barriers."""
    ways: list[_Way] = []
    node_tags: dict[int, tuple[str | None, ...]] = {}
    wanted = osmium.filter.KeyFilter("highway", *NODE_TAGS)
    objects = osmium.FileProcessor(scene.file, osmium.osm.NODE | osmium.osm.WAY)
    item: Any
    for item in objects.with_locations(scene.storage).with_filter(wanted):
        if item.is_node():
            if any(tag in item.tags for tag in NODE_TAGS) and scene.inside(item.lon, item.lat):
                node_tags[item.id] = tuple(item.tags.get(tag) for tag in NODE_TAGS)
        elif walkable(item.tags):
            ways.extend(_parts(scene, item))
    return ways, node_tags


def _parts(scene: Scene, item: Any) -> Iterator[_Way]:
    """The way without nodes that are not in the file (a way cut at the edge of an extract)."""
    refs, lons, lats = array("q"), array("d"), array("d")
    highway = item.tags["highway"]
    tags = tuple(item.tags.get(tag) for tag in TAGS)
    for node in item.nodes:
        place = node.location
        if place.valid():
            refs.append(node.ref)
            lons.append(place.lon)
            lats.append(place.lat)
            continue
        if len(refs) > 1 and any(map(scene.inside, lons, lats)):
            yield _Way(item.id, highway, tags, refs, lons, lats)
        refs, lons, lats = array("q"), array("d"), array("d")
    if len(refs) > 1 and any(map(scene.inside, lons, lats)):
        yield _Way(item.id, highway, tags, refs, lons, lats)


def _cuts(way: _Way, uses: Counter[int]) -> Iterator[tuple[int, int]]:
    """Index pairs (first, last) of the edges: cut where another way, or this one again, passes."""
    start = 0
    for index in range(1, len(way.refs)):
        if uses[way.refs[index]] > 1:
            yield start, index
            start = index


def _touches(scene: Scene, way: _Way, first: int, last: int) -> bool:
    span = slice(first, last + 1)
    return scene.bbox is None or any(map(scene.inside, way.lons[span], way.lats[span]))


def _edges(
    batch: list[tuple[_Way, int, int]], node_tags: Mapping[int, tuple[str | None, ...]]
) -> pa.RecordBatch:
    lons, lats = array("d"), array("d")
    for way, a, b in batch:
        lons += way.lons[a : b + 1]
        lats += way.lats[a : b + 1]
    owner = np.repeat(np.arange(len(batch)), [b - a + 1 for _, a, b in batch])
    lines = shapely.linestrings(np.column_stack([lons, lats]), indices=owner)
    on_edge = [_node_values(way, a, b, node_tags) for way, a, b in batch]
    arrays = [
        pa.array([way.way_id for way, _, _ in batch], pa.int64()),
        pa.array([way.refs[a] for way, a, _ in batch], pa.int64()),
        pa.array([way.refs[b] for way, _, b in batch], pa.int64()),
        pa.array([way.highway for way, _, _ in batch], pa.string()),
        pa.array([way.highway == "steps" for way, _, _ in batch], pa.bool_()),
        *(pa.array([w.tags[i] for w, _, _ in batch], pa.string()) for i in range(len(TAGS))),
        *(pa.array([v[i] for v in on_edge], pa.string()) for i in range(len(NODE_TAGS))),
        pa.array(shapely.to_wkb(lines), pa.binary()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _node_values(
    way: _Way, first: int, last: int, node_tags: Mapping[int, tuple[str | None, ...]]
) -> tuple[str | None, ...]:
    """Values of `NODE_TAGS` on the edge, distinct, joined by `;`; null when there are none."""
    found = [node_tags[ref] for ref in way.refs[first : last + 1] if ref in node_tags]
    if not found:
        return NOTHING
    values = [sorted({v for tags in found if (v := tags[i])}) for i in range(len(NODE_TAGS))]
    return tuple(";".join(value) or None for value in values)
