"""Streets: which lattice lines are streets, of what kind, and walking distances over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from pipelines.sample.land_use import THROUGH_LINE
from pipelines.sample.lattice import Bools, Floats, Ints, Lattice, Use
from pipelines.sample.plan import Plan

(
    NO_STREET,
    MAIN_ROAD,
    RURAL,
    RESIDENTIAL,
    LIVING_STREET,
    FOOTWAY,
    PEDESTRIAN,
    CYCLEWAY,
    STEPS,
    PATH,
    CONSTRUCTION,
) = range(11)
"""Kinds of street; `HIGHWAY` gives the OSM value of each."""
HIGHWAY = (
    "",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "footway",
    "pedestrian",
    "cycleway",
    "steps",
    "path",
    "construction",
)
WET = (Use.RIVER, Use.LAKE)


@dataclass(frozen=True)
class Streets:
    """The streets of one block as edges between lattice vertices.

    Attributes:
        start, end: vertex numbers (row * (nx + 1) + column).
        kind: kind of street per edge.
        bridge: the edge crosses water.
        buurt: buurt whose name list the street takes its name from.
        line: lattice line, negative for north-south lines.
        x, y: RD coordinates per vertex, flat.
    """

    start: Ints
    end: Ints
    kind: Ints
    bridge: Bools
    buurt: Ints
    line: Ints
    x: Floats
    y: Floats

    def length(self) -> Floats:
        """Length of every edge in metres."""
        return np.hypot(
            self.x[self.start] - self.x[self.end], self.y[self.start] - self.y[self.end]
        )

    def graph(self) -> csr_matrix[np.float64]:
        """Symmetric graph of all edges that can be walked, lengths in metres."""
        walkable = self.kind != CONSTRUCTION
        n = len(self.x)
        return csr_matrix(
            (self.length()[walkable], (self.start[walkable], self.end[walkable])), shape=(n, n)
        )


def _sides(cells: npt.NDArray[np.generic], eastwest: bool) -> tuple[Ints, Ints]:
    """Values of the cells on either side of each edge of a direction, -1 outside the lattice."""
    c = np.asarray(cells).astype(np.int64)
    padding = [(1, 1), (0, 0)] if eastwest else [(0, 0), (1, 1)]
    padded = np.pad(c, padding, constant_values=-1)
    return (padded[:-1], padded[1:]) if eastwest else (padded[:, :-1], padded[:, 1:])


def _edges_of(
    plan: Plan, lattice: Lattice, eastwest: bool, rng: np.random.Generator
) -> tuple[Ints, Bools, Ints]:
    """Kind, bridge and buurt of all edges of one direction."""
    use_a, use_b = _sides(lattice.use, eastwest)
    town_a, town_b = _sides(lattice.town, eastwest)
    buurt_a, buurt_b = _sides(lattice.buurt, eastwest)
    line = np.arange(use_a.shape[0])[:, None] if eastwest else np.arange(use_a.shape[1])[None, :]
    main = np.broadcast_to(line % THROUGH_LINE == 0, use_a.shape)
    wet = np.isin(use_a, WET) & np.isin(use_b, WET)
    in_town = ((town_a == 1) & ~np.isin(use_a, WET)) | ((town_b == 1) & ~np.isin(use_b, WET))
    bridge = wet & (use_a == Use.RIVER) & (use_b == Use.RIVER) & eastwest
    bridge &= main | np.broadcast_to(line % 4 == 0, use_a.shape)
    growth = (use_a == Use.GROWTH) & (use_b == Use.GROWTH)
    buurt = np.where(buurt_a >= 0, buurt_a, buurt_b)
    kind_of = np.array([b.kind for b in lattice.buurten] + [-1])
    kind = _street_kind(
        plan,
        kind_of[np.where((town_a == 1) | (buurt_b < 0), buurt_a, buurt_b)],
        rng.random(use_a.shape),
    )
    kind[growth] = np.where(rng.random(use_a.shape) < 0.3, CONSTRUCTION, NO_STREET)[growth]
    parks = (use_a == Use.PARK) & (use_b == Use.PARK)
    kind[parks] = PATH
    kind = np.where(in_town, kind, NO_STREET)
    kind[(use_a == Use.RAILWAY) & (use_b == Use.RAILWAY)] = NO_STREET
    kind[main] = np.where(in_town[main], MAIN_ROAD, RURAL)
    kind[bridge & ~main] = CYCLEWAY
    kind[wet & ~bridge] = NO_STREET
    return kind, bridge & (kind != NO_STREET), buurt


def _street_kind(plan: Plan, wijk_kind: Ints, draw: Floats) -> Ints:
    """Kind of street inside a buurt, after the kind of wijk."""
    result = np.full(wijk_kind.shape, RESIDENTIAL, dtype=np.int64)
    rules = {
        "centrum": ((0.30, PEDESTRIAN), (0.36, FOOTWAY)),
        "vooroorlogs": ((0.04, FOOTWAY),),
        "naoorlogs": ((0.24, FOOTWAY), (0.25, STEPS)),
        "woonerf": ((0.28, FOOTWAY), (0.80, LIVING_STREET), (0.805, STEPS)),
        "vinex": ((0.12, FOOTWAY), (0.20, CYCLEWAY), (0.42, LIVING_STREET)),
        "dorp": ((0.06, FOOTWAY),),
    }
    for name, limits in rules.items():
        here = wijk_kind == plan.kind_number(name)
        low = 0.0
        for limit, kind in limits:
            result[here & (draw >= low) & (draw < limit)] = kind
            low = limit
    return result


def draw_streets(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> Streets:
    """Choose the streets of the block.

    Args:
        plan: the plan of the sample.
        lattice: the furnished lattice.
        rng: source of all randomness.

    Returns:
        All streets, and the diagonal paths through parks; parts that water cuts off from the rest
        are left out.
    """
    ny, nx = lattice.shape
    number = np.arange((ny + 1) * (nx + 1)).reshape(ny + 1, nx + 1)
    h, h_bridge, h_buurt = _edges_of(plan, lattice, True, rng)
    v, v_bridge, v_buurt = _edges_of(plan, lattice, False, rng)
    h_line = np.broadcast_to(np.arange(ny + 1)[:, None], h.shape)
    v_line = np.broadcast_to(-1 - np.arange(nx + 1)[None, :], v.shape)
    park = np.flatnonzero(lattice.use == Use.PARK)
    pj, pi = np.divmod(park, nx)
    diagonal = np.full(len(park), PATH)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].T.ravel(), number[pj, pi]])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].T.ravel(), number[pj + 1, pi + 1]])
    kind = np.concatenate([h.ravel(), v.T.ravel(), diagonal])
    bridge = np.concatenate([h_bridge.ravel(), v_bridge.T.ravel(), np.zeros(len(park), bool)])
    buurt = np.concatenate([h_buurt.ravel(), v_buurt.T.ravel(), lattice.buurt.flat[park]])
    line = np.concatenate([h_line.ravel(), v_line.T.ravel(), np.full(len(park), 10_000)])
    k = kind != NO_STREET
    all_streets = Streets(
        start[k],
        end[k],
        kind[k],
        bridge[k],
        buurt[k],
        line[k],
        lattice.x.ravel(),
        lattice.y.ravel(),
    )
    return _largest_part(all_streets)


def _largest_part(streets: Streets) -> Streets:
    """Keep the largest connected part (construction streets hang on it too)."""
    n = len(streets.x)
    graph = csr_matrix((np.ones(len(streets.start)), (streets.start, streets.end)), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    size = np.bincount(component[streets.start])
    k = component[streets.start] == int(np.argmax(size))
    return Streets(
        streets.start[k],
        streets.end[k],
        streets.kind[k],
        streets.bridge[k],
        streets.buurt[k],
        streets.line[k],
        streets.x,
        streets.y,
    )


def clear_unreached(lattice: Lattice, streets: Streets) -> None:
    """Leave cells empty, in place, that water cuts off from the network.

    A farm stands on the south side of its cell and needs that side only.
    """
    on = np.zeros(len(streets.x), dtype=bool)
    on[streets.start] = on[streets.end] = True
    corner = on.reshape(lattice.x.shape)
    south, north = corner[:-1, :-1] & corner[:-1, 1:], corner[1:, :-1] & corner[1:, 1:]
    reached = south & (north | (lattice.use == Use.FARMYARD))
    built = (lattice.building_form >= 0) | (lattice.use == Use.FACILITY)
    lattice.use[built & ~reached] = Use.LAND
    lattice.building_form[~reached] = -1


def walking_distance(streets: Streets, sources: Ints) -> Floats:
    """Metres over the streets from the nearest of some vertices to every vertex, inf where none."""
    if len(sources) == 0:
        return np.full(len(streets.x), np.inf)
    result = dijkstra(streets.graph(), directed=False, indices=np.unique(sources), min_only=True)
    return np.asarray(result, dtype=np.float64)


def within(streets: Streets, sources: Ints, distances_m: tuple[float, ...]) -> Floats:
    """Number of sources within each distance of every vertex, shape (vertices, distances)."""
    count = np.zeros((len(streets.x), len(distances_m)))
    graph = streets.graph()
    for source in sources:
        d = dijkstra(graph, directed=False, indices=[int(source)], limit=max(distances_m))[0]
        for k, limit in enumerate(distances_m):
            count[:, k] += d <= limit
    return count
