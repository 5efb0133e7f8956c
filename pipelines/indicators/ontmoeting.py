"""M14, meeting places: residents of 65 and over in reach, clusters with a room near (METHODS 18).

What belongs here: sums of buurten to wijken, the test of clusters, and the count of rooms by
whether they are open to the buurt. The walk of 500 m itself is that of M6 (`loop_gebied`).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.parameters import number
from pipelines.indicators.status import GESCHAT, ONTBREEKT

OPEN = ("ja", "nee", "onbekend")


def has_room(
    clusters: npt.ArrayLike, rooms: npt.ArrayLike | None, own_room: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Whether a cluster has a meeting room in it or within 100 m, in a straight line.

    Args:
        clusters: points in RD; None where the place is unknown.
        rooms: points of meeting places in RD; None where there is no source of them.
        own_room: 1.0 a room in the building, 0.0 none, NaN unknown.

    Returns:
        1.0 yes, 0.0 no, NaN unknown: no place of the cluster, or no source of meeting places, and
        no room of its own: that the building has none says nothing of the 100 m around it.
    """
    points = np.asarray(clusters, dtype=object)
    own = np.asarray(own_room, dtype=np.float64)
    placed = np.array([point is not None for point in points], dtype=np.bool_)
    near = np.zeros(len(points), dtype=np.bool_)
    if rooms is None:
        placed[:] = False
    held = np.asarray([] if rooms is None else rooms, dtype=object)
    if placed.any() and len(held):
        limit = number("cluster.meeting_max_m") + number("common.tolerance")
        tree = shapely.STRtree(held)
        at, _ = tree.query(points[placed], predicate="dwithin", distance=limit)
        near[np.flatnonzero(placed)[np.unique(at)]] = True
    found = np.where(near | (own == 1.0), 1.0, 0.0)
    found[~placed & (own != 1.0)] = np.nan
    return found


def rooms_per_area(area: "pd.Series[str]", open_: "pd.Series[str]") -> pd.DataFrame:
    """Rooms per area by whether they are open to the buurt; an empty word is `onbekend`.

    Returns:
        Per area `ruimten`, `open_ja`, `open_nee`, `open_onbekend`.
    """
    said = open_.where(open_.isin(OPEN), "onbekend")
    counted = pd.crosstab(area, said).reindex(columns=list(OPEN), fill_value=0)
    counted.columns = [f"open_{word}" for word in OPEN]
    counted.insert(0, "ruimten", counted.sum(axis=1))
    return counted


def per_wijk(buurten: pd.DataFrame) -> pd.DataFrame:
    """Meeting places per wijk: counts summed, the share of residents summed and then divided.

    Args:
        buurten: `wijk`, `inwoners_65` and `aandeel_pct` (share of them with a place within 500 m;
            NaN = unknown), and counts `ruimten`, `open_ja`, `open_nee`, `open_onbekend`,
            `clusters`, `clusters_met` (NaN = no source).

    Returns:
        Per wijk the counts (NaN where no buurt has them), `aandeel_pct` with `_status` (null where
        buurten with fewer than `common.wijk_min_inhabitant_share` of the 65+ have a share) and
        `geen_ruimte` (True: no known place at all, None: no source).
    """
    counts = ["ruimten", "open_ja", "open_nee", "open_onbekend", "clusters", "clusters_met"]
    people = buurten["inwoners_65"].astype(float).fillna(0.0)
    known = buurten["aandeel_pct"].notna()
    frame = buurten[["wijk", *counts]].assign(
        mensen=people,
        bekend=people.where(known, 0.0),
        bereikt=(people * buurten["aandeel_pct"].astype(float) / 100.0).where(known, 0.0),
    )
    grouped = frame.groupby("wijk", sort=True)
    made = grouped[counts].sum(min_count=1)
    sums = grouped[["mensen", "bekend", "bereikt"]].sum()
    least = number("common.wijk_min_inhabitant_share") - number("common.tolerance")
    enough = (sums["mensen"] > 0) & (sums["bekend"] >= least * sums["mensen"])
    made["aandeel_pct"] = (100.0 * sums["bereikt"] / sums["bekend"].where(enough)).where(enough)
    made["aandeel_pct_status"] = np.where(enough, GESCHAT, ONTBREEKT)
    flag = pd.Series(made["ruimten"].eq(0), dtype=object)
    made["geen_ruimte"] = flag.where(made["ruimten"].notna(), None)
    return made
