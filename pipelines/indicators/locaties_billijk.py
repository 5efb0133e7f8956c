"""M10, equity checks: how far the worst-off node is, and how many sites cover everybody.

p-center is the least greatest distance with p sites; LSCP the least number of sites that cover
every node that can be covered (Toregas et al. 1971). They say what efficiency costs; they choose
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from data.getallen import dutch
from pipelines.indicators.locaties_exact import Antwoord, fewest
from pipelines.indicators.locaties_model import HEURISTIEK, ONMOGELIJK, OPTIMAAL, Vraagstuk
from pipelines.indicators.netwerk import Bools
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE

LATE = "niet binnen de tijd bewezen"
NOT_ALL = "met {} locaties is niet elk vraagpunt bereikbaar"
TRIED = 200_000_000  # distances of a set and a node that are tried one by one: about a second


@dataclass(frozen=True)
class Billijk:
    """An equity check.

    Attributes:
        afstand_m: Greatest distance of a node with demand; NaN without an answer.
        sites: Candidates, ascending.
        onbereikbaar: Nodes with demand that no candidate and no existing cluster can serve.
        bewijs: optimaal, heuristiek (a smaller distance was not ruled out in time), or onmogelijk.
        reden: Why there is no answer; empty where there is one.
    """

    afstand_m: float
    sites: tuple[int, ...]
    onbereikbaar: int
    bewijs: str
    reden: str = ""


def lscp(vraagstuk: Vraagstuk, time_limit_s: float = 30.0) -> Billijk:
    """Least number of sites that bring every node that can be covered within the radius."""
    limit = vraagstuk.straal_m + TOLERANCE
    open_ = (vraagstuk.vraag > 0) & (vraagstuk.bestaand_m > limit)
    covers = vraagstuk.covers()[open_]
    able = covers.any(axis=1)
    lost = int((~able).sum())
    if not able.any():
        return Billijk(vraagstuk.straal_m, (), lost, OPTIMAAL)
    found = fewest(covers[able], time_limit_s)
    if found.sites is None or not found.bewezen:
        return Billijk(float("nan"), (), lost, ONMOGELIJK, LATE)
    return Billijk(vraagstuk.straal_m, tuple(found.sites.tolist()), lost, OPTIMAAL)


def p_center(vraagstuk: Vraagstuk, p: int, time_limit_s: float = 30.0) -> Billijk:
    """Least greatest distance with p more sites: the smallest distance that p sites can cover.

    Few sets are all tried; of many, distances are tried with a program of least cover each.

    Args:
        vraagstuk: Demand, distances, existing clusters.
        p: Sites to add.
        time_limit_s: Longest search per distance tried.
    """
    asked = vraagstuk.vraag > 0
    d, there = vraagstuk.afstand_m[asked], vraagstuk.bestaand_m[asked]
    lost = int(np.isinf(np.minimum(there, d.min(axis=1, initial=np.inf))).sum())
    if lost:
        reason = f"{dutch(lost)} vraagpunten kunnen geen enkele locatie bereiken"
        return Billijk(float("nan"), (), lost, ONMOGELIJK, reason)
    if 0 < p <= d.shape[1] and comb(d.shape[1], p) * len(d) <= TRIED:
        return _tried(d, there, p)
    steps = np.unique(np.concatenate([d[np.isfinite(d)], there[np.isfinite(there)], [0.0]]))
    low, high, best, sure = 0, len(steps) - 1, None, True
    while low <= high:
        middle = (low + high) // 2
        found, proven = _within(d, there, float(steps[middle]), p, time_limit_s)
        sure &= proven
        if found is not None:
            best, high = (float(steps[middle]), found), middle - 1
        else:
            low = middle + 1
    if best is None:
        reason = NOT_ALL.format(p) if sure else LATE
        return Billijk(float("nan"), (), 0, ONMOGELIJK, reason)
    return Billijk(best[0], best[1], 0, OPTIMAAL if sure else HEURISTIEK)


def _tried(d: np.ndarray, there: np.ndarray, p: int) -> Billijk:
    """The best of all sets of p candidates; of equal ones the lowest candidates."""
    per_site = np.ascontiguousarray(d.T)
    best, sites = np.inf, tuple[int, ...]()
    for kept in combinations(range(len(per_site) - 1), p - 1):
        near = np.minimum(there, per_site[list(kept)].min(axis=0, initial=np.inf))
        after = kept[-1] + 1 if kept else 0
        farthest = np.minimum(per_site[after:], near).max(axis=1, initial=0.0)
        at = int(np.argmin(farthest))
        if farthest[at] < best:
            best, sites = float(farthest[at]), (*kept, after + at)
    if np.isinf(best):
        return Billijk(float("nan"), (), 0, ONMOGELIJK, NOT_ALL.format(p))
    return Billijk(best, sites, 0, OPTIMAAL)


def _within(
    d: np.ndarray, there: np.ndarray, metres: float, p: int, time_limit_s: float
) -> tuple[tuple[int, ...] | None, bool]:
    """At most p candidates that bring everybody within a distance, None without; and the proof.

    Sites found are proof by themselves; that there are none is proven only by a search that ended.
    """
    open_ = there > metres + TOLERANCE
    covers: Bools = np.asarray(d[open_] <= metres + TOLERANCE, dtype=np.bool_)
    if not open_.any():
        return (), True
    if not covers.any(axis=1).all():
        return None, True
    found: Antwoord = fewest(covers, time_limit_s)
    if found.sites is not None and len(found.sites) <= p:
        return tuple(found.sites.tolist()), True
    # a bound above p rules them out, whether the search ended or not
    return None, found.bewezen or found.grens > p + TOLERANCE
