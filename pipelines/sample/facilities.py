"""Destinations: which facilities stand in which facility cell, what they are in OSM and BAG."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.lattice import Ints, Lattice, Use
from pipelines.sample.plan_reader import toml


@dataclass(frozen=True)
class Facility:
    """One kind of destination.

    Attributes:
        kind: name within the sample.
        tags: tags in OSM.
        purpose: gebruiksdoel in the BAG.
        area: floor area, m2.
        every, rest: the facility cells of a gemeente that have it (number % every == rest); every
            0: none, it is found in shops only.
        name: first words of its name.
    """

    kind: str
    tags: tuple[tuple[str, str], ...]
    purpose: str
    area: int
    every: int
    rest: int
    name: str


FACILITIES: tuple[Facility, ...] = tuple(
    Facility(
        kind=row["soort"],
        tags=tuple(row["tags"].items()),
        purpose=row["doel"],
        area=row["opp"],
        every=row["om"],
        rest=row["rest"],
        name=row["naam"],
    )
    for row in toml()["voorzieningen"]
)
NUMBER = {facility.kind: i for i, facility in enumerate(FACILITIES)}
CATERING = ("restaurant", "cafe", "snackbar")
"""Kinds that are also found in the shops of a centre."""
PLACES = 12
"""Buildings that fit in one facility cell."""


def place(lattice: Lattice) -> tuple[Ints, Ints, Ints]:
    """Place the facilities.

    Args:
        lattice: the furnished lattice.

    Returns:
        Cell number, slot within the cell and kind (number in `FACILITIES`) of each facility.
    """
    cells = np.flatnonzero(lattice.use == Use.FACILITY)
    cells = cells[np.argsort(lattice.buurt.flat[cells], kind="stable")]
    cell, slot, kind = [], [], []
    first: dict[str, int] = {}
    for number_of_cell in cells:
        gemeente = lattice.buurten[int(lattice.buurt.flat[number_of_cell])].gemeente.code
        number = first.get(gemeente, 0)
        first[gemeente] = number + 1
        here = [i for i, v in enumerate(FACILITIES) if v.every and number % v.every == v.rest]
        for k, i in enumerate(here[:PLACES]):
            cell.append(int(number_of_cell))
            slot.append(k)
            kind.append(i)
    return (
        np.array(cell, dtype=np.int64),
        np.array(slot, dtype=np.int64),
        np.array(kind, dtype=np.int64),
    )
