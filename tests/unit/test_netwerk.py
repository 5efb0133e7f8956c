"""The street network: hand-made graphs, and a plain oracle that knows nothing of matrices."""

import heapq
import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.afstand import nearest, nearest_of_nodes, pairs_within
from pipelines.indicators.graafbestand import load_graph, save_graph
from pipelines.indicators.netwerk import Graaf, Netwerk, Parameters, Profiel, network
from pipelines.indicators.snap import LOS_DEEL, TE_VER_VAN_WEG, Snap, snap

PENALTY = 30.0
ALL_COUNT = Parameters(loose_part_m=0.0)


def lines(*edges, way=None, steps=None, length=None) -> Graaf:
    """A graph of straight edges; an edge is ((x, y), (x, y)), equal points are equal nodes."""
    points = sorted({p for e in edges for p in e})
    number = {p: 100 + k for k, p in enumerate(points)}
    return Graaf.from_edges(
        [number[a] for a, _ in edges],
        [number[b] for _, b in edges],
        np.array(edges, dtype=float).reshape(-1, 2, 2),
        way_id=way,
        is_steps=steps,
        length_m=length,
    )


def metres(graaf: Graaf, origin, destinations, profiel: Profiel = "foot", limit=2000.0) -> float:
    streets = network(graaf, profiel)
    here = snap(streets, [origin[0]], [origin[1]], ALL_COUNT)
    there = snap(streets, [d[0] for d in destinations], [d[1] for d in destinations], ALL_COUNT)
    return float(nearest(streets, here, there, limit)[0])


def oracle(netwerk: Netwerk, here: Snap, i: int, there: Snap, j: int) -> float:
    """Shortest walk by heap over (node, steps way being used), paying when a way is entered."""
    graaf, senior = netwerk.graaf, netwerk.profiel == "senior"
    neighbours: dict[int, list[tuple[int, float, int | None]]] = {}
    for k in range(len(graaf)):
        if not (graaf.is_steps[k] and netwerk.profiel == "rollator"):
            way = int(graaf.way_id[k]) if graaf.is_steps[k] and senior else None
            u, v, m = int(graaf.u[k]), int(graaf.v[k]), float(graaf.length_m[k])
            neighbours.setdefault(u, []).append((v, m, way))
            neighbours.setdefault(v, []).append((u, m, way))
    a, b = int(here.edge[i]), int(there.edge[j])
    way_a = int(graaf.way_id[a]) if graaf.is_steps[a] and senior else None
    way_b = int(graaf.way_id[b]) if graaf.is_steps[b] and senior else None
    begin = float(here.away_m[i]) + (PENALTY if way_a is not None else 0.0)
    rest = float(graaf.length_m[a] - here.along_m[i])
    heap = [
        (begin + float(here.along_m[i]), int(graaf.u[a]), way_a),
        (begin + rest, int(graaf.v[a]), way_a),
    ]
    best = math.inf
    if a == b:
        best = begin + abs(float(here.along_m[i] - there.along_m[j])) + float(there.away_m[j])
    ends = {
        int(graaf.u[b]): float(there.along_m[j]),
        int(graaf.v[b]): float(graaf.length_m[b] - there.along_m[j]),
    }
    if graaf.u[b] == graaf.v[b]:
        ends = {int(graaf.u[b]): min(float(there.along_m[j]), ends[int(graaf.v[b])])}
    done = set()
    heap = [(d, n, -1 if w is None else w) for d, n, w in heap]
    heapq.heapify(heap)
    while heap:
        d, node, way = heapq.heappop(heap)
        if (node, way) in done:
            continue
        done.add((node, way))
        if node in ends:
            enter = PENALTY if way_b is not None and way != way_b else 0.0
            best = min(best, d + enter + ends[node] + float(there.away_m[j]))
        for other, m, by in neighbours.get(node, []):
            enter = PENALTY if by is not None and by != way else 0.0
            heapq.heappush(heap, (d + m + enter, other, -1 if by is None else by))
    return best


# Hand-made streets


def test_distance_counts_both_snaps_and_the_way_along_the_street() -> None:
    street = lines(((0, 0), (100, 0)), ((100, 0), (100, 200)))
    assert metres(street, (20, 10), [(105, 150)]) == pytest.approx(10 + 80 + 150 + 5)


def test_two_points_on_one_edge_go_straight_along_it() -> None:
    street = lines(((0, 0), (1000, 0)))
    assert metres(street, (400, 3), [(430, 4)]) == pytest.approx(30 + 7)


def test_of_several_destinations_on_one_edge_the_nearest_counts_snap_included() -> None:
    street = lines(((0, 0), (1000, 0)))
    assert metres(street, (400, 0), [(430, 45), (460, 0), (800, 0)]) == pytest.approx(60)


def test_round_the_block_may_be_shorter_than_along_the_own_edge() -> None:
    # The drawn edge is 100 m, but walking it takes 500 m; the parallel street takes 120 m.
    street = lines(((0, 0), (100, 0)), ((0, 0), (100, 0)), way=[1, 2], length=[500, 120])
    graaf = Graaf.from_edges(
        [1, 1],
        [2, 2],
        [[0, 0], [100, 0], [0, 0], [50, 60], [100, 0]],
        offset=[0, 2, 5],
        length_m=[500, 120],
    )
    assert len(street) == 2
    assert metres(graaf, (2, 0), [(98, 0)]) == pytest.approx(10 + 120 + 10)


def test_parallel_edges_are_not_added_up() -> None:
    street = lines(((0, 0), (100, 0)), ((0, 0), (100, 0)), ((100, 0), (200, 0)))
    assert metres(street, (0, 0), [(200, 0)]) == pytest.approx(200)


def test_nothing_within_the_limit_is_infinite() -> None:
    street = lines(((0, 0), (3000, 0)), ((3000, 0), (3000, 100)))
    assert metres(street, (0, 0), [(3000, 50)]) == math.inf
    assert metres(street, (0, 0), [(2000, 0)]) == pytest.approx(2000)
    assert metres(street, (0, 0), []) == math.inf


def test_loop_street_with_one_node() -> None:
    square = Graaf.from_edges(
        [7], [7], [[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]], offset=[0, 5]
    )
    assert metres(square, (50, 0), [(0, 50)]) == pytest.approx(100)


def test_zero_length_edge_connects() -> None:
    street = lines(
        ((0, 0), (100, 0)), ((100, 0), (101, 0)), ((101, 0), (200, 0)), length=[100, 0, 99]
    )
    assert metres(street, (0, 0), [(200, 0)]) == pytest.approx(199)


# Steps. Reading 49: the penalty is per OSM way with highway=steps.

# street - steps in three edges of one way - street
EDGES = (
    ((0, 0), (100, 0)),
    ((100, 0), (110, 0)),
    ((110, 0), (120, 0)),
    ((120, 0), (130, 0)),
    ((130, 0), (200, 0)),
)
ONE_WAY = lines(*EDGES, way=[1, 2, 2, 2, 3], steps=[0, 1, 1, 1, 0])
TWO_WAYS = lines(*EDGES, way=[1, 2, 2, 4, 3], steps=[0, 1, 1, 1, 0])


def test_once_however_many_edges_the_way_has() -> None:
    assert metres(ONE_WAY, (0, 0), [(200, 0)], "senior") == pytest.approx(230)


def test_twice_for_two_ways() -> None:
    assert metres(TWO_WAYS, (0, 0), [(200, 0)], "senior") == pytest.approx(260)


def test_half_the_way_costs_the_whole_penalty() -> None:
    assert metres(ONE_WAY, (0, 0), [(115, 0)], "senior") == pytest.approx(145)
    assert metres(ONE_WAY, (105, 0), [(125, 0)], "senior") == pytest.approx(50)
    assert metres(ONE_WAY, (111, 0), [(119, 0)], "senior") == pytest.approx(38)


def test_foot_pays_nothing() -> None:
    assert metres(ONE_WAY, (0, 0), [(200, 0)], "foot") == pytest.approx(200)


def test_rollator_is_blocked_and_does_not_start_on_steps() -> None:
    assert metres(ONE_WAY, (0, 0), [(200, 0)], "rollator") == math.inf
    assert metres(ONE_WAY, (109, 1), [(0, 0)], "rollator") == pytest.approx(math.hypot(9, 1) + 100)


def test_walking_past_steps_costs_nothing() -> None:
    crossing = lines(
        ((0, 0), (100, 0)),
        ((100, 0), (200, 0)),
        ((100, 0), (100, 50)),
        way=[1, 1, 2],
        steps=[0, 0, 1],
    )
    assert metres(crossing, (0, 0), [(200, 0)], "senior") == pytest.approx(200)


def test_a_detour_below_the_penalty_is_taken() -> None:
    around = lines(
        *EDGES,
        ((100, 0), (130, 0)),
        way=[1, 2, 2, 2, 3, 9],
        steps=[0, 1, 1, 1, 0, 0],
        length=[100, 10, 10, 10, 70, 55],
    )
    assert metres(around, (0, 0), [(200, 0)], "senior") == pytest.approx(225)


def test_a_point_at_the_foot_of_steps_is_put_on_the_street() -> None:
    streets = network(ONE_WAY, "senior")
    at_corner = snap(streets, [100.0], [20.0], ALL_COUNT)
    assert not streets.graaf.is_steps[at_corner.edge[0]]


# Putting points on the street

STREET = lines(((0, 0), (3000, 0)), ((0, 1000), (100, 1000)))


def test_at_most_50_m_and_the_share_that_fails() -> None:
    found = snap(network(STREET, "senior"), [10, 10, 10, np.nan], [50, 50.001, -50, 0])
    assert found.snapped.tolist() == [True, False, True, False]
    assert found.unsnapped_share == 0.5
    assert found.reason.tolist() == [None, TE_VER_VAN_WEG, None, TE_VER_VAN_WEG]
    assert np.isnan(found.away_m[1])


def test_a_loose_part_gives_null_with_a_reason() -> None:
    streets = network(STREET, "senior")
    here = snap(streets, [50, 50], [1000, 0])
    there = snap(streets, [80], [0])
    assert here.reason.tolist() == [LOS_DEEL, None]
    d = nearest(streets, here, there)
    assert np.isnan(d[0])
    assert d[1] == pytest.approx(30)


def test_a_destination_inside_the_loose_part_is_still_found() -> None:
    streets = network(STREET, "senior")
    here, there = snap(streets, [50], [1000]), snap(streets, [80], [1010])
    assert nearest(streets, here, there).tolist() == [40.0]


def test_what_only_steps_block_is_a_finding_not_a_gap() -> None:
    graaf = lines(((0, 0), (3000, 0)), ((0, 0), (0, 20)), ((0, 20), (0, 100)), steps=[0, 1, 0])
    streets = network(graaf, "rollator")
    here, there = snap(streets, [0], [90]), snap(streets, [500], [0])
    assert here.reason.tolist() == [None]
    assert nearest(streets, here, there).tolist() == [math.inf]


def test_empty_input() -> None:
    streets = network(STREET, "senior")
    nobody = snap(streets, [], [])
    assert math.isnan(nobody.unsnapped_share)
    assert len(nearest(streets, nobody, nobody)) == 0
    assert [len(part) for part in pairs_within(streets, nobody, nobody, 800)] == [0, 0, 0]


def test_network_without_edges() -> None:
    nothing = Graaf.from_edges([], [], np.empty((0, 2, 2)))
    here = snap(network(nothing, "senior"), [1.0], [1.0])
    assert here.unsnapped_share == 1.0


# Ways cut into edges


def test_ways_are_cut_where_they_cross() -> None:
    graaf = Graaf.from_ways(
        [10, 20],
        [False, True],
        [0, 4, 6],
        [1, 2, 3, 4, 3, 9],
        [[0, 0], [50, 0], [100, 0], [150, 0], [100, 0], [100, 30]],
    )
    assert graaf.way_id.tolist() == [10, 10, 20]
    assert graaf.length_m.tolist() == [100, 50, 30]
    assert graaf.node_id.tolist() == [1, 3, 4, 9]
    assert graaf.is_steps.tolist() == [False, False, True]


def test_closed_way_and_way_of_one_node() -> None:
    ring = [[0, 0], [100, 0], [100, 100], [0, 0], [500, 500]]
    graaf = Graaf.from_ways([1, 2], [False, False], [0, 4, 5], [5, 6, 7, 5, 8], ring)
    assert len(graaf) == 1
    assert graaf.length_m[0] == pytest.approx(200 + math.hypot(100, 100))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"length_m": [-1.0]}, "negatief"),
        ({"length_m": [np.nan]}, "negatief of geen getal"),
        ({"way_id": [1, 2]}, "niet even lang"),
        ({"xy": [[0, 0], [np.inf, 0]]}, "coördinaat"),
        ({"xy": [[0, 0]], "offset": [0, 1]}, "minder dan twee punten"),
        ({"xy": [[0, 0], [1, 1]], "offset": [0, 3]}, "horen niet bij"),
    ],
)
def test_refused_with_a_sentence(change, message) -> None:
    good = {"u": [1], "v": [2], "xy": [[0, 0], [1, 0]]}
    with pytest.raises(ValueError, match=message):
        Graaf.from_edges(**{**good, **change})


# The file


def test_round_trip_keeps_every_array(tmp_path: Path) -> None:
    graaf = ONE_WAY
    save_graph(graaf, tmp_path / "g.arrow")
    back = load_graph(tmp_path / "g.arrow")
    for name in ("node_id", "u", "v", "length_m", "way_id", "is_steps", "xy", "offset"):
        assert np.array_equal(getattr(graaf, name), getattr(back, name)), name
    assert [p.name for p in tmp_path.iterdir()] == ["g.arrow"]


def test_another_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.arrow").write_bytes(b"not arrow at all, but long enough to look at")
    with pytest.raises(ValueError, match="geen Arrow-bestand"):
        load_graph(tmp_path / "x.arrow")
    table = pa.table({"u": [1]})
    with pa.OSFile(str(tmp_path / "y.arrow"), "wb") as f, pa.ipc.new_file(f, table.schema) as w:
        w.write_table(table)
    with pytest.raises(ValueError, match="vorm"):
        load_graph(tmp_path / "y.arrow")


def test_empty_graph(tmp_path: Path) -> None:
    save_graph(Graaf.from_edges([], [], np.empty((0, 2, 2))), tmp_path / "g.arrow")
    assert len(load_graph(tmp_path / "g.arrow")) == 0


@st.composite
def towns(draw: st.DrawFn) -> tuple[Graaf, np.ndarray, np.ndarray]:
    """A random multigraph with steps, origins and destinations near it."""
    n = draw(st.integers(2, 9))
    place = st.tuples(st.integers(0, 30), st.integers(0, 30))
    node = draw(st.lists(place, min_size=n, max_size=n, unique=True))
    end = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(end, end), min_size=1, max_size=16))
    pairs = [(a, b) for a, b in pairs if a != b] or [(0, 1)]
    m = len(pairs)
    detour = draw(st.lists(st.sampled_from([0.5, 1.0, 1.0, 1.7]), min_size=m, max_size=m))
    way = draw(st.lists(st.integers(1, 4), min_size=m, max_size=m))
    stepped = draw(st.sets(st.integers(1, 4), max_size=2))
    xy = np.array([[node[a], node[b]] for a, b in pairs], dtype=float) * 20.0
    straight = np.hypot(*(xy[:, 1] - xy[:, 0]).T)
    graaf = Graaf.from_edges(
        [a for a, _ in pairs],
        [b for _, b in pairs],
        xy,
        length_m=straight * detour,
        way_id=way,
        is_steps=[w in stepped for w in way],
    )
    points = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=8)
    return graaf, np.array(draw(points), dtype=float), np.array(draw(points), dtype=float)


profiles = st.sampled_from(["foot", "senior", "rollator"])
WIDE = Parameters(snap_max_m=200.0, loose_part_m=0.0)


@settings(max_examples=200, deadline=None)
@given(towns(), profiles, st.sampled_from([150.0, 400.0, 2000.0]))
def test_nearest_and_pairs_equal_the_plain_oracle(town, profiel: Profiel, limit: float) -> None:
    graaf, origin, destination = town
    streets = network(graaf, profiel)
    here, there = snap(streets, *origin.T, WIDE), snap(streets, *destination.T, WIDE)
    full = np.full((len(here), len(there)), np.inf)
    for i in np.flatnonzero(here.snapped):
        for j in np.flatnonzero(there.snapped):
            full[i, j] = oracle(streets, here, i, there, j)
    # exactly at the limit the two ways of adding up may differ in the last digit
    if np.any(np.abs(full[np.isfinite(full)] - limit) < 1e-6):
        return
    expected = np.where(full <= limit, full, np.inf)
    found = nearest(streets, here, there, limit)
    np.testing.assert_allclose(
        found, np.where(here.snapped, expected.min(axis=1), np.nan), rtol=0, atol=1e-6
    )
    i, j, d = pairs_within(streets, here, there, limit)
    again = np.full_like(full, np.inf)
    again[i, j] = d
    np.testing.assert_allclose(again, expected, rtol=0, atol=1e-6)
    assert len(i) == int(np.isfinite(expected).sum())


@settings(max_examples=60, deadline=None)
@given(towns(), profiles, st.randoms(use_true_random=False))
def test_order_and_direction_of_edges_do_not_matter(town, profiel: Profiel, random) -> None:
    graaf, origin, destination = town
    order = list(range(len(graaf)))
    random.shuffle(order)
    turn = np.array([random.random() < 0.5 for _ in order])
    ends = graaf.xy.reshape(-1, 2, 2)[order]
    u, v = graaf.node_id[graaf.u][order], graaf.node_id[graaf.v][order]
    other = Graaf.from_edges(
        np.where(turn, v, u),
        np.where(turn, u, v),
        np.where(turn[:, None, None], ends[:, ::-1], ends),
        length_m=graaf.length_m[order],
        way_id=graaf.way_id[order],
        is_steps=graaf.is_steps[order],
    )
    results = []
    for g in (graaf, other):
        streets = network(g, profiel)
        here, there = snap(streets, *origin.T, WIDE), snap(streets, *destination.T, WIDE)
        results.append(nearest(streets, here, there))
    np.testing.assert_allclose(results[0], results[1], rtol=0, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(towns(), profiles)
def test_distances_are_symmetric_and_keep_the_triangle(town, profiel: Profiel) -> None:
    graaf, origin, _ = town
    streets = network(graaf, profiel)
    here = snap(streets, *origin.T, WIDE)
    k = len(here)
    d = np.full((k, k), np.inf)
    i, j, m = pairs_within(streets, here, here, 5000.0)
    d[i, j] = m
    np.testing.assert_allclose(d, d.T, rtol=0, atol=1e-6)
    # Over a stop the snap distance of the stop, and a penalty where it lies on steps, count twice.
    for stop in np.flatnonzero(here.snapped):
        over = d[:, stop, None] + d[None, stop, :]
        assert np.all(d <= over + 1e-6)


@settings(max_examples=60, deadline=None)
@given(towns(), profiles)
def test_more_destinations_never_make_it_farther(town, profiel: Profiel) -> None:
    graaf, origin, destination = town
    streets = network(graaf, profiel)
    here, there = snap(streets, *origin.T, WIDE), snap(streets, *destination.T, WIDE)
    few = nearest(streets, here, there.take(np.arange(len(there)) < len(there) // 2))
    many = nearest(streets, here, there)
    assert np.all((many <= few) | np.isnan(many))
    foot = network(graaf, "foot")
    if profiel == "senior":
        free = nearest(foot, snap(foot, *origin.T, WIDE), snap(foot, *destination.T, WIDE))
        assert np.all((free <= many + 1e-6) | np.isnan(many))


def test_every_node_gets_its_nearest() -> None:
    street = lines(((0, 0), (100, 0)), ((100, 0), (300, 0)))
    streets = network(street, "foot")
    there = snap(streets, [90.0], [5.0])
    assert nearest_of_nodes(streets, there).tolist() == [95.0, 15.0, 215.0]
