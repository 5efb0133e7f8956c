"""M14, factsheet: figures of published products per buurt, and summed to gebieden (METHODS 1, 18).

What belongs here: the rules by which a figure of a buurt becomes one of a gebied (counts are
summed and then divided, percentages never averaged) and how it is shown. Which figures stand in
the factsheet is a table (`data/reference/feiten.toml`).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats, round_half_away
from pipelines.indicators.status import GESCHAT, LEEG, ONDERDRUKT, ONTBREEKT, WAARGENOMEN, Texts

SUM, SHARE, ONLY_BUURT = "som", "aandeel", "alleen buurt"
WAYS = (SUM, SHARE, ONLY_BUURT)
LACKING = "te weinig dekking"


def shown(
    values: npt.ArrayLike, status: npt.ArrayLike, minimum: float, step: float
) -> tuple[Floats, Texts]:
    """A figure as its own layer shows it: small ones withheld, the rest rounded.

    Args:
        values: figures; NaN = none.
        status: their statuses.
        minimum: below it the figure is `onderdrukt`; 0 for no limit, so that a surplus (negative)
            stays.
        step: rounded to a multiple of it, half away from zero; 0 for no rounding.

    Returns:
        Figures and statuses.
    """
    found = np.asarray(values, dtype=np.float64)
    said = np.asarray(status, dtype=object).copy()
    hidden = (found < minimum) & (minimum > 0)
    said[hidden] = ONDERDRUKT
    found = np.where(hidden, np.nan, found)
    return (round_half_away(found, step) if step else found), said


def of_areas(area: "pd.Series[str]", figures: pd.DataFrame, way: str) -> pd.DataFrame:
    """One figure of areas from that of their buurten.

    Args:
        area: area of each buurt; null lies in none.
        figures: same rows: `waarde` (NaN = none), `status`, `inwoners` (NaN = none) and, for a
            share, `noemer` (what the percentage is of; NaN = unknown).
        way: `som` sums, `aandeel` sums numerator and denominator and divides.

    Returns:
        Per area, sorted: `waarde`, `status`, `reden`. Null with `te weinig dekking` where buurten
        with a value hold less than `common.wijk_min_inhabitant_share` of the inhabitants (of the
        denominator, for a share); `geschat` where a part is missing or not observed.

    Raises:
        ValueError: a way that has no rule for areas.
    """
    if way not in (SUM, SHARE):
        raise ValueError(f"Geen regel om '{way}' bij elkaar te nemen; verwacht som of aandeel.")
    values = figures["waarde"].astype(float)
    size = figures["noemer" if way == SHARE else "inwoners"].astype(float).fillna(0.0)
    there = values.notna() & (size > 0 if way == SHARE else True)
    frame = pd.DataFrame(
        {
            "area": area,
            "boven": (values * size if way == SHARE else values).where(there),
            "gewicht": size,
            "bekend": size.where(there, 0.0),
            "mist": ~there & (size > 0),
            "anders": there & figures["status"].ne(WAARGENOMEN),
        }
    )
    sums = frame.groupby("area", sort=True).agg(
        boven=("boven", "sum"),
        gewicht=("gewicht", "sum"),
        bekend=("bekend", "sum"),
        mist=("mist", "any"),
        anders=("anders", "any"),
    )
    least = number("common.wijk_min_inhabitant_share") - number("common.tolerance")
    enough = (sums["bekend"] >= least * sums["gewicht"]) & (sums["bekend"] > 0)
    bottom = sums["bekend"] if way == SHARE else 1.0
    found = (sums["boven"] / bottom).where(enough)
    status = np.where(sums["mist"] | sums["anders"], GESCHAT, WAARGENOMEN).astype(object)
    status[~enough.to_numpy(bool)] = ONTBREEKT
    reason = pd.Series(LACKING, index=sums.index, dtype=object).where(~enough, None)
    return pd.DataFrame({"waarde": found, "status": status, "reden": reason}, index=sums.index)


def empty(status: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether a status says that there is no value."""
    return np.isin(np.asarray(status, dtype=object).astype(str), sorted(LEEG))
