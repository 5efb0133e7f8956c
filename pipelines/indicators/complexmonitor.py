"""M11, complexmonitor: control limits, trend and composite per complex of a corporation.

What belongs here: the u-chart, the EWMA, with which complexes one is compared, and the composite
(METHODS 15, readings 11, 62, 88). What a placement does to a complex is `complexbelasting.py`.
Counts and exposures are of one quarter; an exposure is in hundreds (of dwellings).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers
from pipelines.indicators.gevoeligheid import draw_weights
from pipelines.indicators.normaliseren import Floats, reference_moment, restandardise, t_score

Texts = npt.NDArray[np.object_]

SIGNAAL, OPLOPEND, GEEN, ONBEKEND = "signaal", "oplopend", "geen", "onbekend"
ALLE = "alle complexen"
SOCIAAL = ("weinig sociale huur", "gemengd", "overwegend sociale huur")


def upper_limit(u: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Upper control limit of a u-chart: `u + 3 * sqrt(u / n)` (Shewhart; METHODS 15, T-27).

    Args:
        u: expected number per hundred.
        n: exposure in hundreds; 0 or NaN gives NaN.
    """
    return _limit(u, n, 1.0)


def trend_limit(u: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Limit of the EWMA: `u + 3 * sqrt(u / n * 0.3 / 1.7)` (reading 11)."""
    weight = number("complex.ewma_lambda")
    return _limit(u, n, weight / (2 - weight))


def _limit(u: npt.ArrayLike, n: npt.ArrayLike, factor: float) -> Floats:
    mean, size = np.asarray(u, dtype=float), np.asarray(n, dtype=float)
    filled = np.where(size > 0, size, np.nan)
    return np.asarray(mean + number("complex.sigma") * np.sqrt(mean / filled * factor))


def ewma(x: Sequence[float]) -> float:
    """EWMA of the last quarter of an unbroken series.

    `EWMA_t = 0.3 x_t + 0.7 EWMA_(t-1)`; the first is that of the fourth quarter and is the mean of
    the first four (readings 11 and 88).

    Args:
        x: rates per quarter, oldest first.

    Returns:
        NaN with fewer than four quarters.
    """
    first, weight = integer("complex.base_quarters"), number("complex.ewma_lambda")
    if len(x) < first:
        return float("nan")
    level = float(np.mean(x[:first]))
    for value in x[first:]:
        level = weight * value + (1 - weight) * level
    return level


def quarter(period: str) -> int | None:
    """`2025-Q4` as a running number; None for another kind of period."""
    year, _, part = period.partition("-Q")
    return int(year) * 4 + int(part) - 1 if part else None


def social_kind(share: float | None) -> str:
    """How much of a complex is social rent, in words; empty where it is not known."""
    if share is None or np.isnan(share):
        return ""
    edges = np.array(numbers("complex.social_classes")) - number("common.tolerance")
    return SOCIAAL[int(np.searchsorted(edges, share, side="right"))]


def groups(kinds: pd.DataFrame) -> pd.Series[str]:
    """With which complexes each is compared: the finest group that is large enough.

    Args:
        kinds: index complex; `woningtype` and `sociaal` (words, empty = unknown).

    Returns:
        `<woningtype>, <sociaal>`, else the woningtype, else `alle complexen`; the smallest group
        has `complex.min_same_type` complexes.
    """
    least = integer("complex.min_same_type")
    dwelling = kinds["woningtype"].fillna("").astype(str)
    social = kinds["sociaal"].fillna("").astype(str)
    fine = (dwelling + ", " + social).where((dwelling != "") & (social != ""), "")
    result = pd.Series(ALLE, index=kinds.index, dtype=object)
    for level in (dwelling, fine):
        enough = (level != "") & (level.groupby(level).transform("size") >= least)
        result[enough] = level[enough]
    return result


def chart(rows: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """The newest quarter of each complex against complexes of its own kind.

    Args:
        rows: one per complex and quarter: `complex`, `kwartaal` (`quarter`), `aantal` (NaN =
            withheld or not delivered) and `basis` (hundreds).
        kinds: as for `groups`.

    Returns:
        Index complex: `aantal`, `basis`, `x` (per hundred), `groep`, `u` (all reports over all
        dwellings of the group in the four quarters before, reading 62; NaN unless all four are
        there), `grens`, `ewma`, `ewma_grens` and `signaal`: `signaal` above the limit, `oplopend`
        when only the EWMA is above its own, `geen`, or `onbekend`.
    """
    newest = rows.sort_values("kwartaal").drop_duplicates("complex", keep="last")
    found = newest.set_index("complex")[["kwartaal", "aantal", "basis"]].astype(float)
    found["x"] = found["aantal"] / found["basis"].where(found["basis"] > 0)
    found["groep"] = groups(kinds).reindex(found.index).fillna(ALLE)
    found["u"] = _expected(rows, kinds, found)
    found["grens"] = upper_limit(found["u"], found["basis"])
    found["ewma"] = _trends(rows).reindex(found.index)
    found["ewma_grens"] = trend_limit(found["u"], found["basis"])
    found["signaal"] = _words(found)
    return found


def _expected(rows: pd.DataFrame, kinds: pd.DataFrame, tested: pd.DataFrame) -> pd.Series[float]:
    """Mean of the group of each complex in the four quarters before its newest."""
    before = integer("complex.base_quarters")
    known = rows[rows["aantal"].notna() & (rows["basis"] > 0)]
    social = kinds["sociaal"].fillna("").astype(str).reindex(known["complex"]).to_numpy()
    dwelling = kinds["woningtype"].fillna("").astype(str).reindex(known["complex"]).to_numpy()
    labels = {ALLE: np.ones(len(known), dtype=bool)}
    for label in tested["groep"].unique():
        told = (f"{a}, {b}" == label for a, b in zip(dwelling, social, strict=True))
        fine = np.fromiter(told, dtype=bool, count=len(known))
        labels.setdefault(label, fine | (dwelling == label))
    result = pd.Series(np.nan, index=tested.index)
    for _, part in tested.groupby(["groep", "kwartaal"]):
        label, moment = str(part["groep"].iloc[0]), int(part["kwartaal"].iloc[0])
        span = known["kwartaal"].between(moment - before, moment - 1).to_numpy()
        window = known[labels[label] & span]
        if window["kwartaal"].nunique() == before:
            result[part.index] = window["aantal"].sum() / window["basis"].sum()
    return result


def _trends(rows: pd.DataFrame) -> pd.Series[float]:
    """EWMA per complex over its last unbroken run of known quarters."""
    made: dict[str, float] = {}
    for name, part in rows.sort_values("kwartaal").groupby("complex"):
        moment, rate = part["kwartaal"].to_numpy(), (part["aantal"] / part["basis"]).to_numpy(float)
        broken = np.isnan(rate) | np.isinf(rate)
        gap = np.append(False, np.diff(moment) != 1)
        starts = np.flatnonzero(broken | gap)
        first = 0
        if starts.size:
            first = int(starts[-1]) + int(broken[starts[-1]])
        made[str(name)] = ewma(rate[first:].tolist())
    return pd.Series(made, dtype=float)


def _words(found: pd.DataFrame) -> Texts:
    slack = number("common.tolerance")
    above = (found["x"] > found["grens"] + slack).to_numpy()
    rising = (found["ewma"] > found["ewma_grens"] + slack).to_numpy()
    known = (found["x"].notna() & found["grens"].notna()).to_numpy()
    return np.select([~known, above, rising], [ONBEKEND, SIGNAAL, OPLOPEND], GEEN).astype(object)


def composite(values: Floats, reference: npt.NDArray[np.bool_], polarity: Sequence[int]) -> Floats:
    """Load of a complex in T-points, as M1: mean of T-scores with equal weights, high = heavy.

    Args:
        values: (rows, indicators), NaN = unknown.
        reference: rows whose mean and spread are the standard (the four quarters before).
        polarity: 1 where more is heavier, -1 where more is lighter.

    Returns:
        Shape (rows,); NaN with fewer than `complex.min_indicators` known indicators. Means are
        brought back to 50 and 10 on the reference rows that have one.
    """
    scored = scores(values, reference, polarity)
    present = (~np.isnan(scored)).sum(axis=1)
    enough = present >= integer("complex.min_indicators")
    raw = np.full(len(values), np.nan)
    raw[enough] = np.nansum(scored[enough], axis=1) / present[enough]
    return restandardise(raw, reference_moment(raw[reference], clip_first=False))


def scores(values: Floats, reference: npt.NDArray[np.bool_], polarity: Sequence[int]) -> Floats:
    """(rows, indicators) T-scores on the reference rows, high = heavy."""
    columns = [
        t_score(values[:, k], reference_moment(values[reference, k]), sign)
        for k, sign in enumerate(polarity)
    ]
    return np.column_stack(columns)


def agreement(
    values: Floats,
    reference: npt.NDArray[np.bool_],
    polarity: Sequence[int],
    tested: npt.NDArray[np.intp],
    draws: int | None = None,
) -> Floats:
    """Share of random weightings in which a complex has the class of equal weights (METHODS 3.7).

    Weights of the indicators are drawn from Dirichlet(20 n w) with a fixed seed; each weighting is
    brought back to 50 and 10 on the reference rows, as the composite is. Agreement, not a chance.

    Args:
        values: as for `composite`.
        reference: as for `composite`.
        polarity: as for `composite`.
        tested: rows whose class is judged.
        draws: number of weightings; absent = `gevoeligheid.draws`.

    Returns:
        Shape (tested,): 0 to 1; NaN without a class.
    """
    scored = scores(values, reference, polarity)
    present = ~np.isnan(scored)
    enough = present.sum(axis=1) >= integer("complex.min_indicators")
    count = scored.shape[1]
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    weights = draw_weights(np.full(count, 1.0 / count), draws or integer("gevoeligheid.draws"), rng)
    base = load_class(composite(values, reference, polarity)[tested])
    filled, same = np.where(present, scored, 0.0), np.zeros(len(tested))
    for one in weights:
        raw = np.full(len(values), np.nan)
        raw[enough] = (filled[enough] @ one) / (present[enough] @ one)
        moment = reference_moment(raw[reference], clip_first=False)
        same += load_class(restandardise(raw[tested], moment)) == base
    return np.where(np.isnan(base), np.nan, same / len(weights))


def load_class(points: npt.ArrayLike) -> Floats:
    """Class 1 (light) to 5 (heavy) of a composite; NaN stays NaN. Decimals are never shown."""
    value = np.asarray(points, dtype=float)
    edges = np.array(numbers("complex.class_t")) - number("common.tolerance")
    return np.where(np.isnan(value), np.nan, 1.0 + np.searchsorted(edges, value, side="right"))
