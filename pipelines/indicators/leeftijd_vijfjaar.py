"""Five-year age classes per buurt from 45 on: where the cohorts of M2 start (METHODS 3.2, 6).

KWB gives 45-64 and 65+ per buurt, `leeftijd` 65-74, 75-79 and 80+; here these groups are divided
into classes of five years with the shares of the PC4s of the buurt, and raked to the classes of the
gemeente. The groups stay as they were, so 65+, 75+ and 80+ of the base year are those of
`leeftijd`.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from pipelines.indicators.cohort import START
from pipelines.indicators.leeftijd import KLASSEN_45_64, KLASSEN_65PLUS, rake
from pipelines.indicators.normaliseren import Floats

GROEPEN: Final[Mapping[str, tuple[str, ...]]] = {
    "p45_64": START[:4],
    "p65_74": START[4:6],
    "p75_79": START[6:7],
    "p80plus": START[7:],
}


def classes(counts: pd.DataFrame) -> pd.DataFrame:
    """Classes of START from five-year classes that go to 95+.

    Args:
        counts: columns `45_50` .. `90_95`, `95plus` (persons); NaN is suppressed or missing.

    Returns:
        Index of `counts`, columns START.
    """
    known = counts.reindex(columns=[*KLASSEN_45_64, *KLASSEN_65PLUS]).astype(float)
    known["90plus"] = known["90_95"] + known["95plus"]
    return known[list(START)]


def shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Each class as a share of its group, per row; NaN where a class of the group is missing.

    Args:
        counts: columns START (persons).
    """
    made = {}
    for group in GROEPEN.values():
        whole = counts[list(group)].sum(axis=1, skipna=False)
        for name in group:
            made[name] = counts[name] / whole.where(whole > 0)
    return pd.DataFrame(made, index=counts.index)


def per_buurt(groups: pd.DataFrame, own: pd.DataFrame, gemeenten: pd.DataFrame) -> pd.DataFrame:
    """Residents per five-year class, raked per gemeente within each group.

    Args:
        groups: index = buurt; `gemeente` and the keys of GROEPEN (persons, NaN = unknown).
        own: shares per buurt, index = buurt, columns START (`leeftijd.shares_buurt` of `shares`); a
            buurt without them takes those of its gemeente, else those of all gemeenten together.
        gemeenten: index = code, columns START (persons).

    Returns:
        Index of `groups`, columns START; NaN where the group is unknown.
    """
    used = _filled(groups, own, gemeenten)
    code = groups["gemeente"].to_numpy()
    made = pd.DataFrame(np.nan, index=groups.index, columns=list(START))
    for name, members in GROEPEN.items():
        whole = groups[name].to_numpy(dtype=float)
        table = whole[:, None] * used[list(members)].to_numpy(dtype=float)
        for gemeente in gemeenten.index:
            here = (code == gemeente) & ~np.isnan(table).any(axis=1)
            totals = gemeenten.loc[gemeente, list(members)].to_numpy(dtype=float)
            if here.any() and np.isfinite(totals).all() and totals.sum() > 0:
                table[here] = _raked(table[here], whole[here], totals)
        made[list(members)] = table
    return made


def _filled(groups: pd.DataFrame, own: pd.DataFrame, gemeenten: pd.DataFrame) -> pd.DataFrame:
    """Shares of the buurt, else of its gemeente, else of all gemeenten."""
    found = own.reindex(groups.index)[list(START)]
    of_gemeente = shares(gemeenten).reindex(groups["gemeente"]).set_axis(groups.index)
    together = shares(gemeenten.sum().to_frame().T[list(START)].astype(float)).iloc[0]
    return found.fillna(of_gemeente).fillna(together)


def _raked(table: Floats, rows: Floats, totals: Floats) -> Floats:
    if table.shape[1] == 1:
        return table
    return rake(table, rows, totals * (rows.sum() / totals.sum()))
