"""Utrecht: the foot network of one neighbourhood is published; tables with gaps keep their gaps."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support import originals
from tests.support.installations import Installation

KWB = "cbs-kwb/utrecht_kwb_2023"
NEAR = "cbs-nabijheid/utrecht_nabijheid_2023"


@pytest.fixture(scope="module")
def place(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed("utrecht")
    return found


def test_foot_network_is_published_as_lines(place: Installation) -> None:
    rows = place.layer(
        "voetpaden",
        columns="soort, weg_id, GeometryType(geometry) AS vorm, ST_Length(geometry) AS lengte,"
        " ST_IsValid(geometry) AS goed",
    )
    assert len(rows) > 30
    assert {row["vorm"] for row in rows} == {"MULTILINESTRING"}
    assert all(row["goed"] and row["lengte"] > 0 for row in rows)
    assert {"footway", "residential"} <= {row["soort"] for row in rows}
    assert not {row["soort"] for row in rows} & {"motorway", "trunk", "construction"}


def test_network_is_the_ways_of_the_file_that_one_may_walk(
    place: Installation, feeds: Path
) -> None:
    import osmium

    file = str(feeds / "osm" / "utrecht_rivierenwijk_2026.osm.pbf")
    ways = {way.id: dict(way.tags) for way in osmium.FileProcessor(file) if way.is_way()}
    shown = {row["weg_id"] for row in place.layer("voetpaden", columns="weg_id")}
    streets = {
        number
        for number, tags in ways.items()
        if tags.get("highway") in {"residential", "footway", "pedestrian", "unclassified"}
        and tags.get("foot") not in {"no", "private"}
        and tags.get("access") not in {"no", "private"}
    }
    assert len(streets) > 20
    assert streets <= shown
    assert all("highway" in ways[number] for number in shown)


def test_ways_bear_the_name_of_their_street(place: Installation, feeds: Path) -> None:
    import osmium

    file = str(feeds / "osm" / "utrecht_rivierenwijk_2026.osm.pbf")
    tags = {way.id: dict(way.tags) for way in osmium.FileProcessor(file) if way.is_way()}
    rows = place.layer("voetpaden", columns="weg_id, naam, soort")
    assert all(row["naam"] == tags[row["weg_id"]].get("name") for row in rows)
    streets = [row for row in rows if row["soort"] == "residential"]
    assert sum(row["naam"] is not None for row in streets) > 0.9 * len(streets) > 20
    (told,) = place.database.rows(
        "SELECT rol FROM pub.kolom WHERE laag = 'voetpaden' AND kolom = 'naam' AND version = %s",
        (place.pointer("voetpaden")["version"],),
    )
    assert told["rol"] == "naam"


def test_network_lies_in_the_wijk_it_is_of(place: Installation) -> None:
    """Rivierenwijk is in Wijk 08 Zuidwest; swapped axes would put it elsewhere or nowhere."""
    found = place.database.rows(
        "SELECT w.wijknaam, count(*) AS n FROM store.osm_wegen o JOIN store.cbs_wijken w"
        " ON ST_Intersects(w.geometry, ST_Centroid(o.geometry)) WHERE o.version = %s"
        " AND w.version = %s GROUP BY 1 ORDER BY 2 DESC",
        (place.version("osm_wegen")["version"], place.version("cbs_wijken")["version"]),
    )
    assert found[0]["wijknaam"] in {"Wijk 07 Zuid", "Wijk 08 Zuidwest"}
    assert found[0]["n"] > 0.9 * sum(row["n"] for row in found)


def test_remark_says_that_the_map_of_volunteers_is_not_complete(place: Installation) -> None:
    described = place.described("voetpaden")
    assert any("niet volledig" in text for text in described["opmerkingen"])
    assert "OpenStreetMap" in described["attributie"]
    assert described["licentie"] == "ODbL 1.0"


def test_destinations_come_from_the_same_file(place: Installation) -> None:
    rows = place.layer("voorzieningen", columns="soort, herkomst")
    assert rows
    assert {row["herkomst"] for row in rows} == {"OpenStreetMap"}


def test_key_figures_under_the_short_names(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, KWB).set_index("gwb_code_10")
    rows = {row["gebiedscode"]: row for row in place.stored("cbs_kwb")}
    assert set(rows) == set(file.index)
    assert len(rows) == 122
    buurten = [code for code in rows if code.startswith("BU")]
    assert (len(buurten), sum(code.startswith("WK") for code in rows)) == (111, 10)
    for ours, theirs in (
        ("inwoners", "a_inw"),
        ("inwoners_65plus", "a_65_oo"),
        ("koop_pct", "p_koopw"),
    ):
        for code, row in rows.items():
            cell = file[theirs][code]
            assert row[ours] == (None if cell == "." else float(cell))
            assert row[f"{ours}_status"] == ("ontbreekt" if cell == "." else "waargenomen")


def test_columns_of_dots_are_missing_everywhere(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, KWB)
    assert set(file["a_wmo_t"]) == set(file["g_afs_hp"]) == {"."}
    for row in place.stored("cbs_kwb"):
        for name in ("wmo_clienten", "afstand_huisarts_m"):
            assert (row[name], row[f"{name}_status"]) == (None, "ontbreekt")


def test_statline_export_with_mark_padding_and_quotes(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, NEAR, ";")
    file.columns = [name.lstrip("\ufeff") for name in file.columns]
    code = file["Regioaanduiding/Codering (code)"].str.strip()
    shop = "Detailhandel/Winkels dagelijkse boodschappen/Afstand tot grote supermarkt (km)"
    known = originals.figures(file[shop]).set_axis(code)
    doctor = "Gezondheid en welzijn/Huisartsenpraktijk/Afstand tot huisartsenpraktijk (km)"
    assert set(file[doctor].str.strip()) == {"."}
    outcome = place.outcome("cbs_nabijheid")
    assert outcome.received == len(file) == 123
    assert outcome.out_of_scope == {"optelrij": 1}  # the row of the country
    for row in place.stored("cbs_nabijheid"):
        metres = known[row["gebiedscode"]]
        if row["afstand_supermarkt_m"] is None:
            assert pd.isna(metres)
        else:
            assert row["afstand_supermarkt_m"] == pytest.approx(1000 * metres)
        assert (row["afstand_huisarts_m"], row["afstand_huisarts_m_status"]) == (None, "ontbreekt")


def test_walk_score_waits_for_addresses_and_says_so(place: Installation) -> None:
    """The score itself on this network is computed in test_netwerk_utrecht."""
    reason = place.outcome("loop_cel").reason
    assert "bag_verblijfsobjecten" in reason
    assert "osm_wegen" not in reason
