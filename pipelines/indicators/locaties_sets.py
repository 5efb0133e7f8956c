"""M10, the best sets of sites one after another: how many others are about as good.

What belongs here: trying every set where they are few, else walking from the best set to the next.
What a best set is, and how it is found, is `locaties_keuze.py`.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np

from pipelines.indicators.locaties_keuze import TIME_LIMIT_S, answer, choose, costs_of
from pipelines.indicators.locaties_model import ONMOGELIJK, RELATIVE, Model, Uitkomst, Vraagstuk

MOST = 10  # METHODS 4a: ten best sets
TRIED = 200_000_000  # sums of a set and a node that are tried one by one: about a second
EQUAL = 5_000  # sets of equal value that are still compared one by one


class _Part(NamedTuple):
    """The best set among those that hold `fixed` and nothing of `banned`."""

    key: tuple[float, ...]
    found: Uitkomst
    fixed: tuple[int, ...]
    banned: frozenset[int]


def best_sets(
    vraagstuk: Vraagstuk,
    p: int,
    model: Model,
    count: int = MOST,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    heuristiek: bool = False,
) -> list[Uitkomst]:
    """The best sets of p sites, the best first; fewer where there are no more.

    Few sets are all tried. Of many, the others are split after every set into parts that do not
    overlap, each with its own best (Lawler 1972, Management Science 18): with its first k sites and
    without the next. A site that is fixed is an existing cluster of that part, so each part is
    again a problem for `choose`.

    Args:
        vraagstuk: demand, distances, existing clusters.
        p: sites to add.
        model: p-mediaan or dekking.
        count: sets wanted.
        time_limit_s: longest search per part.
        heuristiek: as `choose`; the order of the sets is then not proven either.

    Returns:
        Outcomes with `bewijs` of their part; one outcome with a reason where there is no set.
    """
    n, m = vraagstuk.size
    if 0 < p <= m and comb(m, p) * n <= TRIED and (found := _tried(vraagstuk, p, model, count)):
        return found

    def part(fixed: tuple[int, ...], banned: frozenset[int]) -> _Part:
        open_ = np.setdiff1d(np.arange(vraagstuk.size[1]), [*fixed, *banned])
        rest = replace(
            vraagstuk,
            afstand_m=vraagstuk.afstand_m[:, open_],
            bestaand_m=vraagstuk.nearest_m(fixed),
            score=vraagstuk.score[open_],
        )
        found = choose(
            rest, p - len(fixed), model, time_limit_s=time_limit_s, heuristiek=heuristiek
        )
        sites = tuple(sorted((*fixed, *open_[list(found.sites)].tolist())))
        whole = replace(found, p=p, sites=sites if found.bewijs != ONMOGELIJK else ())
        return _Part(vraagstuk.order(model, whole.sites), whole, fixed, banned)

    first = part((), frozenset())
    if first.found.bewijs == ONMOGELIJK:
        return [first.found]
    waiting, given = [first], list[Uitkomst]()
    while waiting and len(given) < count:
        best = heapq.heappop(waiting)
        given.append(best.found)
        kept = best.fixed
        for site in (s for s in best.found.sites if s not in best.fixed):
            other = part(kept, best.banned | {site})
            if other.found.bewijs != ONMOGELIJK:
                heapq.heappush(waiting, other)
            kept = (*kept, site)
    return given


def _tried(vraagstuk: Vraagstuk, p: int, model: Model, count: int) -> list[Uitkomst]:
    """The best of all sets; none where no set will do, or too many are as good."""
    costs, base = costs_of(vraagstuk, model)
    per_site = np.ascontiguousarray(costs.T)
    m = len(per_site)
    first = list(combinations(range(m - 1), p - 1))
    totals = []
    for kept in first:
        near = np.minimum(base, per_site[list(kept)].min(axis=0, initial=np.inf))
        totals.append(np.minimum(per_site[_after(kept) :], near).sum(axis=1))
    values = np.concatenate(totals)
    last = np.sort(values)[min(count, len(values)) - 1]
    equal = np.flatnonzero(values <= last + RELATIVE * max(1.0, abs(last)))
    if len(equal) > EQUAL:
        return []
    sets = [(*kept, site) for kept in first for site in range(_after(kept), m)]
    ranked = sorted((sets[k] for k in equal), key=lambda s: vraagstuk.order(model, s))[:count]
    found = [answer(vraagstuk, model, np.array(s, dtype=np.int64), None) for s in ranked]
    return [one for one in found if one.bewijs != ONMOGELIJK]


def _after(kept: tuple[int, ...]) -> int:
    """The first candidate that may follow these."""
    return kept[-1] + 1 if kept else 0
