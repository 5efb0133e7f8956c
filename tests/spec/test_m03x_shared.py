"""Shared operations: divisions, small numbers, scores, composites, sensitivity (METHODS 3).

Definition. What every product uses: counts brought from one division of CBS to another, rates of
small areas drawn to their surroundings, values brought to one scale, scores joined to a composite,
and how much a ranking depends on the choices made.

Formula. Crosswalk: a count goes to new units in proportion to residential addresses,
`x_n = sum_o x_o * a_on / a_o`. Shrinkage: `r* = (x + k m) / (n + k)`. Counts of rare events carry
the exact Poisson interval of 95%, `chi2(0.025, 2x) / 2` to `chi2(0.975, 2x + 2) / 2`: registered
nuisance and crime as published, the rates that draaglast makes of them (restricted), the reports of
M11; a suppressed count has none. T-score:
`50 + 10 * polarity * (x' - mu) / sd`, with x' clipped at p2.5 and p97.5 of the reference and z at
-3 and 3. Goalposts: `100 * clip((x - g0) / (g1 - g0), 0, 1)`. Percentile: mid-rank. Composites:
linear `sum w S`, geometric `prod S^w`, complement-geometric `100 - prod (100 - S)^w`. A dimension
counts with at least half of its indicators, an index with at least 75% of its weight; weights are
divided over what is present. Rank shift: mean of the absolute differences between two rankings.

Inputs. Figures with a status; residential addresses of the BAG that are held, with a remark where
they are not of 1 January of the old year; boundaries of both years; a reference set of all Dutch
buurten with 200 inhabitants or more. All numbers stand in the parameter register.

Limits. A crosswalk assumes that people are spread like addresses: a new unit with more than 10% of
its addresses from elsewhere is marked as a break. Only areas inside the gemeenten and their ring
are converted, and rates only where declaration or table of M1 names the population. Weights, cut
values, k = 100 and the 75% are PROPOSED. Ranks are for sensitivity and restricted use, never shown
for draaglast.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from data.parameters import register
from pipelines.indicators.gevoeligheid import in_top, rank_shift, ranks, score_shift
from pipelines.indicators.kruistabel import convert_counts, convert_rate, crosswalk, series_break
from pipelines.indicators.normaliseren import (
    Moment,
    min_max,
    outliers,
    percentile,
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
    enough_weight,
    geometric,
    linear,
)
from pipelines.indicators.tarieven import (
    poisson_interval,
    rate_interval,
    several_years,
    shrunk_rate,
    sum_over_buurten,
)

NAN = float("nan")


def test_t01_crosswalk_in_proportion_to_addresses() -> None:
    """300 residents and 200 addresses, of which 120 now lie in Y1 and 80 in Y2: 180.0 and 120.0."""
    addresses = pd.DataFrame({"oud": ["X", "X"], "nieuw": ["Y1", "Y2"], "adressen": [120, 80]})
    answer = convert_counts(pd.DataFrame({"inwoners": {"X": 300.0}}), crosswalk(addresses))
    assert answer["inwoners"].round(1).to_dict() == {"Y1": 180.0, "Y2": 120.0}
    assert set(answer["inwoners_status"]) == {"geschat"}


def test_t03_shrinkage() -> None:
    """6 of 100 people, 3% around them, k = 100: 0.0450."""
    assert round(float(shrink(6, 100, 0.03, 100)), 4) == 0.0450
    assert round(float(shrink(6, 100, 0.03)), 4) == 0.0450


def test_t04_mid_rank_percentiles() -> None:
    """Values 10, 20, 20 and 40: percentiles 12.5, 50.0, 50.0 and 87.5."""
    np.testing.assert_allclose(percentile([10, 20, 20, 40]), [12.5, 50.0, 50.0, 87.5])


def test_t05_goalposts() -> None:
    """Goalposts 10 and 30: 25 is worth 75.0 and 40 is worth 100.0."""
    np.testing.assert_allclose(min_max([25, 40], 10, 30), [75.0, 100.0])


def test_t06_aggregation() -> None:
    """Scores 80, 20 and 50, equal weights: linear 50.00, geometric 43.09, complement 56.91."""
    scores, weights = np.array([[80.0, 20.0, 50.0]]), np.ones(3)
    answers = [f(scores, weights)[0] for f in (linear, geometric, complement_geometric)]
    assert [round(float(x), 2) for x in answers] == [50.00, 43.09, 56.91]


def test_t07_rank_shift() -> None:
    """Ranks 1, 2, 3, 4 against 2, 1, 3, 4: a mean shift of 0.50."""
    assert round(rank_shift([1, 2, 3, 4], [2, 1, 3, 4]), 2) == 0.50


def test_t37_restandardise() -> None:
    """Raw 53.33 where the reference has mean 50 and sd 7.5: 54.44."""
    assert round(float(restandardise(53.33, Moment(50.0, 7.5))), 2) == 54.44


def test_reading_04_polarity_is_applied_once_and_x_is_not_mirrored() -> None:
    moment = Moment(50.0, 10.0, low=40.0, high=80.0)
    assert t_score([80.0], moment, -1)[0] == pytest.approx(20.0)
    assert t_score([20.0], moment, -1)[0] == pytest.approx(60.0)
    assert percentile([10, 20, 20, 40], -1)[0] == pytest.approx(87.5)
    assert min_max([25], 30, 10)[0] == pytest.approx(25.0)


def test_reading_10_geometric_clips_to_1_and_99_first() -> None:
    weights = np.ones(2)
    assert geometric(np.array([[0.0, 100.0]]), weights)[0] == pytest.approx((1 * 99) ** 0.5)
    high = complement_geometric(np.array([[100.0, 50.0]]), weights)[0]
    assert high == pytest.approx(100 - (1 * 50) ** 0.5)


def test_reading_15_elsewhere_is_all_but_the_largest_contributor() -> None:
    addresses = pd.DataFrame(
        {
            "oud": ["A", "B", "C", "A", "B"],
            "nieuw": ["N", "N", "N", "M", "M"],
            "adressen": [88, 6, 6, 90, 10],
        }
    )
    answer = series_break(addresses)
    assert answer["aandeel_elders"].to_dict() == pytest.approx({"M": 0.10, "N": 0.12})
    assert answer["breuk"].to_dict() == {"M": False, "N": True}


def test_reading_15_old_unit_without_addresses_is_spread_by_area() -> None:
    addresses = pd.DataFrame({"oud": ["A"], "nieuw": ["N"], "adressen": [10]})
    areas = pd.DataFrame(
        {"oud": ["A", "B", "B"], "nieuw": ["M", "N", "M"], "oppervlakte": [9.0, 1.0, 3.0]}
    )
    answer = convert_counts(pd.DataFrame({"x": {"A": 5.0, "B": 8.0}}), crosswalk(addresses, areas))
    assert answer["x"].to_dict() == {"M": 6.0, "N": 7.0}


def test_crosswalk_leaves_a_new_unit_missing_where_a_contribution_is() -> None:
    addresses = pd.DataFrame(
        {"oud": ["A", "B", "B"], "nieuw": ["N", "N", "M"], "adressen": [10, 5, 5]}
    )
    table = crosswalk(addresses)
    answer = convert_counts(pd.DataFrame({"x": {"A": NAN, "B": 8.0}}), table)
    assert np.isnan(answer.loc["N", "x"])
    assert answer["x_status"].to_dict() == {"M": "geschat", "N": "ontbreekt"}
    teller, noemer = pd.Series({"A": 2.0, "B": 4.0}), pd.Series({"A": 10.0, "B": 40.0})
    assert convert_rate(teller, noemer, table).to_dict() == pytest.approx({"M": 0.1, "N": 4 / 30})


def test_reading_17_background_is_the_wijk_from_1000_persons_else_the_gemeente() -> None:
    frame = pd.DataFrame(
        {
            "teller": [6.0, 100.0, 10.0],
            "noemer": [100.0, 900.0, 500.0],
            "wijk": ["W1", "W1", "W2"],
            "gemeente": ["G", "G", "G"],
        }
    )
    answer = shrunk_rate(frame, per=1.0)
    of_wijk, of_gemeente = 106 / 1000, 116 / 1500
    expected = [(6 + 100 * of_wijk) / 200, (100 + 100 * of_wijk) / 1000]
    expected.append((10 + 100 * of_gemeente) / 600)
    assert answer["tarief"].tolist() == pytest.approx(expected)
    assert set(answer["tarief_status"]) == {"geschat"}
    per_year = shrunk_rate(frame, per=1.0, years=3)["tarief"]
    assert per_year[0] == pytest.approx((6 + 100 * of_gemeente) / 200)


def test_reading_17_three_year_mean_is_sum_over_sum_and_a_missing_year_is_not_zero() -> None:
    counts = pd.DataFrame({2021: [3.0, 3.0], 2022: [0.0, NAN], 2023: [6.0, 6.0]})
    people = pd.DataFrame({2021: [100.0, 100.0], 2022: [200.0, 200.0], 2023: [300.0, 300.0]})
    answer = several_years(counts, people)
    assert answer.loc[0].tolist() == [9.0, 600.0]
    assert answer.loc[1].isna().all()
    with pytest.raises(ValueError, match="verwacht 3 dezelfde jaren"):
        several_years(counts.drop(columns=2021), people)


def test_readings_18_and_19_moments_are_of_clipped_values_with_divisor_n() -> None:
    values = np.append(np.arange(1.0, 100.0), 10_000.0)
    low, high = np.percentile(values, [2.5, 97.5])
    clipped = np.clip(values, low, high)
    moment = reference_moment(values)
    assert (moment.mean, moment.sd) == pytest.approx((clipped.mean(), clipped.std(ddof=0)))
    assert moment.n == 100


def test_reading_20_cuts_by_linear_interpolation_type_7() -> None:
    assert winsor_cuts(np.arange(41.0)) == pytest.approx((1.0, 39.0))
    assert winsor_cuts([0.0, 10.0]) == pytest.approx((0.25, 9.75))


def test_reading_21_clipping_holds_for_the_z_score_only() -> None:
    values = np.arange(41.0)
    assert percentile(values)[-1] > percentile(values)[-2]
    moment = reference_moment(values)
    scores = t_score(values, moment)
    assert scores[-1] == scores[-2]


def test_reading_22_trigger_needs_both_and_excess_kurtosis() -> None:
    skewed = np.append(np.zeros(99), 1.0)
    found = outliers(skewed)
    assert found.reported
    assert found.kurtosis > 3.5
    assert abs(outliers(np.arange(1000.0)).kurtosis + 1.2) < 0.01
    two_sided = np.concatenate([np.zeros(98), [1.0, -1.0]])
    assert not outliers(two_sided).reported


def test_reading_24_exactly_half_and_exactly_75_percent_are_enough() -> None:
    t = np.array([[60.0, NAN, NAN, NAN, 40.0]])
    answer = dimension_means(t, [[0, 1], [2, 3, 4]])
    assert answer[0, 0] == 60.0
    assert np.isnan(answer[0, 1])
    share = coverage(np.array([[1.0, 2.0, 3.0, NAN], [1.0, 2.0, NAN, NAN]]), np.ones(4))
    assert enough_weight(share).tolist() == [True, False]


def test_reading_25_at_most_one_third_and_one_per_dimension() -> None:
    groups = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    observed = np.array([[True, True, False, True, False, False, True, False, False]])
    chosen = choose_imputed(observed, ~observed, groups)
    # four observed: two may be added; dimensions that would not count otherwise come first
    assert np.flatnonzero(chosen[0]).tolist() == [4, 7]
    assert chosen.sum() <= (observed.sum() + chosen.sum()) // 3


def test_reading_37_rank_1_is_highest_ties_share_and_nulls_in_either_run_are_left_out() -> None:
    assert ranks([10.0, 30.0, 30.0, 5.0]).tolist() == [3.0, 1.5, 1.5, 4.0]
    assert ranks([1.0, 2.0, 9.0], ["a", "a", "b"]).tolist() == [2.0, 1.0, 1.0]
    assert score_shift([4.0, 3.0, 2.0, 1.0], [3.0, 4.0, NAN, 1.0]) == pytest.approx(2 / 3)
    # 20% of 6 scored units is 1.2, rounded up to 2
    assert in_top([9.0, 8.0, 7.0, 6.0, 5.0, 4.0, NAN]).sum() == 2


def test_reading_33_sums_need_90_percent_of_the_inhabitants() -> None:
    frame = pd.DataFrame(
        {
            "wijk": ["A", "A", "B", "B"],
            "x": [1.0, NAN, 2.0, NAN],
            "n": [10.0, 10.0, 20.0, 10.0],
            "inwoners": [900.0, 100.0, 890.0, 110.0],
        }
    )
    answer = sum_over_buurten(frame, "wijk", "x", "n")
    assert answer.loc["A", ["teller", "noemer", "verhouding"]].tolist() == [1.0, 10.0, 0.1]
    assert answer.loc["B", ["teller", "noemer", "verhouding"]].isna().all()


def test_reading_67_half_away_from_zero_with_tolerance() -> None:
    assert round_half_away([2.5, -2.5, 0.49, 2.4999999999]).tolist() == [3.0, -3.0, 0.0, 3.0]
    assert round_half_away([12.5, 12.4], 5).tolist() == [15.0, 10.0]


def test_poisson_interval_is_exact() -> None:
    low, high = poisson_interval([0.0, 10.0])
    assert low.tolist() == pytest.approx([0.0, 4.795], abs=1e-3)
    assert high.tolist() == pytest.approx([3.689, 18.390], abs=1e-3)


def test_poisson_interval_is_that_of_the_chi_square_and_unknown_stays_unknown() -> None:
    counts = np.array([1.0, 7.0, 250.0])
    low, high = poisson_interval(counts)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * counts) / 2)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * counts + 2) / 2)
    assert np.isnan(poisson_interval([np.nan])).all()


def test_interval_of_a_shrunk_rate_is_that_of_its_count() -> None:
    """10 reports among 900 and k = 100: 4.795 to 18.390 reports move the rate by 1 per report."""
    rate = 1000 * shrink([10.0], [900.0], [0.02])
    low, high = rate_interval(rate, [10.0], [900.0])
    assert rate.tolist() == pytest.approx([12.0])
    assert (low[0], high[0]) == (pytest.approx(6.795, abs=1e-3), pytest.approx(20.390, abs=1e-3))
    assert np.isnan(rate_interval(rate, [np.nan], [900.0])).all()


REGISTER_19A = [
    "common.min_publish_n",
    "common.min_publish_n_income",
    "common.rank_min_inhabitants",
    "common.eb_k",
    "common.winsor_pct",
    "common.composite_min_weight",
    "draaglast.weights",
    "draaglast.aggregation",
    "draagkracht.aggregation",
    "draaglast.class_D",
    "draaglast.class_K",
    "mix.dragers_share",
    "cohort.shrink_k",
    "cohort.ccr_max",
    "zorg.rate75_loophulpmiddel",
    "zorg.rate75_verpleging_thuis",
    "wonen.share75_zelfstandig",
    "opgave.national",
    "opgave.plan_prob_hard",
    "opgave.plan_prob_zacht",
    "cluster.min_units_monitor",
    "cluster.share55",
    "cluster.meeting_max_m",
    "geschikt.lift_table",
    "geschikt.e",
    "geschikt.i",
    "geschikt.lift_height_m",
    "geschikt.min_m2_rollator",
    "geschikt.min_m2_rolstoel",
    "loop.speed_senior_ms",
    "loop.speed_rollator_ms",
    "loop.d1_m",
    "loop.d2_m",
    "loop.classes_m",
    "loop.weights",
    "rolstoel.kerb_m",
    "rolstoel.incline_pct",
    "rolstoel.width_m",
    "zorg.e2sfca_weights",
    "zorg.zones_huisarts_min",
    "zorg.norm_huisarts",
    "zorg.dekkend_threshold",
    "kans.weights",
    "kans.zone_percentile",
    "kans.zone_min_cells",
    "kans.fsi",
    "kans.gross_m2",
    "mclp.radius_m",
    "complex.sigma",
    "spreiding.corporatiebuurt",
    "norm.social_city",
    "norm.social_project",
    "norm.under_aftopping",
    "norm.urgent_max",
    "norm.housed_months",
    "flex.life_years",
    "voortgang.groen",
    "voortgang.oranje",
]


@pytest.mark.parametrize("key", REGISTER_19A)
def test_register_19a_has_every_key_with_its_tag(key: str) -> None:
    line = register()[key]
    assert line.tag in {"SOURCED", "PROPOSED"}
    assert line.bereik != ""
