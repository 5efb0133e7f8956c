"""M10, where to add p clusters: which model, which method, and the tie-breaks.

What belongs here: `choose`, the one way in. Up to the register's sizes the answer is exact (HiGHS);
above them, or when time is up, it is vertex substitution with a proven bound. The gap, or the word
"optimaal", always comes with it (METHODS 14).
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from data.getallen import dutch
from data.parameters import integer, number
from pipelines.indicators import locaties_exact as exact
from pipelines.indicators import locaties_heuristiek as heuristic
from pipelines.indicators.locaties_mediaan import median
from pipelines.indicators.locaties_model import (
    HEURISTIEK,
    OPTIMAAL,
    Model,
    Uitkomst,
    Vraagstuk,
    impossible,
)
from pipelines.indicators.netwerk import Floats

Sites = heuristic.Sites
TIME_LIMIT_S = 55.0
_FEW_SETS = 3_000  # so many sets are simply all tried
_SAME = 1e-9
_STARTS = 20
_ENOUGH = 0.002  # the bound of a heuristic answer need not be nearer than this


def choose(
    vraagstuk: Vraagstuk,
    p: int,
    model: Model,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    heuristiek: bool = False,
) -> Uitkomst:
    """The p sites to add: least weighted distance (p-mediaan) or most demand covered (dekking).

    Equal sets: lower weighted distance, then higher mean S, then the lowest candidates (reading
    61). All sets are compared where they are few; else ties are sought by swapping one site.

    Args:
        vraagstuk: Demand, distances, existing clusters.
        p: Sites to add; 0 gives the situation as it is.
        model: Which of the two.
        time_limit_s: Longest search of the solver.
        heuristiek: Do not use the solver, whatever the size.
    """
    reason = _impossible(vraagstuk, p, model)
    if reason:
        return impossible(model, p, reason)
    m = vraagstuk.size[1]
    if p == 0 or comb(m, p) <= _FEW_SETS:
        best = min(combinations(range(m), p), key=lambda s: vraagstuk.order(model, s))
        return answer(vraagstuk, model, np.array(best, dtype=np.int64), None)
    small = _small(vraagstuk, model) and not heuristiek
    found, bound, proven = (_exact if small else _bounded)(vraagstuk, p, model, time_limit_s)
    sites = _ties(vraagstuk, model, found)
    return answer(vraagstuk, model, sites, None if proven else bound)


def _impossible(vraagstuk: Vraagstuk, p: int, model: Model) -> str:
    """Why there is no answer; empty where there is one."""
    m = vraagstuk.size[1]
    if p < 0:
        return f"aantal locaties is {p}; verwacht 0 of meer"
    if p > m:
        return f"{p} locaties gevraagd, {dutch(m)} kandidaten"
    if model == "dekking":
        return ""
    asked = vraagstuk.vraag > 0
    nowhere = asked & np.isinf(vraagstuk.bestaand_m)
    lost = nowhere & np.isinf(vraagstuk.afstand_m).all(axis=1)
    if lost.any():
        return f"{dutch(int(lost.sum()))} vraagpunten kunnen geen enkele locatie bereiken"
    open_ = np.isfinite(vraagstuk.afstand_m[nowhere])
    if nowhere.any() and not open_.all():
        least = exact.fewest(open_, TIME_LIMIT_S)
        if least.grens > p + 1e-6:
            return f"met {p} locaties is niet elk vraagpunt bereikbaar"
    return ""


def _small(vraagstuk: Vraagstuk, model: Model) -> bool:
    group = "mclp" if model == "dekking" else "pmediaan"
    n, m = vraagstuk.size
    return n <= integer(f"{group}.max_demand_nodes") and m <= integer(f"{group}.max_candidates")


def costs_of(vraagstuk: Vraagstuk, model: Model) -> tuple[Floats, Floats]:
    """Cost matrix and cost of what is there: uncovered demand, or demand times metres."""
    a = vraagstuk.vraag
    if model == "dekking":
        base = np.where(vraagstuk.bestaand_m <= vraagstuk.straal_m + _SAME, 0.0, a)
        return np.where(vraagstuk.covers(), 0.0, a[:, None]), base
    asked = a > 0
    far = _far(vraagstuk)
    metres = np.where(np.isinf(vraagstuk.afstand_m), far, vraagstuk.afstand_m)
    # Where there is an existing cluster, serving from it is always possible.
    base = np.where(asked, a * np.where(asked, vraagstuk.bestaand_m, 0.0), 0.0)
    return a[:, None] * metres, base


def _far(vraagstuk: Vraagstuk) -> float:
    """Metres that stand for "cannot be reached": so far that no set takes it if it can help it."""
    asked = vraagstuk.vraag[vraagstuk.vraag > 0]
    share = float(asked.sum() / asked.min()) if len(asked) else 1.0
    return vraagstuk.cap_m * min(share + 1.0, 1e6) + 1.0


def _exact(
    vraagstuk: Vraagstuk, p: int, model: Model, time_limit_s: float
) -> tuple[Sites, float, bool]:
    costs, base = costs_of(vraagstuk, model)
    if model == "p-mediaan":
        start = heuristic.search(costs, base, p, _STARTS)
        found = median(costs, base, p, start, time_limit_s)
        sites = start if found.sites is None else found.sites
        return sites, found.grens, found.bewezen
    open_ = base > 0
    answer = exact.cover(vraagstuk.vraag[open_], vraagstuk.covers()[open_], p, time_limit_s)
    bound = float(vraagstuk.vraag.sum() - base.sum()) - answer.grens
    if answer.sites is None:
        return _bounded(vraagstuk, p, model, time_limit_s)
    return answer.sites, bound, answer.bewezen


def _bounded(
    vraagstuk: Vraagstuk, p: int, model: Model, time_limit_s: float
) -> tuple[Sites, float, bool]:
    """Vertex substitution, and a bound that proves how far it can be off.

    The bound of maximal cover is that of its linear program, which is small; that of the p-median
    is Lagrangian, as is the other where the linear program is not done in time.
    """
    costs, base = costs_of(vraagstuk, model)
    start = heuristic.search(costs, base, p, _STARTS // 4)
    if model == "dekking":
        open_ = base > 0
        relaxed = exact.cover(
            vraagstuk.vraag[open_], vraagstuk.covers()[open_], p, time_limit_s, whole=False
        )
        if np.isfinite(relaxed.grens) and relaxed.bewezen:
            most = float(vraagstuk.vraag.sum() - base.sum()) - relaxed.grens
            value = vraagstuk.covered(start)
            return start, most, most - value <= _SAME * abs(value)
    found = heuristic.lagrangian(costs, base, p, start, good_share=_ENOUGH)
    sites = heuristic.substitute(costs, base, found.sites)
    value = heuristic.cost(costs, base, sites)
    proven = value - found.waarde <= _SAME * abs(value)
    if model == "dekking":
        return sites, float(vraagstuk.vraag.sum()) - found.waarde, proven
    return sites, found.waarde, proven


def _ties(vraagstuk: Vraagstuk, model: Model, sites: Sites) -> Sites:
    """Swap one site at a time while the set is preferred; never gives up value."""
    best, key = sites, vraagstuk.order(model, sites)
    again = True
    while again:
        again = False
        for other in _equal_swaps(vraagstuk, model, best):
            new = vraagstuk.order(model, other)
            if new < key:
                best, key, again = other, new, True
                break
    return best


def _equal_swaps(vraagstuk: Vraagstuk, model: Model, sites: Sites) -> list[Sites]:
    """Sets one swap away that are worth the same, best by weighted distance first."""
    costs, base = costs_of(vraagstuk, model)
    rest = np.setdiff1d(np.arange(costs.shape[1]), sites)
    now = heuristic.cost(costs, base, sites)
    metres = np.minimum(vraagstuk.afstand_m, vraagstuk.cap_m)
    found: list[tuple[float, Sites]] = []
    for out in sites:
        kept = sites[sites != out]
        without = np.minimum(base, costs[:, kept].min(axis=1, initial=np.inf))
        total = np.minimum(costs[:, rest], without[:, None]).sum(axis=0)
        near = np.minimum(vraagstuk.nearest_m(kept), vraagstuk.cap_m)
        for into in rest[total <= now + _SAME * max(1.0, abs(now))]:
            weighted = float(vraagstuk.vraag @ np.minimum(near, metres[:, into]))
            found.append((weighted, np.sort(np.append(kept, into))))
    return [other for _, other in sorted(found, key=lambda f: (f[0], f[1].tolist()))]


def answer(vraagstuk: Vraagstuk, model: Model, sites: Sites, bound: float | None) -> Uitkomst:
    """A set as an answer: its value, with the bound where it is not proven the best."""
    cover = model == "dekking"
    value = vraagstuk.covered(sites) if cover else vraagstuk.weighted_m(sites)
    if np.isinf(value):
        return impossible(
            model, len(sites), f"met {len(sites)} locaties is niet elk vraagpunt bereikbaar"
        )
    proven = OPTIMAAL if bound is None else HEURISTIEK
    limit = value if bound is None else bound
    limit = max(limit, value) if cover else min(limit, value)
    return Uitkomst(model, len(sites), tuple(sites.tolist()), value, limit, proven)


def largest_gap_pct() -> float:
    """Gap a heuristic answer must stay within (METHODS 14)."""
    return number("pmediaan.max_gap_pct")
