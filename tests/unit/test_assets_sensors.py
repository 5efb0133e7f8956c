"""Deliveries that are noticed, killed runs that are closed, old runs that go."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import dagster as dg
import pytest

from assets import describe, leftovers, maintenance, sensors
from assets.definitions import build_definitions
from assets.sensors import straight_from
from data.registry import dataset, registry
from pipelines.profile import load

FEED = "corporatiecomplexen"


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    (tmp_path / "dagster").mkdir()
    with dg.instance_for_test(temp_dir=str(tmp_path / "dagster")) as made:
        yield made


@cache
def _definitions() -> dg.Definitions:
    return build_definitions(load("landelijk", ("GM9999",), fictief=True))


class Watch:
    """The sensor over two folders, looked at again and again."""

    def __init__(self, root: Path, instance: dg.DagsterInstance) -> None:
        """Nothing was delivered yet."""
        self.folders = {name: root / name for name in (FEED, "zorgcapaciteit")}
        self.defs = _definitions()
        keys = {name: describe.key(dataset(name)) for name in self.folders}
        self.sensor = sensors.drop_sensor(self.folders, keys)
        self.instance, self.cursor = instance, None

    def drop(self, name: str, text: str, *, age: float = 10, feed: str = FEED) -> Path:
        """Put a file in the folder of a supplier, written some seconds ago."""
        file = self.folders[feed] / "corporatie-a" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (time.time() - age,) * 2)
        return file

    def look(self) -> dg.SensorResult:
        """One look of the daemon."""
        context = dg.build_sensor_context(self.instance, self.cursor, definitions=self.defs)
        found = self.sensor(context)
        assert isinstance(found, dg.SensorResult)
        self.cursor = found.cursor
        return found


@pytest.fixture
def watch(tmp_path: Path, instance: dg.DagsterInstance) -> Watch:
    return Watch(tmp_path / "leveringen", instance)


def started(found: dg.SensorResult) -> list[str]:
    """Feeds that a look starts, all in one run; what is made from them follows in another."""
    first, *after = found.run_requests or (dg.RunRequest(""),)
    assert [request.run_key for request in after] in ([], [f"{first.run_key} gevolg"])
    return [part.split(":")[0] for part in (first.run_key or "").split(" ") if part]


def test_nothing_delivered_nothing_started(watch: Watch) -> None:
    found = watch.look()
    assert started(found) == []
    assert str(found.skip_reason) == "SkipReason(skip_message='geen nieuwe levering')"


def test_a_delivery_starts_its_feed_and_then_all_made_from_it_once(watch: Watch) -> None:
    """Readers have the delivery within a minute; its products need longer (decision 017)."""
    watch.drop("2024.csv", "a;b\n")
    first, later = (
        {key.to_user_string() for key in request.asset_selection or ()}
        for request in watch.look().run_requests or ()
    )
    assert first == {f"staging/{FEED}", "derived/plaatsing", "published/complexen"}
    made = {"derived/geschiktheid_complex", "derived/kans_cel", "published/kansenkaart_besloten"}
    assert made <= later
    assert not later & first
    assert not any(name.startswith("staging/") for name in later)
    assert started(watch.look()) == []


@pytest.mark.parametrize("name", [n for n, d in registry().items() if d.per_supplier])
def test_the_first_run_of_every_partner_feed_has_something_to_publish(name: str) -> None:
    first = straight_from([name])
    assert any(registry()[one].layers for one in first)
    assert len(first) <= 10  # within the minute


def test_each_feed_is_started_by_its_own_folder(watch: Watch) -> None:
    watch.drop("2024.csv", "a")
    watch.drop("2024.csv", "a", feed="zorgcapaciteit")
    assert sorted(started(watch.look())) == [FEED, "zorgcapaciteit"]
    watch.drop("2025.csv", "b", feed="zorgcapaciteit")
    assert started(watch.look()) == ["zorgcapaciteit"]


def test_a_file_that_is_still_being_written_waits(watch: Watch) -> None:
    file = watch.drop("2024.csv", "a", age=0)
    found = watch.look()
    assert started(found) == []
    assert "nog niet compleet: corporatiecomplexen" in str(found.skip_reason)
    os.utime(file, (time.time() - 3,) * 2)
    assert started(watch.look()) == [FEED]


def test_a_file_with_an_old_date_counts_as_well(watch: Watch) -> None:
    watch.drop("2024.csv", "a", age=60)
    watch.look()
    watch.drop("2023-hersteld.csv", "b", age=4000)
    assert started(watch.look()) == [FEED]


def test_the_same_name_with_another_content_is_a_new_delivery(watch: Watch) -> None:
    watch.drop("2024.csv", "a", age=60)
    first = watch.look().run_requests or ()
    watch.drop("2024.csv", "b", age=30)
    second = watch.look().run_requests or ()
    assert first[0].run_key != second[0].run_key


def test_hidden_files_links_and_an_emptied_folder_start_nothing(
    watch: Watch, tmp_path: Path
) -> None:
    watch.drop(".2024.csv.part", "a")
    watch.drop("~lock", "a")
    (tmp_path / "elders.csv").write_text("x")
    (watch.folders[FEED] / "corporatie-a" / "link.csv").symlink_to(tmp_path / "elders.csv")
    assert started(watch.look()) == []
    file = watch.drop("2024.csv", "a")
    watch.look()
    file.unlink()
    assert started(watch.look()) == []


def test_the_cursor_tells_nothing_about_a_delivery(watch: Watch) -> None:
    watch.drop("Seniorenhof.csv", "a")
    found = watch.look()
    assert "Seniorenhof" not in (found.cursor or "")
    assert list(json.loads(found.cursor or "{}")) == [FEED]


# Runs that were killed


def _run(instance: dg.DagsterInstance, tag: str) -> str:
    @dg.job(name="verversing")
    def job() -> None: ...

    run = instance.create_run_for_job(job, tags={leftovers.TAG: tag})
    event = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, run.job_name)
    instance.report_dagster_event(event, run.run_id)
    return run.run_id


def _mark_of(program: str) -> tuple[str, subprocess.Popen[str]]:
    text = "from assets import leftovers; print(leftovers.mark(), flush=True); " + program
    process = subprocess.Popen(
        [sys.executable, "-c", text], stdout=subprocess.PIPE, text=True, stdin=subprocess.PIPE
    )
    assert process.stdout
    return process.stdout.readline(), process


def test_a_killed_run_is_closed_and_a_living_one_is_not(instance: dg.DagsterInstance) -> None:
    tag, process = _mark_of("input()")
    other = json.dumps({"host": "elders", "pid": process.pid, "begin": 1})
    mine, theirs, silent = _run(instance, tag), _run(instance, other), _run(instance, "")
    try:
        assert leftovers.close_dead_runs(instance) == []
    finally:
        process.kill()
        process.communicate()
    assert leftovers.close_dead_runs(instance) == [mine]
    statuses = {i: instance.get_run_by_id(i) for i in (mine, theirs, silent)}
    assert {i: run.status.value for i, run in statuses.items() if run} == {
        mine: "FAILURE",
        theirs: "STARTED",
        silent: "STARTED",
    }


# Old runs


def test_old_runs_go_except_those_that_last_made_something(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dg.asset(key=["staging", "jaarlijks"])
    def yearly() -> None: ...

    @dg.asset(key=["staging", "wekelijks"])
    def weekly() -> None: ...

    runs = [
        dg.materialize(made, instance=instance).run_id
        for made in ([yearly], [weekly], [weekly], [weekly])
    ]
    assert maintenance.delete_old_runs(instance) == 0
    monkeypatch.setattr(maintenance, "BATCH", 2)
    monkeypatch.setattr(maintenance, "datetime", _Later)
    assert maintenance.delete_old_runs(instance) == 2
    left = {record.dagster_run.run_id for record in instance.get_run_records()}
    assert left == {runs[0], runs[3]}
    assert instance.get_latest_materialization_event(dg.AssetKey(["staging", "jaarlijks"]))


class _Later(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003
        return datetime.now(UTC) + timedelta(days=maintenance.KEEP_DAYS + 1)
