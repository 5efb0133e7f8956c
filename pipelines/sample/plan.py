"""The plan of the sample.

Which fictional gemeenten there are, where they lie and what their wijken look like.

Names, codes and shares stand in `data/reference/voorbeeld.toml`; this module only reads and places
them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

BRON = Path(__file__).resolve().parents[2] / "data" / "reference" / "voorbeeld.toml"
CEL_M = 90.0
"""Side of one building block before warping, in metres."""
EEN_GEMEENTE = 50_000
PER_GEMEENTE = 40_000
PER_BUUR = 3_000
STEEK_M = 15_000.0
"""Distance between the middles of two blocks of gemeenten, in metres."""


@dataclass(frozen=True)
class Bouwvorm:
    """One way of building a block; units as in the TOML (m2 per dwelling, WOZ in thousand euro)."""

    naam: str
    panden: int
    woningen: int
    lagen: int
    breedte: float
    diepte: float
    opp: float
    koop: float
    corp: float
    type: str
    woz: float


@dataclass(frozen=True)
class Soort:
    """One kind of wijk: its mix of bouwvormen and what its people are like."""

    naam: str
    bouw: tuple[tuple[int, float], ...]
    bouwjaar: tuple[int, int]
    park: float
    leeftijd: tuple[float, float]
    inkomen: float
    hoog: float
    dichtheid: float
    """Dwellings per block, parks left out."""


@dataclass(frozen=True)
class WijkPlan:
    """A wijk before it has a place; `gebied` is empty outside the sample gemeente."""

    naam: str
    soort: int
    ring: int
    aandeel: float
    buurten: int
    gebied: str = ""


@dataclass(frozen=True)
class GemeentePlan:
    """A gemeente before it has a place; `woningen` is the number aimed at."""

    code: str
    naam: str
    bag_code: str
    pc4: int
    richting: str
    woningen: int
    wijken: tuple[WijkPlan, ...]


@dataclass(frozen=True)
class Blok:
    """One gemeente (the first) with the neighbours around it.

    Generated at one time so that memory stays bounded.
    """

    nummer: int
    middelpunt: tuple[float, float]
    gemeenten: tuple[GemeentePlan, ...]


@dataclass(frozen=True)
class Plan:
    """Everything the TOML says, placed."""

    naam: str
    peildatum: date
    jaar: int
    opmerking: str
    bouwvormen: tuple[Bouwvorm, ...]
    soorten: tuple[Soort, ...]
    blokken: tuple[Blok, ...]
    teksten: dict[str, Any]
    """The remaining tables of the TOML: buurtnamen, straatnamen, partners, buitenland,
    openbaar_vervoer."""

    def soort(self, naam: str) -> int:
        """Number of the kind of wijk with this name."""
        return next(i for i, s in enumerate(self.soorten) if s.naam == naam)


@cache
def toml() -> dict[str, Any]:
    """The reference file of the sample."""
    return tomllib.loads(BRON.read_text(encoding="utf-8"))


def _bouwvormen(toml: dict[str, Any]) -> tuple[Bouwvorm, ...]:
    return tuple(Bouwvorm(naam=naam, **velden) for naam, velden in toml["bouwvormen"].items())


def _soorten(toml: dict[str, Any], vormen: tuple[Bouwvorm, ...]) -> tuple[Soort, ...]:
    nummer = {v.naam: i for i, v in enumerate(vormen)}
    uit = []
    for naam, s in toml["soorten"].items():
        bouw = tuple((nummer[k], float(p)) for k, p in s["bouw"].items())
        per_blok = sum(p * vormen[i].panden * vormen[i].woningen for i, p in bouw)
        uit.append(
            Soort(
                naam=naam,
                bouw=bouw,
                bouwjaar=(s["bouwjaar"][0], s["bouwjaar"][1]),
                park=s["park"],
                leeftijd=(s["leeftijd"][0], s["leeftijd"][1]),
                inkomen=s["inkomen"],
                hoog=s["hoog"],
                dichtheid=per_blok,
            )
        )
    return tuple(uit)


def _wijken(rijen: list[dict[str, Any]], soorten: tuple[Soort, ...]) -> tuple[WijkPlan, ...]:
    nummer = {s.naam: i for i, s in enumerate(soorten)}
    return tuple(WijkPlan(**{**rij, "soort": nummer[rij["soort"]]}) for rij in rijen)


def _aantallen(woningen: int) -> list[int]:
    """Dwellings per gemeente.

    One up to 50,000, above that gemeenten of 40,000 and a last one with the rest.
    """
    if woningen <= EEN_GEMEENTE:
        return [woningen]
    hele, rest = divmod(woningen, PER_GEMEENTE)
    return [PER_GEMEENTE] * hele + ([rest] if rest else [])


def _plek(nummer: int, midden: tuple[float, float]) -> tuple[float, float]:
    """Middle of block `nummer`: a spiral around the sample gemeente, inside the RD range."""
    plekken = [(dx, dy) for dx in range(-9, 8) for dy in range(-14, 6)]
    plekken.sort(key=lambda p: (max(abs(p[0]), abs(p[1])), p))
    dx, dy = plekken[nummer]
    return midden[0] + dx * STEEK_M, midden[1] + dy * STEEK_M


def _buur(rij: dict[str, Any], woningen: int, wijken: tuple[WijkPlan, ...]) -> GemeentePlan:
    return GemeentePlan(
        code=rij["code"],
        naam=rij["naam"],
        bag_code=rij["bag_code"],
        pc4=rij["pc4"],
        richting=rij["richting"],
        woningen=woningen,
        wijken=wijken,
    )


def _hoofd(
    toml: dict[str, Any], nummer: int, woningen: int, wijken: tuple[WijkPlan, ...]
) -> GemeentePlan:
    g = toml["gemeente"]
    if nummer == 0:
        return GemeentePlan(g["code"], g["naam"], g["bag_code"], g["pc4"], "", woningen, wijken)
    code = f"{9000 + nummer:04d}"
    anders = tuple(WijkPlan(w.naam, w.soort, w.ring, w.aandeel, w.buurten) for w in wijken)
    naam = f"{g['naam']}-{nummer + 1}"
    return GemeentePlan(f"GM{code}", naam, code, 1000 + nummer * 16, "", woningen, anders)


def lees(woningen: int) -> Plan:
    """Read the plan and place its gemeenten.

    Args:
        woningen: number of dwellings aimed at in the sample gemeente(n), neighbours not counted.

    Returns:
        The plan; block 0 is the sample gemeente with four neighbours, the last block the far
        gemeente that lies outside every ring, between them the further gemeenten of more than
        50,000 dwellings.
    """
    inhoud = toml()
    vormen = _bouwvormen(inhoud)
    soorten = _soorten(inhoud, vormen)
    wijken, buurwijken = _wijken(inhoud["wijken"], soorten), _wijken(inhoud["wijken_buur"], soorten)
    midden = (float(inhoud["middelpunt"][0]), float(inhoud["middelpunt"][1]))
    aantallen = _aantallen(woningen)
    per_buur = max(60, min(PER_BUUR, woningen * PER_BUUR // PER_GEMEENTE))
    buren = [_buur(r, per_buur, buurwijken) for r in inhoud["buren"]]
    blokken = []
    for i, n in enumerate(aantallen):
        rond = tuple(b for b in buren if b.richting != "ver") if i == 0 else ()
        blokken.append(Blok(i, _plek(i, midden), (_hoofd(inhoud, i, n, wijken), *rond)))
    nummer = len(aantallen)
    ver = tuple(b for b in buren if b.richting == "ver")
    verder = nummer if nummer > 1 else 2
    blokken.append(Blok(nummer, _plek(verder, midden), ver))
    vast = {"bouwvormen", "soorten", "wijken", "wijken_buur", "buren", "voorzieningen"}
    return Plan(
        naam=inhoud["gemeente"]["naam"],
        peildatum=inhoud["peildatum"],
        jaar=inhoud["jaar"],
        opmerking=inhoud["opmerking"],
        bouwvormen=vormen,
        soorten=soorten,
        blokken=tuple(blokken),
        teksten={k: v for k, v in inhoud.items() if k not in vast},
    )
