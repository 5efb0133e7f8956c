"""The street graph for walking: edge list and walking profiles.

What belongs here: `Graaf` (what the streets are) and `Netwerk` (what one walking
profile makes of them). Its file is `graafbestand.py`; snapping points and measuring distances is
`afstand.py`; what a distance means for people is `loop.py`. Nothing here knows where the streets
came from.

Coordinates are RD New (EPSG:28992), lengths are metres. Sources: METHODS 10 (M6), readings 49 and
51.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from data.parameters import number

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Profiel = Literal["foot", "senior", "rollator", "rolstoel"]


def _from(key: str) -> float:
    """A field whose default stands in the parameter register under this key."""
    value: float = field(default_factory=lambda: number(key))
    return value


@dataclass(frozen=True)
class Parameters:
    """Numbers of METHODS 10 and 19a for the network; the default of each is in the register.

    Attributes:
        steps_penalty_m: Extra metres per OSM way with highway=steps, profile senior.
        snap_max_m: Farthest a point may lie from the street it is put on.
        limit_m: Distances beyond this are "none" (reading 48).
        loose_part_m: A part of the network that is not the largest one and has less street than the
            search limit cannot tell how far anything is.
    """

    steps_penalty_m: float = _from("loop.steps_penalty_m")
    snap_max_m: float = _from("loop.snap_max_m")
    limit_m: float = _from("loop.horizon_m")
    loose_part_m: float = _from("loop.horizon_m")


@dataclass(frozen=True)
class Graaf:
    """Streets as an undirected edge list; node ids are kept, so a node can be found back.

    Attributes:
        node_id: Ids of the nodes, int64, sorted and unique, shape (n,).
        u: Index into `node_id` of the first end of each edge, shape (m,).
        v: Index into `node_id` of the other end, shape (m,).
        length_m: Length of each edge in metres, finite and not negative.
        way_id: Id of the way an edge was cut from; the steps penalty is counted once per way.
        is_steps: True for edges of ways with highway=steps.
        xy: Line coordinates of all edges after each other, RD metres, shape (k, 2), drawn from u
            to v.
        offset: Where each edge starts in `xy`, shape (m + 1,).
    """

    node_id: Ints
    u: Nodes
    v: Nodes
    length_m: Floats
    way_id: Ints
    is_steps: Bools
    xy: Floats
    offset: Ints

    def __len__(self) -> int:
        """Number of edges."""
        return len(self.u)

    @classmethod
    def from_edges(
        cls,
        u: npt.ArrayLike,
        v: npt.ArrayLike,
        xy: npt.ArrayLike,
        *,
        offset: npt.ArrayLike | None = None,
        length_m: npt.ArrayLike | None = None,
        way_id: npt.ArrayLike | None = None,
        is_steps: npt.ArrayLike | None = None,
    ) -> Graaf:
        """Build a graph from edge arrays.

        Args:
            u: Node id of the first end per edge, int64.
            v: Node id of the other end per edge.
            xy: Either the end points, shape (m, 2, 2), or all line coordinates, shape (k, 2),
                with `offset`.
            offset: Start of each edge in `xy`, shape (m + 1,); absent with end points.
            length_m: Length per edge; absent = length of the drawn line.
            way_id: Way per edge; absent = every edge its own way.
            is_steps: Absent = no steps.

        Raises:
            ValueError: Lengths of the arrays differ, a length is negative or not a number, an
                edge has fewer than two points or a coordinate that is not a number.
        """
        ids_u, ids_v = np.asarray(u, dtype=np.int64), np.asarray(v, dtype=np.int64)
        m = len(ids_u)
        points = np.ascontiguousarray(xy, dtype=np.float64).reshape(-1, 2)
        starts = (
            np.arange(m + 1, dtype=np.int64) * 2
            if offset is None
            else np.asarray(offset, dtype=np.int64)
        )
        _refuse_bad_geometry(m, points, starts)
        length = (
            drawn_length(points, starts)
            if length_m is None
            else np.asarray(length_m, dtype=np.float64)
        )
        ways = (
            np.arange(m, dtype=np.int64) if way_id is None else np.asarray(way_id, dtype=np.int64)
        )
        steps = (
            np.zeros(m, dtype=np.bool_)
            if is_steps is None
            else np.asarray(is_steps, dtype=np.bool_)
        )
        if not (len(ids_v) == len(length) == len(ways) == len(steps) == m):
            raise ValueError(
                f"Straatnetwerk: de kolommen zijn niet even lang als de {m} straatdelen."
            )
        if not bool(np.all(np.isfinite(length) & (length >= 0))):
            raise ValueError(
                "Straatnetwerk: een lengte is negatief of geen getal; verwacht meters vanaf 0."
            )
        nodes, inverse = np.unique(np.concatenate([ids_u, ids_v]), return_inverse=True)
        ends = inverse.astype(np.int32)
        return cls(nodes, ends[:m], ends[m:], length, ways, steps, points, starts)

    @classmethod
    def from_ways(
        cls,
        way_id: npt.ArrayLike,
        is_steps: npt.ArrayLike,
        offset: npt.ArrayLike,
        node_ref: npt.ArrayLike,
        xy: npt.ArrayLike,
    ) -> Graaf:
        """Cut whole ways at their crossings and ends, and build the graph.

        A crossing is a node that is used more than once.

        Args:
            way_id: Id per way, shape (w,).
            is_steps: highway=steps per way.
            offset: Start of each way in `node_ref`, shape (w + 1,).
            node_ref: Node ids of all ways after each other, shape (k,).
            xy: RD coordinates of those nodes, shape (k, 2).
        """
        starts = np.asarray(offset, dtype=np.int64)
        refs = np.asarray(node_ref, dtype=np.int64)
        points = np.ascontiguousarray(xy, dtype=np.float64).reshape(-1, 2)
        _, inverse, used = np.unique(refs, return_inverse=True, return_counts=True)
        is_cut = used[inverse] > 1
        way = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        filled = np.diff(starts) > 0
        is_cut[starts[:-1][filled]] = True
        is_cut[starts[1:][filled] - 1] = True
        cut = np.flatnonzero(is_cut)
        first, last = cut[:-1], cut[1:]
        within = way[first] == way[last]
        first, last = first[within], last[within]
        count = last - first + 1
        edge_offset = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        flat = np.arange(edge_offset[-1]) + np.repeat(first - edge_offset[:-1], count)
        return cls.from_edges(
            refs[first],
            refs[last],
            points[flat],
            offset=edge_offset,
            way_id=np.asarray(way_id, dtype=np.int64)[way[first]],
            is_steps=np.asarray(is_steps, dtype=np.bool_)[way[first]],
        )

    @cached_property
    def node_xy(self) -> Floats:
        """RD coordinates of the nodes, shape (n, 2): the line ends that meet there."""
        place = np.empty((len(self.node_id), 2), dtype=np.float64)
        place[self.u] = self.xy[self.offset[:-1]]
        place[self.v] = self.xy[self.offset[1:] - 1]
        return place

    @cached_property
    def part_of_node(self) -> Ints:
        """Number of the connected part each node is in, steps included, shape (n,)."""
        n = len(self.node_id)
        joined = coo_array(
            (np.ones(len(self), dtype=np.float64), (self.u, self.v)), shape=(n, n)
        ).tocsr()
        return connected_components(joined, connection="weak")[1].astype(np.int64)

    def loose_edges(self, loose_part_m: float) -> Bools:
        """Edges in a small part that hangs together with nothing else, shape (m,).

        From there every distance would be "none", which says something about the map, not about
        the place. Steps count as connections: what only steps block is a finding, not a gap.
        """
        part = self.part_of_node[self.u]
        street = np.bincount(part, weights=self.length_m)
        is_loose = street < loose_part_m
        if len(street):
            is_loose[np.argmax(street)] = False
        loose: Bools = is_loose[part]
        return loose


@dataclass(frozen=True)
class Netwerk:
    """A graph as one profile walks it.

    For the profile senior, the ends of a way of steps are nodes of their own ("landings"), joined
    to the street by half the penalty. So who uses the way pays it exactly once, however many
    edges the way was cut into, and who only crosses it pays nothing.

    Attributes:
        graaf: The streets.
        profiel: foot, senior, rollator or rolstoel.
        u: First end per edge in the numbering of `matrix` (streets first, then landings).
        v: Other end per edge.
        attach_m: What a point on this edge pays to get on or off it: half the penalty on steps,
            else 0.
        passable: False for edges this profile cannot use.
        matrix: Symmetric CSR matrix of distances in metres; parallel edges stand in it separately.
        base: The street node under each landing.
    """

    graaf: Graaf
    profiel: Profiel
    u: Nodes
    v: Nodes
    attach_m: Floats
    passable: Bools
    matrix: csr_array[Any, tuple[int, int]]
    base: Nodes

    @cached_property
    def xy(self) -> Floats:
        """RD coordinates of the nodes of `matrix`, shape (n, 2)."""
        street = self.graaf.node_xy
        return np.concatenate([street, street[self.base]])

    @cached_property
    def shrink(self) -> float:
        """Smallest ratio of walked to straight distance over the edges, at most 1."""
        reach = np.hypot(*(self.xy[self.u] - self.xy[self.v]).T)
        far = self.passable & (reach > 0)
        return float(min(1.0, np.min(self.graaf.length_m[far] / reach[far], initial=1.0)))


def network(
    graaf: Graaf,
    profiel: Profiel,
    parameters: Parameters | None = None,
    usable: Bools | None = None,
) -> Netwerk:
    """The network of one profile.

    Args:
        graaf: The streets.
        profiel: foot (no penalty, no block: reading 51), senior (steps cost), rollator and
            rolstoel (steps block).
        parameters: Numbers of the method version.
        usable: False for edges that are closed to this profile for another reason than steps,
            shape (m,); absent = none.

    Raises:
        ValueError: `usable` is not as long as there are edges.
    """
    penalty = (parameters or Parameters()).steps_penalty_m
    passable = np.ones(len(graaf), dtype=np.bool_) if usable is None else usable.copy()
    if len(passable) != len(graaf):
        raise ValueError(
            f"Straatnetwerk: {len(passable)} oordelen voor {len(graaf)} straatdelen; verwacht één "
            "per straatdeel."
        )
    if profiel in ("rollator", "rolstoel"):
        passable &= ~graaf.is_steps
    steps = np.flatnonzero(graaf.is_steps & (profiel == "senior"))
    edge_u, edge_v, base = graaf.u, graaf.v, np.empty(0, dtype=np.int32)
    n = len(graaf.node_id)
    attach = np.zeros(len(graaf), dtype=np.float64)
    if len(steps):
        side_u, side_v, base = _landings(graaf, steps)
        edge_u, edge_v = edge_u.copy(), edge_v.copy()
        edge_u[steps], edge_v[steps] = n + side_u, n + side_v
        attach[steps] = penalty / 2
    landing = n + np.arange(len(base), dtype=np.int32)
    matrix = _symmetric(
        n + len(base),
        np.concatenate([edge_u[passable], base]),
        np.concatenate([edge_v[passable], landing]),
        np.concatenate([graaf.length_m[passable], np.full(len(base), penalty / 2)]),
    )
    return Netwerk(graaf, profiel, edge_u, edge_v, attach, passable, matrix, base)


def _landings(graaf: Graaf, steps: npt.NDArray[np.intp]) -> tuple[Nodes, Nodes, Nodes]:
    """Number the (way, node) pairs of steps: per edge its landings, and their street nodes."""
    ways = np.concatenate([graaf.way_id[steps]] * 2)
    nodes = np.concatenate([graaf.u[steps], graaf.v[steps]])
    pairs, inverse = np.unique(np.stack([ways, nodes], axis=1), axis=0, return_inverse=True)
    side = inverse.reshape(-1).astype(np.int32)
    return side[: len(steps)], side[len(steps) :], pairs[:, 1].astype(np.int32)


def drawn_length(xy: Floats, offset: Ints) -> Floats:
    """Length in metres of lines given as flat coordinates; shape (m,)."""
    if len(offset) < 2:
        return np.zeros(0, dtype=np.float64)
    step = np.hypot(*np.diff(xy, axis=0, append=xy[-1:]).T)
    step[offset[1:] - 1] = (
        0.0  # the jump from the end of one line to the start of the next is not walked
    )
    return np.add.reduceat(step, offset[:-1])


def _symmetric(n: int, u: Nodes, v: Nodes, weight: Floats) -> csr_array[Any, tuple[int, int]]:
    """Every edge in both directions, laid out by hand: scipy would add up parallel edges."""
    m = len(u)
    row = np.concatenate([u, v])
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n))]).astype(np.int32)
    order = np.argsort(row, kind="stable").astype(np.int32)
    del row  # a country of streets: what is not needed any more makes room
    column = np.concatenate([v, u])[order]
    order[order >= m] -= m
    return csr_array((weight[order], column, start), shape=(n, n))


def _refuse_bad_geometry(m: int, points: Floats, starts: Ints) -> None:
    """Refuse flat coordinates that do not describe m lines of at least two points."""
    if len(starts) != m + 1 or (m and starts[0] != 0) or (m and starts[-1] != len(points)):
        raise ValueError(f"Straatnetwerk: de {len(points)} punten horen niet bij {m} straatdelen.")
    if m and int(np.min(np.diff(starts))) < 2:
        raise ValueError("Straatnetwerk: een straatdeel heeft minder dan twee punten.")
    if not bool(np.all(np.isfinite(points))):
        raise ValueError("Straatnetwerk: een coördinaat is geen getal; verwacht RD-meters.")
