"""Normalisation of indicators: outliers, scales, ranks, shrinkage, rounding (methods 3.3, 3.4).

Every function is pure, takes float arrays in which NaN means "no value", and gives NaN where it got
NaN. Polarity is applied once, as the sign in the z formula or as 100 - S of a percentile; the value
itself is never mirrored (reading 4).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number, numbers

Floats = npt.NDArray[np.float64]

_NEGLIGIBLE = 1e-12


@dataclass(frozen=True, slots=True)
class Moment:
    """Mean and sd (divisor n) of a reference set, with the cut values that were applied before.

    Attributes:
        mean: mean of the clipped values.
        sd: standard deviation of the clipped values; 0 when the reference has no spread.
        low: lower cut value, -inf when nothing is cut.
        high: upper cut value, inf when nothing is cut.
        n: number of reference values.
    """

    mean: float
    sd: float
    low: float = -np.inf
    high: float = np.inf
    n: int = 0

    @property
    def usable(self) -> bool:
        """Whether a score can be made with it: at least two values that differ."""
        return bool(np.isfinite(self.mean) and np.isfinite(self.sd) and self.sd > 0)


@dataclass(frozen=True, slots=True)
class Outliers:
    """Shape of an indicator in the reference set.

    Attributes:
        skewness: skewness, divisor n.
        kurtosis: excess kurtosis, divisor n.
        reported: both limits are exceeded; the indicator is reported, not transformed (reading 22).
    """

    skewness: float
    kurtosis: float
    reported: bool


def known(x: npt.ArrayLike) -> Floats:
    """The values of `x` that are there, as a flat float array."""
    series = np.asarray(x, dtype=float).ravel()
    return np.asarray(series[~np.isnan(series)])


def winsor_cuts(
    x: npt.ArrayLike, percentiles: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Cut values of the reference set `x`, by linear interpolation between ranks (reading 20).

    Args:
        x: reference values, NaN left out; -inf (logarithm of zero) counts as the lowest value.
        percentiles: lower and upper percentile; default `common.winsor_pct`.

    Returns:
        Lower and upper cut; NaN twice when there is no value.
    """
    values = known(x)
    if values.size == 0:
        return np.nan, np.nan
    lowest, highest = percentiles or _pair("common.winsor_pct")
    low, high = np.percentile(_finite(values), [lowest, highest])
    return float(low), float(high)


def winsorise(x: npt.ArrayLike, low: float, high: float) -> Floats:
    """`x` clipped to the two cut values; NaN stays NaN."""
    return np.asarray(np.clip(np.asarray(x, dtype=float), low, high))


def reference_moment(
    x: npt.ArrayLike, *, clip_first: bool = True, percentiles: tuple[float, float] | None = None
) -> Moment:
    """Mean and sd of a reference set, from the clipped values (readings 18 and 19).

    Args:
        x: values of the reference areas, each counted once, NaN left out.
        clip_first: clip at the winsor percentiles first; False for dimension and index values,
            which are not clipped again (reading 27).
        percentiles: other percentiles than `common.winsor_pct`, for sensitivity runs.
    """
    values = known(x)
    if values.size == 0:
        return Moment(np.nan, np.nan)
    low, high = winsor_cuts(values, percentiles) if clip_first else (-np.inf, np.inf)
    geknipt = winsorise(values, low, high)
    mean, sd = float(geknipt.mean()), float(geknipt.std())
    if sd <= _NEGLIGIBLE * max(1.0, abs(mean)):
        sd = 0.0
    return Moment(mean, sd, low, high, int(values.size))


def t_score(x: npt.ArrayLike, moment: Moment, polarity: int = 1) -> Floats:
    """T-score of an indicator: `50 + 10 * polarity * z`, x clipped to the cuts, z to [-3, 3].

    Source: methods 3.4, T-08. NaN everywhere when the reference has no spread.
    """
    if not moment.usable:
        return np.full(np.shape(x), np.nan)
    limit = number("common.z_clip")
    z = (winsorise(x, moment.low, moment.high) - moment.mean) / moment.sd
    return _on_scale(polarity * np.clip(z, -limit, limit))


def restandardise(x: npt.ArrayLike, moment: Moment) -> Floats:
    """Re-standardise to mean 50, sd 10 of the reference, without clipping (T-37, reading 27)."""
    if not moment.usable:
        return np.full(np.shape(x), np.nan)
    return _on_scale((np.asarray(x, dtype=float) - moment.mean) / moment.sd)


def min_max(x: npt.ArrayLike, g0: float, g1: float) -> Floats:
    """Score 0 to 100 between fixed goalposts; `g0 > g1` when lower is better (T-05, reading 4).

    Raises:
        ValueError: the goalposts are equal.
    """
    if g0 == g1:
        raise ValueError(f"Doelwaarden zijn beide {g0}; verwacht twee verschillende waarden.")
    return 100.0 * np.clip((np.asarray(x, dtype=float) - g0) / (g1 - g0), 0.0, 1.0)


def percentile(x: npt.ArrayLike, polarity: int = 1) -> Floats:
    """Mid-rank percentile among the known values of `x` itself: `100 * (rank - 0.5) / n` (T-04)."""
    series = np.asarray(x, dtype=float)
    present = ~np.isnan(series)
    score = np.full(series.shape, np.nan)
    if present.any():
        rank = pd.Series(series[present]).rank().to_numpy()
        score[present] = 100.0 * (rank - 0.5) / present.sum()
    return score if polarity > 0 else 100.0 - score


def percentile_in(x: npt.ArrayLike, reference: npt.ArrayLike, polarity: int = 1) -> Floats:
    """Percentile of `x` within a reference set: share below plus half the share equal."""
    series, ordered = np.asarray(x, dtype=float), np.sort(known(reference))
    if ordered.size == 0:
        return np.full(series.shape, np.nan)
    low = np.searchsorted(ordered, series, side="left")
    up_to = np.searchsorted(ordered, series, side="right")
    score = np.where(np.isnan(series), np.nan, 50.0 * (low + up_to) / ordered.size)
    return score if polarity > 0 else 100.0 - score


def shrink(
    teller: npt.ArrayLike, noemer: npt.ArrayLike, m: npt.ArrayLike, k: float | None = None
) -> Floats:
    """Empirical-Bayes shrinkage of a rate: `(x + k*m) / (n + k)` (T-03; principle Marshall 1991).

    Args:
        teller: count x per area.
        noemer: persons or households n per area, from which the count is taken.
        m: rate of the wijk or gemeente, as a fraction (reading 17).
        k: weight of `m` in persons or households; default `common.eb_k`.

    Returns:
        Rate as a fraction; NaN where one of the three is missing.

    Raises:
        ValueError: a negative population.
    """
    weight = number("common.eb_k") if k is None else k
    n = np.asarray(noemer, dtype=float)
    if np.any(n < 0):
        raise ValueError(
            "Een noemer is negatief; verwacht een aantal personen of huishoudens van 0 of meer."
        )
    return (np.asarray(teller, dtype=float) + weight * np.asarray(m, dtype=float)) / (n + weight)


def outliers(x: npt.ArrayLike) -> Outliers:
    """Skewness and excess kurtosis of the reference values, and whether to report them."""
    values = _finite(known(x))
    if values.size == 0 or not reference_moment(values, clip_first=False).usable:
        return Outliers(0.0, 0.0, reported=False)
    z = (values - values.mean()) / values.std()
    skewness, kurtosis = float(np.mean(z**3)), float(np.mean(z**4) - 3.0)
    reported = abs(skewness) > number("common.outlier_skewness") and kurtosis > number(
        "common.outlier_kurtosis"
    )
    return Outliers(skewness, kurtosis, reported)


def round_half_away(x: npt.ArrayLike, step: float = 1.0) -> Floats:
    """Round to a multiple of `step`, half away from zero (reading 67).

    A value within the tolerance below a half counts as that half, so that binary fractions do not
    decide.
    """
    series = np.asarray(x, dtype=float)
    size = np.abs(series) / step
    return np.asarray(np.sign(series) * np.floor(size + 0.5 + number("common.tolerance")) * step)


def _on_scale(z: Floats) -> Floats:
    return number("common.t_mean") + number("common.t_sd") * z


def _pair(sleutel: str) -> tuple[float, float]:
    lowest, highest = numbers(sleutel)
    return lowest, highest


def _finite(values: Floats) -> Floats:
    """Replace -inf by the lowest finite value: it is clipped to the lower cut anyway."""
    finite = values[np.isfinite(values)]
    return np.maximum(values, finite.min()) if finite.size else finite
