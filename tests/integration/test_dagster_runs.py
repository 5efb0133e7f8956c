"""Runs as the daemon starts them, with Dagster's state in PostgreSQL by our own settings."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets import automation, describe
from assets.definitions import build_definitions
from data.registry import dataset, layers
from pipelines import ingest
from pipelines.cluster import Cluster
from pipelines.database import run_lock
from pipelines.errors import PublicationRefused
from pipelines.opstart.installation import PROFILE
from pipelines.opstart.sample import deliver
from pipelines.sample.publisher import hosts
from pipelines.settings import CHECKOUT
from tests.support import installations
from tests.support.clusters import Database
from tests.support.installations import Installation
from tests.support.samples import Sample

FEEDS = (
    "cbs_gemeenten",
    "cbs_buurten",
    "bag_verblijfsobjecten",
    "igj_apotheken",
    "corporatiecomplexen",
    "zorgaanbieders",
)
SHOWN = ("buurten", "gemeenten", "voorzieningen", "complexen")
PHARMACIES = "/binaries/igj"


@pytest.fixture(scope="module")
def place(
    cluster: Cluster, database: Database, sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    var = tmp_path_factory.mktemp("var")
    deliver(sample.folder / "partners", var / "leveringen")
    return installations.make(
        var,
        database,
        str(sample.folder / PROFILE),
        dagster_url=cluster.sqlalchemy_url("woonzorg_dagster", "dagster", "psycopg2"),
        hosts=hosts(sample.publisher.url),
        fictief=True,
    )


Start = Callable[..., dg.ExecuteInProcessResult]


@pytest.fixture(scope="module")
def start(place: Installation) -> Iterator[Start]:
    """Runs the named datasets and layers, in this process as in a run of the daemon."""
    with place.entered(), dg.DagsterInstance.get() as instance:
        job = build_definitions().resolve_implicit_global_asset_job_def()

        def run(*names: str) -> dg.ExecuteInProcessResult:
            return job.execute_in_process(
                asset_selection=[key(name) for name in names],
                instance=instance,
                raise_on_error=False,
            )

        yield run


@pytest.fixture(scope="module")
def first(start: Start) -> dg.ExecuteInProcessResult:
    result = start(*FEEDS, "locaties", *SHOWN)
    assert result.success
    return result


def key(name: str) -> dg.AssetKey:
    found = layers().get(name)
    return describe.layer_key(found[1]) if found else describe.key(dataset(name))


def made(result: dg.ExecuteInProcessResult, name: str) -> dg.AssetMaterialization:
    (event,) = [e for e in result.get_asset_materialization_events() if e.asset_key == key(name)]
    return event.step_materialization_data.materialization


def shown(result: dg.ExecuteInProcessResult, name: str) -> dict[str, Any]:
    return {label: held.value for label, held in made(result, name).metadata.items()}


def content(result: dg.ExecuteInProcessResult, name: str) -> str:
    return (made(result, name).tags or {})["dagster/data_version"]


def check(result: dg.ExecuteInProcessResult, name: str, label: str) -> dg.AssetCheckEvaluation:
    (found,) = [
        e
        for e in result.get_asset_check_evaluations()
        if e.asset_key == key(name) and e.check_name == label
    ]
    return found


def retries(result: dg.ExecuteInProcessResult) -> int:
    return sum(event.is_step_up_for_retry for event in result.all_events)


# What is shown of a run


def test_a_run_pulls_makes_and_publishes(
    first: dg.ExecuteInProcessResult, place: Installation
) -> None:
    assert first.success
    assert retries(first) == 0
    for name in SHOWN:
        schema = "pub_restricted" if layers()[name][1].restricted else "pub"
        rows = place.database.value(
            f"SELECT aantal FROM {schema}.laag WHERE laag = %s",  # noqa: S608
            (name,),
            role="woonzorg_pipeline",
        )
        assert shown(first, name)["dagster/row_count"] == rows > 0
    run = place.database.rows("SELECT * FROM log.run ORDER BY epoch DESC LIMIT 1")[0]
    assert (run["toestand"], run["aanleiding"]) == ("klaar", "schema")


def test_counts_of_a_dataset_are_those_on_record(
    first: dg.ExecuteInProcessResult, place: Installation
) -> None:
    for name in (*FEEDS, "locaties"):
        kept, told = place.version(name), shown(first, name)
        assert told["uitkomst"] == "gepubliceerd"
        assert told["dagster/row_count"] == told["gepubliceerd"] == kept["gepubliceerd"]
        assert told["ontvangen"] == kept["ontvangen"]
        assert told["quarantaine"] == kept["afgekeurd"]
        assert told["dubbel"] == kept["dubbel"]
        assert told["buiten_bereik"] == (kept["buiten_bereik"] or {})
        assert told["peildatum"] == str(kept["peildatum"])
        assert check(first, name, "geaccepteerd").passed
        assert check(first, name, "rijen").passed


def test_open_layers_have_a_picture_and_closed_ones_only_counts(
    first: dg.ExecuteInProcessResult,
) -> None:
    for name in ("buurten", "gemeenten", "voorzieningen"):
        assert "](data:image/svg+xml;base64," in str(shown(first, name)["beeld"])
    assert set(shown(first, "complexen")) == {
        "dagster/row_count",
        "release",
        "versie",
        "peildatum",
    }


def test_a_second_run_makes_nothing(
    first: dg.ExecuteInProcessResult, start: Start, place: Installation
) -> None:
    release = place.database.value("SELECT max(release) FROM pub.release")
    again = start(*FEEDS, "locaties", *SHOWN)
    assert again.success
    for name in (*FEEDS, "locaties"):
        assert shown(again, name)["uitkomst"] == "ongewijzigd"
        assert shown(again, name)["dagster/row_count"] == place.version(name)["gepubliceerd"]
        assert content(again, name) == content(first, name)
        assert check(again, name, "geaccepteerd").passed
    assert {e.asset_key.path[0] for e in again.get_asset_materialization_events() if e.asset_key}
    assert not [
        e
        for e in again.get_asset_materialization_events()
        if e.asset_key and e.asset_key.path[0] == "published"
    ]
    assert place.database.value("SELECT max(release) FROM pub.release") == release


def test_dagster_keeps_runs_in_postgresql(
    first: dg.ExecuteInProcessResult, cluster: Cluster
) -> None:
    kept = Database(cluster, "dagster")
    found = kept.value(
        "SELECT status FROM runs WHERE run_id = %s", (first.run_id,), role="woonzorg_dagster"
    )
    assert found == "SUCCESS"


def test_dagster_holds_nothing_of_what_partners_delivered(
    first: dg.ExecuteInProcessResult, cluster: Cluster, sample: Sample
) -> None:
    assert first.success
    words: set[str] = set()
    for file in (sample.folder / "partners" / "corporatiecomplexen").rglob("*.csv"):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split(";")
            words |= {fields[0], fields[1], fields[5]}  # id, name and postcode of a complex
    said = Database(cluster, "dagster").rows(
        "SELECT event FROM event_logs", role="woonzorg_dagster"
    )
    everything = "\n".join(row["event"] for row in said)
    assert len(words) > 20
    assert not {word for word in words if len(word) > 5 and word in everything}


# Asking again


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = dg.RetryPolicy(max_retries=2, delay=0.01)
    monkeypatch.setattr(automation, "RETRIES", quick)


@pytest.fixture
def publisher(sample: Sample) -> Iterator[Any]:
    yield sample.publisher
    sample.publisher.heal()


@pytest.mark.usefixtures("soon")
def test_a_silent_publisher_is_asked_again_and_then_kept(
    first: dg.ExecuteInProcessResult, start: Start, publisher: Any
) -> None:
    publisher.fault(PHARMACIES, "http_429", retry_after=7200)
    result = start("igj_apotheken", "voorzieningen")
    assert result.success
    assert retries(result) == 2
    refused = check(result, "igj_apotheken", "geaccepteerd")
    assert not refused.passed
    assert "vraagt 7200 s te wachten" in str(refused.metadata["reden"].value)
    assert refused.metadata["uitkomst"].value == "onbereikbaar"
    assert content(result, "igj_apotheken") == content(first, "igj_apotheken")
    assert shown(result, "igj_apotheken")["dagster/row_count"] > 0


@pytest.mark.usefixtures("soon", "first")
def test_a_publisher_that_answers_the_second_time_is_fine(start: Start, publisher: Any) -> None:
    publisher.fault(PHARMACIES, "http_429", times=1, retry_after=7200)
    result = start("igj_apotheken")
    assert retries(result) == 1
    assert check(result, "igj_apotheken", "geaccepteerd").passed


@pytest.mark.usefixtures("soon", "first")
def test_a_changed_source_is_not_asked_again(start: Start, publisher: Any) -> None:
    publisher.fault(PHARMACIES, "gone")
    result = start("igj_apotheken")
    assert result.success
    assert retries(result) == 0
    assert not check(result, "igj_apotheken", "geaccepteerd").passed


@pytest.mark.usefixtures("first")
def test_a_refresh_does_not_ask_again(place: Installation, publisher: Any) -> None:
    publisher.fault(PHARMACIES, "http_429", retry_after=7200)
    began = time.monotonic()
    found = {outcome.dataset: outcome.state for outcome in place.refresh("igj_apotheken")}
    assert found["igj_apotheken"] == "onbereikbaar"
    assert time.monotonic() - began < 50


# One at a time


@pytest.mark.usefixtures("first")
def test_a_run_waits_for_a_refresh(start: Start, place: Installation) -> None:
    before = place.database.value("SELECT max(epoch) FROM log.run")
    results: list[dg.ExecuteInProcessResult] = []
    waiting = threading.Thread(target=lambda: results.append(start("cbs_gemeenten")))
    with run_lock(place.database.dsn(), wait_seconds=1):
        waiting.start()
        deadline = time.monotonic() + 60
        while not _waits_for_lock(place) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _waits_for_lock(place)
        assert place.database.value("SELECT max(epoch) FROM log.run") == before
    waiting.join(timeout=120)
    assert results[0].success
    assert place.database.value("SELECT max(epoch) FROM log.run") > before


def _waits_for_lock(place: Installation) -> bool:
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return bool(place.database.value(waits, role="postgres"))


@pytest.mark.usefixtures("first")
def test_a_refresh_is_refused_while_a_run_works(place: Installation) -> None:
    with (
        run_lock(place.database.dsn(), wait_seconds=1),
        pytest.raises(PublicationRefused, match="Er loopt al een verversing"),
    ):
        place.refresh("cbs_gemeenten")


# Errors


@pytest.mark.usefixtures("first")
def test_an_error_nobody_foresaw_refuses_one_dataset_only(
    start: Start, place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.safely

    def broken(work: Any, feed: Any, area: Any) -> Any:
        if feed.name == "zorgaanbieders":
            raise ValueError("Huisartsenpraktijk Waterkant past niet")
        return real(work, feed, area)

    monkeypatch.setattr(ingest, "safely", broken)
    result = start("zorgaanbieders", "cbs_buurten", "locaties", "voorzieningen")
    assert result.success
    refused = check(result, "zorgaanbieders", "geaccepteerd")
    assert not refused.passed
    assert "onverwachte fout (ValueError)" in str(refused.metadata["reden"].value)
    assert check(result, "locaties", "geaccepteerd").passed
    assert "Waterkant" not in json.dumps(shown(result, "zorgaanbieders"), default=str)
    log = place.settings.var / "log" / "dagster-fout.log"
    assert "Huisartsenpraktijk Waterkant past niet" in log.read_text()


def _program(place: Installation, *arguments: str, **more: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "assets.run", *arguments],
        env=place.environment | more,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.usefixtures("first")
def test_the_program_of_a_refresh_speaks_only_json(place: Installation) -> None:
    epoch = place.database.value(
        "INSERT INTO log.run (aanleiding, codeversie) VALUES ('proef', '0') RETURNING epoch"
    )
    status, out, said = _program(
        place, "--select", "cbs_gemeenten,locaties", WOONZORG_EPOCH=str(epoch)
    )
    assert (status, said) == (0, "")
    events = [json.loads(line) for line in out.splitlines()]
    states = {e["uitkomst"]["dataset"]: e["uitkomst"]["state"] for e in events if "uitkomst" in e}
    assert states["locaties"] == "ongewijzigd"


@pytest.mark.usefixtures("first")
def test_an_overtaken_program_says_one_sentence(place: Installation) -> None:
    dead = place.database.value(
        "INSERT INTO log.run (aanleiding, codeversie, toestand) VALUES ('proef', '0', 'verlaten')"
        " RETURNING epoch"
    )
    place.database.rows("UPDATE log.laagversie SET vingerafdruk = 'anders' RETURNING laag")
    status, out, said = _program(place, "--select", "", WOONZORG_EPOCH=str(dead))
    assert status == 1
    assert all(json.loads(line) for line in out.splitlines())
    assert said.startswith(f"Run {dead} mag niet publiceren")
    assert len(said.splitlines()) == 1


def test_a_wrong_profile_is_one_sentence(place: Installation, tmp_path: Path) -> None:
    wrong = tmp_path / "profiel.toml"
    wrong.write_text('naam = "x"\nerft = "landelijk"\ngemeente = ["GM9999"]\n')
    status, out, said = _program(place, "--select", "", WOONZORG_PROFILE=str(wrong))
    assert (status, out) == (1, "")
    assert len(said.splitlines()) == 1
    assert "gemeenten" in said
