"""M2: how far off the cohorts were in the past, by size of the area (METHODS 6).

Belongs here: errors of a back-cast and the half-width they give. The projection is `cohort`.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.parameters import number, numbers
from pipelines.indicators.cohort import VANAF
from pipelines.indicators.normaliseren import Floats

MATEN: Final = tuple(VANAF)


def size_class(p75: Floats) -> Floats:
    """Number of the size class of each area by its residents of 75 and over; NaN without them."""
    edges = np.asarray(numbers("cohort.fout_klassen_75plus")) - number("common.tolerance")
    return np.where(np.isnan(p75), np.nan, np.digitize(np.nan_to_num(p75), edges).astype(float))


def errors(forecast: pd.DataFrame, observed: pd.DataFrame, p75: Floats) -> pd.DataFrame:
    """Mean absolute percentage error per size class.

    Args:
        forecast: columns MATEN (persons), one row per area and back-cast.
        observed: the same rows as they turned out.
        p75: residents of 75 and over at the start of the back-cast, one per row.

    Returns:
        Index = size class, columns MATEN (percent) and `n` (areas with a forecast and somebody of
        75 and over observed). Areas without both count in no mean.
    """
    seen = observed[list(MATEN)].to_numpy(dtype=float)
    made = forecast[list(MATEN)].to_numpy(dtype=float)
    known = ~np.isnan(made) & ~np.isnan(seen) & (seen > 0)
    off = np.where(known, 100 * np.abs(made - seen) / np.where(known, seen, 1.0), np.nan)
    table = pd.DataFrame(off, columns=list(MATEN))
    table["n"] = known[:, MATEN.index("75plus")].astype(float)
    by_class = table.groupby(size_class(p75))
    result = by_class[list(MATEN)].mean()
    return result.assign(n=by_class["n"].sum().astype(int)).rename_axis("klasse")


def error_of(table: pd.DataFrame, p75: Floats, measure: str) -> Floats:
    """Error in percent of the size class of each area.

    NaN where its class had fewer areas in the back-cast than may speak for it.
    """
    enough = table["n"] >= number("cohort.fout_min_gebieden") - number("common.tolerance")
    held = table[measure].where(enough)
    return np.asarray(held.reindex(size_class(p75)).to_numpy(dtype=float))


def interval(value: Floats, error_pct: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The value plus and minus its error; where that is unknown from the low to the high variant.

    Never below zero.
    """
    half = value * error_pct / 100
    known = ~np.isnan(half)
    return (
        np.asarray(np.maximum(np.where(known, value - half, low), 0.0)),
        np.asarray(np.where(known, value + half, high)),
    )
