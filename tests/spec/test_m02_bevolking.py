"""M2, bevolking 65+, 75+ en 80+ in 2030, 2035 en 2040: a cohort projection per buurt.

Definition. Residents of 65, 75 and 80 and over per buurt in the base year (that of the key figures
in use) and in 2030, 2035 and 2040, without births: whoever is 65 in 2040 is 45 or older today.

Formula. Hamilton-Perry in steps of five years: `P[b, a+5, t+5] = P[b, a, t] * CCR[b, a]` with
`CCR = P[a+5, t0] / P[a, t0-5]`; the open class is 85+, fed by 80-84 and by itself. Ratios of a
buurt are shrunk to those of its gemeente (`(n CCR_b + 200 CCR_gem) / (n + 200)`, n the people of
the class five years earlier) and clipped to half the survival of the life table and 1.3. After
every step each age class is multiplied with one factor per gemeente, so that buurten add up to the
cohorts of the gemeente as a whole; an official table by age takes that place when there is one.
Steps from 2024 reach 2029, 2034, 2039 and 2044; a year between two steps lies on the straight line
between them. The low and high variant take every ratio one standard deviation of the buurten of
the gemeente lower or higher, clipped alike. The half-width of the interval is the mean absolute
percentage error of the back-cast for buurten of that size; without older editions the interval is
that of the variants and the layer says so. People in planned dwellings are counted apart, after
raking: dwellings times the chance that the plan goes through, times the share of 65+, times
residents per dwelling, spread over ages like the 65+ of the gemeente. Ground under several plans
counts once, as in M4.

Inputs. KWB 45-64 and 65+, 83502NED and 03759ned of the base year and of five and ten years
earlier, life table 37360ned, addresses of BAG; the plan list where a partner delivers it. A buurt
whose code cannot be read in the earlier year takes the ratios of its gemeente. Fewer than 50
residents of 75 and over in the base year: the buurt is shown as part of its wijk only.

Limits. PROPOSED: k = 200, the clip at 1.3 and half the survival, 50 people for a standard
deviation and for a buurt to be shown, the straight line between steps, the totals raked to, the
size classes of the error, share of 65+ and residents per planned dwelling. The error is that of one
step of five years, also for later years. Not a forecast: what moved and died in the last five
years goes on. Age detail of the regional projections of 2019 and 2022 was withdrawn by its makers
and is not used.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import (
    cohort,
    cohort_fout,
    cohort_groei,
    leeftijd_vijfjaar,
    nieuwbouw,
    optellen,
)

NAN = float("nan")
GM = np.array(["GM1"], dtype=object)


def row(**people: float) -> np.ndarray:
    return np.array([[people.get(name, 0.0) for name in cohort.KLASSEN]])


def table() -> pd.DataFrame:
    """A life table in which one in fifty dies each year, one in five from 80 on."""
    ages = np.arange(0, 101)
    alive = 100_000 * np.cumprod(np.append(1.0, np.where(ages[:-1] < 80, 0.98, 0.8)))
    return pd.DataFrame({"levenden": alive, "levensverwachting": 4.5}, index=ages)


def test_t10_one_step_of_five_years() -> None:
    """From 160 to 217.1 residents of 75 and over (+35.7%).

    70-74 120, 75-79 80, 80-84 50, 85+ 30; ratios 0.90, 0.82, 0.66 and 0.35 for the open class:
    75-79 108.0, 80-84 65.6, 85+ 43.5.
    """
    now = row(**{"70_75": 120.0, "75_80": 80.0, "80_85": 50.0, "85plus": 30.0})
    rates = row(**{"70_75": 0.90, "75_80": 0.82, "80_85": 0.66, "85plus": 0.35})
    later = pd.Series(cohort.step(now, rates)[0], index=cohort.KLASSEN).round(1)
    assert later[["75_80", "80_85", "85plus"]].tolist() == [108.0, 65.6, 43.5]
    grown = cohort.of_age(cohort.step(now, rates), "75plus")[0]
    before = cohort.of_age(now, "75plus")[0]
    assert (round(grown, 1), before) == (217.1, 160.0)
    assert round(100 * (grown / before - 1), 1) == 35.7


def test_t11_shrunk_ratio() -> None:
    """People n = 40, ratio of the buurt 0.70, of the gemeente 0.90, k = 200: 0.867."""
    found = cohort.shrink(np.array([[0.70]]), np.array([[40.0]]), np.array([[0.90]]))
    assert round(float(found[0, 0]), 3) == 0.867


def whole(name: str, **people: float) -> pd.DataFrame:
    values = [people.get(column, 100.0) for column in cohort.START]
    return pd.DataFrame([values], index=[name], columns=list(cohort.START))


def people(*rows: dict[str, float]) -> np.ndarray:
    return np.array([[one.get(name, 100.0) for name in cohort.START] for one in rows])


def all_of(value: float) -> np.ndarray:
    return np.full((1, 9), value)


# Readings of section 21


def test_reading_38_the_class_before_the_open_one_and_the_open_class_itself() -> None:
    now = people({"85_90": 33.0, "90plus": 14.0})
    before = people({"80_85": 50.0, "85_90": 25.0, "90plus": 15.0})
    ccr, n = cohort.ratios(now, before)
    assert ccr[0, 7] == pytest.approx(33.0 / 50.0)  # P[85-89, t0] / P[80-84, t0-5]
    assert ccr[0, 8] == pytest.approx(14.0 / 40.0)  # P[90+, t0] / P[85+, t0-5]
    assert n[0, 7:].tolist() == [50.0, 40.0]


def test_reading_39_shrinks_first_then_clips_and_nobody_before_takes_the_gemeente() -> None:
    life = np.full(9, 0.9)
    shrunk = cohort.shrink(np.array([[3.0]]), np.array([[100.0]]), np.array([[0.9]]))
    assert float(shrunk[0, 0]) == pytest.approx(1.6)
    assert cohort.clip(np.repeat(shrunk, 9, axis=1), life)[0].tolist() == [1.3] * 9
    assert cohort.clip(all_of(0.1), life)[0].tolist() == pytest.approx([0.45] * 9)
    nobody = cohort.ratios(people({"50_55": 10.0}), people({"45_50": 0.0}))
    assert nobody[1][0, 0] == 0.0
    assert cohort.shrink(*nobody, all_of(0.8))[0, 0] == pytest.approx(0.8)


def test_readings_39_and_89_survival_from_person_years() -> None:
    found = cohort.survival(table())
    alive = table()["levenden"]
    lived = ((alive + alive.shift(-1)) / 2).fillna(alive.iloc[-1] * 4.5)
    assert found[0] == pytest.approx(lived[50:55].sum() / lived[45:50].sum())
    assert found[7] == pytest.approx(lived[85:90].sum() / lived[80:85].sum())
    assert found[8] == pytest.approx(lived[90:].sum() / lived[85:].sum())
    assert found[:6].tolist() == pytest.approx([0.98**5] * 6)


def test_a_life_table_that_stops_early_is_refused() -> None:
    with pytest.raises(ValueError, match="45 tot en met 95"):
        cohort.survival(table().iloc[:90])


def test_reading_40_every_step_each_class_has_one_factor_per_gemeente() -> None:
    codes = np.array(["GM1", "GM1", "GM2"], dtype=object)
    now = people({"70_75": 60.0}, {"70_75": 20.0}, {"70_75": 40.0})
    wholes = whole("GM1", **dict.fromkeys(cohort.START, 200.0)), whole("GM1")
    loop = cohort.project(now, now, codes, wholes, np.full(9, 0.8), 2)
    for at in (1, 2):
        assert (loop.factor[at, 0] == loop.factor[at, 1]).all()
        assert (loop.factor[at, 2] == 1.0).all()  # a gemeente without totals is not raked
    total = cohort.of_gemeenten(*wholes, np.full(9, 0.8), 2)
    held = (now[:2].sum() / 2000.0) * total[2].iloc[0]
    assert loop.midden[2, :2, 2:].sum(axis=0) == pytest.approx(held[2:].to_numpy())


def test_reading_41_new_residents_are_added_apart_with_the_ages_of_the_gemeente() -> None:
    plans = pd.DataFrame(
        {
            "status": ["hard", "zacht", "idee", "misschien"],
            "woningen": [100.0, 50.0, 80.0, 10.0],
            "zorggeschikt": [NAN, 0.0, 0.0, 0.0],
            "geclusterd": [20.0, 0.0, 0.0, 0.0],
        }
    )
    found = nieuwbouw.residents(plans)
    assert found[0] == pytest.approx(0.9 * (20 + 0.15 * 80) * 1.4)
    assert found[1] == pytest.approx(0.4 * 0.15 * 50 * 1.4)
    assert found[2] == 0.0
    assert np.isnan(found[3])
    placed = pd.DataFrame(
        {"gebied": ["B1", "B1", "B2"], "jaar_gereed": [2028, 2036, NAN], "personen": [10.0] * 3}
    )
    areas = pd.Index(["B1", "B2"])
    assert nieuwbouw.added(placed, areas, 2030).tolist() == [10.0, 0.0]
    assert nieuwbouw.added(placed, areas, 2040).tolist() == [20.0, 0.0]
    old = row(**{"65_70": 60.0, "75_80": 30.0, "85plus": 10.0})
    young = row(**{"65_70": 100.0})
    share = nieuwbouw.share_of_age(
        np.vstack([old, young]), np.array(["GM1", "GM1"], dtype=object), "75plus"
    )
    assert share.tolist() == pytest.approx([0.2, 0.2])


def test_reading_42_spread_over_buurten_with_fifty_people_and_clipped_alike() -> None:
    codes = np.array(["GM1"] * 3, dtype=object)
    ccr = np.array([[0.8] * 9, [1.0] * 9, [5.0] * 9])
    n = np.array([[50.0] * 9, [60.0] * 9, [49.0] * 9])
    assert cohort.spread(ccr, n, codes).ravel().tolist() == pytest.approx([0.1] * 27)
    n[:, 8] = 10.0
    assert cohort.spread(ccr, n, codes)[0, 8] == pytest.approx(0.1)  # of the class before it
    n[:] = 10.0
    assert np.isnan(cohort.spread(ccr, n, codes)).all()


def test_low_and_high_lie_on_both_sides_and_share_the_factors() -> None:
    codes = np.array(["GM1"] * 3, dtype=object)
    now = people({"70_75": 90.0}, {"70_75": 100.0}, {"70_75": 120.0})
    before = people({}, {}, {})
    loop = cohort.project(now, before, codes, (whole("GM1"), whole("GM1")), np.full(9, 0.8), 3)
    for at in (1, 2, 3):
        low, mid, high = (
            cohort.of_age(p[at], "75plus") for p in (loop.laag, loop.midden, loop.hoog)
        )
        assert (low <= mid).all()
        assert (mid <= high).all()


# Years between two steps, size classes, growth since 2022


def test_a_year_between_two_steps_lies_on_the_straight_line() -> None:
    path = np.array([[[100.0]], [[150.0]], [[130.0]]])
    assert cohort.between(path, 2024, 2024)[0, 0] == 100.0
    assert cohort.between(path, 2024, 2029)[0, 0] == 150.0
    assert cohort.between(path, 2024, 2030)[0, 0] == pytest.approx(146.0)  # one fifth on the way
    assert cohort.between(path, 2024, 2034)[0, 0] == 130.0
    with pytest.raises(ValueError, match="buiten de stappen"):
        cohort.between(path, 2024, 2035)
    assert [cohort.steps_to(2024, year) for year in (2029, 2030, 2040)] == [1, 2, 4]


def test_half_width_is_the_mean_error_of_the_size_class() -> None:
    observed = pd.DataFrame({"65plus": 200.0, "75plus": 100.0, "80plus": [0.0, *[50.0] * 6]})
    forecast = observed * [1.0, 1.1, 1.0]
    forecast.loc[0, "75plus"] = 80.0
    p75 = np.array([150.0] * 6 + [300.0])
    found = cohort_fout.errors(forecast, observed, p75)
    assert found.loc[2.0, "75plus"] == pytest.approx((20 + 5 * 10) / 6)
    assert found.loc[2.0, ["65plus", "80plus", "n"]].tolist() == pytest.approx([0.0, 0.0, 6.0])
    error = cohort_fout.error_of(found, np.array([100.0, 199.9, 200.0, NAN]), "75plus")
    assert error[:2].tolist() == pytest.approx([70 / 6, 70 / 6])
    assert np.isnan(error[2:]).all()  # one area says nothing of a class, nor of an unknown size
    low, high = cohort_fout.interval(
        np.array([100.0, 100.0]),
        np.array([10.0, NAN]),
        np.array([95.0, 80.0]),
        np.array([1.0, 130]),
    )
    assert (low.tolist(), high.tolist()) == (pytest.approx([90.0, 80.0]), pytest.approx([110, 130]))


def test_residents_of_2022_lie_between_both_moments_and_add_up_to_the_gemeente() -> None:
    codes = np.array(["GM1", "GM1", "GM2"], dtype=object)
    totals, base = pd.Series({"GM1": 160.0}), pd.Series({"GM1": 200.0})
    found = cohort_groei.in_year(
        np.array([100.0, 100.0, 50.0]), np.array([50.0, NAN, 40.0]), codes, 0.6, totals, base
    )
    # 80 on the line and 80 by the change of the gemeente: together what was counted
    assert found.tolist() == pytest.approx([80.0, 80.0, 46.0])
    more = cohort_groei.in_year(
        np.array([100.0, 100.0]), np.array([50.0, 50.0]), codes[:2], 0.6, totals / 2, base
    )
    assert more.tolist() == pytest.approx([40.0, 40.0])


def test_classes_start_from_the_groups_and_add_up_to_the_gemeente() -> None:
    groups = pd.DataFrame(
        {"gemeente": ["GM1", "GM1", "GM9"], "p45_64": [100.0, 60.0, NAN]}
        | {"p65_74": [40.0, 20.0, 10.0], "p75_79": [10.0, 5.0, 4.0], "p80plus": [10.0, 8.0, 2.0]},
        index=["B1", "B2", "B3"],
    )
    known = whole("GM1", **{"45_50": 70.0, "50_55": 30.0, "55_60": 20.0, "60_65": 40.0})
    own = leeftijd_vijfjaar.shares(whole("B1", **{"45_50": 40.0}))
    found = leeftijd_vijfjaar.per_buurt(groups, own, known)
    for name, members in leeftijd_vijfjaar.GROEPEN.items():
        sums = found[list(members)].sum(axis=1, skipna=False)
        assert sums.to_numpy() == pytest.approx(groups[name].to_numpy(), nan_ok=True)
    assert found.loc[["B1", "B2"], "45_50"].sum() == pytest.approx(70.0)
    assert found.loc["B3", "65_70"] == pytest.approx(5.0)  # shares of all gemeenten together


# Degenerate inputs, and what holds for all


def test_one_buurt_is_its_gemeente() -> None:
    wholes = whole("GM1", **{"70_75": 120.0}), whole("GM1", **{"65_70": 130.0})
    now, before = (w.to_numpy(dtype=float) for w in wholes)
    loop = cohort.project(now, before, GM, wholes, np.full(9, 0.5), 4)
    of_gemeente = cohort.of_gemeenten(*wholes, np.full(9, 0.5), 4)
    for at in range(5):
        assert loop.midden[at][0, at:] == pytest.approx(of_gemeente[at].to_numpy()[0, at:])


def test_unknown_ages_stay_unknown_and_do_not_touch_the_others() -> None:
    codes = np.array(["GM1", "GM1"], dtype=object)
    now = people({}, {})
    now[1] = NAN
    loop = cohort.project(now, now, codes, (whole("GM1"), whole("GM1")), np.full(9, 0.8), 2)
    assert np.isnan(loop.midden[:, 1]).all()
    assert np.isfinite(cohort.of_age(loop.midden[2], "75plus")[0])


def test_without_ages_of_five_years_earlier_there_is_no_projection() -> None:
    empty = pd.DataFrame(columns=list(cohort.START), dtype=float)
    loop = cohort.project(people({}), people({}), GM, (whole("GM1"), empty), np.full(9, 0.8), 1)
    assert np.isnan(cohort.of_age(loop.midden[1], "75plus")).all()


@settings(deadline=None)
@given(st.lists(st.floats(0, 500), min_size=10, max_size=10), st.floats(1.0, 2.0))
def test_more_people_now_never_gives_fewer_later(ages: list[float], more: float) -> None:
    rates = np.full((1, 9), 0.8)
    few = np.array([ages[:9]])
    later, most = cohort.step(few, rates), cohort.step(few * more, rates)
    assert (np.nan_to_num(most) >= np.nan_to_num(later) - 1e-9).all()


@settings(deadline=None, max_examples=24)
@given(st.permutations(range(4)))
def test_the_order_of_the_buurten_does_not_matter(order: list[int]) -> None:
    rng = np.random.default_rng(7)
    now, before = rng.uniform(20, 200, (4, 10)), rng.uniform(20, 200, (4, 10))
    codes = np.array(["GM1", "GM1", "GM2", "GM2"], dtype=object)
    both = pd.concat([whole("GM1"), whole("GM2")])
    loop = cohort.project(now, before, codes, (both, both), np.full(9, 0.8), 2)
    moved = cohort.project(
        now[order], before[order], codes[order], (both, both), np.full(9, 0.8), 2
    )
    assert moved.midden[2] == pytest.approx(loop.midden[2][order], nan_ok=True)
    assert moved.laag[2] == pytest.approx(loop.laag[2][order], nan_ok=True)


def test_a_wijk_is_the_sum_of_its_buurten_where_they_hold_nine_tenths() -> None:
    rows = pd.DataFrame(
        {
            "wijk": ["W1", "W1", "W2", "W2", None],
            "p75": [60.0, 40.0, 30.0, NAN, 5.0],
            "inwoners": [800.0, 200.0, 800.0, 200.0, 100.0],
        }
    )
    found = optellen.add_up(rows, ["wijk"], ["p75"], "inwoners")["p75"]
    assert found["W1"] == 100.0
    assert np.isnan(found["W2"])  # 80% of the residents is not enough
    rows.loc[3, "inwoners"] = 800 / 9
    assert optellen.add_up(rows, ["wijk"], ["p75"], "inwoners").loc["W2", "p75"] == 30.0
