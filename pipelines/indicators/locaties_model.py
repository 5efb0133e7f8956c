"""M10, where to add p clusters: the problem, what an answer is, and how ties are broken.

What belongs here: `Vraagstuk`, `Uitkomst`, and the order in which sets of sites are preferred.
How the best set is found is `locaties_keuze.py` (which model, which method), with
`locaties_exact.py` and `locaties_heuristiek.py`; equity checks are `locaties_billijk.py`.

Distances are metres, `inf` = cannot be reached, and are compared after rounding to 1 mm (reading
61). Existing clusters are fixed: p counts the sites added (readings 6, 60).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from data.parameters import number
from pipelines.indicators.netwerk import Bools, Floats, Ints
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE

Model = Literal["p-mediaan", "dekking"]
OPTIMAAL, HEURISTIEK, ONMOGELIJK = "optimaal", "heuristiek", "onmogelijk"
ROUNDED_MM = 3
RELATIVE = 1e-9  # two objectives this near are equal


@dataclass(frozen=True)
class Vraagstuk:
    """Demand, candidate sites and what is there already.

    Attributes:
        vraag: Demand per node (residents of 75 and over, or dwellings), shape (n,).
        afstand_m: Metres from node to candidate, inf = cannot be reached, shape (n, m).
        bestaand_m: Metres from node to its nearest existing cluster, inf = none, shape (n,).
        score: S of each candidate, for ties; NaN counts as 0, shape (m,).
        straal_m: Within this a node is covered (reading 61: at most).
    """

    vraag: Floats
    afstand_m: Floats
    bestaand_m: Floats
    score: Floats
    straal_m: float = field(default_factory=lambda: number("mclp.radius_m"))

    @classmethod
    def of(
        cls,
        vraag: npt.ArrayLike,
        afstand_m: npt.ArrayLike,
        bestaand_m: npt.ArrayLike | None = None,
        score: npt.ArrayLike | None = None,
        straal_m: float | None = None,
    ) -> Vraagstuk:
        """Check and round the inputs.

        Args:
            vraag: Demand per node; 0 is allowed, negative and NaN are not.
            afstand_m: Metres, shape (n, m).
            bestaand_m: Metres to existing clusters, shape (n,) or (n, k); absent = none.
            score: S per candidate; absent = no preference.
            straal_m: Absent = the register's 500 m.

        Raises:
            ValueError: shapes differ, or a demand or distance is negative or not a number.
        """
        a = np.asarray(vraag, dtype=np.float64)
        d = np.array(np.round(np.asarray(afstand_m), ROUNDED_MM), dtype=np.float64)
        if d.ndim != 2 or len(d) != len(a):
            raise ValueError(f"Locaties: afstanden van vorm {d.shape} voor {len(a)} vraagpunten.")
        there = np.full(len(a), np.inf)
        if bestaand_m is not None:
            near = np.asarray(bestaand_m, dtype=np.float64)
            near = near[:, None] if near.ndim == 1 else near
            there = np.round(near.min(axis=1, initial=np.inf), ROUNDED_MM)
        s = np.zeros(d.shape[1]) if score is None else np.nan_to_num(np.asarray(score, np.float64))
        if len(s) != d.shape[1]:
            raise ValueError(f"Locaties: {len(s)} scores voor {d.shape[1]} kandidaten.")
        for name, values in (("vraag", a), ("afstand", d), ("afstand", there)):
            if np.isnan(values).any() or (values < 0).any():
                raise ValueError(f"Locaties: een {name} is negatief of geen getal.")
        if np.isinf(a).any():
            raise ValueError("Locaties: een vraag is oneindig.")
        radius = number("mclp.radius_m") if straal_m is None else straal_m
        return cls(a, d, there, s, radius)

    @property
    def size(self) -> tuple[int, int]:
        """Number of demand nodes and candidates."""
        return len(self.vraag), self.afstand_m.shape[1]

    def nearest_m(self, sites: npt.ArrayLike) -> Floats:
        """Metres from each node to the nearest of these sites or an existing cluster."""
        chosen = self.afstand_m[:, np.asarray(sites, dtype=np.int64)]
        nearest: Floats = np.minimum(self.bestaand_m, chosen.min(axis=1, initial=np.inf))
        return nearest

    def covers(self) -> Bools:
        """Which candidate covers which node, shape (n, m)."""
        return np.asarray(self.afstand_m <= self.straal_m + TOLERANCE, dtype=np.bool_)

    def covered(self, sites: npt.ArrayLike) -> float:
        """Demand within the radius of these sites or an existing cluster."""
        near = self.nearest_m(sites) <= self.straal_m + TOLERANCE
        return float(self.vraag[near].sum())

    def weighted_m(self, sites: npt.ArrayLike) -> float:
        """Sum of demand times distance; infinite where demand reaches nothing."""
        metres, asked = self.nearest_m(sites), self.vraag > 0
        return float((self.vraag[asked] * metres[asked]).sum())

    @property
    def cap_m(self) -> float:
        """Distance that stands for "cannot be reached" where sets are compared for ties."""
        finite = self.afstand_m[np.isfinite(self.afstand_m)]
        return float(finite.max(initial=0.0))

    def order(self, model: Model, sites: npt.ArrayLike) -> tuple[float, ...]:
        """Key of a set: the lower, the better (METHODS 14 and reading 61).

        Coverage (for MCLP), then weighted distance, then mean S, then the lowest candidates.
        """
        chosen = np.sort(np.asarray(sites, dtype=np.int64))
        metres = np.minimum(self.nearest_m(chosen), self.cap_m)
        weighted = float(self.vraag @ metres)
        mean_s = float(self.score[chosen].mean()) if len(chosen) else 0.0
        first = (-_rounded(self.covered(chosen)),) if model == "dekking" else ()
        return (*first, _rounded(weighted), -_rounded(mean_s), *chosen.tolist())


def _rounded(value: float) -> float:
    """A number as far as it means anything: ten digits, so equal sums compare equal."""
    return float(f"{value:.10g}")


@dataclass(frozen=True)
class Uitkomst:
    """The best set of sites found, and how sure that is.

    Attributes:
        model: p-mediaan or dekking.
        p: Sites added.
        sites: Candidates chosen, ascending; empty where there is no answer.
        waarde: Weighted distance (p-mediaan) or covered demand (dekking); NaN without an answer.
        grens: Proven bound: no set has less weighted distance, or covers more.
        bewijs: optimaal (proven), heuristiek (best found; the gap says how far it can be off), or
            onmogelijk.
        reden: Why there is no answer, Dutch; empty where there is one.
    """

    model: Model
    p: int
    sites: tuple[int, ...]
    waarde: float
    grens: float
    bewijs: str
    reden: str = ""

    @property
    def gap_pct(self) -> float:
        """How far the answer can be from the best, percent of its value; 0 when proven."""
        if self.bewijs == OPTIMAAL:
            return 0.0
        if self.bewijs == ONMOGELIJK:
            return float("nan")
        away = abs(self.waarde - self.grens)
        return 0.0 if away <= RELATIVE else 100 * away / max(abs(self.waarde), RELATIVE)


def impossible(model: Model, p: int, reason: str) -> Uitkomst:
    """No answer, with the reason."""
    return Uitkomst(model, p, (), float("nan"), float("nan"), ONMOGELIJK, reason)


def chosen_of(open_: npt.ArrayLike) -> tuple[int, ...]:
    """Candidates whose variable is 1, ascending."""
    rows: Ints = np.flatnonzero(np.asarray(open_) > 0.5).astype(np.int64)
    return tuple(rows.tolist())
