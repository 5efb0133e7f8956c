"""Draaglast on the published sample: explained down to the feeds, closed where it must be."""

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.model import Role, Tier
from data.registry import registry
from pipelines.indicators.uitleg import MANY, explain
from tests.support.explained import Stored, leaves
from tests.support.installations import Installation

# Figures that a reader may ask about first; a product that does not name its parts yet is not one.
FIGURES = [
    (dataset, column)
    for dataset, column in (
        ("draaglast_buurt", "klasse"),
        ("draaglast_buurt", "d_punten"),
        ("draaglast_buurt", "k_punten"),
        ("draaglast_buurt", "b_punten"),
        ("draaglast_wijk", "klasse"),
        ("draaglast_gebied", "klasse"),
        ("draaglast_gemeente", "klasse"),
        ("vragers_buurt", "vragers_midden"),
        ("kans_cel", "score"),
    )
    if registry()[dataset].column(column).parts
]


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def floats(rows: list[dict[str, Any]], column: str) -> np.typing.NDArray[np.float64]:
    return np.array([np.nan if r[column] is None else r[column] for r in rows], dtype=np.float64)


@pytest.mark.parametrize(("dataset", "column"), FIGURES)
def test_explanation_reaches_feeds_with_source_and_moment(
    place: Installation, dataset: str, column: str
) -> None:
    row = next(r for r in place.stored(dataset) if r[column] is not None)
    ends = list(leaves(explain(dataset, row["id"], column, Stored(place))))
    reached = [end for end in ends if not registry()[end.naam.split(".")[0]].derived]
    assert reached
    read = [end for end in reached if end.waarde is not None or end.status == MANY]
    assert read
    for end in read:
        assert end.titel, end.naam
        assert end.bron, end.naam
        assert end.peildatum, end.naam


def test_value_of_a_feed_is_that_of_the_indicator(place: Installation) -> None:
    """The tree shows the figure that was scored, not another one of the same table."""
    rows = [r for r in place.stored("draaglast_buurt") if r["angst_waarde_status"] == "geschat"]
    tree = explain("draaglast_buurt", rows[0]["id"], "l2_punten", Stored(place))
    indicator = next(n for n in tree.onder if n.naam == "draaglast_buurt.angst_waarde")
    values = [leaf.waarde for leaf in leaves(indicator) if leaf.waarde is not None]
    assert values == [indicator.waarde]
    assert indicator.score == rows[0]["angst_punten"]


def test_contributions_add_up_to_the_points(place: Installation) -> None:
    for row in place.stored("draaglast_buurt"):
        for index, names in (("d", "l1 l2 l3 l4"), ("k", "k1 k2 k3 k4")):
            if row[f"{index}_punten"] is None:
                continue
            parts = [row[f"{name}_bijdrage"] for name in names.split()]
            total = sum(part for part in parts if part is not None)
            assert total + 50 == pytest.approx(row[f"{index}_punten"], abs=1e-6)


def test_difference_classes_and_stapeling_follow_from_the_points(place: Installation) -> None:
    """Recomputed from the stored points by the definitions alone."""
    for row in place.stored("draaglast_buurt"):
        d, k = row["d_punten"], row["k_punten"]
        if row["klasse"] is None or "bezoekers" in (row["opmerkingen"] or ""):
            continue
        assert row["verschil_punten"] == pytest.approx(d - k)
        heavy = sum((row[f"l{n}_punten"] or 0.0) >= 58.4 - 1e-9 for n in range(1, 5))
        assert row["stapeling"] == heavy
        expected = "overig"
        if d >= 55 - 1e-9:
            expected = "onder druk" if k < 50 - 1e-9 else "zwaar maar gedragen"
        elif d < 50 - 1e-9 and k >= 55 - 1e-9:
            expected = "draagkrachtig"
        assert row["klasse"] == expected


def test_ranks_are_within_the_gemeente_and_follow_the_points(place: Installation) -> None:
    rows = [r for r in place.stored("draaglast_buurt") if r["d_rang"] is not None]
    rank, points = pd.Series(floats(rows, "d_rang")), pd.Series(floats(rows, "d_punten"))
    assert rank.corr(-points, method="spearman") > 0.9
    assert rank.between(1, len(rows)).all()
    assert (floats(rows, "d_rang_onder") <= rank).all()
    assert (rank <= floats(rows, "d_rang_boven")).all()
    for row in rows:
        assert row["d_hoog"] == (row["d_top20_pct"] >= 80 - 1e-9)


def test_gebied_is_summed_and_not_averaged(place: Installation) -> None:
    """Difficulty making ends meet, from the buurten with their adults, counted again here."""
    kwb = {r["gebiedscode"]: r for r in place.stored("cbs_kwb", peildatum="2024-01-01")}
    of_buurt = {r["buurtcode"]: r["rondkomen_waarde"] for r in place.stored("draaglast_buurt")}
    member = place_members(place)
    top: dict[str, float] = defaultdict(float)
    bottom: dict[str, float] = defaultdict(float)
    for code, gebied in member.items():
        row, share = kwb[code], of_buurt.get(code)
        ages = [row[f"inwoners_{n}"] for n in ("15_25", "25_45", "45_65", "65plus")]
        if share is None or any(n is None for n in ages):
            continue
        adults = 0.7 * ages[0] + sum(ages[1:])
        top[gebied] += share * adults
        bottom[gebied] += adults
    rows = place.stored("draaglast_gebied")
    assert rows
    for row in rows:
        if row["rondkomen_waarde"] is not None:
            expected = top[row["gebied"]] / bottom[row["gebied"]]
            assert row["rondkomen_waarde"] == pytest.approx(expected, rel=0.02)


def place_members(place: Installation) -> dict[str, str]:
    """Buurt -> gebied, by where its middle lies."""
    rows = place.database.rows(
        "SELECT b.buurtcode, g.gebied FROM store.cbs_buurten b JOIN store.gebieden g"
        " ON ST_Contains(g.geometry, ST_PointOnSurface(b.geometry))"
        " WHERE b.version = %s AND g.version = %s",
        (place.version("cbs_buurten")["version"], place.version("gebieden")["version"]),
    )
    return {row["buurtcode"]: row["gebied"] for row in rows}


def test_bounds_of_vragers_hold_the_middle(place: Installation) -> None:
    rows = [r for r in place.stored("vragers_buurt") if r["vragers_midden"] is not None]
    assert rows
    for row in rows:
        assert row["vragers_onder"] <= row["vragers_midden"] <= row["vragers_boven"]
        assert row["vragers_boven"] <= row["volwassenen"]
        assert row["vragers_midden_status"] == "geschat"
        if row["dragers_per_vrager_midden"] is not None:
            expected = (row["volwassenen"] - row["vragers_midden"]) / row["vragers_midden"]
            assert row["dragers_per_vrager_midden"] == pytest.approx(expected)
    shown = place.layer("vragers_en_dragers")
    assert all(r["vragers_midden"] is None or r["vragers_midden"] % 5 == 0 for r in shown)


def test_trend_has_a_class_per_year_and_no_points_for_the_public(place: Installation) -> None:
    rows = place.layer("draaglast_door_de_jaren")
    years = {row["jaar"] for row in rows}
    assert len(years) >= 2
    assert any(row["klasse"] for row in rows if row["jaar"] == min(years))
    assert not [name for name in rows[0] if "punten" in name]
    assert set(place.version("draaglast_trend")["dekking"]["jaren"]) == years


def test_notes_are_public(place: Installation) -> None:
    """`studenten` where 30% or more is 15 to 24, recomputed from the key figures."""
    kwb = {r["gebiedscode"]: r for r in place.stored("cbs_kwb", peildatum="2024-01-01")}
    for row in place.layer("draaglast"):
        own = kwb[row["buurtcode"]]
        if not own["inwoners"] or own["inwoners_15_25"] is None:
            continue
        young = own["inwoners_15_25"] / own["inwoners"] >= 0.3 - 1e-9
        assert ("studenten" in (row["opmerkingen"] or "")) == young, row["buurtcode"]


def test_more_jobs_than_residents_is_noted_as_visitors(place: Installation) -> None:
    jobs = {r["buurtcode"]: r["banen"] for r in place.stored("banen")}
    people = {
        r["gebiedscode"]: r["inwoners"] for r in place.stored("cbs_kwb", peildatum="2024-01-01")
    }
    noted = 0
    for row in place.stored("draaglast_buurt"):
        code = row["buurtcode"]
        if row["l4_punten"] is None or not jobs.get(code) or not people.get(code):
            continue
        if jobs[code] > people[code]:
            assert "bezoekers" in (row["opmerkingen"] or "")
            noted += 1
    assert noted


def test_partner_variant_is_closed_and_names_its_levels(place: Installation) -> None:
    dataset = registry()["draaglast_partner"]
    assert all(layer.restricted for layer in dataset.layers)
    assert {dataset.tier_of(dataset.column(c)) for c in ("klasse", "d_punten")} == {Tier.C}
    rows = place.stored("draaglast_partner")
    assert {row["niveau"] for row in rows} == {"buurt", "wijk", "gebied"}
    assert any(row["k5_punten"] is not None for row in rows)
    with pytest.raises(Exception, match="permission denied"):
        place.database.rows(
            "SELECT * FROM pub_restricted.draaglast_met_partners", role="woonzorg_api"
        )


def test_partner_variant_has_its_own_uncertainty_variants_and_parts(place: Installation) -> None:
    """METHODS 3.7 for every composite: certainty, ranks of buurten, one at a time; bars add up."""
    rows = [row for row in place.stored("draaglast_partner") if row["klasse"] is not None]
    assert rows
    for row in rows:
        assert row["zekerheid"].startswith("in ")
        assert row["zekerheid_klasse"] in ("vast", "onzeker")
        assert (row["d_rang"] is not None) == (row["niveau"] == "buurt")
        if row["niveau"] == "buurt":
            assert row["d_rang_onder"] <= row["d_rang"] <= row["d_rang_boven"]
            assert 0 <= row["k_top20_pct"] <= 100
        assert row["verschil_punten"] == pytest.approx(row["d_punten"] - row["k_punten"])
        assert row["d_complement_punten"] is not None
        assert row["stapeling"] == sum(
            (row[f"{name}_punten"] or 0) >= 58.4 - 1e-9 for name in ("l1", "l2", "l3", "l4", "l5")
        )
        for index in ("d", "k"):  # what the dimensions add is above 50
            names = [f"{'l' if index == 'd' else 'k'}{n}" for n in range(1, 6)]
            added = [row[f"{name}_bijdrage"] for name in names]
            assert [one is None for one in added] == [row[f"{n}_punten"] is None for n in names]
            above = row[f"{index}_punten"] - 50
            assert sum(one for one in added if one is not None) == pytest.approx(above)
    told = place.version("draaglast_partner")["dekking"]["gevoeligheid"]
    assert any("mutatie" in change or "woonduur" in change for change in told["K"])


def test_no_open_layer_of_draaglast_shows_points() -> None:
    for name in (
        "draaglast_buurt",
        "draaglast_wijk",
        "draaglast_gebied",
        "draaglast_gemeente",
        "draaglast_trend",
    ):
        dataset = registry()[name]
        for layer in dataset.layers:
            if layer.restricted:
                continue
            for column in layer.columns:
                declared = dataset.column(column)
                assert declared.type in ("text", "bool", "int") or column.startswith("dekking_")
                assert declared.role is Role.CLASS or "punten" not in column


def test_sensitivity_and_correlations_stand_in_the_coverage(place: Installation) -> None:
    told = place.version("draaglast_buurt")["dekking"]
    assert {"D", "K"} <= set(told["gevoeligheid"])
    assert any(change.startswith("zonder ") for change in told["gevoeligheid"]["D"])
    assert {"D_K", "D_65plus", "D_15_24"} <= set(told["correlaties"])
    assert "D_leefbaarometer" in place.version("draaglast_wijk")["dekking"]["correlaties"]
    assert sum(told["klassen"].values()) == pytest.approx(100, abs=0.5)


def test_whether_a_class_holds_is_said_in_one_word_beside_the_sentence(place: Installation) -> None:
    """What the map hatches by is the sentence, cut at 80 of 100 weightings."""
    rows = place.stored("draaglast_buurt")
    for row in rows:
        told = row["zekerheid"]
        same = None if told is None else int(told.split()[1])
        word = None if same is None else ("vast" if same >= 80 else "onzeker")
        assert row["zekerheid_klasse"] == word
    assert {row["zekerheid_klasse"] for row in rows} >= {"vast", "onzeker"}
