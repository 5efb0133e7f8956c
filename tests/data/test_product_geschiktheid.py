"""M5 and X4 on the published sample, made again in SQL from the feeds themselves."""

from collections import defaultdict
from typing import Any

import pandas as pd
import pytest

from data.model import Tier
from data.registry import dataset, layers
from pipelines.indicators import geschikt_kosten
from tests.support.installations import Installation

# Every dwelling with its floors and P(nultreden), by the table of METHODS 9 written out.
DWELLINGS = """
WITH vbo AS (
  SELECT *, regexp_replace(trim(split_part(pand_verwijzing, ',', 1)), '^.*/', '') AS sleutel
  FROM store.bag_verblijfsobjecten
  WHERE version = {vbo} AND status IN ('Verblijfsobject in gebruik',
    'Verblijfsobject in gebruik (niet ingemeten)', 'Verblijfsobject buiten gebruik')
), pand AS (
  SELECT unnest(ARRAY[identificatie, kenmerk]) AS sleutel, identificatie AS pand, bouwjaar,
         ST_Area(geometry) AS voet FROM store.bag_panden WHERE version = {pand}
), koppel AS (
  SELECT v.*, pand, bouwjaar, voet,
         coalesce(gebruiksdoel LIKE '%woonfunctie%', false) AS woning
  FROM vbo v LEFT JOIN (SELECT DISTINCT * FROM pand) p USING (sleutel)
), per_pand AS (
  SELECT pand, count(*) FILTER (WHERE woning) AS woningen,
         CASE WHEN count(oppervlakte_m2) > 0 THEN
           greatest(floor(avg(oppervlakte_m2) * count(*) / min(voet) + 0.5), 1) END AS lagen
  FROM koppel WHERE pand IS NOT NULL GROUP BY pand
), kans AS (
  SELECT k.identificatie, k.geometry, k.oppervlakte_m2, q.woningen, lagen, bouwjaar,
    CASE WHEN q.woningen = 1 THEN CASE WHEN lagen <= 1 THEN 0.9 WHEN lagen > 1 THEN 0 END
    ELSE (0.9 * g + (1 - g) *
      (CASE WHEN lagen <= 2 THEN ARRAY[0.01, 0.02, 0.05, 0.10]
            WHEN lagen = 3 THEN ARRAY[0.02, 0.05, 0.40, 0.60]
            WHEN lagen = 4 THEN ARRAY[0.05, 0.20, 0.60, 0.75]
            ELSE ARRAY[0.60, 0.95, 0.98, 1.00] END)
      [CASE WHEN bouwjaar < 1965 THEN 1 WHEN bouwjaar < 1992 THEN 2
            WHEN bouwjaar < 2003 THEN 3 ELSE 4 END]) * 0.9 END AS p
  FROM koppel k LEFT JOIN per_pand q USING (pand),
    LATERAL (SELECT CASE WHEN toevoeging = 'bis' THEN 0 ELSE 1 / lagen END AS g) grond
  WHERE k.woning
)
SELECT b.buurtcode, k.oppervlakte_m2, k.woningen, k.lagen, k.bouwjaar, k.p FROM kans k
JOIN LATERAL (SELECT buurtcode FROM store.cbs_buurten b WHERE b.version = {buurt}
  AND ST_Intersects(b.geometry, k.geometry) ORDER BY buurtcode LIMIT 1) b ON true
"""
EMPTY = {"ontbreekt", "onderdrukt"}


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


@pytest.fixture(scope="module")
def dwellings(place: Installation) -> pd.DataFrame:
    query = DWELLINGS.format(
        vbo=place.version("bag_verblijfsobjecten")["version"],
        pand=place.version("bag_panden")["version"],
        buurt=place.version("cbs_buurten")["version"],
    )
    found = pd.DataFrame(place.database.rows(query))
    return found.astype({"lagen": float, "p": float})


def closed(place: Installation, layer: str) -> list[dict[str, Any]]:
    return place.database.rows(f"SELECT * FROM pub_restricted.{layer} ORDER BY id")  # noqa: S608


def test_expected_numbers_per_buurt_made_again(
    place: Installation, dwellings: pd.DataFrame
) -> None:
    shown = {row["buurtcode"]: row for row in place.layer("geschiktheid")}
    seen = 0
    for code, part in dwellings.groupby("buurtcode"):
        if code not in shown:
            continue  # the ring
        row = shown[code]
        assert row["woningen"] == len(part)
        if row["nultreden_status"] == "geschat":
            assert row["nultreden"] == pytest.approx(part["p"].sum(), abs=0.0501), code
            share = 100 * part["p"].sum() / part["p"].notna().sum()
            if row["aandeel_nultreden_pct"] is not None:
                assert row["aandeel_nultreden_pct"] == pytest.approx(share, abs=0.501)
            seen += 1
    assert seen > 30


def test_the_sample_is_believable(dwellings: pd.DataFrame) -> None:
    """Footprints fit floors, so that a terraced house is no bungalow."""
    alone = dwellings[dwellings["woningen"] == 1]
    assert (alone["lagen"] >= 2).mean() > 0.8
    assert 0.1 < dwellings["p"].mean() < 0.5


def test_small_areas_are_withheld(place: Installation) -> None:
    for layer in ("geschiktheid", "geschiktheid_per_wijk", "geschiktheid_per_blok"):
        rows = place.layer(layer)
        assert rows
        for row in rows:
            if row["woningen"] < 10:
                assert row["nultreden_status"] == "onderdrukt"
            if row["woningen"] < 20:
                assert row["aandeel_nultreden_pct"] is None
            if row["nultreden"] is not None:
                assert row["nultreden_ci_low"] <= row["nultreden"] <= row["nultreden_ci_high"]
    assert min(row["woningen"] for row in place.layer("geschiktheid_per_blok")) >= 10


def test_buurten_add_up_to_wijken(place: Installation) -> None:
    wijk_of = {row["buurtcode"]: row["wijkcode"] for row in place.stored("cbs_buurten")}
    summed: dict[str, float] = defaultdict(float)
    unknown = set()
    for row in place.stored("geschiktheid_buurt"):
        if row["nultreden"] is None and row["woningen"]:
            unknown.add(wijk_of[row["buurtcode"]])
        summed[wijk_of[row["buurtcode"]]] += row["nultreden"] or 0.0
    checked = 0
    for row in place.stored("geschiktheid_wijk"):
        if row["nultreden"] is not None and row["wijkcode"] not in unknown:
            assert row["nultreden"] == pytest.approx(summed[row["wijkcode"]], abs=0.5)
            checked += 1
    assert checked > 5


def test_open_layers_hold_nothing_of_partners() -> None:
    for name, (found, layer) in layers().items():
        if (
            found.name.startswith(("geschiktheid", "levensloop", "cluster"))
            and not layer.restricted
        ):
            for column in layer.columns:
                assert found.tier_of(found.column(column)) is Tier.OPEN, (name, column)
    for name in ("geschiktheid_complex", "levensloopkosten", "clusterkandidaten"):
        assert all(layer.restricted for layer in dataset(name).layers)


def test_no_agreed_rule_no_number(place: Installation) -> None:
    for row in place.layer("geschiktheid"):
        assert row["begrip_levensloop"] == "begrip niet vastgesteld"
    for name in ("geschiktheid_buurt", "geschiktheid_wijk", "geschiktheid_complex"):
        for row in place.stored(name):
            assert row["levensloop_zeker"] is row["levensloop_mogelijk"] is None
            assert row["levensloop_zeker_status"] in EMPTY


def test_labels_of_corporations_go_first_in_the_closed_layer(place: Installation) -> None:
    rows = {row["complex_id"]: row for row in place.stored("geschiktheid_complex")}
    told: dict[str, list[bool]] = defaultdict(list)
    for row in place.stored("corporatiewoningen"):
        told[row["complex_id"]].append(row["nultreden"])
    checked = 0
    for code, labels in told.items():
        if code in rows and rows[code]["woningen"] == len(labels) and None not in labels:
            assert rows[code]["nultreden"] == sum(labels)
            assert rows[code]["nultreden_ci_low"] == rows[code]["nultreden_ci_high"]
            checked += 1
    assert checked > 5


def test_closed_complexes_are_large_and_cost_adds_up(place: Installation) -> None:
    stored = place.stored("geschiktheid_complex")
    shown = closed(place, "complexen_geschiktheid")
    assert {row["id"] for row in shown} == {r["id"] for r in stored if r["woningen"] >= 20}
    assert min(row["woningen"] for row in stored) >= 10
    prices = {row["maatregel"]: row["prijs_euro"] for row in place.stored("prijstabel")}
    costs = place.stored("levensloopkosten")
    total: dict[str, float] = defaultdict(float)
    for row in costs:
        assert row["prijs_euro"] == prices[row["maatregel"]]
        assert row["prijsjaren"] == "2024"
        step = prices[row["maatregel"]] * 0.0501 + 1
        assert row["kosten_euro"] == pytest.approx(row["aantal"] * row["prijs_euro"], abs=step)
        total[row["gebied"]] += row["kosten_euro"]
    for row in stored:
        assert row["kosten_euro"] == pytest.approx(total[row["id"]], abs=4)


def test_two_wijken_of_the_sample_compared(place: Installation) -> None:
    """Which complexes, how many dwellings, at what cost, where next: as asked of Groningen."""
    rows = pd.DataFrame(place.stored("geschiktheid_complex"))
    one, other = rows["wijkcode"].value_counts().index[:2]
    complexes, totals, following = geschikt_kosten.compare_wijken(rows, one, other)
    assert set(complexes["wijkcode"]) == {one, other}
    assert len(complexes) == totals["complexen"].sum()
    by_wijk: dict[str, float] = defaultdict(float)
    for row in place.stored("levensloopkosten"):
        if row["niveau"] == "wijk":
            by_wijk[row["gebied"]] += row["kosten_euro"]
    for code in (one, other):
        assert totals.loc[code, "kosten_euro"] == pytest.approx(by_wijk[code], abs=60)
        assert 0 < totals.loc[code, "te_doen"] <= totals.loc[code, "woningen"]
    assert set(following.index) == set(rows["wijkcode"]) - {one, other}
    ranked = following["kosten_per_woning_euro"].dropna()
    assert ranked.is_monotonic_increasing


def test_candidates_are_proven_only_by_partners(place: Installation) -> None:
    known = {row["complex_id"]: row for row in place.stored("corporatiecomplexen")}
    rows = place.stored("clusterkandidaten")
    assert {row["status"] for row in rows} == {"kandidaat", "geclusterd"}
    for row in rows:
        assert row["nultreden"] >= 11.95
        if row["eigenaar"] == "onbekend":
            assert row["status"] == "kandidaat"
            assert row["panden"] == 1
            assert row["nultreden_bekend"] is None
        if row["status"] == "geclusterd":
            parts = [known[code] for code in row["complexen"].split(", ")]
            assert row["nultreden_bekend"] >= 12
            assert any(part["ontmoetingsruimte"] for part in parts)
            assert all(part["intramurale_plaatsen"] == 0 for part in parts)
            homes = sum(part["woningen"] for part in parts)
            older = sum(part["woningen"] * part["doelgroep_ouderen_pct"] for part in parts)
            assert older / homes >= 50
    assert all(
        row["eigenaar"] == "onbekend" or row["woningen"] >= 20
        for row in closed(place, "clusters_kandidaat")
    )


def test_calibration_compares_every_label_and_changes_nothing(place: Installation) -> None:
    rows = place.stored("geschiktheid_ijking")
    total = next(row for row in rows if row["soort"] == "totaal")
    for kind in ("type", "kansklasse"):
        assert sum(r["woningen"] for r in rows if r["soort"] == kind) == total["woningen"]
    assert 0 < total["brier"] < 1
    gap = total["voorspeld_pct"] - total["waargenomen_pct"]
    assert total["afwijking_punt"] == pytest.approx(gap, abs=0.11)
    for row in rows:
        if row["woningen"] < 10:
            assert row["brier"] is row["lift_herijkt_pct"] is None
    table = [row for row in rows if row["soort"] == "lifttabel"]
    assert len(table) == 16
    assert all(row["lift_in_gebruik_pct"] is not None for row in table)
    assert any(row["lift_herijkt_pct"] not in (None, row["lift_in_gebruik_pct"]) for row in table)


def test_room_in_the_stock_made_again(place: Installation, dwellings: pd.DataFrame) -> None:
    shown = {row["buurtcode"]: row for row in place.layer("voorraadkansen")}
    seen = 0
    for code, part in dwellings.groupby("buurtcode"):
        row = shown.get(str(code))
        if row is None or row["splitsen"] is None:
            continue
        area = part["oppervlakte_m2"]
        assert row["splitsen"] == (area >= 140).sum()
        large = ((area >= 120) & (part["woningen"] == 1)).sum()
        assert row["grote_eengezinswoningen"] == large
        if row["woningdelen"] is not None:
            assert row["woningdelen"] == min(large, row["kleine_huishoudens"])
        seen += 1
    assert seen > 30
    assert sum(row["optoppen"] or 0 for row in shown.values()) > 0
