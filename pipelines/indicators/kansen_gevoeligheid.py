"""M9: how far ranks of cells move, one choice at a time and over all weightings (METHODS 3.7).

What belongs here: ranks, so all of it is restricted. Agreement on the highest 10%, of which the
words are public, is `kansen_weging.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers, numbers_by_name
from pipelines.indicators import kansen
from pipelines.indicators.gevoeligheid import draw_weights, ranks, score_shift
from pipelines.indicators.kansen_criteria import groups_of
from pipelines.indicators.kansen_weging import weighed
from pipelines.indicators.netwerk import Bools, Floats
from pipelines.indicators.normaliseren import percentile

INTERVAL = ("rang", "rang_onder", "rang_boven")


def rank_interval(
    criteria: pd.DataFrame,
    scored: Bools,
    weights: Mapping[str, float] | None = None,
    gemeente: npt.ArrayLike | None = None,
    draws: int | None = None,
) -> pd.DataFrame:
    """Median and 90% interval of the rank of each cell over the weightings of `agreement_top`.

    Args:
        criteria: Column per code, 0 to 1, NaN = unknown.
        scored: Cells with a score; only these are ranked.
        weights: Default weight per code; absent = the register's.
        gemeente: Code per cell; ranks are taken within it. Absent = one gemeente.
        draws: Number of weightings; absent = `gevoeligheid.draws`.

    Returns:
        Index of `criteria`; INTERVAL (1 = highest, ties share the mean rank), NaN without a score
        or where one cell alone has one.
    """
    named = dict(weights or numbers_by_name("kans.weights"))
    codes = [c for c in named if c in criteria and named[c] > 0]
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    count = draws or integer("gevoeligheid.draws")
    drawn = draw_weights(np.array([named[c] for c in codes]), count, rng)
    s, group = criteria[codes].to_numpy(np.float64), groups_of(len(criteria), gemeente)
    low, high = numbers("gevoeligheid.rank_interval_pct")
    found = np.full((len(INTERVAL), len(s)), np.nan)
    for g in np.unique(group[scored]):
        rows = np.flatnonzero(scored & (group == g))
        if len(rows) < 2:
            continue
        order = np.concatenate([_ranks(one) for one in weighed(s[rows], drawn)])
        found[:, rows] = np.percentile(order, [50.0, low, high], axis=0)
    return pd.DataFrame(dict(zip(INTERVAL, found, strict=True)), index=criteria.index)


def _ranks(scores: Floats) -> npt.NDArray[np.float32]:
    """Ranks as numbers of half the size; scores that differ by rounding alone are equal."""
    return ranks(scores.round(10)).astype(np.float32)


def one_at_a_time(
    criteria: pd.DataFrame,
    excluded: Bools,
    parameters: kansen.Parameters,
    gemeente: npt.ArrayLike | None = None,
) -> pd.Series[float]:
    """Mean absolute rank shift R within the gemeente when one choice is changed.

    Each criterion left out, each weight 20% up and down, ranks of the criteria instead of their
    values, and the geometric variant.

    Args:
        criteria: As for `kansen.opportunity`.
        excluded: E = 0.
        parameters: The rule that is changed.
        gemeente: Code per cell; absent = one gemeente.

    Returns:
        Index the change, in Dutch; NaN where nothing could be compared.
    """
    nothing = np.full(len(criteria), None, dtype=object)
    base = kansen.opportunity(criteria, excluded, nothing, parameters)
    groups = groups_of(len(criteria), gemeente).tolist()
    found = {
        name: kansen.opportunity(frame, excluded, nothing, rule)["s"]
        for name, frame, rule in _changes(criteria, excluded, parameters)
    }
    found["aggregatie geometrisch"] = base["s_geometrisch"]
    return pd.Series({name: score_shift(base["s"], s, groups) for name, s in found.items()})


def _changes(
    criteria: pd.DataFrame, excluded: Bools, rule: kansen.Parameters
) -> Iterator[tuple[str, pd.DataFrame, kansen.Parameters]]:
    shift = number("gevoeligheid.weight_shift")
    known = [code for code in rule.codes if code in criteria and criteria[code].notna().any()]
    for code in known:
        if len(known) > 1:
            yield f"zonder {code}", criteria, rule.without(code)
        for sign in (1, -1):
            weights = {**rule.weights, code: rule.weights[code] * (1 + sign * shift)}
            yield f"gewicht {code} {sign * shift:+.0%}", criteria, replace(rule, weights=weights)
    values = np.where(np.asarray(excluded)[:, None], np.nan, criteria.to_numpy(np.float64))
    ranked = [percentile(column) / 100.0 for column in values.T]
    scaled = pd.DataFrame(dict(zip(criteria, ranked, strict=True)), index=criteria.index)
    yield "normalisatie percentiel", scaled, rule
