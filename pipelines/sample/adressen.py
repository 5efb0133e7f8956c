"""Street names, house numbers and postcodes: PC6 by street side, PC4 by wijk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.gebouwen import Objecten
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Ints, Rooster

LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
PER_PC6 = 40


@dataclass(frozen=True)
class Adressen:
    """Address parts per verblijfsobject; `straat` numbers `straatnamen`."""

    straat: Ints
    straatnamen: list[str]
    huisnummer: Ints
    huisletter: list[str]
    toevoeging: list[str]
    pc4: Ints
    pc6: Ints
    postcodes: list[str]
    """Text of each PC6 number."""


def straatnaam(plan: Plan, lijn: int, buurt: int) -> str:
    """Name of the street along a lattice line in a buurt.

    Always the same for the same line and buurt.
    """
    voor, achter = plan.teksten["straatnamen"]["voor"], plan.teksten["straatnamen"]["achter"]
    h = (lijn * 7919 + buurt * 104_729 + 12_345) % (len(voor) * len(achter))
    return f"{voor[h % len(voor)]}{achter[h // len(voor)]}"


def _rang(*sleutels: Ints) -> Ints:
    """Rank within the group given by the keys, in the order of the rows."""
    orde = np.lexsort(tuple(reversed(sleutels)))
    nieuw = np.ones(len(orde), dtype=bool)
    nieuw[1:] = np.any([k[orde][1:] != k[orde][:-1] for k in sleutels], axis=0)
    start = np.flatnonzero(nieuw)
    rang = np.empty(len(orde), dtype=np.int64)
    rang[orde] = np.arange(len(orde)) - np.repeat(start, np.diff(np.append(start, len(orde))))
    return rang


def geef_adressen(plan: Plan, r: Rooster, o: Objecten) -> Adressen:
    """Number the verblijfsobjecten along their streets.

    Args:
        plan: the plan of the sample.
        r: the lattice.
        o: all verblijfsobjecten, in the order of the cells.

    Returns:
        Addresses; no two objects share one.
    """
    j, i = np.divmod(o.cel, r.vorm[1])
    noord = o.slot % 2
    lijn = j + noord
    sleutels, straat = np.unique(np.column_stack([lijn, o.buurt]), axis=0, return_inverse=True)
    straat = straat.ravel()
    namen = [straatnaam(plan, int(a), int(b)) for a, b in sleutels]
    orde = np.lexsort((np.arange(len(i)), o.slot, i, noord, straat))
    rang = np.empty(len(i), dtype=np.int64)
    rang[orde] = _rang(straat[orde], noord[orde])
    letter = np.where((rang % 29 == 28) & (rang > 0), 1, 0)
    nummer_rang = rang - (rang + 1) // 29
    huisnummer = 2 * nummer_rang + np.where(noord == 1, 1, 2)
    pc4, pc6, teksten = _postcodes(r, o, straat, noord, rang)
    return Adressen(
        straat=straat, straatnamen=namen, huisnummer=huisnummer,
        huisletter=["A" if k else "" for k in letter.tolist()],
        toevoeging=["bis" if k else "" for k in ((o.pand2 >= 0) & (letter == 0)).tolist()],
        pc4=pc4, pc6=pc6, postcodes=teksten,
    )  # fmt: skip


def _postcodes(
    r: Rooster, o: Objecten, straat: Ints, noord: Ints, rang: Ints
) -> tuple[Ints, Ints, list[str]]:
    basis = np.array([b.gemeente.pc4 + int(b.wijk[-2:]) % 90 for b in r.buurten])
    pc4 = basis[o.buurt]
    groep = np.column_stack([pc4, straat, noord, rang // PER_PC6])
    uniek, pc6 = np.unique(groep, axis=0, return_inverse=True)
    volg = _rang(uniek[:, 0])
    n = len(LETTERS)
    if len(volg) and int(volg.max()) >= n * n:
        volg = volg % (n * n)  # very large wijken reuse letters: a PC6 then has two street sides
    teksten = [
        f"{a}{LETTERS[int(v) // n]}{LETTERS[int(v) % n]}"
        for a, v in zip(uniek[:, 0], volg, strict=True)
    ]
    return pc4, pc6.ravel(), teksten
