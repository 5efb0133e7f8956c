"""What a refresh says of real feeds, what a second one does, and what a broken one leaves alone."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.registry import registry
from pipelines import ingest, verbs
from pipelines.area import Area
from pipelines.cluster import Cluster
from pipelines.refresh import land_all
from pipelines.versions import Outcome
from pipelines.work import Work, close_run, open_run
from tests.support import clusters, installations
from tests.support.installations import Installation
from tests.support.outcomes import DECLARED, FILES, REFUSED, REPAIRED, TAKEN, U

REST = Path(__file__).with_name("feeds_outcome.toml")


@pytest.fixture(scope="module")
def groningen(refreshed: Any, feeds: Path) -> Installation:  # noqa: ARG001
    found: Installation = refreshed("groningen-2017")
    return found


@pytest.fixture(scope="module")
def rest(
    feeds: Path,  # noqa: ARG001
    cluster: Cluster,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """Every file that no built-in profile reads, judged in one run; nothing derived from them."""
    with clusters.database(cluster, "overige_bestanden") as database:
        place = installations.make(tmp_path_factory.mktemp("var"), database, str(REST))
        with place.entered():
            work = open_run(place.settings, database.dsn(), "toets", place.events.append)
            feeds_ = [name for name in registry() if work.profile.sources(name)]
            _, area = land_all(work, feeds_)
            place.outcomes = judged(work, area, feeds_)
            approve_other_areas(place)
            again = judged(work, area, sorted({f.dataset for f in DECLARED.values() if f.approved}))
            place.outcomes += [one for one in again if one.state == TAKEN]
            close_run(work, "klaar")
        yield place


def judged(work: Work, area: Area, names: list[str]) -> list[Outcome]:
    """Read, check and store these feeds."""
    return [
        outcome
        for name in names
        for outcome in ingest.safely(work, registry()[name], area if name != TELLS_AREA else None)
    ]


TELLS_AREA = "cbs_gemeenten"


def approve_other_areas(place: Installation) -> None:
    """What a steward does with a file of another area than the one before."""
    rows = place.database.rows(
        "SELECT levering, dataset FROM log.levering"
        " WHERE toestand = 'geweigerd' AND reden LIKE '%%Keur eenmalig goed%%'"
    )
    for row in rows:
        verbs.approve(
            place.database.dsn("woonzorg_steward"),
            row["dataset"],
            row["levering"],
            by="Proef",
            reason="ander gebied dan het bestand ervoor",
        )


def test_every_real_file_has_a_declared_outcome(feeds: Path) -> None:
    there = {
        str(path.relative_to(feeds))
        for path in feeds.rglob("*")
        if path.is_file() and path.suffix != ".md"
    }
    assert there == set(FILES)
    for path, file in DECLARED.items():
        assert file.counts[0] == sum(file.counts[1:]), path


@pytest.mark.parametrize("path", DECLARED)
def test_file_comes_to_its_outcome(path: str, refreshed: Any, rest: Installation) -> None:
    file = DECLARED[path]
    place = refreshed(file.profile) if file.profile else rest
    if file.outcome == REFUSED:
        told = place.outcome(file.dataset, file.moment)
        assert told.state == REFUSED
        assert file.why in told.reason
        return
    kept = place.version(file.dataset, file.moment)
    outside = sum(kept["buiten_bereik"].values())
    counts = kept["ontvangen"], kept["gepubliceerd"], kept["afgekeurd"], kept["dubbel"], outside
    assert counts == file.counts
    stored = place.stored(file.dataset, "id", file.moment)
    assert len({row["id"] for row in stored}) == len(stored) == counts[1]
    assert (repaired(place, file.dataset, kept["version"]) > 0) == (file.outcome == REPAIRED)


def repaired(place: Installation, dataset: str, version: int) -> int:
    """Rows of a version whose shape was repaired by a listed method; the original is kept."""
    rows = place.database.rows(
        f"SELECT count(*) AS n FROM quarantine.{dataset}"  # noqa: S608
        " WHERE version = %s AND soort = 'hersteld'",
        (version,),
    )
    return int(rows[0]["n"])


def test_not_yet_published_is_a_status_and_never_zero(rest: Installation, feeds: Path) -> None:
    """Baarn: 3,675 cells hold -99995, 175 per buurt; not one of ours is a number."""
    file = feeds / "cbs-wijkbuurt" / "baarn_buurten_2024.geojson"
    features = [f["properties"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]]
    assert sum(v == -99995 for row in features for v in row.values()) == 3_675
    later = {name for name in features[0] if all(row[name] == -99995 for row in features)}
    given = {str(row["buurtcode"]): row for row in features}
    figures = [c for c in registry()["cbs_buurten"].columns if c.value]
    rows = rest.stored("cbs_buurten", peildatum="2024-01-01")
    assert len(rows) == 21
    absent = 0
    for row in rows:
        for column in figures:
            source = next((name for name in column.sources if name in given[row["buurtcode"]]), "")
            if not source:
                continue
            cell = given[row["buurtcode"]][source]
            if source in later or cell in (-99995, -99997):
                wanted = "ontbreekt" if cell == -99995 else "onderdrukt"
                assert (row[column.name], row[column.status]) == (None, wanted), column.name
                absent += 1
            else:
                assert row[column.name] == pytest.approx(cell), column.name
    assert absent > 0


def test_spreadsheet_and_csv_of_the_same_table_are_equal(
    rest: Installation, refreshed: Any
) -> None:
    names = "gebiedscode, inwoners, inwoners_status, huishoudens, wmo_clienten, wmo_clienten_status"
    moment = "2023-01-01"
    sheet = rest.stored("cbs_kwb", names, moment)
    assert sheet == refreshed(U).stored("cbs_kwb", names, moment)
    assert {row["wmo_clienten_status"] for row in sheet} == {"ontbreekt"}


def test_regions_as_columns_become_rows_with_their_figures(rest: Installation) -> None:
    rows = {row["gebiedscode"]: row for row in rest.stored("cbs_nabijheid")}
    assert set(rows) == {
        *("GM1680", "WK168000", "BU16800000", "BU16800009"),
        *("WK168001", "BU16800100", "BU16800109"),
    }
    assert rows["GM1680"]["afstand_huisarts_m"] == pytest.approx(2_500)
    assert rows["BU16800000"]["afstand_huisarts_m"] == pytest.approx(800)


def test_nothing_is_made_up_where_the_source_has_a_gap(rest: Installation) -> None:
    crimes = rest.stored("politie_misdrijven", "*", "2024-12-31")
    assert {row["soort_misdrijf"] for row in crimes} == {"0.0.0"}
    assert {row["periode"] for row in crimes} == {"2024JJ00"}
    classes = rest.stored("leefbaarometer_wijk")
    empty = [row for row in classes if row["klasse_2_0"] is None]
    assert empty
    assert {row["klasse_2_0_status"] for row in empty} == {"ontbreekt"}
    assert {row["klasse_2_0"] for row in classes} - {None} == set(range(1, 10))
    scores = rest.stored("ses_woa")
    missing = [row for row in scores if row["ses_totaal"] is None]
    assert missing
    assert {row["ses_totaal_status"] for row in missing} == {"ontbreekt"}
    assert min(row["ses_totaal"] for row in scores if row["ses_totaal"] is not None) < 0
    numbers = [row["ziekenhuisnummer"] for row in rest.stored("ziekenhuizen")]
    assert not [number for number in numbers if "." in number]
    homes = rest.stored("zorginstituut_verpleeghuizen")
    assert {(row["huisnummer"], row["huisletter"]) for row in homes} >= {(31, "B")}
    assert not [row for row in homes if "Concernniveau" in row["naam"]]


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
