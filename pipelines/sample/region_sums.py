"""Regions as CBS lists them (Nederland, gemeente, wijk, buurt) with the sums of their buurten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.lattice import Floats, Ints
from pipelines.sample.tally import Sums, Tally

COUNTRY = "NL00"


@dataclass(frozen=True)
class Region:
    """One row: code, name, kind as CBS writes it, and the name of its gemeente."""

    code: str
    name: str
    kind: str
    gemeente: str


@dataclass(frozen=True)
class Regions:
    """All regions in the order of CBS: land, then per gemeente its wijken and their buurten.

    Attributes:
        rows: the regions.
        sums: values per region by name.
        memberships: pairs (region, buurt), shape (n, 2).
    """

    rows: list[Region]
    sums: Sums
    memberships: Ints

    def add_up(self, per_buurt: Floats) -> Floats:
        """Sum values per buurt (first axis) to all regions."""
        shape = (len(self.rows), *per_buurt.shape[1:])
        result = np.zeros(shape)
        np.add.at(result, self.memberships[:, 0], per_buurt[self.memberships[:, 1]])
        return result


def build(tally: Tally) -> Regions:
    """Order the regions and add up; water buurten are no rows."""
    land = [(k, b) for k, b in enumerate(tally.buurten) if b.water == "NEE"]
    land.sort(key=lambda kb: kb[1].code)
    rows = [Region(COUNTRY, "Nederland", "Land", "Nederland")]
    position: dict[str, int] = {COUNTRY: 0}
    memberships: list[tuple[int, int]] = []
    for k, b in land:
        for code, name, kind in (
            (b.gemeente.code, b.gemeente.name, "Gemeente"),
            (b.wijk, b.wijk_name, "Wijk"),
            (b.code, b.name, "Buurt"),
        ):
            if code not in position:
                position[code] = len(rows)
                rows.append(Region(code, name, kind, b.gemeente.name))
            memberships.append((position[code], k))
        memberships.append((0, k))
    pairs = np.array(memberships, dtype=np.int64)
    result = Regions(rows, {}, pairs)
    for name, values in tally.sums.items():
        result.sums[name] = result.add_up(values)
    return result


def merge(parts: list[Tally]) -> Tally:
    """One tally of all blocks."""
    sums = {name: np.concatenate([d.sums[name] for d in parts]) for name in parts[0].sums}
    return Tally([b for d in parts for b in d.buurten], sums)
