"""Analysis: walking distances, location-allocation, Monte Carlo, held to their budgets.

`./woonzorg bench analysis`. Each part is a module `_analysis_<name>.py` with `measure()`; what is
there is measured. Exit status 1 when a budget is missed.
"""

import argparse
import importlib
import sys
from pathlib import Path

from tests.bench import _machine
from tests.bench._budget import Line, report
from tests.bench._machine import say

PREFIX = "_analysis_"


def parts() -> list[str]:
    """Names of the parts there are, in order."""
    return sorted(f.stem.removeprefix(PREFIX) for f in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 when every budget is held."""
    parser = argparse.ArgumentParser(prog="bench analysis", description=__doc__.split("\n")[0])
    parser.add_argument("deel", nargs="*", help=f"een of meer van: {', '.join(parts())}")
    chosen = parser.parse_args(arguments).deel or parts()
    unknown = sorted(set(chosen) - set(parts()))
    if unknown:
        parser.error(f"onbekend deel {', '.join(unknown)}; kies uit {', '.join(parts())}")
    say(_machine.describe())
    lines: list[Line] = []
    for name in chosen:
        say(f"\n{name}")
        lines += importlib.import_module(f"tests.bench.{PREFIX}{name}").measure()
    say("")
    return 0 if report(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
