"""Products that rest on several others, on the published sample: computed again in another way."""

from collections import defaultdict
from typing import Any

import pytest

from data.datasets.levensloop_wijk import PARTS, bound
from data.parameters import number
from tests.support.installations import Installation

Row = dict[str, Any]


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def closed(place: Installation, layer: str, dataset: str) -> list[Row]:
    """Rows of a dataset whose layer is restricted, of the version that stands there."""
    return place.database.rows(
        f"SELECT d.* FROM store.{dataset} d JOIN log.versie v USING (version)"  # noqa: S608
        " WHERE EXISTS (SELECT FROM pub_restricted.pointer p WHERE p.laag = %s AND p.huidig)"
        " AND NOT EXISTS (SELECT FROM pub.pointer p WHERE p.laag = %s)"
        " AND v.version = (SELECT max(version) FROM log.versie WHERE dataset = v.dataset"
        " AND toestand = 'goed') ORDER BY d.id",
        (layer, layer),
    )


# X8, levensloopbestendige wijken


def test_a_wijk_is_judged_by_its_bounds(place: Installation) -> None:
    rows = place.layer("levensloopbestendige_wijken")
    assert len(rows) == len(place.layer("geschiktheid_per_wijk"))
    for row in rows:
        words = []
        for one in PARTS:
            low, high = row[bound(one, "laag")], row[bound(one, "hoog")]
            limit = number(one["grens"])
            word = "onbekend"
            if low is not None and low >= limit - 1e-9:
                word = "voldoet"
            elif high is not None and high < limit - 1e-9:
                word = "voldoet niet"
            assert row[f"{one['sleutel']}_oordeel"] == word
            words.append(word)
        expected = "voldoet"
        if "voldoet niet" in words:
            expected = "voldoet niet"
        elif "onbekend" in words:
            expected = "onvolledig"
        assert row["uitkomst"] == expected
        failing = [o["titel"] for o, w in zip(PARTS, words, strict=True) if w == "voldoet niet"]
        assert (row["niet"] or "") == "; ".join(failing)
    assert len({row["uitkomst"] for row in rows}) > 1


def test_w_of_a_wijk_is_the_mean_over_its_older_residents(place: Installation) -> None:
    wijk = {row["buurtcode"]: row["wijkcode"] for row in place.stored("cbs_buurten")}
    walk = {row["buurtcode"]: row["w_65"] for row in place.stored("loop_buurt")}
    total: dict[str, float] = defaultdict(float)
    least: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for row in place.stored("leeftijd_buurt", "buurtcode, inwoners_65plus"):
        people, w = row["inwoners_65plus"] or 0.0, walk.get(row["buurtcode"])
        here = wijk[row["buurtcode"]]
        total[here] += people
        least[here] += people * (0.0 if w is None else w)
        most[here] += people * (100.0 if w is None else w)
    compared = 0
    for row in place.stored("levensloop_wijk"):
        if row["lopen_laag"] is not None:
            code = row["wijkcode"]
            assert row["lopen_laag"] == pytest.approx(least[code] / total[code])
            assert row["lopen_hoog"] == pytest.approx(most[code] / total[code])
            compared += 1
    assert compared > 5


# X2, kwadrant


def test_quadrant_is_closed_and_follows_from_both_gaps(place: Installation) -> None:
    rows = closed(place, "kwadrant_besloten", "kwadrant_gebied")
    gaps = {
        (row["gebied"], row["klasse"]): row["tekort_a"]
        for row in place.stored("opgave_gebied")
        if row["jaar"] == "2030"
    }
    assert {(row["gebied"], row["klasse"]) for row in rows} == set(gaps)
    for row in rows:
        homes = gaps[row["gebied"], row["klasse"]]
        ends = [row["zorgtekort_laag_pct"], row["zorgtekort_hoog_pct"]]
        assert row["woningtekort"] == homes
        if homes is None or None in ends or (ends[0] > 5 + 1e-9) != (ends[1] > 5 + 1e-9):
            assert row["kwadrant"] == "onbekend"
        else:
            short, care = homes > 1e-9, ends[0] > 5 + 1e-9
            words = {
                (True, True): "woningen en zorg tekort",
                (True, False): "woningen tekort",
                (False, True): "zorg tekort",
                (False, False): "geen tekort",
            }
            assert row["kwadrant"] == words[short, care]
    assert any(row["kwadrant"] != "onbekend" for row in rows)


def test_care_gap_of_a_gebied_counts_its_residents(place: Installation) -> None:
    member = {row["buurtcode"]: row["gebied"] for row in place.stored("gebiedsindeling")}
    wijk = {row["buurtcode"]: row["wijkcode"] for row in place.stored("cbs_buurten")}
    said = {
        row["wijkcode"]: row["dekking_laag_pct"]
        for row in place.stored("dekking_wijk")
        if row["zorgsoort"] == "wijkverpleging"
    }
    total: dict[str, float] = defaultdict(float)
    without: dict[str, float] = defaultdict(float)
    for row in place.stored("leeftijd_buurt", "buurtcode, inwoners_75plus"):
        if (name := member.get(row["buurtcode"])) is None:
            continue  # of a gemeente around
        people = row["inwoners_75plus"] or 0.0
        covered = said[wijk[row["buurtcode"]]] or 0.0
        total[name] += people
        without[name] += people * (100.0 - covered)
    assert len(total) > 1
    for row in place.stored("kwadrant_gebied"):
        name = row["gebied"]
        assert row["zorgtekort_hoog_pct"] == pytest.approx(without[name] / total[name])


# Rows that only a merged product can fill


def test_profile_of_a_zone_is_filled_from_the_other_products(place: Installation) -> None:
    rows = place.stored("woonzorgzone_profiel")
    filled = {row["indicator"] for row in rows if row["waarde"] is not None}
    wanted = {"inwoners_75plus_2030", "levensloopgeschikt", "a_net_laag", "a_net_hoog", "bankjes"}
    assert wanted <= filled
    care = [row for row in rows if row["indicator"] == "zorgaanbod"]
    assert {row["openbaar"] for row in care} == {"besloten"}
    assert all(row["waarde"] is None for row in care)
    assert any(row["waarde_besloten"] is not None for row in care)
    bounds: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["indicator"].startswith("a_net_") and row["waarde"] is not None:
            bounds[row["zone"]][row["indicator"]] = row["waarde"]
    assert all(one["a_net_laag"] <= one["a_net_hoog"] + 1e-9 for one in bounds.values())


def test_gps_in_reach_are_a_fact_of_the_test(place: Installation) -> None:
    norm = {row["buurtcode"]: row["huisarts_norm"] for row in place.stored("zorgtoegang_buurt")}
    known = [row for row in place.stored("toets_initiatief") if row["buurtcode"]]
    assert known
    for row in known:
        assert row["huisarts_norm"] == norm[row["buurtcode"]]


def test_gap_of_the_gebied_stands_beside_demand_and_at_the_test(place: Installation) -> None:
    member = {row["buurtcode"]: row["gebied"] for row in place.stored("gebiedsindeling")}
    gap = {
        row["gebied"]: row["tekort_a"]
        for row in place.stored("opgave_gebied")
        if (row["klasse"], row["jaar"]) == ("geclusterd", "2030")
    }
    known = {row["buurtcode"]: row["klasse"] for row in place.stored("draaglast_buurt")}
    cells = place.stored("kans_cel", "buurtcode, tekort_gebied")
    tested = [row for row in place.stored("toets_initiatief") if row["buurtcode"]]
    assert tested
    for row in [*cells, *tested]:
        assert row["tekort_gebied"] == gap.get(member.get(row["buurtcode"], ""))
    assert any(row["tekort_gebied"] is not None for row in cells)
    for row in tested:
        assert row["draaglast_klasse"] == known.get(row["buurtcode"])
    assert not [name for name in place.layer("kansenkaart")[0] if "tekort" in name]


def test_series_of_the_monitor_have_their_product(place: Installation) -> None:
    series = {row["reeks"]: row for row in place.stored("voortgang")}
    homes = [
        row
        for row in place.stored("opgave_gemeente")
        if row["jaar"] == "2030" and row["voorraad"] is not None
    ]
    for name in ("geclusterd", "zorggeschikt"):
        expected = sum(row["voorraad"] for row in homes if row["klasse"] == name)
        assert series[f"voorraad_{name}"]["gerealiseerd"] == pytest.approx(expected)
        assert series[f"voorraad_{name}"]["waarde_openbaar"] is None
    needed = [
        row["opgave_a"]
        for row in place.stored("opgave_gebied")
        if row["jaar"] == "2030" and row["opgave_a"] is not None
    ]
    assert series["opgave"]["waarde_openbaar"] == pytest.approx(sum(needed))
    assert series["opgave_tekort"]["waarde_openbaar"] is None
