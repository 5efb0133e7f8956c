"""M10, equity checks: how far the worst-off node is, and how many sites cover everybody.

p-center is the least greatest distance with p sites; LSCP the least number of sites that cover
every node that can be covered (Toregas et al. 1971). They say what efficiency costs; they choose
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.indicators.locaties_exact import Antwoord, fewest
from pipelines.indicators.locaties_model import ONMOGELIJK, OPTIMAAL, Vraagstuk
from pipelines.indicators.netwerk import Bools
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE


@dataclass(frozen=True)
class Billijk:
    """An equity check.

    Attributes:
        afstand_m: Greatest distance of a node with demand; NaN without an answer.
        sites: Candidates, ascending.
        onbereikbaar: Nodes with demand that no candidate and no existing cluster can serve.
        bewijs: optimaal, or onmogelijk.
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
        return Billijk(float("nan"), (), lost, ONMOGELIJK, "niet binnen de tijd bewezen")
    return Billijk(vraagstuk.straal_m, tuple(found.sites.tolist()), lost, OPTIMAAL)


def p_center(vraagstuk: Vraagstuk, p: int, time_limit_s: float = 30.0) -> Billijk:
    """Least greatest distance with p more sites: the smallest distance that p sites can cover.

    Args:
        vraagstuk: Demand, distances, existing clusters.
        p: Sites to add.
        time_limit_s: Longest search per distance tried.
    """
    asked = vraagstuk.vraag > 0
    d, there = vraagstuk.afstand_m[asked], vraagstuk.bestaand_m[asked]
    lost = int(np.isinf(np.minimum(there, d.min(axis=1, initial=np.inf))).sum())
    if lost:
        reason = f"{lost} vraagpunten kunnen geen enkele locatie bereiken"
        return Billijk(float("nan"), (), lost, ONMOGELIJK, reason)
    steps = np.unique(np.concatenate([d[np.isfinite(d)], there[np.isfinite(there)], [0.0]]))
    low, high, best = 0, len(steps) - 1, None
    while low <= high:
        middle = (low + high) // 2
        found = _within(d, there, float(steps[middle]), p, time_limit_s)
        if found is not None:
            best, high = (float(steps[middle]), found), middle - 1
        else:
            low = middle + 1
    if best is None:
        reason = f"met {p} locaties is niet elk vraagpunt bereikbaar"
        return Billijk(float("nan"), (), 0, ONMOGELIJK, reason)
    return Billijk(best[0], best[1], 0, OPTIMAAL)


def _within(
    d: np.ndarray, there: np.ndarray, metres: float, p: int, time_limit_s: float
) -> tuple[int, ...] | None:
    """At most p candidates that bring everybody within a distance; null when there are none."""
    open_ = there > metres + TOLERANCE
    covers: Bools = np.asarray(d[open_] <= metres + TOLERANCE, dtype=np.bool_)
    if not open_.any():
        return ()
    if not covers.any(axis=1).all():
        return None
    found: Antwoord = fewest(covers, time_limit_s)
    if found.sites is None or len(found.sites) > p:
        return None
    return tuple(found.sites.tolist())
