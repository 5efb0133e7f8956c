"""The kansenkaart and care in reach as the sample publishes them, made again beside the product."""

from typing import Any

import numpy as np
import pytest

from data import weegprofielen
from data.datasets.dekking_wijk import ZORGSOORTEN
from tests.support.installations import Installation

CRITERIA = ("v", "t", "z", "r", "b")


@pytest.fixture(scope="module")
def cells(published_sample: Installation) -> list[dict[str, Any]]:
    return published_sample.layer("kansenkaart")


def weighed(row: dict[str, Any], weights: dict[str, float]) -> float | None:
    """S of one cell from its published parts: renormalised over what is known."""
    known = {c: row[f"s_{c}"] for c in CRITERIA if row[f"s_{c}"] is not None}
    total = sum(weights[c.upper()] for c in CRITERIA)
    present = sum(weights[c.upper()] for c in known)
    if present < 0.75 * total - 1e-9:
        return None
    return 100 * sum(weights[c.upper()] * s for c, s in known.items()) / present


def test_every_score_follows_from_its_published_parts(cells: list[dict[str, Any]]) -> None:
    profiles = weegprofielen.weight_profiles()
    scored = [row for row in cells if row["score_status"] == "geschat"]
    assert len(scored) > 100
    for row in cells:
        for name, weights in profiles.items():
            column = "score" if name == weegprofielen.DEFAULT else f"score_{name}"
            expected = None if row[f"{column}_status"] == "uitgesloten" else weighed(row, weights)
            if expected is None:
                assert row[column] is None
            else:
                assert row[column] == pytest.approx(expected, abs=0.5 + 1e-9)
    some = scored[0]
    assert sum(some[f"bijdrage_{c}"] or 0 for c in CRITERIA) == pytest.approx(some["score"], abs=3)


def test_open_cells_hold_nothing_of_partners(cells: list[dict[str, Any]]) -> None:
    names = set(cells[0])
    assert not {
        n
        for n in names
        if "besloten" in n
        or n in ("s_h", "bijdrage_h", "p_top10", "rang", "rang_onder", "rang_boven")
    }
    assert {row["s_b"] for row in cells} <= {None, 0.0, 0.33, 0.67, 1.0}


def test_about_a_tenth_is_at_the_top_and_told_in_words(cells: list[dict[str, Any]]) -> None:
    told = [row["zekerheid"] for row in cells if row["zekerheid"]]
    assert all(text.endswith("wegingen bij de hoogste 10%") for text in told)
    counts = [int(text.split()[1]) for text in told]
    assert sum(counts) / len(counts) == pytest.approx(10, abs=1.5)


def test_a_growth_site_is_on_the_map(published_sample: Installation) -> None:
    """Reading 75: ground that is being built on is not excluded as lying outside the town."""
    rows = published_sample.database.rows(
        "SELECT k.reden FROM store.kans_cel k JOIN store.cbs_bodemgebruik b"
        " ON b.soort = 'Bouwterrein' AND ST_Contains(b.geometry, ST_Centroid(k.geometry))"
    )
    assert rows
    assert not [row for row in rows if "bebouwde" in (row["reden"] or "")]


def test_the_map_names_weights_and_missing_layers(published_sample: Installation) -> None:
    told = " ".join(published_sample.described("kansenkaart")["opmerkingen"])
    for words in ("Vraag van 2035", "Weegprofiel zorg", "Zonder waarschuwing voor: geluid"):
        assert words in told
    for kind, lacks in {
        "monument": False,
        "hittestress": False,
        "bodemverontreiniging": True,
    }.items():
        assert (kind in told.split("Zonder waarschuwing voor:")[1]) == lacks, kind


@pytest.mark.parametrize("kind", ["monument", "hittestress"])
def test_cells_that_a_delivered_place_touches_are_warned_of_and_no_others(
    published_sample: Installation, kind: str
) -> None:
    rows = published_sample.database.rows(
        "SELECT coalesce(k.waarschuwing, '') LIKE %s AS warned, k.score,"
        " EXISTS (SELECT FROM store.waarschuwingsvlakken w"
        " WHERE w.soort = %s AND ST_Intersects(w.geometry, k.geometry)) AS touched"
        " FROM store.kans_cel k",
        (f"%{kind}%", kind),
    )
    assert {(row["warned"], row["touched"]) for row in rows} == {(True, True), (False, False)}
    assert any(row["score"] is not None for row in rows if row["warned"]), "it excludes nothing"


def test_complexes_and_sites_are_restricted_and_scored(published_sample: Installation) -> None:
    place = published_sample
    queries = (
        ("SELECT * FROM pub_restricted.kansen_complexen", 10),
        ("SELECT * FROM pub_restricted.kansen_plannen", 5),
    )
    for query, least in queries:
        with pytest.raises(Exception, match="permission denied"):
            place.database.rows(query, role="woonzorg_api")
        rows = place.database.rows(query, role="woonzorg_api_restricted")
        scores = [row["score"] for row in rows if row["score"] is not None]
        assert len(scores) >= least
        assert all(0 <= score <= 100 for score in scores)
    assert all(row["h_plan"] == 1 for row in rows)
    fits = [row for row in rows if row["eenheden"] is not None]
    assert all(row["h_capaciteit"] == (row["eenheden"] >= 12) for row in fits)


def test_contributions_of_cells_complexes_and_sites_add_up_to_their_score(
    published_sample: Installation,
) -> None:
    for layer, end in (
        ("kansenkaart_besloten", "_besloten"),
        ("kansen_complexen", ""),
        ("kansen_plannen", ""),
    ):
        rows = published_sample.database.rows(
            f"SELECT * FROM pub_restricted.{layer}",  # noqa: S608 - names above
            role="woonzorg_api_restricted",
        )
        names = [n for n in rows[0] if n.startswith("bijdrage_") and not n.endswith("_status")]
        scored = [row for row in rows if row[f"score{end}"] is not None]
        assert len(names) >= 6, layer
        assert scored, layer
        for row in scored:
            total = sum(row[name] or 0 for name in names)
            assert total == pytest.approx(row[f"score{end}"], abs=0.5 * (len(names) + 1)), layer
            assert all(row[f"{name}_status"] in ("geschat", "ontbreekt") for name in names), layer
        unscored = [row for row in rows if row[f"score{end}"] is None]
        assert all(row[name] is None for row in unscored for name in names), layer


def test_blind_locations_show_no_score(published_sample: Installation) -> None:
    rows = published_sample.database.rows(
        "SELECT * FROM pub_restricted.kansen_blind", role="woonzorg_api_restricted"
    )
    assert len(rows) == 20
    assert not [name for name in rows[0] if "score" in name or "toets" in name]


def test_coverage_says_what_nobody_said(published_sample: Installation) -> None:
    rows = published_sample.database.rows(
        "SELECT * FROM pub_restricted.zorgdekking_wijk", role="woonzorg_api_restricted"
    )
    wijken = {row["wijkcode"] for row in rows}
    assert len(rows) == len(wijken) * len(ZORGSOORTEN)
    for row in rows:
        low, high = row["dekking_laag_pct"], row["dekking_hoog_pct"]
        if low is not None:
            assert low <= high
        if row["uitspraak_pct"] in (None, 0):
            assert row["klasse"] == "onbekend"
            assert row["dekking_pct"] is None
    kinds = {row["zorgsoort"]: row["klasse"] for row in rows}
    assert kinds["apotheek"] == "onbekend"
    assert {row["klasse"] for row in rows} >= {"dekkend", "onbekend"}


def test_access_is_relative_to_everybody_in_the_computation(
    published_sample: Installation,
) -> None:
    rows = published_sample.database.rows(
        "SELECT * FROM pub_restricted.zorgtoegang", role="woonzorg_api_restricted"
    )
    for kind in ("huisarts", "wijkverpleging", "dagbesteding", "verpleeghuiszorg"):
        told = [row for row in rows if row[f"spar_{kind}"] is not None]
        assert told, kind
        values = np.array([row[f"spar_{kind}"] for row in told])
        assert (values >= 0).all()
        assert 0.2 < float(np.median(values)) < 5
        for row in told:
            low, high = row[f"spar_{kind}_ci_low"], row[f"spar_{kind}_ci_high"]
            assert low - 1e-9 <= row[f"spar_{kind}"] <= high + 1e-9
    doctors = [row["huisarts_norm"] for row in rows if row["huisarts_norm"] is not None]
    assert 0.3 < float(np.median(doctors)) < 3
    for row in rows:
        norm, short = row["huisarts_norm"], row["huisarts_tekort_fte"]
        assert (norm is None) == (short is None)
        if norm is not None and abs(norm - 1) > 0.1 and short:
            assert (short > 0) == (norm < 1)


def test_rank_interval_and_sensitivity_of_the_score_are_told_to_the_restricted_side(
    published_sample: Installation,
) -> None:
    rows = published_sample.database.rows(
        "SELECT score, rang, rang_onder, rang_boven, p_top10"
        " FROM pub_restricted.kansenkaart_besloten",
        role="woonzorg_api_restricted",
    )
    scored = [row for row in rows if row["score"] is not None]
    assert scored
    for row in scored:
        assert 1 <= row["rang_onder"] <= row["rang"] <= row["rang_boven"] <= len(scored)
    assert all(row["rang"] is None for row in rows if row["score"] is None)
    best = min(scored, key=lambda row: row["rang"])
    assert best["p_top10"] == 1.0
    shifts = published_sample.version("kans_cel")["dekking"]["gevoeligheid"]
    assert {"aggregatie geometrisch", "normalisatie percentiel", "zonder V"} <= set(shifts)
    assert all(0 <= shift < len(scored) for shift in shifts.values())
