"""M8b, access to care capacity: the floating catchment family, SPAR and the GP norm.

What belongs here: from people, capacity and travel times to capacity per resident (METHODS 12,
readings 52, 53 and 79). Sources: 2SFCA [LW03], E2SFCA [LQ09], 3SFCA [WAN12], GP norm [NZA].
Capacity is fte or places, never a number of locations; a boundary of a zone belongs to the zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from data.parameters import number, numbers

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Matrix = csr_array[Any, tuple[int, int]]

METHODEN = ("2SFCA", "E2SFCA", "3SFCA")
DEFAULT = "E2SFCA"


@dataclass(frozen=True)
class Travel:
    """Travel times between demand points and providers, only the pairs that matter.

    Attributes:
        point: Row of the demand point per pair.
        provider: Row of the provider per pair.
        minutes: Travel time per pair.
    """

    point: Ints
    provider: Ints
    minutes: Floats


@dataclass(frozen=True)
class Access:
    """What the members of the family give.

    Attributes:
        access: Capacity per resident at each demand point, shape (n,); 0 = nothing in reach.
        ratio: Capacity per resident that could come, per provider, shape (m,).
        served: Providers with demand in reach, shape (m,); only their capacity is shared out.
    """

    access: Floats
    ratio: Floats
    served: Bools


def zones(limit_min: float) -> tuple[float, float, float]:
    """Outer limits of the three zones of a catchment: its thirds (reading 53)."""
    return (limit_min / 3, limit_min * 2 / 3, float(limit_min))


def step_weights(minutes: npt.ArrayLike, limits: tuple[float, ...]) -> Floats:
    """W of E2SFCA: 1.00, 0.68, 0.22 per zone, 0 beyond the last; a limit belongs to its zone."""
    edges = np.asarray(limits) + number("common.tolerance")
    by_zone = np.append(np.asarray(numbers("zorg.e2sfca_weights"), np.float64), 0.0)
    return by_zone[np.searchsorted(edges, np.asarray(minutes, np.float64), side="left")]


def floating_catchment(
    travel: Travel,
    people: npt.ArrayLike,
    capacity: npt.ArrayLike,
    limit_min: float,
    method: str = DEFAULT,
) -> Access:
    """Capacity per resident with demand and supply on both sides of every border (T-20).

    Args:
        travel: Pairs of demand point and provider; pairs beyond the limit count for nothing.
        people: Population at risk per demand point, shape (n,).
        capacity: Fte or places per provider, shape (m,).
        limit_min: Catchment in minutes: t0 of 2SFCA, outer zone of the other two.
        method: One of METHODEN.

    Returns:
        Access with `sum people * access = sum capacity[served]`.

    Raises:
        ValueError: Unknown method; people or capacity negative or unknown.
    """
    p, s = _amounts(people, "inwoners"), _amounts(capacity, "capaciteit")
    if method not in METHODEN:
        raise ValueError(f"Methode {method!r}; verwacht een van {', '.join(METHODEN)}.")
    w = _weights(travel, len(p), len(s), limit_min, stepped=method != "2SFCA")
    if method == "3SFCA":
        w = _selected(w)
    demand = np.asarray(w.T @ p)
    served = demand > 0
    ratio = np.divide(s, demand, out=np.zeros(len(s)), where=served)
    return Access(np.asarray(w @ ratio), ratio, served)


def spar(found: Access, people: npt.ArrayLike, capacity: npt.ArrayLike) -> Floats:
    """Relative access: 1 is the mean of everybody in the computation (reading 52).

    The mean is the capacity of providers with demand in reach over all people, buffer included.

    Args:
        found: Outcome of `floating_catchment` for these people and this capacity.
        people: Population at risk per demand point.
        capacity: Fte or places per provider.

    Returns:
        Shape (n,); NaN where no capacity is shared out, or nobody lives.
    """
    total = float(np.sum(np.asarray(capacity, np.float64)[found.served]))
    residents = float(np.sum(np.asarray(people, np.float64)))
    if total <= 0 or residents <= 0:
        return np.full(len(found.access), np.nan)
    return found.access / (total / residents)


def all_methods(
    travel: Travel, people: npt.ArrayLike, capacity: npt.ArrayLike, limit_min: float
) -> dict[str, Floats]:
    """SPAR by each member of the family; their spread is the uncertainty shown (METHODS 4a)."""
    return {
        method: spar(
            floating_catchment(travel, people, capacity, limit_min, method), people, capacity
        )
        for method in METHODEN
    }


def open_capacity(capacity: npt.ArrayLike, takes_new: npt.ArrayLike) -> Floats:
    """Capacity for somebody new: 0 where a provider says that it takes nobody (variant).

    Args:
        capacity: Fte or places per provider.
        takes_new: 1, 0 or NaN; unknown keeps its capacity.
    """
    return np.where(np.asarray(takes_new, np.float64) == 0, 0.0, np.asarray(capacity, np.float64))


def gp_norm(fte_per_person: npt.ArrayLike) -> Floats:
    """Share of the GP norm that is reached: at least 1 is sufficient on paper (T-21).

    Args:
        fte_per_person: Fte per resident; NaN (only locations known) stays unknown (reading 79).
    """
    return np.asarray(fte_per_person, np.float64) * number("zorg.norm_huisarts")


def gp_shortage(fte: npt.ArrayLike, residents: npt.ArrayLike) -> Floats:
    """Fte GP that are missing by the norm; negative is a surplus (T-21)."""
    needed = np.asarray(residents, np.float64) / number("zorg.norm_huisarts")
    return needed - np.asarray(fte, np.float64)


def _amounts(values: npt.ArrayLike, what: str) -> Floats:
    amount = np.asarray(values, dtype=np.float64)
    if not bool(np.all(np.isfinite(amount) & (amount >= 0))):
        raise ValueError(f"Zorgtoegang: {what} ontbreekt of is negatief; verwacht een aantal.")
    return amount


def _weights(travel: Travel, n: int, m: int, limit_min: float, *, stepped: bool) -> Matrix:
    """W per pair within the limit, shape (n, m)."""
    inside = travel.minutes <= limit_min + number("common.tolerance")
    minutes = travel.minutes[inside]
    w = step_weights(minutes, zones(limit_min)) if stepped else np.ones(len(minutes))
    place = (travel.point[inside], travel.provider[inside])
    return coo_array((w, place), shape=(n, m)).tocsr()


def _selected(w: Matrix) -> Matrix:
    """G times W: each point divides its demand over what it can reach (3SFCA)."""
    total = np.asarray(w.sum(axis=1)).reshape(-1)
    share = w.copy()
    rows = np.repeat(np.arange(w.shape[0]), np.diff(w.indptr))
    share.data = w.data * w.data / total[rows]
    return share
