"""Levensloopbestendige wijken: a rule over M5 to M8, judged at both bounds (beyond M14, X8).

Belongs here: bounds of a wijk from those of its buurten, the judgement of one part, the outcome.
Which parts there are is `data/reference/levensloopwijk.toml`; each figure has its own method.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats

VOLDOET: Final = "voldoet"
NIET: Final = "voldoet niet"
ONBEKEND: Final = "onbekend"
ONVOLLEDIG: Final = "onvolledig"
UITKOMSTEN: Final = (VOLDOET, NIET, ONVOLLEDIG)


def share_bounds(low: Floats, high: Floats, judged: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Bounds of a percentage of which part of the whole was not judged.

    Args:
        low: lower bound of the number among the judged; NaN = unknown.
        high: upper bound of the same.
        judged: how many were judged.
        whole: of how many.

    Returns:
        In percent: what was not judged counts as no, and as yes. NaN without a whole.
    """
    base = np.where(whole > 0, whole, np.nan)
    most = np.minimum(high + (whole - judged), whole)
    return np.asarray(100.0 * low / base), np.asarray(100.0 * most / base)


def mean_bounds(rows: pd.DataFrame, scale: tuple[float, float]) -> pd.DataFrame:
    """Bounds of a weighted mean per wijk; a buurt without a figure may be anything on the scale.

    Args:
        rows: one row per buurt: `wijk`, `laag`, `hoog` (NaN = unknown), `gewicht` (people; NaN or
            0 = nobody).
        scale: lowest and highest value a figure can have; infinite where there is no end.

    Returns:
        Index wijk: `laag`, `hoog`; both NaN where nobody lives or no buurt has a figure, `hoog` NaN
        where there is no upper bound.

    Raises:
        ValueError: a lower bound above its upper bound.
    """
    if (rows["laag"] > rows["hoog"] + number("common.tolerance")).any():
        raise ValueError("Een ondergrens ligt boven zijn bovengrens.")
    people = rows["gewicht"].astype(float).fillna(0.0)
    total = people.groupby(rows["wijk"]).sum()
    known = people.where(rows["laag"].notna() | rows["hoog"].notna(), 0.0)
    some = known.groupby(rows["wijk"]).sum() > 0
    made = {}
    for name, end in zip(("laag", "hoog"), scale, strict=True):
        values = rows[name].astype(float).fillna(end)
        weighed = (values * people).where(people > 0, 0.0)
        mean = weighed.groupby(rows["wijk"]).sum() / total.where(total > 0)
        made[name] = mean.where(some & np.isfinite(mean))
    return pd.DataFrame(made)


def judge(low: Floats, high: Floats, limit: float) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Judgement of one part.

    Args:
        low: lower bound per wijk; NaN = no such bound.
        high: upper bound per wijk; NaN = no such bound.
        limit: at least this is enough.

    Returns:
        `voldoet` where even the lower bound is enough, `voldoet niet` where even the upper bound is
        too little, else `onbekend`.
    """
    least = limit - number("common.tolerance")
    return np.asarray(np.select([low >= least, high < least], [VOLDOET, NIET], ONBEKEND), object)


def outcome(parts: Mapping[str, Any]) -> pd.DataFrame:
    """Outcome of the rule per wijk.

    Args:
        parts: title of each part -> its judgement per wijk.

    Returns:
        `uitkomst`: `voldoet niet` as soon as one part fails, `onvolledig` as soon as one is unknown
        and none fails, else `voldoet`; `niet` and `onbekend`: titles of those parts.

    Raises:
        ValueError: a rule without parts.
    """
    if not parts:
        raise ValueError("Een regel zonder onderdelen zegt niets.")
    table = pd.DataFrame({title: np.asarray(words, dtype=object) for title, words in parts.items()})
    failing, unknown = table == NIET, table == ONBEKEND
    found = np.select([failing.any(axis=1), unknown.any(axis=1)], [NIET, ONVOLLEDIG], VOLDOET)
    return pd.DataFrame(
        {
            "uitkomst": found.astype(object),
            "niet": _titles(failing),
            "onbekend": _titles(unknown),
        }
    )


def _titles(marks: pd.DataFrame) -> list[str]:
    names = [str(name) for name in marks.columns]
    return [
        "; ".join(name for name, marked in zip(names, row, strict=True) if marked)
        for row in marks.to_numpy(dtype=bool).tolist()
    ]
