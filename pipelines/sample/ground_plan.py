"""Draws the gemeenten of a block: rings of wijken, villages, countryside, river and lake."""

from __future__ import annotations

import numpy as np

from pipelines.sample.lattice import Bools, Buurt, Floats, Ints, Lattice, Use
from pipelines.sample.plan import CELL_M, COUNTRYSIDE, VILLAGE, Block, GemeentePlan, Plan, WijkPlan

RING_CELLS = 40
"""Width of the neighbours around the gemeente, in cells (3.6 km: inside the ring of 5 km of the
profile)."""
EXTRA = {"bedrijven": 0.10, "groei": 0.06}
"""Kinds of wijk whose size is a share of the built cells, because they (nearly) hold no
dwellings."""
BUILT_SHARE = 0.965
"""Share of the building plots that is built on."""


def cells_needed(plan: Plan, gemeente: GemeentePlan) -> list[int]:
    """Cells per wijk of a gemeente, parks and facilities included.

    Returns:
        One number per wijk; 0 for the countryside, that takes what is left.
    """
    housing = [_housing_cells(plan, w, gemeente.dwellings) for w in gemeente.wijken]
    total = sum(housing)
    result = []
    for w, n in zip(gemeente.wijken, housing, strict=True):
        extra = round(total * EXTRA.get(plan.kinds[w.kind].name, 0.0))
        result.append(0 if w.ring == COUNTRYSIDE else max(n or extra, w.buurten))
    return result


def _housing_cells(plan: Plan, wijk: WijkPlan, dwellings: int) -> int:
    """Cells for the dwellings of a wijk, with a facility cell per buurt where it fits."""
    kind = plan.kinds[wijk.kind]
    if wijk.ring == COUNTRYSIDE or kind.name in EXTRA:
        return 0
    n = (
        wijk.share
        * dwellings
        / (max(kind.dwellings_per_cell, 1.0) * BUILT_SHARE * (1.0 - kind.park))
    )
    return round(n + (wijk.buurten if n >= 1.5 * wijk.buurten else 0))


def split(xy: Floats, parts: int) -> Ints:
    """Divide points into compact groups of equal size by halving along the longest side."""
    group = np.zeros(len(xy), dtype=np.int64)
    if parts <= 1 or len(xy) == 0:
        return group
    axis = int(np.argmax(np.ptp(xy, axis=0)))
    left = parts // 2
    order = np.argsort(xy[:, axis], kind="stable")
    cut = round(len(xy) * left / parts)
    group[order[:cut]] = split(xy[order[:cut]], left)
    group[order[cut:]] = left + split(xy[order[cut:]], parts - left)
    return group


def _vertices(block: Block, half: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    n = 2 * half + 1
    j, i = np.mgrid[0:n, 0:n].astype(np.float64) - half
    f = rng.uniform(0, 2 * np.pi, 4)
    x = (
        i
        + 1.6 * np.sin(j / 15 + f[0])
        + 0.5 * np.sin(i / 6 + f[1])
        + rng.uniform(-0.05, 0.05, (n, n))
    )
    y = (
        j
        + 1.6 * np.sin(i / 17 + f[2])
        + 0.5 * np.sin(j / 7 + f[3])
        + rng.uniform(-0.05, 0.05, (n, n))
    )
    mx, my = block.middle
    return np.round(mx + CELL_M * x, 3), np.round(my + CELL_M * y, 3)


def _river(half: int, radius: float, rng: np.random.Generator) -> Bools:
    """Cells of the river: a wandering column, joined sideways so that no path slips through."""
    n = 2 * half
    row = np.arange(n)
    column = np.round(half + 0.3 * radius + 5 * np.sin(row / 19 + rng.uniform(0, 6))).astype(int)
    water = np.zeros((n, n), dtype=bool)
    for j in range(n):
        a, b = column[max(j - 1, 0)], column[j]
        water[j, min(a, b) : max(a, b) + 1] = True
    return water


class GroundPlan:
    """Draws the gemeenten of one block on the lattice, one after the other."""

    def __init__(self, plan: Plan, block: Block, rng: np.random.Generator) -> None:
        """Size the lattice after the first gemeente.

        Args:
            plan: the plan of the sample.
            block: the block to draw.
            rng: source of all randomness.
        """
        self.plan, self.block, self.rng = plan, block, rng
        self.core = block.gemeenten[0]
        needed = sum(cells_needed(plan, self.core))
        self.radius = float(np.sqrt(needed / np.pi))
        self.inner = int(np.ceil(1.55 * self.radius)) + 12
        self.half = self.inner + (RING_CELLS if len(block.gemeenten) > 1 else 0)
        x, y = _vertices(block, self.half, rng)
        n = 2 * self.half
        self.lattice = Lattice(
            x=x,
            y=y,
            buurt=np.full((n, n), -1, dtype=np.int64),
            use=np.zeros((n, n), dtype=np.int64),
            building_form=np.full((n, n), -1, dtype=np.int64),
            town=np.zeros((n, n), dtype=bool),
        )
        self.row, self.column = (a.astype(np.float64) - self.half + 0.5 for a in np.mgrid[0:n, 0:n])
        self.free = np.ones((n, n), dtype=bool)

    def draw(self) -> Lattice:
        """Draw everything and return the lattice."""
        self._water()
        self._gemeente(self.core, np.zeros(2), self._ground_of(0))
        for k, g in enumerate(self.block.gemeenten[1:], start=1):
            direction = {"noord": (0, 1), "oost": (1, 0), "zuid": (0, -1), "west": (-1, 0)}[
                g.direction
            ]
            middle = np.array(direction, dtype=np.float64) * (self.inner + RING_CELLS * 0.45)
            middle += np.array([0.0, 3.0]) + self.rng.uniform(-3, 3, 2)
            self._gemeente(g, middle, self._ground_of(k))
        self._lake_buurt()
        return self.lattice

    def _ground_of(self, number: int) -> Bools:
        """Cells of the gemeente with this number: the core in the middle, others around it."""
        wobble = 2.5 * np.sin(self.column / 6) + 2.5 * np.cos(self.row / 8)
        outside = np.maximum(np.abs(self.column), np.abs(self.row)) + wobble > self.inner
        if len(self.block.gemeenten) == 1:
            return np.ones_like(outside)
        if number == 0:
            return np.asarray(~outside)
        direction = self.block.gemeenten[number].direction
        upright = np.abs(self.row) >= np.abs(self.column)
        sides = {
            "noord": upright & (self.row > 0),
            "zuid": upright & (self.row <= 0),
            "oost": ~upright & (self.column > 0),
            "west": ~upright & (self.column <= 0),
        }
        return np.asarray(outside & sides[direction])

    def _water(self) -> None:
        river = _river(self.half, self.radius, self.rng)
        r = self.radius
        lake = ((self.column + 1.02 * r) / (0.34 * r + 2)) ** 2 + (
            (self.row - 0.75 * r) / (0.22 * r + 2)
        ) ** 2 < 1
        self.lattice.use[river] = Use.RIVER
        self.lattice.use[lake] = Use.LAKE
        self.free &= ~(river | lake)

    def _gemeente(self, gemeente: GemeentePlan, middle: Floats, ground: Bools) -> None:
        needed = cells_needed(self.plan, gemeente)
        dx, dy = self.column - middle[0], self.row - middle[1]
        angle = np.arctan2(dy, dx)
        distance = np.hypot(dx, dy) * (1 + 0.08 * np.sin(3 * angle + self.rng.uniform(0, 6)))
        groups: dict[int, Ints] = {}
        for ring in sorted({w.ring for w in gemeente.wijken if w.ring < VILLAGE}):
            self._ring(gemeente, needed, ring, distance, angle, ground, groups)
        for k, w in enumerate(gemeente.wijken):
            if w.ring == VILLAGE:
                groups[k] = self._villages(needed[k], w.buurten, middle, ground)
        for k, w in enumerate(gemeente.wijken):
            if w.ring == COUNTRYSIDE:
                rest = ground & (self.lattice.buurt < 0) & (self.lattice.use != Use.LAKE)
                groups[k] = np.flatnonzero(rest & ~self._taken(groups))
        for k, cells in sorted(groups.items()):
            self._wijk(gemeente, k, cells, middle)

    def _taken(self, groups: dict[int, Ints]) -> Bools:
        result = np.zeros(self.free.size, dtype=bool)
        for cells in groups.values():
            result[cells] = True
        return result.reshape(self.free.shape)

    def _ring(
        self,
        gemeente: GemeentePlan,
        needed: list[int],
        ring: int,
        distance: Floats,
        angle: Floats,
        ground: Bools,
        groups: dict[int, Ints],
    ) -> None:
        """Give the nearest free cells to the wijken of this ring, sector by sector."""
        members = [k for k, w in enumerate(gemeente.wijken) if w.ring == ring]
        candidates = np.flatnonzero(self.free & ground)
        order = np.argsort(distance.flat[candidates], kind="stable")
        cells = candidates[order[: sum(needed[k] for k in members)]]
        cells = cells[np.argsort(angle.flat[cells], kind="stable")]
        cuts = np.cumsum([0] + [needed[k] for k in members])
        for a, b, k in zip(cuts[:-1], cuts[1:], members, strict=True):
            groups[k] = cells[a:b]
        self.free.flat[cells] = False

    def _villages(self, needed: int, count: int, middle: Floats, ground: Bools) -> Ints:
        """Villages around the town, each one buurt; the cells come back village by village."""
        result = []
        for d in range(count):
            angle = 2 * np.pi * (d + 0.35) / count
            far = 1.32 * self.radius + 6
            x, y = middle[0] + far * np.cos(angle), middle[1] + far * np.sin(angle)
            free = np.flatnonzero(self.free & ground)
            d2 = (self.column.flat[free] - x) ** 2 + 1.6 * (self.row.flat[free] - y) ** 2
            cells = free[np.argsort(d2, kind="stable")[: max(needed // count, 1)]]
            self.free.flat[cells] = False
            result.append(cells)
        return np.concatenate(result)

    def _groups(self, ring: int, cells: Ints, count: int, middle: Floats) -> Ints:
        xy = np.column_stack([self.column.flat[cells], self.row.flat[cells]])
        if ring == VILLAGE:
            return np.arange(len(cells)) * count // max(len(cells), 1)
        if ring == COUNTRYSIDE:
            angle = np.arctan2(xy[:, 1] - middle[1], xy[:, 0] - middle[0])
            part = (angle + np.pi) / (2 * np.pi + 1e-9)
            return np.asarray(part * count).astype(np.int64)
        return split(xy, count)

    def _wijk(self, gemeente: GemeentePlan, k: int, cells: Ints, middle: Floats) -> None:
        w = gemeente.wijken[k]
        kind = self.plan.kinds[w.kind].name
        names = self.plan.texts["buurtnamen"][kind]
        earlier = sum(v.buurten for v in gemeente.wijken[:k] if v.kind == w.kind)
        group = self._groups(w.ring, cells, w.buurten, middle)
        for b in range(w.buurten):
            number = (earlier + b) % len(names)
            name = names[number] if gemeente is self.core else f"{gemeente.name} {names[number]}"
            self.lattice.buurten.append(
                Buurt(
                    code=f"BU{gemeente.code[2:]}{k:02d}{b:02d}",
                    name=name,
                    wijk=f"WK{gemeente.code[2:]}{k:02d}",
                    wijk_name=f"Wijk {k:02d} {w.name}",
                    gemeente=gemeente,
                    kind=w.kind,
                    gebied=w.gebied,
                )
            )
            self.lattice.buurt.flat[cells[group == b]] = len(self.lattice.buurten) - 1
        self.lattice.town.flat[cells] = w.ring < COUNTRYSIDE

    def _lake_buurt(self) -> None:
        """The lake is a water buurt of its own, as CBS has them (code 9998)."""
        lake = self.lattice.use == Use.LAKE
        if not lake.any():
            return
        g = self.core
        self.lattice.buurten.append(
            Buurt(f"BU{g.code[2:]}9998", "Plas", f"WK{g.code[2:]}99", "Plas", g, -1, "", "JA")
        )
        self.lattice.buurt[lake] = len(self.lattice.buurten) - 1
