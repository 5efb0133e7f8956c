"""M7, surroundings that a wheelchair can use: what is reached by wheelchair of what is on foot.

Definition. Every piece of street is judged by what OpenStreetMap says of it, and by how wide it is
in BGT where an installation has that: it passes, it blocks, or it is unknown. Steps block. Two
networks follow: in the optimistic one unknown passes, in the pessimistic one unknown blocks. Each
figure is given for both and never without the other; the lower bound belongs to the pessimistic
network. `A_net` is the length of street within 800 m, by wheelchair as a part of on foot; `A_dest`
is the same for the score W of M6. Detour compares the ways to the nearest supermarket. The seats
figure is the part of the way on foot to that supermarket that lies between seats at most 125 m
apart; home and shop count as seats.

Formula. `A_net = L_wheel(800 m) / L_foot(800 m)`; `A_dest = W_wheel / W_foot` with the weights and
f(d) of M6; `detour = d_wheel / d_foot`; `completeness = length with all key attributes known /
length`. On foot means without penalties or blocks. W_foot = 0 gives no A_dest. A street passes if
its surface is at least `cobblestone:flattened`, its smoothness at least `good`, a track is
`grade1`, a kerb is at most 0.06 m, its incline at most 6%, and its width at least 1.5 m, or
1.2 m over at most 20 m, or 0.9 m over at most 0.5 m.

Inputs. `osm_wegen` with its tags; `bgt_voetpaden` for widths, where there; `locaties`,
`ov_haltes`, `osm_vlakken` as in M6; `osm_bestemmingen` for benches; dwellings and the grid for the
places to measure from. A cell is measured from its address nearest to the centre, a buurt is the
mean of its cells weighted with residents of 65 and over.

Limits. Tagging is uneven, so the bounds are wide until a street audit (schouw) narrows them. A
width measured in BGT goes before a tagged one; street furniture is not taken off it, and levels
(bridges) are not told apart. Choices of this project (PROPOSED): the width at a place of a path is
the shortest of three lines across it, once per 5 m, and a street is as wide as its narrowest place;
on roads with cars the width is that of the wider pavement within 12 m; streets for walking over
their whole width need none; incline counts where it is tagged, since flat streets are not tagged; a
kerb counts on ways made for walking, at a mapped crossing; `wheelchair=yes` settles what is unknown
and never a measured obstacle; setts (`sett`) are unknown; 800 m, 125 m and 15 m from a bench to the
route. Temporary obstacles are unknown.
"""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.afstand import nearest
from pipelines.indicators.bereik import street_within
from pipelines.indicators.netwerk import Graaf, network
from pipelines.indicators.padbreedte import Parameters as Measuring
from pipelines.indicators.padbreedte import widths
from pipelines.indicators.rolstoel import (
    GEEN_ROUTE,
    NIETS_TE_VOET,
    Netwerken,
    access_ratio,
    completeness_pct,
    detour,
    length_ratio,
    networks,
    ordered,
    reach,
    wheel_distances,
)
from pipelines.indicators.rolstoel_regels import (
    KAN,
    KAN_NIET,
    ONBEKEND,
    Oordeel,
    judge,
    metres,
    slope_pct,
)
from pipelines.indicators.snap import snap
from pipelines.indicators.zitplaatsen import good_gaps, seat_share

ORDER = ("supermarkt", "ov", "park", "huisarts", "apotheek", "ontmoeting")
FOOT = (420, 250, 300, 650, 900, 500)
WHEEL = (520, 250, 700, 650, 900, np.inf)
INF, NAN = np.inf, np.nan
GOOD = {
    "soort": "footway",
    "trap": False,
    "weg_id": 1,
    "length_m": 100.0,
    "surface": "asphalt",
    "smoothness": "good",
    "width": "1.8",
}


def frame(distances: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame([dict(zip(ORDER, distances, strict=True))], dtype=float)


def verdict(**changes: object) -> tuple[int, bool]:
    found = judge(pd.DataFrame([{**GOOD, **changes}]))
    return int(found.verdict[0]), bool(found.known[0])


# Worked examples


def test_t18_share_of_the_streets_between_two_bounds() -> None:
    """On foot 10.0 km is within 800 m; optimistic 8.2 km and pessimistic 5.5 km: 0.82 and 0.55."""
    assert f"{length_ratio([10_000.0], [8_200.0])[0]:.2f}" == "0.82"
    assert f"{length_ratio([10_000.0], [5_500.0])[0]:.2f}" == "0.55"


def test_t19_share_of_the_facilities() -> None:
    """W on foot is that of T-16.

    By wheelchair supermarket 520, stop 250, park 700, GP 650, pharmacy 900 m, no meeting place:
    W 45.7, A_dest 0.625.
    """
    found = access_ratio(frame(FOOT), frame(WHEEL)).iloc[0]
    assert f"{found['w_voet']:.1f}" == "73.1"
    assert f"{found['w_rolstoel']:.1f}" == "45.7"
    assert f"{found['a_dest']:.3f}" == "0.625"
    assert found["reden"] is None


# Readings


def test_reading_51_nothing_on_foot_gives_no_ratio() -> None:
    found = access_ratio(frame((900,) * 6), frame((950,) * 6)).iloc[0]
    assert np.isnan(found["a_dest"])
    assert found["reden"] == NIETS_TE_VOET


def test_a_kind_without_source_leaves_both_scores() -> None:
    foot, wheel = frame(FOOT), frame(WHEEL)
    foot["apotheek"] = NAN
    found = access_ratio(foot, wheel).iloc[0]
    assert found["w_voet"] == pytest.approx(100 * (52 * 0.76 + 26 + 26 + 12 * 0.3 + 7.2) / 128)
    assert found["w_rolstoel"] == pytest.approx(100 * (52 * 0.56 + 26 + 26 * 0.2 + 3.6) / 128)


def test_no_way_by_wheelchair_is_a_finding_and_no_source_is_a_gap() -> None:
    found = ordered(
        {
            "voet": pd.DataFrame({"a": [100.0, INF, NAN]}),
            "hoog": pd.DataFrame({"a": [90.0, NAN, 50.0]}),
            "laag": pd.DataFrame({"a": [NAN, NAN, 60.0]}),
        }
    )
    assert found["hoog"]["a"].tolist()[:2] == [100.0, INF]
    assert found["laag"]["a"].tolist()[:2] == [INF, INF]
    assert np.isnan(found["hoog"]["a"][2])
    assert np.isnan(found["laag"]["a"][2])


# Edge rules


def test_a_street_with_everything_known_and_good_passes() -> None:
    assert verdict() == (KAN, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"surface": "cobblestone:flattened"}, KAN),
        ({"surface": "cobblestone"}, KAN_NIET),
        ({"surface": "gravel"}, KAN_NIET),
        ({"surface": "asphalt;gravel"}, KAN_NIET),
        ({"surface": "sett"}, ONBEKEND),
        ({"surface": None}, ONBEKEND),
        ({"smoothness": "intermediate"}, KAN_NIET),
        ({"smoothness": None}, ONBEKEND),
        ({"soort": "track"}, ONBEKEND),
        ({"soort": "track", "tracktype": "grade1"}, KAN),
        ({"soort": "track", "tracktype": "grade2"}, KAN_NIET),
        ({"kerb": "lowered"}, KAN),
        ({"kerb": "raised"}, KAN_NIET),
        ({"kerb": "lowered;raised"}, KAN_NIET),
        ({"kerb": "raised", "kerb_height": "0.05"}, KAN),
        ({"kerb_height": "6 cm"}, KAN),
        ({"kerb_height": "7 cm"}, KAN_NIET),
        ({"kerb": "rolled"}, ONBEKEND),
        ({"crossing": "uncontrolled"}, ONBEKEND),
        ({"soort": "pedestrian", "crossing": "uncontrolled"}, KAN),
        ({"incline": "6%"}, KAN),
        ({"incline": "-6.1 %"}, KAN_NIET),
        ({"incline": "up"}, ONBEKEND),
        ({"width": "1.5"}, KAN),
        ({"width": "1.4"}, KAN_NIET),
        ({"width": "1.2", "length_m": 20.0}, KAN),
        ({"width": "1.2", "length_m": 20.1}, KAN_NIET),
        ({"width": "0.9", "length_m": 0.5}, KAN),
        ({"width": "0.9", "length_m": 0.6}, KAN_NIET),
        ({"width": "0.8", "length_m": 0.5}, KAN_NIET),
        ({"width": None}, ONBEKEND),
        ({"soort": "living_street", "width": None}, KAN),
        ({"soort": "residential"}, ONBEKEND),
        ({"soort": "residential", "stoep_breedte": "1.6"}, KAN),
        ({"soort": "residential", "stoep_breedte": "1.0"}, KAN_NIET),
        ({"wheelchair": "no"}, KAN_NIET),
        ({"wheelchair": "yes", "surface": None}, KAN),
        ({"wheelchair": "yes", "surface": "gravel"}, KAN_NIET),
        ({"wheelchair": "limited", "surface": None}, ONBEKEND),
        ({"trap": True, "wheelchair": "yes"}, KAN_NIET),
    ],
)
def test_edge_rules(changes: dict[str, object], expected: int) -> None:
    assert verdict(**changes)[0] == expected


def test_one_obstacle_blocks_whatever_is_unknown_beside_it() -> None:
    assert verdict(surface=None, smoothness="bad") == (KAN_NIET, False)


def test_a_way_cut_into_short_edges_is_as_long_as_it_is() -> None:
    narrow = {**GOOD, "width": "1.3", "length_m": 15.0}
    cut = pd.DataFrame([narrow, narrow, {**narrow, "weg_id": 2}])
    assert judge(cut).verdict.tolist() == [KAN_NIET, KAN_NIET, KAN]


def test_a_statement_of_a_mapper_does_not_make_tags_complete() -> None:
    assert verdict(wheelchair="yes", surface=None) == (KAN, False)
    assert verdict(trap=True, surface=None) == (KAN_NIET, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.8", 1.8), ("1,8 m", 1.8), ("180 cm", 1.8), ("2;1.5", 1.5), ("1.5-2", 1.5), ("6'", NAN)],
)
def test_widths_as_people_write_them(text: str, value: float) -> None:
    assert metres(text) == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "value"), [("6%", 6), ("-4 %", 4), ("5", 5), ("3°", 5.24), ("up", NAN), ("2 m", NAN)]
)
def test_slopes_as_people_write_them(text: str, value: float) -> None:
    assert slope_pct(text) == pytest.approx(value, abs=0.01, nan_ok=True)


TEXTS = st.sampled_from([None, "", "asphalt", "gravel", "good", "bad", "1.8", "1.0", "6%", "up"])


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                **dict.fromkeys(("surface", "smoothness", "width", "incline", "kerb"), TEXTS),
                "wheelchair": st.sampled_from([None, "yes", "no", "limited"]),
                "trap": st.booleans(),
            }
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(deadline=None, max_examples=60)
def test_the_pessimistic_network_is_part_of_the_optimistic_one(rows: list[dict]) -> None:
    tags = pd.DataFrame([{**GOOD, **row, "weg_id": k} for k, row in enumerate(rows)])
    found = judge(tags)
    assert not np.any(found.pessimistic & ~found.optimistic)
    assert not np.any(tags["trap"].to_numpy(bool) & found.optimistic)
    # Saying more never opens what was blocked.
    said = tags.assign(surface=tags["surface"].where(tags["surface"].notna(), "asphalt"))
    assert np.all(judge(said).verdict[found.verdict == KAN_NIET] == KAN_NIET)


def test_completeness_is_by_length() -> None:
    found = Oordeel(np.array([KAN, ONBEKEND, KAN_NIET], np.int8), np.array([True, False, True]))
    assert completeness_pct([100.0, 250.0, 50.0], found) == pytest.approx(37.5)
    assert np.isnan(completeness_pct([], Oordeel(found.verdict[:0], found.known[:0])))


# Widths measured in BGT


def measured(
    street: list[tuple[float, float]], footways: list[shapely.Polygon], *, walking: bool = True
) -> float:
    lines = np.array([shapely.LineString(street)], dtype=object)
    shapes = np.array(footways, dtype=object)
    return float(widths(lines, np.array([walking]), shapes)[0])


def strip(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(x0, y0, x1, y1)


def test_a_path_is_as_wide_as_the_strip_it_lies_in() -> None:
    assert measured([(0, 0), (60, 0)], [strip(0, -0.9, 60, 0.9)]) == pytest.approx(1.8)
    # drawn 0.7 m beside its middle, and turned
    tilted = shapely.affinity.rotate(strip(0, -0.2, 60, 1.6), 37, origin=(0, 0))
    end = (60 * np.cos(np.radians(37)), 60 * np.sin(np.radians(37)))
    assert measured([(0, 0), end], [tilted]) == pytest.approx(1.8, abs=1e-6)


def test_a_path_is_as_wide_as_its_narrowest_place() -> None:
    parts = [strip(0, -1, 25, 1), strip(25, -0.5, 40, 0.5), strip(40, -1, 60, 1)]
    assert measured([(0, 0), (60, 0)], parts) == pytest.approx(1.0)


def test_polygons_that_touch_are_one_path() -> None:
    parts = [strip(0, -0.9, 60, 0.0), strip(0, 0.0, 60, 0.9)]
    assert measured([(0, 0.3), (60, 0.3)], parts) == pytest.approx(1.8)
    apart = [strip(0, -0.9, 60, 0.0), strip(0, 0.2, 60, 0.9)]
    assert measured([(0, 0.3), (60, 0.3)], apart) == pytest.approx(0.7)


def test_a_crossing_path_does_not_widen_a_path() -> None:
    parts = [strip(0, -0.9, 60, 0.9), strip(29, -12, 31, 12)]
    assert measured([(0, 0), (60, 0)], parts) == pytest.approx(1.8)


def test_a_corner_of_a_polygon_on_the_line_changes_nothing() -> None:
    bent = shapely.Polygon([(0, -1), (2.5, -1), (5, -1), (5, 1), (2.5, 1), (0, 1)])
    assert measured([(0, 0), (5, 0)], [bent]) == pytest.approx(2.0)


def test_a_road_has_the_wider_of_its_pavements() -> None:
    pavements = [strip(0, 3, 60, 4.2), strip(0, -5, 60, -3)]
    assert measured([(0, 0), (60, 0)], pavements, walking=False) == pytest.approx(2.0)
    assert np.isnan(measured([(0, 0), (60, 0)], pavements))  # a path lies in its own strip
    assert np.isnan(measured([(0, 0), (60, 0)], [strip(0, 30, 60, 33)], walking=False))


def test_a_street_measured_for_less_than_half_is_unknown() -> None:
    assert np.isnan(measured([(0, 0), (60, 0)], [strip(0, -1, 25, 1)]))
    assert measured([(0, 0), (60, 0)], [strip(0, -1, 35, 1)]) == pytest.approx(2.0)
    assert np.isnan(measured([(0, 0), (60, 0)], []))
    assert len(widths(np.array([], dtype=object), np.array([], bool), np.array([]))) == 0


def test_a_measured_width_goes_before_a_tag_and_unmeasured_leaves_the_tag() -> None:
    assert verdict(width="1.0", breedte_m=1.9)[0] == KAN
    assert verdict(width="1.8", breedte_m=1.1)[0] == KAN_NIET
    assert verdict(width="1.8", breedte_m=NAN) == (KAN, True)
    assert verdict(width=None, breedte_m=NAN)[0] == ONBEKEND
    assert verdict(soort="residential", breedte_m=1.6) == (KAN, True)


@given(st.floats(0.5, 6), st.floats(-0.45, 0.45), st.floats(0, 6.28), st.floats(12, 200))
@settings(deadline=None, max_examples=40)
def test_width_does_not_depend_on_where_or_which_way(
    wide: float, off: float, turn: float, length: float
) -> None:
    shape = shapely.affinity.rotate(
        strip(-20, -wide / 2, length + 20, wide / 2), turn, origin=(0, 0), use_radians=True
    )
    line = shapely.affinity.rotate(
        shapely.LineString([(0, off * wide), (length, off * wide)]),
        turn,
        origin=(0, 0),
        use_radians=True,
    )
    streets = np.array([line, shapely.reverse(line)], dtype=object)
    found = widths(streets, np.array([True, True]), np.array([shape]), Measuring())
    assert found == pytest.approx(wide, abs=1e-6)


# Networks: a street of three pieces, the middle one unknown, with a way round that is known

#   0 --100-- 100 --100-- 200 --100-- 300        y = 0
#             |                        (100 -> 200 by way of y = 100: 300 m)
EDGES = [
    ((0, 0), (100, 0)),
    ((100, 0), (200, 0)),
    ((200, 0), (300, 0)),
    ((100, 0), (100, 100)),
    ((100, 100), (200, 100)),
    ((200, 100), (200, 0)),
]


def graph(edges: list[tuple[tuple[float, float], tuple[float, float]]]) -> Graaf:
    points = sorted({p for e in edges for p in e})
    number = {p: k for k, p in enumerate(points)}
    return Graaf.from_edges(
        [number[a] for a, _ in edges],
        [number[b] for _, b in edges],
        np.array(edges, dtype=float).reshape(-1, 2, 2),
    )


def three(verdicts: list[int]) -> Netwerken:
    values = np.array(verdicts, dtype=np.int8)
    return networks(graph(EDGES), Oordeel(values, values != ONBEKEND))


def test_distances_in_the_three_networks_and_the_detour() -> None:
    nets = three([KAN, ONBEKEND, KAN, KAN, KAN, KAN])
    here = nets.at([0.0], [0.0])
    found = wheel_distances(nets, here, {"supermarkt": ([300.0], [0.0]), "apotheek": None})
    assert found["voet"]["supermarkt"].tolist() == [300.0]
    assert found["hoog"]["supermarkt"].tolist() == [300.0]
    assert found["laag"]["supermarkt"].tolist() == [500.0]
    assert found["laag"]["apotheek"].isna().all()
    ratio, why = detour(found["voet"]["supermarkt"], found["laag"]["supermarkt"])
    assert ratio[0] == pytest.approx(5 / 3)
    assert why[0] is None


def test_detour_says_why_there_is_none() -> None:
    ratio, why = detour([100.0, INF, NAN, 0.0], [INF, INF, INF, 0.0])
    assert np.isnan(ratio[:3]).all()
    assert ratio[3] == 1.0
    assert why.tolist() == [GEEN_ROUTE, "geen binnen het zoekbereik", "geen bron", None]


def test_reach_counts_streets_halfway_and_says_how_much_is_known() -> None:
    nets = three([KAN, ONBEKEND, KAN_NIET, KAN, KAN, KAN])
    found = reach(nets, nets.at([50.0], [0.0])).iloc[0]
    assert found["a_net_hoog"] == pytest.approx(500 / 600)
    assert found["a_net_laag"] == pytest.approx(400 / 600)
    assert found["volledigheid_pct"] == pytest.approx(100 * 500 / 600)


@pytest.mark.parametrize(
    ("x", "limit", "expected"),
    [
        (50.0, 40.0, 80.0),  # both ways on the own street
        (50.0, 60.0, 50 + 50 + 10 + 10),  # the end of the street, and on at the crossing
        (20.0, 30.0, 20 + 30),  # stops at the dead end
        (0.0, 800.0, 600.0),  # everything, once
        (50.0, 0.0, 0.0),
    ],
)
def test_metres_of_street_within_a_distance(x: float, limit: float, expected: float) -> None:
    net = network(graph(EDGES), "foot")
    total, _ = street_within(net, snap(net, [x], [0.0]), limit)
    assert total[0] == pytest.approx(expected)


@given(st.lists(st.integers(-1, 1), min_size=6, max_size=6), st.floats(-20, 320))
@settings(deadline=None, max_examples=40)
def test_bounds_hold_for_any_verdict(verdicts: list[int], x: float) -> None:
    nets = three(verdicts)
    here = nets.at([x], [5.0])
    found = reach(nets, here).iloc[0]
    assert 0 <= found["a_net_laag"] <= found["a_net_hoog"] <= 1
    metres_ = wheel_distances(nets, here, {"supermarkt": ([280.0], [0.0])})
    foot, high, low = (metres_[n]["supermarkt"][0] for n in ("voet", "hoog", "laag"))
    assert foot <= high <= low


# Seats


def test_gaps_between_seats() -> None:
    assert good_gaps((0.0, 0.0), 300.0, [100.0, 240.0], 125.0) == (60.0, 100.0)
    assert good_gaps((30.0, 0.0), 80.0, [95.0 - 30.0], 125.0) == (15.0, 95.0)


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        ([], 0.0),  # 300 m without a seat
        ([(150.0, 3.0)], 0.0),  # two gaps of 150 m
        ([(110.0, 3.0)], 110 / 300),
        ([(100.0, 3.0), (200.0, 3.0)], 1.0),
        ([(100.0, 40.0), (200.0, 3.0)], 100 / 300),  # a bench too far from the route
    ],
)
def test_seats_on_the_way_to_the_shop(seats: list[tuple[float, float]], expected: float) -> None:
    net = network(graph([((0, 0), (100, 0)), ((100, 0), (200, 0)), ((200, 0), (300, 0))]), "foot")
    here, there = snap(net, [0.0], [0.0]), snap(net, [300.0], [0.0])
    x, y = [s[0] for s in seats], [s[1] for s in seats]
    assert seat_share(net, here, there, x, y)[0] == pytest.approx(expected)
    assert seat_share(net, there, here, x, y)[0] == pytest.approx(
        expected if len(seats) != 1 or seats[0][0] != 110.0 else 110 / 300
    )


def test_seats_on_one_street_and_where_there_is_no_shop() -> None:
    net = network(graph(EDGES), "foot")
    here = snap(net, [10.0, 5000.0], [0.0, 5000.0])
    share = seat_share(net, here, snap(net, [95.0], [0.0]), [], [])
    assert share[0] == 1.0  # 85 m, from seat to seat
    assert np.isnan(share[1])
    assert np.isnan(seat_share(net, here, snap(net, [9000.0], [0.0]), [], [])).all()


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(-5, 5)), max_size=6),
    st.floats(0, 300),
    st.floats(0, 300),
)
@settings(deadline=None, max_examples=60)
def test_seats_agree_with_a_plain_count(
    seats: list[tuple[float, float]], home: float, shop: float
) -> None:
    net = network(graph(EDGES[:3]), "foot")
    here, there = snap(net, [home], [0.0]), snap(net, [shop], [0.0])
    low, high = sorted((home, shop))
    stops = [low, *sorted(x for x, _ in seats if low <= x <= high), high]
    gaps = np.diff(stops)
    plain = 1.0 if high - low < 1e-9 else gaps[gaps <= 125.0].sum() / (high - low)
    x, y = [s[0] for s in seats], [s[1] for s in seats]
    # a gap of 125 m to the last millimetre may fall either way
    if not np.any(np.abs(gaps - 125.0) < 1e-3):
        assert seat_share(net, here, there, x, y)[0] == pytest.approx(plain, abs=1e-6)


# Bad input


def test_one_street_only_and_a_destination_nowhere() -> None:
    net = networks(graph(EDGES[:1]), Oordeel(np.array([KAN_NIET], np.int8), np.array([True])))
    here = net.at([50.0], [0.0])
    found = wheel_distances(net, here, {"supermarkt": ([9000.0], [0.0]), "ov": ([], [])})
    assert np.isinf(found["voet"].to_numpy()).all()
    assert np.isinf(found["laag"].to_numpy()).all()
    table = reach(net, here).iloc[0]
    assert (table["a_net_laag"], table["a_net_hoog"], table["volledigheid_pct"]) == (0, 0, 100)


def test_a_point_in_the_fields_has_no_ratio_and_says_why() -> None:
    nets = three([KAN] * 6)
    table = reach(nets, nets.at([5000.0], [5000.0])).iloc[0]
    assert table[["a_net_laag", "a_net_hoog", "volledigheid_pct"]].isna().all()
    assert table["reden"] == "te ver van een weg"


def test_a_verdict_for_another_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="2 oordelen voor 6 straatdelen"):
        network(graph(EDGES), "rolstoel", usable=np.array([True, False]))


def test_blocked_edges_leave_the_other_profiles_as_they_were() -> None:
    net = network(graph(EDGES), "foot")
    again = network(graph(EDGES), "foot", usable=np.ones(6, dtype=np.bool_))
    ends = snap(net, [0.0], [0.0]), snap(net, [300.0], [0.0])
    assert nearest(net, *ends) == pytest.approx(nearest(again, *ends))
