"""Sensitivity of a composite: rank shifts and agreement over weightings (methods 3.7, reading 78).

The share of weightings with the same class is agreement, not a chance. It is worded "in 83 van 100
wegingen dezelfde klasse". Values and aggregation are kept; only the weights of the dimensions vary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers
from pipelines.indicators.draaglast_klassen import BEZOEKERS, class_codes
from pipelines.indicators.draaglast_referentie import Patroon, Referentie
from pipelines.indicators.draaglast_scores import CENTRE, Scores
from pipelines.indicators.normaliseren import Floats


@dataclass(frozen=True, slots=True)
class Wegingen:
    """Outcome of the weightings for a set of areas.

    Attributes:
        zelfde_klasse: share of the weightings with the class of the default weights; NaN without.
        D: (weightings, areas) D under each weighting, NaN where D is null.
        K: the same for K.
    """

    zelfde_klasse: Floats
    D: Floats
    K: Floats


def ranks(scores: npt.ArrayLike, groups: Sequence[object] | None = None) -> Floats:
    """Rank within each group, 1 = highest, ties share the mean rank, NaN stays NaN (reading 37).

    Args:
        scores: (areas,) or (weightings, areas); each row is ranked by itself.
        groups: gemeente per area.
    """
    x = np.asarray(scores, dtype=float)
    missing = np.isnan(x)
    # nulls go last, so that the others keep the ranks they would have without them
    order = np.where(missing, np.inf, -x)
    result = np.full(x.shape, np.nan)
    for place in _places(x.shape[-1], groups):
        result[..., place] = _ranks(order[..., place])
    return np.where(missing, np.nan, result)


def _ranks(values: Floats) -> Floats:
    """Ranks along the last axis, equal values the mean of theirs; scipy.stats takes 2 s to load."""
    rows = values.reshape(-1, values.shape[-1])
    ranks: Floats = pd.DataFrame(rows).rank(axis=1).to_numpy(float)
    return ranks.reshape(values.shape)


def _places(size: int, groups: Sequence[object] | None) -> list[npt.NDArray[np.intp]]:
    """Positions of the areas of each group."""
    if groups is None:
        return [np.arange(size)]
    label = np.unique([str(group) for group in groups], return_inverse=True)[1]
    return [np.flatnonzero(label == one) for one in np.unique(label)]


def rank_shift(rank_ref: npt.ArrayLike, rank_alt: npt.ArrayLike) -> float:
    """Mean absolute rank shift R over the units ranked in both runs; NaN without any (T-07)."""
    shift = np.abs(np.asarray(rank_ref, dtype=float) - np.asarray(rank_alt, dtype=float))
    both = shift[~np.isnan(shift)]
    return float(both.mean()) if both.size else float("nan")


def score_shift(
    ref: npt.ArrayLike, alt: npt.ArrayLike, groups: Sequence[object] | None = None
) -> float:
    """R of two runs from their scores, over the units that are null in neither (reading 37)."""
    first, second = np.asarray(ref, dtype=float), np.asarray(alt, dtype=float)
    missing = np.isnan(first) | np.isnan(second)
    first, second = np.where(missing, np.nan, first), np.where(missing, np.nan, second)
    return rank_shift(ranks(first, groups), ranks(second, groups))


def in_top(scores: npt.ArrayLike, groups: Sequence[object] | None = None) -> npt.NDArray[np.bool_]:
    """Whether the rank is within the top 20%, rounded up, of the scored units of its group."""
    return _in_top(ranks(scores, groups), groups)


def _in_top(order: Floats, groups: Sequence[object] | None) -> npt.NDArray[np.bool_]:
    result = np.zeros(order.shape, dtype=bool)
    for place in _places(order.shape[-1], groups):
        here = order[..., place]
        scored = np.count_nonzero(~np.isnan(here), axis=-1, keepdims=True)
        most = np.ceil(number("gevoeligheid.top_share") * scored - number("common.tolerance"))
        result[..., place] = here <= most
    return result


def draw_weights(weights: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """(draws, dimensions) weights from Dirichlet(20 * n * w), whose mean is `weights`."""
    positive = weights > 0
    alpha = number("gevoeligheid.dirichlet_factor") * positive.sum() * weights[positive]
    result = np.zeros((draws, weights.size))
    result[:, positive] = rng.dirichlet(alpha, size=draws)
    return result


def index_by_weights(level: Floats, patterns: Sequence[Patroon], weights: Floats) -> Floats:
    """Index of areas under several weightings, each re-standardised on the whole reference.

    Args:
        level: (areas, dimensions) scores, NaN = missing.
        patterns: sums of the reference, see `draaglast_scores.patterns`.
        weights: (weightings, dimensions); 0 leaves a dimension out.

    Returns:
        (weightings, areas).
    """
    present = ~np.isnan(level)
    numerator = weights @ np.where(present, level - CENTRE, 0.0).T
    share = weights @ present.T
    raw = np.where(share > 0, numerator, np.nan) / np.where(share > 0, share, 1.0)
    mean, sd = _moments(patterns, weights)
    scaled = (raw - mean[:, None]) / np.where(sd > 0, sd, np.nan)[:, None]
    return np.asarray(number("common.t_mean") + number("common.t_sd") * scaled)


def weightings(
    scored: Scores, notes: npt.NDArray[np.object_], referentie: Referentie, draws: int | None = None
) -> Wegingen:
    """Classes of areas under random weights of the dimensions, with a fixed seed.

    Whether an area has an index is decided with the default weights.

    Args:
        scored: scores under the default weights.
        notes: note of L4 per area; `bezoekers` lets the lower D decide the class.
        referentie: method version with its pattern sums.
        draws: number of weightings; default `gevoeligheid.draws`.
    """
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    count = draws or integer("gevoeligheid.draws")
    methode = referentie.methode
    w_d = draw_weights(methode.weights("D"), count, rng)
    w_k = draw_weights(methode.weights("K"), count, rng)
    index = referentie.indexen
    d = index_by_weights(scored.dimensies["D"], index["D"].patronen, w_d)
    k = index_by_weights(scored.dimensies["K"], index["K"].patronen, w_k)
    d[:, np.isnan(scored.D)] = np.nan
    k[:, np.isnan(scored.K)] = np.nan
    load = _load(d, scored, notes, referentie, w_d)
    base = class_codes(_load_default(scored, notes), scored.K)
    same = (class_codes(load, k) == base).mean(axis=0)
    return Wegingen(np.where(base >= 0, same, np.nan), d, k)


def rank_uncertainty(index: Floats, groups: Sequence[object] | None = None) -> dict[str, Floats]:
    """Median and 90% interval of the rank over weightings, and the share in the top 20%.

    Restricted: ranks are never public. "Hoog" needs a share of at least `gevoeligheid.hoog_min_p`.

    Args:
        index: (weightings, areas), such as `Wegingen.D`.
        groups: gemeente per area; ranks are taken within it.

    Returns:
        `rang`, `rang_onder`, `rang_boven`, `aandeel_top20` per area; NaN where the index is null,
        and no share where one area alone is scored: the first of one stands out among nobody.
    """
    order = ranks(index, groups)
    top = _in_top(order, groups).mean(axis=0)
    top[_alone(order, groups)] = np.nan
    null = np.isnan(order).all(axis=0)
    filled = np.where(null, 0.0, order)
    low, high = numbers("gevoeligheid.rank_interval_pct")
    cuts = np.percentile(filled, [50.0, low, high], axis=0)
    names = ("rang", "rang_onder", "rang_boven")
    result = {name: np.where(null, np.nan, row) for name, row in zip(names, cuts, strict=True)}
    return result | {"aandeel_top20": np.where(null, np.nan, top)}


def _alone(order: Floats, groups: Sequence[object] | None) -> npt.NDArray[np.bool_]:
    """Areas that are the only one with a rank in their group."""
    ranked = np.asarray(~np.isnan(order).all(axis=0), dtype=np.bool_)
    result = np.zeros(ranked.shape, dtype=np.bool_)
    for place in _places(ranked.size, groups):
        result[place] = ranked[place] & (np.count_nonzero(ranked[place]) == 1)
    return result


def _load(
    d: Floats,
    scored: Scores,
    notes: npt.NDArray[np.object_],
    referentie: Referentie,
    weights: Floats,
) -> Floats:
    visited = (notes == BEZOEKERS) & ~np.isnan(scored.zonder_L4)
    if not visited.any():
        return d
    names = [dimension.naam for dimension in referentie.methode.van("D")]
    without = weights * np.array([name != "L4" for name in names])
    other = index_by_weights(
        scored.dimensies["D"][visited], referentie.indexen["D"].patronen, without
    )
    load = d.copy()
    load[:, visited] = np.fmin(d[:, visited], other)
    return load


def _load_default(scored: Scores, notes: npt.NDArray[np.object_]) -> Floats:
    return np.where(notes == BEZOEKERS, np.fmin(scored.D, scored.zonder_L4), scored.D)


def _moments(patterns: Sequence[Patroon], weights: Floats) -> tuple[Floats, Floats]:
    """Mean and sd (divisor n) of the raw index minus 50 over the reference, per weighting."""
    total, first, second = 0, np.zeros(len(weights)), np.zeros(len(weights))
    for pattern in patterns:
        masked = weights * np.array(pattern.aanwezig)
        share = masked.sum(axis=1, keepdims=True)
        own = masked / np.where(share > 0, share, 1.0)
        first += pattern.n * (own @ np.array(pattern.som))
        second += pattern.n * np.einsum("wi,ij,wj->w", own, np.array(pattern.product), own)
        total += pattern.n
    if total == 0:
        return first, second
    mean = first / total
    return mean, np.sqrt(np.maximum(second / total - mean**2, 0.0))
