"""M9: the criteria of the kansenkaart from their inputs, and what excludes a cell.

What belongs here: unmet demand U, the scores s of V, T, H, Z, R and B, the capacity test and
exclusions. The score S that is made of them is `kansen.py`. All criteria run from 0 to 1, high is
good; NaN is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers_by_name
from pipelines.indicators.afstand import pair_blocks
from pipelines.indicators.loop import value
from pipelines.indicators.netwerk import Bools, Floats, Ints, Netwerk
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE
from pipelines.indicators.snap import Snap

Texts = npt.NDArray[np.object_]
Pairs = tuple[Ints, Ints, Floats]

UITSLUITINGEN = (
    "water",
    "spoor of snelweg",
    "bedrijventerrein zonder woonfunctie",
    "natuurgebied",
    "externe veiligheid",
    "buiten de bebouwde omgeving",
)


def demand_rate(existing_units: float, opgave: float, p75: float) -> float:
    """The rho of METHODS 13: wanted cluster dwellings per resident of 75 and over (T-36).

    Raises:
        ValueError: There are no residents of 75 and over.
    """
    if not p75 > 0:
        raise ValueError(f"rho: {p75} inwoners van 75 en ouder; verwacht meer dan 0.")
    return (existing_units + opgave) / p75


def within_reach(n: int, pairs: Pairs, amount: npt.ArrayLike) -> Floats:
    """Per cell the sum of an amount elsewhere, each worth f of its distance (as M6).

    Args:
        n: Number of cells.
        pairs: (cell, place, metres) of `afstand.pairs_within`, to `loop.d2_m` at least.
        amount: Amount per place; unknown counts as nothing there.
    """
    total = np.zeros(n)
    _add_worth(total, pairs, np.nan_to_num(np.asarray(amount, dtype=np.float64)))
    return total


def reach_on_network(netwerk: Netwerk, cells: Snap, places: Snap, amount: npt.ArrayLike) -> Floats:
    """Like `within_reach`, measured here, one neighbourhood at a time, so memory stays bounded.

    Args:
        netwerk: Network of one profile.
        cells: Cells on that network, shape (n,).
        places: Where the amounts are; those off the street reach nobody.
        amount: Amount per place.
    """
    total = np.zeros(len(cells))
    there = np.nan_to_num(np.asarray(amount, dtype=np.float64))
    limit = number("loop.d2_m")
    filled = np.flatnonzero(there != 0)
    here = places.take(filled)
    if len(here) < len(cells):
        for place, cell, metres in pair_blocks(netwerk, here, cells, limit):
            _add_worth(total, (cell, place, metres), there[filled])
    else:
        for cell, place, metres in pair_blocks(netwerk, cells, here, limit):
            _add_worth(total, (cell, place, metres), there[filled])
    return total


def _add_worth(total: Floats, pairs: Pairs, amount: Floats) -> None:
    i, j, metres = pairs
    worth = value(metres, number("loop.d1_m"), number("loop.d2_m"))
    np.add.at(total, i, worth * amount[j])


def unmet_demand(
    wanted_reach: npt.ArrayLike, offered_reach: npt.ArrayLike, rho: npt.ArrayLike, known: Bools
) -> Floats:
    """U per cell: rho times residents 75+ in reach, less cluster dwellings in reach (T-36).

    Args:
        wanted_reach: `within_reach` of residents of 75 and over.
        offered_reach: `within_reach` of dwellings in existing clusters.
        rho: Wanted dwellings per resident of 75 and over, one or per cell.
        known: False for cells that are not on the network: U is NaN there.

    Returns:
        U, at least 0.
    """
    wanted = np.asarray(wanted_reach, dtype=np.float64)
    offered = np.asarray(offered_reach, dtype=np.float64)
    rate = np.asarray(rho, dtype=np.float64)
    return np.where(known, np.maximum(0.0, rate * wanted - offered), np.nan)


def rate_to_rank(rho: Floats, offered_reach: Floats) -> Floats:
    """Rho as far as the ranking of U needs it.

    Where nothing is taken off, U is rho times the residents in reach and any rate above 0 gives
    the same percentiles: 1 stands in for an unknown one there, and nowhere else.
    """
    return np.where(np.isnan(rho) & (not offered_reach.any()), 1.0, rho)


def criterion_v(unmet: Floats, excluded: Bools, gemeente: npt.ArrayLike | None = None) -> Floats:
    """V: percentile of U among cells with U > 0 that are not excluded; 0 where U = 0 (reading 55).

    Args:
        unmet: U per cell.
        excluded: E = 0 per cell; such cells have no V.
        gemeente: Code per cell; each gemeente is ranked by itself. Absent = one gemeente.
    """
    score = np.where(unmet <= 0, 0.0, np.nan)
    group = groups_of(len(unmet), gemeente)
    ranked = (unmet > 0) & ~excluded
    for g in np.unique(group[ranked]):
        rows = np.flatnonzero(ranked & (group == g))
        score[rows] = (pd.Series(unmet[rows]).rank().to_numpy() - 0.5) / len(rows)
    score[excluded] = np.nan
    return score


def criterion_t(w: npt.ArrayLike) -> Floats:
    """T: the walk score W of M6 divided by 100."""
    return np.asarray(w, dtype=np.float64) / 100.0


def criterion_h(
    owner: npt.ArrayLike, plan: npt.ArrayLike, capacity: npt.ArrayLike, free: npt.ArrayLike
) -> Floats:
    """H: mean of the known parts if at least two of the four are known (reading 59).

    Args:
        owner: 1 = corporatie or gemeente, 0 = other.
        plan: 1 = plan or transformation site, 0 = none.
        capacity: 1 = the capacity test holds.
        free: 1 = no planning obstacle, 0.5 = some, 0 = blocked.
    """
    parts = np.stack([np.asarray(p, dtype=np.float64) for p in (owner, plan, capacity, free)])
    known = (~np.isnan(parts)).sum(axis=0)
    mean = np.nansum(parts, axis=0) / np.maximum(known, 1)
    return np.where(known >= integer("kans.h_min_known"), mean, np.nan)


def criterion_z(spar: npt.ArrayLike, care_base_m: npt.ArrayLike) -> Floats:
    """Z: mean of its known halves, missing if neither is known (reading 81).

    Args:
        spar: Access to care capacity relative to the mean (M8), at most 1 counts.
        care_base_m: Metres to a 24-uurs location or care base; infinite = none within the limit.
    """
    near = value(care_base_m, number("kans.z_d1_m"), number("kans.z_d2_m"))
    halves = np.stack([np.minimum(1.0, np.asarray(spar, dtype=np.float64)), near])
    known = (~np.isnan(halves)).sum(axis=0)
    return np.where(known > 0, np.nansum(halves, axis=0) / np.maximum(known, 1), np.nan)


def criterion_r(lower: npt.ArrayLike, upper: npt.ArrayLike) -> Floats:
    """R: mean of the pessimistic and the optimistic A_dest (M7); NaN where either is unknown."""
    low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    return np.clip((low + high) / 2, 0.0, 1.0)


def growth(now: npt.ArrayLike, later: npt.ArrayLike) -> Floats:
    """Residents of 75 and over later per one of now; NaN where none live now, or one is unknown.

    Args:
        now: Residents per buurt in the base year.
        later: The same in the demand year.
    """
    base, then = np.asarray(now, dtype=np.float64), np.asarray(later, dtype=np.float64)
    ratio: Floats = np.divide(then, base, out=np.full(len(base), np.nan), where=base > 0)
    return ratio


def growth_of_all(now: npt.ArrayLike, later: npt.ArrayLike) -> float:
    """Growth of the buurten that are known in both years together; 1 without any."""
    base, then = np.asarray(now, dtype=np.float64), np.asarray(later, dtype=np.float64)
    both = ~np.isnan(base) & ~np.isnan(then)
    total = float(base[both].sum())
    return float(then[both].sum()) / total if total > 0 else 1.0


def criterion_b(balans: npt.ArrayLike) -> Floats:
    """B, exact and restricted: 1 - clip((balans + 15) / 30, 0, 1), balans = B of M1."""
    b = np.asarray(balans, dtype=np.float64)
    return 1.0 - np.clip((b + number("kans.balans_offset")) / number("kans.balans_span"), 0.0, 1.0)


def criterion_b_public(klasse: npt.ArrayLike) -> Floats:
    """B as the open map may use it: by class of M1, so the balance cannot be computed back.

    Raises:
        ValueError: A class that M1 does not have.
    """
    score = numbers_by_name("kans.s_B_class")
    names = pd.Series(np.asarray(klasse, dtype=object), dtype="object")
    strange = set(names.dropna()) - set(score)
    if strange:
        raise ValueError(f"Draaglastklasse {sorted(strange)}; verwacht {sorted(score)} of leeg.")
    return np.array([score.get(k, np.nan) for k in names], dtype=np.float64)


def capacity_test(area_m2: npt.ArrayLike) -> tuple[Ints, Bools]:
    """Dwellings that fit on a parcel, and whether they are enough for a cluster (T-24)."""
    fits = np.asarray(area_m2, dtype=np.float64) * number("kans.fsi") / number("kans.gross_m2")
    units = np.floor(fits + TOLERANCE).astype(np.int64)
    return units, units >= integer("cluster.min_units_monitor")


def exclusions(n: int, layers: Mapping[str, Bools | None]) -> tuple[Bools, Texts, list[str]]:
    """Which cells are excluded (E = 0), by what, and which exclusion layers are missing.

    Args:
        n: Number of cells.
        layers: True per excluded cell, by name in UITSLUITINGEN; None or absent = no such layer.

    Returns:
        Excluded; names of what excludes each cell joined by "; ", None where nothing does;
        missing layers, to be named on the map (reading 75).

    Raises:
        ValueError: A layer with a name that is not known.
    """
    strange = set(layers) - set(UITSLUITINGEN)
    if strange:
        raise ValueError(f"Uitsluiting {sorted(strange)}; verwacht {list(UITSLUITINGEN)}.")
    excluded, why = np.zeros(n, dtype=np.bool_), np.full(n, None, dtype=object)
    missing = []
    for name in UITSLUITINGEN:
        hit = layers.get(name)
        if hit is None:
            missing.append(name)
            continue
        why[hit & excluded] += f"; {name}"
        why[hit & ~excluded] = name
        excluded |= hit
    return excluded, why, missing


def groups_of(n: int, gemeente: npt.ArrayLike | None) -> Ints:
    """Number per cell of its gemeente; all 0 without codes."""
    if gemeente is None:
        return np.zeros(n, dtype=np.int64)
    return pd.factorize(np.asarray(gemeente, dtype=object), sort=True)[0].astype(np.int64)
