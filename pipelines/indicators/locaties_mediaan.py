"""M10, the p-median to proven optimality: Benders cuts over the sites alone.

What belongs here: the exact p-median. The pairs of node and site are not variables: for given
sites, open or half open, what a node costs has a closed form, and a linear lower bound that is
exact there (Cornuejols, Nemhauser and Wolsey 1980; Duran-Mateluna, Ales and Elloumi 2023). So the
program has one variable per site and one per node, and grows only by the bounds it needs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog
from scipy.sparse import csr_array, hstack, vstack

from pipelines.indicators.locaties_exact import Antwoord, solve
from pipelines.indicators.locaties_heuristiek import Sites, cost, substitute
from pipelines.indicators.netwerk import Bools, Floats

_VIOLATED = 1e-7  # share of the cost by which a bound must fail before it is added
_ROUNDS = 40


@dataclass
class _Program:
    """Minimise the sum of the costs of the nodes under the bounds found so far."""

    costs: Floats
    base: Floats
    p: int
    rows: list[csr_array[np.float64, tuple[int, int]]]
    right: list[Floats]

    def __post_init__(self) -> None:
        self.costs = np.minimum(self.costs, self.base[:, None])
        self.order = np.argsort(self.costs, axis=1, kind="stable")
        self.sorted = np.take_along_axis(self.costs, self.order, axis=1)
        self.eye = csr_array(np.eye(len(self.costs)))

    def add(self, open_: Floats, seen: Floats | None) -> int:
        """Add, per node, the bound that is exact for these sites, where it was not kept yet.

        Args:
            open_: How far each site is open, 0 to 1.
            seen: Cost per node in the present answer; absent = add all.
        """
        filled = np.cumsum(open_[self.order], axis=1)
        last = np.argmax(filled >= 1 - 1e-9, axis=1)
        last[filled[:, -1] < 1 - 1e-9] = self.costs.shape[1] - 1
        level = self.sorted[np.arange(len(last)), last]
        saving = np.clip(level[:, None] - self.costs, 0.0, None)
        value = level - saving @ open_
        new = np.ones(len(level), dtype=np.bool_)
        if seen is not None:
            new = value > seen + _VIOLATED * np.maximum(1.0, np.abs(value))
        if new.any():
            self.rows.append(
                hstack([csr_array(saving[new]), self.eye[np.flatnonzero(new)]], format="csr")
            )
            self.right.append(level[new])
        return int(new.sum())

    def relaxed(self) -> tuple[float, Floats, Floats]:
        """Value, variables and reduced costs of the sites with half open sites allowed."""
        n, m = self.costs.shape
        program: Any = linprog  # the stubs of SciPy know dense matrices only
        found = program(
            np.concatenate([np.zeros(m), np.ones(n)]),
            A_ub=-vstack(self.rows, format="csr"),
            b_ub=-np.concatenate(self.right),
            A_eq=csr_array(np.concatenate([np.ones(m), np.zeros(n)])[None, :]),
            b_eq=[self.p],
            bounds=np.column_stack([np.zeros(m + n), np.r_[np.ones(m), np.full(n, np.inf)]]),
            method="highs",
        )
        return float(found.fun), found.x, found.lower.marginals[:m]

    def answer(self, may: Bools, time_limit_s: float) -> tuple[Antwoord, Floats | None]:
        """Solve with the bounds so far; the second part holds sites and costs of the nodes."""
        n, m = self.costs.shape
        count = csr_array(np.concatenate([np.ones(m), np.zeros(n)])[None, :])
        bounds = LinearConstraint(
            vstack(self.rows, format="csr"), np.concatenate(self.right), np.inf
        )
        return solve(
            np.concatenate([np.zeros(m), np.ones(n)]),
            [bounds, LinearConstraint(count, self.p, self.p)],
            Bounds(np.zeros(m + n), np.concatenate([may.astype(float), np.full(n, np.inf)])),
            m,
            time_limit_s,
        )


def median(costs: Floats, base: Floats, p: int, start: Sites, time_limit_s: float) -> Antwoord:
    """p-median with proof, or the best set and the bound when time is up.

    First half open sites, which gives the bound of the linear program; then whole ones, adding the
    bounds that the answer breaks until it breaks none.

    Args:
        costs: Shape (n, m), finite.
        base: Cost from existing clusters, infinite = none, shape (n,).
        p: Number of sites, 1 to m.
        start: A good set.
        time_limit_s: Longest search.
    """
    until = time.monotonic() + time_limit_s
    m = costs.shape[1]
    program = _Program(costs, base, p, [], [])
    best = _Best(costs, base, start)
    program.add(best.open_, None)
    lower, may = 0.0, np.ones(m, dtype=np.bool_)
    for _ in range(_ROUNDS):
        lower, values, reduced = program.relaxed()
        best.round(values[:m], p)
        # a site whose use alone makes the bound pass the best set known is in no better set
        may = ~((values[:m] < 1e-9) & (lower + reduced > best.cost * (1 + _VIOLATED)))
        may[best.sites] = True
        added = program.add(values[:m], values[m:])
        if best.proven(lower) or added == 0 or time.monotonic() > until:
            break
    while not best.proven(lower):
        program.add(best.open_, None)
        left = until - time.monotonic()
        if left <= 0:
            return Antwoord(best.sites, lower, bewezen=False)
        found, solved = program.answer(may, left)
        lower = max(lower, found.grens)
        if solved is None:
            return Antwoord(best.sites, lower, bewezen=False)
        best.round(solved[:m], p)
        if program.add(np.round(solved[:m]), solved[m:]) == 0:
            return Antwoord(best.sites, lower, bewezen=found.bewezen)
    return Antwoord(best.sites, lower, bewezen=True)


class _Best:
    """The best set met so far."""

    def __init__(self, costs: Floats, base: Floats, sites: Sites) -> None:
        self.costs, self.base = costs, base
        self.sites, self.cost = sites, cost(costs, base, sites)

    @property
    def open_(self) -> Floats:
        """The set as a row of ones and zeros."""
        row = np.zeros(self.costs.shape[1])
        row[self.sites] = 1.0
        return row

    def round(self, open_: Floats, p: int) -> None:
        """Try the p sites that are most open, and their neighbours."""
        sites = np.sort(np.argsort(-open_, kind="stable")[:p]).astype(np.int64)
        sites = substitute(self.costs, self.base, sites)
        value = cost(self.costs, self.base, sites)
        if value < self.cost:
            self.sites, self.cost = sites, value

    def proven(self, lower: float) -> bool:
        """Whether nothing can be better by more than a rounding error."""
        return self.cost - lower <= _VIOLATED * abs(self.cost) + 1e-9
