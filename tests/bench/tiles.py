"""Published tiles next to TiPg and nginx, and filtered tiles next to TiPg, on the same table.

`./woonzorg bench tiles`. Every z14 tile of the layer is asked in random order over eight
connections, by turns, gzip accepted; nginx serves the same bytes from files. Filtered tiles are
asked at zoom 12 to 15 with conditions that hardly come twice, so that no program answers from what
it kept. Budgets: a published tile at least 50 times TiPg's answers per second and 0.18 times
nginx's; a filtered tile at least 2 times TiPg's, geometric mean over the zoom levels.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
from psycopg import sql

from tests.bench import _machine, _peers, _served
from tests.bench._load import Seen, ask
from tests.bench._machine import say

OVER_TIPG, OVER_NGINX, FILTERED = 50.0, 0.18, 2.0
LEVEL, LEVELS = 14, (12, 13, 14, 15)
ROUNDS, CONNECTIONS = 3, 8
FILTERS = [f"bouwjaar >= {year} AND oppervlakte_m2 < 200" for year in range(1900, 2020)]
HALF = 20037508.342789244
Tile = tuple[int, int, int]


def main() -> int:
    """Measure; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=130_000)
    chosen = parser.parse_args()
    _peers.ensure()
    say(_machine.describe())
    with tempfile.TemporaryDirectory(prefix="wzk-tegels-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        layer = _served.points(chosen.rows)
        with _served.served(var, [layer], maxzoom=LEVEL) as ours:
            held = _published(ours)
            held = _filtered(ours) and held
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return 0 if held else 1


def _published(ours: _served.Served) -> bool:
    tiles = those(ours, "adressen", LEVEL)
    files = ours.var / "bestanden"
    for z, x, y in tiles:
        answer = httpx.get(_ours(ours.base, (z, x, y)), headers={"accept-encoding": "gzip"})
        answer.raise_for_status()
        target = files / str(z) / str(x) / f"{y}.pbf"
        target.parent.mkdir(parents=True, exist_ok=True)
        with httpx.stream("GET", _ours(ours.base, (z, x, y))) as raw:
            target.write_bytes(b"".join(raw.iter_raw()))
    with _peers.nginx(files) as nginx, _peers.tipg(_served.PEERS_DSN) as tipg:
        found = _turns(
            {
                "woonzorgkaart": (ours.base, [_ours("", tile) for tile in tiles]),
                "nginx": (nginx, [f"/{z}/{x}/{y}.pbf" for z, x, y in tiles]),
                "tipg": (tipg, [_tipg(tile) for tile in tiles]),
            }
        )
    say(f"gepubliceerde tegels, {len(tiles)} van zoom {LEVEL}, {CONNECTIONS} verbindingen, warm")
    rate = _say(found)
    return _ratio(rate, "tipg", OVER_TIPG) & _ratio(rate, "nginx", OVER_NGINX)


def _filtered(ours: _served.Served) -> bool:
    ratios = []
    with _peers.tipg(_served.PEERS_DSN) as tipg:
        for level in LEVELS:
            tiles = those(ours, "adressen", level)[:200]
            asked = [(tile, quote(text)) for tile in tiles for text in FILTERS]
            found = _turns(
                {
                    "woonzorgkaart": (
                        ours.base,
                        [f"{_ours('', tile)}?filter={text}" for tile, text in asked],
                    ),
                    "tipg": (tipg, [f"{_tipg(tile)}?filter={text}" for tile, text in asked]),
                }
            )
            say(f"gefilterde tegels, {len(asked)} vragen, {len(tiles)} tegels van zoom {level}")
            rate = _say(found)
            ratios.append(rate["woonzorgkaart"] / rate["tipg"])
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    say(f"{mean:.2f} keer tipg, meetkundig gemiddelde (budget {FILTERED:g})")
    return mean >= FILTERED


def _turns(asked: Mapping[str, tuple[str, list[str]]]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {name: [] for name in asked}
    for base, paths in asked.values():  # warm
        ask(base, paths, connections=CONNECTIONS, seconds=2)
    for _ in range(ROUNDS):
        for name, (base, paths) in asked.items():
            found[name].append(ask(base, paths, connections=CONNECTIONS, seconds=4))
    return found


def _say(found: Mapping[str, list[Seen]]) -> dict[str, float]:
    for name, seen in found.items():
        for one in seen:
            say(f"  {name:14s} {one}")
        if any(one.wrong for one in seen):
            raise SystemExit(f"{name} antwoordde met fouten")
    return {name: median(one.per_s for one in seen) for name, seen in found.items()}


def _ratio(rate: Mapping[str, float], name: str, budget: float) -> bool:
    ratio = rate["woonzorgkaart"] / rate[name]
    say(f"{ratio:.2f} keer {name} (budget {budget:g})")
    return ratio >= budget


def those(ours: _served.Served, layer: str, level: int) -> list[Tile]:
    """Tiles of a level that hold objects."""
    side = 2 * HALF / 2**level
    with ours.connect() as db:
        rows = db.execute(
            sql.SQL(
                "SELECT DISTINCT floor((ST_X(g) + %(h)s) / %(s)s)::int,"
                " floor((%(h)s - ST_Y(g)) / %(s)s)::int FROM (SELECT"
                " ST_Transform(ST_Centroid(geometry), 3857) AS g FROM {}) AS m ORDER BY 1, 2"
            ).format(sql.Identifier("peer", layer)),
            {"h": HALF, "s": side},
        ).fetchall()
    return [(level, x, y) for x, y in rows]


def _ours(base: str, tile: Tile) -> str:
    z, x, y = tile
    return f"{base}/v1/collections/adressen/tiles/WebMercatorQuad/{z}/{y}/{x}"


def _tipg(tile: Tile) -> str:
    z, x, y = tile
    return f"/collections/peer.adressen/tiles/WebMercatorQuad/{z}/{x}/{y}"


if __name__ == "__main__":
    sys.exit(main())
