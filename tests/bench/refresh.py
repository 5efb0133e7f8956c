"""Refresh of the sample: from nothing, unchanged, and after one partner delivered again.

`./woonzorg bench refresh`. The installation is made for the measurement and goes afterwards: its
own cluster with the product's settings, its own sample, publisher and folders. Each refresh is the
process that `./woonzorg refresh` starts. Budgets (two cores): everything new below 90 s; nothing
new below 10 s with no dataset step and no data row written.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from pipelines.cluster import Cluster
from pipelines.opstart import child_environment, flows, installation, sample
from pipelines.opstart.installation import Installation
from pipelines.services import Services
from pipelines.settings import Settings
from tests.bench import _machine
from tests.bench._machine import say

FULL_S, UNCHANGED_S = 90.0, 10.0
STABLE_S = 2.5  # a file in a watched folder must rest before it is read
LANDING = "landen"
Phase = tuple[str, str]


@dataclass(frozen=True)
class Measured:
    """One refresh.

    Attributes:
        seconds: from start to end of the process.
        processor: seconds of processor time of the process and what it started, without the
            server.
        database: seconds of processor time of the server.
        phases: seconds per (dataset, step); a phase lasts until the next is announced.
    """

    name: str
    seconds: float
    processor: float
    database: float
    phases: Counter[Phase]

    @property
    def steps(self) -> set[str]:
        """Datasets for which more was done than asking the publisher."""
        return {dataset for dataset, step in self.phases if step != LANDING and dataset}


def main() -> int:
    """Measure the three kinds; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dwellings", type=int, default=40_000)
    parser.add_argument("--var", type=Path, help="map om te gebruiken en te laten staan")
    parser.add_argument(
        "--details", action="store_true", help="alle fasen, niet alleen de zwaarste"
    )
    chosen = parser.parse_args()
    say(_machine.describe())
    if chosen.var:
        return _measure(chosen.var.absolute(), chosen.dwellings, chosen.details)
    with tempfile.TemporaryDirectory(prefix="wzk-refresh-") as var:
        return _measure(Path(var), chosen.dwellings, chosen.details)


def _measure(var: Path, dwellings: int, details: bool) -> int:
    for name in ("landing", "tiles", "cache", "dagster", "leveringen"):
        shutil.rmtree(var / name, ignore_errors=True)
    wanted = Installation(fictief=True, dwellings=dwellings)
    settings = installation.apply(_machine.temporary_settings(var), wanted)
    with _machine.server(var) as cluster, Services(var) as services:
        flows.migrate(cluster)
        sample.ensure(settings, wanted, services)
        settings = sample.publish(settings, services)
        time.sleep(STABLE_S)
        full = measure("alles nieuw", settings, cluster)
        before = _rows(cluster)
        unchanged = measure("niets nieuw", settings, cluster)
        written = _rows(cluster) - before
        _deliver_again(settings)
        one = measure("één partnerbestand nieuw", settings, cluster)
    for found in (full, unchanged, one):
        show(found, details=details)
    held = full.seconds < FULL_S and unchanged.seconds < UNCHANGED_S
    held = held and not unchanged.steps and not written
    say(f"niets nieuw: {len(unchanged.steps)} stappen, {written} rijen geschreven")
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return 0 if held else 1


def measure(name: str, settings: Settings, cluster: Cluster) -> Measured:
    """One refresh, timed with its phases."""
    environment = child_environment.for_pipeline(settings, cluster)
    server, processor = _machine.server_seconds(cluster), _machine.children_seconds()
    started = time.time()
    child = subprocess.Popen(
        [sys.executable, "-m", "pipelines.refresh", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    phases: Counter[Phase] = Counter()
    now, current = started, ("", "starten")
    for line in child.stdout or ():
        event: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
        if "stap" in event and not event.get("naast"):  # made meanwhile by the second process
            phases[current] += event["tijd"] - now
            now, current = event["tijd"], (event["dataset"], event["naam"])
    status = child.wait()
    phases[current] += time.time() - now
    if status not in (0, 3):
        raise SystemExit(f"de verversing is mislukt (status {status})")
    return Measured(
        name,
        time.time() - started,
        _machine.children_seconds() - processor,
        _machine.server_seconds(cluster) - server,
        phases,
    )


def _rows(cluster: Cluster) -> int:
    """Rows ever written to tables of data (log and Dagster's own left out)."""
    with psycopg.connect(cluster.dsn("postgres")) as connection:
        # The statistics of a session that has just ended may be a second late.
        time.sleep(1.0)
        row = connection.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint"
            " FROM pg_stat_user_tables"
            " WHERE schemaname IN ('stage', 'store', 'quarantine', 'pub', 'pub_restricted')"
        ).fetchone()
    return int(row[0]) if row else 0


def _deliver_again(settings: Settings) -> None:
    """A partner sends the same list with one row left out."""
    path = sorted((settings.deliveries / "zorgcapaciteit").rglob("*.csv"))[0]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    time.sleep(STABLE_S)


def show(found: Measured, *, details: bool) -> None:
    """Say what was measured."""
    say(
        f"\n{found.name}: {found.seconds:.1f} s; processor {found.processor:.1f} s,"
        f" database {found.database:.1f} s; stappen voor {len(found.steps)} datasets en lagen"
    )
    per_step: Counter[str] = Counter()
    for (_, step), seconds in found.phases.items():
        per_step[step] += seconds
    for step, seconds in per_step.most_common():
        say(f"  {seconds:6.2f} s  {step}")
    for (dataset, step), seconds in found.phases.most_common(None if details else 12):
        say(f"    {seconds:6.2f} s  {step} {dataset}")


if __name__ == "__main__":
    sys.exit(main())
