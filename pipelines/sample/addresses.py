"""Street names, house numbers and postcodes: PC6 by street side, PC4 by wijk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.lattice import Ints, Lattice
from pipelines.sample.objects import Objects
from pipelines.sample.plan import Plan

LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
PER_PC6 = 40


@dataclass(frozen=True)
class Addresses:
    """Address parts per verblijfsobject.

    Attributes:
        street: number of the street in `street_names`.
        huisnummer, huisletter, toevoeging: as in the BAG; text is empty where there is none.
        pc4: postcode of four digits.
        pc6: number of the full postcode in `postcodes`.
    """

    street: Ints
    street_names: list[str]
    huisnummer: Ints
    huisletter: list[str]
    toevoeging: list[str]
    pc4: Ints
    pc6: Ints
    postcodes: list[str]


def street_name(plan: Plan, line: int, buurt: int) -> str:
    """Name of the street along a lattice line in a buurt: the same for the same pair."""
    heads, tails = plan.texts["straatnamen"]["voor"], plan.texts["straatnamen"]["achter"]
    h = (line * 7919 + buurt * 104_729 + 12_345) % (len(heads) * len(tails))
    return f"{heads[h % len(heads)]}{tails[h // len(heads)]}"


def _rank(*keys: Ints) -> Ints:
    """Rank within the group given by the keys, in the order of the rows."""
    order = np.lexsort(tuple(reversed(keys)))
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.any([k[order][1:] != k[order][:-1] for k in keys], axis=0)
    start = np.flatnonzero(new)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(start, np.diff(np.append(start, len(order))))
    return rank


def assign_addresses(plan: Plan, lattice: Lattice, objects: Objects) -> Addresses:
    """Number the verblijfsobjecten along their streets.

    Args:
        plan: the plan of the sample.
        lattice: the lattice.
        objects: all verblijfsobjecten, in the order of the cells.

    Returns:
        Addresses; no two objects share one.
    """
    j, i = np.divmod(objects.cell, lattice.shape[1])
    north = objects.slot % 2
    line = j + north
    keys, street = np.unique(np.column_stack([line, objects.buurt]), axis=0, return_inverse=True)
    street = street.ravel()
    names = [street_name(plan, int(a), int(b)) for a, b in keys]
    order = np.lexsort((np.arange(len(i)), objects.slot, i, north, street))
    rank = np.empty(len(i), dtype=np.int64)
    rank[order] = _rank(street[order], north[order])
    letter = np.where((rank % 29 == 28) & (rank > 0), 1, 0)
    number_rank = rank - (rank + 1) // 29
    huisnummer = 2 * number_rank + np.where(north == 1, 1, 2)
    pc4, pc6, texts = _postcodes(lattice, objects, street, north, rank)
    return Addresses(
        street=street,
        street_names=names,
        huisnummer=huisnummer,
        huisletter=["A" if k else "" for k in letter.tolist()],
        toevoeging=["bis" if k else "" for k in ((objects.pand2 >= 0) & (letter == 0)).tolist()],
        pc4=pc4,
        pc6=pc6,
        postcodes=texts,
    )


def _postcodes(
    lattice: Lattice, objects: Objects, street: Ints, north: Ints, rank: Ints
) -> tuple[Ints, Ints, list[str]]:
    base = np.array([b.gemeente.pc4 + int(b.wijk[-2:]) % 90 for b in lattice.buurten])
    pc4 = base[objects.buurt]
    group = np.column_stack([pc4, street, north, rank // PER_PC6])
    unique, pc6 = np.unique(group, axis=0, return_inverse=True)
    serial = _rank(unique[:, 0])
    n = len(LETTERS)
    if len(serial) and int(serial.max()) >= n * n:
        serial %= n * n  # very large wijken reuse letters: a PC6 then has two street sides
    texts = [
        f"{a}{LETTERS[int(v) // n]}{LETTERS[int(v) % n]}"
        for a, v in zip(unique[:, 0], serial, strict=True)
    ]
    return pc4, pc6.ravel(), texts
