"""How much street can be reached from a point, and the area that makes.

What belongs here: metres of street within a distance, and isochrones. Distances to places are
`afstand.py`. A distance counts from the point itself, so the way to the street is part of it
(reading 49); a street is reached as far as the remaining metres go, also halfway.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely
from shapely.ops import substring

from data.parameters import number
from pipelines.indicators.afstand import Surroundings, blocks, ends, ranges
from pipelines.indicators.netwerk import Bools, Floats, Ints, Netwerk, speed_ms
from pipelines.indicators.snap import Snap, snap

_DENSE = 4_000_000  # distances held at once
_BLOCK_M = 1000.0  # origins are taken together per square of this size


def street_within(
    netwerk: Netwerk, origins: Snap, limit_m: float, known: Bools | None = None
) -> tuple[Floats, Floats]:
    """Metres of street within a walking distance of each origin, and how many of them are known.

    Args:
        netwerk: Network of one profile; the snap must be made on it.
        origins: Points to measure from, shape (n,).
        limit_m: Walking distance from the point, the way to the street included.
        known: Per edge whether its metres count in the second answer; absent = all.

    Returns:
        Two arrays of shape (n,); NaN for points that are not on a street.
    """
    counts = np.ones(len(netwerk.graaf), dtype=np.bool_) if known is None else known
    total, told = np.full(len(origins), np.nan), np.full(len(origins), np.nan)
    for rows, edge, metres in _reached(netwerk, origins, limit_m):
        total[rows] = metres.sum(axis=1)
        told[rows] = metres[:, counts[edge]].sum(axis=1)
    return total, told


def _reached(
    netwerk: Netwerk, origins: Snap, limit_m: float
) -> Iterator[tuple[npt.NDArray[np.intp], Ints, Floats]]:
    """Rows of origins, edges around them, and the metres of each edge within the distance."""
    on = np.flatnonzero(origins.snapped)
    here = origins.take(on)
    around = _Streets(netwerk, limit_m)
    for rows in blocks(netwerk, here, _BLOCK_M):
        for part, edge, from_u, from_v in around.sides(here.take(rows)):
            length = netwerk.graaf.length_m[edge]
            metres = np.minimum(from_u + from_v, length)
            points = here.take(rows[part])
            _own_edge(netwerk, points, edge, limit_m, (from_u, from_v, metres))
            yield on[rows[part]], edge, metres


class _Streets(Surroundings):
    """Edges around some origins, with how far along they are reached from either end."""

    def __init__(self, netwerk: Netwerk, limit_m: float) -> None:
        super().__init__(netwerk, limit_m)
        usable = np.flatnonzero(netwerk.passable)
        end = np.concatenate([netwerk.u[usable], netwerk.v[usable]])
        order = np.argsort(end, kind="stable")
        self.edge_at = usable[order % max(len(usable), 1)]
        used = np.bincount(end, minlength=len(netwerk.xy))
        self.first_at = np.concatenate([[0], np.cumsum(used)])

    def sides(self, here: Snap) -> Iterator[tuple[npt.NDArray[np.intp], Ints, Floats, Floats]]:
        """Rows of `here`, edges, and metres reached from u and from v, shape (rows, edges)."""
        node, cost = ends(self.netwerk, here)
        nodes = self.nodes_around(self.netwerk.xy[node.reshape(-1)])
        self.local[nodes] = np.arange(len(nodes), dtype=np.int32)
        part = self.cut(nodes)
        start = self.local[node]
        edge = np.unique(self.edge_at[ranges(self.first_at[nodes], self.first_at[nodes + 1])])
        u, v = self.local[self.netwerk.u[edge]], self.local[self.netwerk.v[edge]]
        self.local[nodes] = -1
        length = self.netwerk.graaf.length_m[edge]
        size = max(1, _DENSE // (len(nodes) + len(edge) + 1))
        for low in range(0, len(here), size):
            rows = np.arange(low, min(low + size, len(here)))
            found = self.reach(part, start[rows], cost[rows])
            left = np.column_stack([self.limit_m - found, np.full(len(rows), -np.inf)])
            yield rows, edge, np.clip(left[:, u], 0, length), np.clip(left[:, v], 0, length)


def _own_edge(
    netwerk: Netwerk,
    here: Snap,
    edge: Ints,
    limit_m: float,
    reached: tuple[Floats, Floats, Floats],
) -> None:
    """Correct the metres of the edge a point stands on: it starts halfway, in both directions."""
    from_u, from_v, metres = reached
    column = np.searchsorted(edge, here.edge)
    row = np.arange(len(here))
    along, length = here.along_m, netwerk.graaf.length_m[here.edge]
    rest = np.maximum(length - along, 0.0)
    left = np.maximum(limit_m - here.away_m - netwerk.attach_m[here.edge], 0.0)
    back = np.minimum(along, left) + np.minimum(from_u[row, column], along)
    ahead = np.minimum(rest, left) + np.minimum(from_v[row, column], rest)
    metres[row, column] = np.minimum(back, along) + np.minimum(ahead, rest)


def isochrone(
    netwerk: Netwerk,
    x: float,
    y: float,
    metres: float | None = None,
    *,
    seconds: float | None = None,
    buffer_m: float | None = None,
) -> shapely.Geometry:
    """The area within a walking distance or time of a point (METHODS 10).

    Everything within `buffer_m` of a street, or part of one, that is reached; so it holds no land
    that no street leads to. A larger distance never gives a smaller area.

    Args:
        netwerk: Network of one profile; its speed turns seconds into metres.
        x: RD x of the point.
        y: RD y of the point.
        metres: Walking distance; give this or `seconds`.
        seconds: Walking time at the speed of the profile.
        buffer_m: Width on either side of a street; absent = the register's.

    Returns:
        Polygon or multipolygon, RD; empty where the point is not on a street, or the street is
        farther than the distance.

    Raises:
        ValueError: not exactly one of metres and seconds, or a negative one.
    """
    given = [value for value in (metres, seconds) if value is not None]
    if len(given) != 1 or given[0] < 0:
        raise ValueError("Bereik: geef meters of seconden, één van de twee en niet negatief.")
    limit = given[0] if seconds is None else given[0] * speed_ms(netwerk.profiel)
    width = number("loop.isochrone_buffer_m") if buffer_m is None else buffer_m
    here = snap(netwerk, [x], [y])
    if not here.snapped[0] or here.away_m[0] > limit:
        return shapely.Polygon()
    lines = [*_own_part(netwerk, here, limit)]
    for _, edge, from_u, from_v in _Streets(netwerk, limit).sides(here):
        lines += _parts(netwerk, edge, from_u[0], from_v[0])
    # Piece by piece and then together: the same area in a third of the time.
    around = shapely.buffer(np.array(lines, dtype=object), width)
    return shapely.make_valid(shapely.union_all(around))


def _own_part(netwerk: Netwerk, here: Snap, limit_m: float) -> Iterator[shapely.Geometry]:
    """The reached part of the street the point stands on."""
    edge, along = int(here.edge[0]), float(here.along_m[0])
    left = limit_m - float(here.away_m[0]) - float(netwerk.attach_m[edge])
    if left >= 0:
        yield _piece(netwerk, edge, max(along - left, 0.0), along + left)


def _parts(netwerk: Netwerk, edge: Ints, from_u: Floats, from_v: Floats) -> list[shapely.Geometry]:
    """The reached parts of edges."""
    length = netwerk.graaf.length_m[edge]
    lines = []
    for k in np.flatnonzero((from_u > 0) | (from_v > 0)):
        number_ = int(edge[k])
        if from_u[k] + from_v[k] >= length[k]:
            lines.append(_piece(netwerk, number_, 0.0, length[k]))
            continue
        if from_u[k] > 0:
            lines.append(_piece(netwerk, number_, 0.0, from_u[k]))
        if from_v[k] > 0:
            lines.append(_piece(netwerk, number_, length[k] - from_v[k], length[k]))
    return lines


def _piece(netwerk: Netwerk, edge: int, start_m: float, end_m: float) -> shapely.Geometry:
    """Part of an edge by walked metres from its end u."""
    graaf = netwerk.graaf
    line = shapely.LineString(graaf.xy[graaf.offset[edge] : graaf.offset[edge + 1]])
    length = float(graaf.length_m[edge])
    if length <= 0:
        return shapely.Point(line.coords[0])
    return substring(line, start_m / length, min(end_m / length, 1.0), normalized=True)
