"""M10 without a solver: greedy start, vertex substitution (Teitz and Bart), Lagrangian bound.

What belongs here: methods on a cost matrix. A row is a demand node, a column a candidate, an entry
what it costs to serve the node from there; `base` is the cost without any new site (existing
clusters). p-median has cost demand x metres; maximal cover is the same problem with cost demand
for what is not covered, so one method serves both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from pipelines.indicators.netwerk import Floats

Sites = npt.NDArray[np.int64]
_IMPROVED = 1e-9  # a swap must gain more than this share
_STEP, _SHRINK, _PATIENCE, _SMALLEST, _MEMORY = 1.5, 0.8, 10, 0.002, 0.7


@dataclass(frozen=True)
class Grens:
    """A proven lower bound on the cost, and what it says about single candidates.

    Attributes:
        waarde: No set of p candidates costs less.
        bijdrage: Lagrangian value of each candidate at that bound, at most 0, shape (m,).
        prijs: Multipliers of the nodes at that bound, shape (n,).
        sites: Best set met on the way.
        kosten: Its cost.
    """

    waarde: float
    bijdrage: Floats
    prijs: Floats
    sites: Sites
    kosten: float


def cost(costs: Floats, base: Floats, sites: npt.ArrayLike) -> float:
    """Total cost with these sites."""
    chosen = np.asarray(sites, dtype=np.int64)
    return float(np.minimum(base, costs[:, chosen].min(axis=1, initial=np.inf)).sum())


def greedy(costs: Floats, base: Floats, p: int) -> Sites:
    """Add the site that saves most, p times; equal savings: the lowest candidate."""
    now = np.minimum(base, costs.max(axis=1, initial=0.0))
    chosen: list[int] = []
    for _ in range(p):
        total = np.minimum(costs, now[:, None]).sum(axis=0)
        total[chosen] = np.inf
        chosen.append(int(np.argmin(total)))
        now = np.minimum(now, costs[:, chosen[-1]])
    return np.array(sorted(chosen), dtype=np.int64)


def substitute(costs: Floats, base: Floats, start: npt.ArrayLike) -> Sites:
    """Swap one site for another as long as that saves (Teitz and Bart 1968), best swap first.

    The saving of every swap at once: with j in and r out, a node whose nearest is r falls back to
    its second or to j, every other node keeps its nearest or takes j.
    """
    sites = np.sort(np.asarray(start, dtype=np.int64))
    n, m = costs.shape
    if not len(sites) or len(sites) == m:
        return sites
    while True:
        place, first, second = _two_nearest(costs, base, sites)
        keep = np.minimum(costs, first[:, None])
        fall = np.minimum(costs, second[:, None]) - keep
        served = np.flatnonzero(place >= 0)
        member = csr_array((np.ones(len(served)), (place[served], served)), shape=(len(sites), n))
        total = keep.sum(axis=0)[None, :] + member @ fall
        total[:, sites] = np.inf
        out, into = np.unravel_index(int(np.argmin(total)), total.shape)
        if total[out, into] >= first.sum() - _IMPROVED * max(1.0, abs(first.sum())):
            return sites
        sites = np.sort(np.append(np.delete(sites, out), into))


def _two_nearest(
    costs: Floats, base: Floats, sites: Sites
) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """Per node: position of its cheapest site (-1 = existing), that cost, and the next cost."""
    options = np.column_stack([base, costs[:, sites]])
    order = np.argsort(options, axis=1, kind="stable")[:, :2]
    rows = np.arange(len(options))
    first = options[rows, order[:, 0]]
    second = options[rows, order[:, 1]]
    return order[:, 0] - 1, first, second


def search(costs: Floats, base: Floats, p: int, starts: int, seed: int = 1) -> Sites:
    """Best of vertex substitution from the greedy set and from some random ones.

    Args:
        costs: Shape (n, m).
        base: Cost from existing clusters.
        p: Number of sites.
        starts: Number of random starts beside the greedy one.
        seed: Of the random starts; the same seed gives the same set.
    """
    rng = np.random.default_rng(seed)
    best = substitute(costs, base, greedy(costs, base, p))
    lowest = cost(costs, base, best)
    for _ in range(starts):
        other = substitute(costs, base, rng.choice(costs.shape[1], p, replace=False))
        value = cost(costs, base, other)
        if value < lowest - _IMPROVED * max(1.0, abs(lowest)):
            best, lowest = other, value
    return best


def lagrangian(
    costs: Floats,
    base: Floats,
    p: int,
    start: npt.ArrayLike,
    *,
    prices: Floats | None = None,
    iterations: int = 700,
    good_share: float = 0.0,
) -> Grens:
    """Lower bound by relaxing "every node is served once", with a better set on the way if any.

    Subgradient steps on the prices of the nodes. For given prices the best p candidates are those
    with the lowest sum of (cost - price) over the nodes that gain, which is a bound for any set.

    Args:
        costs: Shape (n, m), finite.
        base: Cost from existing clusters, may be infinite, shape (n,).
        p: Number of sites, at least 1.
        start: A good set; its cost scales the steps.
        prices: Where to start; absent = between the two nearest costs of the start.
        iterations: Largest number of steps.
        good_share: Stop when bound and best set are nearer than this share.
    """
    best = np.sort(np.asarray(start, dtype=np.int64))
    upper = cost(costs, base, best)
    _, first, second = _two_nearest(costs, base, best)
    reach = np.minimum(second, costs.max(axis=1, initial=0.0))
    price = (first + np.maximum(reach, first)) / 2 if prices is None else prices.copy()
    found: tuple[float, Floats, Floats] = (-np.inf, np.zeros(costs.shape[1]), price)
    step, waited = _STEP, 0
    tried: set[bytes] = {best.tobytes()}
    direction = np.zeros(len(costs))
    for _ in range(iterations):
        gain = np.minimum(costs - price[:, None], 0.0)
        worth = gain.sum(axis=0)
        sites = np.sort(np.argsort(worth, kind="stable")[:p]).astype(np.int64)
        kept = base < price
        value = float(price.sum() + (base - price)[kept].sum() + worth[sites].sum())
        if value > found[0] + 1e-7 * max(1.0, abs(value)):
            waited = 0
        else:
            waited += 1
        if value > found[0]:
            found = (value, worth, price.copy())
            if sites.tobytes() not in tried:
                tried.add(sites.tobytes())
                other = cost(costs, base, sites)
                if other < upper:
                    best, upper = sites, other
        if waited >= _PATIENCE:
            step, waited = step * _SHRINK, 0
        if upper - found[0] <= good_share * abs(upper) + 1e-9 or step < _SMALLEST:
            break
        # part of the last direction stays, against zigzag (Camerini, Fratta and Maffioli 1975)
        direction = 1.0 - (gain[:, sites] < 0).sum(axis=1) - kept + _MEMORY * direction
        size = float((direction**2).sum())
        if size == 0:
            break
        price = np.maximum(price + step * (upper - value) / size * direction, 0.0)
    return Grens(found[0], found[1], found[2], best, upper)
