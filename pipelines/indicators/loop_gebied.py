"""M6 from addresses to 100 m cells and buurten.

What belongs here: averages of `loop.py` results over areas. A cell is the mean of its addresses;
a buurt is weighted with its residents of 65 and over, so an address counts for the older people
who live there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.loop import (
    BUITEN_BEREIK,
    GEEN_BRON,
    GESCHAT,
    ONTBREEKT,
    TE_WEINIG_DEKKING,
    WAARGENOMEN,
    Parameters,
    distance_class,
)
from pipelines.indicators.netwerk import Bools, Floats
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE

Texts = npt.NDArray[np.object_]
GEEN_OUDEREN, OUDEREN_ONBEKEND = "geen 65-plussers", "aantal 65-plussers onbekend"


def walk_cells(
    points: pd.DataFrame, distance_m: pd.DataFrame, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Walk access per 100 m cell.

    Args:
        points: One row per address or cell centre: `cel` (name), `is_adres` (False for a centre),
            `w`, `w_status`, `w_reden` and `niet_aangesloten` (bool), as `loop.walk_points` gives
            them. Centres only count in cells without addresses, such as growth sites. Rows without
            cell are left out.
        distance_m: Distances of the same rows, one column per kind.
        parameters: Numbers of the method version.

    Returns:
        Sorted by `cel`: `cel`, `n` (addresses), `w` with `w_status`, `w_reden`, `w_ci_low` and
        `w_ci_high`; per kind
        `afstand_<kind>_m` (median of the addresses) with `_status`, `_reden`, and
        `klasse_<kind>`; `niet_aangesloten_pct`. A cell without addresses is measured from its
        centre and is `geschat`, as is a W of which a kind of destination is unknown.
    """
    inhabited = points.loc[points["is_adres"], "cel"].unique()
    placed = points["cel"].notna() & (points["is_adres"] | ~points["cel"].isin(inhabited))
    counts = placed.to_numpy(bool)
    used, metres = points[counts], distance_m[counts]
    code, cells = pd.factorize(used["cel"], sort=True)
    one = np.ones(len(used))
    n = np.bincount(code, weights=used["is_adres"], minlength=len(cells)).astype(np.int64)
    found_status = np.where(n > 0, WAARGENOMEN, GESCHAT).astype(object)
    reason = first_reason(code, len(cells), used["w_reden"].to_numpy(object))
    table = {"cel": np.asarray(cells), "n": n}
    off = used["niet_aangesloten"].to_numpy(float)
    score = weighted_mean(code, len(cells), used["w"].to_numpy(float), one)
    guessed = np.bincount(code, weights=used["w_status"] == GESCHAT, minlength=len(cells)) > 0
    score_status = np.where(guessed, GESCHAT, found_status).astype(object)
    table |= _stated("w", score["mean"], score["share"], score_status, reason)
    table |= _interval("w", used, code, one, table["w"])
    for kind in metres.columns:
        d = metres[kind].to_numpy(float)
        middle = weighted_median(code, len(cells), d, one)
        why = _distance_reason(d, off, reason)
        table |= _stated_distance(str(kind), middle, found_status, why, parameters)
    table["niet_aangesloten_pct"] = 100 * weighted_mean(code, len(cells), off, one)["mean"]
    return pd.DataFrame(table)


def walk_areas(
    points: pd.DataFrame, distance_m: pd.DataFrame, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Walk access per buurt (or any other area), weighted with residents of 65 and over.

    Args:
        points: One row per address: `gebied` (code), `inwoners_65` (residents of 65 and over
            there, may be a fraction), and `w`, `w_reden`, `drietal`, `niet_aangesloten` as
            `loop.walk_points` gives them. Rows without area are left out.
        distance_m: Distances of the same rows; `ontmoeting` feeds the input of K4.
        parameters: Numbers of the method version.

    Returns:
        Sorted by `gebied`: `gebied`, `n` (addresses), `inwoners_65`, `niet_aangesloten_pct` (of
        addresses), `dekking_pct` (share of 65+ with a W); and with `_status` and `_reden` each:
        `w_65` (mean W; with `w_65_ci_low`, `w_65_ci_high`), `aandeel_65_w60_pct`,
        `aandeel_65_drietal_pct`, `aandeel_65_ontmoeting_500_pct` (K4, reading 30) and per kind
        `afstand_<kind>_m` (median over 65+), `klasse_<kind>`. Null below 75% of the 65+ known; else
        `geschat`, since who lives at which address is not observed.
    """
    rule = parameters or Parameters()
    placed = points["gebied"].notna().to_numpy(bool)
    points, distance_m = points[placed], distance_m[placed]
    code, areas = pd.factorize(points["gebied"], sort=True)
    k, older = len(areas), points["inwoners_65"].fillna(0).to_numpy(float)
    one = np.ones(len(points))
    total = np.bincount(code, weights=older, minlength=k)
    reason = first_reason(code, k, points["w_reden"].to_numpy(object))
    told = np.bincount(code, weights=points["inwoners_65"].notna(), minlength=k) > 0
    reason[total <= 0] = GEEN_OUDEREN
    reason[~told] = OUDEREN_ONBEKEND
    found = np.full(k, GESCHAT, dtype=object)
    off = points["niet_aangesloten"].to_numpy(float)
    score = points["w"].to_numpy(float)
    table = {
        "gebied": np.asarray(areas),
        "n": np.bincount(code, minlength=k),
        "inwoners_65": np.where(told, total, np.nan),
        "niet_aangesloten_pct": 100 * weighted_mean(code, k, off, one)["mean"],
    }
    mean = weighted_mean(code, k, score, older)
    table["dekking_pct"] = 100 * mean["share"]
    table |= _stated("w_65", mean["mean"], mean["share"], found, reason)
    table |= _interval("w_65", points, code, older, table["w_65"])
    meeting = number("draaglast.ontmoeting_max_m")
    triple = points["drietal"].astype("Float64").to_numpy(float, na_value=np.nan).astype(np.float64)
    shares: dict[str, Floats] = {
        "aandeel_65_w60_pct": _flag(score, score >= rule.good_score - TOLERANCE),
        "aandeel_65_drietal_pct": triple,
        "aandeel_65_ontmoeting_500_pct": _within(distance_m, "ontmoeting", meeting),
    }
    for name, flag in shares.items():
        part = weighted_mean(code, k, flag, older)
        table |= _stated(name, 100 * part["mean"], part["share"], found, reason)
    for kind in distance_m.columns:
        d = distance_m[kind].to_numpy(float)
        middle = weighted_median(code, k, d, older)
        why = _distance_reason(d, off, reason)
        table |= _stated_distance(str(kind), middle, found, why, rule)
    return pd.DataFrame(table)


def _interval(
    name: str, points: pd.DataFrame, code: npt.NDArray[np.intp], weight: Floats, mean: Any
) -> dict[str, Floats]:
    """Ends of a mean W, those of its points taken alike; NaN where there is no mean."""
    made = {}
    for end, column in (("ci_low", "w_laag"), ("ci_high", "w_hoog")):
        values = np.full(len(points), np.nan)
        if column in points:
            values = points[column].to_numpy(float)
        ends = weighted_mean(code, len(mean), values, weight)["mean"]
        made[f"{name}_{end}"] = np.where(np.isnan(mean), np.nan, ends)
    return made


def mean_distance(
    gebied: pd.Series[str], distance_m: pd.Series[float], parameters: Parameters | None = None
) -> pd.Series[float]:
    """Mean distance over the addresses of an area, nothing within the limit counted as the limit.

    Only for `compare_nabijheid`: a censored mean is no figure to publish.
    """
    limit = (parameters or Parameters()).limit_m
    placed = gebied.notna().to_numpy(bool)
    code, areas = pd.factorize(gebied[placed], sort=True)
    d = np.asarray(distance_m[placed].clip(upper=limit), dtype=np.float64)
    return pd.Series(weighted_mean(code, len(areas), d, np.ones(len(d)))["mean"], index=areas)


def weighted_mean(
    code: npt.NDArray[np.intp], k: int, x: Floats, weight: Floats
) -> dict[str, Floats]:
    """Per group: `mean` over the rows with a value and their `share` of the weight."""
    known = ~np.isnan(x)
    with_value = np.bincount(code[known], weights=weight[known], minlength=k)
    total = np.bincount(code, weights=weight, minlength=k)
    summed = np.bincount(code[known], weights=(weight * x)[known], minlength=k)
    nan = np.full(k, np.nan)
    mean = np.divide(summed, with_value, out=nan.copy(), where=with_value > 0)
    return {"mean": mean, "share": np.divide(with_value, total, out=nan, where=total > 0)}


def weighted_median(
    code: npt.NDArray[np.intp], k: int, x: Floats, weight: Floats
) -> dict[str, Floats]:
    """Per group the smallest value that at least half of the known weight does not exceed.

    Infinite values take part: where most people have nothing near, the median is infinite.
    """
    rows = np.flatnonzero(~np.isnan(x) & (weight > 0))
    rows = rows[np.lexsort((x[rows], code[rows]))]
    group, w = code[rows], weight[rows]
    known = np.bincount(group, weights=w, minlength=k)
    before = np.concatenate([[0.0], np.cumsum(known)])
    so_far = np.cumsum(w) - before[group]
    half = np.flatnonzero(so_far >= known[group] / 2 - TOLERANCE)
    result = np.full(k, np.nan)
    first = half[np.unique(group[half], return_index=True)[1]]
    result[group[first]] = x[rows[first]]
    total = np.bincount(code, weights=weight, minlength=k)
    share = np.divide(known, total, out=np.full(k, np.nan), where=total > 0)
    return {"median": result, "share": share}


def first_reason(code: npt.NDArray[np.intp], k: int, reason: Texts) -> Texts:
    """Per group the most frequent reason of its rows; "te weinig dekking" without any."""
    result = np.full(k, TE_WEINIG_DEKKING, dtype=object)
    given = pd.DataFrame({"code": code, "reason": reason}).dropna()
    counted = given.value_counts().reset_index(name="n")
    counted = counted.sort_values(["code", "n", "reason"], ascending=[True, False, True])
    first = counted.drop_duplicates("code")
    result[first["code"].to_numpy(np.intp)] = first["reason"].to_numpy(object)
    return result


def _flag(x: Floats, passed: Bools) -> Floats:
    return np.where(np.isnan(x), np.nan, passed.astype(np.float64))


def _within(distance_m: pd.DataFrame, kind: str, limit_m: float) -> Floats:
    if kind not in distance_m.columns:
        return np.full(len(distance_m), np.nan)
    d = distance_m[kind].to_numpy(float)
    return _flag(d, d <= limit_m + TOLERANCE)


def _stated(
    name: str, x: Floats, share: Floats, found: Texts, reason: Texts
) -> dict[str, npt.NDArray[np.generic]]:
    """Value, status and reason of one column; null below the share that must be known."""
    enough = np.nan_to_num(share) >= number("common.composite_min_weight") - TOLERANCE
    why = np.where(share == 0, reason, _partly(reason)).astype(object)
    why[enough] = None
    return {
        name: np.where(enough, x, np.nan),
        f"{name}_status": np.where(enough, found, ONTBREEKT).astype(object),
        f"{name}_reden": why,
    }


def _partly(reason: Texts) -> Texts:
    """The reason of an area with some values: too few, unless nobody is there to count."""
    return np.where(_nobody(reason), reason, TE_WEINIG_DEKKING).astype(object)


def _nobody(reason: Texts) -> Bools:
    return np.asarray((reason == GEEN_OUDEREN) | (reason == OUDEREN_ONBEKEND), dtype=np.bool_)


def _distance_reason(distance_m: Floats, off: Floats, reason: Texts) -> Texts:
    """Reason per group for one kind: without any distance from a street there is no source."""
    if np.isnan(distance_m[off == 0]).all() and np.any(off == 0):
        return np.where(_nobody(reason), reason, GEEN_BRON).astype(object)
    return reason


def _stated_distance(
    kind: str,
    middle: dict[str, Floats],
    found: Texts,
    why: Texts,
    parameters: Parameters | None,
) -> dict[str, npt.NDArray[np.generic]]:
    """Distance, status, reason and class of one kind; infinite becomes null with a class."""
    name = f"afstand_{kind}_m"
    table = _stated(name, middle["median"], middle["share"], found, why)
    metres = np.asarray(table[name], dtype=np.float64)
    nothing = np.isinf(metres)
    table[f"klasse_{kind}"] = distance_class(metres, parameters)
    table[name] = np.where(nothing, np.nan, metres)
    table[f"{name}_status"] = np.where(nothing, ONTBREEKT, table[f"{name}_status"]).astype(object)
    table[f"{name}_reden"] = np.where(nothing, BUITEN_BEREIK, table[f"{name}_reden"]).astype(object)
    return table
