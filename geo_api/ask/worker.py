"""Chooses sites for the service: `python -m geo_api.ask.worker`, with a job on standard input.

A process of its own, so that the solver neither holds the interpreter lock that tiles need nor
outlives its task: it ends when its input closes. Each line on standard output is a document:
`voortgang` (0 to 1) with `stap`, and at the end `uitkomst`. The choice is that of
`pipelines.indicators.locaties_keuze`.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.indicators.afstand import table
from pipelines.indicators.graafbestand import load_graph
from pipelines.indicators.locaties_keuze import choose
from pipelines.indicators.locaties_model import ONMOGELIJK, Uitkomst, Vraagstuk
from pipelines.indicators.netwerk import Floats, network
from pipelines.indicators.snap import Snap, snap

TIME_LIMIT_S = 55.0
AT_ONCE = 10
"""Candidates measured between two words about progress."""


def main() -> int:
    """Do the job."""
    os.nice(10)  # who asks for a tile goes first
    job = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_watch, daemon=True).start()
    _tell(voortgang=0.0, stap="het straatnetwerk lezen")
    net = network(load_graph(Path(job["straten"])), "senior")
    _tell(voortgang=0.1, stap="plekken op straat leggen")
    asked = np.array(job["vraag"], dtype=np.float64).reshape(-1, 3)
    here, sites, there = (
        snap(net, *_xy(points)) for points in (asked[:, :2], job["kandidaten"], job["bestaand"])
    )
    metres = np.full((len(here), len(sites)), np.inf)
    for first in range(0, len(sites), AT_ONCE):
        _tell(voortgang=0.15 + 0.55 * first / len(sites), stap="loopafstanden meten")
        part = np.arange(first, min(first + AT_ONCE, len(sites)))
        metres[:, part] = table(net, here, sites.take(part))
    near = table(net, here, there).min(axis=1, initial=np.inf)
    reached = np.isfinite(near) | np.isfinite(metres).any(axis=1)
    _tell(voortgang=0.7, stap="de beste plekken zoeken")
    scores = np.array([np.nan if s is None else s for s in job["scores"]], dtype=np.float64)
    problem = Vraagstuk.of(
        asked[reached, 2], metres[reached], near[reached], scores, job["straal_m"]
    )
    found = choose(problem, job["aantal"], job["model"], time_limit_s=TIME_LIMIT_S)
    _tell(uitkomst=_told(job, problem, found, sites, float(asked[~reached, 2].sum())))
    return 0


def _xy(points: Any) -> tuple[Floats, Floats]:
    held = np.array(points, dtype=np.float64).reshape(-1, 2)
    return held[:, 0], held[:, 1]


def _told(
    job: dict[str, Any], problem: Vraagstuk, found: Uitkomst, sites: Snap, lost: float
) -> dict[str, Any]:
    """The answer as plain data, in the order of the candidates: no place goes before another."""
    total = float(problem.vraag.sum())
    possible = found.bewijs != ONMOGELIJK
    covered = problem.covered(found.sites) if possible else None
    weighted = problem.weighted_m(found.sites) if possible else None
    return {
        "model": found.model,
        "aantal": found.p,
        "bewijs": found.bewijs,
        "reden": found.reden or None,
        "gap_pct": found.gap_pct if possible else None,
        "plekken": [
            {"kandidaat": k, "naam": job["namen"][k], "score": job["scores"][k]}
            for k in found.sites
        ],
        "vraag": total,
        "gedekt": covered,
        "gedekt_pct": 100 * covered / total if covered is not None and total else None,
        "gemiddelde_afstand_m": weighted / total if weighted is not None and total else None,
        "straal_m": problem.straal_m,
        "vraagNietBereikt": lost,
        "kandidatenNietAangesloten": np.flatnonzero(~sites.snapped).tolist(),
        "kandidatenUitgesloten": job["uitgesloten"],
        **job["herkomst"],
    }


def _tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what, allow_nan=False) + "\n")
    sys.stdout.flush()


def _watch() -> None:
    """End when the service closes our input, or is gone."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
