"""Ages: 83502NED (PC4 by five-year class, rounded), 03759ned (gemeente by single year, exact)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.sample import past
from pipelines.sample.addresses import Addresses
from pipelines.sample.lattice import Floats, Ints, Lattice
from pipelines.sample.objects import Objects
from pipelines.sample.odata import Column, Dimension, Table
from pipelines.sample.population import Population

FEED = "/ODataFeed/odata"
OLDEST = 95
SEXES = (("T001038", "Totaal mannen en vrouwen"), ("3000   ", "Mannen"), ("4000   ", "Vrouwen"))
MARITAL_STATES = (
    ("T001019", "Totaal burgerlijke staat"),
    ("1010   ", "Ongehuwd"),
    ("1020   ", "Gehuwd"),
    ("1050   ", "Verweduwd"),
    ("1080   ", "Gescheiden"),
)
PERIODS = tuple((f"{year}JJ00", str(year)) for year in past.YEARS)
COVERED = f"{past.YEARS[0]}-{past.YEARS[-1]}"
_STATUS = tuple({"Status": "Definitief"} for _ in PERIODS)
AGE_CLASSES = [
    (f"{70000 + 100 * (k + 1)}", f"{5 * k} tot {5 * k + 5} jaar", 5 * k, 5 * k + 5)
    for k in range(19)
]
AGE_CLASSES = [("10000", "Totaal", 0, 200), *AGE_CLASSES, ("22000", "95 jaar of ouder", 95, 200)]
SINGLE_YEARS = [
    ("10010" if a == 0 else f"{10000 + 100 * a}", f"{a} jaar", a, a + 1) for a in range(OLDEST)
]


@dataclass(frozen=True)
class Ages:
    """Counts of one block.

    Attributes:
        postcodes: PC4 of the second axis of `pc4`.
        pc4: residents by (year, postcode, age, sex).
        codes: gemeenten of the second axis of `gemeente`.
        gemeente: residents by (year, gemeente, age, sex, marital state).
    """

    postcodes: Ints
    pc4: Ints
    codes: list[str]
    gemeente: Ints


def _marital_state(people: Population) -> Ints:
    """Never married 0, married 1, widowed 2, divorced 3: a fixed function of household and age."""
    n = len(people.p_object)
    draw = (np.arange(n) * 2_654_435_761 % 1000) / 1000
    hh = np.maximum(people.p_household, 0)
    couple = (people.p_household >= 0) & np.isin(people.hh_type[hh], (1, 2)) & ~people.p_child
    household_draw = (hh * 2_654_435_761 % 1000) / 1000
    married = couple & (
        household_draw < np.interp(people.hh_age[hh], [22, 30, 40, 60], [0.1, 0.35, 0.62, 0.88])
    )
    alone = ~couple & ~people.p_child & (people.p_age >= 18)
    widowed = alone & (draw < np.interp(people.p_age, [50, 65, 75, 85], [0.02, 0.22, 0.52, 0.80]))
    divorced = (
        alone & ~widowed & (draw > 1 - np.interp(people.p_age, [28, 45, 60], [0.02, 0.40, 0.55]))
    )
    return np.select([married, widowed, divorced], [1, 2, 3], 0)


def count(lattice: Lattice, objects: Objects, addresses: Addresses, people: Population) -> Ages:
    """Count the residents of a block in every year."""
    woman = people.p_woman.astype(np.int64)
    postcodes, pc = np.unique(addresses.pc4[people.p_object], return_inverse=True)
    codes = sorted({x.gemeente.code for x in lattice.buurten})
    gemeente_of = np.array([codes.index(x.gemeente.code) for x in lattice.buurten])[
        objects.buurt[people.p_object]
    ]
    state = _marital_state(people)
    pc4 = np.zeros((len(past.YEARS), len(postcodes), past.AGES, 2))
    gemeente = np.zeros((len(past.YEARS), len(codes), past.AGES, 2, 4))
    for k, year in enumerate(past.YEARS):
        age = np.maximum(np.minimum(people.p_age, past.AGES - 1) - (past.YEARS[-1] - year), 0)
        weight = past.weights(objects, people, year, past.YEARS[-1])
        np.add.at(pc4[k], (pc.ravel(), age, woman), weight)
        np.add.at(gemeente[k], (gemeente_of, age, woman, state), weight)
    return Ages(postcodes, _whole(pc4), codes, _whole(gemeente))


def _whole(sums: Floats) -> Ints:
    return np.floor(sums + 0.5).astype(np.int64)


def _with_both_sexes(tally: Ints) -> Ints:
    """Total, men, women in front of the sex axis (axis 2)."""
    return np.concatenate([tally.sum(axis=2, keepdims=True), tally], axis=2)


def per_pc4(parts: list[Ages], modified: str) -> Table:
    """83502NED: counts rounded to five."""
    postcodes = np.concatenate([d.postcodes for d in parts])
    every = np.concatenate([d.pc4 for d in parts], axis=1)
    order = np.argsort(postcodes, kind="stable")
    postcodes, every = postcodes[order], every[:, order]
    names = [("NL00  ", "Nederland"), *((f"PC{p:04d}", f"{p:04d}") for p in postcodes.tolist())]
    rows: list[list[Any]] = []
    per_year = []
    for tally in every:
        everything = _with_both_sexes(np.concatenate([tally.sum(axis=0, keepdims=True), tally]))
        per_year.append(
            np.stack(
                [everything[:, start:until].sum(axis=1) for _, _, start, until in AGE_CLASSES],
                axis=1,
            )
        )
    rounded = [((t + 2) // 5 * 5).tolist() for t in per_year]
    for g, (sex, _) in enumerate(SEXES):
        for k, age_class in enumerate(AGE_CLASSES):
            for p, (postcode, _) in enumerate(names):
                for j, (period, _) in enumerate(PERIODS):
                    rows.append([sex, age_class[0], postcode, period, rounded[j][p][k][g]])
    dims = (
        Dimension("Geslacht", "Geslacht", "Dimension", SEXES),
        Dimension("Leeftijd", "Leeftijd", "Dimension", tuple((k[0], k[1]) for k in AGE_CLASSES)),
        Dimension("Postcode", "Postcode", "GeoDimension", tuple(names)),
        Dimension("Perioden", "Perioden", "TimeDimension", PERIODS, _STATUS),
    )
    column = (Column(1, "Bevolking", "Bevolking", "aantal", 0),)
    title = "Bevolking; geslacht, leeftijd en viercijferige postcode, 1 januari"
    return Table("83502NED", title, modified, FEED, COVERED, dims, column, rows)


def _mean(counts: list[int], at: int) -> float | None:
    """Mean of a year from both its ends; unknown where the year after is not held."""
    later = at + 1 < len(counts) and past.YEARS[at + 1] == past.YEARS[at] + 1
    return (counts[at] + counts[at + 1]) / 2 if later else None


def per_gemeente(parts: list[Ages], names: dict[str, str], modified: str) -> Table:
    """03759ned: exact counts per single year of age, sex, marital state and gemeente."""
    codes = [c for d in parts for c in d.codes]
    every = np.concatenate([d.gemeente for d in parts], axis=1)
    order = np.argsort(np.array(codes), kind="stable")
    codes, every = [codes[k] for k in order], every[:, order]
    region = [("NL01  ", "Nederland"), *((c.ljust(6), names[c]) for c in codes)]
    classes = [*AGE_CLASSES[:1], *SINGLE_YEARS, AGE_CLASSES[-1]]
    per_year = []
    for tally in every:
        everything = _with_both_sexes(np.concatenate([tally.sum(axis=0, keepdims=True), tally]))
        everything = np.concatenate([everything.sum(axis=3, keepdims=True), everything], axis=3)
        per_year.append(
            np.stack(
                [everything[:, start:until].sum(axis=1) for _, _, start, until in classes], axis=1
            )
        )
    lists = [t.tolist() for t in per_year]
    rows: list[list[Any]] = []
    for g, (sex, _) in enumerate(SEXES):
        for k, age_class in enumerate(classes):
            for s, (state, _) in enumerate(MARITAL_STATES):
                for p, (code, _) in enumerate(region):
                    counts = [one[p][k][g][s] for one in lists]
                    for j, (period, _) in enumerate(PERIODS):
                        rows.append(
                            [sex, age_class[0], state, code, period, counts[j], _mean(counts, j)]
                        )
    dims = (
        Dimension("Geslacht", "Geslacht", "Dimension", SEXES),
        Dimension("Leeftijd", "Leeftijd", "Dimension", tuple((k[0], k[1]) for k in classes)),
        Dimension("BurgerlijkeStaat", "Burgerlijke staat", "Dimension", MARITAL_STATES),
        Dimension("RegioS", "Regio's", "GeoDimension", tuple(region)),
        Dimension("Perioden", "Perioden", "TimeDimension", PERIODS, _STATUS),
    )
    columns = (
        Column(1, "BevolkingOp1Januari", "Bevolking op 1 januari", "aantal", 0),
        Column(2, "GemiddeldeBevolking", "Gemiddelde bevolking", "aantal", 1),
    )
    title = "Bevolking op 1 januari en gemiddeld; geslacht, leeftijd en regio"
    return Table("03759ned", title, modified, FEED, COVERED, dims, columns, rows)
