"""M6, bereik: isochrones, metres of street in reach, the profile rollator, flags on sources.

Definition. What can be walked to from a point within a distance or a time, by profile: `senior`
takes steps as 30 m more, `rollator` does not take them. W, its classes and its weights are
`m06_loop`.

Formula. A street is reached as far as the metres left go, also halfway, the way from the point to
the street counted (reading 49). The isochrone is everything within 25 m of a reached street;
seconds become metres at 0.92 m/s, with a rollator at 0.80 m/s. Without a way there is nothing
within reach (infinite); where the point or its part of the network is loose, it cannot be told
(null). Flags: a source older than 12 months, or fewer places than CBS counts within 3 km.

Inputs. Streets of OpenStreetMap; counts of CBS Nabijheid for the flags.

Limits. Points farther than 50 m from a street are not measured. Slopes, lighting and crossings are
not in it; opening hours neither. PROPOSED: the 25 m, the 30 m, the speed with a rollator.
"""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.bereik import isochrone, street_within
from pipelines.indicators.loop import Parameters, distances, limited, places_near, walk_score
from pipelines.indicators.netwerk import Graaf, network, speed_ms
from pipelines.indicators.snap import snap

# A street of 400 m with steps on its second half, and a way round of 600 m.
STREETS = [
    ((0, 0), (200, 0)),
    ((200, 0), (400, 0)),
    ((200, 0), (200, 200)),
    ((200, 200), (400, 200)),
    ((400, 200), (400, 0)),
]
STEPS = [False, True, False, False, False]


def graph(edges=STREETS, steps=STEPS) -> Graaf:
    points = sorted({p for e in edges for p in e})
    number = {p: k for k, p in enumerate(points)}
    return Graaf.from_edges(
        [number[a] for a, _ in edges],
        [number[b] for _, b in edges],
        np.array(edges, dtype=float).reshape(-1, 2, 2),
        is_steps=steps,
    )


@pytest.mark.parametrize(
    ("profiel", "expected"), [("foot", 400), ("senior", 430), ("rollator", 800)]
)
def test_steps_cost_a_senior_30_m_and_block_a_rollator(profiel, expected) -> None:
    net = network(graph(), profiel)
    found, _ = distances(net, snap(net, [0.0], [0.0]), {"supermarkt": ([400.0], [0.0])})
    assert found["supermarkt"].tolist() == [expected]


def test_a_rollator_that_finds_no_street_has_nothing_within_reach() -> None:
    senior = pd.DataFrame({"a": [100.0, 100.0, np.inf, np.nan]})
    rollator = pd.DataFrame({"a": [np.nan, 90.0, np.nan, 50.0]})
    assert limited(senior, rollator)["a"].tolist()[:3] == [np.inf, 100.0, np.inf]
    assert np.isnan(limited(senior, rollator)["a"][3])


def test_speeds_of_the_profiles() -> None:
    assert [speed_ms(p) for p in ("senior", "foot", "rollator", "rolstoel")] == [
        0.92,
        0.92,
        0.80,
        0.80,
    ]


def test_isochrone_is_everything_near_a_reached_street() -> None:
    net = network(graph(), "senior")
    area = isochrone(net, 0.0, 0.0, 150.0, buffer_m=10.0)
    strip = shapely.LineString([(0, 0), (150, 0)]).buffer(10.0)
    assert area.symmetric_difference(strip).area < 0.001 * strip.area  # round ends are polygons


def test_example_isochrone_in_seconds_follows_the_speed_of_the_profile() -> None:
    for profiel, speed in (("senior", 0.92), ("rollator", 0.80)):
        net = network(graph(), profiel)
        by_time = isochrone(net, 0.0, 0.0, seconds=200.0)
        assert by_time.equals(isochrone(net, 0.0, 0.0, 200.0 * speed))


def test_steps_shrink_the_isochrone_of_a_senior_and_close_it_for_a_rollator() -> None:
    over_steps = shapely.Point(250.0, 0.0)
    assert isochrone(network(graph(), "foot"), 0.0, 0.0, 260.0).contains(over_steps)
    assert not isochrone(network(graph(), "senior"), 0.0, 0.0, 235.0, buffer_m=5.0).contains(
        over_steps
    )
    assert not isochrone(network(graph(), "rollator"), 0.0, 0.0, 260.0).contains(over_steps)


def test_isochrone_of_a_point_off_the_street_is_empty() -> None:
    net = network(graph(), "senior")
    assert isochrone(net, 5000.0, 5000.0, 500.0).is_empty
    assert isochrone(net, 100.0, 30.0, 29.0).is_empty
    assert not isochrone(net, 100.0, 30.0, 31.0).is_empty


@pytest.mark.parametrize("given_", [{}, {"metres": -1.0}, {"metres": 10.0, "seconds": 10.0}])
def test_isochrone_wants_one_measure(given_) -> None:
    with pytest.raises(ValueError, match="één van de twee"):
        isochrone(network(graph(), "senior"), 0.0, 0.0, **given_)


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 200), st.floats(0, 700), st.floats(0, 300))
def test_a_longer_walk_never_reaches_less(x, metres, more) -> None:
    net = network(graph(), "senior")
    small, large = isochrone(net, x, 3.0, metres), isochrone(net, x, 3.0, metres + more)
    assert small.difference(large).area < 1e-3
    here = snap(net, [x], [3.0])
    least, most = (street_within(net, here, m)[0][0] for m in (metres, metres + more))
    assert least <= most + 1e-9


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 200), st.floats(0, 900))
def test_street_within_reach_equals_the_drawn_lines(x, metres) -> None:
    net = network(graph(), "foot")
    total, _ = street_within(net, snap(net, [x], [0.0]), metres)
    # a buffer of next to nothing is as large as the lines are long
    area = isochrone(net, x, 0.0, metres, buffer_m=1e-4)
    assert area.area / 2e-4 == pytest.approx(total[0], abs=0.02)


def test_physiotherapist_counts_only_where_it_is_asked_for() -> None:
    near = dict.fromkeys(Parameters().weights, 100.0)
    table = pd.DataFrame([near | {"fysiotherapeut": 5000.0}])
    assert walk_score(table)["w"][0] == 100.0
    asked = Parameters(weights={**Parameters().weights, "fysiotherapeut": 6.0})
    assert walk_score(table, None, asked)["w"][0] == pytest.approx(100 * 140 / 146)


def test_places_within_3_km_are_counted_as_the_crow_flies() -> None:
    found = places_near(
        [0.0, 10_000.0], [0.0, 0.0], [3000.0, 3001.0, 0.0], [0.0, 0.0, 100.0], 3000.0
    )
    assert found.tolist() == [2.0, 0.0]
    assert places_near([0.0], [0.0], [], [], 3000.0).tolist() == [0.0]
    assert places_near([], [], [1.0], [1.0], 3000.0).tolist() == []


# Bad input


def test_one_node_only_and_no_streets_at_all() -> None:
    loop_edge = Graaf.from_edges([1], [1], [[[0.0, 0.0], [0.0, 0.0]]])
    net = network(loop_edge, "senior")
    found, _ = distances(net, snap(net, [0.0], [0.0]), {"supermarkt": ([0.0], [0.0])})
    assert found["supermarkt"].tolist() == [0.0]
    assert not isochrone(net, 0.0, 0.0, 10.0).is_empty
    none = network(Graaf.from_edges([], [], np.empty((0, 2, 2))), "senior")
    here = snap(none, [0.0], [0.0])
    found, report = distances(none, here, {"supermarkt": ([0.0], [0.0]), "ov": None})
    assert found.isna().all().all()
    assert report["places_unsnapped_share"].tolist()[0] == 1.0
    assert isochrone(none, 0.0, 0.0, 100.0).is_empty
    assert np.isnan(street_within(none, here, 100.0)[0]).all()


def test_a_part_of_the_network_that_hangs_loose_cannot_tell() -> None:
    apart = [*STREETS, ((5000, 0), (5100, 0))]
    net = network(graph(apart, [*STEPS, False]), "senior")
    here = snap(net, [0.0, 5050.0], [0.0, 0.0])
    found, _ = distances(net, here, {"supermarkt": ([150.0], [0.0]), "ov": ([9000.0], [9000.0])})
    assert found["supermarkt"][0] == 150.0
    assert np.isnan(found["supermarkt"][1])
    assert np.isinf(found["ov"][0])
    assert here.reason.tolist() == [None, "los deel van het netwerk"]
