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
