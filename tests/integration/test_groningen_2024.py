"""Groningen 2024: wijken drawn, buurten counted but not drawn, quirks in sight."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.support import originals
from tests.support.installations import Installation

WIJKEN = "cbs-wijkbuurt/nl_wijken_2024_geom"
KWB = "cbs-kwb/nl_buurten_kwb_2024_85984NED_subset"
NAMES = "cbs-kwb/nl_buurtnamen_2024_85984NED"


@pytest.fixture(scope="module")
def place(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed("groningen-2024")
    return found


def test_file_of_the_country_is_taken_whole(place: Installation, feeds: Path) -> None:
    file = originals.geojson(feeds, WIJKEN)
    outcome = place.outcome("cbs_wijken")
    assert outcome.received == len(file) == 3_439
    assert outcome.quarantined == 0
    assert outcome.published + sum(outcome.out_of_scope.values()) == len(file)


def test_twenty_wijken_are_shown(place: Installation, feeds: Path) -> None:
    own = originals.geojson(feeds, "cbs-wijkbuurt/groningen_wijken_2024_geom")
    rows = place.layer("wijken")
    assert {row["wijkcode"] for row in rows} == set(own["wijkcode"])
    assert len(rows) == 20
    assert sum(row["inwoners"] for row in rows) == own["aantal_inwoners"].sum()
    assert sum(row["huishoudens"] for row in rows) == own["huishoudens"].sum()


def test_invalid_shapes_are_repaired_and_kept(place: Installation, feeds: Path) -> None:
    file = originals.geojson(feeds, WIJKEN).set_index("wijkcode")
    invalid = set(file[~file.geometry.is_valid].index)
    kept = place.quarantined("cbs_wijken")
    assert len(invalid) == 17
    # Two cross themselves by less than a rounding of the projection: in RD they are valid.
    in_rd = file.geometry.to_crs(28992)
    assert {row["inhoud"]["wijkcode"] for row in kept} == set(in_rd[~in_rd.is_valid].index)
    assert {row["inhoud"]["wijkcode"] for row in kept} <= invalid
    assert len(kept) >= 15
    assert {"WK009305", "WK016600", "WK193031"} <= invalid
    assert {row["soort"] for row in kept} == {"hersteld"}
    for row in kept:
        assert not shapely.from_wkb(row["inhoud"]["geometry_wkb"]).is_valid
    good = place.stored("cbs_wijken", "ST_IsValid(geometry) AS goed")
    assert all(row["goed"] for row in good)


def test_abroad_is_no_wijk_of_the_country(place: Installation, feeds: Path) -> None:
    file = originals.geojson(feeds, WIJKEN)
    assert (file["gemeentecode"] == "GM0998").sum() == 1
    assert place.outcome("cbs_wijken").out_of_scope == {"buitenland": 1}
    assert "WK099899" not in {row["wijkcode"] for row in place.stored("cbs_wijken", "wijkcode")}


def test_pseudo_wijken_for_water_are_never_shown(place: Installation, feeds: Path) -> None:
    """The cut file has no column `water`; their names say it, and none is in an own gemeente."""
    file = originals.geojson(feeds, WIJKEN)
    water = set(file.loc[file["wijknaam"] == "Groot water", "wijkcode"])
    assert water
    assert not water & {row["wijkcode"] for row in place.layer("wijken")}


def test_pseudo_figures_are_missing_not_zero(place: Installation) -> None:
    rows = place.stored("cbs_wijken", "wijknaam, inwoners, inwoners_status")
    pseudo = [row for row in rows if row["wijknaam"] == "Groot water"]
    assert pseudo
    for row in pseudo:
        assert (row["inwoners"] is None) == (row["inwoners_status"] == "ontbreekt")


def test_buurten_are_counted_not_drawn(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, KWB)
    own = file[file["WijkenEnBuurten"].str.startswith("BU0014")]
    rows = place.layer("kerncijfers", columns="*, geometry IS NULL AS leeg")
    assert len(rows) == len(own) == 133
    assert all(row["leeg"] for row in rows)
    assert sum(row["inwoners"] for row in rows) == originals.figures(own["AantalInwoners_5"]).sum()
    described = place.described("kerncijfers")
    assert described["aantal"] == 133
    assert any("Niet op de kaart getekend" in text for text in described["opmerkingen"])
    archives = place.database.rows("SELECT laag FROM pub.archief", role="woonzorg_api")
    assert "kerncijfers" not in {row["laag"] for row in archives}


def test_buurten_that_the_source_left_out_are_known(place: Installation, feeds: Path) -> None:
    """The subset dropped buurten with any gap: 133 of the 151 that the name list has."""
    names = originals.table(feeds, NAMES)
    codes = set(names.loc[names["Identifier"].str.startswith("BU0014"), "Identifier"])
    shown = {row["gebiedscode"] for row in place.layer("kerncijfers")}
    assert len(codes) == 151
    assert shown < codes


def test_key_figures_of_the_country_for_the_reference(place: Installation, feeds: Path) -> None:
    file = originals.table(feeds, KWB)
    rows = place.stored("cbs_kwb", "gemeentenaam, inwoners, inwoners_65plus")
    assert len(rows) == len(file) == 13_655
    for ours, theirs in (
        ("inwoners", "AantalInwoners_5"),
        ("inwoners_65plus", "k_65JaarOfOuder_12"),
    ):
        known = originals.figures(file[theirs])
        assert sum(r[ours] for r in rows if r[ours] is not None) == known.sum()
    assert all(row["gemeentenaam"] == row["gemeentenaam"].strip() for row in rows)


def test_draaglast_waits_for_buurten(place: Installation) -> None:
    assert "cbs_buurten" in place.outcome("draaglast_buurt").reason
