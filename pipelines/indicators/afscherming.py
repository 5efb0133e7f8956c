"""Small groups in tables of counts of clients: which cells are hidden (METHODS 3.8, TRUST D6).

What belongs here: the rule of at least ten, and the second cell that has to go with a first.
Rounding of what is shown is declared per column and done where layers are protected.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats, round_half_away

Bools = npt.NDArray[np.bool_]


def small(size: npt.ArrayLike) -> Bools:
    """Groups below `common.min_publish_n` persons or households; an unknown size is no group."""
    sizes = np.asarray(size, dtype=np.float64)
    return np.asarray(sizes < number("common.min_publish_n") - number("common.tolerance"))


def complement(
    hidden: Bools, size: npt.ArrayLike, total: Bools, lines: Sequence["pd.Series[str]"]
) -> Bools:
    """Hide a second cell in every line with exactly one hidden cell, until no such line is left.

    A line is a set of cells of which one is the sum of the others, or whose sum is published: from
    all but one of them the last follows.

    Args:
        hidden: cells that are hidden for a reason of their own.
        size: size of each cell; NaN was withheld before it came here, so no sum holds it.
        total: cells that are a sum of others; they go last.
        lines: per kind of line the line each cell lies in; a cell with null lies in none.

    Returns:
        The cells to hide, those of `hidden` included.
    """
    sizes = np.asarray(size, dtype=np.float64)
    known = ~np.isnan(sizes)
    gone = hidden & known
    order = np.lexsort((np.arange(len(sizes)), sizes, total))
    codes = [np.where(known, pd.factorize(line)[0], -1) for line in lines]
    changed = True
    while changed:
        changed = False
        for code in codes:
            width = int(code.max(initial=-1)) + 1
            alone = np.bincount(code[gone & (code >= 0)], minlength=width) == 1
            if alone.any():
                next_ = _smallest_left(order, gone, code, alone)
                changed |= bool(next_.any())
                gone = gone | next_
    return gone | hidden


def _smallest_left(
    order: npt.NDArray[np.intp], gone: Bools, code: npt.NDArray[np.intp], alone: Bools
) -> Bools:
    """The first cell in order, still shown, of each line that has one hidden cell."""
    found = np.zeros(len(gone), dtype=np.bool_)
    left = order[~gone[order] & (code[order] >= 0)]
    left = left[alone[code[left]]]
    _, first = np.unique(code[left], return_index=True)
    found[left[first]] = True
    return found


def rounded_share_pct(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """Share in whole percent from counts rounded to `common.round_count` (TRUST D3).

    Returns:
        Percent; NaN where a count is unknown or the denominator, rounded, is zero.
    """
    step = number("common.round_count")
    top, bottom = round_half_away(part, step), round_half_away(whole, step)
    share = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return round_half_away(100.0 * share)
