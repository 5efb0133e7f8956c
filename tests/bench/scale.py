"""Refresh of samples of growing size: what one gemeente costs as gemeenten are added.

`./woonzorg bench scale [--dwellings 50000,120000]`. Above 50,000 dwellings the sample is made of
gemeenten of 40,000. Each size is an installation of its own; the refresh is the process that
`./woonzorg refresh` starts. Budgets (two cores): from the smallest to the largest, seconds grow
with dwellings to the power 1.15 at most, and no process uses more than 4 GiB.
"""

import argparse
import math
import resource
import sys
import tempfile
import time
from pathlib import Path

from pipelines.opstart import flows, installation, sample
from pipelines.opstart.installation import Installation
from pipelines.services import Services
from tests.bench import _machine, refresh
from tests.bench._budget import Line, report
from tests.bench._machine import say

SLOPE, MEMORY_MIB = 1.15, 4096.0


def main() -> int:
    """Measure every size; exit status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dwellings", default="50000,120000", help="grootten, met komma's")
    parser.add_argument("--details", action="store_true", help="alle fasen")
    chosen = parser.parse_args()
    sizes = sorted(int(size) for size in chosen.dwellings.split(","))
    say(_machine.describe())
    found = {size: _refresh(size, details=chosen.details) for size in sizes}
    lines = [
        Line(
            f"geheugen van het grootste proces tot {_machine.dutch(sizes[-1])} woningen",
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            "MiB",
            MEMORY_MIB,
        )
    ]
    if len(sizes) > 1:
        first, last = found[sizes[0]], found[sizes[-1]]
        name = f"groei van {_machine.dutch(sizes[0])} naar {_machine.dutch(sizes[-1])} woningen"
        times = sizes[-1] / sizes[0]
        slope = math.log(last.seconds / first.seconds) / math.log(times)
        # On a busy machine the clock waits for others; processor time does not.
        work = math.log(_worked(last) / _worked(first)) / math.log(times)
        lines.append(Line(name, slope, "(macht)", SLOPE))
        lines.append(Line(f"{name}, processortijd", work, "(macht)", SLOPE))
    return 0 if report(lines) else 1


def _worked(found: refresh.Measured) -> float:
    return found.processor + found.database


def _refresh(dwellings: int, *, details: bool) -> refresh.Measured:
    with tempfile.TemporaryDirectory(prefix="wzk-schaal-") as folder:
        var = Path(folder)
        wanted = Installation(fictief=True, dwellings=dwellings)
        settings = installation.apply(_machine.temporary_settings(var), wanted)
        with _machine.server(var) as cluster, Services(var) as services:
            flows.migrate(cluster)
            sample.ensure(settings, wanted, services)
            settings = sample.publish(settings, services)
            time.sleep(refresh.STABLE_S)
            name = f"{_machine.dutch(dwellings)} woningen"
            found = refresh.measure(name, settings, cluster)
    refresh.show(found, details=details)
    per = found.seconds / dwellings * 100_000
    say(f"  {per:.1f} s per 100.000 woningen")
    return found


if __name__ == "__main__":
    sys.exit(main())
