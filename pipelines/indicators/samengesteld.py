"""Composition of scores: missing-value rule, aggregation, imputation (methods 3.5, 3.6).

Readings 10 and 24 to 27.

Scores stand in arrays of shape (areas, parts) with NaN where a part is missing. Weights are
renormalised over the parts that are present. Whether enough is present is a separate answer
(`coverage`), so that the caller can say why an index is absent.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from data.parameters import integer, number, numbers
from pipelines.indicators.normaliseren import Floats

Mask = npt.NDArray[np.bool_]


def dimension_means(scores: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Mean score per dimension; NaN where fewer than half of its indicators are present.

    Args:
        scores: (areas, indicators).
        groups: per dimension the column numbers of ALL indicators listed for it, present or not.

    Returns:
        (areas, dimensions).
    """
    result = np.full((scores.shape[0], len(groups)), np.nan)
    for place, columns in enumerate(groups):
        part = scores[:, list(columns)]
        count = (~np.isnan(part)).sum(axis=1)
        enough = (count > 0) & enough_indicators(count, len(columns))
        result[enough, place] = np.nansum(part[enough], axis=1) / count[enough]
    return result


def enough_indicators(count: npt.NDArray[np.int_], of: int) -> Mask:
    """Whether `count` of `of` indicators let a dimension count; exactly half is enough."""
    threshold = number("common.dimension_min_share") * of
    return np.asarray(count >= threshold - number("common.tolerance"))


def coverage(scores: Floats, weights: npt.ArrayLike) -> Floats:
    """Share of the weight whose part is present, per area, 0 to 1."""
    w = _weights(weights)
    return np.asarray((~np.isnan(scores)) @ w)


def enough_weight(share: Floats) -> Mask:
    """Whether an index counts; exactly `common.composite_min_weight` is enough (reading 24)."""
    return np.asarray(share >= number("common.composite_min_weight") - number("common.tolerance"))


def linear(scores: Floats, weights: npt.ArrayLike) -> Floats:
    """Weighted mean of the parts present; NaN where no part with weight is (T-06)."""
    present = ~np.isnan(scores)
    w = _weights(weights)
    total = present @ w
    filled = total > 0
    result = np.full(scores.shape[0], np.nan)
    result[filled] = (np.where(present, scores, 0.0) @ w)[filled] / total[filled]
    return result


def geometric(scores: Floats, weights: npt.ArrayLike) -> Floats:
    """Weighted geometric mean of parts clipped to [1, 99]: one low part pulls it down."""
    lowest, highest = numbers("common.geometric_clip")
    return np.asarray(np.exp(linear(np.log(np.clip(scores, lowest, highest)), weights)))


def complement_geometric(scores: Floats, weights: npt.ArrayLike) -> Floats:
    """`100 - prod (100 - S)^w` of parts clipped to [1, 99]: one high part pushes it up."""
    return 100.0 - geometric(100.0 - scores, weights)


def choose_imputed(observed: Mask, candidate: Mask, groups: Sequence[Sequence[int]]) -> Mask:
    """Which missing indicators of one index may be filled with the wijk value (reading 25).

    At most one per dimension, and at most one third, rounded down, of all indicators then present
    in the index. Where more could be filled than allowed, dimensions that would otherwise not count
    come first, then the order of the list. A dimension that stays below half is not filled: it
    would not be used.

    Args:
        observed: (areas, indicators) a value of the area itself is there.
        candidate: (areas, indicators) a wijk value is there; ignored where `observed`.
        groups: per dimension the column numbers of its indicators; together one index.

    Returns:
        (areas, indicators) True where the wijk value is used.
    """
    chosen = np.zeros_like(observed)
    columns = [column for group in groups for column in group]
    # m filled next to n observed: m <= (n + m) / 3, so m <= n / 2
    budget = observed[:, columns].sum(axis=1) // (integer("common.impute_max_share_inverse") - 1)
    for only_needed in (True, False):
        for group in groups:
            _fill_dimension(
                chosen, budget, observed, candidate, list(group), only_needed=only_needed
            )
    return chosen


def _fill_dimension(
    chosen: Mask,
    budget: npt.NDArray[np.int_],
    observed: Mask,
    candidate: Mask,
    group: list[int],
    *,
    only_needed: bool,
) -> None:
    count = observed[:, group].sum(axis=1)
    counts = enough_indicators(count, len(group))
    would_count = enough_indicators(count + 1, len(group))
    allowed = (budget > 0) & would_count & ~counts if only_needed else (budget > 0) & would_count
    most = integer("common.impute_max_per_dimension")
    for column in group:
        now = allowed & candidate[:, column] & ~observed[:, column] & ~chosen[:, column]
        now &= chosen[:, group].sum(axis=1) < most
        chosen[:, column] |= now
        budget -= now


def _weights(weights: npt.ArrayLike) -> Floats:
    w = np.asarray(weights, dtype=float)
    if w.size == 0 or np.any(~np.isfinite(w)) or np.any(w < 0) or w.sum() <= 0:
        raise ValueError(
            f"Gewichten zijn {w.tolist()}; verwacht getallen van 0 of meer met een som boven 0."
        )
    return np.asarray(w / w.sum())
