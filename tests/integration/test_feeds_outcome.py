"""What a refresh says of real feeds, what a second one does, and what a broken one leaves alone."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.installations import Installation

# dataset, peildatum -> received, published, quarantined, duplicates, out of scope
EXPECTED = {
    ("cbs_wijken", "2017-01-01"): (15, 15, 0, 0, 0),
    ("cbs_buurten", "2017-01-01"): (108, 108, 0, 0, 0),
    ("cbs_kwb", "2017-01-01"): (8_894, 8_894, 0, 0, 0),
    ("cbs_vierkanten", "2014-01-01"): (3_441, 3_441, 0, 0, 0),
    ("igj_apotheken", "2026-01-02"): (1_968, 1_962, 1, 1, 4),
    ("ov_haltes", "2017-09-20"): (543, 543, 0, 0, 0),
    ("pc6_vlakken", "2017-01-01"): (5_496, 5_496, 0, 0, 0),
    ("rivm_gezondheid", "2016-09-01"): (17_132, 17_131, 0, 0, 1),
    ("rivm_gezondheid", "2020-09-01"): (34_264, 34_262, 0, 0, 2),
    ("zorginstituut_organisaties", "2021-12-31"): (1_483, 1_476, 7, 0, 0),
}


@pytest.fixture(scope="module")
def groningen(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed("groningen-2017")
    return found


def test_every_row_of_every_feed_is_accounted_for(groningen: Installation) -> None:
    for (name, moment), counts in EXPECTED.items():
        kept = groningen.version(name, moment)
        outside = sum(kept["buiten_bereik"].values())
        found = (
            kept["ontvangen"],
            kept["gepubliceerd"],
            kept["afgekeurd"],
            kept["dubbel"],
            outside,
        )
        assert found == counts, name
        assert counts[0] == sum(counts[1:])
        stored = groningen.stored(name, "id", moment)
        assert len({row["id"] for row in stored}) == len(stored) == counts[1]


def test_every_layer_shows_what_its_dataset_holds_or_counts_the_rest(
    groningen: Installation,
) -> None:
    rows = groningen.database.rows(
        "SELECT lv.laag, lv.rijen, lv.buiten_bereik, v.gepubliceerd FROM log.laagversie lv"
        " JOIN log.versie v ON v.version = lv.bronversie WHERE lv.toestand = 'goed'"
    )
    assert len(rows) > 10
    for row in rows:
        assert row["gepubliceerd"] == row["rijen"] + sum(row["buiten_bereik"].values()), row


def test_second_refresh_writes_nothing_and_is_quick(groningen: Installation) -> None:
    def state() -> list[Any]:
        return [
            groningen.database.value(query)
            for query in (
                "SELECT count(*) FROM log.versie",
                "SELECT count(*) FROM log.laagversie",
                "SELECT max(release) FROM pub.release",
                "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
                " WHERE schemaname IN ('store', 'stage', 'pub', 'quarantine')",
            )
        ]

    before, first = state(), list(groningen.outcomes)
    started = time.monotonic()
    again = groningen.refresh()
    seconds = time.monotonic() - started
    groningen.outcomes = first
    assert state() == before
    assert {one.state for one in again} <= {"ongewijzigd", "overgeslagen"}
    assert seconds < 10
    assert not [e for e in groningen.events if e.get("naam") not in ("landen", None)]


BUURTEN = """
naam = "Proef"
indelingsjaar = 2017
gemeenten = ["GM0014"]
ring_m = 0
[bronnen.cbs_wijken]
vorm = "shp"
adres = "wijken.zip"
peildatum = 2017-01-01
indelingsjaar = 2017
"""


@pytest.fixture(scope="module")
def small(
    feeds: Path, installation: Callable[..., Installation], tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """One feed from a file that a test may spoil."""
    profile = tmp_path_factory.mktemp("profiel") / "proef.toml"
    profile.write_text(BUURTEN, encoding="utf-8")
    place = installation(str(profile))
    shutil.copy(
        feeds / "cbs-wijkbuurt" / "groningen_wijken_2017_shp.zip", place.settings.var / "wijken.zip"
    )
    place.refresh()
    assert place.outcome("cbs_wijken").state == "gepubliceerd"
    return place


def broken(kind: str, feeds: Path) -> bytes:
    """What may lie where the wijken should be."""
    good = (feeds / "cbs-wijkbuurt" / "groningen_wijken_2017_shp.zip").read_bytes()
    return {
        "afgebroken": good[: len(good) // 2],
        "html": b"<!DOCTYPE html><html><body>Onderhoud</body></html>",
        "leeg": b"",
        "andere tabel": (feeds / "ov" / "groningen_bushaltes_2017_shp.zip").read_bytes(),
        "buurten": (feeds / "cbs-wijkbuurt" / "groningen_buurten_2017_shp.zip").read_bytes(),
    }[kind]


@pytest.mark.parametrize("kind", ["afgebroken", "html", "leeg", "andere tabel", "buurten"])
def test_broken_file_leaves_the_last_good_release(
    small: Installation, feeds: Path, kind: str
) -> None:
    before = (small.described("wijken"), small.layer("wijken", columns="wijkcode, inwoners"))
    file = small.settings.var / "wijken.zip"
    good = file.read_bytes()
    file.write_bytes(broken(kind, feeds))
    try:
        small.refresh()
        outcome = small.outcome("cbs_wijken")
    finally:
        file.write_bytes(good)
    assert outcome.state in ("geweigerd", "onbereikbaar")
    assert outcome.reason
    assert outcome.kept is not None
    assert (
        small.described("wijken"),
        small.layer("wijken", columns="wijkcode, inwoners"),
    ) == before
    said = small.database.rows(
        "SELECT uitleg FROM log.bevinding WHERE dataset = 'cbs_wijken' AND NOT geslaagd"
        " ORDER BY id DESC LIMIT 1"
    )
    assert said
    assert said[0]["uitleg"] in outcome.reason


def test_good_file_heals_the_feed_without_a_new_version(small: Installation) -> None:
    before = small.version("cbs_wijken")["version"]
    small.refresh()
    assert small.outcome("cbs_wijken").state == "ongewijzigd"
    assert small.version("cbs_wijken")["version"] == before
