"""Trend of M1: the same indicators in every year, scored on one fixed reference (methods 3.4, 5).

A T-score against a reference that moves shows no change in time, and a score of other indicators is
another score. So a series holds only years that share enough indicators, and those indicators only.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators import draaglast
from pipelines.indicators.draaglast_methode import INDICES, Methode
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import make_reference
from pipelines.indicators.samengesteld import enough_indicators, enough_weight


def comparable(
    available: Mapping[int, Sequence[str]], methode: Methode
) -> tuple[list[int], tuple[str, ...]]:
    """The years that can be compared with the newest one, and the slots they share.

    From the newest year back; a year that leaves D or K without enough of its weight ends the
    series, because a gap in the middle would hide that the indicators changed.

    Args:
        available: year -> slots with values in that year, of the same definition.
        methode: the choices of the current run.

    Returns:
        Years in order, and the slots that all of them have; both empty when the newest year itself
        has too little.
    """
    years: list[int] = []
    shared: tuple[str, ...] = methode.slots
    for year in sorted(available, reverse=True):
        left = tuple(slot for slot in shared if slot in set(available[year]))
        if not _enough(left, methode):
            break
        years, shared = [year, *years], left
    return years, shared if years else ()


def series(
    years: Mapping[int, pd.DataFrame],
    referentie: pd.DataFrame,
    methode: Methode,
    shared: Sequence[str],
) -> tuple[dict[int, pd.DataFrame], Referentie]:
    """Result of M1 per year on the reference of the base year.

    Args:
        years: year -> input of `draaglast.bereken` of that year.
        referentie: reference buurten of the base year.
        methode: the choices of the current run.
        shared: slots that every year has; the others are left out of all years and of the
            reference.

    Returns:
        Year -> table of `draaglast.bereken`, and the fixed reference.
    """
    fixed = make_reference(_only(referentie, methode, shared), methode)
    found = {
        year: draaglast.bereken(_only(frame, methode, shared), fixed, draws=1).tabel
        for year, frame in years.items()
    }
    return found, fixed


def _only(frame: pd.DataFrame, methode: Methode, shared: Sequence[str]) -> pd.DataFrame:
    left_out = [slot for slot in methode.slots if slot not in set(shared)]
    return frame.assign(**dict.fromkeys(left_out, np.nan))


def _enough(left: Sequence[str], methode: Methode) -> bool:
    """Whether both indices keep the weight that an index needs (reading 24)."""
    for index in INDICES:
        counts = np.array([sum(s in left for s in d.slots) for d in methode.van(index)])
        listed = [len(d.slots) for d in methode.van(index)]
        known = [
            bool(n > 0 and enough_indicators(np.array([n]), of)[0])
            for n, of in zip(counts, listed, strict=True)
        ]
        weight = np.array([float(methode.weights(index) @ np.array(known, dtype=float))])
        if not enough_weight(weight)[0]:
            return False
    return True


def change(first: pd.Series, last: pd.Series) -> pd.Series:
    """Direction of D or K over the series, in words; None where either is null.

    A change smaller than half the distance of the class boundary from the mean is called `gelijk`:
    the figures are estimates, and small steps are noise.
    """
    step = (number("draaglast.class_D") - number("common.t_mean")) / 2.0
    moved = (last - first).astype(float)
    limit = step - number("common.tolerance")
    words = np.select([moved >= limit, moved <= -limit], ["hoger", "lager"], "gelijk").astype(
        object
    )
    words[np.isnan(moved)] = None
    return pd.Series(words, index=last.index, dtype=object)
