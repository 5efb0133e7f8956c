"""Destinations.

Which facilities stand in which facility cell, and what they are in OSM and in the BAG.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.plan import toml
from pipelines.sample.rooster import Gebruik, Ints, Rooster


@dataclass(frozen=True)
class Voorziening:
    """One kind of destination.

    `om` and `rest` say which facility cells have it (number % om == rest).
    """

    soort: str
    tags: tuple[tuple[str, str], ...]
    doel: str
    opp: int
    om: int
    rest: int
    naam: str


SOORTEN: tuple[Voorziening, ...] = tuple(
    Voorziening(**{**rij, "tags": tuple(rij["tags"].items())}) for rij in toml()["voorzieningen"]
)
NUMMER = {v.soort: i for i, v in enumerate(SOORTEN)}
PLEKKEN = 12
"""Buildings that fit in one facility cell."""


def plaats(r: Rooster) -> tuple[Ints, Ints, Ints]:
    """Place the facilities.

    Args:
        r: the furnished lattice.

    Returns:
        Cell number, slot within the cell and kind (number in `SOORTEN`) of each facility.
    """
    cellen = np.flatnonzero(r.gebruik == Gebruik.VOORZIENING)
    cellen = cellen[np.argsort(r.buurt.flat[cellen], kind="stable")]
    cel, slot, soort = [], [], []
    eerste: dict[str, int] = {}
    for c in cellen:
        gemeente = r.buurten[int(r.buurt.flat[c])].gemeente.code
        nummer = eerste.get(gemeente, 0)
        eerste[gemeente] = nummer + 1
        hier = [i for i, v in enumerate(SOORTEN) if nummer % v.om == v.rest]
        for k, i in enumerate(hier[:PLEKKEN]):
            cel.append(int(c))
            slot.append(k)
            soort.append(i)
    return (
        np.array(cel, dtype=np.int64),
        np.array(slot, dtype=np.int64),
        np.array(soort, dtype=np.int64),
    )
