"""M14, from the rows of a feed to one series of the monitor: what is its target, what is realised.

What belongs here: the kinds of series that `data/reference/voortgang.toml` names. The ratio and the
light are in `voortgang`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.parameters import numbers_by_name
from pipelines.indicators.voortgang import elapsed_share

LEVELS = ("gemeente", "gebied", "wijk", "buurt")
NAN = float("nan")


@dataclass(frozen=True)
class Figure:
    """Target and realised of one series.

    Attributes:
        doel: target at the end of its period; NaN without one.
        gerealiseerd: realised so far; NaN where unknown.
        verstreken: part of the target that was to be expected by now.
        onbekend: rows that lack a figure and are left out.
    """

    doel: float = NAN
    gerealiseerd: float = NAN
    verstreken: float = 1.0
    onbekend: int = 0


def chosen(rows: pd.DataFrame, keep: Mapping[str, list[Any]]) -> pd.DataFrame:
    """Rows whose columns hold one of the values named, then of one level and one period.

    A feed counts the same people per gemeente and per wijk: only the coarsest level given is read,
    and of each supplier and area only its last period.
    """
    found = rows
    for column, values in keep.items():
        found = found[found[column].isin(values)]
    if "niveau" in found and len(found):
        first = next((level for level in LEVELS if found["niveau"].eq(level).any()), LEVELS[0])
        found = found[found["niveau"].eq(first)]
    if "periode" in found and len(found):
        year = found["periode"].str[:4]
        found = found[year.eq(year.max())]
    return found


def series(kind: str, rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    """One series.

    Args:
        kind: as in the reference table.
        rows: rows of its feed, chosen.
        line: its line of the reference table.

    Raises:
        KeyError: a kind that has no rule.
    """
    return KINDS[kind](rows, line)


def _agreed(rows: pd.DataFrame, _line: Mapping[str, Any]) -> Figure:
    """Targets with a period each; the expected part is weighted with the targets."""
    known = rows[rows["doel"].notna() & rows["gerealiseerd"].notna()]
    target = known["doel"].astype(float)
    if known.empty or target.sum() <= 0:
        return Figure(onbekend=len(rows) - len(known))
    spans = zip(known["start"], known["einde"], known["peildatum"], strict=True)
    passed = np.array([elapsed_share(*span) for span in spans])
    return Figure(
        float(target.sum()),
        float(known["gerealiseerd"].astype(float).sum()),
        float((target * passed).sum() / target.sum()),
        len(rows) - len(known),
    )


def _standing(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    """Need and supply of now, over the rows that give both."""
    need, there = rows[line["doel"]].astype(float), rows[line["gerealiseerd"]].astype(float)
    both = need.notna() & there.notna()
    if not both.any():
        return Figure(onbekend=len(rows))
    return Figure(float(need[both].sum()), float(there[both].sum()), onbekend=int((~both).sum()))


def _counted(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    """Rows, and those of them that are as far as they should be."""
    done = rows
    for column, values in line["gehaald"].items():
        done = done[done[column].isin(values)]
    return Figure(float(len(rows)), float(len(done))) if len(rows) else Figure()


def _summed(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    values = rows[line["gerealiseerd"]].astype(float)
    return Figure(gerealiseerd=float(values.sum(min_count=1)), onbekend=int(values.isna().sum()))


def _median(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    values = rows[line["gerealiseerd"]].astype(float)
    return Figure(gerealiseerd=float(values.median()), onbekend=int(values.isna().sum()))


def _expected(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    """Homes of plans times the chance of their status (reading 7)."""
    chance = rows["status"].map(numbers_by_name("plan.prob")).astype(float)
    values = rows[line["gerealiseerd"]].astype(float)
    weighed = (values * chance).sum(min_count=1)
    return Figure(gerealiseerd=float(weighed), onbekend=int(values.isna().sum()))


def _weighed(rows: pd.DataFrame, line: Mapping[str, Any]) -> Figure:
    """A percentage over areas: summed and then divided."""
    values, size = rows[line["gerealiseerd"]].astype(float), rows[line["gewicht"]].astype(float)
    known = values.notna() & (size > 0)
    if not known.any():
        return Figure(onbekend=len(rows))
    mean = float((values[known] * size[known]).sum() / size[known].sum())
    return Figure(gerealiseerd=mean, onbekend=int((values.isna() & (size > 0)).sum()))


KINDS: Mapping[str, Callable[[pd.DataFrame, Mapping[str, Any]], Figure]] = {
    "afspraken": _agreed,
    "stand": _standing,
    "telling": _counted,
    "som": _summed,
    "mediaan": _median,
    "verwacht": _expected,
    "gewogen": _weighed,
}


def moment(rows: pd.DataFrame) -> date | None:
    """The oldest moment the rows of a series describe; None without rows."""
    days = [day for day in rows["peildatum"] if isinstance(day, date)]
    return min(days, default=None)
