"""M9: where homes are not to be looked for, and what a reader is warned of (METHODS 13).

What belongs here: the settlement envelope and warnings per cell. An exclusion takes a cell off the
map (`kansen_criteria.exclusions`); a warning never does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from data.parameters import integer, number
from pipelines.indicators.netwerk import Bools, Floats
from pipelines.indicators.raster import SIZE_M, cell_corners, components

Texts = npt.NDArray[np.object_]

# What METHODS 13 warns of; those without a layer are named on the map.
WAARSCHUWINGEN = ("geluid", "overstroming", "monument", "hittestress", "bodemverontreiniging")


def settled_cells(home_cells: npt.ArrayLike, min_dwellings: int | None = None) -> Texts:
    """Cells of the built-up area: inhabited cells that hang together and hold enough dwellings.

    A farm is no settlement, a hamlet of `kans.settlement_min_dwellings` is [PROPOSED].

    Args:
        home_cells: Cell of every dwelling, of neighbours too; None is left out.
        min_dwellings: Dwellings a group of touching cells must hold; absent = the register's.

    Returns:
        Names of the cells, sorted.
    """
    least = integer("kans.settlement_min_dwellings") if min_dwellings is None else min_dwellings
    counted = pd.Series(np.asarray(home_cells, dtype=object)).dropna().value_counts().sort_index()
    if counted.empty:
        return np.empty(0, dtype=object)
    label = components(*cell_corners(counted.index.to_numpy(object)))
    total = np.bincount(label, weights=counted.to_numpy(np.float64))
    kept: Texts = counted.index.to_numpy(object)[total[label] >= least]
    return kept


def outside_settlement(cells: npt.ArrayLike, settled: npt.ArrayLike) -> Bools:
    """Cells farther than `kans.settlement_margin_m` from every settled cell.

    Measured from centre to the settled cell's edge, straight: centre to centre less half a cell.

    Args:
        cells: Names of the cells judged, shape (n,).
        settled: Names of settled cells; none makes every cell lie outside.
    """
    here, there = _centres(cells), _centres(settled)
    if not len(there):
        return np.ones(len(here), dtype=np.bool_)
    away, _ = cKDTree(there).query(here)
    limit = number("kans.settlement_margin_m") + SIZE_M / 2 + number("common.tolerance")
    return np.asarray(away > limit)


def _centres(names: npt.ArrayLike) -> Floats:
    east, north = cell_corners(names)
    return np.asarray((np.stack([east, north], axis=1) + 0.5) * SIZE_M, dtype=np.float64)


def warnings(n: int, layers: Mapping[str, Bools | None]) -> tuple[Texts, list[str]]:
    """What a reader is warned of per cell, joined by "; ", and the layers that are missing.

    Args:
        n: Number of cells.
        layers: True per cell to warn of, by name in WAARSCHUWINGEN; None or absent = no layer.

    Raises:
        ValueError: A layer with a name that is not known.
    """
    strange = set(layers) - set(WAARSCHUWINGEN)
    if strange:
        raise ValueError(f"Waarschuwing {sorted(strange)}; verwacht {list(WAARSCHUWINGEN)}.")
    told, missing = np.full(n, None, dtype=object), []
    for name in WAARSCHUWINGEN:
        hit = layers.get(name)
        if hit is None:
            missing.append(name)
            continue
        told[hit] = [f"{before}; {name}" if before else name for before in told[hit]]
    return told, missing


def highest(n: int, cell: npt.ArrayLike, value: npt.ArrayLike) -> Floats:
    """Highest known value of the areas that touch each cell; NaN where none does.

    Args:
        n: Number of cells.
        cell: Row of the cell, per (cell, area) that touch.
        value: Value of that area; NaN counts for nothing.
    """
    found = np.full(n, -np.inf)
    values = np.asarray(value, dtype=np.float64)
    known = ~np.isnan(values)
    np.maximum.at(found, np.asarray(cell, dtype=np.int64)[known], values[known])
    return np.where(np.isinf(found), np.nan, found)
