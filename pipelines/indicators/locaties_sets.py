"""M10, the best sets of sites one after another: how many others are about as good.

What belongs here: walking from the best set to the next. What a best set is, and how it is found,
is `locaties_keuze.py`.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from pipelines.indicators.locaties_keuze import TIME_LIMIT_S, choose
from pipelines.indicators.locaties_model import ONMOGELIJK, Model, Uitkomst, Vraagstuk

MOST = 10  # METHODS 5: ten best sets


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

    After every set the others are split into parts that do not overlap, each with its own best
    (Lawler 1972, Management Science 18): with its first k sites and without the next. A site that
    is fixed is an existing cluster of that part, so each part is again a problem for `choose`.

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
