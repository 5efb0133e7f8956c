"""Panden along the north and south side of each cell, and the verblijfsobjecten inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import facilities
from pipelines.sample.lattice import Bools, Floats, Ints, Lattice, Use
from pipelines.sample.plan import Plan

PURPOSES = (
    "woonfunctie",
    "winkelfunctie",
    "kantoorfunctie",
    "industriefunctie",
    "gezondheidszorgfunctie",
    "gezondheidszorgfunctie,winkelfunctie",
    "bijeenkomstfunctie",
    "onderwijsfunctie",
    "woonfunctie,gezondheidszorgfunctie",
    "woonfunctie,kantoorfunctie",
    "overige gebruiksfunctie",
)
STATUS = (
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject",
    "Verblijfsobject gevormd",
    "Verblijfsobject buiten gebruik",
)
FORMED = 3
OWNED, CORPORATION, OTHER_RENT, UNKNOWN, NO_DWELLING = range(5)


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


@dataclass
class Objects:
    """Verblijfsobjecten, in the order of their panden.

    Attributes:
        x, y: RD, metres.
        pand, pand2: number of the pand, and of a second one (-1: none).
        cell, buurt, slot, form, build_year, facility: those of the pand.
        purpose, status: numbers in `PURPOSES` and `STATUS`.
        area: registered area in m2, placeholders included.
        dwelling: counts as a dwelling of the stock.
        tenure: `OWNED`, `CORPORATION`, `OTHER_RENT`, `UNKNOWN` or `NO_DWELLING`.
        woz: thousand euro, 0 when no dwelling.
    """

    x: Floats
    y: Floats
    pand: Ints
    pand2: Ints
    cell: Ints
    buurt: Ints
    slot: Ints
    form: Ints
    purpose: Ints
    status: Ints
    area: Ints
    dwelling: Bools
    tenure: Ints
    woz: Floats
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


def build_objects(
    plan: Plan, lattice: Lattice, panden: Panden, rng: np.random.Generator
) -> Objects:
    """Fill the buildings with verblijfsobjecten.

    Args:
        plan: the plan of the sample.
        lattice: the furnished lattice.
        panden: all buildings.
        rng: source of all randomness.
    """
    dwellings = np.array([v.dwellings for v in plan.building_forms] + [0])[panden.form]
    large = dwellings >= 8
    dwellings = np.where(
        large, (dwellings * rng.choice([0.75, 1.0, 1.25], len(dwellings))).astype(int), dwellings
    )
    centre = np.array([b.kind for b in lattice.buurten])[
        lattice.buurt.flat[panden.cell]
    ] == plan.kind_number("centrum")
    shop = centre & (panden.form >= 0) & (rng.random(len(dwellings)) < 0.3)
    extra = np.where((dwellings == 0) | shop, 1, 0)
    count = dwellings + extra
    pand = np.repeat(np.arange(len(count)), count)
    rank = np.arange(len(pand)) - np.repeat(np.cumsum(count) - count, count)
    floors = np.array([v.floors for v in plan.building_forms] + [1])[panden.form[pand]]
    per_floor = np.maximum(-(-count[pand] // floors), 1)
    inside_u = (rank % per_floor + 0.5) / per_floor
    inside_v = 0.3 + 0.4 * ((rank // per_floor) + 0.5) / np.maximum(floors, 1)
    x, y = _inside_pand(panden, pand, inside_u, inside_v)
    objects = Objects(
        x=x,
        y=y,
        pand=pand,
        pand2=np.full(len(pand), -1),
        cell=panden.cell[pand],
        buurt=lattice.buurt.flat[panden.cell[pand]],
        slot=panden.slot[pand],
        form=panden.form[pand],
        purpose=np.zeros(len(pand), dtype=np.int64),
        status=np.zeros(len(pand), dtype=np.int64),
        area=np.zeros(len(pand), dtype=np.int64),
        dwelling=rank < dwellings[pand],
        tenure=np.full(len(pand), NO_DWELLING),
        woz=np.zeros(len(pand)),
        build_year=panden.build_year[pand],
        facility=panden.facility[pand],
    )
    _purposes(lattice, objects, rng)
    _floor_areas(plan, objects, rng)
    _tenure(plan, lattice, objects, rng)
    _quirks(lattice, objects, rng)
    return objects


def _inside_pand(panden: Panden, pand: Ints, u: Floats, v: Floats) -> tuple[Floats, Floats]:
    weight = np.column_stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v])
    x = (weight * panden.corner_x[pand]).sum(axis=1)
    y = (weight * panden.corner_y[pand]).sum(axis=1)
    return np.round(x, 3), np.round(y, 3)


def _purposes(lattice: Lattice, objects: Objects, rng: np.random.Generator) -> None:
    other = ~objects.dwelling
    objects.purpose[other] = PURPOSES.index("winkelfunctie")
    shed = other & np.isin(lattice.use.flat[objects.cell], (Use.BUSINESS, Use.GROWTH))
    objects.purpose[shed] = rng.choice([2, 3, 3, 10], int(shed.sum()))
    is_facility = objects.facility >= 0
    purpose_of = np.array([PURPOSES.index(v.purpose) for v in facilities.FACILITIES])
    objects.purpose[is_facility] = purpose_of[objects.facility[is_facility]]
    at_home = objects.dwelling & (rng.random(len(objects.x)) < 0.004)
    objects.purpose[at_home] = PURPOSES.index("woonfunctie,kantoorfunctie")


def _floor_areas(plan: Plan, objects: Objects, rng: np.random.Generator) -> None:
    mean = np.array([v.area for v in plan.building_forms] + [300.0])[objects.form]
    mean = np.where(objects.dwelling | (objects.form < 0), mean, 140.0)
    fixed = np.array([v.area for v in facilities.FACILITIES] + [0])[objects.facility]
    area = np.where(
        objects.facility >= 0, fixed, mean * np.exp(rng.normal(0, 0.16, len(objects.x)))
    )
    objects.area[:] = np.maximum(np.round(area), 18).astype(np.int64)


def _tenure(plan: Plan, lattice: Lattice, objects: Objects, rng: np.random.Generator) -> None:
    """Tenure and WOZ; mostly one draw per cell, as a complex has one owner."""
    owned = np.array([v.owned for v in plan.building_forms] + [0.0])[objects.form]
    corporation = np.array([v.corporation for v in plan.building_forms] + [0.0])[objects.form]
    per_cell = rng.random(lattice.buurt.size)[objects.cell]
    draw = np.where(rng.random(len(objects.x)) < 0.85, per_cell, rng.random(len(objects.x)))
    kind = np.where(
        draw < owned, OWNED, np.where(draw < owned + corporation, CORPORATION, OTHER_RENT)
    )
    kind = np.where(rng.random(len(objects.x)) < 0.006, UNKNOWN, kind)
    objects.tenure[:] = np.where(objects.dwelling, kind, NO_DWELLING)
    base = np.array([v.woz for v in plan.building_forms] + [0.0])[objects.form]
    base_area = np.array([v.area for v in plan.building_forms] + [1.0])[objects.form]
    income = np.array([s.income for s in plan.kinds])[
        np.array([b.kind for b in lattice.buurten])[objects.buurt]
    ]
    price = (
        base
        * (objects.area / base_area) ** 0.7
        * income**0.5
        * np.exp(rng.normal(0, 0.09, len(objects.x)))
    )
    objects.woz[:] = np.where(
        objects.dwelling, np.round(np.where(objects.tenure == OWNED, 1.06, 0.95) * price), 0.0
    )


def _quirks(lattice: Lattice, objects: Objects, rng: np.random.Generator) -> None:
    """Statuses, placeholder areas, dwellings in two panden, dwellings planned on growth sites."""
    draw = rng.random(len(objects.x))
    objects.status[draw < 0.008] = 1
    objects.status[(draw >= 0.008) & (draw < 0.013)] = 2
    objects.status[(draw >= 0.013) & (draw < 0.014) & ~objects.dwelling] = 4
    growth = (lattice.use.flat[objects.cell] == Use.GROWTH) & ~objects.dwelling
    objects.status[growth] = FORMED
    objects.purpose[growth] = PURPOSES.index("woonfunctie")
    fake = rng.random(len(objects.x)) < 0.0006
    objects.area[fake] = rng.choice([1, 99999, 999999], int(fake.sum()))
    in_two = (
        objects.dwelling
        & (rng.random(len(objects.x)) < 0.003)
        & (objects.pand + 1 < int(objects.pand.max()) + 1)
    )
    next_pand = np.minimum(objects.pand + 1, int(objects.pand.max()))
    objects.pand2[in_two & (next_pand != objects.pand)] = next_pand[
        in_two & (next_pand != objects.pand)
    ]
