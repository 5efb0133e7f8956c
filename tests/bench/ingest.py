"""Ingest: a GeoPackage of a million points into a typed PostGIS table, next to other programs.

`./woonzorg bench ingest`. Ours is the stream of the pipeline's reader into the pipeline's
`store.copy`; ogr2ogr loads with PG_USE_COPY; geopandas reads and calls to_postgis. All fill the
same logged table with the same columns and types on a cluster with the product's server settings,
until commit, by turns; the spatial index is made afterwards by the same statement and counted
apart. The whole way of one dataset, from landing to a good version, is measured too. Budgets: 2.2
times ogr2ogr, 1.5 with the index, 6 times geopandas (decision 010), memory below 400 MB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from psycopg import sql

from pipelines.cluster import Cluster
from pipelines.opstart import flows
from pipelines.settings import CHECKOUT
from tests.bench import _machine, _points
from tests.bench._machine import say

OGR, OGR_INDEXED, GEOPANDAS, MEMORY_MB = 2.2, 1.5, 6.0, 400.0
LOADER = Path(__file__).with_name("_loading.py")
Report = dict[str, Any]
"""What one load says of itself: seconds, processor (seconds), peak_mb, phases."""


@dataclass
class Measured:
    """Runs of one method.

    Attributes:
        seconds: until commit.
        index: of the spatial index made after it.
        processor: of program and server together, which other work on the machine hardly changes.
        peak_mb: of the program.
        phases: seconds per step of the whole way.
    """

    seconds: list[float] = field(default_factory=list)
    index: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)
    phases: list[dict[str, float]] = field(default_factory=list)

    @property
    def plain(self) -> float:
        """Median without the index."""
        return median(self.seconds)

    @property
    def indexed(self) -> float:
        """Median of load and index together."""
        return median(a + b for a, b in zip(self.seconds, self.index, strict=True))


def main() -> int:
    """Measure and compare; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--geopandas", type=int, default=1, help="aantal keren geopandas")
    parser.add_argument("--whole", type=int, default=1, help="aantal keren de hele weg")
    chosen = parser.parse_args()
    say(_machine.describe())
    with tempfile.TemporaryDirectory(prefix="wzk-ingest-") as folder:
        path = Path(folder) / "punten.gpkg"
        _points.write(path, chosen.rows)
        size = path.stat().st_size / 1e6
        say(f"{_machine.dutch(chosen.rows)} punten, {size:.0f} MB GeoPackage")
        with _machine.server(Path(folder)) as cluster:
            flows.migrate(cluster)
            found = _by_turns(cluster, path, chosen)
    return _judge(found, chosen.rows)


def _by_turns(cluster: Cluster, path: Path, chosen: argparse.Namespace) -> dict[str, Measured]:
    times = {"pipeline": chosen.runs, "ogr2ogr": chosen.runs}
    times |= {"geopandas": chosen.geopandas, "whole": chosen.whole}
    found = {name: Measured() for name in times}
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS meting")
        for turn in range(max(times.values())):
            for name, wanted in times.items():
                if turn < wanted:
                    _once(connection, cluster, path, name, found[name], chosen.rows)
    return found


def _once(
    connection: psycopg.Connection,
    cluster: Cluster,
    path: Path,
    name: str,
    found: Measured,
    rows: int,
) -> None:
    """One load into a fresh table, from a checkpoint, proved complete."""
    connection.execute("DROP TABLE IF EXISTS meting.punten")
    connection.execute(
        f"CREATE TABLE meting.punten ({_points.COLUMNS}, geometry geometry(Point, 28992))".encode()
    )
    connection.execute("CHECKPOINT")
    busy = _machine.load()
    before = _machine.server_seconds(cluster)
    if name == "ogr2ogr":
        report = _ogr2ogr(cluster.dsn("postgres"), path)
    else:
        role = "woonzorg_pipeline" if name == "whole" else "postgres"
        report = _python(cluster.dsn(role), name, path)
    time.sleep(0.2)  # the server's session ends just after the program; only then its time counts
    used = report["processor"] + _machine.server_seconds(cluster) - before
    seconds, peak = report["seconds"], report["peak_mb"]
    found.processor.append(used)
    found.seconds.append(seconds)
    found.peak_mb.append(peak)
    found.phases.append(report.get("phases", {}))
    if name != "whole":
        _prove(connection, rows)
        started = time.perf_counter()
        connection.execute("CREATE INDEX ON meting.punten USING gist (geometry)")
        found.index.append(time.perf_counter() - started)
    else:
        _forget(connection)
    took = f"{seconds:7.2f} s  processor {used:6.2f} s  {peak:5.0f} MB"
    say(f"  {name:10} {took}  belasting {busy}")


def _python(dsn: str, name: str, path: Path) -> Report:
    environment = os.environ | {"WOONZORG_BENCH_DSN": dsn, "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, str(LOADER), name, str(path), "punten"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    report: Report = json.loads(done.stdout.splitlines()[-1])
    return report


def _ogr2ogr(dsn: str, path: Path) -> Report:
    """Into the same table; its best way of loading."""
    # As a process of its own it is charged for its start, some hundredths of a second.
    command = ["ogr2ogr", "-f", "PostgreSQL", f"PG:{_libpq(dsn)}", str(path), _points.LAYER]
    command += ["-nln", "meting.punten", "-append", "--config", "PG_USE_COPY", "YES"]
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"ogr2ogr is mislukt (status {child.returncode})")
    processor = used.ru_utime + used.ru_stime
    return {"seconds": seconds, "processor": processor, "peak_mb": used.ru_maxrss / 1024}


def _libpq(dsn: str) -> str:
    """Keywords instead of a URL, which GDAL 3.6 does not take everywhere."""
    parts = psycopg.conninfo.conninfo_to_dict(dsn)
    return " ".join(f"{key}='{value}'" for key, value in parts.items() if value)


def _prove(connection: psycopg.Connection, rows: int) -> None:
    query = (
        "SELECT count(*), count(geometry), min(ST_SRID(geometry)), min(length(identificatie)),"
        " count(begin_geldigheid), (SELECT relpersistence FROM pg_class"
        " WHERE oid = 'meting.punten'::regclass) FROM meting.punten"
    )
    held = connection.execute(query).fetchone()
    if held != (rows, rows, 28992, 16, rows, "p"):
        raise SystemExit(f"de tabel is niet zoals bedoeld: {held}")


def _forget(connection: psycopg.Connection) -> None:
    """Throw the loaded version away, so that the next whole way finds nothing."""
    for row in connection.execute(
        "SELECT version FROM log.versie WHERE dataset = 'bag_verblijfsobjecten'"
    ).fetchall():
        table = sql.Identifier("stage", f"bag_verblijfsobjecten_{row[0]}")
        connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute("DELETE FROM log.versie WHERE dataset = 'bag_verblijfsobjecten'")
    connection.execute("DELETE FROM log.levering WHERE dataset = 'bag_verblijfsobjecten'")


def _judge(found: dict[str, Measured], rows: int) -> int:
    for name, measured in found.items():
        if measured.seconds:
            speed = _machine.dutch(rows / measured.plain)
            peak = max(measured.peak_mb)
            say(f"{name:10} {_machine.middle(measured.seconds)}  {speed} rijen/s  {peak:.0f} MB")
    for phases in found["whole"].phases:
        say("  hele weg: " + ", ".join(f"{step} {s:.2f} s" for step, s in phases.items()))
    ours, ogr, pandas = found["pipeline"], found["ogr2ogr"], found["geopandas"]
    checks = [
        ("ogr2ogr met COPY", ogr.plain / ours.plain, OGR),
        ("idem, met ruimtelijke index", ogr.indexed / ours.indexed, OGR_INDEXED),
    ]
    if pandas.seconds:
        checks.append(("geopandas.to_postgis", pandas.plain / ours.plain, GEOPANDAS))
    for name, other in (("ogr2ogr", ogr), ("geopandas", pandas)):
        if other.processor:
            ratio = median(other.processor) / median(ours.processor)
            say(f"{ratio:5.2f} keer {name} in processortijd")
    held = max(ours.peak_mb) < MEMORY_MB
    for name, ratio, budget in checks:
        held = held and ratio >= budget
        say(f"{ratio:5.2f} keer {name} (budget {budget})")
    say(f"geheugen {max(ours.peak_mb):.0f} MB (budget {MEMORY_MB:.0f})")
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
