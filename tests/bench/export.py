"""Downloads of a whole layer next to ogr2ogr, and GeoParquet next to geopandas; memory.

`./woonzorg bench export`. A download is asked before its file exists, so that it is made; ogr2ogr
writes the same form from the same table. Budgets: no form slower than ogr2ogr (GeoParquet: than
geopandas); the service and what it starts hold no more memory for many rows than for a tenth of
them (5,000,000 with `--rows 5000000`), but for 64 MiB.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from geo_api.downloads.sending import LOADED_AFTER_S
from pipelines.settings import CHECKOUT
from tests.bench import _machine, _peers, _served
from tests.bench._machine import say

DRIVERS = {
    "geojson": "GeoJSON",
    "geojsons": "GeoJSONSeq",
    "csv": "CSV",
    "fgb": "FlatGeobuf",
    "gpkg": "GPKG",
}
SLACK_MIB = 64.0
_GEOPANDAS = """
import sys, geopandas, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[1].replace("postgresql:", "postgresql+psycopg:", 1))
rows = geopandas.read_postgis("SELECT * FROM peer.adressen", engine, geom_col="geometry")
rows.to_parquet(sys.argv[2])
"""


def main() -> int:
    """Measure; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=130_000)
    parser.add_argument("--memory", action="store_true", help="only memory, not beside peers")
    chosen = parser.parse_args()
    _peers.ensure()
    say(_machine.describe())
    few, _ = _run(max(chosen.rows // 10, 1000), compare=False)
    many, held = _run(chosen.rows, compare=not chosen.memory)
    for form, least in few.items():
        flat = many[form] <= least + SLACK_MIB
        held = held and flat
        say(
            f"  {form:9s} {least:.0f} MiB voor een tiende, {many[form]:.0f} MiB voor {chosen.rows}"
            f" rijen{'' if flat else ': NIET gelijk'}"
        )
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return 0 if held else 1


def _run(rows: int, *, compare: bool) -> tuple[dict[str, float], bool]:
    """All forms for so many rows: peak memory in MiB by form, and whether none was slower."""
    with tempfile.TemporaryDirectory(prefix="wzk-export-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        layer = _served.points(rows)
        settings = {"WOONZORG_EXPORT_WAIT_S": "900"}
        held: dict[str, float] = {}
        quick = True
        with _served.served(var, [layer], **settings) as ours:
            time.sleep(LOADED_AFTER_S + 3)  # as a service stands that runs
            for form in (*DRIVERS, "parquet"):
                memory = _Memory(ours.pid)
                mine = _seconds(lambda form=form: _download(ours, form))
                held[form] = memory.stop()
                (ours.var / f"onze.{form}").unlink()
                if compare:
                    quick = _beside(ours, form, mine) and quick
                else:
                    say(f"  {form:9s} {rows} rijen: {mine:.1f} s")
        return held, quick


def _beside(ours: _served.Served, form: str, mine: float) -> bool:
    other = "geopandas" if form == "parquet" else "ogr2ogr"
    theirs = _seconds(lambda: _peer(ours, form))
    say(f"  {form:9s} {mine:6.2f} s, {other} {theirs:6.2f} s: {theirs / mine:.2f} keer zo snel")
    return mine <= theirs


def _download(ours: _served.Served, form: str) -> None:
    """Ask for a file that is not there yet, so that it is made."""
    url = f"{ours.base}/v1/downloads/adressen.{form}"
    plain = {"accept-encoding": "identity"}
    with httpx.stream("GET", url, timeout=900, headers=plain) as answer:
        answer.raise_for_status()
        with (ours.var / f"onze.{form}").open("wb") as target:
            for piece in answer.iter_bytes(1 << 20):
                target.write(piece)


def _peer(ours: _served.Served, form: str) -> None:
    target = ours.var / f"hun.{form}"
    if form == "parquet":
        command = [sys.executable, "-c", _GEOPANDAS, _served.PEERS_DSN, str(target)]
    else:
        geometry = ["-lco", "GEOMETRY=AS_WKT"] if form == "csv" else []
        source = ["PG:" + _served.PEERS_DSN, "peer.adressen"]
        command = ["ogr2ogr", "-f", DRIVERS[form], str(target), *source, *geometry]
    subprocess.run(command, check=True, cwd=CHECKOUT, stderr=subprocess.DEVNULL)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


class _Memory:
    """Watches how much a process and its children hold together."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most = pid, 0.0
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def stop(self) -> float:
        """The most it was, MiB."""
        self._ended.set()
        self._watch.join()
        return self._most

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            held = sum(_served.own_mib(pid) for pid in _family(self._pid))
            self._most = max(self._most, held)


def _family(pid: int) -> list[int]:
    """A process and its living children, and theirs."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for child in task.read_text(encoding="ascii").split():
                found += _family(int(child))
    return found


if __name__ == "__main__":
    sys.exit(main())
