"""Properties of normalisation and composition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipelines.indicators.gevoeligheid import ranks
from pipelines.indicators.normaliseren import (
    Floats,
    Moment,
    min_max,
    percentile,
    percentile_in,
    reference_moment,
    restandardise,
    round_half_away,
    shrink,
    t_score,
    winsor_cuts,
)
from pipelines.indicators.samengesteld import (
    choose_imputed,
    complement_geometric,
    coverage,
    dimension_means,
    geometric,
    linear,
)

values = hnp.arrays(float, st.integers(2, 40), elements=st.floats(-1e6, 1e6))
scores = hnp.arrays(float, (6, 4), elements=st.floats(1.0, 99.0))
weights = hnp.arrays(float, 4, elements=st.floats(0.1, 5.0))


@settings(deadline=None)
@given(values, st.integers(0, 2**32 - 1))
def test_moments_and_cuts_do_not_depend_on_order(x: Floats, seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(x)
    one, two = reference_moment(x), reference_moment(shuffled)
    assert (one.low, one.high, one.n) == (two.low, two.high, two.n)
    assert one.mean == pytest.approx(two.mean, rel=1e-9, abs=1e-6)
    assert one.sd == pytest.approx(two.sd, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(values)
def test_t_score_is_monotone_bounded_and_mirrored_by_polarity(x: Floats) -> None:
    moment = reference_moment(x)
    up, down = t_score(np.sort(x), moment, 1), t_score(np.sort(x), moment, -1)
    if not moment.usable:
        assert np.isnan(up).all()
        return
    assert (np.diff(up) >= 0).all()
    assert up.min() >= 20.0
    assert up.max() <= 80.0
    np.testing.assert_allclose(up + down, 100.0)


@settings(deadline=None)
@given(values)
def test_percentile_keeps_order_and_has_mean_50(x: Floats) -> None:
    answer = percentile(x)
    assert answer.mean() == pytest.approx(50.0)
    np.testing.assert_allclose(answer, percentile_in(x, x))
    np.testing.assert_array_equal(ranks(-x), ranks(-answer))


@settings(deadline=None)
@given(values, st.integers(0, 2**32 - 1))
def test_percentile_moves_with_its_value(x: Floats, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(x))
    np.testing.assert_allclose(percentile(x)[order], percentile(x[order]))


@settings(deadline=None)
@given(st.floats(0, 50), st.floats(0, 1e4), st.floats(0, 1), st.floats(1, 500))
def test_shrunk_rate_lies_between_its_own_and_the_background(
    x: float, extra: float, m: float, k: float
) -> None:
    n = x + extra + 1.0
    low, high = sorted((x / n, m))
    answer = float(shrink(x, n, m, k))
    assert low - 1e-12 <= answer <= high + 1e-12


@settings(deadline=None)
@given(values, st.floats(0.1, 10))
def test_rounding_gives_the_nearest_multiple(x: Floats, step: float) -> None:
    answer = round_half_away(x, step)
    assert (np.abs(answer - x) <= step / 2 + 1e-6 * step + 1e-9 * np.abs(x)).all()
    np.testing.assert_array_equal(answer, -round_half_away(-x, step))


@settings(deadline=None)
@given(scores, weights)
def test_complement_is_above_linear_and_geometric_below(s: Floats, w: Floats) -> None:
    middle = linear(s, w)
    assert (geometric(s, w) <= middle + 1e-9).all()
    assert (complement_geometric(s, w) >= middle - 1e-9).all()


@settings(deadline=None)
@given(scores, weights, st.permutations(range(4)))
def test_aggregation_does_not_depend_on_the_order_of_dimensions(
    s: Floats, w: Floats, order: list[int]
) -> None:
    for f in (linear, geometric, complement_geometric):
        np.testing.assert_allclose(f(s, w), f(s[:, order], w[order]))


@settings(deadline=None)
@given(scores, weights, st.integers(0, 3), st.floats(0, 20))
def test_aggregation_is_monotone(s: Floats, w: Floats, place: int, more: float) -> None:
    raised = s.copy()
    raised[:, place] += more
    for f in (linear, geometric, complement_geometric):
        assert (f(raised, w) >= f(s, w) - 1e-9).all()


@settings(deadline=None)
@given(scores, weights, hnp.arrays(bool, (6, 4)))
def test_missing_parts_lower_the_coverage_and_stay_within_the_parts_present(
    s: Floats, w: Floats, gone: np.ndarray
) -> None:
    holes = np.where(gone, np.nan, s)
    share, answer = coverage(holes, w), linear(holes, w)
    assert ((share < 1 - 1e-12) == gone.any(axis=1)).all()
    np.testing.assert_array_equal(np.isnan(answer), gone.all(axis=1))
    some = ~gone.all(axis=1)
    low = np.where(gone, np.inf, s).min(axis=1)
    high = np.where(gone, -np.inf, s).max(axis=1)
    assert (answer[some] >= low[some] - 1e-9).all()
    assert (answer[some] <= high[some] + 1e-9).all()


@settings(max_examples=200, deadline=None)
@given(hnp.arrays(bool, (5, 9)), hnp.arrays(bool, (5, 9)))
def test_imputation_never_passes_its_limits(observed: np.ndarray, offered: np.ndarray) -> None:
    groups = [[0, 1, 2], [3, 4], [5], [6, 7, 8]]
    chosen = choose_imputed(observed, offered, groups)
    assert not (chosen & observed).any()
    assert not (chosen & ~offered).any()
    total = observed.sum(axis=1) + chosen.sum(axis=1)
    assert (chosen.sum(axis=1) <= total // 3).all()
    for group in groups:
        assert (chosen[:, group].sum(axis=1) <= 1).all()
        used = chosen[:, group].any(axis=1)
        assert ((observed | chosen)[used][:, group].mean(axis=1) >= 0.5).all()


def test_without_values_or_spread_there_is_no_score() -> None:
    assert not reference_moment([]).usable
    assert not reference_moment([0.1] * 7).usable
    assert np.isnan(t_score([1.0], reference_moment([0.1] * 7))).all()
    assert np.isnan(restandardise([1.0], Moment(np.nan, np.nan))).all()
    assert np.isnan(winsor_cuts([])).all()
    assert np.isnan(percentile_in([1.0], [])).all()
    assert np.isnan(percentile([np.nan])).all()
    assert np.isnan(dimension_means(np.full((2, 2), np.nan), [[0, 1]])).all()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="Doelwaarden"):
        min_max([1.0], 3, 3)
    with pytest.raises(ValueError, match="negatief"):
        shrink(1, -1, 0.1)
    with pytest.raises(ValueError, match="Gewichten"):
        linear(np.ones((1, 2)), [0.0, 0.0])
