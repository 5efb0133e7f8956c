"""Groningen 2017 is published whole from real files; totals are those of the files themselves."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.support import originals
from tests.support.installations import Installation

BUURTEN = "cbs-wijkbuurt/groningen_buurten_2017"
WIJKEN = "cbs-wijkbuurt/groningen_wijken_2017"
SQUARES = "cbs-vierkant100m/groningen_vierkant100m_2014"
KWB = "cbs-kwb/nl_buurten_kwb_2017_83765NED_subset"
PC6 = "postcode/groningen_postcode6_2017"
STOPS = "ov/groningen_bushaltes_2017"
PHARMACIES = "zorg/nl_apotheken_igj_20260102"
NURSING = "zorg/nl_verpleeghuisorganisaties_2019_2021"


@pytest.fixture(scope="module")
def place(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed("groningen-2017")
    return found


def total(rows: list[dict[str, Any]], column: str) -> int:
    return sum(row[column] for row in rows if row[column] is not None)


def statuses(rows: list[dict[str, Any]], column: str) -> Counter[str]:
    return Counter(row[f"{column}_status"] for row in rows)


# Boundaries with figures


def test_buurten_with_their_own_totals(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, BUURTEN)
    rows = place.layer("buurten")
    assert [row["buurtcode"] for row in rows] == sorted(file["BU_CODE"])
    assert len(rows) == 108
    assert total(rows, "inwoners") == file["AANT_INW"].sum() == 202_515
    assert total(rows, "huishoudens") == file.loc[file["AANTAL_HH"] >= 0, "AANTAL_HH"].sum()
    names = dict(zip(file["BU_CODE"], file["BU_NAAM"], strict=True))
    assert {row["buurtcode"]: row["buurtnaam"] for row in rows} == names


def test_wijken_with_their_own_totals(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, WIJKEN)
    rows = place.layer("wijken")
    assert len(rows) == len(file) == 15
    assert total(rows, "inwoners") == file["AANT_INW"].sum() == 202_620


def test_sums_over_buurten_are_never_forced_to_the_wijken(place: Installation) -> None:
    """Rounding and people without an address: CBS's two tables differ, and so do ours."""
    buurten, wijken = place.layer("buurten"), place.layer("wijken")
    assert total(wijken, "inwoners") - total(buurten, "inwoners") == 105
    per_wijk = Counter[str]()
    for row in buurten:
        per_wijk[row["wijkcode"]] += row["inwoners"] or 0
    assert set(per_wijk) == {row["wijkcode"] for row in wijken}
    assert any(per_wijk[row["wijkcode"]] != row["inwoners"] for row in wijken)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("inwoners_0_15_pct", "P_00_14_JR"),
        ("inwoners_65plus_pct", "P_65_EO_JR"),
        ("eenpersoonshuishoudens_pct", "P_EENP_HH"),
        ("huishoudensgrootte", "GEM_HH_GR"),
        ("huishoudens", "AANTAL_HH"),
    ],
)
def test_minus_99999999_is_missing_in_whole_and_in_real_columns(
    place: Installation, feeds: Path, column: str, field: str
) -> None:
    file = originals.shape(feeds, BUURTEN).set_index("BU_CODE")[field]
    rows = place.stored("cbs_buurten")
    absent = {row["buurtcode"] for row in rows if row[f"{column}_status"] == "ontbreekt"}
    assert absent == set(file[file < 0].index)
    for row in rows:
        expected = None if row["buurtcode"] in absent else file[row["buurtcode"]]
        assert row[column] == expected
    if column.startswith("inwoners"):
        assert len(absent) == 24


def test_shapes_are_those_of_the_file_in_rd(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, BUURTEN).to_crs(28992).set_index("BU_CODE")
    rows = place.layer("buurten", columns="buurtcode, ST_AsBinary(geometry) AS vorm")
    for row in rows:
        shape = shapely.from_wkb(row["vorm"])
        assert shape.geom_type == "MultiPolygon"
        assert shape.is_valid
        assert shape.area == pytest.approx(file.geometry[row["buurtcode"]].area, rel=1e-6)


def test_origin_is_nowhere(place: Installation) -> None:
    """The shapefiles hold P_MAROKKO and six more, the squares P_NWAL: none is kept."""
    names = place.database.rows(
        "SELECT DISTINCT column_name AS n FROM information_schema.columns"
        " WHERE table_schema IN ('store', 'stage', 'pub', 'pub_restricted')"
    )
    words = ("marokko", "turk", "surinam", "west", "herkomstland", "autocht", "wal2", "ant_aru")
    assert not [r["n"] for r in names if any(word in r["n"].lower() for word in words)]
    for row in place.database.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'quarantine'"
    ):
        for kept in place.quarantined(row["tablename"]):
            assert not any("MAROKKO" in key or "WAL" in key for key in kept["inhoud"])


# Squares


def test_squares_are_all_there(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, SQUARES)
    rows = place.stored("cbs_vierkanten")
    assert len(rows) == len(file) == 3_441
    assert {row["vierkant"] for row in rows} == set(file["C28992R100"])


@pytest.mark.parametrize(
    ("column", "field"),
    [("inwoners", "INW2014"), ("inwoners_65plus", "I2014_65PL"), ("woningen", "WON2012")],
)
def test_squares_keep_zero_and_marks_apart(
    place: Installation, feeds: Path, column: str, field: str
) -> None:
    file = originals.shape(feeds, SQUARES).set_index("C28992R100")[field]
    known = originals.figures(file)
    rows = place.stored("cbs_vierkanten", f"vierkant, {column}, {column}_status")
    assert total(rows, column) == known.sum()
    assert sum(row[column] == 0 for row in rows) == (file == "0").sum() > 0
    assert statuses(rows, column) == Counter(
        {"waargenomen": int(known.notna().sum()), "ontbreekt": int((file == "-99998").sum())}
    ) - Counter({"ontbreekt": 0})


def test_secret_and_missing_value_of_dwellings(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, SQUARES)["WOZWON2012"]
    found = statuses(place.stored("cbs_vierkanten"), "woz_waarde_1000_eur")
    assert found["onderdrukt"] == (file == "-99997").sum() == 730
    assert found["ontbreekt"] == file.isin(["-99998", "-99999"]).sum() == 495


def test_grid_shows_every_published_figure_and_no_more(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, SQUARES).set_index("C28992R100")["INW2014"]
    known = originals.figures(file)
    rows = {row["vierkant"]: row for row in place.layer("vierkanten")}
    shown = {name for name, row in rows.items() if row["inwoners"] is not None}
    outside = set(known.dropna().index) - set(rows)
    assert shown == set(known.dropna().index) - outside
    assert len(outside) < 10  # squares that only touch the boundary
    for name in shown:
        assert rows[name]["inwoners"] == known[name]
    unpublished = [row for name, row in rows.items() if name not in file.index]
    assert {row["inwoners_status"] for row in unpublished} == {"onderdrukt"}


def test_grid_is_ours_and_not_the_slanted_squares_of_the_file(place: Installation) -> None:
    """The file's squares were turned to degrees and back: their sides are no longer straight."""
    version = place.pointer("vierkanten")["version"]
    (ours,) = place.database.rows(
        "SELECT min(ST_Area(geometry)) AS klein, max(ST_Area(geometry)) AS groot,"
        " bool_and(ST_Equals(geometry, ST_Envelope(geometry))) AS recht,"
        " bool_and(id = 'E' || lpad((ST_XMin(geometry) / 100)::int::text, 4, '0')"
        "  || 'N' || lpad((ST_YMin(geometry) / 100)::int::text, 4, '0')) AS hoek"
        " FROM pub.vierkanten WHERE version = %s",
        (version,),
        role="woonzorg_api",
    )
    assert (ours["klein"], ours["groot"]) == (10_000, 10_000)
    assert ours["recht"]
    assert ours["hoek"]


# Key figures


def test_key_figures_are_whole_and_join_where_they_can(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, KWB)
    rows = place.stored("cbs_kwb")
    assert len(rows) == len(file) == 8_894
    assert total(rows, "inwoners") == originals.figures(file["AantalInwoners_5"]).sum()
    own = place.layer("kerncijfers")
    assert len(own) == 68
    people = {row["buurtcode"]: row["inwoners"] for row in place.layer("buurten")}
    assert all(row["inwoners"] == people[row["gebiedscode"]] for row in own)


def test_padding_of_names_and_tail_of_whole_numbers_is_gone(place: Installation) -> None:
    rows = place.stored("cbs_kwb", "gemeentenaam, soort, stedelijkheid")
    assert {row["soort"] for row in rows} == {"Buurt"}
    assert all(row["gemeentenaam"] == row["gemeentenaam"].strip() for row in rows)
    assert {row["stedelijkheid"] for row in rows} <= {1, 2, 3, 4, 5, None}


# Health


def test_health_of_two_years_and_two_age_groups(place: Installation, feeds: Path) -> None:
    for moment, files in (
        ("2016-09-01", {"80200": "2016_65plus"}),
        ("2020-09-01", {"20300": "2020_18plus", "80200": "2020_65plus"}),
    ):
        rows = place.stored("rivm_gezondheid", peildatum=moment)
        assert {row["leeftijd"] for row in rows} == set(files)
        for age, name in files.items():
            file = originals.health(feeds, name)
            ours = {r["gebiedscode"]: r for r in rows if r["leeftijd"] == age}
            assert len(ours) == len(file) - 1 == 17_131  # the row of the country is out of scope
            known = originals.figures(
                file.set_index("WijkenEnBuurten")["ErnstigZeerErnstigEenzaam_29"]
            )
            assert {c for c, r in ours.items() if r["ernstig_eenzaam_pct"] is not None} == set(
                known.drop("NL01").dropna().index
            )
            for code, row in ours.items():
                if row["ernstig_eenzaam_pct"] is not None:
                    assert row["ernstig_eenzaam_pct"] == known[code]
                    assert row["ernstig_eenzaam_pct_status"] == "geschat"
                else:
                    assert row["ernstig_eenzaam_pct_status"] == "ontbreekt"


def test_health_layers_have_the_moments_they_have_figures_for(place: Installation) -> None:
    found = place.database.rows(
        "SELECT laag, peildatum::text AS p, huidig FROM pub.pointer WHERE laag LIKE 'gezondheid%%'"
        " ORDER BY 1, 2",
        role="woonzorg_api",
    )
    assert [(row["laag"], row["p"], row["huidig"]) for row in found] == [
        ("gezondheid", "2020-09-01", True),
        ("gezondheid_65plus", "2016-09-01", False),
        ("gezondheid_65plus", "2020-09-01", True),
    ]


def test_health_on_codes_of_another_year_is_estimated_and_says_so(place: Installation) -> None:
    rows = place.layer("gezondheid", columns="*, geometry IS NULL AS leeg")
    drawn = [row for row in rows if not row["leeg"]]
    assert (len(rows), len(drawn)) == (150, 108)
    assert all("indeling van 2020" in r for r in place.described("gezondheid")["opmerkingen"][1:2])
    assert place.described("gezondheid")["indelingsjaar"] == 2020


# Places


def test_postcode_areas_are_repaired_in_sight(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, PC6).set_index("POSTCODE")
    rows = place.layer("postcodegebieden", columns="postcode, ST_AsBinary(geometry) AS vorm")
    assert {row["postcode"] for row in rows} == set(file.index)
    assert len(rows) == 5_496
    invalid = set(file[~file.geometry.is_valid].index)
    kept = place.quarantined("pc6_vlakken")
    assert {row["inhoud"]["POSTCODE"] for row in kept} == invalid
    assert len(invalid) == 5
    for row in kept:
        assert row["soort"] == "hersteld"
        original = shapely.from_wkb(row["inhoud"]["geometry_wkb"])
        assert not original.is_valid
        assert original.equals_exact(file.geometry[row["inhoud"]["POSTCODE"]])
    assert all(shapely.from_wkb(row["vorm"]).is_valid for row in rows)


def test_stops(place: Installation, feeds: Path) -> None:
    file = originals.shape(feeds, STOPS)
    rows = place.layer("haltes")
    assert len(rows) == len(file) == 543
    assert {row["halte"] for row in rows} == set(file["quaycode"])
    assert {row["vertrekken_9_16_status"] for row in rows} == {"ontbreekt"}
    stored = Counter(r["toegankelijk"] for r in place.stored("ov_haltes", "toegankelijk"))
    assert stored == Counter(file["accessible"])


def test_pharmacies_with_every_quirk(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, PHARMACIES, ";")
    outcome = place.outcome("igj_apotheken")
    assert outcome.received == len(file) == 1_968
    assert outcome.out_of_scope == {"zonder_postcode": int((file["Postcode"] == "").sum())}
    assert outcome.duplicates == int(file.duplicated().sum()) == 1
    (bad,) = place.quarantined("igj_apotheken")
    assert bad["inhoud"]["Plaats"] == "THE BOTTOM"  # Saba, postcode «X», KvKnr «NA»
    rows = place.stored("igj_apotheken")
    assert not any(row["adres"].endswith(" ") for row in rows)
    assert "'S-GRAVENHAGE" in {row["plaats"] for row in rows}
    assert all(" " not in row["postcode"] for row in rows)
    assert {row["kvk_nummer"] for row in rows} & {"NA"} == set()


def test_nursing_homes_with_every_quirk(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, NURSING)
    outcome = place.outcome("zorginstituut_organisaties")
    twice = file[file.duplicated(["kvk", "organisatie", "jaar"], keep=False)]
    assert outcome.received == len(file) == 1_483
    assert outcome.quarantined == len(twice) == 7
    rows = place.stored("zorginstituut_organisaties")
    rest = file.drop(twice.index)
    assert total(rows, "clienten") == originals.figures(rest["nClient"]).sum()
    absent = sum(row["clienten_status"] == "ontbreekt" for row in rows)
    assert absent == (rest["nClient"] == "NA").sum()
    # Seven digits: the zero in front is gone at the source; it is kept as it came, as text.
    assert {len(row["kvk_nummer"]) for row in rows} == {7, 8}
    assert {row["verslagjaar"] for row in rows} == {2019, 2020, 2021}


def test_places_by_postcode_are_counted_when_they_cannot_be_placed(
    place: Installation, feeds: Path
) -> None:
    known = set(originals.shape(feeds, PC6)["POSTCODE"])
    file = originals.table(feeds, PHARMACIES, ";")
    here = file["Postcode"].str.replace(" ", "").isin(known)
    rows = place.stored("locaties")
    pharmacies = [row for row in rows if row["soort"] == "apotheek"]
    assert len(pharmacies) == here.sum() > 0
    assert {row["plaatsing"] for row in rows} == {"postcodegebied"}
    coverage = place.version("locaties")["dekking"]
    assert coverage["niet_geplaatst"]
    assert any("konden niet worden geplaatst" in text for text in coverage["opmerkingen"])


# Products


def test_draaglast_is_provisional_and_names_its_substitutes(place: Installation) -> None:
    rows = place.layer("draaglast")
    assert len(rows) == 108
    scored = [row for row in rows if row["klasse"] is not None]
    assert 0 < len(scored) <= 68  # buurten that the key figures have
    assert all(row["voorlopig"] for row in scored)
    assert all(row["klasse_status"] == "geschat" for row in scored)
    substitutes = {name for row in scored for name in row["vervangers"].split("; ")}
    assert any(name.startswith("Huishoudens onder of rond sociaal minimum") for name in substitutes)
    assert any(name.startswith("Misdrijven volgens KWB") for name in substitutes)
    assert any(name.startswith("Gemiddeld inkomen") for name in substitutes)
    for row in rows:
        if row["klasse"] is None:
            assert row["klasse_status"] == "ontbreekt"
            assert row["reden"]
    remarks = " ".join(place.described("draaglast")["opmerkingen"])
    assert "Voorlopig" in remarks
    assert "Vervangende indicatoren" in remarks
    assert "niet gerangschikt" in remarks


def test_draaglast_has_no_ranks_and_no_points_for_the_public(place: Installation) -> None:
    columns = place.layer("draaglast")[0].keys()
    assert not [name for name in columns if "punten" in name or "rang" in name or "plaats" in name]
    with pytest.raises(Exception, match="permission denied"):
        place.database.rows(
            "SELECT * FROM pub_restricted.draaglast_besloten_buurt", role="woonzorg_api"
        )
    with pytest.raises(Exception, match="permission denied"):
        place.database.rows("SELECT d_punten FROM store.draaglast_buurt", role="woonzorg_api")
    exact = place.database.rows(
        "SELECT d_punten FROM pub_restricted.draaglast_besloten_buurt",
        role="woonzorg_api_restricted",
    )
    assert any(row["d_punten"] is not None for row in exact)


def test_opportunities_are_null_and_say_why(place: Installation) -> None:
    rows = place.layer("kansenkaart", columns="score, score_status, ontbreekt")
    assert rows
    assert {row["score"] for row in rows} == {None}
    assert {row["score_status"] for row in rows} == {"ontbreekt"}
    assert all("voorzieningen te voet" in row["ontbreekt"] for row in rows)
    described = place.described("kansenkaart")
    assert "Vraag is onbekend zonder straten" in " ".join(described["opmerkingen"])
    assert {"vraag", "voorzieningen te voet", "haalbaarheid", "zorg nabij"} <= set(
        described["dekking"]["ontbrekend"]
    )


def test_layers_without_input_are_absent_not_empty(place: Installation) -> None:
    found = {row["laag"] for row in place.database.rows("SELECT laag FROM pub.pointer")}
    assert found == {
        "buurten",
        "doorstroompotentieel",
        "draaglast",
        "draaglast_per_wijk",
        "factsheet_buurt",
        "gezondheid",
        "gezondheid_65plus",
        "haltes",
        "kansenkaart",
        "kansenkaart_h3",
        "kerncijfers",
        "leefbaarheid_wijk",
        "monitor_vraag_aanbod",
        "ontmoeting_per_buurt",
        "ontmoeting_per_wijk",
        "postcodegebieden",
        "spreiding",
        "spreiding_van_gemeente",
        "vierkanten",
        "voorzieningen",
        "vragers_en_dragers",
        "wijken",
        "zorgaanbod_wijk",
    }
    assert "osm_wegen" in place.outcome("loop_cel").reason
