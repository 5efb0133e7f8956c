"""Dagster's own programs on PostgreSQL, as the product starts them: daemon and web server.

They run with `deploy/dagster.yaml` and `workspace.yaml`; a partner's file dropped in a watched
folder reaches readers by itself.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets import leftovers
from data.registry import layers
from pipelines.cluster import Cluster
from pipelines.opstart.installation import PROFILE
from pipelines.opstart.sample import deliver
from pipelines.sample.publisher import hosts
from pipelines.settings import CHECKOUT
from tests.support import installations
from tests.support.clusters import Database
from tests.support.installations import Installation
from tests.support.profiles import keep_products
from tests.support.samples import Sample

# The products of this installation: at its first look the daemon makes all that can be made.
PRODUCTS = ("gebieden", "raster", "plaatsing", "locaties", "dekking_wijk")
WITHIN_S = 60
START_S = 180
ASSETS = """{ repositoriesOrError { ... on RepositoryConnection {
  nodes { name assetNodes { assetKey { path } } } } } }"""


@pytest.fixture(scope="module")
def place(
    cluster: Cluster, database: Database, sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """Published once by the command line, before any partner of zorgaanbieders delivered."""
    var = tmp_path_factory.mktemp("var")
    deliver(sample.folder / "partners", var / "leveringen")
    shutil.rmtree(var / "leveringen" / "zorgaanbieders")
    profile = var / PROFILE
    shutil.copyfile(sample.folder / PROFILE, profile)
    keep_products(profile, PRODUCTS)
    made = installations.make(
        var,
        database,
        str(profile),
        dagster_url=cluster.sqlalchemy_url("woonzorg_dagster", "dagster", "psycopg2"),
        hosts=hosts(sample.publisher.url),
        fictief=True,
    )
    made.refresh(
        "cbs_gemeenten",
        "cbs_buurten",
        "bag_verblijfsobjecten",
        "osm_bestemmingen",
        "zorgcapaciteit",
    )
    return made


@contextmanager
def running(place: Installation, name: str, *arguments: str, **changes: str) -> Iterator[Path]:
    """One of Dagster's programs in a process group of its own; yields its log."""
    log = place.settings.var / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / name), *arguments],
            env=place.environment | changes,
            cwd=CHECKOUT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def daemon(place: Installation) -> Iterator[Path]:
    with running(place, "dagster-daemon", "run", "-w", str(CHECKOUT / "workspace.yaml")) as log:
        yield log


@pytest.fixture(scope="module")
def web(place: Installation, sample: Sample) -> Iterator[str]:
    """The web server, with all products."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    where = ["-w", str(CHECKOUT / "workspace.yaml"), "-h", "127.0.0.1", "-p", port]
    whole = {"WOONZORG_PROFILE": str(sample.folder / PROFILE)}
    with running(place, "dagster-webserver", *where, **whole) as log:
        address = f"http://127.0.0.1:{port}"
        until(lambda: _answers(address), START_S, log)
        yield address


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/server_info", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def ask(address: str, query: str) -> Any:
    request = urllib.request.Request(  # noqa: S310
        f"{address}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["data"]


def until(ready: Callable[[], Any], seconds: float, log: Path) -> Any:
    """The first true answer; fails with the end of the log when it takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := ready():
            return found
        time.sleep(0.25)
    pytest.fail(f"niet binnen {seconds} s; {log.read_text(errors='replace')[-4000:]}")


@contextmanager
def instance(place: Installation) -> Iterator[dg.DagsterInstance]:
    with place.entered(), dg.DagsterInstance.get() as found:
        yield found


def ticks(place: Installation, sensor: str) -> list[str]:
    """States of the last looks of a sensor."""
    rows = Database(place.database.cluster, "dagster").rows(
        "SELECT t.status FROM job_ticks t JOIN instigators i USING (selector_id)"
        " WHERE i.instigator_body LIKE %s ORDER BY t.id DESC LIMIT 20",
        (f'%"{sensor}"%',),
        role="woonzorg_dagster",
    )
    return [row["status"] for row in rows]


def test_the_web_server_shows_all_assets_of_the_workspace(web: str) -> None:
    (repository,) = ask(web, ASSETS)["repositoriesOrError"]["nodes"]
    keys = {"/".join(node["assetKey"]["path"]) for node in repository["assetNodes"]}
    snapshot = CHECKOUT / "tests" / "unit" / "test_assets_definitions.txt"
    lines = snapshot.read_text(encoding="utf-8").splitlines()
    assert keys == {line.split(" ")[0] for line in lines}


def test_dg_finds_the_definitions_without_any_secret(tmp_path: Path) -> None:
    place = {"HOME": str(tmp_path), "VIRTUAL_ENV": sys.prefix}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["dg", "check", "defs"],
        env=place | {"PATH": path},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All definitions loaded successfully" in done.stdout + done.stderr


def test_the_daemon_looks_at_the_conditions(daemon: Path, place: Installation) -> None:
    def looked() -> bool:
        return any(state in ("SKIPPED", "SUCCESS") for state in ticks(place, "automatisch"))

    until(looked, START_S, daemon)
    assert "FAILURE" not in ticks(place, "automatisch")
    assert "FAILURE" not in ticks(place, "leveringen")


def test_a_dropped_file_reaches_readers_within_a_minute(
    daemon: Path, place: Installation, sample: Sample
) -> None:
    until(lambda: _quiet(place), START_S, daemon)  # the first look takes what lay there already
    before = place.pointer("voorzieningen")["version"]
    release = place.database.value("SELECT max(release) FROM pub.release")
    dropped = time.monotonic()
    goal = place.settings.var / "leveringen" / "zorgaanbieders"
    shutil.copytree(sample.folder / "partners" / "zorgaanbieders", goal)
    until(lambda: place.pointer("voorzieningen")["version"] != before, WITHIN_S, daemon)
    left = WITHIN_S - (time.monotonic() - dropped)
    until(lambda: _reports(place, "zorgaanbieders"), left, daemon)
    seconds = time.monotonic() - dropped
    assert seconds >= 2, "a file must have stood still"
    assert "huisarts" in {row["soort"] for row in place.layer("voorzieningen")}
    assert place.pointer("voorzieningen")["release"] == release + 1
    print(f"levering gepubliceerd na {seconds:.1f} s")  # noqa: T201


def _reports(place: Installation, feed: str) -> set[str]:
    return {str(f) for f in (place.settings.var / "verslagen" / feed).rglob("*.html")}


def test_a_refused_file_has_its_report_within_a_minute(daemon: Path, place: Installation) -> None:
    """One with fewer rows than agreed and one with personal data, dropped together."""
    until(lambda: _quiet(place), START_S, daemon)
    folder = next((place.settings.var / "leveringen" / "zorgcapaciteit").iterdir())
    lines = next(folder.glob("*.csv")).read_text("utf-8").splitlines()
    people = next((place.settings.var / "leveringen" / "zorgaanbieders").iterdir())
    rows = next(people.glob("*.csv")).read_text("utf-8").splitlines()
    before = _reports(place, "zorgcapaciteit") | _reports(place, "zorgaanbieders")
    release = place.database.value("SELECT max(release) FROM pub.release")
    dropped = time.monotonic()
    (folder / "weinig.csv").write_text(f"{lines[0]}\n{lines[1]}\n", "utf-8")
    personal = people / "personen.csv"
    personal.write_text(
        "\n".join([f"{rows[0]};BSN", *(f"{row};123456782" for row in rows[1:])]) + "\n", "utf-8"
    )

    def told() -> bool:
        now = _reports(place, "zorgcapaciteit") | _reports(place, "zorgaanbieders")
        return len(now - before) == 2

    until(told, WITHIN_S, daemon)
    print(f"levering geweigerd met verslag na {time.monotonic() - dropped:.1f} s")  # noqa: T201
    states = {
        row["dataset"]: row["toestand"]
        for row in place.database.rows(
            "SELECT DISTINCT ON (dataset) dataset, toestand FROM log.levering"
            " WHERE dataset IN ('zorgcapaciteit', 'zorgaanbieders') AND leverancier IN (%s, %s)"
            " ORDER BY dataset, levering DESC",
            (folder.name, people.name),
        )
    }
    assert states == {"zorgcapaciteit": "geweigerd", "zorgaanbieders": "gewist"}
    assert not personal.exists()
    assert place.database.value("SELECT max(release) FROM pub.release") == release


def _quiet(place: Installation) -> bool:
    """The sensor has looked, and nothing is queued or runs."""
    busy = Database(place.database.cluster, "dagster").value(
        "SELECT count(*) FROM runs WHERE status NOT IN ('SUCCESS', 'FAILURE', 'CANCELED')",
        role="woonzorg_dagster",
    )
    return not busy and bool({"SKIPPED", "SUCCESS"} & set(ticks(place, "leveringen")))


def test_a_run_of_the_daemon_leaves_its_story_in_postgresql(
    daemon: Path, place: Installation
) -> None:
    until(lambda: _quiet(place), START_S, daemon)
    with instance(place) as kept:
        runs = kept.get_runs(dg.RunsFilter(tags={"dagster/sensor_name": "leveringen"}))
        assert runs
        assert {run.status for run in runs} == {dg.DagsterRunStatus.SUCCESS}
        assert all(leftovers.TAG in run.tags for run in runs)
        layer = layers()["voorzieningen"][1]
        event = kept.get_latest_materialization_event(dg.AssetKey(["published", layer.name]))
        assert event
        assert event.asset_materialization
        assert event.run_id in {run.run_id for run in runs}


@pytest.mark.soak
def test_a_killed_run_does_not_stop_the_queue(
    daemon: Path, place: Installation, sample: Sample
) -> None:
    """The process of a run dies under it; the sensor closes it, and the daemon starts it again."""
    until(lambda: _quiet(place), START_S, daemon)
    file = next((sample.folder / "partners" / "zorgcapaciteit").rglob("*.csv"))
    goal = place.settings.var / "leveringen" / "zorgcapaciteit" / file.parent.name / "later.csv"
    shutil.copyfile(file, goal)
    with instance(place) as kept:

        def started() -> dg.DagsterRun | None:
            runs = kept.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
            return next((run for run in runs if leftovers.TAG in run.tags), None)

        run = until(started, 120, daemon)
        os.kill(json.loads(run.tags[leftovers.TAG])["pid"], signal.SIGKILL)

        def closed() -> bool:
            found = kept.get_run_by_id(run.run_id)
            return bool(found and found.status is dg.DagsterRunStatus.FAILURE)

        until(closed, 150, daemon)
        again = dg.RunsFilter(
            tags={"dagster/parent_run_id": run.run_id}, statuses=[dg.DagsterRunStatus.SUCCESS]
        )
        until(lambda: kept.get_runs(again), 150, daemon)
