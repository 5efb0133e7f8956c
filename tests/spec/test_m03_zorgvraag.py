"""M3, zorgvraag: people who need care, per buurt, year, kind of care and scenario.

Definition. For each kind of care with a rate from a named source: the residents of the age the rate
is about, times that rate.

Formula. `N[c, b, t] = sum over a of P[b, a, t] * r[c, a, t] * h[b]`: P from M2, r from the rate
table, h the local health factor, 1 unless the profile switches it on: then local over gemeente
prevalence of limited for long and severely (65+) [0.7, 1.5], and only with a rate that is not
local. Three scenarios: constant; healthier, `r_t = r_0 * 0.995^(t - t0)` with t0 the base year of
M2; policy, in which long-term care at home rises and care in a nursing home falls by 1% of itself
per year. A kind that policy does not touch has no policy rows, because they would be those of
constant rates. M2 counts residents "and over", so that shares of 65 to 74, 75 to 79 and 80 and over
are applied as `r1 * P65 + (r2 - r1) * P75 + (r3 - r2) * P80`.

Inputs. M2; rates per gemeente and age that a care office delivers (`zorgtarieven`); where it did
not, `data/reference/zorgtarieven.toml` with source and year per rate. Built in for 75 and over:
walking aid 0.275, nursed at home 0.06, living independently 0.92. Wmo, long-term care at home and
in a nursing home, and dementia have no built-in rate with a source: without a delivery they give no
result. Delivered shares of a kind are used together or not at all: each with a value, source and
year, no age twice, none left out up to the oldest, from one care office. They count as local.

Limits. PROPOSED: half a percent healthier per year, 1% per year in the policy scenario, h = 1. Use
is not need: it follows supply and waiting lists. No care budget, no hours: those need a norm of a
partner. The interval adds the ends of each age as if they were wrong together. Shown rounded to 5,
nothing below 10 people.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import zorgtarieven, zorgvraag
from pipelines.indicators.zorgtarieven import Tarief

BY_KIND = {one.zorgsoort: one for one in zorgtarieven.tarieven()}
TENTH = (("75plus", 0.10),)
HOME = Tarief("thuis", TENTH, "WZB 2020", "stijgt", lokaal=False)
NURSING = Tarief("huis", TENTH, "WZB 2020", "daalt", lokaal=False)
LOCAL = Tarief("x", TENTH, "WZB 2020", "gelijk", lokaal=True)
AGED = Tarief(
    "x", (("65_74", 0.01), ("75_79", 0.04), ("80plus", 0.10)), "WZB 2020", "gelijk", lokaal=True
)


def people(kind: str, p75: float) -> float:
    return float(zorgvraag.demand(of_75(p75), BY_KIND[kind], "constant", 0)[0])


def of_75(*residents: float) -> dict[str, np.ndarray]:
    return {"75plus": np.array(residents)}


def of_all(p65: float, p75: float, p80: float) -> dict[str, np.ndarray]:
    return {"65plus": np.array([p65]), "75plus": np.array([p75]), "80plus": np.array([p80])}


def test_t12_care_of_217_residents_of_75_and_over() -> None:
    """P75 = 217.1: walking aid 59.7, nursed at home 13.0, living independently 199.7."""
    found = [people(kind, 217.1) for kind in ("loophulpmiddel", "wijkverpleging")]
    assert [round(n, 1) for n in found] == [59.7, 13.0]
    assert round(people("zelfstandig_wonend", 217.1), 1) == 199.7


def test_reading_43_healthier_is_half_a_percent_a_year_from_the_base_year() -> None:
    one = BY_KIND["loophulpmiddel"]
    assert one.aandelen == (("75plus", 0.275),)
    assert zorgvraag.change(one, "gezonder", [0, 11]) == pytest.approx([1, 0.995**11])
    assert zorgvraag.change(one, "constant", 11) == 1


def test_a_rate_without_source_is_never_active() -> None:
    silent = {one.zorgsoort for one in zorgtarieven.tarieven() if not one.actief}
    assert silent == {"wmo", "wlz_thuis", "wlz_intramuraal", "dementie"}
    with pytest.raises(ValueError, match="geen tarief met een bron"):
        zorgvraag.change(BY_KIND["dementie"], "constant", 0)
    row = {"leeftijd": "75plus", "beleid": "gelijk", "lokaal": False}
    other = row | {"sleutel": "zorg.rate75_loophulpmiddel", "bron": "RABO"}
    assert not zorgtarieven.tarief("x", other).actief  # the register names another source
    proposed = row | {"sleutel": "zorg.gezondheidsfactor", "bron": ""}
    assert not zorgtarieven.tarief("x", proposed).actief


def test_every_active_rate_has_a_year_and_a_source() -> None:
    for one in zorgtarieven.tarieven():
        assert not one.actief or one.bron[-4:].isdigit(), one.zorgsoort


def test_policy_moves_care_from_nursing_home_to_home_and_nothing_else() -> None:
    assert zorgvraag.change(HOME, "beleid", 10) == pytest.approx(1.01**10)
    assert zorgvraag.change(NURSING, "beleid", 10) == pytest.approx(0.99**10)
    assert zorgvraag.scenarios(HOME) == ("constant", "gezonder", "beleid")
    assert zorgvraag.scenarios(BY_KIND["loophulpmiddel"]) == ("constant", "gezonder")
    assert zorgvraag.scenarios(BY_KIND["zelfstandig_wonend"]) == ("constant",)


def test_health_factor_is_clipped_and_one_where_unknown() -> None:
    local = np.array([12.0, 30.0, 1.0, np.nan, 5.0])
    found = zorgvraag.health_factor(local, np.array([10.0, 10.0, 10.0, 10.0, 0.0]))
    assert found.tolist() == pytest.approx([1.2, 1.5, 0.7, 1.0, 1.0])
    asked = zorgvraag.demand(of_75(*[100.0] * 5), HOME, "constant", 0, found)
    assert asked.tolist() == pytest.approx([12.0, 15.0, 7.0, 10.0, 10.0])


def test_a_local_rate_takes_no_health_factor() -> None:
    with pytest.raises(ValueError, match="lokaal tarief"):
        zorgvraag.demand(of_75(1), LOCAL, "constant", 0, np.ones(1))


def test_what_is_no_care_and_what_is_local_takes_no_health_factor() -> None:
    assert [one.naar_gezondheid for one in (HOME, LOCAL, BY_KIND["zelfstandig_wonend"])] == [
        True,
        False,
        False,
    ]


def test_unknown_residents_stay_unknown() -> None:
    found = zorgvraag.demand(of_75(np.nan, 0.0), HOME, "constant", 0)
    assert np.isnan(found[0])
    assert found[1] == 0.0


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="bestaat niet"):
        zorgvraag.change(HOME, "beter", 1)


@settings(deadline=None)
@given(st.integers(0, 30), st.floats(0, 1e5))
def test_healthier_never_asks_more_than_constant_and_demand_grows_with_people(
    years: int, n: float
) -> None:
    one = BY_KIND["wijkverpleging"]
    assert zorgvraag.change(one, "gezonder", years) <= zorgvraag.change(one, "constant", years)
    few, many = zorgvraag.demand(of_75(n, n + 1), one, "gezonder", years)
    assert few < many


def test_rates_per_age_are_summed_over_ages() -> None:
    """100 of 65 to 74, 60 of 75 to 79 and 40 of 80 and over: 1 + 2.4 + 4 = 7.4 people, 3.7%."""
    here = of_all(200.0, 100.0, 40.0)
    assert AGED.leeftijd == "65plus"
    assert zorgvraag.demand(here, AGED, "constant", 0)[0] == pytest.approx(7.4)
    assert zorgvraag.share(here, AGED, "constant", 0)[0] == pytest.approx(0.037)
    assert zorgvraag.share(of_all(0, 0, 0), AGED, "constant", 0)[0] != 0, "of nobody: no share"


def test_an_age_that_is_unknown_leaves_the_sum_unknown() -> None:
    assert np.isnan(zorgvraag.demand(of_all(200, np.nan, 40), AGED, "constant", 0)[0])


def test_where_an_older_age_uses_less_its_other_end_is_taken() -> None:
    """5% of 65 to 74, 1% of 75 and over: 0.05 P65 - 0.04 P75, low end with the most of 75+."""
    falling = Tarief("x", (("65_74", 0.05), ("75plus", 0.01)), "WZB 2020", "gelijk", lokaal=True)
    low, high = of_all(180, 90, 30), of_all(220, 110, 50)
    ends = [
        zorgvraag.demand(near, falling, "constant", 0, other=far)[0]
        for near, far in ((low, high), (high, low))
    ]
    assert ends == pytest.approx([0.05 * 180 - 0.04 * 110, 0.05 * 220 - 0.04 * 90])


@given(
    st.tuples(*[st.floats(0, 1e4)] * 3),
    st.tuples(*[st.floats(0, 1)] * 3),
)
def test_steps_and_bands_give_one_answer(
    living: tuple[float, ...], rates: tuple[float, ...]
) -> None:
    young, middle, old = living
    bands = ("65_74", "75_79", "80plus")
    one = Tarief("x", tuple(zip(bands, rates, strict=True)), "b 2020", "gelijk", lokaal=True)
    here = of_all(young + middle + old, middle + old, old)
    known = here[one.leeftijd]
    assert known[0] == young + middle + old
    asked = zorgvraag.demand(here, one, "constant", 0)[0]
    expected = sum(p * r for p, r in zip(living, rates, strict=True))
    assert asked == pytest.approx(expected, abs=1e-6)


def delivered(*rows: tuple[str, float, str]) -> pd.DataFrame:
    """Rows of one kind and gemeente: age, share and care office."""
    columns = ["leeftijd", "aandeel_pct", "leverancier"]
    given_rows = pd.DataFrame(list(rows), columns=columns)
    return given_rows.assign(
        gemeentecode="GM0001", zorgsoort="dementie", bron="declaraties", bronjaar=2024.0
    )


def test_a_delivered_rate_is_used_with_its_source_and_counts_as_local() -> None:
    rows = delivered(("75_79", 6.0, "a"), ("80plus", 18.0, "a"))
    found, refused = zorgtarieven.geleverd(rows, zorgtarieven.tarieven())
    one = found["GM0001", "dementie"]
    assert not refused
    assert (one.bron, one.lokaal, one.leeftijd) == ("declaraties 2024", True, "75plus")
    assert one.per_band == pytest.approx({"75_79": 0.06, "80plus": 0.18})


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("75plus", 6.0, "a"), ("80plus", 18.0, "a")], "leeftijden overlappen"),
        ([("65_74", 6.0, "a"), ("80plus", 18.0, "a")], "een leeftijd ontbreekt"),
        ([("75_79", 6.0, "a")], "een leeftijd ontbreekt"),
        ([("75_79", 6.0, "a"), ("80plus", np.nan, "a")], "een aandeel of een jaar ontbreekt"),
        ([("75_79", 6.0, "a"), ("80plus", 18.0, "b")], "meer dan één zorgkantoor"),
    ],
)
def test_rates_that_do_not_fit_together_are_not_used(
    rows: list[tuple[str, float, str]], reason: str
) -> None:
    found, (refused,) = zorgtarieven.geleverd(delivered(*rows), zorgtarieven.tarieven())
    assert found == {}
    assert reason in refused
    assert refused.startswith("Dementie: ")
    assert "voor 1 gemeente, want" in refused
