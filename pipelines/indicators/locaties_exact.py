"""M10 with a solver: maximal cover and least cover as mixed integer programs for HiGHS.

What belongs here: building these sparse programs and reading HiGHS' answer. The p-median has its
own module, `locaties_mediaan.py`; which problem is small enough is `locaties_keuze.py`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeWarning, milp
from scipy.sparse import csr_array, hstack

from pipelines.indicators.locaties_heuristiek import Sites
from pipelines.indicators.netwerk import Bools, Floats

_PROVEN = 1e-7  # HiGHS calls a set the best when nothing better by this share can be there
_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True)
class Antwoord:
    """What HiGHS found.

    Attributes:
        sites: Chosen candidates, ascending; null where it found none.
        grens: Bound on the objective that was minimised.
        bewezen: Whether the set is proven to be the best.
        onmogelijk: Whether no set exists at all.
    """

    sites: Sites | None
    grens: float
    bewezen: bool
    onmogelijk: bool = False


def cover(
    weight: Floats, covers: Bools, p: int, time_limit_s: float, *, whole: bool = True
) -> Antwoord:
    """Maximal cover: `max sum w_i z_i`, `z_i <= sum of the y that cover i`, `sum y = p`.

    Nodes that are covered by the same candidates are taken together first. The objective is
    minimised, so the bound is minus the demand that can be covered.

    Args:
        weight: Demand per node, shape (n,); leave out what is covered already.
        covers: Which candidate covers which node, shape (n, m).
        p: Number of sites.
        time_limit_s: Longest search.
        whole: False lets sites be half open, which gives the bound alone, and soon.
    """
    useful = covers.any(axis=1) & (weight > 0)
    rows, group = np.unique(np.packbits(covers[useful], axis=1), axis=0, return_inverse=True)
    total = np.bincount(group.reshape(-1), weights=weight[useful], minlength=len(rows))
    m = covers.shape[1]
    pattern = np.unpackbits(rows, axis=1, count=m).astype(np.float64)
    k = len(rows)
    linked = hstack([csr_array(-pattern), _eye(k)], format="csr")
    count = csr_array(np.concatenate([np.ones(m), np.zeros(k)])[None, :])
    return solve(
        np.concatenate([np.zeros(m), -total]),
        [LinearConstraint(linked, -np.inf, 0.0), LinearConstraint(count, p, p)],
        Bounds(np.zeros(m + k), np.ones(m + k)),
        m if whole else 0,
        time_limit_s,
    )[0]


def fewest(covers: Bools, time_limit_s: float) -> Antwoord:
    """Least number of candidates that cover every node (LSCP); the bound is that number."""
    rows = np.unique(np.packbits(covers, axis=1), axis=0)
    m = covers.shape[1]
    pattern = csr_array(np.unpackbits(rows, axis=1, count=m).astype(np.float64))
    return solve(
        np.ones(m),
        [LinearConstraint(pattern, 1.0, np.inf)],
        Bounds(np.zeros(m), np.ones(m)),
        m,
        time_limit_s,
    )[0]


def _eye(k: int) -> csr_array[np.float64, tuple[int, int]]:
    return csr_array((np.ones(k), (np.arange(k), np.arange(k))), shape=(k, k))


def solve(
    objective: Floats,
    constraints: list[LinearConstraint],
    bounds: Bounds,
    sites: int,
    time_limit_s: float,
) -> tuple[Antwoord, Floats | None]:
    """Minimise; the first variables are the sites, and only they are whole numbers.

    Returns:
        The answer, and the values of all variables (null where there is no answer).
    """
    whole = np.zeros(len(objective), dtype=np.int64)
    whole[:sites] = 1
    with warnings.catch_warnings():
        # SciPy hands unknown options on to HiGHS with a warning; the answer says what came of it.
        warnings.simplefilter("ignore", OptimizeWarning)
        found = milp(
            objective,
            constraints=constraints,
            bounds=bounds,
            integrality=whole,
            options={"time_limit": time_limit_s, "mip_rel_gap": _PROVEN},
        )
    if found.status == _INFEASIBLE:
        return Antwoord(None, float("inf"), bewezen=True, onmogelijk=True), None
    bound = found.fun if not sites and found.status == _OPTIMAL else found.mip_dual_bound
    low = -np.inf if bound is None else float(bound)
    if found.x is None:
        return Antwoord(None, low, bewezen=False), None
    chosen = np.flatnonzero(found.x[:sites] > 0.5).astype(np.int64)
    return Antwoord(chosen, low, bewezen=found.status == _OPTIMAL), found.x
