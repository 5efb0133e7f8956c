"""The page on real Groningen 2017 says what the installation says, and names or orders no buurt."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.support import docs_groningen
from tests.support.installations import Installation


@pytest.fixture(scope="module")
def place(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed(docs_groningen.PROFILE)
    return found


def test_page_is_what_the_installation_says(place: Installation) -> None:
    assert docs_groningen.PAGE.read_text(encoding="utf-8") == docs_groningen.render(place), (
        "python -m tests.support.docs_groningen"
    )


def test_page_names_no_buurt(place: Installation) -> None:
    page = docs_groningen.PAGE.read_text(encoding="utf-8")
    for row in place.stored("cbs_buurten", "buurtcode, buurtnaam"):
        assert row["buurtcode"] not in page
        assert row["buurtnaam"] not in page


def test_closed_report_holds_every_buurt_and_is_for_its_owner_only(
    place: Installation, tmp_path: Path
) -> None:
    target = tmp_path / "var" / "draaglast.csv"
    docs_groningen.write_report(place, target)
    with target.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 108
    assert sum(bool(row["d_punten"]) for row in rows) == 68
    assert target.stat().st_mode & 0o077 == 0


def test_wijken_are_summed_from_buurten_and_compared_with_the_leefbaarometer(
    place: Installation,
) -> None:
    """The file has no rows of wijken: 12 of 15 have buurten with 90% of the inhabitants."""
    rows = place.stored("draaglast_wijk")
    assert len(rows) == 15
    scored = [row for row in rows if row["klasse"] is not None]
    assert len(scored) == 12
    assert {row["sociaal_minimum_waarde_status"] for row in scored} == {"geschat"}
    found = place.version("draaglast_wijk")["dekking"]
    for index in ("D", "K"):
        assert -1 <= found["correlaties"][f"{index}_leefbaarometer"] <= 1
    assert any("opgeteld over buurten" in said for said in found["opmerkingen"])


def test_students_are_known_from_the_map_where_the_key_figures_lack_ages(
    place: Installation,
) -> None:
    told = place.version("draaglast_buurt")["dekking"]
    assert told["correlaties"]["D_15_24"] is not None
    shares = {
        row["buurtcode"]: row["inwoners_15_25_pct"]
        for row in place.stored("cbs_buurten", "buurtcode, inwoners_15_25_pct")
    }
    noted = {
        row["buurtcode"]
        for row in place.stored("draaglast_buurt", "buurtcode, opmerkingen, klasse")
        if "studenten" in (row["opmerkingen"] or "")
    }
    assert noted
    assert all(shares[code] >= 30 for code in noted)
