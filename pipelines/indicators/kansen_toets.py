"""M9: does the map find what is known to be good? AUC of existing clusters, and blind locations.

What belongs here: METHODS 13, validation. Existing clusters should score above residential cells
drawn at random in the same buurten; local experts judge locations without seeing the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.getallen import dutch
from data.parameters import integer
from pipelines.indicators.netwerk import Ints


@dataclass(frozen=True)
class Auc:
    """How often a cluster scores above a matched cell.

    Attributes:
        auc: 0 to 1, 0.5 is no better than chance; NaN without pairs.
        clusters, cells: numbers compared.
    """

    auc: float
    clusters: int
    cells: int


def auc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """Share of pairs in which the positive one scores higher, a tie counting for half.

    Args:
        positive: Scores of what is known to be good; NaN is left out.
        negative: Scores of what it is compared with; NaN is left out.

    Returns:
        0 to 1; NaN where one side is empty.
    """
    a, b = (np.asarray(x, dtype=np.float64) for x in (positive, negative))
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    if not len(a) or not len(b):
        return float("nan")
    rank = pd.Series(np.concatenate([a, b])).rank().to_numpy()
    return float((rank[: len(a)].sum() - len(a) * (len(a) + 1) / 2) / (len(a) * len(b)))


def matched(
    buurt: npt.ArrayLike, is_cluster: npt.ArrayLike, may_be: npt.ArrayLike, per_cluster: int
) -> Ints:
    """Random residential cells from the same buurten as the clusters, without replacement.

    Args:
        buurt: Code per cell, shape (n,); cells without one are not drawn.
        is_cluster: Cells with an existing cluster.
        may_be: Cells that may be drawn: residential, with a score.
        per_cluster: Cells wanted per cluster of a buurt; fewer where a buurt has fewer.

    Returns:
        Rows of the cells drawn, sorted.
    """
    names = pd.Series(np.asarray(buurt, dtype=object))
    cluster, free = np.asarray(is_cluster, dtype=bool), np.asarray(may_be, dtype=bool)
    wanted = names[cluster].value_counts() * per_cluster
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    drawn = [
        rng.permutation(np.flatnonzero((names == code).to_numpy() & free & ~cluster))[:number]
        for code, number in sorted(wanted.items())
    ]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *drawn])).astype(np.int64)


def validate(
    score: npt.ArrayLike,
    buurt: npt.ArrayLike,
    is_cluster: npt.ArrayLike,
    residential: npt.ArrayLike,
) -> Auc:
    """AUC of cells with an existing cluster against matched residential cells.

    Args:
        score: S per cell, NaN where there is none.
        buurt: Code per cell.
        is_cluster: Cells with an existing cluster.
        residential: Cells with dwellings.
    """
    s, cluster = np.asarray(score, dtype=np.float64), np.asarray(is_cluster, dtype=bool)
    cluster = cluster & ~np.isnan(s)
    may_be = np.asarray(residential, dtype=bool) & ~np.isnan(s)
    rows = matched(buurt, cluster, may_be, integer("kans.auc_per_cluster"))
    return Auc(auc(s[cluster], s[rows]), int(cluster.sum()), len(rows))


def blind_locations(score: npt.ArrayLike, cells: npt.ArrayLike, number: int | None = None) -> Ints:
    """Locations for local experts, spread over the whole range of the score, in random order.

    The range of scores is cut into as many equal parts of cells as there are locations, and one is
    drawn from each; the order tells nothing about the score.

    Args:
        score: S per cell, NaN where there is none.
        cells: Names, which fix the draw.
        number: How many; absent = `kans.blind_locations`.

    Returns:
        Rows in the order to judge them; fewer where fewer have a score.
    """
    s = np.asarray(score, dtype=np.float64)
    wanted = number or integer("kans.blind_locations")
    valued = np.flatnonzero(~np.isnan(s))
    names = np.asarray(cells, dtype=object)[valued].astype(str)
    order = valued[np.lexsort((names, s[valued]))]
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    parts = [part for part in np.array_split(order, min(wanted, len(order)) or 1) if len(part)]
    drawn = np.array([part[rng.integers(len(part))] for part in parts], dtype=np.int64)
    return rng.permutation(drawn)


def summary(found: Auc) -> str:
    """The outcome in one sentence."""
    if np.isnan(found.auc):
        return "Geen bestaande clusters met een score: de kaart is niet getoetst."
    return (
        f"In {int(np.floor(100 * found.auc + 0.5))} van 100 paren scoort een bestaand cluster "
        f"hoger dan een woonvak in dezelfde buurt ({dutch(found.clusters)} clusters, "
        f"{dutch(found.cells)} vakken)."
    )
