"""M11, M12 and M13 on the published sample, against figures computed another way."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.registry import layers
from pipelines.indicators.complexmonitor import quarter
from tests.support.installations import Installation


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def stored(place: Installation, dataset: str) -> pd.DataFrame:
    """Rows of the newest good version of a dataset."""
    version = place.database.value(
        "SELECT max(version) FROM log.versie WHERE dataset = %s AND toestand = 'goed'", (dataset,)
    )
    rows = place.database.rows(f"SELECT * FROM store.{dataset} WHERE version = %s", (version,))  # noqa: S608
    return pd.DataFrame(rows)


def shown(place: Installation, layer: str) -> pd.DataFrame:
    schema = "pub_restricted" if layers()[layer][1].restricted else "pub"
    rows: list[dict[str, Any]] = place.database.rows(
        f"SELECT d.* FROM store.{layer} d JOIN {schema}.pointer p"  # noqa: S608
        " ON p.laag = %s AND p.huidig AND p.version = d.version",
        (layer,),
    )
    return pd.DataFrame(rows)


# M12


def test_evenness_of_the_gemeente_follows_from_its_buurten(place: Installation) -> None:
    buurten = stored(place, "spreiding_buurt")
    known = buurten[buurten["corporatiewoningen"].notna() & (buurten["woningen"] > 0)]
    s, t = known["corporatiewoningen"].astype(float), known["woningen"].astype(float)
    rest = t - s
    d = 50 * sum(abs(a / s.sum() - b / rest.sum()) for a, b in zip(s, rest, strict=True))
    rows = stored(place, "spreiding_gemeente").set_index("niveau")
    assert rows.loc["buurt", "ongelijkheid_pct"] == pytest.approx(d)
    assert known["bijdrage_ongelijkheid_pct"].astype(float).sum() == pytest.approx(d)
    assert rows.loc["wijk", "ongelijkheid_pct"] < d
    weighted = (known["lq"].astype(float) * t).sum() / t.sum()
    assert weighted == pytest.approx(1.0)


def test_social_rent_per_buurt_is_what_the_corporations_delivered(place: Installation) -> None:
    homes, buurten = stored(place, "corporatiewoningen"), stored(place, "spreiding_buurt")
    places = stored(place, "plaatsing").query("bron == 'corporatiewoningen'")
    market = homes["huurklasse"].isin(["middenhuur", "vrije sector"])
    social = set(homes.loc[homes["huurklasse"].notna() & ~market, "id"])
    per_buurt = places[places["rij"].isin(social)].groupby("buurtcode").size()
    told = buurten[buurten["sociale_huur_status"] == "waargenomen"].set_index("buurtcode")
    expected = per_buurt.reindex(told.index).fillna(0)
    assert told["sociale_huur"].astype(float).tolist() == expected.tolist()
    assert told["sociale_huur"].sum() > 100


def test_wheelchair_dwellings_are_those_with_three_stars(place: Installation) -> None:
    homes, buurten = stored(place, "corporatiewoningen"), stored(place, "spreiding_buurt")
    places = stored(place, "plaatsing").query("bron == 'corporatiewoningen'").set_index("rij")
    wheelchair = homes[homes["sterren"].astype(float) >= 3]
    expected = wheelchair.groupby(wheelchair["id"].map(places["buurtcode"])).size()
    told = buurten[buurten["rolstoelwoningen_status"] == "waargenomen"].set_index("buurtcode")
    assert told["rolstoelwoningen"].sum() > 0
    assert (
        told["rolstoelwoningen"].astype(float).tolist()
        == expected.reindex(told.index).fillna(0).tolist()
    )
    known = told[told["lq_rolstoel"].notna()]
    s, t = known["rolstoelwoningen"].astype(float), known["woningen"].astype(float)
    quotient = (s / t) / (s.sum() / t.sum())
    assert known["lq_rolstoel"].astype(float).tolist() == pytest.approx(quotient.tolist())
    series = stored(place, "voortgang").set_index("reeks").loc["rolstoel_spreiding"]
    rows = stored(place, "spreiding_gemeente").set_index("niveau")
    assert series["gerealiseerd"] == pytest.approx(rows.loc["wijk", "ongelijkheid_rolstoel_pct"])
    assert series["beschikbaar"] == "besloten"
    assert pd.isna(series["waarde_openbaar"])


def test_norms_of_projects_are_exact_and_only_public_plans_are_open(place: Installation) -> None:
    rows = stored(place, "normtoets_project")
    tested = rows[rows["nummer"].str.startswith("plan:") & rows["sociaal_nodig"].notna()]
    assert len(tested) > 5
    for row in tested.itertuples():
        assert row.sociaal_nodig == -(-35 * row.woningen // 100)
        assert row.laag_nodig == -(-75 * row.sociaal_nodig // 100)
        met = "voldoet" if row.sociale_huur >= row.sociaal_nodig else "voldoet niet"
        assert row.sociaal_oordeel == met
    public = set(stored(place, "plannen").query("openbaar == 'openbaar'")["plan_id"])
    open_ = shown(place, "normen_nieuwbouw")["nummer"].str.rsplit(":", n=1).str[-1]
    assert set(open_) == public
    city = rows[rows["nummer"] == "programma:GM9901"].iloc[0]
    assert city["sociaal_nodig"] == -(-30 * city["woningen"] // 100)


# M13


def test_sites_are_placed_and_add_what_their_status_says(place: Installation) -> None:
    sites = stored(place, "vlekken").set_index("vlek_id")
    chance = {"idee": 0, "zacht": 0.4, "hard": 0.9, "in uitvoering": 1.0, "gereed": 0}
    for row in sites.itertuples():
        whole = sum(
            float(v)
            for v in (row.zorggeschikt, row.geclusterd, row.nultreden)
            if v is not None and not math.isnan(v)
        )
        if row.bijdrage_totaal_status == "geschat":
            expected = whole * chance[row.status] * row.telt_mee_pct / 100
            assert row.bijdrage_totaal == pytest.approx(expected)
    listed = sites[sites["rij"].str.contains(":T-")]
    assert listed["geometry"].notna().tolist() == [True, True, False]
    assert set(listed["getekend_als"].dropna()) == {"punt, getekend als cirkel"}


def test_everyone_sees_public_sites_only(place: Installation) -> None:
    public = set(stored(place, "vlekken").query("openbaar == 'openbaar'")["vlek_id"])
    assert set(shown(place, "vlekkenkaart")["vlek_id"]) == public
    assert public
    hidden = {"telt_mee_pct", "overlapt_met", "bijdrage_totaal", "doelgroep"}
    assert not hidden & set(shown(place, "vlekkenkaart").columns)


def test_an_appointed_kern_stands_as_drawn_beside_candidates(place: Installation) -> None:
    zones = stored(place, "woonzorgzone")
    assert set(zones["soort"]) == {"aangewezen", "kandidaat"}
    (kern,) = zones[zones["soort"] == "aangewezen"].to_dict("records")
    assert (kern["grens"], kern["openbaar"]) == ("zoals getekend", "besloten")
    area = place.database.value(
        "SELECT ST_Area(geometry) FROM store.woonzorgzone WHERE version = %s AND zone = %s",
        (kern["version"], kern["zone"]),
    )
    assert area == pytest.approx(800 * 800, rel=0.001)
    homes = place.database.value(
        "SELECT count(*) FROM store.woonzorgzone z JOIN store.bag_verblijfsobjecten v"
        " ON ST_Contains(z.geometry, v.geometry) WHERE z.version = %s AND z.zone = %s"
        " AND v.version = (SELECT max(version) FROM log.versie WHERE toestand = 'goed'"
        " AND dataset = 'bag_verblijfsobjecten') AND v.gebruiksdoel LIKE '%%woonfunctie%%'"
        " AND v.status LIKE 'Verblijfsobject in gebruik%%'",
        (kern["version"], kern["zone"]),
    )
    assert 0 < kern["woningen"] <= homes
    profile = stored(place, "woonzorgzone_profiel")
    assert len(profile) == len(zones) * profile["indicator"].nunique()
    assert kern["zone"] not in set(shown(place, "woonzorgzones")["zone"])
    assert set(shown(place, "woonzorgzones_profiel")["zone"]) == set(
        zones.loc[zones["openbaar"] == "openbaar", "zone"]
    )


def test_botsproef_compares_with_what_was_decided(place: Installation) -> None:
    rows = stored(place, "toets_initiatief").set_index("initiatief_id")
    assert rows.loc["I-01", ["uitkomst", "eisen_niet", "botsproef"]].tolist() == [
        "niet passend, compromis of besluit nodig",
        "Aantal woningen voor het label geclusterd",
        "gelijk",
    ]
    assert rows.loc["I-02", ["uitkomst", "label", "botsproef"]].tolist() == [
        "wensscore",
        "kleinschalig, onder monitorgrens",
        "gelijk",
    ]
    assert rows.loc["I-04", "uitkomst"] == "niet passend, compromis of besluit nodig"
    assert rows.loc["I-05", ["uitkomst", "botsproef"]].tolist() == [
        "onvolledig",
        "niet te vergelijken",
    ]
    assert "Gemeente, team wonen, 15-09-2023" in rows.loc["I-02", "antwoorden"]
    assert (rows["wensen_laag_pct"] <= rows["wensen_hoog_pct"]).all()
    assert rows["w"].notna().sum() >= 3


# M11


def test_signals_follow_from_what_the_corporations_delivered(place: Installation) -> None:
    feed, product = stored(place, "mutaties"), stored(place, "complexmonitor")
    feed["kwartaal"] = [quarter(p) for p in feed["periode"]]
    big = feed[feed["woningen"] >= 10]
    last = big["kwartaal"].max()
    kinds = product.set_index(["leverancier", "complex_id"])["woningtype"]
    one = product[product["vergeleken_met"].str.startswith("appartement")]
    assert len(one) > 5
    row = one[one["overlastmeldingen_status"] == "waargenomen"].iloc[0]
    members = product[product["vergeleken_met"] == row["vergeleken_met"]]
    keys = set(zip(members["leverancier"], members["complex_id"], strict=True))
    pairs = zip(big["leverancier"], big["complex_id"], strict=True)
    same = np.array([key in keys for key in pairs], dtype=bool)
    window = big[same & big["kwartaal"].between(last - 4, last - 1)]
    window = window[window["overlastmeldingen"].notna()]
    u = 100 * window["overlastmeldingen"].sum() / window["woningen"].sum()
    if "," in row["vergeleken_met"]:
        assert row["overlastmeldingen_verwacht_per_100"] == pytest.approx(float(u))
    limit = row["overlastmeldingen_verwacht_per_100"]
    limit += 3 * math.sqrt(limit / (row["woningen"] / 100))
    assert row["overlastmeldingen_grens_per_100"] == pytest.approx(limit)
    rate = 100 * row["overlastmeldingen"] / row["woningen"]
    assert (row["overlastmeldingen_signaal"] == "signaal") == (rate > limit)
    assert kinds.notna().any()


def test_small_complexes_are_withheld_and_counts_are_rounded(place: Installation) -> None:
    product = stored(place, "complexmonitor")
    small = product[product["woningen"] < 20]
    assert len(small)
    assert set(small["overlastmeldingen_status"]) == {"onderdrukt"}
    assert small["advies"].isna().all()
    layer = shown(place, "complexmonitor_besloten")
    for name in ("overlastmeldingen", "zorgsignalen", "mutaties", "toewijzingen_12m"):
        known = layer[name].dropna().astype(float)
        assert (known >= 5).all()
        assert (known % 5 == 0).all()
    assert not {c for c in layer.columns if c.endswith("_trend_per_100")}
    assert product["belasting_klasse"].dropna().between(1, 5).all()
    agreed = product["zelfde_klasse_pct"]
    assert (agreed.notna() == product["belasting_klasse"].notna()).all()
    assert agreed.dropna().between(0, 100).all()
    assert (agreed.dropna() > 0).all()
    moved = place.version("complexmonitor")["dekking"]["gevoeligheid"]
    assert any(change.startswith("zonder ") for change in moved)
    assert all(r >= 0 for r in moved.values())
    told = product.loc[product["woningen"] >= 20, "advies"]
    assert told.str.endswith("het houdt geen plaatsing tegen en mensen beslissen.").all()
