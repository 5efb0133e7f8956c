"""Panden, laid along the north and south side of each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import facilities
from pipelines.sample.lattice import Floats, Ints, Lattice
from pipelines.sample.plan import Plan


@dataclass
class Panden:
    """Buildings.

    Attributes:
        corner_x, corner_y: the four corners, RD metres, shape (n, 4).
        cell: number of the cell.
        slot: place in the cell; even on the south side, odd on the north side.
        form: number of the building form, -1 for facilities.
        build_year: year.
        facility: kind of facility (number in `facilities.FACILITIES`), -1 for others.
    """

    corner_x: Floats
    corner_y: Floats
    cell: Ints
    slot: Ints
    form: Ints
    build_year: Ints
    facility: Ints


def _positions(lattice: Lattice, cell: Ints, u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """RD position of a point at (u, v), 0-1 from the south-west corner of its cell (bilinear)."""
    j, i = np.divmod(cell, lattice.shape[1])
    weight = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
    position = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    x = sum((w * lattice.x[p] for w, p in zip(weight, position, strict=True)), np.zeros_like(u))
    y = sum((w * lattice.y[p] for w, p in zip(weight, position, strict=True)), np.zeros_like(u))
    return np.round(x, 3), np.round(y, 3)


def _footprints(
    lattice: Lattice, cell: Ints, slot: Ints, per_side: Ints, width: Floats, depth: Floats
) -> tuple[Floats, Floats]:
    """Corners of buildings, counter-clockwise: x and y, shape (n, 4)."""
    plot_width = 0.94 / per_side
    left = 0.03 + (slot // 2) * plot_width + plot_width * (1 - width) / 2
    right = left + plot_width * width
    low = np.where(slot % 2 == 0, 0.10, 0.90 - depth)
    xs, ys = [], []
    high = low + depth
    for u, v in ((left, low), (right, low), (right, high), (left, high)):
        x, y = _positions(lattice, cell, u, v)
        xs.append(x)
        ys.append(y)
    return np.column_stack(xs), np.column_stack(ys)


def build_panden(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> Panden:
    """Lay out all buildings of the block.

    Args:
        plan: the plan of the sample.
        lattice: the furnished lattice.
        rng: source of all randomness.
    """
    cells = np.flatnonzero(lattice.building_form >= 0)
    form_per_cell = lattice.building_form.flat[cells]
    count = np.array([v.panden for v in plan.building_forms])[form_per_cell]
    cell = np.repeat(cells, count)
    form = np.repeat(form_per_cell, count)
    end = np.cumsum(count)
    slot = np.arange(len(cell)) - np.repeat(end - count, count)
    kept = (rng.random(len(cell)) > 0.035) | (count.repeat(count) == 1)
    facility_cell, facility_slot, facility_kind = facilities.place(lattice)
    per_side = np.concatenate(
        [
            (np.repeat(count, count)[kept] + 1) // 2,
            np.full(len(facility_cell), facilities.PLACES // 2),
        ]
    )
    width = np.array([v.width for v in plan.building_forms])[form[kept]]
    depth = np.array([v.depth for v in plan.building_forms])[form[kept]]
    cell = np.concatenate([cell[kept], facility_cell])
    slot = np.concatenate([slot[kept], facility_slot])
    width = np.concatenate([width, np.full(len(facility_cell), 0.85)])
    depth = np.concatenate([depth, np.full(len(facility_cell), 0.24)])
    x, y = _footprints(lattice, cell, slot, per_side, width, depth)
    return Panden(
        corner_x=x,
        corner_y=y,
        cell=cell,
        slot=slot,
        form=np.concatenate([form[kept], np.full(len(facility_cell), -1)]),
        build_year=_build_years(plan, lattice, cell, rng),
        facility=np.concatenate([np.full(int(kept.sum()), -1), facility_kind]),
    )


def _build_years(plan: Plan, lattice: Lattice, cell: Ints, rng: np.random.Generator) -> Ints:
    """Build years: one per cell (a row is built at once), with some replacement since."""
    kind = np.array([b.kind for b in lattice.buurten])[lattice.buurt.flat[cell]]
    start = np.array([s.build_year[0] for s in plan.kinds])[kind]
    until = np.array([s.build_year[1] for s in plan.kinds])[kind]
    per_cell = rng.random(lattice.buurt.size)[cell]
    year = np.round(start + per_cell * (until - start)).astype(np.int64)
    new = rng.random(len(cell)) < 0.05
    return np.asarray(np.where(new, np.minimum(year + 45, 2023), year))
