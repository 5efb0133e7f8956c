"""M5, cluster candidates: panden of one owner close together with enough expected units.

What belongs here: grouping (reading 47) and the monitor test of METHODS 2 as far as partner data
prove it. Open data cannot prove a cluster: without proof the status is `kandidaat`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.parameters import integer, number

Ints = npt.NDArray[np.int64]

CANDIDATE, CLUSTERED = "kandidaat", "geclusterd"
# The parts of the monitor test, in the words readers see.
TESTS = {
    "eenheden": "genoeg nultredenwoningen",
    "ouderen": "ten minste de helft voor 55-plussers",
    "ontmoeten": "ontmoetingsruimte in of bij het gebouw",
    "extramuraal": "geen intramurale plaatsen",
}


def groups(shapes: npt.ArrayLike, owner: npt.ArrayLike, max_m: float | None = None) -> Ints:
    """Group of each pand: those of one owner within 50 m, edge to edge, chained (reading 47).

    Args:
        shapes: Footprints, RD polygons, shape (n,).
        owner: Owner of each pand; unknown (None) is never grouped with another.
        max_m: Largest distance between footprints, metres; absent = the register's.

    Returns:
        Shape (n,): number of the group, from 0 by first pand in the order given.
    """
    outline = np.asarray(shapes, dtype=object)
    names = pd.Series(np.asarray(owner, dtype=object))
    reach = number("cluster.group_max_m") if max_m is None else max_m
    left: list[Ints] = [np.empty(0, dtype=np.int64)]
    right: list[Ints] = [np.empty(0, dtype=np.int64)]
    for _, places in names.dropna().groupby(names.dropna()).indices.items():
        here = names.dropna().index.to_numpy()[places]
        tree = shapely.STRtree(outline[here])
        a, b = tree.query(outline[here], predicate="dwithin", distance=reach)
        left.append(here[a[a < b]])
        right.append(here[b[a < b]])
    rows, columns = np.concatenate(left), np.concatenate(right)
    links = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(names), len(names)))
    label = connected_components(links.tocsr(), directed=False)[1]
    return pd.factorize(label)[0].astype(np.int64)


def candidates(
    group: npt.ArrayLike, expected: npt.ArrayLike, least: float | None = None
) -> npt.NDArray[np.bool_]:
    """Which groups have at least 12 expected nultreden units.

    Args:
        group: Number of the group of each pand, from 0.
        expected: Expected nultreden units of each pand; unknown counts as none.
        least: Smallest number; absent = the register's (CBS25).

    Returns:
        Shape (groups,); the threshold is met within the tolerance (reading 67).
    """
    smallest = integer("cluster.min_units_monitor") if least is None else least
    units = np.nan_to_num(np.asarray(expected, dtype=np.float64))
    total = np.bincount(np.asarray(group, dtype=np.int64), weights=units)
    return np.asarray(total >= smallest - number("common.tolerance"))


def monitor_test(found: pd.DataFrame) -> pd.DataFrame:
    """The monitor test on what partners told (METHODS 2, CBS25); unknown proves nothing.

    Args:
        found: Per group: `nultreden_gezien` (units a partner calls step-free), `ouderen_pct` (share
            meant for people of 55 and older, NaN unknown), `ontmoetingsruimte` (1, 0, NaN),
            `intramuraal` (places, NaN unknown).

    Returns:
        Same index: `status` (`geclusterd` only where every part is proven), `bewezen`,
        `niet_voldaan` and `onbekend` (parts of the test, joined by "; ", None for none).
    """
    slack = number("common.tolerance")
    older = found["ouderen_pct"].to_numpy(np.float64)
    room = found["ontmoetingsruimte"].to_numpy(np.float64)
    inside = found["intramuraal"].to_numpy(np.float64)
    units = found["nultreden_gezien"].to_numpy(np.float64)
    enough = units >= integer("cluster.min_units_monitor") - slack
    passed = {
        "eenheden": np.where(enough, 1.0, np.nan),  # more may turn out to be step-free
        "ouderen": _known(older, older >= 100 * number("cluster.share55") - slack),
        "ontmoeten": room,
        "extramuraal": _known(inside, inside == 0),
    }
    table = pd.DataFrame(passed, index=found.index)
    made = pd.DataFrame(index=found.index)
    made["status"] = np.where((table == 1).all(axis=1), CLUSTERED, CANDIDATE)
    for name, cells in (
        ("bewezen", table == 1),
        ("niet_voldaan", table == 0),
        ("onbekend", table.isna()),
    ):
        made[name] = [
            "; ".join(TESTS[key] for key in passed if row[key]) or None
            for row in cells.to_dict("records")
        ]
    return made


def _known(value: npt.NDArray[np.float64], test: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    return np.where(np.isnan(value), np.nan, test.astype(np.float64))
