"""M12, spreiding en menging: evenness, mix, norms of a building programme and cheap stock.

Definition. How evenly dwellings of corporations (open, a labelled proxy for social rent) or social
dwellings by rent class (corporations, closed) lie over buurten and wijken; how mixed tenure is;
whether a project and the whole programme hold the agreed shares of social rent.

Formula. Dissimilarity `D = 0.5 * sum |s_i/S - o_i/O|` with `o_i = t_i - s_i` and t all dwellings
(reading 12); location quotient `LQ_i = (s_i/t_i) / (S/T)`; mix `H = -sum p ln p / ln k` over owner
occupied, corporation and other rent, k classes defined (reading 63). An area without dwellings has
no LQ and is left out of D; so is an area whose share CBS withheld, and how much of the stock that
is, is stated. Over one area there is no D. Norms: at least 30% social in the programme of the
city, at least 35% in each project, at least 75% of that rounded-up number under the first
aftoppingsgrens; all rounding is exact, on integers (reading 65); of no dwellings there is no share.
The number of dwellings below the kwaliteitskortingsgrens is split between two lists of one
corporation into what was new, left, liberalised, became dearer or cheaper.

Inputs. Kerncijfers wijken en buurten (share of corporations times stock, status `geschat`), plans
(projects), dwellings of corporations with their rent class (closed). Rent boundaries are dated
parameters per year: 2023 is EUR 452.20 (SOURCED), other years are empty until filled, and then the
class is the one its supplier gave.

Limits. A corporation dwelling is not a social dwelling. D depends on the size of the areas: it is
given for buurten and for wijken, and only equal levels can be compared. Norms differ per gemeente;
30, 35 and 75% are those of two programmes and can be set in the profile.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import parameters
from data.partner import RENT_CLASSES
from pipelines.indicators.spreiding import (
    at_least,
    boundary,
    dissimilarity,
    entropy,
    location_quotient,
    programme_norm,
    project_norm,
    shares_of_difference,
    stock_change,
)

NAN = math.nan
areas = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: (p[0], p[0] + p[1])),
    min_size=1,
    max_size=20,
)


# Worked examples


def test_t28_dissimilarity_and_location_quotient() -> None:
    """Stock 500, 300 and 200, social 300, 60 and 40: D 0.4167; LQ 1.5, 0.5 and 0.5."""
    social, stock = [300, 60, 40], [500, 300, 200]
    assert f"{dissimilarity(social, stock):.4f}" == "0.4167"
    assert location_quotient(social, stock).tolist() == pytest.approx([1.5, 0.5, 0.5])


def test_t29_norm_of_a_project() -> None:
    """A project of 120 needs at least 42 social, of which at least 32 under the boundary."""
    norm = project_norm(120, 42, 32)
    assert (norm.social_needed, norm.low_needed) == (42, 32)
    assert (norm.social, norm.low) == ("voldoet", "voldoet")


def test_t30_mix() -> None:
    """Shares of 0.4, 0.3 and 0.3: H 0.991."""
    assert f"{entropy([[0.4, 0.3, 0.3]])[0]:.3f}" == "0.991"


# Readings


def test_rest_is_all_other_dwellings() -> None:
    """Reading 12: against the rest and not against all dwellings, which would give 0.25."""
    assert shares_of_difference([300, 60, 40], [500, 300, 200]).tolist() == pytest.approx(
        [0.5 * (0.75 - 1 / 3), 0.5 * (0.4 - 0.15), 0.5 * (160 / 600 - 0.1)]
    )


def test_k_counts_classes_that_are_empty() -> None:
    """Reading 63: two equal classes of three defined are ln 2 / ln 3; 0 ln 0 is 0."""
    assert entropy([[50, 50, 0]])[0] == pytest.approx(math.log(2) / math.log(3))
    assert entropy([[7, 0, 0]]).tolist() == [0.0]


def test_buurt_without_dwellings_has_no_quotient_and_is_left_out_of_d() -> None:
    """Reading 63."""
    assert math.isnan(location_quotient([300, 0], [500, 0])[1])
    assert dissimilarity([300, 60, 40, 0], [500, 300, 200, 0]) == pytest.approx(
        dissimilarity([300, 60, 40], [500, 300, 200])
    )


def test_three_quarters_is_taken_of_the_rounded_up_number() -> None:
    """Reading 65, project of 118: 75% of 42 is 32, where 75% of 41.3 would be 31."""
    assert (project_norm(118).social_needed, project_norm(118).low_needed) == (42, 32)


@pytest.mark.parametrize(
    ("share", "of", "needed"), [(0.35, 20, 7), (0.35, 100, 35), (0.55, 100, 55), (0.3, 10, 3)]
)
def test_rounding_is_exact(share: float, of: int, needed: int) -> None:
    """Reading 65: in floating point 0.55 x 100 is a hair above 55 and would round up to 56."""
    assert at_least(share, of) == needed


# Norms


def test_one_dwelling_short_is_short_and_unknown_is_not_short() -> None:
    assert project_norm(120, 41, 32).social == "voldoet niet"
    assert project_norm(120, 42, 31).low == "voldoet niet"
    assert (project_norm(120).social, project_norm(120).low) == ("onbekend", "onbekend")
    assert project_norm(0, 0, 0).social == "onbekend"  # of no dwellings there is no share
    assert programme_norm(0, 0) == (0, "onbekend")
    with pytest.raises(ValueError, match="-1 woningen"):
        project_norm(-1)


def test_norm_of_the_city_and_another_norm_by_profile() -> None:
    assert programme_norm(1001, 300) == (301, "voldoet niet")
    assert programme_norm(1001, 301) == (301, "voldoet")
    assert programme_norm(10, None) == (3, "onbekend")
    with parameters.chosen({"norm.social_project": 0.4}):
        assert project_norm(120).social_needed == 48


def test_boundaries_are_dated_and_empty_until_filled() -> None:
    assert boundary("kwaliteitskorting", 2023) == 452.20
    assert boundary("kwaliteitskorting", 2024) is None
    assert boundary("huurtoeslag", 2023) is None


# Cheap stock in time


def _homes(**classes: int) -> pd.DataFrame:
    frame = pd.DataFrame({"huurklasse": [RENT_CLASSES[k] for k in classes.values()]}, list(classes))
    return frame.assign(laag=frame["huurklasse"] == RENT_CLASSES[0])


def test_change_of_cheap_stock_per_cause() -> None:
    """Home b is sold, c liberalised, d became dearer, e is new, f became cheaper, a stays."""
    before = _homes(a=0, b=0, c=0, d=0, f=2)
    after = _homes(a=0, c=4, d=1, e=0, f=0)
    change = stock_change(before, after, RENT_CLASSES[4:])
    assert change.to_dict() == {
        "nieuw": 1,
        "uit_bezit": -1,
        "geliberaliseerd": -1,
        "duurder": -1,
        "goedkoper": 1,
    }
    assert change.sum() == after["laag"].sum() - before["laag"].sum()


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(0, 12), st.integers(0, 5)),
    st.dictionaries(st.integers(0, 12), st.integers(0, 5)),
)
def test_causes_always_add_up_to_the_change(old: dict[int, int], new: dict[int, int]) -> None:
    before = _homes(**{f"w{k}": v for k, v in old.items()})
    after = _homes(**{f"w{k}": v for k, v in new.items()})
    change = stock_change(before, after, RENT_CLASSES[4:])
    assert change.sum() == after["laag"].sum() - before["laag"].sum()


# What holds for all inputs


@settings(max_examples=100, deadline=None)
@given(areas)
def test_evenness_lies_between_bounds_and_knows_no_order(found: list) -> None:
    s, t = np.array(found, dtype=float).T
    d = dissimilarity(s, t)
    assert math.isnan(d) or -1e-12 <= d <= 1 + 1e-12
    order = np.random.default_rng(1).permutation(len(s))
    assert dissimilarity(s[order], t[order]) == pytest.approx(d, nan_ok=True)
    assert dissimilarity(t - s, t) == pytest.approx(d, nan_ok=True)
    assert dissimilarity(3 * s, 3 * t) == pytest.approx(d, nan_ok=True)


@settings(max_examples=100, deadline=None)
@given(areas)
def test_the_mean_of_the_quotients_weighted_with_dwellings_is_one(found: list) -> None:
    s, t = np.array(found, dtype=float).T
    lq = location_quotient(s, t)
    used = ~np.isnan(lq)
    if used.any():
        assert (lq[used] * t[used]).sum() / t[used].sum() == pytest.approx(1.0)


@settings(max_examples=100, deadline=None)
@given(areas, areas)
def test_wijken_are_never_more_uneven_than_their_buurten(left: list, right: list) -> None:
    """Merging areas can only lower D: why the level is stated with it."""
    s, t = np.array([*left, *right], dtype=float).T
    merged_s = [s[: len(left)].sum(), s[len(left) :].sum()]
    merged_t = [t[: len(left)].sum(), t[len(left) :].sum()]
    d = dissimilarity(s, t)
    if not math.isnan(d):
        assert dissimilarity(merged_s, merged_t) <= d + 1e-12


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=2, max_size=6))
def test_mix_is_highest_for_equal_classes(row: list[int]) -> None:
    h = entropy([row])[0]
    if sum(row) == 0:
        assert math.isnan(h)
    else:
        assert 0 <= h <= 1
        assert entropy([[1] * len(row)])[0] >= h - 1e-12


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5000))
def test_a_larger_project_never_needs_fewer(dwellings: int) -> None:
    here, more = project_norm(dwellings), project_norm(dwellings + 1)
    assert more.social_needed >= here.social_needed >= here.low_needed
    assert 20 * here.social_needed >= 7 * dwellings > 20 * (here.social_needed - 1)


# Nothing to measure


def test_degenerate_inputs() -> None:
    assert math.isnan(dissimilarity([], []))
    assert math.isnan(dissimilarity([0, 0], [5, 5]))
    assert math.isnan(dissimilarity([5, 5], [5, 5]))
    assert math.isnan(dissimilarity([2], [5]))  # one area has nothing to be uneven over
    assert np.isnan(location_quotient([0, 0], [5, 5])).all()
    assert dissimilarity([300, 60, 40, NAN], [500, 300, 200, 90]) == pytest.approx(5 / 12)
    assert np.isnan(entropy([[NAN, 3, 4]])).all()
    with pytest.raises(ValueError, match="negatief"):
        dissimilarity([-1], [5])
    with pytest.raises(ValueError, match="meer woningen"):
        location_quotient([6], [5])
    with pytest.raises(ValueError, match="twee of meer klassen"):
        entropy([[3.0]])
