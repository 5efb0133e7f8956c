"""Ages: 83502NED (PC4 by five-year class, rounded), 03759ned (gemeente by single year, exact)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.sample.adressen import Adressen
from pipelines.sample.bevolking import Bevolking
from pipelines.sample.gebouwen import Objecten
from pipelines.sample.odata import Dimensie, Kolom, Tabel
from pipelines.sample.rooster import Ints, Rooster

FEED = "/ODataFeed/odata"
OUDST = 95
GESLACHT = (("T001038", "Totaal mannen en vrouwen"), ("3000   ", "Mannen"), ("4000   ", "Vrouwen"))
STAAT = (("T001019", "Totaal burgerlijke staat"), ("1010   ", "Ongehuwd"), ("1020   ", "Gehuwd"),
         ("1050   ", "Verweduwd"), ("1080   ", "Gescheiden"))  # fmt: skip
PERIODEN = (("2023JJ00", "2023"), ("2024JJ00", "2024"))
_STATUS = tuple({"Status": "Definitief"} for _ in PERIODEN)
KLASSEN = [
    (f"{70000 + 100 * (k + 1)}", f"{5 * k} tot {5 * k + 5} jaar", 5 * k, 5 * k + 5)
    for k in range(19)
]
KLASSEN = [("10000", "Totaal", 0, 200), *KLASSEN, ("22000", "95 jaar of ouder", 95, 200)]
JAREN = [("10010" if a == 0 else f"{10000 + 100 * a}", f"{a} jaar", a, a + 1) for a in range(OUDST)]


@dataclass(frozen=True)
class Leeftijden:
    """Counts of one block.

    `pc4` by (postcode, age, sex), `gemeente` by (gemeente, age, sex, marital state).
    """

    postcodes: Ints
    pc4: Ints
    codes: list[str]
    gemeente: Ints


def _staat(b: Bevolking) -> Ints:
    """Marital state 0-3 (never married, married, widowed, divorced).

    A fixed function of household and age.
    """
    n = len(b.p_object)
    dobbel = (np.arange(n) * 2_654_435_761 % 1000) / 1000
    hh = np.maximum(b.p_huishouden, 0)
    paar = (b.p_huishouden >= 0) & np.isin(b.hh_type[hh], (1, 2)) & ~b.p_kind
    dobbel_hh = (hh * 2_654_435_761 % 1000) / 1000
    gehuwd = paar & (
        dobbel_hh < np.interp(b.hh_leeftijd[hh], [22, 30, 40, 60], [0.1, 0.35, 0.62, 0.88])
    )
    los = ~paar & ~b.p_kind & (b.p_leeftijd >= 18)
    weduwe = los & (dobbel < np.interp(b.p_leeftijd, [50, 65, 75, 85], [0.02, 0.22, 0.52, 0.80]))
    gescheiden = (
        los & ~weduwe & (dobbel > 1 - np.interp(b.p_leeftijd, [28, 45, 60], [0.02, 0.40, 0.55]))
    )
    return np.select([gehuwd, weduwe, gescheiden], [1, 2, 3], 0)


def tel(r: Rooster, o: Objecten, a: Adressen, b: Bevolking) -> Leeftijden:
    """Count the residents of a block."""
    leeftijd = np.minimum(b.p_leeftijd, 110)
    vrouw = b.p_vrouw.astype(np.int64)
    postcodes, pc = np.unique(a.pc4[b.p_object], return_inverse=True)
    codes = sorted({x.gemeente.code for x in r.buurten})
    gem = np.array([codes.index(x.gemeente.code) for x in r.buurten])[o.buurt[b.p_object]]
    pc4 = np.zeros((len(postcodes), 111, 2), dtype=np.int64)
    np.add.at(pc4, (pc.ravel(), leeftijd, vrouw), 1)
    gemeente = np.zeros((len(codes), 111, 2, 4), dtype=np.int64)
    np.add.at(gemeente, (gem, leeftijd, vrouw, _staat(b)), 1)
    return Leeftijden(postcodes, pc4, codes, gemeente)


def _vorig_jaar(telling: Ints) -> Ints:
    """The same residents one year younger (the year before; nobody died or moved)."""
    uit = np.zeros_like(telling)
    uit[:, :-1] = telling[:, 1:]
    return uit


def _geslachten(telling: Ints) -> Ints:
    """Total, men, women in front of the sex axis (axis 2)."""
    return np.concatenate([telling.sum(axis=2, keepdims=True), telling], axis=2)


def per_pc4(delen: list[Leeftijden], gewijzigd: str) -> Tabel:
    """83502NED: counts rounded to five."""
    postcodes = np.concatenate([d.postcodes for d in delen])
    nu = np.concatenate([d.pc4 for d in delen])
    orde = np.argsort(postcodes, kind="stable")
    postcodes, nu = postcodes[orde], nu[orde]
    namen = [("NL00  ", "Nederland"), *((f"PC{p:04d}", f"{p:04d}") for p in postcodes.tolist())]
    rijen: list[list[Any]] = []
    per_jaar = []
    for telling in (_vorig_jaar(nu), nu):
        alles = _geslachten(np.concatenate([telling.sum(axis=0, keepdims=True), telling]))
        per_jaar.append(
            np.stack([alles[:, van:tot].sum(axis=1) for _, _, van, tot in KLASSEN], axis=1)
        )
    vijf = [((t + 2) // 5 * 5).tolist() for t in per_jaar]
    for g, (geslacht, _) in enumerate(GESLACHT):
        for k, klasse in enumerate(KLASSEN):
            for p, (postcode, _) in enumerate(namen):
                for j, (periode, _) in enumerate(PERIODEN):
                    rijen.append([geslacht, klasse[0], postcode, periode, vijf[j][p][k][g]])
    dims = (
        Dimensie("Geslacht", "Geslacht", "Dimension", GESLACHT),
        Dimensie("Leeftijd", "Leeftijd", "Dimension", tuple((k[0], k[1]) for k in KLASSEN)),
        Dimensie("Postcode", "Postcode", "GeoDimension", tuple(namen)),
        Dimensie("Perioden", "Perioden", "TimeDimension", PERIODEN, _STATUS),
    )
    kolom = (Kolom(1, "Bevolking", "Bevolking", "aantal", 0),)
    titel = "Bevolking; geslacht, leeftijd en viercijferige postcode, 1 januari"
    return Tabel("83502NED", titel, gewijzigd, FEED, "2023-2024", dims, kolom, rijen)


def per_gemeente(delen: list[Leeftijden], namen: dict[str, str], gewijzigd: str) -> Tabel:
    """03759ned: exact counts per single year of age, sex, marital state and gemeente."""
    codes = [c for d in delen for c in d.codes]
    nu = np.concatenate([d.gemeente for d in delen])
    orde = np.argsort(np.array(codes), kind="stable")
    codes, nu = [codes[k] for k in orde], nu[orde]
    regio = [("NL01  ", "Nederland"), *((c.ljust(6), namen[c]) for c in codes)]
    klassen = [*KLASSEN[:1], *JAREN, KLASSEN[-1]]
    per_jaar = []
    for telling in (_vorig_jaar(nu), nu):
        alles = _geslachten(np.concatenate([telling.sum(axis=0, keepdims=True), telling]))
        alles = np.concatenate([alles.sum(axis=3, keepdims=True), alles], axis=3)
        per_jaar.append(
            np.stack([alles[:, van:tot].sum(axis=1) for _, _, van, tot in klassen], axis=1)
        )
    lijsten = [t.tolist() for t in per_jaar]
    rijen: list[list[Any]] = []
    for g, (geslacht, _) in enumerate(GESLACHT):
        for k, klasse in enumerate(klassen):
            for s, (staat, _) in enumerate(STAAT):
                for p, (code, _) in enumerate(regio):
                    toen, nu_ = lijsten[0][p][k][g][s], lijsten[1][p][k][g][s]
                    rijen.append(
                        [geslacht, klasse[0], staat, code, PERIODEN[0][0], toen, (toen + nu_) / 2]
                    )
                    rijen.append([geslacht, klasse[0], staat, code, PERIODEN[1][0], nu_, None])
    dims = (
        Dimensie("Geslacht", "Geslacht", "Dimension", GESLACHT),
        Dimensie("Leeftijd", "Leeftijd", "Dimension", tuple((k[0], k[1]) for k in klassen)),
        Dimensie("BurgerlijkeStaat", "Burgerlijke staat", "Dimension", STAAT),
        Dimensie("RegioS", "Regio's", "GeoDimension", tuple(regio)),
        Dimensie("Perioden", "Perioden", "TimeDimension", PERIODEN, _STATUS),
    )
    kolommen = (
        Kolom(1, "BevolkingOp1Januari", "Bevolking op 1 januari", "aantal", 0),
        Kolom(2, "GemiddeldeBevolking", "Gemiddelde bevolking", "aantal", 1),
    )
    titel = "Bevolking op 1 januari en gemiddeld; geslacht, leeftijd en regio"
    return Tabel("03759ned", titel, gewijzigd, FEED, "2023-2024", dims, kolommen, rijen)
