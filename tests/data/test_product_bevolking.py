"""M2 to M4 on the published sample, against sums made here from the stored feeds."""

from typing import Any

import pytest

from data.parameters import number
from tests.support.installations import Installation

MEASURE = {"65plus": 65, "75plus": 75, "80plus": 80}


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def stored(place: Installation, dataset: str) -> list[dict[str, Any]]:
    """Rows of the newest version of a dataset."""
    newest = place.database.value(
        "SELECT max(version) FROM log.versie WHERE dataset = %s AND toestand = 'goed'", (dataset,)
    )
    return place.database.rows(
        f"SELECT * FROM store.{dataset} WHERE version = %s",  # noqa: S608 - name of a dataset
        (newest,),
    )


def ages(place: Installation, year: int) -> dict[str, dict[int, float]]:
    """Residents by age per gemeente, as 03759ned gave them for a year."""
    rows = place.database.rows(
        "SELECT gemeentecode, leeftijd_van, inwoners FROM store.cbs_leeftijd_gemeente"
        " WHERE version = (SELECT max(version) FROM log.versie WHERE toestand = 'goed'"
        " AND dataset = 'cbs_leeftijd_gemeente' AND extract(year FROM peildatum) = %s)",
        (year,),
    )
    found: dict[str, dict[int, float]] = {}
    for row in rows:
        found.setdefault(row["gemeentecode"], {})[row["leeftijd_van"]] = float(row["inwoners"])
    return found


def five(by_age: dict[int, float]) -> list[float]:
    """Classes 45-49 .. 85-89 and 90 and over."""
    young = [sum(by_age.get(a, 0.0) for a in range(low, low + 5)) for low in range(45, 90, 5)]
    return [*young, sum(n for age, n in by_age.items() if age >= 90)]


def step(people: list[float], now: list[float], before: list[float]) -> list[float]:
    """One step of five years by plain ratios, in the classes 45-49 .. 80-84 and 85+."""
    older = [0.0] * 9
    for k in range(7):
        older[k + 1] = people[k] * min(now[k + 1] / before[k], number("cohort.ccr_max"))
    last = now[9] / (before[8] + before[9])
    older[8] = people[7] * now[8] / before[7] + people[8] * last
    return older


def test_a_gemeente_runs_through_its_own_ratios(place: Installation) -> None:
    now, before = ages(place, 2024), ages(place, 2019)
    rows = {(r["gemeentecode"], r["jaar"]): r for r in stored(place, "bevolking_gemeente")}
    assert {code for code, _ in rows} == set(now)
    for code, by_age in now.items():
        start, earlier = five(by_age), five(before[code])
        first = step([*start[:8], start[8] + start[9]], start, earlier)
        second = step(first, start, earlier)
        expected = 0.8 * sum(first[6:]) + 0.2 * sum(second[6:])  # 2030 between 2029 and 2034
        assert rows[code, "2030"]["inwoners_75plus"] == pytest.approx(expected)
        assert rows[code, "2024"]["inwoners_75plus"] == sum(
            n for age, n in by_age.items() if age >= 75
        )
        then = sum(n for age, n in ages(place, 2022)[code].items() if age >= 75)
        assert rows[code, "2030"]["groei_75plus"] == pytest.approx(expected - then)


def test_buurten_add_up_to_the_cohorts_of_their_gemeente(place: Installation) -> None:
    own = {r["gemeentecode"]: {} for r in stored(place, "bevolking_gemeente")}
    for row in stored(place, "bevolking_gemeente"):
        own[row["gemeentecode"]][row["jaar"]] = row["inwoners_75plus"]
    kwb = {
        r["gebiedscode"]: float(r["inwoners_45_65"]) + float(r["inwoners_65plus"])
        for r in place.database.rows(
            "SELECT gebiedscode, inwoners_45_65, inwoners_65plus FROM store.cbs_kwb"
            " WHERE version = (SELECT max(version) FROM log.versie WHERE toestand = 'goed'"
            " AND dataset = 'cbs_kwb' AND extract(year FROM peildatum) = 2024)"
            " AND inwoners_45_65 IS NOT NULL AND inwoners_65plus IS NOT NULL"
        )
    }
    buurten = stored(place, "bevolking_buurt")
    for code, by_year in own.items():
        mine = [r for r in buurten if f"GM{r['buurtcode'][2:6]}" == code]
        whole = sum(n for age, n in ages(place, 2024)[code].items() if age >= 45)
        held = sum(kwb.get(r["buurtcode"], 0.0) for r in mine if r["jaar"] == "2024") / whole
        for year in ("2030", "2035", "2040"):
            total = sum(r["inwoners_75plus"] or 0.0 for r in mine if r["jaar"] == year)
            assert total == pytest.approx(held * by_year[year], rel=1e-6), (code, year)


def test_base_year_is_that_of_the_age_detail(place: Installation) -> None:
    detail = {r["buurtcode"]: r for r in stored(place, "leeftijd_buurt")}
    rows = [r for r in stored(place, "bevolking_buurt") if r["jaar"] == "2024"]
    assert len(rows) == len(detail)
    for row in rows:
        for name in MEASURE:
            column = f"inwoners_{name}"
            assert row[column] == detail[row["buurtcode"]][column]
            assert row[f"{column}_status"] == detail[row["buurtcode"]][f"{column}_status"]


def test_later_years_are_scenario_and_small_buurten_are_only_in_the_wijk(
    place: Installation,
) -> None:
    rows = stored(place, "bevolking_buurt")
    later = {r["inwoners_75plus_status"] for r in rows if r["jaar"] != "2024"}
    assert "scenario" in later
    assert later <= {"scenario", "ontbreekt", "onderdrukt"}
    base = {r["buurtcode"]: r["inwoners_75plus"] for r in rows if r["jaar"] == "2024"}
    for row in rows:
        people = base[row["buurtcode"]]
        assert (row["niveau"] == "buurt") == (people is not None and people >= 50)
    shown = place.database.rows(
        "SELECT buurtcode, inwoners_75plus FROM pub.bevolking_buurt_2035", role="woonzorg_api"
    )
    assert shown
    assert all(base[row["buurtcode"]] >= 50 for row in shown)
    assert all((row["inwoners_75plus"] or 0) % 5 == 0 for row in shown)


def test_care_demand_is_the_rate_times_the_residents(place: Installation) -> None:
    people = {(r["buurtcode"], r["jaar"]): r for r in stored(place, "bevolking_buurt")}
    rows = stored(place, "zorgvraag_buurt")
    assert {r["zorgsoort"] for r in rows} == {
        "loophulpmiddel",
        "wijkverpleging",
        "zelfstandig_wonend",
        "wmo",
        "wlz_thuis",
        "wlz_intramuraal",
    }, "dementia lacks a share of one age"
    for row in rows:
        if row["zorgsoort"] != "loophulpmiddel":
            continue
        p75 = people[row["buurtcode"], row["jaar"]]["inwoners_75plus"]
        rate = 0.275
        if row["scenario"] == "gezonder":
            rate *= 0.995 ** (int(row["jaar"]) - 2024)
        assert (row["personen"] is None) == (p75 is None)
        if p75 is not None:
            assert row["personen"] == pytest.approx(rate * p75)


def test_rates_of_the_care_office_are_applied_per_age(place: Installation) -> None:
    people = {(r["buurtcode"], r["jaar"]): r for r in stored(place, "bevolking_buurt")}
    rows = [r for r in stored(place, "zorgvraag_buurt") if r["zorgsoort"] == "wlz_thuis"]
    assert {r["scenario"] for r in rows} == {"constant", "gezonder", "beleid"}
    checked = 0
    for row in rows:
        here = people[row["buurtcode"], row["jaar"]]
        ages = [here[f"inwoners_{age}plus"] for age in (65, 75, 80)]
        if None in ages:
            assert row["personen"] is None
            continue
        p65, p75, p80 = ages
        asked = 0.006 * (p65 - p75) + 0.025 * (p75 - p80) + 0.075 * p80
        if row["scenario"] == "beleid":
            asked *= 1.01 ** (int(row["jaar"]) - 2024)
        if row["scenario"] == "gezonder":
            asked *= 0.995 ** (int(row["jaar"]) - 2024)
        assert row["personen"] == pytest.approx(asked)
        ends = [here[f"inwoners_{age}plus_ci_low"] for age in (65, 75, 80)]
        assert (row["personen_ci_low"] is None) == (ends == [None] * 3)
        if row["personen_ci_low"] is not None:
            assert row["personen_ci_low"] <= row["personen"] <= row["personen_ci_high"]
        checked += 1
    assert checked > 100


def test_opgave_by_both_methods_and_rho_from_its_parts(place: Installation) -> None:
    people = {(r["gemeentecode"], r["jaar"]): r for r in stored(place, "bevolking_gemeente")}
    wanted = {"zorggeschikt": 0.04, "geclusterd": 0.11, "nultreden": 0.30}
    target = {"zorggeschikt": 40_000, "geclusterd": 80_000, "nultreden": 170_000}
    rows = stored(place, "opgave_gemeente")
    assert len(rows) == 9 * len({code for code, _ in people})
    for row in rows:
        here, klasse = people[row["gemeentecode"], row["jaar"]], row["klasse"]
        households = here["inwoners_75plus"] * 0.92 / 1.4
        assert row["behoefte_b"] == pytest.approx(households * wanted[klasse])
        if row["jaar"] == "2030":
            expected = target[klasse] * here["groei_75plus"] / 500_000
            assert row["opgave_a"] == pytest.approx(expected)
        else:
            assert row["opgave_a"] is None
        plans = 0.4 * row["plannen_zacht"] + 0.9 * row["plannen_hard"]
        plans += row["plannen_in_uitvoering"]
        assert row["plannen_verwacht"] == pytest.approx(plans)
        assert row["tekort_b"] == pytest.approx(
            row["behoefte_b"] - (row["voorraad"] - row["sloop"] + plans)
        )
        if klasse == "geclusterd" and row["jaar"] == "2030":
            assert row["rho"] == pytest.approx(
                (row["rho_bestaand"] + row["opgave_a"]) / here["inwoners_75plus"]
            )
        else:
            assert row["rho"] is None


def test_gebieden_add_up_to_their_gemeente(place: Installation) -> None:
    of_gebied = stored(place, "opgave_gebied")
    for row in stored(place, "opgave_gemeente"):
        parts = [r for r in of_gebied if (r["klasse"], r["jaar"]) == (row["klasse"], row["jaar"])]
        for column in ("plannen_hard", "plannen_verwacht"):
            assert sum(r[column] for r in parts) == pytest.approx(row[column]), column
        counted = [r["voorraad"] for r in parts if r["voorraad_status"] == "waargenomen"]
        assert sum(counted) == pytest.approx(row["voorraad"])


def test_a_gebied_no_list_tells_of_has_an_estimate_with_bounds(place: Installation) -> None:
    """In one gebied of the sample CBS counts dwellings of a corporation that delivers nothing."""
    rows = [r for r in stored(place, "opgave_gebied") if r["voorraad_status"] != "waargenomen"]
    assert rows
    for row in rows:
        if row["klasse"] == "nultreden":
            assert row["voorraad_status"] == "geschat"
            assert row["voorraad_ci_low"] < row["voorraad"] < row["voorraad_ci_high"]
        else:
            assert (row["voorraad"], row["voorraad_status"]) == (None, "ontbreekt")


def test_no_supply_or_gap_in_an_open_layer(place: Installation) -> None:
    columns = place.database.rows(
        "SELECT laag, kolom FROM pub.kolom WHERE laag LIKE 'opgave%' OR laag LIKE 'bevolking%'",
        role="woonzorg_api",
    )
    closed = {"voorraad", "tekort_a", "tekort_b", "rho", "rho_bestaand", "nieuw_65plus"}
    assert {row["laag"] for row in columns} >= {"opgave_gebied_geclusterd", "bevolking_wijk_2030"}
    assert not {row["kolom"] for row in columns} & closed


def test_planned_residents_of_a_wijk_are_those_of_its_buurten(place: Installation) -> None:
    wijk = {r["buurtcode"]: r["wijkcode"] for r in stored(place, "cbs_buurten")}
    parts: dict[tuple[str, str], list[float | None]] = {}
    for row in stored(place, "bevolking_buurt"):
        here = parts.setdefault((wijk[row["buurtcode"]], row["jaar"]), [])
        here.append(row["nieuw_75plus"])
    whole = {(r["wijkcode"], r["jaar"]): r for r in stored(place, "bevolking_wijk")}
    sums = {where: sum(n) for where, n in parts.items() if None not in n}
    assert sum(total > 0 for total in sums.values()) > 5
    for where, total in sums.items():
        assert whole[where]["nieuw_75plus"] == pytest.approx(total), where
        assert whole[where]["nieuw_75plus_status"] == "scenario"
    now = [row for (_, year), row in whole.items() if year == "2024"]
    assert {row["nieuw_75plus_status"] for row in now} == {"ontbreekt"}
