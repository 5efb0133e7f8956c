"""Verblijfsobjecten: what is in the panden, its purpose, floor area, tenure and value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import facilities
from pipelines.sample.lattice import Bools, Floats, Ints, Lattice, Use
from pipelines.sample.panden import Panden
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
    _catering(plan, lattice, objects, rng)
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


def _catering(plan: Plan, lattice: Lattice, objects: Objects, rng: np.random.Generator) -> None:
    """Turn some shops of the centre into places to eat and drink."""
    shares = [buurt.special(plan).catering for buurt in lattice.buurten]
    share = np.array([plan.catering if s is None else s for s in shares])[objects.buurt]
    centre = np.array([b.kind for b in lattice.buurten])[objects.buurt] == plan.kind_number(
        "centrum"
    )
    shop = ~objects.dwelling & (objects.form >= 0) & centre
    found = shop & (rng.random(len(objects.x)) < share)
    kinds = [facilities.NUMBER[name] for name in facilities.CATERING]
    objects.facility[found] = rng.choice(kinds, int(found.sum()))


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
