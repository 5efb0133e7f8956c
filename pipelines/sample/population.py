"""Who lives in each dwelling: age, income, schooling, work, benefits and care.

All probabilities are choices of the sample `[PROPOSED]`: they give patterns that look like Dutch
buurten, no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import facilities
from pipelines.sample.lattice import Bools, Floats, Ints, Lattice
from pipelines.sample.objects import CORPORATION, OWNED, Objects
from pipelines.sample.plan import Plan

SINGLE, COUPLE, FAMILY, SINGLE_PARENT, INSTITUTION = range(5)
LOW_40, HIGH_20, POOR, BIJSTAND_LIMIT = 26.0, 41.0, 14.6, 17.0
"""Fixed limits of standardised household income, thousand euro."""
BEDS = 64
AOW_AGE = 67


@dataclass
class Population:
    """Households (hh_*) and residents (p_*), one value each.

    Attributes:
        hh_object, p_object: number of the verblijfsobject they live in.
        hh_type: `SINGLE`, `COUPLE`, `FAMILY` or `SINGLE_PARENT`.
        hh_age: age of the main resident.
        hh_income: standardised income, thousand euro.
        hh_size: number of residents.
        p_household: number of the household, -1 in an institution.
        p_age, p_woman: age in years, sex.
        p_child: lives with its parent.
        p_schooling: 0 low, 1 middle, 2 hbo/wo, -1 outside 15-75.
        p_works: has paid work.
        p_bijstand, p_ao, p_ww, p_wmo, p_jeugdzorg: gets this benefit or care.
    """

    hh_object: Ints
    hh_type: Ints
    hh_age: Ints
    hh_income: Floats
    hh_size: Ints
    p_object: Ints
    p_household: Ints
    p_age: Ints
    p_woman: Bools
    p_child: Bools
    p_schooling: Ints
    p_works: Bools
    p_bijstand: Bools
    p_ao: Bools
    p_ww: Bools
    p_wmo: Bools
    p_jeugdzorg: Bools


@dataclass(frozen=True)
class _Character:
    """What the people of each buurt are like: one value per buurt, see `plan.WijkKind`."""

    age: Floats
    spread: Floats
    income: Floats
    schooling: Floats


def _characters(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> _Character:
    """The kind of wijk, what the plan says about single buurten, and some chance."""
    rows = []
    for buurt in lattice.buurten:
        kind, special = plan.kinds[buurt.kind], buurt.special(plan)
        age = special.age or kind.age
        income = kind.income if special.income is None else special.income
        schooling = kind.schooling if special.schooling is None else special.schooling
        rows.append((*age, income, schooling))
    age, spread, income, schooling = np.array(rows, dtype=np.float64).T
    # a special buurt is what the plan says, so that it surely shows what it is there for
    chance = np.array([b.special(plan).age is None for b in lattice.buurten])
    age = age + rng.normal(0, 4.5, len(rows)) * chance
    income = income * np.exp(rng.normal(0, 0.06, len(rows)) * chance)
    return _Character(age, spread, income, schooling)


def _heads(
    plan: Plan, character: _Character, objects: Objects, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Occupied dwellings and the age of their main resident."""
    occupied = np.flatnonzero(
        objects.dwelling & (objects.status < 3) & (rng.random(len(objects.x)) > 0.027)
    )
    buurt = objects.buurt[occupied]
    mu, sd = character.age[buurt], character.spread[buurt]
    names = [v.name for v in plan.building_forms]
    form = objects.form[occupied]
    mu = (
        mu
        + np.where(form == names.index("hofje"), 18.0, 0.0)
        + np.where(form == names.index("nieuwflat"), 9.0, 0.0)
    )
    age = np.clip(np.round(rng.normal(mu, sd)), 19, 99).astype(np.int64)
    old = age > 84
    age[old] = 84 + np.minimum((rng.exponential(3.5, int(old.sum()))).astype(int), 18)
    return occupied, age


def _household_types(objects: Objects, occupied: Ints, age: Ints, rng: np.random.Generator) -> Ints:
    """Household type by age and room: flats hold singles, large houses families."""
    area = np.minimum(objects.area[occupied], 250)
    single = np.interp(
        age, [19, 25, 32, 45, 60, 70, 80, 90], [0.80, 0.62, 0.34, 0.25, 0.30, 0.34, 0.52, 0.76]
    )
    single = np.clip(single + 0.07 + (85 - area) * 0.006, 0.05, 0.95)
    child = np.interp(age, [22, 30, 38, 46, 54, 60, 68], [0.02, 0.34, 0.66, 0.66, 0.42, 0.14, 0.0])
    draw, child_draw = rng.random(len(occupied)), rng.random(len(occupied))
    parent = (child_draw < child) & (area > 55)
    type_ = np.where(draw < single, SINGLE, np.where(parent, FAMILY, COUPLE))
    lone = (type_ == SINGLE) & (child_draw < 0.34 * child) & (area > 50)
    return np.where(lone, SINGLE_PARENT, type_)


def _members(
    hh_type: Ints, hh_age: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Bools, Bools]:
    """Residents of the households: household number, age, woman, child."""
    n = len(hh_type)
    number = np.arange(n)
    sex_draw = rng.random(n)
    couple = np.isin(hh_type, (COUPLE, FAMILY))
    head_woman = np.where(
        couple, sex_draw < 0.35, np.where(hh_age > 70, sex_draw < 0.72, sex_draw < 0.5)
    )
    head_woman = np.where(hh_type == SINGLE_PARENT, sex_draw < 0.82, head_woman)
    partner = np.clip(hh_age[couple] - np.round(rng.normal(1.5, 3.5, int(couple.sum()))), 19, 103)
    children = np.where(
        np.isin(hh_type, (FAMILY, SINGLE_PARENT)), rng.choice([1, 2, 2, 2, 3, 3], n), 0
    )
    child_household = np.repeat(number, children)
    child_age = np.clip(
        np.round(hh_age[child_household] - rng.normal(32, 4.5, len(child_household))), 0, 26
    )
    hh = np.concatenate([number, number[couple], child_household])
    age = np.concatenate([hh_age, partner.astype(np.int64), child_age.astype(np.int64)])
    woman = np.concatenate(
        [head_woman, ~head_woman[couple], rng.random(len(child_household)) < 0.487]
    )
    child = np.concatenate(
        [np.zeros(n + int(couple.sum()), bool), np.ones(len(child_household), bool)]
    )
    order = np.argsort(hh, kind="stable")
    return hh[order], age[order], woman[order], child[order]


def _income(
    character: _Character, objects: Objects, obj: Ints, age: Ints, rng: np.random.Generator
) -> Floats:
    base = 32.0 * character.income[objects.buurt[obj]]
    ownership = np.where(
        objects.tenure[obj] == OWNED, 1.18, np.where(objects.tenure[obj] == CORPORATION, 0.70, 0.96)
    )
    years = np.interp(age, [19, 24, 35, 50, 62, 68, 80], [0.55, 0.80, 1.0, 1.12, 1.08, 0.92, 0.84])
    return np.asarray(base * ownership * years * np.exp(rng.normal(0, 0.31, len(obj))))


def _institutions(objects: Objects, rng: np.random.Generator) -> tuple[Ints, Ints, Bools]:
    """Residents of nursing homes: object, age, woman."""
    home = np.flatnonzero(objects.facility == facilities.NUMBER["verpleeghuis"])
    obj = np.repeat(home, BEDS)
    age = np.clip(np.round(rng.normal(86, 6.5, len(obj))), 62, 104).astype(np.int64)
    return obj, age, rng.random(len(obj)) < 0.70


def populate(
    plan: Plan, lattice: Lattice, objects: Objects, rng: np.random.Generator
) -> Population:
    """Let people live in the dwellings and nursing homes.

    Args:
        plan: the plan of the sample.
        lattice: the lattice.
        objects: all verblijfsobjecten.
        rng: source of all randomness.

    Returns:
        Households and residents; the residents of a household stand together.
    """
    character = _characters(plan, lattice, rng)
    obj, head_age = _heads(plan, character, objects, rng)
    type_ = _household_types(objects, obj, head_age, rng)
    income = _income(character, objects, obj, head_age, rng)
    hh, age, woman, child = _members(type_, head_age, rng)
    inst_object, inst_age, inst_woman = _institutions(objects, rng)
    people = Population(
        hh_object=obj,
        hh_type=type_,
        hh_age=head_age,
        hh_income=income,
        hh_size=np.bincount(hh, minlength=len(obj)),
        p_object=np.concatenate([obj[hh], inst_object]),
        p_household=np.concatenate([hh, np.full(len(inst_object), -1)]),
        p_age=np.concatenate([age, inst_age]),
        p_woman=np.concatenate([woman, inst_woman]),
        p_child=np.concatenate([child, np.zeros(len(inst_object), bool)]),
        p_schooling=np.zeros(0, dtype=np.int64),
        p_works=np.zeros(0, bool),
        p_bijstand=np.zeros(0, bool),
        p_ao=np.zeros(0, bool),
        p_ww=np.zeros(0, bool),
        p_wmo=np.zeros(0, bool),
        p_jeugdzorg=np.zeros(0, bool),
    )
    _schooling_and_work(character, objects, people, rng)
    _care(objects, people, rng)
    return people


def income_per_person(people: Population) -> Floats:
    """Standardised household income per resident, thousand euro; institutions count as low."""
    return np.where(people.p_household >= 0, people.hh_income[people.p_household], LOW_40 - 4)


def _schooling_and_work(
    character: _Character, objects: Objects, people: Population, rng: np.random.Generator
) -> None:
    n, age, income = len(people.p_object), people.p_age, income_per_person(people)
    high = character.schooling[objects.buurt[people.p_object]]
    high = np.clip(high + 0.010 * (income - 30) - 0.006 * np.maximum(age - 40, 0), 0.03, 0.9)
    high = np.where(age < 22, high * 0.15, high)
    draw = rng.random(n)
    people.p_schooling = np.where(draw < high, 2, np.where(draw < high + 0.42, 1, 0))
    people.p_schooling[(age < 15) | (age >= 75)] = -1
    adult = (age >= 18) & (age < AOW_AGE) & ~people.p_child & (people.p_household >= 0)
    people.p_bijstand = adult & (income < BIJSTAND_LIMIT) & (rng.random(n) < 0.62)
    people.p_ao = (
        adult
        & ~people.p_bijstand
        & (rng.random(n) < np.where(income < LOW_40, 0.11, 0.035) * age / 45)
    )
    people.p_ww = adult & ~people.p_bijstand & ~people.p_ao & (rng.random(n) < 0.021)
    chance = np.interp(
        age, [15, 20, 27, 50, 60, 66, 68, 74], [0.45, 0.74, 0.88, 0.87, 0.74, 0.45, 0.16, 0.08]
    )
    people.p_works = (
        (age >= 15) & (age < 75) & ~people.p_bijstand & ~people.p_ww & (rng.random(n) < chance)
    )
    people.p_works &= ~(people.p_ao & (rng.random(n) < 0.7)) & (people.p_household >= 0)


def _care(objects: Objects, people: Population, rng: np.random.Generator) -> None:
    n, age, income = len(people.p_object), people.p_age, income_per_person(people)
    rented = objects.tenure[people.p_object] != OWNED
    single = (people.p_household >= 0) & (people.hh_type[people.p_household] == SINGLE)
    wmo = np.interp(
        age, [18, 50, 65, 75, 80, 85, 92], [0.010, 0.026, 0.055, 0.14, 0.24, 0.37, 0.50]
    )
    wmo = wmo * np.where(rented, 1.30, 0.80) * np.where(single, 1.25, 0.85)
    people.p_wmo = (age >= 18) & (people.p_household >= 0) & (rng.random(n) < wmo)
    youth_care = 0.085 * np.where(income < LOW_40, 1.7, 0.85)
    people.p_jeugdzorg = (age < 23) & people.p_child & (rng.random(n) < youth_care)
