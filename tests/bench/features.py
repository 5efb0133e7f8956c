"""Pages of a thousand polygons by bbox, next to TiPg and pygeoapi on the same table.

`./woonzorg bench features`. All answer the same boxes (WGS84 in and out, GeoJSON) over eight
connections, by turns. Budget: 15 times TiPg's answers per second, 30 times pygeoapi's. Start-up of
our service is measured too: below 2 s.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

from tests.api import process
from tests.bench import _machine, _peers, _served
from tests.bench._load import Seen, ask
from tests.bench._machine import say

OVER_TIPG, OVER_PYGEOAPI = 15.0, 30.0
START_S = 2.0
PAGE, BOXES, ROUNDS = 1000, 200, 3


def main() -> int:
    """Measure; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=130_000)
    parser.add_argument("--connections", type=int, default=8)
    chosen = parser.parse_args()
    _peers.ensure()
    say(_machine.describe())
    with tempfile.TemporaryDirectory(prefix="wzk-items-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        with _served.served(var, [_served.polygons(chosen.rows)]) as ours:
            return _measure(ours, chosen.connections, chosen.rows)


def _measure(ours: _served.Served, connections: int, rows: int) -> int:
    asked = boxes(ours)
    query = [f"bbox={','.join(f'{n:.7f}' for n in box)}&limit={PAGE}" for box in asked]
    crs = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    paths = {
        "woonzorgkaart": [
            f"/v1/collections/gebouwen/items?{q}&crs={crs}&bbox-crs={crs}&f=json" for q in query
        ],
        "tipg": [f"/collections/peer.gebouwen/items?{q}&f=geojson" for q in query],
        "pygeoapi": [f"/collections/gebouwen/items?{q}&f=json" for q in query],
    }
    found: dict[str, list[Seen]] = {name: [] for name in paths}
    with (
        _peers.tipg(_served.PEERS_DSN) as tipg,
        _peers.pygeoapi(_served.PEERS_DSN, "gebouwen", ours.var) as pygeoapi,
    ):
        base = {"woonzorgkaart": ours.base, "tipg": tipg, "pygeoapi": pygeoapi}
        for name, path in paths.items():
            say(f"{name}: {_count(base[name] + path[0])} objecten in de eerste bladzijde")
        for _ in range(ROUNDS):
            for name, path in paths.items():
                found[name].append(ask(base[name], path, connections=connections))
    say(f"{rows} vlakken, {BOXES} kaders, {connections} verbindingen, {ROUNDS} rondes, warm")
    for name, seen in found.items():
        for one in seen:
            say(f"  {name:14s} {one}")
    return 0 if _judge(found, ours) else 1


def _judge(found: dict[str, list[Seen]], ours: _served.Served) -> bool:
    rate = {name: median(one.per_s for one in seen) for name, seen in found.items()}
    held = not any(one.wrong for seen in found.values() for one in seen)
    for name, budget in (("tipg", OVER_TIPG), ("pygeoapi", OVER_PYGEOAPI)):
        ratio = rate["woonzorgkaart"] / rate[name]
        held = held and ratio >= budget
        say(f"{ratio:.1f} keer {name} {_peers.version(name)} (budget {budget:g})")
    starts = [_start(ours) for _ in range(3)]
    start = median(wall for wall, _ in starts)
    processor = median(used for _, used in starts)
    say(f"starten: {start:.2f} s, {processor:.2f} s processortijd (budget {START_S:g} s)")
    say(f"geheugen van onze dienst: hoogstens {_served.peak_mib(ours.pid):.0f} MiB")
    held = held and start < START_S
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return held


def boxes(ours: _served.Served) -> list[tuple[float, float, float, float]]:
    """Boxes with a little under a thousand polygons each, WGS84."""
    side = int((PAGE * 0.95) ** 0.5) * _served.SIDE_M
    draw = random.Random(20240101)  # noqa: S311 - not a secret
    with ours.connect() as db:
        row = db.execute(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)"
            " FROM (SELECT ST_Extent(geometry) AS e FROM peer.gebouwen) AS x"
        ).fetchone()
        west, south, east, north = row or (0, 0, 0, 0)
        found = []
        for _ in range(BOXES):
            x, y = draw.uniform(west, east - side), draw.uniform(south, north - 2 * side)
            box = db.execute(
                "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b) FROM (SELECT ST_Transform("
                "ST_MakeEnvelope(%s, %s, %s, %s, 28992), 4326) AS b) AS t",
                [x, y, x + side, y + side],
            ).fetchone()
            found.append(tuple(box or ()))
    return found


def _count(url: str) -> int:
    answer = httpx.get(url, timeout=60)
    answer.raise_for_status()
    return len(answer.json()["features"])


def _start(ours: _served.Served) -> tuple[float, float]:
    """Seconds, and of the processor, from starting a second process to its first answer."""
    began = time.monotonic()
    with process.start(ours.dsn, ours.var) as running:
        httpx.get(f"{running.base}/v1/collections").raise_for_status()
        return time.monotonic() - began, _machine.used_seconds(running.popen.pid)


if __name__ == "__main__":
    sys.exit(main())
