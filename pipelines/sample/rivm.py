"""RIVM Gezondheid per wijk en buurt (50150NED): mean modelled chance of the residents.

Like the real table these are model estimates, here a logistic function of age, income, household
and schooling. The coefficients are choices of the sample `[PROPOSED]`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from pipelines.sample import population, rounding
from pipelines.sample.lattice import Bools, Floats
from pipelines.sample.objects import Objects
from pipelines.sample.odata import Column, Dimension, Table, description, json_values
from pipelines.sample.population import Population
from pipelines.sample.region_sums import Regions

TABLE, FEED = "50150NED", "/ODataFeed/OData"
AGE_GROUPS = (
    ("20300", "18 jaar of ouder", 18, 200),
    ("53115", "18 tot 65 jaar", 18, 65),
    ("80200", "65 jaar of ouder", 65, 200),
)
MARGINS = (
    ("MW00000", "Waarde", 0.0),
    ("MOG0095", "Ondergrens 95%-interval", -1.96),
    ("MBG0095", "Bovengrens 95%-interval", 1.96),
)
PERIODS = (("2022JJ00", "2022", 0.97), ("2024JJ00", "2024", 1.0))
MINIMUM = 50
WEIGHTS = ("constante", "leeftijd", "boven72", "laag_inkomen", "alleen", "hbo_wo")
"""Weights of: constant, age above 50 and above 72 (per 10 years), low income, living alone,
hbo/wo."""


@cache
def model() -> tuple[tuple[int, str, str, tuple[float, ...]], ...]:
    """Ordinal, key, title and weights of each indicator, from `tabellen/rivm.csv`."""
    return tuple(
        (int(r["nummer"]), r["stam"], r["titel"], tuple(float(r[g]) for g in WEIGHTS))
        for r in description("rivm")
    )


def _traits(people: Population) -> Floats:
    alone = (
        (people.p_household >= 0)
        & np.isin(people.hh_type[people.p_household], (population.SINGLE, population.SINGLE_PARENT))
        & ~people.p_child
    )
    low_income = population.income_per_person(people) < population.LOW_40
    decades = (people.p_age - 50) / 10
    above_72 = np.maximum(people.p_age - 72, 0) / 10
    return np.column_stack(
        [np.ones(len(decades)), decades, above_72, low_income, alone, people.p_schooling == 2]
    ).astype(np.float64)


def _in_group(people: Population, start: int, until: int) -> Bools:
    """Residents of an age group, those of institutions left out as in the survey."""
    return (people.p_age >= start) & (people.p_age < until) & (people.p_household >= 0)


def sums(objects: Objects, people: Population, n: int) -> dict[str, Floats]:
    """Sum of chances and number of persons per buurt, per age group."""
    weight = np.array([m[3] for m in model()])
    chance = 1 / (1 + np.exp(-_traits(people) @ weight.T))
    buurt = objects.buurt[people.p_object]
    result: dict[str, Floats] = {}
    for code, _, start, until in AGE_GROUPS:
        here = _in_group(people, start, until)
        result[f"rivm_n_{code}"] = np.bincount(buurt[here], minlength=n).astype(np.float64)
        for k, m in enumerate(model()):
            total = np.bincount(buurt[here], weights=chance[here, k], minlength=n)
            result[f"rivm_{m[0]}_{code}"] = np.asarray(total, dtype=np.float64)
    return result


def _values(regions: Regions, group: str, number: int, trend: float, z: float) -> list[Any]:
    count = regions.sums[f"rivm_n_{group}"]
    p = np.clip(trend * rounding.ratio(regions.sums[f"rivm_{number}_{group}"], count), 0.001, 0.999)
    sample_size = np.maximum(0.06 * count, 25.0)
    p = np.clip(p + z * np.sqrt(p * (1 - p) / sample_size), 0, 1)
    return json_values(
        rounding.where_given(rounding.round_half_up(100 * p, 1), count >= MINIMUM), 1
    )


def build(regions: Regions, modified: str) -> Table:
    """The table, rows by age group, margin, region and period.

    Region keys are padded and the land is `NL01`.
    """
    codes = [("NL01" if r.kind == "Land" else r.code).ljust(10) for r in regions.rows]
    text = [
        [r.gemeente.ljust(40), r.kind.ljust(10), c]
        for r, c in zip(regions.rows, codes, strict=True)
    ]
    rows: list[list[Any]] = []
    for group, _, _, _ in AGE_GROUPS:
        for margin, _, z in MARGINS:
            per_period = [
                list(zip(*(_values(regions, group, m[0], trend, z) for m in model()), strict=True))
                for _, _, trend in PERIODS
            ]
            for k, code in enumerate(codes):
                for (period, _, _), values in zip(PERIODS, per_period, strict=True):
                    rows.append([group, margin, code, period, *text[k], *values[k]])
    header = [
        Column(i, s, t, "", -1, "Regioaanduiding")
        for i, s, t in (
            (1, "Gemeentenaam", "Gemeentenaam"),
            (2, "SoortRegio", "Soort regio"),
            (3, "Codering", "Codering"),
        )
    ]
    columns = (*header, *(Column(m[0], m[1], m[2], "%", 1, "Gezondheid") for m in model()))
    dims = (
        Dimension("Leeftijd", "Leeftijd", "Dimension", tuple((g[0], g[1]) for g in AGE_GROUPS)),
        Dimension("Marges", "Marges", "Dimension", tuple((m[0], m[1]) for m in MARGINS)),
        Dimension(
            "WijkenEnBuurten",
            "Wijken en buurten",
            "GeoDimension",
            tuple((c, r.name) for c, r in zip(codes, regions.rows, strict=True)),
        ),
        Dimension(
            "Perioden",
            "Perioden",
            "TimeDimension",
            tuple((p[0], p[1]) for p in PERIODS),
            tuple({"Status": "Definitief"} for _ in PERIODS),
        ),
    )
    title = "Gezondheid per wijk en buurt; 2012/2016/2020/2022/2024 (indeling 2024)"
    return Table(TABLE, title, modified, FEED, "2022 en 2024", dims, columns, rows)
