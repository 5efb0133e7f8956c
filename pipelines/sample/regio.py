"""Regions as CBS lists them (Nederland, gemeente, wijk, buurt) with the sums of their buurten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.rooster import Floats, Ints
from pipelines.sample.telling import Sommen, Telling

LAND = "NL00"


@dataclass(frozen=True)
class Regio:
    """One row key; `groepen` = buurt numbers are summed into it."""

    code: str
    naam: str
    soort: str
    gemeente: str


@dataclass(frozen=True)
class Regios:
    """All regions in the order of CBS: land, then per gemeente its wijken and their buurten."""

    rijen: list[Regio]
    som: Sommen
    optel: Ints
    """Pairs (region, buurt): shape (n, 2)."""

    def stapel(self, per_buurt: Floats) -> Floats:
        """Sum values per buurt (first axis) to all regions."""
        vorm = (len(self.rijen), *per_buurt.shape[1:])
        uit = np.zeros(vorm)
        np.add.at(uit, self.optel[:, 0], per_buurt[self.optel[:, 1]])
        return uit


def maak(telling: Telling) -> Regios:
    """Order the regions and add up; water buurten are no rows."""
    land = [(k, b) for k, b in enumerate(telling.buurten) if b.water == "NEE"]
    land.sort(key=lambda kb: kb[1].code)
    rijen = [Regio(LAND, "Nederland", "Land", "Nederland")]
    plek: dict[str, int] = {LAND: 0}
    optel: list[tuple[int, int]] = []
    for k, b in land:
        for code, naam, soort in (
            (b.gemeente.code, b.gemeente.naam, "Gemeente"),
            (b.wijk, b.wijknaam, "Wijk"),
            (b.code, b.naam, "Buurt"),
        ):
            if code not in plek:
                plek[code] = len(rijen)
                rijen.append(Regio(code, naam, soort, b.gemeente.naam))
            optel.append((plek[code], k))
        optel.append((0, k))
    paren = np.array(optel, dtype=np.int64)
    uit = Regios(rijen, {}, paren)
    for naam, waarden in telling.som.items():
        uit.som[naam] = uit.stapel(waarden)
    return uit


def voeg_samen(delen: list[Telling]) -> Telling:
    """One telling of all blocks."""
    som = {naam: np.concatenate([d.som[naam] for d in delen]) for naam in delen[0].som}
    return Telling([b for d in delen for b in d.buurten], som)
