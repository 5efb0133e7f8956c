"""M10: exact answers at the largest sizes, the gap beyond them, and the same answer every time."""

import hashlib
import os
import subprocess
import sys
import time

import numpy as np

from pipelines.indicators.locaties_keuze import choose, largest_gap_pct
from pipelines.indicators.locaties_model import OPTIMAAL, Model, Uitkomst, Vraagstuk
from tests.bench._budget import Line
from tests.bench._machine import say

BUDGET_S = 60.0


def town(nodes: int, sites: int, seed: int = 1) -> Vraagstuk:
    """Demand around a few centres, candidates among the nodes, distances along the axes."""
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0, 10_000, (12, 2))
    place = centre[rng.integers(0, 12, nodes)] + rng.normal(0, 900, (nodes, 2))
    chosen = place[rng.choice(nodes, sites, replace=False)]
    metres = np.abs(place[:, None] - chosen[None]).sum(axis=2)
    return Vraagstuk.of(rng.integers(0, 30, nodes), metres, None, rng.uniform(0, 100, sites))


def measure() -> list[Line]:
    """Seconds of processor for both exact models, gap of a larger case, equal answers."""
    lines = [
        *_exact("dekking", 5000, 500, 10),
        *_exact("p-mediaan", 1000, 150, 10),
        *(_gap(model, 6000, 600, 10) for model in ("p-mediaan", "dekking")),
    ]
    hashes = {_elsewhere(seed) for seed in ("0", "12345")}
    lines.append(Line("verschillende uitkomsten in twee processen", len(hashes) - 1, "", 0.0))
    return lines


def _exact(model: Model, nodes: int, sites: int, p: int) -> list[Line]:
    case = town(nodes, sites)
    found, processor, clock = _timed(case, p, model, exact=True)
    name = f"{model} {sites} x {nodes}, p = {p}"
    say(f"  {name}: {clock:.1f} s op de klok, {found.bewijs}, gap {found.gap_pct:.4f} %")
    return [
        Line(f"{name}, exact", processor, "s", BUDGET_S),
        Line(f"{name}, zonder bewijs", float(found.bewijs != OPTIMAAL), "", 0.0),
    ]


def _gap(model: Model, nodes: int, sites: int, p: int) -> Line:
    found, processor, _ = _timed(town(nodes, sites, 2), p, model, exact=False)
    say(f"  {model} {sites} x {nodes} heuristisch: {processor:.1f} s processor")
    return Line(f"{model} {sites} x {nodes}, gap", found.gap_pct, "%", largest_gap_pct())


def _timed(case: Vraagstuk, p: int, model: Model, *, exact: bool) -> tuple[Uitkomst, float, float]:
    processor, clock = time.process_time(), time.monotonic()
    # The clock of a busy machine must not cut short what is measured in processor time.
    found = choose(case, p, model, time_limit_s=10 * BUDGET_S, heuristiek=not exact)
    return found, time.process_time() - processor, time.monotonic() - clock


def answers() -> str:
    """Hash of the answers of both models, by both methods."""
    case = town(400, 60, 3)
    total = hashlib.sha256()
    for model in ("p-mediaan", "dekking"):
        for heuristic in (False, True):
            found = choose(case, 5, model, heuristiek=heuristic)
            total.update(repr((found.sites, found.waarde, found.grens)).encode())
    return total.hexdigest()


def _elsewhere(hash_seed: str) -> str:
    """The same in a fresh process, where texts are hashed differently."""
    code = "from tests.bench._analysis_locaties import answers; print(answers())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
