"""M14, progress of demand and supply: realised against what was to be expected by now (METHODS 18).

What belongs here: elapsed share, ratio, light and staleness. Which figures of which feed make a
series is a table (`data/reference/voortgang.toml`), not code.
"""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats

GROEN, ORANJE, ROOD = "groen", "oranje", "rood"
NOT_BEGUN, NO_TARGET, NO_FIGURE = "nog niet begonnen", "geen doel", "geen cijfer"
NO_PERIOD, TOO_SMALL = "geen looptijd", "te kleine aantallen"


def elapsed_share(start: date, end: date, moment: date) -> float:
    """Part of a period that has passed at the start of a day, in calendar years (T-35).

    Args:
        start: first day.
        end: last day, part of the period.
        moment: the day the figure describes.

    Returns:
        0 before the start, 1 after the end.

    Raises:
        ValueError: the period ends before it starts.
    """
    if end < start:
        raise ValueError(f"Looptijd eindigt op {end}, voor het begin op {start}.")
    first, after = _years(start), _years(end + timedelta(days=1))
    return min(max((_years(moment) - first) / (after - first), 0.0), 1.0)


def _years(day: date) -> float:
    """A day as a decimal year, so that full years count alike, leap years too."""
    begin, next_ = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - begin).days / (next_ - begin).days


def ratio(realised: npt.ArrayLike, expected: npt.ArrayLike) -> Floats:
    """`realised / (target * elapsed share)`; NaN where unknown or where nothing was expected."""
    top, bottom = np.asarray(realised, np.float64), np.asarray(expected, np.float64)
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))


def light(value: float) -> str | None:
    """Groen from 1.0, oranje from 0.8, else rood; None where there is no ratio.

    Thresholds are tested on the unrounded ratio with the tolerance of reading 67.
    """
    if np.isnan(value):
        return None
    margin = number("common.tolerance")
    if value >= number("voortgang.groen") - margin:
        return GROEN
    return ORANJE if value >= number("voortgang.oranje") - margin else ROOD


def stale_from(peildatum: date, interval_days: int) -> date:
    """First day on which a figure is older than 1.5 times its refresh interval."""
    days = number("voortgang.stale_factor") * interval_days
    return peildatum + timedelta(days=int(days) + 1)


def progress(series: pd.DataFrame, moment: date) -> pd.DataFrame:
    """Expected, ratio, light and staleness of series.

    Args:
        series: `doel` and `gerealiseerd` (NaN = none or unknown), `verstreken` (elapsed share, NaN
            = no period), `peildatum` (date, None without a figure), `interval_dagen`.
        moment: the day staleness is judged at.

    Returns:
        Same index: `verwacht`, `ratio` (NaN = none), `licht` (None without a ratio), `reden` (None
        with one), `verouderd_vanaf` (date or None), `verouderd` (bool, None without a figure).
    """
    expected = series["doel"].astype(float) * series["verstreken"].astype(float)
    found = ratio(series["gerealiseerd"], expected)
    turns = [
        stale_from(day, int(days)) if isinstance(day, date) else None
        for day, days in zip(series["peildatum"], series["interval_dagen"], strict=True)
    ]
    return pd.DataFrame(
        {
            "verwacht": expected,
            "ratio": found,
            "licht": pd.Series([light(value) for value in found], series.index, dtype=object),
            "reden": pd.Series(_reasons(series, found), series.index, dtype=object),
            "verouderd_vanaf": pd.Series(turns, series.index, dtype=object),
            "verouderd": pd.Series(
                [None if day is None else moment >= day for day in turns],
                series.index,
                dtype=object,
            ),
        }
    )


def _reasons(series: pd.DataFrame, found: Floats) -> list[str | None]:
    rows = zip(
        found,
        series["gerealiseerd"].astype(float),
        series["doel"].astype(float),
        series["verstreken"].astype(float),
        strict=True,
    )
    return [_reason(*row) for row in rows]


def _reason(found: float, realised: float, target: float, elapsed: float) -> str | None:
    if not np.isnan(found):
        return None
    if np.isnan(realised):
        return NO_FIGURE
    if np.isnan(target) or target <= 0:
        return NO_TARGET
    if np.isnan(elapsed):
        return NO_PERIOD
    return NOT_BEGUN if elapsed <= 0 else NO_FIGURE


def stale(peildatum: date, interval_days: int, moment: date) -> bool:
    """Whether a figure is older than 1.5 times its refresh interval on a day."""
    return moment >= stale_from(peildatum, interval_days)
