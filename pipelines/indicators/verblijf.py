"""Beyond M14: places that are there against places that are needed, of the forms between.

Short stay (crisis, respite, lodging), intermediate and sheltered forms, homes for informal carers.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats


def days_in(period: str) -> int:
    """Days of a year, half year, quarter or month (`2023`, `2023-H1`, `2023-Q4`, `2023-12`).

    Raises:
        ValueError: another form of period.
    """
    year, _, part = period.partition("-")
    months = {"": 12, "H": 6, "Q": 3}.get(part[:1], 1)
    try:
        at = int(part.lstrip("HQ") or 1)
        first = date(int(year), (at - 1) * months + 1, 1)
    except ValueError as error:
        raise ValueError(
            f"Periode {period!r} is geen jaar, halfjaar, kwartaal of maand."
        ) from error
    after = first.month + months
    return (date(first.year + (after > 12), (after - 1) % 12 + 1, 1) - first).days


def short_stay(rows: pd.DataFrame) -> pd.DataFrame:
    """Occupancy, refusals and places needed for short stay.

    Needed is what would hold the days asked for at the norm of occupancy: the days taken, and for
    each request that found no place the mean stay of those that did.

    Args:
        rows: `periode`, `plaatsen`, `aanvragen`, `niet_geplaatst`, `bezette_dagen`; NaN = unknown.

    Returns:
        Same index: `bezetting_pct` (of the days that all places had), `niet_geplaatst_pct` (of the
        requests), `plaatsen_nodig` (rounded up) and `tekort` (needed less there; negative is
        room). NaN where an input is unknown.
    """
    days = np.array([days_in(str(period)) for period in rows["periode"]], dtype=np.float64)
    places, asked, refused, taken = (
        rows[name].to_numpy(float)
        for name in ("plaatsen", "aanvragen", "niet_geplaatst", "bezette_dagen")
    )
    placed = asked - refused
    mean_stay = _divide(taken, placed)
    wanted = taken + np.where(refused == 0, 0.0, refused * mean_stay)
    exact = wanted / (days * number("verblijf.bezetting_norm"))
    needed = np.ceil(exact - number("common.tolerance"))
    return pd.DataFrame(
        {
            "bezetting_pct": 100.0 * _divide(taken, places * days),
            "niet_geplaatst_pct": 100.0 * _divide(refused, asked),
            "plaatsen_nodig": needed,
            "tekort": needed - places,
        },
        index=rows.index,
    )


def balance(rows: pd.DataFrame) -> pd.DataFrame:
    """Need against supply of intermediate and sheltered forms.

    Args:
        rows: `plaatsen`, `bezet`, `behoefte`, `gepland`; NaN = unknown or withheld.

    Returns:
        Same index: `bezetting_pct`, `tekort` (need less places) and `tekort_na_plannen` (less what
        is planned too); negative is room; NaN where an input is unknown.
    """
    places, taken, need, planned = (
        rows[name].to_numpy(float) for name in ("plaatsen", "bezet", "behoefte", "gepland")
    )
    return pd.DataFrame(
        {
            "bezetting_pct": 100.0 * _divide(taken, places),
            "tekort": need - places,
            "tekort_na_plannen": need - places - planned,
        },
        index=rows.index,
    )


def permits(rows: pd.DataFrame) -> pd.DataFrame:
    """Requests for homes of informal carers against what was granted.

    Args:
        rows: `aangevraagd`, `verleend`, `geweigerd`, `beeindigd`; NaN = unknown or withheld.

    Returns:
        Same index: `verleend_pct` (of the requests), `in_behandeling` (neither granted nor refused
        yet, at least 0) and `erbij` (granted less ended: by how much the homes there are grew;
        negative is fewer); NaN where an input is unknown.
    """
    asked, granted, refused, ended = (
        rows[name].to_numpy(float) for name in ("aangevraagd", "verleend", "geweigerd", "beeindigd")
    )
    return pd.DataFrame(
        {
            "verleend_pct": 100.0 * _divide(granted, asked),
            "in_behandeling": np.maximum(asked - granted - refused, 0.0),
            "erbij": granted - ended,
        },
        index=rows.index,
    )


def _divide(top: npt.NDArray[np.float64], bottom: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))
