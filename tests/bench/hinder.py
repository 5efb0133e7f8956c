"""Whether a normal client notices that others attack: the real server, without a proxy.

`./woonzorg bench hinder`. Normal clients ask pages of features, tiles, objects and documents, first
alone; then while four addresses ask the attack set (`tests/api/test_attacks.py`) over and over and
500 connections send a byte of their headers a second. Budgets: their 95th percentile stays below
twice that of the quiet time, none of their questions fails, and the service stays below 512 MiB.
The limits are those of an installation; a header tells who asks, as all of it comes from here.
"""

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from pipelines.settings import CHECKOUT
from tests.bench import _machine, _served, features, tiles
from tests.bench._machine import say

TIMES, CAP_MIB = 2.0, 512.0
SLOW, CLIENTS, ROWS = 500, 4, 20_000
PAUSE_S = 0.08
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@dataclass
class Noticed:
    """What normal clients noticed.

    Attributes:
        seconds: to each answer.
        wrong: statuses that are no answer.
    """

    seconds: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    @property
    def p95_ms(self) -> float:
        """95th percentile of the time to an answer, milliseconds."""
        return quantiles(self.seconds, n=20)[-1] * 1000

    def __str__(self) -> str:
        """For the report."""
        return (
            f"{len(self.seconds)} vragen, mediaan {median(self.seconds) * 1000:.1f} ms,"
            f" p95 {self.p95_ms:.1f} ms, {len(self.wrong)} fout"
        )


def main() -> int:
    """Measure; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    seconds = parser.parse_args().seconds
    say(_machine.describe())
    with tempfile.TemporaryDirectory(prefix="wzk-hinder-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        trusted = {"WOONZORG_TRUSTED_PROXIES": '["127.0.0.1"]'}
        layer = _served.polygons(ROWS)
        with _served.served(var, [layer], maxzoom=14, sample=True, **trusted) as ours:
            paths, port = _paths(ours), int(ours.base.rpartition(":")[2])
            _normal(port, paths, 5)  # warm
            quiet = _normal(port, paths, seconds)
            say(f"rustig: {quiet}")
            command = [sys.executable, "-m", "tests.bench._attackers", str(port)]
            with subprocess.Popen(
                [*command, str(seconds + 10), str(SLOW)], cwd=CHECKOUT, stdout=subprocess.PIPE
            ) as others:
                time.sleep(5)  # until all of them are there
                under = _normal(port, paths, seconds)
                told = json.loads(others.communicate(timeout=120)[0])
            say(f"onder aanval: {under}")
            say(f"  antwoorden op aanvallen {told['answers']}, {told['slow']} trage verbindingen")
            peak = _served.peak_mib(ours.pid)
    return 0 if _judge(quiet, under, told, peak) else 1


def _judge(quiet: Noticed, under: Noticed, told: dict[str, object], peak: float) -> bool:
    times = under.p95_ms / quiet.p95_ms
    say(f"p95 {times:.2f} keer die van de rust (budget {TIMES:g})")
    say(f"geheugen van onze dienst: hoogstens {peak:.0f} MiB (budget {CAP_MIB:g})")
    there = int(str(told["slow"])) >= SLOW * 0.9
    if not there:
        say("de trage verbindingen stonden er niet: dit is geen meting")
    held = there and times <= TIMES and peak <= CAP_MIB and not quiet.wrong and not under.wrong
    say(f"budget {'gehaald' if held else 'NIET gehaald'}; belasting {_machine.load()}")
    return held


def _paths(ours: _served.Served) -> list[str]:
    layer = "/v1/collections/gebouwen"
    pages = [
        f"{layer}/items?bbox={','.join(f'{n:.7f}' for n in box)}&limit=100&crs={_CRS84}"
        for box in features.boxes(ours)[:60]
    ]
    drawn = [
        f"{layer}/tiles/WebMercatorQuad/{z}/{y}/{x}"
        for z, x, y in tiles.those(ours, "gebouwen", 14)[:60]
    ]
    one = [f"{layer}/items/{number:09d}" for number in range(1, 61)]
    return [*pages, *drawn, *one, *["/v1/collections?f=json", f"{layer}?f=json"] * 10]


def _normal(port: int, paths: Sequence[str], seconds: float) -> Noticed:
    """Ask from some addresses, each one question after the other with a pause between."""
    found, until = Noticed(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_client, args=[port, number, paths, until, found])
        for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _client(port: int, number: int, paths: Sequence[str], until: float, found: Noticed) -> None:
    draw = random.Random(number)  # noqa: S311 - not a secret
    headers = {"X-Forwarded-For": f"198.51.100.{number + 1}", "Accept-Encoding": "gzip"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", draw.choice(paths), headers=headers)
        answer = connection.getresponse()
        answer.read()
        found.seconds.append(time.perf_counter() - began)
        if answer.status not in (200, 204):
            found.wrong.append(answer.status)
        time.sleep(PAUSE_S)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
