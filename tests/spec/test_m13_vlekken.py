"""M13, vlekkenkaart: current projects and transformation sites, and what they add.

Definition. Each plan of the plan list and each project that is in no plan is a site, a face or a
point, with status, programme per class, parties, year and whether a care party is matched. A plan
without a drawing is placed by its address with the rule of all addresses; without either it counts
and is not on the map. Shown to everyone are only sites whose supplier marked them `openbaar`.

Formula. Contribution to the gap = programme x probability of the status: idee 0, zacht 0.4, hard
0.9, in uitvoering 1.0, gereed 0 (in the stock) (reading 7). Ground under several sites counts once:
the site whose status is furthest counts, in the order idee, zacht, hard, in uitvoering, gereed
(reading 64); another face counts for the part of its area that is left. The opportunity score of a
site is the mean of the squares under it, weighted with area. The gap left per kern is that of M4,
where the gebieden of an installation are its kernen.

Inputs. `plannen`, `projecten`, `plaatsing` (places of addresses), `kans_cel`.

Limits. Probabilities are PROPOSED. What a plan does not state is unknown and adds nothing; it is
named with the site. Of equal status the larger programme goes first, then the lower key; how a
point and a face count once is a choice of this project (PROPOSED).
"""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data import parameters
from data.partner import PLAN_STATES
from pipelines.indicators.vlekken import (
    contributions,
    counted_share,
    expected,
    mean_over,
    probability,
)

NAN = math.nan


def box(x: float, y: float, w: float = 100, h: float = 100) -> shapely.Geometry:
    return shapely.box(x, y, x + w, y + h)


def shapes(*drawn: shapely.Geometry | None) -> np.ndarray:
    made = np.empty(len(drawn), dtype=object)
    made[:] = drawn
    return made


def shares(drawn: np.ndarray, states: list[str], units: list[float] | None = None) -> list[float]:
    counts = units or [10.0] * len(states)
    return counted_share(drawn, states, counts, [f"P{k}" for k in range(len(states))])[0].tolist()


# Worked example


def test_t32_expected_dwellings_of_a_site() -> None:
    """A site with 40 hard and 30 soft units: expected 48.0."""
    assert f"{expected({'hard': 40, 'zacht': 30}):.1f}" == "48.0"


# Readings


def test_probabilities_per_status() -> None:
    """Reading 7: what is ready is in the stock and adds nothing here."""
    assert probability(PLAN_STATES).tolist() == [0, 0.4, 0.9, 1.0, 0]
    with pytest.raises(ValueError, match="misschien"):
        probability(["misschien"])
    with parameters.chosen({"plan.prob": {**dict.fromkeys(PLAN_STATES, 0.0), "zacht": 0.5}}):
        assert expected({"zacht": 30}) == 15.0


def test_the_furthest_status_counts() -> None:
    """Reading 64: also where the other one is larger; gereed is furthest of all."""
    same = shapes(box(0, 0), box(0, 0))
    assert shares(same, ["zacht", "hard"], [500, 10]) == [0, 1]
    assert shares(same, ["in uitvoering", "gereed"]) == [0, 1]
    assert shares(same, ["idee", "zacht"]) == [0, 1]


def test_another_face_counts_for_what_is_left_of_it() -> None:
    """Reading 64: 30 of 100 m wide lies under the site that is further."""
    drawn = shapes(box(0, 0), box(70, 0))
    assert shares(drawn, ["hard", "zacht"]) == pytest.approx([1, 0.7])
    assert shares(drawn, ["zacht", "hard"]) == pytest.approx([0.7, 1])


def test_faces_that_only_touch_both_count() -> None:
    assert shares(shapes(box(0, 0), box(100, 0)), ["hard", "zacht"]) == [1, 1]


def test_of_equal_status_the_larger_programme_and_then_the_lower_key_goes_first() -> None:
    same = shapes(box(0, 0), box(0, 0))
    assert shares(same, ["hard", "hard"], [10, 20]) == [0, 1]
    assert shares(same, ["hard", "hard"]) == [1, 0]


def test_points_and_faces_count_once() -> None:
    face, point = box(0, 0), shapely.Point(50, 50)
    assert shares(shapes(face, point), ["hard", "zacht"]) == [1, 0]
    assert shares(shapes(face, point), ["zacht", "hard"], [40, 10]) == pytest.approx([0.75, 1])
    assert shares(shapes(face, point), ["zacht", "hard"], [40, 60]) == [0, 1]
    assert shares(shapes(point, point), ["hard", "zacht"]) == [1, 0]
    assert shares(shapes(None, point), ["hard", "zacht"]) == [1, 1]


def test_what_a_site_gave_way_to_is_told() -> None:
    drawn = shapes(box(0, 0), box(50, 0), box(500, 0))
    _, gave_way = counted_share(drawn, ["hard", "zacht", "idee"], [1, 1, 1], ["a", "b", "c"])
    assert gave_way == [[], [0], []]


# Contribution


def test_contribution_is_programme_times_probability_times_share() -> None:
    programme = np.array([[10.0, 20.0], [40.0, NAN]])
    found = contributions(programme, ["hard", "zacht"], [1.0, 0.5])
    assert found[0].tolist() == [9.0, 18.0]
    assert found[1, 0] == pytest.approx(8.0)
    assert math.isnan(found[1, 1])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 8), st.integers(0, 8), st.sampled_from(PLAN_STATES), st.integers(1, 90)
        ),
        min_size=1,
        max_size=7,
    )
)
def test_faces_together_count_the_ground_exactly_once(found: list) -> None:
    drawn = shapes(*(box(40.0 * x, 40.0 * y) for x, y, _, _ in found))
    states, units = [s for _, _, s, _ in found], [float(u) for *_, u in found]
    share = np.array(shares(drawn, states, units))
    assert ((share >= 0) & (share <= 1)).all()
    ground = shapely.area(shapely.union_all(drawn))
    assert (share * shapely.area(drawn)).sum() == pytest.approx(ground, rel=1e-9)
    keys = [f"P{k}" for k in range(len(found))]
    turned, _ = counted_share(drawn[::-1], states[::-1], units[::-1], keys[::-1])
    assert turned[::-1] == pytest.approx(share)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1000), st.sampled_from(PLAN_STATES))
def test_a_contribution_is_never_more_than_the_programme(units: float, state: str) -> None:
    assert 0 <= expected({state: units}) <= units


# Opportunity of a site

CELLS = shapes(box(0, 0), box(100, 0), box(200, 0))


def test_score_of_a_site_is_weighted_with_area() -> None:
    mean, covered = mean_over(shapes(box(75, 0)), CELLS, [40.0, 80.0, 10.0])
    assert mean[0] == pytest.approx(0.25 * 40 + 0.75 * 80)
    assert covered[0] == pytest.approx(1.0)


def test_cells_without_score_do_not_count_and_are_told() -> None:
    mean, covered = mean_over(shapes(box(75, 0), box(900, 0), None), CELLS, [40.0, NAN, 10.0])
    assert mean[0] == pytest.approx(40.0)
    assert covered.tolist() == pytest.approx([0.25, 0, 0])
    assert np.isnan(mean[1:]).all()


def test_a_point_has_the_score_of_its_square() -> None:
    mean, covered = mean_over(shapes(shapely.Point(150, 20)), CELLS, [40.0, 80.0, 10.0])
    assert (mean[0], covered[0]) == (80.0, 1.0)
