"""M7, seats: how much of the way to a destination has somewhere to sit often enough.

What belongs here: the route on foot to the nearest destination, the seats beside it and the gaps
between them (METHODS 11). Home and destination count as seats. A gap is good up to the register's
125 m; the figure is the length of the good gaps as a share of the route.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import dijkstra

from data.parameters import number
from pipelines.indicators.afstand import ends, with_sources
from pipelines.indicators.netwerk import Floats, Ints, Netwerk, Parameters
from pipelines.indicators.snap import TOLERANCE_M, Snap, snap

State = tuple[float, float]  # metres since the last seat, metres in good gaps


def good_gaps(state: State, length_m: float, seats_m: Sequence[float], gap_m: float) -> State:
    """Walk on for a stretch with seats at some metres along it.

    Args:
        state: Metres since the last seat, and metres that lie in good gaps, so far.
        length_m: Length of the stretch.
        seats_m: Where the seats are, ascending, from the start of the stretch.
        gap_m: Largest good gap.
    """
    since, good = state
    at = 0.0
    for seat in seats_m:
        since += seat - at
        at = seat
        good += since if since <= gap_m + TOLERANCE_M else 0.0
        since = 0.0
    return since + length_m - at, good


def seat_share(
    netwerk: Netwerk,
    origins: Snap,
    destinations: Snap,
    seat_x: npt.ArrayLike,
    seat_y: npt.ArrayLike,
) -> Floats:
    """Share of the route to the nearest destination that lies in good gaps between seats.

    Args:
        netwerk: Network of profile foot.
        origins: Points to start from, shape (n,).
        destinations: Places of one kind, such as supermarkets.
        seat_x: RD x of benches.
        seat_y: RD y of benches.

    Returns:
        0 to 1, shape (n,); NaN for points off the street or without a destination within the
        search limit.
    """
    there = destinations.take(destinations.snapped)
    result = np.full(len(origins), np.nan)
    if len(there):
        routes = _Routes(netwerk, there, _on_edges(netwerk, seat_x, seat_y))
        for row in np.flatnonzero(origins.snapped):
            result[row] = routes.share(origins, int(row))
    return result


def _on_edges(netwerk: Netwerk, x: npt.ArrayLike, y: npt.ArrayLike) -> dict[int, list[float]]:
    """Metres along each edge of the seats beside it, ascending."""
    near = snap(netwerk, x, y, Parameters(snap_max_m=number("rolstoel.seat_route_m")))
    found: dict[int, list[float]] = {}
    for edge, along in sorted(zip(near.edge.tolist(), near.along_m.tolist(), strict=True)):
        if edge >= 0:
            found.setdefault(edge, []).append(along)
    return found


class _Routes:
    """Shortest routes from everywhere to the nearest destination, with the seats along them."""

    def __init__(self, netwerk: Netwerk, there: Snap, seats: dict[int, list[float]]) -> None:
        self.netwerk, self.there, self.seats = netwerk, there, seats
        self.gap_m, self.limit_m = number("rolstoel.seat_gap_m"), Parameters().limit_m
        self.on_edge: dict[int, list[int]] = {}
        for row, edge in enumerate(there.edge.tolist()):
            self.on_edge.setdefault(edge, []).append(row)
        n = netwerk.matrix.shape[0]
        node, cost = ends(netwerk, there)
        wide = with_sources(
            netwerk.matrix, np.array([0, node.size]), node.reshape(-1), cost.reshape(-1)
        )
        metres, before = dijkstra(
            wide,
            indices=np.array([n]),
            limit=self.limit_m + TOLERANCE_M,
            return_predecessors=True,
        )
        self.metres = metres[0, :n]
        self.state: dict[int, State] = self._grow(before[0, :n], self._first(node, cost))

    def _first(self, node: npt.NDArray[np.int32], cost: Floats) -> dict[int, tuple[int, int]]:
        """Per street end beside a destination: the nearest such destination and which end it is."""
        order = np.argsort(cost.reshape(-1), kind="stable")
        nodes, first = np.unique(node.reshape(-1)[order], return_index=True)
        entry = order[first]
        rows, sides = entry // 2, entry % 2
        return dict(
            zip(nodes.tolist(), zip(rows.tolist(), sides.tolist(), strict=True), strict=True)
        )

    def _grow(
        self, before: npt.NDArray[np.int32], first: dict[int, tuple[int, int]]
    ) -> dict[int, State]:
        """Seats on the way from every node, each built on the node before it."""
        found = np.flatnonzero(np.isfinite(self.metres))
        found = found[np.argsort(self.metres[found], kind="stable")]
        n = len(self.metres)
        edge = self._edge_between(found, before)
        state: dict[int, State] = {}
        waiting: list[tuple[int, int, int]] = []
        for node, previous, by in zip(
            found.tolist(), before[found].tolist(), edge.tolist(), strict=True
        ):
            if previous == n:
                row, side = first[node]
                state[node] = self._leave(row, side)
            elif previous in state:
                state[node] = self._along(state[previous], previous, by)
            else:
                waiting.append((node, previous, by))  # an edge of no length: its turn comes
        for node, previous, by in waiting:
            state[node] = self._along(state[previous], previous, by)
        return state

    def _edge_between(self, nodes: npt.NDArray[np.intp], before: npt.NDArray[np.int32]) -> Ints:
        """The shortest edge between each node and the one before it; any number for the first."""
        net, n = self.netwerk, len(self.metres) + 1
        usable = np.flatnonzero(net.passable)
        low = np.minimum(net.u[usable], net.v[usable]).astype(np.int64)
        high = np.maximum(net.u[usable], net.v[usable]).astype(np.int64)
        key = low * n + high
        order = np.lexsort((net.graaf.length_m[usable], key))
        previous = before[nodes].astype(np.int64)
        wanted = np.minimum(nodes, previous) * n + np.maximum(nodes, previous)
        place = np.minimum(np.searchsorted(key[order], wanted), max(len(order) - 1, 0))
        return np.asarray(usable[order[place]], dtype=np.int64)

    def _along(self, state: State, start: int, edge: int) -> State:
        """Walk a whole edge from one of its nodes."""
        length = float(self.netwerk.graaf.length_m[edge])
        seats = self.seats.get(edge, [])
        if seats and int(self.netwerk.u[edge]) != start:
            seats = [length - metre for metre in reversed(seats)]
        return good_gaps(state, length, seats, self.gap_m)

    def _stretch(self, state: State, edge: int, start_m: float, end_m: float) -> State:
        """Walk part of an edge, in either direction."""
        low, high = min(start_m, end_m), max(start_m, end_m)
        seats = [metre for metre in self.seats.get(edge, []) if low <= metre <= high]
        ahead = [abs(metre - start_m) for metre in (seats if end_m >= start_m else seats[::-1])]
        return good_gaps(state, high - low, ahead, self.gap_m)

    def _leave(self, row: int, side: int) -> State:
        """From a destination to one end of its street."""
        edge = int(self.there.edge[row])
        end = float(self.netwerk.graaf.length_m[edge]) if side else 0.0
        since = float(self.there.away_m[row])
        return self._stretch((since, 0.0), edge, float(self.there.along_m[row]), end)

    def share(self, origins: Snap, row: int) -> float:
        """Share in good gaps of the route from one point; NaN where there is no route."""
        edge, along = int(origins.edge[row]), float(origins.along_m[row])
        length = float(self.netwerk.graaf.length_m[edge])
        options: list[tuple[float, State]] = []
        for node, end in ((int(self.netwerk.u[edge]), 0.0), (int(self.netwerk.v[edge]), length)):
            if node in self.state:
                total = float(self.metres[node]) + abs(along - end)
                options.append((total, self._stretch(self.state[node], edge, end, along)))
        for place in self.on_edge.get(edge, []):
            start, away = float(self.there.along_m[place]), float(self.there.away_m[place])
            state = self._stretch((away, 0.0), edge, start, along)
            options.append((away + abs(along - start), state))
        if not options:
            return float("nan")
        total, (since, good) = min(options)
        total, since = total + float(origins.away_m[row]), since + float(origins.away_m[row])
        if total > self.limit_m + TOLERANCE_M:
            return float("nan")
        good += since if since <= self.gap_m + TOLERANCE_M else 0.0
        return 1.0 if total <= 0 else min(good / total, 1.0)
