"""M3, zorgvraag: people who need care, per buurt, year, kind of care and scenario.

Definition. For each kind of care with a rate from a named source: the residents of the age the rate
is about, times that rate.

Formula. `N[c, b, t] = P[b, a, t] * r[c, a, t] * h[b]`: P from M2, r from the rate table, h the
local health factor, 1 unless the profile switches it on: then local over gemeente prevalence of
limited for long and severely (65+) [0.7, 1.5], and only with a rate that is not local. Three
scenarios: constant; healthier, `r_t = r_0 * 0.995^(t - t0)` with t0 the base year of M2; policy, in
which long-term care at home rises and care in a nursing home falls by 1 % of itself per year. A
kind that policy does not touch has no policy rows, because they would be those of constant rates.

Inputs. M2; `data/reference/zorgtarieven.toml` with source and year per rate. Built in for 75 and
over: walking aid 0.275, nursed at home 0.06, living independently 0.92. Wmo, long-term care at home
and in a nursing home, and dementia have no rate with a source and give no result.

Limits. PROPOSED: half a percent healthier per year, 1 % per year in the policy scenario, h = 1. Use
is not need: it follows supply and waiting lists. No care budget, no hours: those need a norm of a
partner. Shown rounded to 5, nothing below 10 people.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import zorgvraag
from pipelines.indicators.zorgvraag import Tarief

BY_KIND = {one.zorgsoort: one for one in zorgvraag.tarieven()}
HOME = Tarief("thuis", "75plus", 0.10, "WZB", 2020, "stijgt", lokaal=False)
NURSING = Tarief("huis", "75plus", 0.10, "WZB", 2020, "daalt", lokaal=False)


def people(kind: str, p75: float) -> float:
    return float(zorgvraag.demand(np.array([p75]), BY_KIND[kind], "constant", 0)[0])


def test_t12_care_of_217_residents_of_75_and_over() -> None:
    """P75 = 217.1: walking aid 59.7, nursed at home 13.0, living independently 199.7."""
    found = [people(kind, 217.1) for kind in ("loophulpmiddel", "wijkverpleging")]
    assert [round(n, 1) for n in found] == [59.7, 13.0]
    assert round(people("zelfstandig_wonend", 217.1), 1) == 199.7


def test_reading_43_healthier_is_half_a_percent_a_year_from_the_base_year() -> None:
    one = BY_KIND["loophulpmiddel"]
    assert zorgvraag.rate(one, "gezonder", 0) == 0.275
    assert zorgvraag.rate(one, "gezonder", 11) == pytest.approx(0.275 * 0.995**11)
    assert zorgvraag.rate(one, "constant", 11) == 0.275


def test_a_rate_without_source_is_never_active() -> None:
    silent = {one.zorgsoort for one in zorgvraag.tarieven() if not one.actief}
    assert silent == {"wmo", "wlz_thuis", "wlz_intramuraal", "dementie"}
    with pytest.raises(ValueError, match="geen tarief met een bron"):
        zorgvraag.rate(BY_KIND["dementie"], "constant", 0)
    row = {"leeftijd": "75plus", "beleid": "gelijk", "lokaal": False}
    other = row | {"sleutel": "zorg.rate75_loophulpmiddel", "bron": "RABO"}
    assert not zorgvraag.tarief("x", other).actief  # the register names another source
    proposed = row | {"sleutel": "zorg.gezondheidsfactor", "bron": ""}
    assert not zorgvraag.tarief("x", proposed).actief


def test_every_active_rate_has_a_year_and_a_source() -> None:
    for one in zorgvraag.tarieven():
        assert not one.actief or (one.bron and one.jaar), one.zorgsoort


def test_policy_moves_care_from_nursing_home_to_home_and_nothing_else() -> None:
    assert zorgvraag.rate(HOME, "beleid", 10) == pytest.approx(0.10 * 1.01**10)
    assert zorgvraag.rate(NURSING, "beleid", 10) == pytest.approx(0.10 * 0.99**10)
    assert HOME.scenarios == ("constant", "gezonder", "beleid")
    assert BY_KIND["loophulpmiddel"].scenarios == ("constant", "gezonder")
    assert BY_KIND["zelfstandig_wonend"].scenarios == ("constant",)


def test_health_factor_is_clipped_and_one_where_unknown() -> None:
    local = np.array([12.0, 30.0, 1.0, np.nan, 5.0])
    found = zorgvraag.health_factor(local, np.array([10.0, 10.0, 10.0, 10.0, 0.0]))
    assert found.tolist() == pytest.approx([1.2, 1.5, 0.7, 1.0, 1.0])
    asked = zorgvraag.demand(np.full(5, 100.0), HOME, "constant", 0, found)
    assert asked.tolist() == pytest.approx([12.0, 15.0, 7.0, 10.0, 10.0])


def test_a_local_rate_takes_no_health_factor() -> None:
    own = Tarief("x", "75plus", 0.10, "WZB", 2020, "gelijk", lokaal=True)
    with pytest.raises(ValueError, match="lokaal tarief"):
        zorgvraag.demand(np.ones(1), own, "constant", 0, np.ones(1))


def test_what_is_no_care_and_what_is_local_takes_no_health_factor() -> None:
    own = Tarief("x", "75plus", 0.10, "WZB", 2020, "gelijk", lokaal=True)
    assert [one.naar_gezondheid for one in (HOME, own, BY_KIND["zelfstandig_wonend"])] == [
        True,
        False,
        False,
    ]


def test_unknown_residents_stay_unknown() -> None:
    found = zorgvraag.demand(np.array([np.nan, 0.0]), HOME, "constant", 0)
    assert np.isnan(found[0])
    assert found[1] == 0.0


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="bestaat niet"):
        zorgvraag.rate(HOME, "beter", 1)


@settings(deadline=None)
@given(st.integers(0, 30), st.floats(0, 1e5))
def test_healthier_never_asks_more_than_constant_and_demand_grows_with_people(
    years: int, n: float
) -> None:
    one = BY_KIND["wijkverpleging"]
    assert zorgvraag.rate(one, "gezonder", years) <= zorgvraag.rate(one, "constant", years)
    few, many = zorgvraag.demand(np.array([n, n + 1]), one, "gezonder", years)
    assert few < many
