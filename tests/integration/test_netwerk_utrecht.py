"""The street network on real OpenStreetMap data: Rivierenwijk, Utrecht, against a plain search.

The file holds no steps, so the profiles are also tried with every fifth way declared to be steps.
"""

import heapq
import math
import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import networkx  # type: ignore[import-untyped] # comes with spopt
import numpy as np
import osmium
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from pipelines.indicators.afstand import nearest, pairs_within
from pipelines.indicators.bereik import isochrone
from pipelines.indicators.graafbestand import load_graph, save_graph
from pipelines.indicators.loop import distances, triple_test, walk_score
from pipelines.indicators.netwerk import Graaf, Netwerk, Parameters, network
from pipelines.indicators.snap import LOS_DEEL, Snap, snap

ROOT = Path(__file__).parents[2]
FEEDS = Path(os.environ.get("WOONZORG_FEEDS") or ROOT.parent / "shared" / "feeds")
PBF = FEEDS / "osm" / "utrecht_rivierenwijk_2026.osm.pbf"
pytestmark = pytest.mark.skipif(
    not PBF.is_file(), reason=f"feeds folder absent: {PBF.name} not found (set WOONZORG_FEEDS)"
)

ROADS = {"tertiary", "secondary", "primary", "tertiary_link", "secondary_link", "primary_link"}
SMALL = {"living_street", "residential", "service", "unclassified", "track"}
WALKED = ROADS | SMALL | {"footway", "path", "pedestrian", "steps"}
PENALTY = 30.0


@dataclass
class Streets:
    """What the file holds, as plain lists."""

    way: list[int] = field(default_factory=list)
    steps: list[bool] = field(default_factory=list)
    refs: list[list[int]] = field(default_factory=list)
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    shops: list[tuple[float, float]] = field(default_factory=list)
    homes: list[tuple[float, float]] = field(default_factory=list)


def is_walked(tags: dict[str, str]) -> bool:
    """Pedestrian tags of the national feed overview: foot decides, cycleways only with foot."""
    kind, foot = tags.get("highway"), tags.get("foot")
    if kind is None or foot == "no" or tags.get("area") == "yes":
        return False
    if tags.get("access") in ("private", "no") and foot not in ("yes", "designated"):
        return False
    return kind in WALKED or (kind == "cycleway" and foot in ("yes", "designated"))


@pytest.fixture(scope="module")
def streets() -> Streets:
    found = Streets()
    lonlat: dict[int, tuple[float, float]] = {}
    homes: list[int] = []
    shops: list[int] = []
    for thing in osmium.FileProcessor(str(PBF)):
        tags = {t.k: t.v for t in thing.tags}
        if thing.is_node():
            lonlat[thing.id] = (thing.location.lon, thing.location.lat)
            if "addr:housenumber" in tags:
                homes.append(thing.id)
            if "shop" in tags:
                shops.append(thing.id)
        elif thing.is_way() and is_walked(tags):
            found.way.append(thing.id)
            found.steps.append(tags["highway"] == "steps")
            found.refs.append([n.ref for n in thing.nodes])
    ids = list(lonlat)
    to_rd = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    x, y = to_rd.transform(*zip(*(lonlat[i] for i in ids), strict=True))
    found.place = dict(zip(ids, zip(x, y, strict=True), strict=True))
    found.refs = [[r for r in refs if r in found.place] for refs in found.refs]
    found.homes = [found.place[i] for i in homes]
    found.shops = [found.place[i] for i in shops]
    return found


def graph_of(streets: Streets) -> Graaf:
    flat = [r for refs in streets.refs for r in refs]
    offset = np.concatenate([[0], np.cumsum([len(r) for r in streets.refs])])
    xy = [streets.place[r] for r in flat]
    return Graaf.from_ways(streets.way, streets.steps, offset, flat, xy)


@pytest.fixture(scope="module")
def graaf(streets: Streets) -> Graaf:
    return graph_of(streets)


class Plain:
    """Shortest walks over the uncut ways, node by node, with nothing but lists and a heap."""

    def __init__(self, streets: Streets, profiel: str) -> None:
        """Keep the straight pieces of every way the profile may use."""
        self.senior = profiel == "senior"
        self.pieces: list[tuple[int, int, int | None]] = []
        self.place = streets.place
        for way, steps, refs in zip(streets.way, streets.steps, streets.refs, strict=True):
            if not (steps and profiel == "rollator"):
                mark = way if steps and self.senior else None
                self.pieces += [(a, b, mark) for a, b in pairwise(refs)]
        self.next: dict[int, list[tuple[int, float, int | None]]] = defaultdict(list)
        for a, b, mark in self.pieces:
            metres = math.dist(self.place[a], self.place[b])
            self.next[a].append((b, metres, mark))
            self.next[b].append((a, metres, mark))

    def foot(self, point: tuple[float, float]) -> tuple[float, float, int]:
        """Nearest piece by trying them all: distance, metres along it, its number."""
        best = (math.inf, 0.0, -1)
        for k, (a, b, _) in enumerate(self.pieces):
            (ax, ay), (bx, by) = self.place[a], self.place[b]
            length2 = (bx - ax) ** 2 + (by - ay) ** 2
            t = (
                ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length2
                if length2
                else 0
            )
            t = min(1.0, max(0.0, t))
            away = math.dist(point, (ax + t * (bx - ax), ay + t * (by - ay)))
            if away < best[0] - 1e-9:
                best = (away, t * math.sqrt(length2), k)
        return best

    def walk(self, start: tuple[float, float], ends: list[tuple[float, float, int]]) -> float:
        """Metres from a point to the nearest of the given feet."""
        away, along, k = self.foot(start)
        a, b, mark = self.pieces[k]
        length = math.dist(self.place[a], self.place[b])
        enter = PENALTY if mark is not None else 0.0
        key = -1 if mark is None else mark
        heap = [(away + enter + along, a, key), (away + enter + length - along, b, key)]
        goal: dict[int, list[tuple[float, int]]] = defaultdict(list)
        best = math.inf
        for there_away, there_along, there_k in ends:
            c, d, by = self.pieces[there_k]
            rest = math.dist(self.place[c], self.place[d]) - there_along
            goal[c].append((there_away + there_along, -1 if by is None else by))
            goal[d].append((there_away + rest, -1 if by is None else by))
            if there_k == k:
                best = min(best, away + enter + abs(along - there_along) + there_away)
        heapq.heapify(heap)
        done = set()
        while heap and heap[0][0] < best:
            metres, node, using = heapq.heappop(heap)
            if (node, using) in done:
                continue
            done.add((node, using))
            for extra, by in goal.get(node, ()):
                best = min(best, metres + extra + (PENALTY if by not in (-1, using) else 0.0))
            for other, step, by in self.next[node]:
                pay = PENALTY if by is not None and by != using else 0.0
                heapq.heappush(heap, (metres + step + pay, other, -1 if by is None else by))
        return best


def put(netwerk: Netwerk, places: list[tuple[float, float]]) -> Snap:
    return snap(netwerk, *np.array(places).T)


def test_the_file_holds_the_counted_streets(streets: Streets, graaf: Graaf) -> None:
    assert len(streets.place) == 4868
    assert (len(streets.way), sum(streets.steps), len(streets.homes), len(streets.shops)) == (
        27,
        0,
        677,
        4,
    )
    total = sum(
        math.dist(streets.place[a], streets.place[b])
        for refs in streets.refs
        for a, b in pairwise(refs)
    )
    assert graaf.length_m.sum() == pytest.approx(total, abs=1e-6)
    assert set(graaf.way_id.tolist()) <= set(streets.way)


@pytest.mark.parametrize("declared", [False, True], ids=["as_mapped", "some_steps"])
@pytest.mark.parametrize("profiel", ["foot", "senior", "rollator"])
def test_a_sample_of_walks_equals_the_plain_search(streets: Streets, profiel, declared) -> None:
    if declared:
        streets = replace(streets, steps=[k % 5 == 0 for k in range(len(streets.way))])
    netwerk = network(graph_of(streets), profiel, Parameters())
    plain = Plain(streets, profiel)
    homes = streets.homes[::5]
    here, there = put(netwerk, homes), put(netwerk, streets.shops)
    found = nearest(netwerk, here, there)
    ends = [plain.foot(p) for p in streets.shops]
    ends = [e for e in ends if e[0] <= 50]
    assert len(ends) == int(there.snapped.sum())
    compared = 0
    for k, home in enumerate(homes):
        if here.snapped[k]:
            expected = plain.walk(home, ends)
            if math.isfinite(expected):
                assert found[k] == pytest.approx(expected, abs=1e-6), home
                compared += 1
            else:
                assert not math.isfinite(found[k])
    assert compared >= 60


def test_every_walk_equals_that_of_networkx(streets: Streets, graaf: Graaf) -> None:
    """A second library: streets as its graph, homes and shops as nodes beside their street."""
    netwerk = network(graaf, "foot")
    here, there = put(netwerk, streets.homes), put(netwerk, streets.shops)
    known = networkx.MultiGraph()
    length = graaf.length_m
    for edge in np.flatnonzero(netwerk.passable).tolist():
        ends = int(netwerk.u[edge]), int(netwerk.v[edge])
        known.add_edge(*ends, weight=float(length[edge]))
    for name, places in (("woning", here), ("winkel", there)):
        for k in np.flatnonzero(places.snapped).tolist():
            edge = int(places.edge[k])
            away, along = float(places.away_m[k]), float(places.along_m[k])
            known.add_edge((name, k), int(netwerk.u[edge]), weight=away + along)
            rest = float(length[edge]) - along
            known.add_edge((name, k), int(netwerk.v[edge]), weight=away + rest)
    for shop in np.flatnonzero(there.snapped).tolist():
        for home in np.flatnonzero(here.snapped & (here.edge == there.edge[shop])).tolist():
            apart = abs(float(here.along_m[home]) - float(there.along_m[shop]))
            both = float(here.away_m[home]) + float(there.away_m[shop])
            known.add_edge(("woning", home), ("winkel", shop), weight=apart + both)
    shops = [("winkel", k) for k in np.flatnonzero(there.snapped).tolist()]
    walked = networkx.multi_source_dijkstra_path_length(known, shops, weight="weight")
    found = nearest(netwerk, here, there)
    expected = np.array([walked.get(("woning", k), np.inf) for k in range(len(here))])
    reached = np.isfinite(found)
    assert reached.sum() > 600
    assert np.allclose(found[reached], expected[reached], rtol=0, atol=1e-6)
    assert not (expected[~reached & here.snapped] <= 2000).any()


def test_pairs_agree_with_nearest_and_are_symmetric(streets: Streets, graaf: Graaf) -> None:
    netwerk = network(graaf, "senior")
    here, there = put(netwerk, streets.homes), put(netwerk, streets.shops)
    i, j, d = pairs_within(netwerk, here, there, 800.0)
    best = pd.Series(d).groupby(i).min()
    direct = nearest(netwerk, here, there, 800.0)
    assert np.allclose(direct[best.index], best, rtol=0, atol=1e-6)
    assert np.isfinite(direct).sum() == len(best)
    a, b, back = pairs_within(netwerk, there, here, 800.0)
    order = np.lexsort((a, b))
    assert np.array_equal(b[order], i)
    assert np.array_equal(a[order], j)
    assert np.allclose(back[order], d, rtol=0, atol=1e-6)


def test_homes_on_a_loose_path_are_null_with_a_reason(streets: Streets, graaf: Graaf) -> None:
    netwerk = network(graaf, "senior")
    here = put(netwerk, streets.homes)
    metres = nearest(netwerk, here, put(netwerk, streets.shops))
    assert here.unsnapped_share == 0
    null = np.isnan(metres)
    assert 0 < null.sum() < 10
    assert set(here.reason[null]) == {LOS_DEEL}
    assert set(here.reason[~here.loose]) == {None}


def test_profiles_are_ordered(streets: Streets, graaf: Graaf) -> None:
    metres = {}
    for profiel in ("foot", "senior"):
        netwerk = network(graaf, profiel)
        metres[profiel] = nearest(netwerk, put(netwerk, streets.homes), put(netwerk, streets.shops))
    both = np.isfinite(metres["foot"]) & np.isfinite(metres["senior"])
    assert both.sum() > 100
    assert np.all(metres["foot"][both] <= metres["senior"][both] + 1e-6)


def test_saved_and_loaded_graph_gives_the_same_distances(
    streets: Streets, graaf: Graaf, tmp_path: Path
) -> None:
    save_graph(graaf, tmp_path / "utrecht.arrow")
    again = load_graph(tmp_path / "utrecht.arrow")
    found = []
    for g in (graaf, again):
        netwerk = network(g, "senior")
        found.append(nearest(netwerk, put(netwerk, streets.homes), put(netwerk, streets.shops)))
    assert np.array_equal(found[0], found[1], equal_nan=True)


def test_m6_on_one_kind_says_too_little_is_known(streets: Streets, graaf: Graaf) -> None:
    netwerk = network(graaf, "senior")
    here = put(netwerk, streets.homes)
    x, y = np.array(streets.shops).T
    metres, report = distances(netwerk, here, {"supermarkt": (x, y), "apotheek": None})
    table = walk_score(metres, here.reason)
    assert table["w"].isna().all()
    assert set(table["w_status"]) == {"ontbreekt"}
    assert triple_test(metres).isna().sum() > 0
    assert report.loc[0, "places"] == len(streets.shops)


@pytest.mark.parametrize("profiel", ["senior", "rollator"])
def test_an_isochrone_holds_exactly_the_homes_it_reaches(streets: Streets, profiel) -> None:
    declared = replace(streets, steps=[k % 5 == 0 for k in range(len(streets.way))])
    netwerk = network(graph_of(declared), profiel)
    start, reach_m = streets.shops[0], 400.0
    area = isochrone(netwerk, *start, reach_m, buffer_m=0.5)
    assert area.is_valid
    here = put(netwerk, streets.homes)
    metres = nearest(netwerk, here, put(netwerk, [start]), 2000.0)
    # the place on the street where a home is reached, without the way to its door
    graaf = netwerk.graaf
    checked = 0
    for k in np.flatnonzero(here.snapped & np.isfinite(metres)):
        edge = here.edge[k]
        line = shapely.LineString(graaf.xy[graaf.offset[edge] : graaf.offset[edge + 1]])
        on_street = line.interpolate(here.along_m[k])
        left = reach_m - (metres[k] - here.away_m[k])
        # a home on steps pays to get on them, a passer-by at their foot does not
        if abs(left) > 1.0 and not graaf.is_steps[edge]:
            assert area.contains(on_street) == (left > 0), k
            checked += 1
    assert checked > 100


def test_a_minute_more_never_reaches_less(streets: Streets, graaf: Graaf) -> None:
    netwerk = network(graaf, "rollator")
    areas = [isochrone(netwerk, *streets.shops[0], seconds=60.0 * m) for m in (2, 5, 10)]
    assert areas[0].area < areas[1].area < areas[2].area
    assert areas[0].difference(areas[1]).area < 1e-3  # square metres: arithmetic of polygons
