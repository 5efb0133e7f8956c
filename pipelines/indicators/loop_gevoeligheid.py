"""M6: how far ranks of areas move when one choice of W is changed (METHODS 3.7).

What belongs here: ranks, of which only the mean shift is told. What a distance is worth is
`loop.py`, areas are `loop_gebied.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.gevoeligheid import score_shift
from pipelines.indicators.loop import Parameters, walk_score
from pipelines.indicators.loop_gebied import weighted_mean
from pipelines.indicators.netwerk import Floats
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE


def one_at_a_time(
    area: pd.Series[str],
    older: npt.ArrayLike,
    distance_m: pd.DataFrame,
    parameters: Parameters | None = None,
) -> pd.Series[float]:
    """Mean absolute rank shift R of areas within their gemeente when one choice is changed.

    Each kind left out, each weight 20% up and down, and both limits of f 100 m nearer and farther.

    Args:
        area: Buurt code per address; a row without one is left out.
        older: Residents of 65 and over per address; not known counts as none.
        distance_m: Distances of the same rows, one column per kind.
        parameters: The rule that is changed.

    Returns:
        Index the change, in Dutch; NaN where nothing could be compared.
    """
    rule = parameters or Parameters()
    placed = area.notna().to_numpy(bool)
    code, areas = pd.factorize(area[placed], sort=True)
    people = np.nan_to_num(np.asarray(older, dtype=np.float64)[placed])
    metres = distance_m[placed]
    gemeente = [str(name)[2:6] for name in areas]
    base = _means(metres, rule, code, len(areas), people)
    return pd.Series(
        {
            name: score_shift(base, _means(metres, changed, code, len(areas), people), gemeente)
            for name, changed in _changes(metres, rule)
        },
        dtype=float,
    )


def _means(
    metres: pd.DataFrame, rule: Parameters, code: npt.NDArray[np.intp], k: int, people: Floats
) -> Floats:
    """Mean W per area, as complete as a published one has to be."""
    found = weighted_mean(code, k, walk_score(metres, None, rule)["w"].to_numpy(float), people)
    enough = np.nan_to_num(found["share"]) >= number("common.composite_min_weight") - TOLERANCE
    return np.where(enough, found["mean"], np.nan)


def _changes(metres: pd.DataFrame, rule: Parameters) -> Iterator[tuple[str, Parameters]]:
    shift = number("gevoeligheid.weight_shift")
    known = [kind for kind in rule.weights if kind in metres and metres[kind].notna().any()]
    for kind in known:
        if len(known) > 1:
            others = {k: w for k, w in rule.weights.items() if k != kind}
            yield f"zonder {kind}", replace(rule, weights=others)
        for sign in (1, -1):
            weights = {**rule.weights, kind: rule.weights[kind] * (1 + sign * shift)}
            yield f"gewicht {kind} {sign * shift:+.0%}", replace(rule, weights=weights)
    for sign in (1, -1):
        metres_more = sign * rule.shift_m
        moved = replace(rule, d1_m=rule.d1_m + metres_more, d2_m=rule.d2_m + metres_more)
        yield f"grenzen {metres_more:+.0f} m", moved
