"""M9: weights from a workshop, and agreement over weightings.

What belongs here: what weighs (METHODS 13 and 3.7). What is weighed is `kansen.py`, the named
profiles are `data/weegprofielen.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers_by_name
from pipelines.indicators.gevoeligheid import draw_weights
from pipelines.indicators.kansen import pattern_of
from pipelines.indicators.kansen_criteria import groups_of
from pipelines.indicators.netwerk import Floats

# Mean consistency index of random matrices of size 1 to 10 [SAA80], table of the random index.
_RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
_BLOCK = 100  # weightings held at once


def rank_order_centroid(n: int) -> Floats:
    """Weights of n criteria in order of importance: `w_k = (1/n) sum_{i=k..n} 1/i`.

    Raises:
        ValueError: fewer than one criterion.
    """
    if n < 1:
        raise ValueError(f"Rangorde van {n} criteria; verwacht minstens 1.")
    inverse = 1.0 / np.arange(1, n + 1)
    return np.cumsum(inverse[::-1])[::-1] / n


def ahp_weights(comparison: npt.ArrayLike) -> tuple[Floats, float]:
    """Weights from pairwise comparison, and how consistent the comparison is [SAA80].

    Args:
        comparison: (n, n), n at most 10: how much more the row weighs than the column, on a scale
            of 1/9 to 9; the diagonal is 1 and a[j, i] = 1 / a[i, j].

    Returns:
        Weights (principal eigenvector, sum 1) and the consistency ratio; a ratio of
        `kans.consistency_ratio` or more is too inconsistent to be used.

    Raises:
        ValueError: not square, not positive, not reciprocal, or more than 10 criteria.
    """
    a = np.asarray(comparison, dtype=np.float64)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not 1 <= len(a) <= len(_RANDOM_INDEX):
        raise ValueError("Paarsgewijze vergelijking: verwacht een vierkante tabel van 1 tot 10.")
    if not bool((a > 0).all()) or not np.allclose(a * a.T, 1.0, atol=1e-6):
        raise ValueError("Paarsgewijze vergelijking: a[j, i] moet 1 / a[i, j] zijn.")
    values, vectors = np.linalg.eig(a)
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    n = len(a)
    index = (float(values[first].real) - n) / (n - 1) if n > 1 else 0.0
    random = _RANDOM_INDEX[n - 1]
    return weights / weights.sum(), index / random if random else 0.0


def consistent(ratio: float) -> bool:
    """Whether weights of `ahp_weights` may be used."""
    return ratio < number("kans.consistency_ratio")


def agreement_top(
    criteria: pd.DataFrame,
    scored: npt.NDArray[np.bool_],
    weights: Mapping[str, float] | None = None,
    gemeente: npt.ArrayLike | None = None,
    draws: int | None = None,
) -> Floats:
    """P(top 10%): share of the weightings in which a cell is among the highest 10%.

    It is agreement over weights, not a chance (reading 78). Weights are drawn from
    Dirichlet(20 n w), fixed seed (3.7); values and aggregation are kept. Which cells have a score
    is decided with the default weights; top 10% = rank <= 0.1 n, rounded up, ties share the mean
    rank (reading 37), within the gemeente.

    Args:
        criteria: Column per code, 0 to 1, NaN = unknown; shape (n, c).
        scored: Cells with a score, shape (n,).
        weights: Default weight per code; absent = the register's.
        gemeente: Code per cell; absent = one gemeente.
        draws: Number of weightings; absent = `gevoeligheid.draws`.

    Returns:
        Shape (n,): 0 to 1, NaN without a score or where one cell alone has one.
    """
    named = dict(weights or numbers_by_name("kans.weights"))
    codes = [c for c in named if c in criteria and named[c] > 0]
    s = criteria[codes].to_numpy(np.float64)
    count = draws or integer("gevoeligheid.draws")
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    drawn = draw_weights(np.array([named[c] for c in codes]), count, rng)
    group = groups_of(len(s), gemeente)
    share = np.full(len(s), np.nan)
    for g in np.unique(group[scored]):
        rows = np.flatnonzero(scored & (group == g))
        if len(rows) < 2:
            continue
        share[rows] = _top_counts(s[rows], drawn) / count
    return share


def weighed(s: Floats, drawn: Floats) -> Iterator[Floats]:
    """Weighted mean of the known criteria of each row, some weightings at a time.

    Args:
        s: (n, c), NaN = unknown; every row knows something.
        drawn: (draws, c) weights.

    Yields:
        (some draws, n).
    """
    known = ~np.isnan(s)
    filled = np.where(known, s, 0.0)
    _, first_row, which = np.unique(pattern_of(known), return_index=True, return_inverse=True)
    patterns = known[first_row].astype(np.float64)
    for first in range(0, len(drawn), _BLOCK):
        w = drawn[first : first + _BLOCK]
        yield (w @ filled.T) / (w @ patterns.T)[:, which]


def _top_counts(s: Floats, drawn: Floats) -> Floats:
    """How often each row is in the top, over the weightings."""
    top = int(np.ceil(number("kans.top_share") * len(s) - number("common.tolerance")))
    total = np.zeros(len(s))
    for scores in weighed(s, drawn):
        total += _in_top(scores, top).sum(axis=0)
    return total


def _in_top(score: Floats, top: int) -> npt.NDArray[np.bool_]:
    """Rows (second axis) whose rank is within `top` in each weighting (first axis)."""
    slack = number("common.tolerance")
    bound = np.partition(score, -top, axis=1)[:, -top, None]
    above, level = score > bound + slack, score >= bound - slack
    # those at the bound share the mean of the ranks they take together
    shared = (above.sum(axis=1) + 1 + level.sum(axis=1)) / 2
    inside: npt.NDArray[np.bool_] = np.where((shared <= top + slack)[:, None], level, above)
    return inside


def in_words(share: npt.ArrayLike, what: str = "bij de hoogste 10%") -> list[str | None]:
    """Agreement in words: "in 83 van 100 wegingen bij de hoogste 10%"; None stays None."""
    return [
        None if np.isnan(p) else f"in {int(np.floor(100 * p + 0.5))} van 100 wegingen {what}"
        for p in np.asarray(share, dtype=np.float64)
    ]


def weights_in_words(weights: Mapping[str, float], names: Mapping[str, str]) -> str:
    """Weights of a profile as readers see them, the heaviest first."""
    order: Sequence[str] = sorted(weights, key=lambda c: -weights[c])
    return ", ".join(f"{names[c]} {100 * weights[c]:.0f}%" for c in order if weights[c] > 0)
