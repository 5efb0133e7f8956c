"""M2: residents of 75 and over in a year before the base year, per area (METHODS 8, reading 58).

The national programme counts from 2022; ages per buurt are there for the base year and five years
before it. Belongs here: the year between, and growth since then.
"""

import numpy as np
import pandas as pd

from pipelines.indicators import cohort
from pipelines.indicators.normaliseren import Floats


def in_year(
    now: Floats,
    before: Floats,
    gemeente: cohort.Codes,
    part: float,
    totals: "pd.Series[float]",
    base: "pd.Series[float]",
) -> Floats:
    """Residents of an age per area in a year between two moments of five years.

    On the straight line between both; where the earlier moment is unknown, the base year times the
    change of the gemeente. Then one factor per gemeente brings areas that belong to it to its
    observed total of that year, times the share of it they hold in the base year.

    Args:
        now: persons in the base year, (n,).
        before: persons five years earlier, NaN = unknown.
        gemeente: code per area.
        part: where the year lies, 0 = five years earlier, 1 = base year.
        totals: index = gemeente, observed persons in the year; NaN or absent = not raked.
        base: the same in the base year.

    Returns:
        (n,) persons; NaN where neither way is known.
    """
    change = (totals / base.where(base > 0)).reindex(gemeente).to_numpy(dtype=float)
    line = (1 - part) * before + part * now
    found = np.where(np.isnan(line), now * change, line)
    code = gemeente.astype(str)
    held = pd.Series(now).groupby(code).sum() / base
    sums = pd.Series(found).groupby(code).sum()
    factor = (totals * held / sums.where(sums > 0)).reindex(code).to_numpy(dtype=float)
    return np.asarray(found * np.where(np.isnan(factor), 1.0, factor))
