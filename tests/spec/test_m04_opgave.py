"""M4, woningbehoefte en opgave per gebied: homes for older people needed and missing.

Definition. Dwellings of three classes that exclude each other, a dwelling counting once, in the
highest: zorggeschikt (in a cluster, four stars), geclusterd (in a cluster that passes the monitor
test), other nultreden. Per gebied and per gemeente, for 2030, 2035 and 2040.

Formula. Method A, fair share of the national programme: `opgave_A = target * growth of 75+ here /
growth of 75+ in the country`, both over 2022-2030; the targets are 170,000 nultreden, 80,000
geclusterd and 40,000 zorggeschikt. Method B: `need = households75(t) * p`, with households =
persons of 75 and over times 0.92 living independently, over 1.4 persons per household; p per class
comes from the profile and has no built-in value. Compared with each other are what A and B both say
must be added since 2022: `|A - B| / max(A, B)`, above 25% "nader onderzoek". Gap: `need - (stock -
demolition + expected plans)`, plans by status: zacht 0.4, hard 0.9, in uitvoering 1, idee and
gereed 0. Ground under several plans counts once, for the plan furthest on, by the rule of the
vlekkenkaart (M13, reading 64), among the plans completed by the year. With A the need is the stock
of 2022 plus A, so its gap is `A - (added since 2022 - demolition + expected plans)`, added =
dwellings of plans completed since 2022 less what went in them. Gap per year: households that look
for the class per year less stock times turnover. A negative gap is a surplus and is shown as
one. Passend bewoond: stock times the share a household of 65 and over lives in, by corporation and
complex, where it is known of 90% of the dwellings; shown beside the stock, in no gap.

Inputs. M2; the national growth from the profile, else the cohorts of the country from 03759ned;
corporation dwellings and complexes for the stock; the plan list. Without them the columns that need
them are empty and the layer says so; only the stock of nultreden is then what M5 expects of all
dwellings, with its interval and status `geschat`.

Limits. PROPOSED: 1.4 persons per household, the chances of plans, the comparison of A and B over
the same period, demolition spread over classes like the dwellings of the area. Stock is that of
corporations only; the expectation of M5 for other dwellings is not added to it, and stands in for
it, clusters included, only in an area of which no register tells: none was delivered, or CBS counts
dwellings of corporations there and no list holds one. A dwelling that somebody else lives in is
stock, not available supply. Method A ends in 2030, because the programme does. Both methods follow
the growth of 75+, so their difference is the same in every gebied: it judges the shares p, not the
gebied.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import ParameterError, chosen
from pipelines.indicators import opgave, woonklassen
from pipelines.indicators.kansen_criteria import demand_rate

NAN = float("nan")


def shares(growth: float, national: float) -> dict[str, float]:
    return {
        klasse: float(opgave.fair_share(np.array([growth]), national, klasse)[0])
        for klasse in opgave.NATIONAL
    }


def test_t13_fair_share_of_the_national_programme() -> None:
    """Growth of 75+ 1,500 here, 500,000 in the country: 510 nultreden, 240, 120, together 870."""
    found = shares(1500.0, 500_000.0)
    assert found == pytest.approx({"nultreden": 510, "geclusterd": 240, "zorggeschikt": 120})
    assert sum(found.values()) == pytest.approx(870.0)


def test_t14_gap() -> None:
    """Need 240, stock 150, demolition 10, hard plans 60, soft plans 50: gap 26.0."""
    plans = pd.DataFrame(
        {
            "gebied": "G1",
            "status": ["hard", "zacht"],
            "jaar_gereed": 2028,
            "nultreden": [60.0, 50.0],
        }
    )
    table = opgave.planned(plans, pd.Index(["G1"]), "nultreden", 2030)
    found = opgave.gap(*(np.array([n]) for n in (240.0, 150.0, 10.0)), opgave.expected(table))
    assert round(float(found[0]), 1) == 26.0


def test_t36_rho_from_existing_clusters_and_opgave() -> None:
    """Existing 1,000, opgave 240, P75 12,400: rho 0.100."""
    target = shares(1500.0, 500_000.0)["geclusterd"]
    assert round(demand_rate(1000.0, target, 12_400.0), 3) == 0.100


# Readings of section 21


def test_reading_07_chance_of_each_status_and_the_year_of_completion() -> None:
    states = ["idee", "zacht", "hard", "in uitvoering", "gereed"]
    plans = pd.DataFrame(
        {"gebied": "G1", "status": [*states, "hard", "hard"], "geclusterd": 100.0}
        | {"jaar_gereed": [2030.0] * 5 + [2031.0, NAN]}
    )
    table = opgave.planned(plans, pd.Index(["G1", "G2"]), "geclusterd", 2030)
    assert table.loc["G1"].tolist() == [100.0] * 5  # later and undated plans do not count
    assert opgave.expected(table).tolist() == pytest.approx([40 + 90 + 100, 0.0])


def test_reading_44_difference_and_surplus() -> None:
    a, b = np.array([100.0, 75.0, 74.9, -10.0, NAN]), np.array([75.0, 100.0, 100.0, -5.0, 3.0])
    found = opgave.difference(a, b)
    assert found[:3].tolist() == pytest.approx([0.25, 0.25, 0.251])
    assert np.isnan(found[3:]).all()
    words = ["in lijn", "in lijn", "nader onderzoek", "", ""]
    assert opgave.verdict(found).tolist() == words
    assert opgave.gap(*(np.array([n]) for n in (100.0, 150.0, 0.0, 20.0)))[0] == -70.0


def test_reading_58_target_and_growth_are_those_of_2022_to_2030() -> None:
    assert opgave.LAST_YEAR == 2030
    assert shares(1500.0, 500_000.0)["geclusterd"] / 80_000 == pytest.approx(1500 / 500_000)


def test_method_a_takes_off_what_was_completed_since_its_base_year() -> None:
    """A 100; completed 2021: 7, 2022: 10, 2024: 20; hard 50: gap 100 - 30 - 45 = 25."""
    plans = pd.DataFrame(
        {
            "gebied": ["G1"] * 5 + ["G2"],
            "status": ["gereed"] * 4 + ["hard", "gereed"],
            "jaar_gereed": [2021.0, 2022.0, 2024.0, NAN, 2028.0, 2031.0],
            "geclusterd": [7.0, 10.0, 20.0, 9.0, 50.0, 40.0],
        }
    )
    areas = pd.Index(["G1", "G2"])
    added = opgave.completed(plans, areas, "geclusterd", 2022, 2030)
    assert added.tolist() == [30.0, 0.0]
    waits = opgave.expected(opgave.planned(plans, areas, "geclusterd", 2030))
    assert opgave.gap(np.full(2, 100.0), added, np.zeros(2), waits).tolist() == [25.0, 100.0]


# Classes


def test_a_dwelling_counts_once_in_the_highest_class() -> None:
    homes = pd.DataFrame(
        {
            "cluster": [True, True, True, False, False, None, False],
            "sterren": [4.0, 3.0, NAN, 4.0, 0.0, 1.0, NAN],
            "nultreden": [True, True, None, True, True, False, None],
        }
    )
    assert woonklassen.of_dwellings(homes).tolist() == [
        "zorggeschikt",
        "geclusterd",
        "geclusterd",
        "nultreden",
        "nultreden",
        "nultreden",
        "",
    ]


def test_a_cluster_passes_the_monitor_test_and_unknown_is_no() -> None:
    complexes = pd.DataFrame(
        {
            "woningen": [12.0, 11.0, 12.0, 12.0, 12.0, 40.0],
            "doelgroep_ouderen_pct": [50.0, 90.0, 49.0, 50.0, NAN, 80.0],
            "ontmoetingsruimte": [True, True, True, None, True, True],
            "intramurale_plaatsen": [NAN, NAN, NAN, NAN, NAN, 8.0],
        }
    )
    assert woonklassen.clusters(complexes).tolist() == [True, False, False, False, False, False]


def test_a_dwelling_another_household_lives_in_is_stock_and_no_supply() -> None:
    """METHODS 8: `passend bewoond` is shown where it is known of 90% of the dwellings."""
    homes = pd.DataFrame(
        {
            "area": ["G1"] * 50 + ["G2"] * 40,
            "passend": [0.75] * 45 + [NAN] * 5 + [0.5] * 20 + [NAN] * 20,
        }
    )
    found = opgave.lived_in_by_target(homes, pd.Index(["G1", "G2", "G3"]))
    assert found[0] == pytest.approx(37.5)  # 90% is known, exactly enough
    assert np.isnan(found[1:]).all()  # half is too little; no dwelling is no share of nothing


# Method B and what has no built-in value


def test_households_of_75_and_over_live_independently() -> None:
    assert opgave.households(np.array([1400.0]))[0] == pytest.approx(920.0)


def test_method_b_has_no_value_until_the_profile_gives_one() -> None:
    assert opgave.shares_wanted() == {}
    assert opgave.chosen("opgave.delta75_nl") is None
    with chosen({"opgave.p_type": {"geclusterd": 0.1}, "opgave.delta75_nl": 480_000}):
        assert opgave.shares_wanted() == {"geclusterd": 0.1}
        assert opgave.chosen("opgave.delta75_nl") == 480_000


@pytest.mark.parametrize(
    ("value", "words"), [({"flat": 0.1}, "noemt flat"), ({"geclusterd": 1.1}, "tussen 0 en 1")]
)
def test_shares_that_cannot_be_are_refused(value: dict[str, float], words: str) -> None:
    with chosen({"opgave.p_type": value}), pytest.raises(ParameterError, match=words):
        opgave.shares_wanted()


def test_a_country_that_does_not_grow_has_no_share_of_growth() -> None:
    with pytest.raises(ValueError, match="verwacht > 0"):
        opgave.fair_share(np.array([10.0]), 0.0, "geclusterd")


def test_gap_per_year_is_movers_less_what_falls_vacant() -> None:
    found = opgave.flow_gap(np.array([20.0, 5.0]), np.array([200.0, 200.0]), np.array([0.08, 0.05]))
    assert found.tolist() == pytest.approx([4.0, -5.0])


def test_unknown_stock_gives_an_unknown_gap_never_a_zero() -> None:
    found = opgave.gap(np.array([240.0]), np.array([NAN]), np.zeros(1), np.zeros(1))
    assert np.isnan(found).all()


def test_an_area_without_growth_or_with_shrinkage() -> None:
    assert shares(0.0, 500_000.0)["nultreden"] == 0.0
    assert shares(-100.0, 500_000.0)["nultreden"] == pytest.approx(-34.0)


@settings(deadline=None)
@given(st.lists(st.floats(-500, 5000), min_size=1, max_size=8))
def test_shares_of_gebieden_add_up_to_that_of_the_gemeente(growth: list[float]) -> None:
    parts = opgave.fair_share(np.array(growth), 500_000.0, "geclusterd")
    assert parts.sum() == pytest.approx(shares(sum(growth), 500_000.0)["geclusterd"], abs=1e-6)


@settings(deadline=None)
@given(st.floats(0, 1000), st.floats(0, 1000), st.floats(0, 100), st.floats(0, 500))
def test_more_plans_never_widen_a_gap(need: float, stock: float, gone: float, plan: float) -> None:
    few, many = (
        opgave.gap(*(np.array([n]) for n in (need, stock, gone, p)))[0] for p in (plan, plan + 1)
    )
    assert many < few
