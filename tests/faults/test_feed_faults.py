"""Broken feeds (TRUST 3.1): the last good version stays, dated, with the reason for all to see.

Every fault is served over HTTP by the fake publisher or dropped as a file. One refresh meets many
faults, each in a feed of its own; the next one, with the feeds healed, must end where a clean run
ends. A row of the table is one test.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
import pytest

from pipelines.opstart.installation import PROFILE
from pipelines.sample.publisher import Publisher
from tests.faults.support import Refreshed, Site, drop_file, farm, second_address, touch_odata

CBS = "/cbs/wijken-en-buurten-2024/ogc/v1/collections"
BAG = "/kadaster/bag/ogc/v2/collections"
ODATA = "/ODataFeed/odata"
ODATA4 = "/odata/v1/CBS"
RIVM = "/ODataFeed/OData/50150NED"
PBF = "/europe/netherlands"
GTFS = "/nl/gtfs-nl.zip"
IGJ = "/binaries/igj/documenten/publicaties/apothekersregister.csv"
BBOX = "liggen buiten de gevraagde bbox"
CUT = "bytes ontvangen|verbroken|te vroeg"
SILENT, REFUSED = "onbereikbaar", "geweigerd"


@dataclass(frozen=True)
class Fault:
    """One row of the fault table.

    Attributes:
        name: of the test.
        dataset: the feed it is in.
        path: start of the path at the publisher; empty for a file.
        kind: kind of the fake publisher's faults.
        reason: regular expression the stored reason fits.
        state: what the outcome table says.
        options: of the fault.
        file: supplier and text of a dropped file.
        second: table of CBS that has a second address, with the same fault there.
    """

    name: str
    dataset: str
    path: str
    kind: str
    reason: str
    state: str = SILENT
    options: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, str] = ("", "")
    second: str = ""


TRANSPORT = (
    Fault("timeout", "igj_apotheken", IGJ, "timeout", "geen antwoord binnen de tijd"),
    Fault("drip", "bag_panden", f"{BAG}/pand", "drip", "niet klaar binnen 4 s"),
    Fault("reset", "osm_wegen", PBF, "reset", "verbinding verbroken"),
    Fault("500", "cbs_kwb", f"{ODATA}/85984NED", "http_500", "status 500"),
    Fault("502", "cbs_gemeenten", f"{CBS}/gemeenten", "http_502", "status 502"),
    Fault("503", "rivm_gezondheid", RIVM, "http_503", "status 503", options={"retry_after": 0}),
    Fault(
        "429", "cbs_leeftijd_pc4", f"{ODATA}/83502NED", "http_429", "vraagt 7200 s te wachten",
        options={"retry_after": 7200},
    ),
    Fault("truncated-json", "cbs_nabijheid", f"{ODATA}/86134NED", "truncated", CUT),
    Fault("truncated-zip", "ov_haltes", GTFS, "truncated", CUT),
    Fault("html", "cbs_wijken", f"{CBS}/wijken", "html", r"een webpagina \(HTML\) ontvangen"),
    Fault(
        "foreign-redirect", "cbs_leeftijd_gemeente", f"{ODATA}/03759ned", "foreign_redirect",
        "elders.invalid",
    ),
    Fault(
        "repeated-page", "bag_verblijfsobjecten", f"{BAG}/verblijfsobject", "repeated_page",
        "dubbel|draait rond", options={"skip": 1},
    ),
    Fault("empty-answer", "cbs_buurten", f"{CBS}/buurten", "empty", "geen enkel object"),
    Fault(
        "empty-file", "corporatiecomplexen", "", "file", "dat is geen csv",
        file=("woonlindenhof", ""),
    ),
    Fault(
        "html-file", "zorgcapaciteit", "", "file", "ontbreekt|afgesproken", REFUSED,
        file=("avondrood", "<!DOCTYPE html><html><body>inloggen</body></html>\n"),
    ),
)  # fmt: skip

CONTENT = (
    Fault("wrong-crs", "cbs_wijken", f"{CBS}/wijken", "wrong_crs", "liggen buiten", REFUSED),
    Fault(
        "swapped-axes", "bag_verblijfsobjecten", f"{BAG}/verblijfsobject", "swapped_axes",
        "x en y verwisseld", REFUSED,
    ),
    Fault(
        "number-like-ids", "bag_panden", f"{BAG}/pand", "numeric_ids", "als getal aangeleverd",
        REFUSED,
    ),
    Fault(
        "missing-column", "cbs_kwb", f"{ODATA}/85984NED", "missing_column",
        "kolom [a-z_0-9]+ ontbreekt", REFUSED, {"column": "AantalInwoners_5"},
    ),
    Fault(
        "renamed-column", "cbs_nabijheid", f"{ODATA}/86134NED", "renamed_column", "ontbreekt",
        REFUSED, {"column": "AfstandTotHuisartsenpraktijk_5", "to": "Huisarts_5", "title": "H"},
    ),
    Fault(
        "unknown-code", "cbs_leeftijd_pc4", f"{ODATA}/83502NED/TypedDataSet", "unknown_code",
        "-99994, geen bekend teken", REFUSED, {"column": "Bevolking_1"},
    ),
    Fault(
        "ten-times-fewer", "cbs_leeftijd_gemeente", f"{ODATA}/03759ned/TypedDataSet", "fewer_rows",
        "bruikbare rijen .*verwacht", REFUSED,
    ),
    Fault("page-gone", "cbs_gemeenten", f"{CBS}/gemeenten", "gone", "status 404"),
    Fault("whole-country", "cbs_buurten", f"{CBS}/buurten", "whole_country", BBOX, REFUSED),
    Fault("empty-table", "rivm_gezondheid", RIVM, "empty", "geen enkele rij|dimensie"),
    Fault(
        "ten-times-more", "igj_apotheken", IGJ, "more_rows", "bruikbare rijen .*verwacht", REFUSED
    ),
    Fault("empty-zip", "ov_haltes", GTFS, "empty", "leeg antwoord"),
)  # fmt: skip

MORE = (
    Fault("duplicate-features", "cbs_wijken", f"{CBS}/wijken", "duplicate_ids", "komen dubbel"),
    Fault(
        "ogc-missing-column", "bag_panden", f"{BAG}/pand", "missing_column",
        "kolom bouwjaar ontbreekt", REFUSED, {"column": "bouwjaar"},
    ),
    Fault(
        "unknown-code-share", "cbs_kwb", f"{ODATA}/85984NED/TypedDataSet", "unknown_code",
        "-99994, geen bekend teken", REFUSED, {"column": "AantalInwoners_5"},
    ),
    Fault(
        "csv-missing-column", "igj_apotheken", IGJ, "missing_column", "kolom postcode ontbreekt",
        REFUSED, {"column": "Postcode"},
    ),
    Fault(
        "rows-doubled", "cbs_nabijheid", f"{ODATA}/86134NED/TypedDataSet", "duplicate_ids",
        "dubbel",
    ),
    Fault(
        "both-addresses", "cbs_leeftijd_gemeente", f"{ODATA}/03759ned", "http_500",
        r"Eerste adres \(.*opendata\.cbs\.nl.*status 500.*Tweede adres \(.*datasets\.cbs\.nl"
        r".*status 500", second="03759ned",
    ),
    Fault(
        "gzip-bomb", "cbs_leeftijd_pc4", f"{ODATA}/83502NED", "gzip_bomb", "1:100|na uitpakken",
        options={"mb": 80},
    ),
)  # fmt: skip

WAVES = {"vervoer": TRANSPORT, "inhoud": CONTENT, "meer": MORE}
TABLES = ("85984NED", "86134NED", "83502NED", "03759ned", "50150NED")


@dataclass
class Met:
    """One wave: before, the refresh that met the faults, and the healed one after it."""

    site: Site
    before: dict[str, str]
    versions: dict[str, dict[str, int]]
    broken: Refreshed
    epoch: int
    during: dict[str, str]
    status: dict[str, Any]
    checks: dict[str, tuple[bool, str]]
    coverage: dict[str, dict[str, bool]]
    alerts: list[dict[str, Any]]
    healed: Refreshed
    after: dict[str, str]
    checks_after: dict[str, tuple[bool, str]]
    alerts_after: list[dict[str, Any]]
    calm: Refreshed
    faults: tuple[Fault, ...]


def _change_another(site: Site) -> None:
    """A feed without a fault has news: two providers less."""
    folder = site.deliveries / "zorgaanbieders" / "thuiszorg-zandhoven"
    lines = (folder / "aanbieders_2024-01.csv").read_text(encoding="utf-8").splitlines()
    drop_file(folder, "aanbieders_2024-02.csv", "\n".join([lines[0], *lines[2:-1]]) + "\n")


def _publish_anew(site: Site, mark: str) -> None:
    """Publishers say that there is something new, else nobody would ask for what is broken."""
    with zipfile.ZipFile(site.feeds / "bestanden" / GTFS[1:], "a") as stops:
        stops.comment = mark.encode()
    for table in TABLES:
        touch_odata(site.feeds, table, mark)
    register = site.feeds / "bestanden" / IGJ[1:]
    head, *lines = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([head, *reversed(lines)]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    """Where a clean run ends that meets the same news without any fault."""
    site = farm().copy("groot")
    _change_another(site)
    with site.publisher():
        assert site.refresh().status == 0
    content = site.content()
    site.drop()
    return content


def _break(site: Site, publisher: Publisher, faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        if fault.path:
            options = dict(fault.options)
            skip = options.pop("skip", 0)
            publisher.fault(fault.path, fault.kind, skip=skip, **options)
            if fault.second:
                publisher.fault(f"{ODATA4}/{fault.second}", fault.kind, **options)
        else:
            supplier, text = fault.file
            drop_file(site.deliveries / fault.dataset / supplier, "kapot.csv", text)


def _heal(site: Site, publisher: Publisher, faults: tuple[Fault, ...]) -> None:
    publisher.heal()
    for fault in faults:
        if not fault.path:
            (site.deliveries / fault.dataset / fault.file[0] / "kapot.csv").unlink()


def checks(site: Site, datasets: set[str]) -> dict[str, tuple[bool, str]]:
    """Latest result of the check `geaccepteerd` of each step, as Dagster's own instance has it."""
    keys = {
        name: dg.AssetCheckKey(dg.AssetKey(["staging", name]), "geaccepteerd") for name in datasets
    }
    with dg.DagsterInstance.from_config(site.environment["DAGSTER_HOME"]) as instance:
        storage = instance.event_log_storage
        found = storage.get_latest_asset_check_execution_by_key(list(keys.values()))
    told = {}
    for name, key in keys.items():
        event = found[key].event if key in found else None
        if event is not None and event.dagster_event is not None:
            judged: Any = event.dagster_event.event_specific_data
            told[name] = (judged.passed, str(judged.metadata["reden"].value))
    return told


def _kept(inputs: list[dict[str, Any]]) -> dict[str, bool]:
    """Input -> whether an older version was kept, of any of its editions."""
    found: dict[str, bool] = {}
    for one in inputs:
        found[one["dataset"]] = found.get(one["dataset"], False) or one["behouden"]
    return found


def _coverage(site: Site) -> dict[str, dict[str, bool]]:
    """Per layer of the newest release: input -> whether an older version of it was kept."""
    rows = site.query(
        "SELECT laag, dekking FROM pub.pointer JOIN pub.laag USING (laag, version)"
        " WHERE huidig AND release = (SELECT max(release) FROM pub.release)",
        role="woonzorg_api",
    )
    return {row["laag"]: _kept(row["dekking"]["invoer"]) for row in rows}


def _meet(wave: str) -> Met:
    """One wave of faults and its end."""
    faults = WAVES[wave]
    names = {fault.dataset for fault in faults}
    site = farm().copy("groot")
    before, versions = site.content(), {name: site.versions(name) for name in names}
    for fault in faults:
        if fault.second:
            second_address(site.feeds / PROFILE, fault.dataset, fault.second)
    _publish_anew(site, wave)
    _change_another(site)
    with site.publisher() as publisher:
        _break(site, publisher, faults)
        broken = site.refresh()
        epoch, during, status = site.epoch, site.content(), site.status()
        seen, coverage, alerts = checks(site, names), _coverage(site), site.alerts()
        _heal(site, publisher, faults)
        healed = site.refresh()
        after, again, calmer = site.content(), checks(site, names), site.alerts()
        calm = site.refresh()
    return Met(
        site, before, versions, broken, epoch, during, status, seen, coverage, alerts, healed,
        after, again, calmer, calm, faults,
    )  # fmt: skip


@pytest.fixture(scope="module")
def waves() -> Iterator[dict[str, Met]]:
    """Waves met so far; each is met once, whatever tests ask for it."""
    found: dict[str, Met] = {}
    yield found
    for met in found.values():
        met.site.drop()


@pytest.fixture
def met(request: pytest.FixtureRequest, waves: dict[str, Met]) -> Met:
    """The wave a test is about."""
    wave = request.param
    if wave not in waves:
        waves[wave] = _meet(wave)
    return waves[wave]


ROWS = [
    pytest.param(wave, fault, id=f"{wave}-{fault.name}")
    for wave, faults in WAVES.items()
    for fault in faults
]
table = pytest.mark.parametrize(("met", "fault"), ROWS, indirect=["met"])
whole = pytest.mark.parametrize("met", list(WAVES), indirect=True)


def _same(held: dict[str, str], other: dict[str, str], fits: Callable[[str], bool]) -> bool:
    return {k: v for k, v in held.items() if fits(k)} == {k: v for k, v in other.items() if fits(k)}


@table
def test_last_good_version_stays_with_the_reason_everywhere(met: Met, fault: Fault) -> None:
    name = fault.dataset
    assert met.broken.status == 3, met.broken.text
    # The version and its content are those of before, with their date.
    held = met.versions[name]
    assert held
    assert _same(met.before, met.during, lambda k: k.startswith(f"{name} "))
    faulty = [one for one in met.broken.outcomes[name] if one["state"] == fault.state]
    for one in faulty:  # of a feed with several editions it is this one that is kept
        assert len(held) == 1 or one["peildatum"] in held
        assert one["kept"] == held.get(one["peildatum"], max(held.values()))
    # Outcome table, log, status and Dagster say the same reason.
    assert fault.state in met.broken.states(name), met.broken.outcomes[name]
    assert re.search(fault.reason, met.broken.reason(name)), met.broken.reason(name)
    assert re.search(fault.reason, met.broken.text.replace("\n", " "))
    findings = met.site.findings(name, met.epoch)
    assert any(re.search(fault.reason, text) for text in findings), findings
    told = [row for row in met.status["leveringen"] if row["dataset"] == name and row["reden"]]
    assert any(re.search(fault.reason, row["reden"]) for row in told), told
    assert {row["toestand"] for row in told} <= {fault.state}
    passed, why = met.checks[name]
    assert not passed
    assert re.search(fault.reason, why)


@table
def test_derived_layers_say_that_an_older_input_was_kept(met: Met, fault: Fault) -> None:
    users = {name: held for name, held in met.coverage.items() if fault.dataset in held}
    assert all(held[fault.dataset] for held in users.values()), users


@whole
def test_other_feeds_refresh_meanwhile(met: Met, reference: dict[str, str]) -> None:
    assert met.broken.states("zorgaanbieders") == {"gepubliceerd"}
    assert _same(met.during, reference, lambda k: k.startswith("zorgaanbieders"))
    assert met.broken.states("locaties") == {"gepubliceerd"}
    used = met.coverage["voorzieningen"]
    assert not used["zorgaanbieders"]
    broken = {fault.dataset for fault in met.faults}
    if "osm_wegen" in broken:
        broken |= {"osm_bestemmingen", "osm_vlakken"}  # one file
    assert {name for name, kept in used.items() if kept} == broken & set(used)
    assert used["igj_apotheken"]


@whole
def test_an_alert_is_told_of_every_faulty_feed(met: Met) -> None:
    for fault in met.faults:
        told = [row for row in met.alerts if row["dataset"] == fault.dataset]
        assert any(re.search(fault.reason, row["tekst"]) for row in told), fault.name
        assert all(row["gelogd"] and row["soort"] == fault.state for row in told), told
    still = {row["dataset"]: row["tekst"] for row in met.alerts_after}
    assert not still.keys() & {fault.dataset for fault in met.faults}, still


@whole
def test_healed_feeds_converge_to_a_clean_run(met: Met, reference: dict[str, str]) -> None:
    assert met.healed.status == 0, met.healed.text
    assert met.after == reference
    assert met.site.leftovers() == []
    assert {name: passed for name, (passed, _) in met.checks_after.items() if not passed} == {}
    # And then there is nothing left to do.
    assert met.calm.status == 0
    assert {event["naam"] for event in met.calm.events if "naam" in event} == {"landen"}


# Faults of rows: the delivery passes, the rows do not, and each is accounted for -----------------


@pytest.fixture(scope="module")
def rows() -> Iterator[tuple[Site, Refreshed]]:
    """One refresh that meets faults in single rows."""
    site = farm().copy("groot")
    second_address(site.feeds / PROFILE, "cbs_nabijheid", "86134NED")
    _publish_anew(site, "rijen")
    folder = site.deliveries / "zorgcapaciteit" / "avondrood"
    text = (folder / "capaciteit_2024-01.csv").read_text(encoding="utf-8")
    other = text.splitlines()[1].replace(";0;", ";9;")
    drop_file(folder, "dubbel.csv", f"{text}{other}\n")
    with site.publisher() as publisher:
        publisher.fault(IGJ, "duplicate_ids", count=3)
        publisher.fault(f"{BAG}/pand", "invalid_geometry", every=150)
        publisher.fault(f"{ODATA}/85984NED", "origin_columns")
        publisher.fault(f"{ODATA}/86134NED", "http_500")
        publisher.fault(f"{BAG}/verblijfsobject", "moved_page", times=1, skip=1)
        done = site.refresh()
    yield site, done
    site.drop()


def _tallies(site: Site, dataset: str) -> list[dict[str, Any]]:
    """Where the rows of a dataset went, per run that read it."""
    found = site.query(
        "SELECT bewijs FROM log.bevinding WHERE dataset = %s AND controle = 'rijen' ORDER BY id",
        dataset,
    )
    return [row["bewijs"] for row in found]


def test_a_page_that_moved_is_asked_again(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    assert done.states("bag_verblijfsobjecten") == {"ongewijzigd"}
    asked = site.query(
        "SELECT array_agg(url ORDER BY id) AS urls FROM log.fetch"
        " WHERE dataset = 'bag_verblijfsobjecten' GROUP BY epoch ORDER BY epoch"
    )
    whole, again = (row["urls"] for row in asked)
    assert len(whole) == 3
    # Begun, broken off where it moved, and then all of it from the start.
    assert whole[0] in again[:-3]
    assert again[-3:] == whole


def test_the_second_address_gives_the_same(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    assert done.states("cbs_nabijheid") == {"ongewijzigd"}  # read anew, and equal to what v3 gave
    told = site.query(
        "SELECT geslaagd, uitleg FROM log.bevinding"
        " WHERE dataset = 'cbs_nabijheid' AND controle = 'uitwijk'"
    )
    assert [row["geslaagd"] for row in told] == [True]
    assert re.search(f"{ODATA4}/86134NED.*status 500", told[0]["uitleg"])
    asked = site.query(
        "SELECT url FROM log.fetch WHERE dataset = 'cbs_nabijheid' AND url LIKE %s",
        f"%{ODATA4}/86134NED/Observations%",
    )
    assert asked


def test_identical_rows_are_recorded_as_duplicates(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    assert done.states("igj_apotheken") == {"ongewijzigd"}  # the same content as before
    tallies = _tallies(site, "igj_apotheken")
    before, after = tallies
    assert after["ontvangen"] - before["ontvangen"] == 3
    # A repeated row is a duplicate, unless the row it repeats was out of scope itself.
    outside = sum(after["buiten_bereik"].values()) - sum(before["buiten_bereik"].values())
    assert after["dubbel"] - before["dubbel"] == 3 - outside > 0
    assert after["gepubliceerd"] == before["gepubliceerd"] > 0


def test_differing_rows_with_one_id_are_all_set_apart(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    outcome = done.outcomes["zorgcapaciteit"][0]
    assert outcome["state"] == "gepubliceerd"
    total = "SELECT count(*) FROM quarantine.zorgcapaciteit WHERE version = %s"
    assert outcome["quarantined"] == site.value(total, outcome["version"])
    held = site.query(
        "SELECT reden, inhoud FROM quarantine.zorgcapaciteit WHERE reden LIKE '%vaker%'"
    )
    assert {row["inhoud"]["locatie_id"] for row in held} == {"L0001"}
    assert len(held) == 2
    published = site.query(
        "SELECT id FROM store.zorgcapaciteit WHERE version = %s", outcome["version"]
    )
    assert not [row for row in published if "L0001" in row["id"]]


def test_listed_repair_keeps_the_original(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    version = done.outcomes["bag_panden"][0]["version"]
    held = site.query(
        "SELECT reden, inhoud FROM quarantine.bag_panden WHERE soort = 'hersteld' AND version = %s",
        version,
    )
    assert len(held) >= 5
    assert all(row["reden"].startswith("make_valid: ") for row in held)
    assert all(row["inhoud"]["geometry_wkb"] for row in held)
    invalid = (
        "SELECT count(*) FROM store.bag_panden WHERE version = %s AND NOT ST_IsValid(geometry)"
    )
    assert site.value(invalid, version) == 0


def test_origin_columns_are_never_held(rows: tuple[Site, Refreshed]) -> None:
    site, done = rows
    assert done.states("cbs_kwb") == {"ongewijzigd"}
    pattern = "herkomst|nederland_|buiteneuropa|europaexclusief|westers|migratie"
    columns = site.query(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns"
        " WHERE table_schema IN ('stage', 'store', 'quarantine', 'pub', 'pub_restricted')"
        " AND column_name ~* %s",
        pattern,
    )
    assert {row["table_name"].split("_")[0] for row in columns} <= {"locaties", "voorzieningen"}
    for row in site.query("SELECT tablename FROM pg_tables WHERE schemaname = 'quarantine'"):
        keys = site.query(
            f"SELECT DISTINCT jsonb_object_keys(inhoud) AS k FROM quarantine.{row['tablename']}"  # noqa: S608
        )
        assert not [k for k in keys if re.search(pattern, k["k"], re.I)], row["tablename"]
