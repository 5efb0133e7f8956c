"""Rates made from counts: shrinkage, years, intervals, sums over buurten (methods 3.3)."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaincinv

from data.parameters import integer, number
from pipelines.indicators.normaliseren import Floats, shrink
from pipelines.indicators.status import GESCHAT, statuses


def shrunk_rate(
    buurten: pd.DataFrame,
    *,
    wijken: pd.DataFrame | None = None,
    gemeenten: pd.DataFrame | None = None,
    per: float = 1000.0,
    years: int = 1,
) -> pd.DataFrame:
    """Shrunk rate per area, for counts that are not published as a rate (reading 17).

    Args:
        buurten: one row per area; columns `teller`, `noemer` (NaN = missing or suppressed), `wijk`,
            `gemeente` (codes).
        wijken: published `teller` and `noemer` by wijk code; without it, sums over the buurten that
            have both.
        gemeenten: the same by gemeente code.
        per: unit of the rate, 1000 = per 1,000.
        years: number of years summed in `noemer`; the size of a wijk is tested per year.

    Returns:
        Same index; `tarief` (per `per`, shrunk towards the wijk if it has at least
        `common.eb_wijk_min` persons, else the gemeente), `tarief_status` (`geschat`, or `ontbreekt`
        where count, population or background is missing), `ruw` (crude rate, NaN below
        `common.crude_rate_min_n`), `n` (population), `teller` (count), `sd` (standard error of
        `tarief` from the Poisson error of the count).
    """
    m = _background(buurten, wijken, gemeenten, years)
    teller, noemer = _floats(buurten["teller"]), _floats(buurten["noemer"])
    rate = per * shrink(teller, noemer, m)
    large = noemer >= number("common.crude_rate_min_n")
    raw = np.full(len(buurten), np.nan)
    raw[large] = per * teller[large] / noemer[large]
    return pd.DataFrame(
        {
            "tarief": rate,
            "tarief_status": statuses(~np.isnan(rate), GESCHAT),
            "ruw": raw,
            "n": noemer,
            "teller": teller,
            "sd": per * np.sqrt(np.maximum(teller, 0.0)) / (noemer + number("common.eb_k")),
        },
        index=buurten.index,
    )


def several_years(tellingen: pd.DataFrame, inwoners: pd.DataFrame) -> pd.DataFrame:
    """Sum of counts and of inhabitants over the same years, as input of a mean rate (reading 17).

    Args:
        tellingen: one row per area, one column per year; NaN = suppressed or absent.
        inwoners: same shape and columns.

    Returns:
        `teller` and `noemer`; NaN where one of the years is missing in either, because a missing
        year is not zero.

    Raises:
        ValueError: other years, or not the number of years of `common.rare_event_years`.
    """
    expected = integer("common.rare_event_years")
    years = list(tellingen.columns)
    if years != list(inwoners.columns) or len(years) != expected:
        raise ValueError(
            f"Jaren zijn {years} en {list(inwoners.columns)}; verwacht {expected} dezelfde jaren."
        )
    complete = tellingen.notna().all(axis=1) & inwoners.notna().all(axis=1)
    total = pd.DataFrame(
        {"teller": tellingen.sum(axis=1), "noemer": inwoners.sum(axis=1)}, dtype=float
    )
    return total.where(complete)


def poisson_interval(count: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Exact 95% Poisson interval of a count, from the chi-square distribution; NaN stays NaN."""
    x = np.asarray(count, dtype=float)
    tail = (1.0 - number("common.interval")) / 2.0
    low = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, np.nan, x), tail))
    return np.asarray(low), np.asarray(gammaincinv(x + 1.0, 1.0 - tail))


def rate_interval(
    rate: npt.ArrayLike, count: npt.ArrayLike, n: npt.ArrayLike, per: float = 1000.0
) -> tuple[Floats, Floats]:
    """Interval of a shrunk rate from the Poisson interval of its count (methods 3.3).

    The background it is shrunk to is taken as known, so the interval is that of the count alone,
    divided by `n + k` like the count itself.

    Args:
        rate: shrunk rate per `per`.
        count: events behind it; NaN gives no interval.
        n: population, summed over the same years as the count.
        per: unit of the rate.
    """
    values, x = np.asarray(rate, dtype=float), np.asarray(count, dtype=float)
    people = np.asarray(n, dtype=float) + number("common.eb_k")
    low, high = (values + per * (end - x) / people for end in poisson_interval(x))
    return np.asarray(low), np.asarray(high)


def sum_over_buurten(
    buurten: pd.DataFrame, group: str, teller: str, noemer: str, inwoners: str = "inwoners"
) -> pd.DataFrame:
    """Numerator and denominator of a wijk or gebied as sums over its buurten (reading 33).

    Args:
        buurten: one row per buurt with the named columns.
        group: column with the wijk or gebied code.
        teller: count per buurt; for a percentage: percentage times its own base population.
        noemer: base population per buurt (18+, households).
        inwoners: inhabitants per buurt.

    Returns:
        By group: `teller`, `noemer`, `verhouding`, `aandeel_inwoners` (share of the inhabitants
        living in buurten with both values). The first three are NaN where that share is below
        `common.wijk_min_inhabitant_share`.
    """
    present = buurten[teller].notna() & buurten[noemer].notna()
    total = buurten.loc[present].groupby(group)[[teller, noemer]].sum().astype(float)
    total.columns = pd.Index(["teller", "noemer"])
    whole = buurten.groupby(group)[inwoners].sum()
    covered = buurten.loc[present].groupby(group)[inwoners].sum().reindex(whole.index).fillna(0.0)
    result = total.reindex(whole.index)
    result["verhouding"] = result["teller"] / result["noemer"].where(result["noemer"] > 0)
    result["aandeel_inwoners"] = (covered / whole.where(whole > 0)).fillna(0.0).astype(float)
    threshold = number("common.wijk_min_inhabitant_share") - number("common.tolerance")
    values = ["teller", "noemer", "verhouding"]
    result[values] = result[values].where(result["aandeel_inwoners"] >= threshold)
    return result


def _background(
    buurten: pd.DataFrame, wijken: pd.DataFrame | None, gemeenten: pd.DataFrame | None, years: int
) -> Floats:
    """Rate of the wijk where it is large enough, else of the gemeente, aligned with `buurten`."""
    wijk = wijken if wijken is not None else _sums(buurten, "wijk")
    gemeente = gemeenten if gemeenten is not None else _sums(buurten, "gemeente")
    large = wijk.loc[_floats(wijk["noemer"]) >= years * number("common.eb_wijk_min")]
    of_wijk = _floats(buurten["wijk"].map(_ratio(large)))
    of_gemeente = _floats(buurten["gemeente"].map(_ratio(gemeente)))
    return np.where(np.isnan(of_wijk), of_gemeente, of_wijk)


def _sums(buurten: pd.DataFrame, group: str) -> pd.DataFrame:
    complete = buurten["teller"].notna() & buurten["noemer"].notna()
    return buurten.loc[complete].groupby(group)[["teller", "noemer"]].sum()


def _ratio(total: pd.DataFrame) -> pd.Series:
    noemer = total["noemer"].astype(float)
    return total["teller"].astype(float) / noemer.where(noemer > 0)


def _floats(series: pd.Series) -> Floats:
    return series.to_numpy(dtype=float, na_value=np.nan)
