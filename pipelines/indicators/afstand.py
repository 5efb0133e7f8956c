"""Walking distances: to the nearest destination, and of pairs within reach.

What belongs here: `nearest` and `pairs_within`, between points that `snap.py` put on the street.
What a distance means is `loop.py` and `kansen.py`. A distance is the network distance plus both
snap distances (reading 49). Every distance is exact, also between two points on one edge. NaN =
cannot be told (not on a street, or in a loose part of the network); infinity = nothing within the
limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from pipelines.indicators.netwerk import Floats, Ints, Netwerk, Parameters
from pipelines.indicators.snap import TOLERANCE_M, Snap

_DENSE = 4_000_000  # distances held at once by `pair_blocks`


def nearest(
    netwerk: Netwerk, origins: Snap, destinations: Snap, limit_m: float | None = None
) -> Floats:
    """Metres from each origin to its nearest destination.

    One search from all destinations together; its cost does not grow with the origins.

    Args:
        netwerk: Network of one profile; both snaps must be made on it.
        origins: Points to measure from, shape (n,).
        destinations: Points of one kind; those off the street are left out.
        limit_m: Beyond this a destination does not count; absent = the register's 2 km.

    Returns:
        Shape (n,): metres; infinity = none within the limit; NaN = not on a street, or in a loose
        part of the network without such a destination.
    """
    limit = Parameters().limit_m if limit_m is None else limit_m
    there = destinations.take(destinations.snapped)
    at_node = nearest_of_nodes(netwerk, there, limit)
    result = np.full(len(origins), np.nan)
    on = np.flatnonzero(origins.snapped)
    here = origins.take(on)
    node, cost = ends(netwerk, here)
    way_round = np.min(at_node[node] + cost, axis=1)
    i, j = _same_edge(here.edge, there.edge)
    direct = _direct(netwerk, here, there, i, j) + there.away_m[j] + here.away_m[i]
    np.minimum.at(way_round, i, direct)
    way_round[way_round > limit + TOLERANCE_M] = np.inf
    way_round[np.isinf(way_round) & here.loose] = np.nan
    result[on] = way_round
    return result


def nearest_of_nodes(netwerk: Netwerk, destinations: Snap, limit_m: float | None = None) -> Floats:
    """Metres from every node of the network to its nearest destination; infinity beyond the limit.

    Args:
        netwerk: Network of one profile.
        destinations: Points on its streets; their snap distance is counted.
        limit_m: Search limit, may be infinite; absent = the register's 2 km.
    """
    limit = Parameters().limit_m if limit_m is None else limit_m
    n = netwerk.matrix.shape[0]
    there = destinations.take(destinations.snapped)
    if not len(there):
        return np.full(n, np.inf)
    node, cost = ends(netwerk, there)
    start = np.array([0, node.size])
    widened = with_sources(netwerk.matrix, start, node.reshape(-1), cost.reshape(-1))
    source = np.array([n])
    return dijkstra(widened, indices=source, limit=limit + TOLERANCE_M)[0, :n]


def pairs_within(
    netwerk: Netwerk, origins: Snap, destinations: Snap, limit_m: float
) -> tuple[Ints, Ints, Floats]:
    """All pairs at most `limit_m` apart: origin row, destination row, metres; sorted by both rows.

    Points off the street are in no pair. Searches start at whichever side has fewer points.
    """
    swap = int(destinations.snapped.sum()) < int(origins.snapped.sum())
    here, there = (destinations, origins) if swap else (origins, destinations)
    found = list(pair_blocks(netwerk, here, there, limit_m))
    i = np.concatenate([b[0] for b in found] or [np.empty(0, dtype=np.int64)])
    j = np.concatenate([b[1] for b in found] or [np.empty(0, dtype=np.int64)])
    d = np.concatenate([b[2] for b in found] or [np.empty(0)])
    if swap:
        i, j = j, i
    order = np.lexsort((j, i))
    return i[order], j[order], d[order]


def pair_blocks(
    netwerk: Netwerk, origins: Snap, destinations: Snap, limit_m: float, block_m: float = 500.0
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Like `pairs_within`, one neighbourhood of origins at a time, so memory stays bounded.

    A path of `limit_m` cannot leave the box around its start by more than that (divided by the
    smallest ratio of walked to straight distance), so each block only sees the streets around it.
    """
    here_rows, there_rows = np.flatnonzero(origins.snapped), np.flatnonzero(destinations.snapped)
    here, there = origins.take(here_rows), destinations.take(there_rows)
    if not len(here) or not len(there):
        return
    around = _Neighbourhoods(netwerk, there, limit_m)
    for rows in blocks(netwerk, here, block_m):
        for i, j, d in around.measure(here.take(rows)):
            yield here_rows[rows[i]], there_rows[j], d


def blocks(netwerk: Netwerk, here: Snap, block_m: float = 500.0) -> list[npt.NDArray[np.intp]]:
    """Rows of snapped points, one square of `block_m` at a time."""
    if not len(here):
        return []
    place = netwerk.xy[netwerk.u[here.edge]]
    block = np.floor(place / block_m).astype(np.int64)
    order = np.lexsort((block[:, 1], block[:, 0]))
    changes = np.flatnonzero(np.any(np.diff(block[order], axis=0) != 0, axis=1)) + 1
    return np.split(order, changes)


class Surroundings:
    """Cuts the part of a network around some origins and measures in it.

    Attributes:
        local: Node number inside the present cut, -1 outside it; the caller sets it for `cut` and
            clears it after.
    """

    def __init__(self, netwerk: Netwerk, limit_m: float) -> None:
        """Prepare a network for cuts that hold everything within `limit_m` of their origins."""
        self.netwerk = netwerk
        self.limit_m = limit_m
        self.reach_m = limit_m / max(netwerk.shrink, 1e-9) + 1.0
        self.by_x = np.argsort(netwerk.xy[:, 0], kind="stable")
        self.sorted_x = netwerk.xy[self.by_x, 0]
        self.local = np.full(len(netwerk.xy), -1, dtype=np.int32)

    def nodes_around(self, place: Floats) -> npt.NDArray[np.intp]:
        """Nodes in the box around these places, widened by the reach."""
        low, high = place.min(axis=0) - self.reach_m, place.max(axis=0) + self.reach_m
        first, last = np.searchsorted(self.sorted_x, [low[0], high[0]])
        strip = self.by_x[first:last]
        y = self.netwerk.xy[strip, 1]
        inside: npt.NDArray[np.intp] = strip[(y >= low[1]) & (y <= high[1])]
        return inside

    def cut(self, nodes: npt.NDArray[np.intp]) -> csr_array[Any, tuple[int, int]]:
        """The network between these nodes, in local numbers; `local` must be set."""
        matrix = self.netwerk.matrix
        first, last = matrix.indptr[nodes], matrix.indptr[nodes + 1]
        row = np.repeat(np.arange(len(nodes)), last - first)
        entry = ranges(first, last)
        column = self.local[matrix.indices[entry]]
        inside = column >= 0
        per_row = np.bincount(row[inside], minlength=len(nodes))
        start = np.concatenate([[0], np.cumsum(per_row)]).astype(np.int32)
        shape = (len(nodes), len(nodes))
        return csr_array((matrix.data[entry[inside]], column[inside], start), shape=shape)

    def reach(
        self, part: csr_array[Any, tuple[int, int]], node: npt.NDArray[Any], cost: Floats
    ) -> Floats:
        """Metres from each origin to every node of the cut, shape (origins, nodes)."""
        n, k = part.shape[0], len(node)
        wide = with_sources(part, np.arange(k + 1) * 2, node.reshape(-1), cost.reshape(-1))
        source = np.arange(n, n + k)
        return dijkstra(wide, indices=source, limit=self.limit_m + TOLERANCE_M)[:, :n]


class _Neighbourhoods(Surroundings):
    """Pairs of origins and destinations, one neighbourhood at a time."""

    def __init__(self, netwerk: Netwerk, there: Snap, limit_m: float) -> None:
        super().__init__(netwerk, limit_m)
        self.there = there
        self.ends, self.cost = ends(netwerk, there)
        self.by_node = np.argsort(self.ends.reshape(-1), kind="stable")
        used = np.bincount(self.ends.reshape(-1), minlength=len(netwerk.xy))
        self.first_at = np.concatenate([[0], np.cumsum(used)])

    def measure(self, here: Snap) -> Iterator[tuple[Ints, Ints, Floats]]:
        """Pairs (row of here, row of destinations, metres) within the limit, in chunks."""
        node, cost = ends(self.netwerk, here)
        nodes = self.nodes_around(self.netwerk.xy[node.reshape(-1)])
        self.local[nodes] = np.arange(len(nodes), dtype=np.int32)
        part = self.cut(nodes)
        start = self.local[node]
        seen = self._destinations_at(nodes)
        columns = self.local[self.ends[seen]]
        self.local[nodes] = -1
        target = self.there.take(seen)
        size = max(1, _DENSE // (len(nodes) + len(seen) + 1))
        for low in range(0, len(here), size):
            rows = np.arange(low, min(low + size, len(here)))
            found = self.reach(part, start[rows], cost[rows])
            metres = _at_targets(found, columns, self.cost[seen])
            i, j = _same_edge(here.edge[rows], target.edge)
            direct = _direct(self.netwerk, here.take(rows), target, i, j)
            direct += here.away_m[rows[i]] + target.away_m[j]
            np.minimum.at(metres, (i, j), direct)
            a, b = np.nonzero(metres <= self.limit_m + TOLERANCE_M)
            yield rows[a], seen[b], metres[a, b]

    def _destinations_at(self, nodes: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Rows of the destinations whose street ends in one of these nodes."""
        entry = ranges(self.first_at[nodes], self.first_at[nodes + 1])
        return np.unique(self.by_node[entry] // 2)


def ranges(first: npt.NDArray[Any], last: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The numbers first[k] to last[k] (not included) of every k, after each other."""
    count = last - first
    return np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())


def _at_targets(found: Floats, column: npt.NDArray[Any], cost: Floats) -> Floats:
    """Metres from origins to targets over the nearer of the two ends of the target's edge."""
    result = np.full((len(found), len(column)), np.inf)
    for end in (0, 1):
        inside = np.flatnonzero(column[:, end] >= 0)
        over = found[:, column[inside, end]] + cost[inside, end]
        result[:, inside] = np.minimum(result[:, inside], over)
    return result


def ends(netwerk: Netwerk, points: Snap) -> tuple[npt.NDArray[np.int32], Floats]:
    """The two nodes a snapped point can leave by, and the metres to them; both of shape (n, 2)."""
    edge = points.edge
    base = points.away_m + netwerk.attach_m[edge]
    rest = np.maximum(netwerk.graaf.length_m[edge] - points.along_m, 0.0)
    node = np.stack([netwerk.u[edge], netwerk.v[edge]], axis=1)
    return node, np.stack([base + points.along_m, base + rest], axis=1)


def with_sources(
    matrix: csr_array[Any, tuple[int, int]],
    start: npt.NDArray[Any],
    node: npt.NDArray[Any],
    cost: Floats,
) -> csr_array[Any, tuple[int, int]]:
    """The matrix with extra rows that only lead in: row k to node[start[k] : start[k + 1]]."""
    n = matrix.shape[0] + len(start) - 1
    indptr = np.concatenate([matrix.indptr, matrix.indptr[-1] + start[1:]]).astype(np.int32)
    indices = np.concatenate([matrix.indices, node]).astype(np.int32)
    return csr_array((np.concatenate([matrix.data, cost]), indices, indptr), shape=(n, n))


def _same_edge(a: Ints, b: Ints) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """All (row of a, row of b) that lie on the same edge."""
    order = np.argsort(b, kind="stable")
    first = np.searchsorted(b[order], a, side="left")
    count = np.searchsorted(b[order], a, side="right") - first
    i = np.repeat(np.arange(len(a)), count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, order[np.repeat(first, count) + within]


def _direct(
    netwerk: Netwerk, here: Snap, there: Snap, i: npt.NDArray[np.intp], j: npt.NDArray[np.intp]
) -> Floats:
    """Metres along one shared edge, snap distances not counted."""
    return np.abs(here.along_m[i] - there.along_m[j]) + 2 * netwerk.attach_m[here.edge[i]]
