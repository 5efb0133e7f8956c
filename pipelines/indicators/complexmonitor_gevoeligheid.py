"""One-at-a-time sensitivity of the load of complexes (METHODS 3.7, 15): how far ranks move.

What belongs here: the mean absolute rank shift R when one choice changes. No complex is ranked
anywhere (TRUST D12): R names none. Agreement over weightings is in `complexmonitor.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number
from pipelines.indicators.complexmonitor import scores
from pipelines.indicators.gevoeligheid import score_shift
from pipelines.indicators.normaliseren import Floats, percentile_in
from pipelines.indicators.samengesteld import complement_geometric, linear

Mask = npt.NDArray[np.bool_]


def one_at_a_time(
    values: Floats,
    reference: Mask,
    polarity: Sequence[int],
    tested: npt.NDArray[np.intp],
    names: Sequence[str],
) -> pd.Series[float]:
    """R per change among the tested rows.

    Each indicator left out, each weight 20% up and down, ranks instead of values, and the variant
    in which one heavy indicator counts.

    Args:
        values: (rows, indicators), NaN = unknown; as for `complexmonitor.composite`.
        reference: rows that are the standard.
        polarity: 1 where more is heavier, -1 where more is lighter.
        tested: rows whose load is shown.
        names: what the indicators are called.

    Returns:
        Index the change, in Dutch; NaN where nothing could be compared.
    """
    t = scores(values, reference, polarity)
    order = np.column_stack(
        [percentile_in(values[:, k], values[reference, k], sign) for k, sign in enumerate(polarity)]
    )
    equal = np.ones(t.shape[1])
    base = _load(t[tested], equal)
    found = {
        change: score_shift(base, _load(t[tested], weights))
        for change, weights in _weights(names, equal)
    }
    found["normalisatie percentiel"] = score_shift(base, _load(order[tested], equal))
    bent = np.where(np.isnan(base), np.nan, complement_geometric(t[tested], equal))
    found["aggregatie complement-geometrisch"] = score_shift(base, bent)
    return pd.Series(found, dtype=float)


def _weights(names: Sequence[str], equal: Floats) -> Iterator[tuple[str, Floats]]:
    shift = number("gevoeligheid.weight_shift")
    for k, name in enumerate(names):
        one = np.arange(len(equal)) == k
        yield f"zonder {name}", np.where(one, 0.0, equal)
        for sign in (1, -1):
            yield f"gewicht {name} {sign * shift:+.0%}", np.where(one, 1 + sign * shift, equal)


def _load(t: Floats, weights: Floats) -> Floats:
    """Weighted mean of what is known; NaN with fewer than the least number of indicators."""
    known = (~np.isnan(t) & (weights > 0)).sum(axis=1)
    return np.where(known >= integer("complex.min_indicators"), linear(t, weights), np.nan)
