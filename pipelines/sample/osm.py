"""OpenStreetMap extract: streets, destinations and areas as PBF with fixed timestamps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from pipelines.sample import facilities, osm_wheels, street_network
from pipelines.sample.addresses import Addresses, street_name
from pipelines.sample.lattice import Floats, Ints, Lattice, Use
from pipelines.sample.objects import Objects
from pipelines.sample.plan import Plan
from pipelines.sample.projection import to_degrees
from pipelines.sample.street_network import Streets

STAMP = "2024-01-01T00:00:00Z"
Tags = dict[str, str]


@dataclass
class Extract:
    """Nodes and ways collected over all blocks; ids grow, nodes are written before ways."""

    lon: list[Floats] = field(default_factory=list)
    lat: list[Floats] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    count: int = 0

    def nodes(self, x: Floats, y: Floats, tags: list[Tags] | None = None) -> Ints:
        """Add nodes at RD positions; returns their ids."""
        lon, lat = to_degrees(x, y)
        ids = np.arange(self.count + 1, self.count + 1 + len(x))
        self.lon.append(lon)
        self.lat.append(lat)
        self.count += len(x)
        for i, t in zip(ids.tolist(), tags or [], strict=False):
            if t:
                self.node_tags[i] = t
        return ids


def _ways(streets: Streets) -> Iterator[Ints]:
    """Ways: consecutive edges of one line with the same kind, bridge and buurt, at most twelve."""
    n = len(streets.start)
    same = np.ones(n, dtype=bool)
    same[0] = False
    for a in (streets.kind, streets.bridge, streets.line, streets.buurt):
        same[1:] &= a[1:] == a[:-1]
    same[1:] &= (streets.start[1:] == streets.end[:-1]) & (streets.kind[1:] != street_network.STEPS)
    length = np.arange(n) - np.maximum.accumulate(np.where(same, 0, np.arange(n)))
    same &= length % 12 != 0
    yield from np.split(np.arange(n), np.flatnonzero(~same)[1:])


def _road_tags(plan: Plan, streets: Streets, k: int, number: int) -> Tags:
    kind = int(streets.kind[k])
    tags = {"highway": street_network.HIGHWAY[kind]}
    if kind not in (street_network.FOOTWAY, street_network.STEPS, street_network.PATH):
        tags["name"] = street_name(plan, int(streets.line[k]), int(streets.buurt[k]))
    if kind == street_network.CYCLEWAY:
        tags |= {"foot": "designated", "segregated": "no"}
    elif kind == street_network.STEPS:
        tags |= {
            "step_count": "14",
            "handrail": "yes",
            **({"ramp": "yes"} if number % 3 == 0 else {}),
        }
    elif kind == street_network.CONSTRUCTION:
        tags["construction"] = "residential"
    elif kind in (street_network.MAIN_ROAD, street_network.RESIDENTIAL):
        tags |= {"sidewalk": "both", "maxspeed": "50" if kind == street_network.MAIN_ROAD else "30"}
    if kind not in (street_network.STEPS, street_network.CONSTRUCTION):
        tags |= osm_wheels.tags(kind, int(streets.buurt[k]), number)
    if kind == street_network.RURAL and number % 17 == 0:
        tags["sidewalk"] = "none"
    if streets.bridge[k]:
        tags |= {"bridge": "yes", "layer": "1"}
    if kind == street_network.FOOTWAY and number % 41 == 0:
        tags |= {"access": "private"}
    return tags


def _crossings(streets: Streets, vertices: Ints) -> list[Tags]:
    """Tags of the street vertices: crossings on through roads, barriers on some footways."""
    degree = np.bincount(np.concatenate([streets.start, streets.end]), minlength=len(streets.x))
    main = np.zeros(len(streets.x), dtype=bool)
    on_main = streets.kind == street_network.MAIN_ROAD
    main[streets.start[on_main]] = True
    foot = np.zeros(len(streets.x), dtype=bool)
    on_foot = streets.kind == street_network.FOOTWAY
    foot[streets.start[on_foot]] = True
    result: list[Tags] = []
    for v in vertices.tolist():
        if main[v] and degree[v] >= 3:
            result.append({"highway": "crossing", "crossing": "uncontrolled", **osm_wheels.kerb(v)})
        elif foot[v] and v % 23 == 0:
            result.append({"barrier": "cycle_barrier" if v % 2 else "bollard"})
        else:
            result.append({})
    return result


def add_streets(extract: Extract, plan: Plan, streets: Streets) -> None:
    """Add the street network of a block."""
    vertices = np.unique(np.concatenate([streets.start, streets.end]))
    ids = np.zeros(len(streets.x), dtype=np.int64)
    ids[vertices] = extract.nodes(
        streets.x[vertices], streets.y[vertices], _crossings(streets, vertices)
    )
    for number, piece in enumerate(_ways(streets)):
        row = [int(ids[streets.start[piece[0]]]), *ids[streets.end[piece]].tolist()]
        extract.ways.append((row, _road_tags(plan, streets, int(piece[0]), number)))
    seats = osm_wheels.seats(streets, vertices)
    extract.nodes(
        streets.x[seats] + osm_wheels.BESIDE_M,
        streets.y[seats] + osm_wheels.BESIDE_M,
        [{"amenity": "bench", "backrest": "yes" if k % 3 else "no"} for k in range(len(seats))],
    )


def add_destinations(
    extract: Extract, objects: Objects, addresses: Addresses, lattice: Lattice
) -> None:
    """Add facilities as nodes, four out of five with an address."""
    here = np.flatnonzero(objects.facility >= 0)
    tags: list[Tags] = []
    for k in here.tolist():
        facility = facilities.FACILITIES[int(objects.facility[k])]
        buurt = lattice.buurten[int(objects.buurt[k])]
        street = addresses.street_names[int(addresses.street[k])]
        t = dict(facility.tags) | {
            "name": f"{facility.name} {buurt.name if facility.every else street}"
        }
        if k % 5:  # some places have no address in OSM
            t |= {
                "addr:street": street,
                "addr:housenumber": str(int(addresses.huisnummer[k])),
                "addr:postcode": addresses.postcodes[int(addresses.pc6[k])],
                "addr:city": buurt.gemeente.name,
            }
        if k % 7 == 0:
            t["wheelchair"] = ("yes", "limited", "no")[k % 3]
        tags.append(t)
    extract.nodes(objects.x[here] + 1.5, objects.y[here] + 1.0, tags)


def _cell_ring(lattice: Lattice, j: Ints, i: Ints, inset: float) -> tuple[Floats, Floats]:
    """Corners of cells moved `inset` (share) towards their middle, shape (cells, 4)."""
    corner = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    x = np.stack([lattice.x[h] for h in corner], axis=1)
    y = np.stack([lattice.y[h] for h in corner], axis=1)
    mx, my = x.mean(1, keepdims=True), y.mean(1, keepdims=True)
    return mx + (x - mx) * (1 - inset), my + (y - my) * (1 - inset)


AREAS: tuple[tuple[Use, float, Tags], ...] = (
    (Use.PARK, 0.10, {"leisure": "park"}),
    (Use.RIVER, 0.0, {"natural": "water", "water": "river"}),
    (Use.LAKE, 0.0, {"natural": "water", "water": "lake"}),
    (Use.BUSINESS, 0.06, {"landuse": "industrial"}),
    (Use.RAILWAY, 0.0, {"landuse": "railway"}),
    (Use.GROWTH, 0.06, {"landuse": "construction"}),
    (Use.HOUSING, 0.04, {"landuse": "residential"}),
    (Use.FACILITY, 0.06, {"landuse": "retail"}),
)


def add_areas(extract: Extract, lattice: Lattice) -> None:
    """Add land use, parks with benches (one in five is below 0.5 ha) and water, a way per cell."""
    for use, inset, tags in AREAS:
        j, i = np.nonzero(lattice.use == use)
        x, y = _cell_ring(lattice, j, i, inset)
        small = np.arange(len(j)) % 5 == 4
        if use == Use.PARK:
            kx, ky = _cell_ring(lattice, j, i, 0.35)
            x[small], y[small] = kx[small], ky[small]
        ids = extract.nodes(x.ravel(), y.ravel()).reshape(-1, 4)
        for k, row in enumerate(ids.tolist()):
            name = {"name": f"Park {k + 1}"} if use == Use.PARK else {}
            extract.ways.append(([*row, row[0]], tags | name))
    _benches(extract, lattice)


def _benches(extract: Extract, lattice: Lattice) -> None:
    j, i = np.nonzero(lattice.use == Use.PARK)
    x, y = _cell_ring(lattice, j, i, 0.5)
    tags: list[Tags] = [
        {"amenity": "bench", "backrest": "yes" if k % 2 else "no"} for k in range(2 * len(j))
    ]
    extract.nodes(x[:, :2].ravel(), y[:, :2].ravel(), tags)


def add_stops(extract: Extract, x: Floats, y: Floats) -> None:
    """Add the bus stops (RD positions of the quays)."""
    tags: list[Tags] = [
        {"highway": "bus_stop", "public_transport": "platform", "bus": "yes"} for _ in range(len(x))
    ]
    extract.nodes(x, y, tags)


def write(extract: Extract, target: Path) -> None:
    """Write the PBF; the same extract always gives the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    header = osmium.io.Header()
    header.set("generator", "voorbeeldgegevens")
    header.set("osmosis_replication_timestamp", STAMP)
    writer = osmium.SimpleWriter(str(target), header=header)
    node, way = osmium.osm.mutable.Node, osmium.osm.mutable.Way
    fixed: dict[str, Any] = {
        "version": 1,
        "timestamp": STAMP,
        "visible": True,
        "changeset": 1,
        "uid": 1,
        "user": "voorbeeld",
    }
    lon = np.concatenate(extract.lon).round(7).tolist()
    lat = np.concatenate(extract.lat).round(7).tolist()
    for k, location in enumerate(zip(lon, lat, strict=True), start=1):
        writer.add_node(node(id=k, location=location, tags=extract.node_tags.get(k, {}), **fixed))
    for k, (row, tags) in enumerate(extract.ways, start=1):
        writer.add_way(way(id=k, nodes=row, tags=tags, **fixed))
    writer.close()
