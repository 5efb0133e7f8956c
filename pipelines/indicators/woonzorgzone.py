"""M13, woonzorgzone: its shape by walking distance, and a profile as a list of rows (METHODS 17).

What belongs here: figures of a zone from figures per area, and the judgement against a norm. The
walk around a centre is `bereik.isochrone`; which centres and which indicators there are is data. RD
New, metres.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.parameters import number, parameter
from pipelines.indicators.netwerk import Bools, Floats

VOLDOET, VOLDOET_NIET, ONBEKEND, GEEN_NORM = "voldoet", "voldoet niet", "onbekend", "geen norm"


def as_faces(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Any shape as a MultiPolygon; what has no area falls away."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else shapely.MultiPolygon()


def near(zone: shapely.Geometry) -> shapely.Geometry:
    """The zone with what lies `in of nabij`: up to `zone.near_m` outside the line."""
    return shapely.buffer(zone, number("zone.near_m"))


def of_dwellings(
    way: str, values: pd.Series[float], area: npt.ArrayLike, inside: Bools, limit: float = np.nan
) -> float:
    """A figure of a zone from figures per area, by the dwellings of the zone.

    Args:
        way: `som`: each area gives the part of its value that its share of dwellings in the zone
            is; `gemiddelde`: mean over the dwellings of the zone with a value; `binnen`: percentage
            of those whose value is at most `limit`.
        values: index area code; NaN = unknown.
        area: code per dwelling, all dwellings of the areas.
        inside: whether a dwelling lies in the zone.
        limit: for `binnen`.

    Returns:
        NaN where nothing is known; a sum is NaN as soon as one area in the zone is unknown, for a
        sum without it would pass for the whole.
    """
    codes = pd.Series(np.asarray(area, dtype=object))
    here = codes[inside].dropna()
    if way == "som":
        part = here.value_counts() / codes.value_counts().reindex(here.unique())
        amounts = values.reindex(part.index).astype(float)
        return float((amounts * part).sum(skipna=False)) if len(part) else float("nan")
    known = values.reindex(here).astype(float).dropna()
    if known.empty:
        return float("nan")
    if way == "binnen":
        return 100.0 * float((known <= limit + number("common.tolerance")).mean())
    return float(known.mean())


def measured(metres: pd.Series[float], classes: pd.Series[Any]) -> pd.Series[float]:
    """Distances with what lies beyond reach as infinite: it has a class and no number.

    Without it a dwelling that is too far would count as one that is not known.
    """
    return metres.mask(metres.isna() & classes.notna(), np.inf)


def served_share(served: Bools, told: Bools) -> float:
    """Percentage of the dwellings of a zone that are served, at least.

    Args:
        served: a provider says it serves the dwelling.
        told: a provider said whether it does.

    Returns:
        NaN without dwellings, and where dwellings of which nothing was said could bring the zone
        from below its norm (`zone.reached_share`) to it.
    """
    if not len(served):
        return float("nan")
    low = float(served.mean())
    high = float((served | ~told).mean())
    norm = number("zone.reached_share") - number("common.tolerance")
    return float("nan") if low < norm <= high and high > low else 100.0 * low


def judge(value: float, norm: str, *, percent: bool = False) -> tuple[str, str]:
    """Judgement of a figure and its norm in words.

    Args:
        value: NaN = unknown.
        norm: key of the register, one number (at least) or two (from, up to and including); empty
            without a norm.
        percent: the norm is a fraction and the figure a percentage.

    Returns:
        `voldoet`, `voldoet niet`, `onbekend` or `geen norm`; and the norm.
    """
    if not norm:
        return (ONBEKEND if np.isnan(value) else GEEN_NORM), ""
    low, high = _bounds(parameter(norm).waarde, 100.0 if percent else 1.0)
    words = f"minstens {low:g}{'%' if percent else ''}"
    if np.isfinite(high):
        words = f"{low:g} tot en met {high:g}"
    words = words.replace(".", ",")
    if np.isnan(value):
        return ONBEKEND, words
    slack = number("common.tolerance")
    met = low - slack <= value <= high + slack
    return (VOLDOET if met else VOLDOET_NIET), words


def _bounds(norm: Any, scale: float) -> tuple[float, float]:
    if isinstance(norm, list):
        return scale * float(norm[0]), scale * float(norm[1])
    return scale * float(norm), float("inf")


def inside(zone: shapely.Geometry, x: Floats, y: Floats) -> Bools:
    """Which points lie in a zone."""
    shapely.prepare(zone)
    return np.asarray(shapely.contains_xy(zone, x, y), dtype=np.bool_)
