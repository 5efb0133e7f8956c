"""Points put on the street.

What belongs here: `Snap` and how it is made. Measuring from there is `afstand.py`. A point goes
to the nearest edge its profile can use, never to the nearest node: a long country road would lie
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from pipelines.indicators.netwerk import Bools, Floats, Ints, Netwerk, Parameters

TOLERANCE_M = 1e-9  # thresholds are tested on unrounded values with this tolerance (reading 67)
TE_VER_VAN_WEG = "te ver van een weg"
LOS_DEEL = "los deel van het netwerk"
_CHUNK = 200_000  # points looked up at once
_EDGES = 1_000_000  # edges filtered at once
_FILTER_M = 250.0  # cell of the coarse filter that keeps a country of edges out of the index


@dataclass(frozen=True)
class Snap:
    """Points put on the nearest edge of a network.

    Attributes:
        edge: Edge number, -1 where no street is near enough, shape (n,).
        along_m: Metres along the edge from its end u; NaN where there is none.
        away_m: Metres from the point to the edge; NaN where there is none.
        loose: True for points on a loose part of the network.
    """

    edge: Ints
    along_m: Floats
    away_m: Floats
    loose: Bools

    def __len__(self) -> int:
        """Number of points."""
        return len(self.edge)

    @property
    def snapped(self) -> Bools:
        """True for points that lie on a street."""
        return self.edge >= 0

    @property
    def unsnapped_share(self) -> float:
        """Share of the points without a street, 0 to 1; NaN without points (METHODS 10)."""
        return float(np.mean(~self.snapped)) if len(self) else float("nan")

    @property
    def reason(self) -> npt.NDArray[np.object_]:
        """Why a distance from here may be missing, Dutch; None where the point is fine."""
        why = np.full(len(self), None, dtype=object)
        why[self.loose] = LOS_DEEL
        why[~self.snapped] = TE_VER_VAN_WEG
        return why

    def take(self, rows: npt.NDArray[Any]) -> Snap:
        """The points at these rows (or under this mask)."""
        return Snap(self.edge[rows], self.along_m[rows], self.away_m[rows], self.loose[rows])


def snap(
    netwerk: Netwerk, x: npt.ArrayLike, y: npt.ArrayLike, parameters: Parameters | None = None
) -> Snap:
    """Put points on the nearest edge that the profile can use, at most `snap_max_m` away.

    Of edges equally near, a street goes before steps and then the lowest way and node ids, so the
    order of the edges does not matter. Points without coordinates are not snapped.

    Args:
        netwerk: Network of one profile.
        x: RD x in metres, shape (n,).
        y: RD y in metres.
        parameters: Numbers of the method version.
    """
    limits = parameters or Parameters()
    point = np.stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)], axis=1)
    known = np.flatnonzero(np.isfinite(point).all(axis=1))
    # neighbours after each other: the index then stays in the processor's cache
    known = known[np.lexsort((point[known, 0], point[known, 1] // _FILTER_M))]
    edge = np.full(len(point), -1, dtype=np.int64)
    along, away = np.full(len(point), np.nan), np.full(len(point), np.nan)
    pieces = _Pieces(netwerk, _edges_near(netwerk, point[known], limits.snap_max_m))
    for low in range(0, len(known), _CHUNK):
        rows = known[low : low + _CHUNK]
        hit, found, metres, distance = pieces.nearest(point[rows], limits.snap_max_m)
        edge[rows[hit]], along[rows[hit]], away[rows[hit]] = found, metres, distance
    loose = np.zeros(len(point), dtype=np.bool_)
    loose[edge >= 0] = netwerk.graaf.loose_edges(limits.loose_part_m)[edge[edge >= 0]]
    return Snap(edge, along, away, loose)


class _Pieces:
    """The straight pieces of some edges, indexed, so that a point finds the nearest."""

    def __init__(self, netwerk: Netwerk, edges: Ints) -> None:
        self.netwerk = netwerk
        graaf = netwerk.graaf
        first, count = graaf.offset[edges], np.diff(graaf.offset)[edges]
        owner = np.repeat(edges, count - 1)
        entry = np.repeat(first - (np.cumsum(count - 1) - (count - 1)), count - 1)
        entry += np.arange(len(owner))
        self.edge = owner
        self.start, self.end = graaf.xy[entry], graaf.xy[entry + 1]
        self.length = np.hypot(*(self.end - self.start).T)
        run = np.concatenate([[0.0], np.cumsum(self.length)])
        at_first = np.concatenate([[0], np.cumsum(count - 1)])[:-1]
        self.before = run[:-1] - np.repeat(run[at_first], count - 1)
        drawn = np.repeat(np.diff(run[np.append(at_first, len(owner))]), count - 1)
        walked = graaf.length_m[owner]
        self.scale = np.divide(walked, drawn, out=np.zeros_like(walked), where=drawn > 0)
        self.tree = shapely.STRtree(_lines(np.stack([self.start, self.end], axis=1)))

    def nearest(
        self, point: Floats, reach_m: float
    ) -> tuple[npt.NDArray[np.intp], Ints, Floats, Floats]:
        """Row, edge, metres along it and metres to it, for every point that has one in reach."""
        low, high = (point - reach_m).T, (point + reach_m).T
        row, piece = self.tree.query(np.asarray(shapely.box(*low, *high), dtype=object))
        start, step = self.start[piece], self.end[piece] - self.start[piece]
        size = (step**2).sum(axis=1)
        dot = ((point[row] - start) * step).sum(axis=1)
        t = np.clip(np.divide(dot, size, out=np.zeros_like(dot), where=size > 0), 0.0, 1.0)
        # at the end exactly the end, so that edges that share a node are equally near
        foot = np.where((t < 1.0)[:, None], start + t[:, None] * step, self.end[piece])
        away = np.hypot(*(point[row] - foot).T)
        near = away <= reach_m + TOLERANCE_M
        row, piece, t, away = row[near], piece[near], t[near], away[near]
        best = self._first(row, piece, away)
        row, piece, t, away = row[best], piece[best], t[best], away[best]
        along = (self.before[piece] + t * self.length[piece]) * self.scale[piece]
        return row, self.edge[piece], along, away

    def _first(
        self, row: npt.NDArray[np.intp], piece: npt.NDArray[np.intp], away: Floats
    ) -> npt.NDArray[np.intp]:
        """Which candidates are the nearest of their row; ties as `snap` describes."""
        order = np.argsort(row, kind="stable")
        rank = np.round(away[order], 6)
        begin = np.flatnonzero(np.diff(row[order], prepend=-1))
        count = np.diff(np.append(begin, len(row)))
        least = np.minimum.reduceat(rank, begin) if len(begin) else rank
        tied = order[rank == np.repeat(least, count)]
        graaf, edge = self.netwerk.graaf, self.edge[piece[tied]]
        low = np.minimum(graaf.u[edge], graaf.v[edge])
        high = np.maximum(graaf.u[edge], graaf.v[edge])
        length, way, steps = graaf.length_m[edge], graaf.way_id[edge], graaf.is_steps[edge]
        best = tied[np.lexsort((length, high, low, way, steps, row[tied]))]
        first: npt.NDArray[np.intp] = best[np.unique(row[best], return_index=True)[1]]
        return first


def _edges_near(netwerk: Netwerk, point: Floats, reach_m: float) -> Ints:
    """Passable edges whose box comes near any point: a coarse filter, never losing a true one."""
    passable = np.flatnonzero(netwerk.passable).astype(np.int64)
    if not len(point) or not len(passable):
        return np.empty(0, dtype=np.int64)
    origin = point.min(axis=0) - reach_m - _FILTER_M
    size = ((point.max(axis=0) + reach_m - origin) // _FILTER_M).astype(np.int64) + 2
    busy = np.zeros(size + 1, dtype=np.int32)
    ix, iy = (((point - origin) // _FILTER_M).astype(np.int64) + 1).T
    busy[ix, iy] = 1
    total = busy.cumsum(axis=0).cumsum(axis=1)  # number of busy cells below and left of a corner
    near = []
    for first in range(0, len(passable), _EDGES):
        edges = passable[first : first + _EDGES]
        low, high = _boxes(netwerk, edges)
        a = np.clip((low - reach_m - origin) // _FILTER_M, 0, size).astype(np.int64)
        b = np.clip((high + reach_m - origin) // _FILTER_M + 1, 0, size).astype(np.int64)
        count = total[b[:, 0], b[:, 1]] - total[a[:, 0], b[:, 1]]
        count += total[a[:, 0], a[:, 1]] - total[b[:, 0], a[:, 1]]
        near.append(edges[count > 0])
    return np.concatenate(near)


def _boxes(netwerk: Netwerk, edges: Ints) -> tuple[Floats, Floats]:
    """South-west and north-east corners of edges, which must be in ascending order."""
    graaf = netwerk.graaf
    begin, end = graaf.offset[edges[0]], graaf.offset[edges[-1] + 1]
    starts = graaf.offset[edges[0] : edges[-1] + 1] - begin
    place = graaf.xy[begin:end]
    pick = edges - edges[0]
    low = np.minimum.reduceat(place, starts, axis=0)[pick]
    high = np.maximum.reduceat(place, starts, axis=0)[pick]
    return low, high


def _lines(ends: Floats) -> npt.NDArray[np.object_]:
    """Straight lines from their ends, shape (n, 2, 2)."""
    return np.asarray(shapely.linestrings(ends), dtype=object).reshape(-1)
