"""M5, calibration: estimated chances against labels of corporations (METHODS 9).

What belongs here: Brier score, bias per type, reliability, and a lift table made anew from what
corporations tell. The new table is data for a decision; nothing applies it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number
from pipelines.indicators import geschikt
from pipelines.indicators.normaliseren import Floats

Texts = npt.NDArray[np.object_]

SINGLE = "eengezins"


def brier(p: npt.ArrayLike, label: npt.ArrayLike) -> float:
    """Mean of (p - label)^2 over dwellings where both are known; NaN without any.

    Args:
        p: Chances 0 to 1, NaN unknown.
        label: 1 or 0, NaN unknown.
    """
    gap = np.asarray(p, dtype=np.float64) - np.asarray(label, dtype=np.float64)
    known = gap[~np.isnan(gap)]
    return float((known**2).mean()) if len(known) else float("nan")


def compared(p: npt.ArrayLike, label: npt.ArrayLike, group: npt.ArrayLike) -> pd.DataFrame:
    """Estimate against label per group.

    Args:
        p: Chances, NaN unknown.
        label: 1 or 0, NaN unknown.
        group: Type, or bin of the chance, of each dwelling.

    Returns:
        Index group, sorted: `woningen` (both known), `voorspeld_pct`, `waargenomen_pct`,
        `afwijking_punt` (voorspeld - waargenomen, percentage points), `brier`.
    """
    table = pd.DataFrame(
        {
            "p": np.asarray(p, dtype=np.float64),
            "label": np.asarray(label, dtype=np.float64),
            "group": np.asarray(group, dtype=object),
        }
    ).dropna()
    table["_square"] = (table["p"] - table["label"]) ** 2
    grouped = table.groupby("group", sort=True)
    made = pd.DataFrame({"woningen": grouped.size()})
    made["voorspeld_pct"] = 100 * grouped["p"].mean()
    made["waargenomen_pct"] = 100 * grouped["label"].mean()
    made["afwijking_punt"] = made["voorspeld_pct"] - made["waargenomen_pct"]
    made["brier"] = grouped["_square"].mean()
    return made


def bins(p: npt.ArrayLike) -> Texts:
    """Bin of each chance for the reliability table: "0,0-0,1" and so on; 1 is in the last."""
    chance = np.asarray(p, dtype=np.float64)
    number_of = integer("geschikt.ijk_klassen")
    place = np.floor(np.nan_to_num(chance) * number_of + number("common.tolerance"))
    place = np.minimum(place, number_of - 1).astype(np.int64)
    words = [
        f"{a / number_of:.1f}-{(a + 1) / number_of:.1f}".replace(".", ",") for a in range(number_of)
    ]
    named = np.array([*words, None], dtype=object)
    return np.asarray(named[np.where(np.isnan(chance), number_of, place)])


def types(single: npt.ArrayLike, floors: npt.ArrayLike, year: npt.ArrayLike) -> Texts:
    """Type of each dwelling, in words: the cell of the lift table, or the kind of house.

    Args:
        single: The only dwelling of its pand.
        floors: Floors, NaN unknown.
        year: Building year, NaN unknown.
    """
    alone = np.asarray(single, dtype=np.bool_)
    high, built = np.asarray(floors, dtype=np.float64), np.asarray(year, dtype=np.float64)
    known = ~np.isnan(high) & (alone | ~np.isnan(built))
    row, column = geschikt.lift_cells(np.nan_to_num(high, nan=1.0), np.nan_to_num(built, nan=2000))
    cells = np.array([[cell_name(r, c) for c in range(4)] for r in range(4)], dtype=object)
    house = np.where(high > 1, f"{SINGLE}, meer bouwlagen", f"{SINGLE}, 1 bouwlaag")
    return np.where(known, np.where(alone, house, cells[row, column]), "onbekend").astype(object)


def cell_name(row: int, column: int) -> str:
    """A cell of the lift table in words."""
    tops = [int(top) for top in geschikt.lift_floors()]
    years = [int(year) for year in geschikt.lift_years()]
    lows = [1, *(top + 1 for top in tops)]
    floors = f"{lows[row]}+" if row == len(tops) else f"{lows[row]}-{tops[row]}"
    floors = str(tops[row]) if row < len(tops) and lows[row] == tops[row] else floors
    since = years[column - 1] if column else None
    until = years[column] - 1 if column < len(years) else None
    when = f"tot en met {until}" if since is None else f"vanaf {since}"
    if since is not None and until is not None:
        when = f"{since}-{until}"
    return f"meergezins, {floors} bouwlagen, {when}"


def recalibrated(floors: npt.ArrayLike, year: npt.ArrayLike, lift: npt.ArrayLike) -> pd.DataFrame:
    """The lift table made anew from panden whose lift is known, shrunk to the table in use.

    r = (x + k m) / (n + k): x lifts among n panden, m the value in use, k from the register
    (principle of MAR91).

    Args:
        floors: Floors of panden with several dwellings, NaN unknown.
        year: Building year, NaN unknown.
        lift: 1 or 0, NaN unknown.

    Returns:
        Index name of the cell, in the order of the table: `panden`, `in_gebruik`, `herijkt`
        (equal to `in_gebruik` where no pand is known).
    """
    high, built, told = (np.asarray(v, dtype=np.float64) for v in (floors, year, lift))
    known = ~(np.isnan(high) | np.isnan(built) | np.isnan(told))
    now = geschikt.lift_table()
    row, column = geschikt.lift_cells(high[known], built[known])
    n, x = np.zeros_like(now), np.zeros_like(now)
    np.add.at(n, (row, column), 1.0)
    np.add.at(x, (row, column), told[known])
    weight = number("geschikt.ijk_k")
    anew: Floats = np.where(n > 0, (x + weight * now) / (n + weight), now)
    names = [cell_name(r, c) for r in range(now.shape[0]) for c in range(now.shape[1])]
    return pd.DataFrame(
        {"panden": n.ravel().astype(int), "in_gebruik": now.ravel(), "herijkt": anew.ravel()},
        index=pd.Index(names, name="groep"),
    )
