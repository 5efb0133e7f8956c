"""Sums per buurt over dwellings, households and residents: the base of every published figure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.ndimage import convolve

from pipelines.sample import facilities, past, population, street_network
from pipelines.sample.lattice import Bools, Buurt, Floats, Ints, Lattice, Use
from pipelines.sample.objects import CORPORATION, OTHER_RENT, OWNED, UNKNOWN, Objects
from pipelines.sample.plan import Plan
from pipelines.sample.population import Population
from pipelines.sample.street_network import Streets

Sums = dict[str, Floats]
AGE_LIMITS = (0, 15, 25, 45, 65, 200)
DISTANCE_KINDS = (
    "huisarts",
    "apotheek",
    "supermarkt",
    "bibliotheek",
    "school",
    "college",
    "kinderdagverblijf",
    "fysiotherapeut",
    "restaurant",
    "bakker",
)
COUNTED_KINDS = ("huisarts", "supermarkt", "school")
WITHIN_M = (1000.0, 3000.0, 5000.0)


@dataclass
class Tally:
    """Buurten of a block with their sums (float arrays, one value per buurt)."""

    buurten: list[Buurt]
    sums: Sums


def _sum(group: Ints, n: int, weight: Floats | Bools | Ints | None = None) -> Floats:
    w = None if weight is None else np.asarray(weight, dtype=np.float64)
    return np.bincount(group, weights=w, minlength=n).astype(np.float64)


def _persons(people: Population, buurt: Ints, n: int) -> Sums:
    age, hh = people.p_age, people.p_household >= 0
    income = population.income_per_person(people)
    result = {
        "inwoners": _sum(buurt, n),
        "vrouwen": _sum(buurt, n, people.p_woman),
        "mannen": _sum(buurt, n, ~people.p_woman),
    }
    for a, z in pairwise(AGE_LIMITS):
        result[f"l{a}"] = _sum(buurt, n, (age >= a) & (age < z))
    result["l65_80"] = _sum(buurt, n, (age >= 65) & (age < 80))
    result["l80"] = _sum(buurt, n, age >= 80)
    for k, name in enumerate(("opl_laag", "opl_midden", "opl_hoog")):
        result[name] = _sum(buurt, n, people.p_schooling == k)
    result |= {
        "p15_75": _sum(buurt, n, people.p_schooling >= 0),
        "werkzaam": _sum(buurt, n, people.p_works),
        "bijstand": _sum(buurt, n, people.p_bijstand),
        "ao": _sum(buurt, n, people.p_ao),
        "ww": _sum(buurt, n, people.p_ww),
        "aow": _sum(buurt, n, age >= population.AOW_AGE),
        "wmo": _sum(buurt, n, people.p_wmo),
        "jeugdzorg": _sum(buurt, n, people.p_jeugdzorg),
        "jeugd": _sum(buurt, n, age < 23),
        "p_hh": _sum(buurt, n, hh),
        "arm": _sum(buurt, n, hh & (income < population.POOR)),
        "arm_plus": _sum(
            buurt, n, hh & (income >= population.POOR) & (income < 1.25 * population.POOR)
        ),
        "ontvangers": _sum(buurt, n, hh & (age >= 18)),
    }
    return result


def _earlier(objects: Objects, people: Population, buurt: Ints, n: int, now: int) -> Sums:
    """Residents by age in earlier years, named `inwoners_2019`, `l65_2019` and so on."""
    result = {}
    for year in past.KWB_YEARS:
        weight = past.weights(objects, people, year, now)
        age = people.p_age - (now - year)
        result[f"inwoners_{year}"] = _sum(buurt, n, weight)
        for a, z in pairwise(AGE_LIMITS):
            result[f"l{a}_{year}"] = _sum(buurt, n, weight * ((age >= a) & (age < z)))
    return result


def _households(people: Population, buurt: Ints, n: int) -> Sums:
    factor = (
        1
        + 0.37 * np.isin(people.hh_type, (population.COUPLE, population.FAMILY))
        + 0.3 * np.maximum(people.hh_size - 2, 0)
    )
    return {
        "hh": _sum(buurt, n),
        "hh1": _sum(buurt, n, people.hh_type == population.SINGLE),
        "hh_zonder": _sum(buurt, n, people.hh_type == population.COUPLE),
        "hh_met": _sum(
            buurt, n, np.isin(people.hh_type, (population.FAMILY, population.SINGLE_PARENT))
        ),
        "hh_laag40": _sum(buurt, n, people.hh_income < population.LOW_40),
        "hh_hoog20": _sum(buurt, n, people.hh_income > population.HIGH_20),
        "hh_ink": _sum(buurt, n, people.hh_income),
        "ink": _sum(buurt, n, people.hh_income * factor),
        "autos": _sum(
            buurt, n, np.clip(0.35 + people.hh_income / 60 + 0.25 * (people.hh_size > 1), 0, 2)
        ),
    }


def _dwellings(plan: Plan, objects: Objects, people: Population, n: int) -> Sums:
    stock = objects.dwelling & (objects.status < 3)
    k = objects.buurt[stock]
    apartment = np.array([v.type == "appartement" for v in plan.building_forms] + [False])[
        objects.form[stock]
    ]
    occupied = np.isin(np.arange(len(objects.x)), people.hh_object)[stock]
    tenure = objects.tenure[stock]
    return {
        "woningen": _sum(k, n),
        "woz": _sum(k, n, objects.woz[stock]),
        "meergezins": _sum(k, n, apartment),
        "eengezins": _sum(k, n, ~apartment),
        "bewoond": _sum(k, n, occupied),
        "koop": _sum(k, n, tenure == OWNED),
        "corp": _sum(k, n, tenure == CORPORATION),
        "overig_huur": _sum(k, n, tenure == OTHER_RENT),
        "onbekend": _sum(k, n, tenure == UNKNOWN),
        "voor2000": _sum(k, n, objects.build_year[stock] < 2000),
        "adressen": _sum(objects.buurt, n),
    }


def distances(lattice: Lattice, streets: Streets, objects: Objects) -> Sums:
    """Metres over the streets from every object to the nearest facility of each kind."""
    j, i = np.divmod(objects.cell, lattice.shape[1])
    base = (j + objects.slot % 2) * (lattice.shape[1] + 1) + i
    result = {}
    for name in DISTANCE_KINDS:
        here = objects.facility == facilities.NUMBER[name]
        from_source = street_network.walking_distance(streets, base[here])
        d = np.minimum(
            *(
                from_source[v] + np.hypot(streets.x[v] - objects.x, streets.y[v] - objects.y)
                for v in (base, base + 1)
            )
        )
        result[name] = d
        if name in COUNTED_KINDS:
            count = street_network.within(streets, base[here], WITHIN_M)
            for k, m in enumerate(WITHIN_M):
                result[f"{name}_{m / 1000:.0f}km"] = count[base, k]
    return result


def address_density(objects: Objects) -> Floats:
    """Addresses per km2 within a circle of 1 km around each object (counted on 100 m squares)."""
    kx, ky = (objects.x // 100).astype(np.int64), (objects.y // 100).astype(np.int64)
    kx, ky = kx - kx.min(), ky - ky.min()
    grid = np.zeros((int(kx.max()) + 1, int(ky.max()) + 1))
    np.add.at(grid, (kx, ky), 1.0)
    a, b = np.mgrid[-10:11, -10:11]
    disc = (a**2 + b**2 <= 100).astype(np.float64)
    density = convolve(grid, disc, mode="constant") / (disc.sum() * 0.01)
    return np.asarray(np.maximum(density[kx, ky], 1.0))


def _surfaces(lattice: Lattice, n: int) -> Sums:
    x, y = lattice.x, lattice.y
    area = 0.5 * np.abs(
        (x[1:, 1:] - x[:-1, :-1]) * (y[1:, :-1] - y[:-1, 1:])
        - (x[1:, :-1] - x[:-1, 1:]) * (y[1:, 1:] - y[:-1, :-1])
    )
    wet = np.isin(lattice.use, (Use.RIVER, Use.LAKE))
    k = lattice.buurt.ravel()
    return {"opp": _sum(k, n, area.ravel()), "opp_water": _sum(k, n, (area * wet).ravel())}


def count(
    plan: Plan, lattice: Lattice, streets: Streets, objects: Objects, people: Population
) -> Tally:
    """Sum everything per buurt.

    Args:
        plan: the plan of the sample.
        lattice: the lattice.
        streets: the streets.
        objects: all verblijfsobjecten.
        people: all households and residents.

    Returns:
        The sums; distances beyond reach count as 30 km.
    """
    n = len(lattice.buurten)
    sums = _persons(people, objects.buurt[people.p_object], n) | _households(
        people, objects.buurt[people.hh_object], n
    )
    sums |= _earlier(objects, people, objects.buurt[people.p_object], n, plan.year)
    sums |= _dwellings(plan, objects, people, n) | _surfaces(lattice, n)
    far = distances(lattice, streets, objects)
    resident_buurt = objects.buurt[people.p_object]
    for name, d in far.items():
        sums[f"d_{name}"] = _sum(
            resident_buurt, n, np.where(np.isfinite(d), d, 30_000.0)[people.p_object]
        )
    sums["oad"] = _sum(objects.buurt, n, address_density(objects))
    return Tally(list(lattice.buurten), sums)
