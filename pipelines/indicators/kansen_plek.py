"""M9 at the level of a site: a plan site for new homes, a complex of existing ones.

What belongs here: the parts of H of both (METHODS 13, readings 59 and 74) and the criteria of a
site from the cells under it. The score is that of `kansen.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers_by_name
from pipelines.indicators.kansen_criteria import capacity_test, criterion_h
from pipelines.indicators.netwerk import Floats, Ints

OWNER = {"corporatie": 1.0, "gemeente": 1.0, "ontwikkelaar": 0.0, "anders": 0.0}
FREE = {"past": 1.0, "wijziging nodig": 0.5, "belemmering": 0.0}
# The parts of H of a complex, in the order of reading 74.
PARTS = ("H_eigenaar", "H_nultreden", "H_eenheden", "H_ontmoeting")


def plan_feasibility(
    owner: npt.ArrayLike, zoning: npt.ArrayLike, area_m2: npt.ArrayLike
) -> pd.DataFrame:
    """H of plan sites, with its parts.

    Args:
        owner: Words of OWNER; None = unknown.
        zoning: Words of FREE; None = unknown.
        area_m2: Area of the site; NaN = unknown.

    Returns:
        `eigenaar`, `plan`, `capaciteit`, `belemmering` (0 to 1, NaN = unknown), `eenheden` (what
        fits, NaN = unknown) and `h`.

    Raises:
        ValueError: A word that is not known.
    """
    area = np.asarray(area_m2, dtype=np.float64)
    known = ~np.isnan(area)
    units, enough = capacity_test(np.where(known, area, 0.0))
    frame = pd.DataFrame(
        {
            "eigenaar": _scores(owner, OWNER, "Eigenaar"),
            "plan": 1.0,
            "capaciteit": np.where(known, enough.astype(np.float64), np.nan),
            "belemmering": _scores(zoning, FREE, "Omgevingsplan"),
            "eenheden": np.where(known, units.astype(np.float64), np.nan),
        }
    )
    parts = ("eigenaar", "plan", "capaciteit", "belemmering")
    frame["h"] = criterion_h(*(frame[name].to_numpy() for name in parts))
    return frame


def cell_feasibility(
    n: int,
    cell: npt.ArrayLike,
    sites: pd.DataFrame,
    owned: npt.ArrayLike,
    *,
    plans_known: bool,
) -> Floats:
    """H per cell: the most favourable plan site on it, and corporation property.

    Args:
        n: Number of cells.
        cell: Row of the cell per site on it; a site may lie on several.
        sites: The parts of `plan_feasibility`, one row per entry of `cell`.
        owned: 1 where a corporation has a complex, NaN elsewhere: no complex says nothing of who
            owns the ground.
        plans_known: Whether there is a plan list; without one the absence of a plan is unknown.
    """
    best = sites.groupby(np.asarray(cell, dtype=np.int64)).max().reindex(range(n))
    owner = np.fmax(best["eigenaar"].to_numpy(np.float64), np.asarray(owned, dtype=np.float64))
    absent = 0.0 if plans_known else np.nan
    plan = best["plan"].fillna(absent).to_numpy(np.float64)
    return criterion_h(
        owner,
        plan,
        best["capaciteit"].to_numpy(np.float64),
        best["belemmering"].to_numpy(np.float64),
    )


def complex_feasibility(
    dwellings: npt.ArrayLike,
    dwellings_in_building: npt.ArrayLike,
    step_free: npt.ArrayLike,
    meeting_m: npt.ArrayLike,
) -> pd.DataFrame:
    """The parts of H of a complex (reading 74), each 0 to 1, NaN = unknown.

    Args:
        dwellings: Dwellings of the complex.
        dwellings_in_building: All dwellings in its building; more than the corporation's own means
            that it shares the building with others.
        step_free: Expected step-free dwellings.
        meeting_m: Metres to the nearest meeting room, 0 in the building, infinite = none near.
    """
    own = np.asarray(dwellings, dtype=np.float64)
    every = np.asarray(dwellings_in_building, dtype=np.float64)
    free, away = np.asarray(step_free, np.float64), np.asarray(meeting_m, np.float64)
    slack = number("common.tolerance")
    share = np.divide(free, own, out=np.full(len(own), np.nan), where=own > 0)
    return pd.DataFrame(
        {
            "H_eigenaar": _yes(own >= every - slack, own, every),
            "H_nultreden": np.clip(share, 0.0, 1.0),
            "H_eenheden": _yes(own >= integer("cluster.min_units_monitor"), own),
            "H_ontmoeting": _yes(away <= number("cluster.meeting_max_m") + slack, away),
        }
    )


def complex_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of a profile with H split as reading 74 splits it."""
    split = numbers_by_name("kans.complex_h")
    total = sum(split.values())
    kept = {code: w for code, w in weights.items() if code != "H"}
    return kept | {f"H_{name}": weights["H"] * w / total for name, w in split.items()}


def over_cells(
    n: int, site: npt.ArrayLike, area: npt.ArrayLike, values: pd.DataFrame
) -> pd.DataFrame:
    """Mean of each criterion over the cells under a site, by area; unknown cells are left out.

    Args:
        n: Number of sites.
        site: Row of the site, per (site, cell) that touch, shape (k,).
        area: Area they share; any positive number for a point.
        values: Criteria of those cells, shape (k, c).

    Returns:
        Shape (n, c); NaN where no cell under the site knows it.
    """
    row: Ints = np.asarray(site, dtype=np.int64)
    weight = np.asarray(area, dtype=np.float64)
    found = {}
    for name in values:
        v = values[name].to_numpy(np.float64)
        known = ~np.isnan(v)
        total = np.bincount(row[known], weights=weight[known], minlength=n)
        summed = np.bincount(row[known], weights=(weight * v)[known], minlength=n)
        found[str(name)] = np.divide(summed, total, out=np.full(n, np.nan), where=total > 0)
    return pd.DataFrame(found)


def _scores(words: npt.ArrayLike, score: Mapping[str, float], what: str) -> Floats:
    told = pd.Series(np.asarray(words, dtype=object), dtype="object")
    strange = set(told.dropna()) - set(score)
    if strange:
        raise ValueError(f"{what} {sorted(strange)}; verwacht {sorted(score)} of leeg.")
    return np.array([score.get(word, np.nan) for word in told], dtype=np.float64)


def _yes(answer: npt.NDArray[np.bool_], *needed: Floats) -> Floats:
    unknown = np.any(np.isnan(np.stack(needed)), axis=0)
    return np.where(unknown, np.nan, answer.astype(np.float64))
