"""Panden and verblijfsobjecten.

Buildings laid along the north and south side of each cell, and what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import voorzieningen
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Bools, Floats, Gebruik, Ints, Rooster

DOELEN = (
    "woonfunctie", "winkelfunctie", "kantoorfunctie", "industriefunctie", "gezondheidszorgfunctie",
    "gezondheidszorgfunctie,winkelfunctie", "bijeenkomstfunctie", "onderwijsfunctie",
    "woonfunctie,gezondheidszorgfunctie", "woonfunctie,kantoorfunctie", "overige gebruiksfunctie",
)  # fmt: skip
STATUS = (
    "Verblijfsobject in gebruik", "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject", "Verblijfsobject gevormd", "Verblijfsobject buiten gebruik",
)  # fmt: skip
GEVORMD = 3
KOOP, CORPORATIE, OVERIG_HUUR, ONBEKEND, GEEN_WONING = range(5)


@dataclass
class Panden:
    """Buildings. hoek_x, hoek_y: the four corners in RD, shape (n, 4); slot.

    Place in the cell (even = south side).
    """

    hoek_x: Floats
    hoek_y: Floats
    cel: Ints
    slot: Ints
    vorm: Ints
    bouwjaar: Ints
    bijzonder: Ints
    """Kind of facility (number in `voorzieningen.SOORTEN`), -1 for others."""


@dataclass
class Objecten:
    """Verblijfsobjecten, in the order of their panden.

    Attributes:
        x, y: RD, metres.
        pand, pand2: number of the pand, and of a second one (-1: none).
        doel, status: numbers in `DOELEN` and `STATUS`.
        opp: registered area in m2, placeholders included.
        woning: counts as a dwelling of the stock.
        eigendom: `KOOP`, `CORPORATIE`, `OVERIG_HUUR`, `ONBEKEND` or `GEEN_WONING`.
        woz: thousand euro, 0 when no dwelling.
    """

    x: Floats
    y: Floats
    pand: Ints
    pand2: Ints
    cel: Ints
    buurt: Ints
    slot: Ints
    vorm: Ints
    doel: Ints
    status: Ints
    opp: Ints
    woning: Bools
    eigendom: Ints
    woz: Floats
    bouwjaar: Ints
    bijzonder: Ints


def _hoeken(r: Rooster, cel: Ints, u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """RD position of a point at (u, v) inside its cell.

    0-1 from the south-west corner (bilinear).
    """
    j, i = np.divmod(cel, r.vorm[1])
    gewicht = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
    plek = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    x = sum((w * r.x[p] for w, p in zip(gewicht, plek, strict=True)), np.zeros_like(u))
    y = sum((w * r.y[p] for w, p in zip(gewicht, plek, strict=True)), np.zeros_like(u))
    return np.round(x, 3), np.round(y, 3)


def _vlak(
    r: Rooster, cel: Ints, slot: Ints, per_kant: Ints, breedte: Floats, diepte: Floats
) -> tuple[Floats, Floats]:
    """Corners of buildings, counter-clockwise.

    Slot 0, 2, 4 … on the south side, 1, 3, 5 … on the north side.
    """
    breed = 0.94 / per_kant
    links = 0.03 + (slot // 2) * breed + breed * (1 - breedte) / 2
    rechts = links + breed * breedte
    onder = np.where(slot % 2 == 0, 0.10, 0.90 - diepte)
    xs, ys = [], []
    for u, v in (
        (links, onder),
        (rechts, onder),
        (rechts, onder + diepte),
        (links, onder + diepte),
    ):
        x, y = _hoeken(r, cel, u, v)
        xs.append(x)
        ys.append(y)
    return np.column_stack(xs), np.column_stack(ys)


def bouw_panden(plan: Plan, r: Rooster, rng: np.random.Generator) -> Panden:
    """Lay out all buildings of the block.

    Args:
        plan: the plan of the sample.
        r: the furnished lattice.
        rng: source of all randomness.
    """
    cellen = np.flatnonzero(r.bouwvorm >= 0)
    vorm_cel = r.bouwvorm.flat[cellen]
    aantal = np.array([v.panden for v in plan.bouwvormen])[vorm_cel]
    cel = np.repeat(cellen, aantal)
    vorm = np.repeat(vorm_cel, aantal)
    eind = np.cumsum(aantal)
    slot = np.arange(len(cel)) - np.repeat(eind - aantal, aantal)
    blijft = (rng.random(len(cel)) > 0.035) | (aantal.repeat(aantal) == 1)
    vc, vs, vk = voorzieningen.plaats(r)
    per_kant = np.concatenate(
        [(np.repeat(aantal, aantal)[blijft] + 1) // 2, np.full(len(vc), voorzieningen.PLEKKEN // 2)]
    )
    breedte = np.array([v.breedte for v in plan.bouwvormen])[vorm[blijft]]
    diepte = np.array([v.diepte for v in plan.bouwvormen])[vorm[blijft]]
    cel, slot = np.concatenate([cel[blijft], vc]), np.concatenate([slot[blijft], vs])
    breedte = np.concatenate([breedte, np.full(len(vc), 0.85)])
    diepte = np.concatenate([diepte, np.full(len(vc), 0.24)])
    x, y = _vlak(r, cel, slot, per_kant, breedte, diepte)
    return Panden(
        hoek_x=x, hoek_y=y, cel=cel, slot=slot,
        vorm=np.concatenate([vorm[blijft], np.full(len(vc), -1)]),
        bouwjaar=_bouwjaren(plan, r, cel, rng),
        bijzonder=np.concatenate([np.full(int(blijft.sum()), -1), vk]),
    )  # fmt: skip


def _bouwjaren(plan: Plan, r: Rooster, cel: Ints, rng: np.random.Generator) -> Ints:
    """Build years: one per cell (a row is built at once), with some replacement since."""
    soort = np.array([b.soort for b in r.buurten])[r.buurt.flat[cel]]
    van = np.array([s.bouwjaar[0] for s in plan.soorten])[soort]
    tot = np.array([s.bouwjaar[1] for s in plan.soorten])[soort]
    per_cel = rng.random(r.buurt.size)[cel]
    jaar = np.round(van + per_cel * (tot - van)).astype(np.int64)
    nieuw = rng.random(len(cel)) < 0.05
    return np.asarray(np.where(nieuw, np.minimum(jaar + 45, 2023), jaar))


def bouw_objecten(plan: Plan, r: Rooster, panden: Panden, rng: np.random.Generator) -> Objecten:
    """Fill the buildings with verblijfsobjecten.

    Args:
        plan: the plan of the sample.
        r: the furnished lattice.
        panden: all buildings.
        rng: source of all randomness.
    """
    woningen = np.array([v.woningen for v in plan.bouwvormen] + [0])[panden.vorm]
    groot = woningen >= 8
    woningen = np.where(
        groot, (woningen * rng.choice([0.75, 1.0, 1.25], len(woningen))).astype(int), woningen
    )
    centrum = np.array([b.soort for b in r.buurten])[r.buurt.flat[panden.cel]] == plan.soort(
        "centrum"
    )
    winkel = centrum & (panden.vorm >= 0) & (rng.random(len(woningen)) < 0.3)
    overig = np.where((woningen == 0) | winkel, 1, 0)
    aantal = woningen + overig
    pand = np.repeat(np.arange(len(aantal)), aantal)
    q = np.arange(len(pand)) - np.repeat(np.cumsum(aantal) - aantal, aantal)
    lagen = np.array([v.lagen for v in plan.bouwvormen] + [1])[panden.vorm[pand]]
    rij = np.maximum(-(-aantal[pand] // lagen), 1)
    deel = (q % rij + 0.5) / rij
    diep = 0.3 + 0.4 * ((q // rij) + 0.5) / np.maximum(lagen, 1)
    x, y = _in_pand(panden, pand, deel, diep)
    o = Objecten(
        x=x, y=y, pand=pand, pand2=np.full(len(pand), -1), cel=panden.cel[pand],
        buurt=r.buurt.flat[panden.cel[pand]], slot=panden.slot[pand], vorm=panden.vorm[pand],
        doel=np.zeros(len(pand), dtype=np.int64), status=np.zeros(len(pand), dtype=np.int64),
        opp=np.zeros(len(pand), dtype=np.int64), woning=q < woningen[pand],
        eigendom=np.full(len(pand), GEEN_WONING), woz=np.zeros(len(pand)),
        bouwjaar=panden.bouwjaar[pand], bijzonder=panden.bijzonder[pand],
    )  # fmt: skip
    _doelen(plan, r, o, rng)
    _oppervlakten(plan, o, rng)
    _eigendom(plan, r, o, rng)
    _bijzonderheden(r, o, rng)
    return o


def _in_pand(p: Panden, pand: Ints, u: Floats, v: Floats) -> tuple[Floats, Floats]:
    gewicht = np.column_stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v])
    x, y = (gewicht * p.hoek_x[pand]).sum(axis=1), (gewicht * p.hoek_y[pand]).sum(axis=1)
    return np.round(x, 3), np.round(y, 3)


def _doelen(plan: Plan, r: Rooster, o: Objecten, rng: np.random.Generator) -> None:
    ander = ~o.woning
    o.doel[ander] = DOELEN.index("winkelfunctie")
    hal = ander & np.isin(r.gebruik.flat[o.cel], (Gebruik.BEDRIJF, Gebruik.GROEI))
    o.doel[hal] = rng.choice([2, 3, 3, 10], int(hal.sum()))
    voor = o.bijzonder >= 0
    doel_van = np.array([DOELEN.index(v.doel) for v in voorzieningen.SOORTEN])
    o.doel[voor] = doel_van[o.bijzonder[voor]]
    aan_huis = o.woning & (rng.random(len(o.x)) < 0.004)
    o.doel[aan_huis] = DOELEN.index("woonfunctie,kantoorfunctie")
    del plan


def _oppervlakten(plan: Plan, o: Objecten, rng: np.random.Generator) -> None:
    gemiddeld = np.array([v.opp for v in plan.bouwvormen] + [300.0])[o.vorm]
    gemiddeld = np.where(o.woning | (o.vorm < 0), gemiddeld, 140.0)
    vast = np.array([v.opp for v in voorzieningen.SOORTEN] + [0])[o.bijzonder]
    opp = np.where(o.bijzonder >= 0, vast, gemiddeld * np.exp(rng.normal(0, 0.16, len(o.x))))
    o.opp[:] = np.maximum(np.round(opp), 18).astype(np.int64)


def _eigendom(plan: Plan, r: Rooster, o: Objecten, rng: np.random.Generator) -> None:
    """Tenure: one draw per pand for flats (a complex has one owner), per dwelling for houses.

    WOZ follows.
    """
    koop = np.array([v.koop for v in plan.bouwvormen] + [0.0])[o.vorm]
    corp = np.array([v.corp for v in plan.bouwvormen] + [0.0])[o.vorm]
    per_cel = rng.random(r.buurt.size)[o.cel]
    trek = np.where(rng.random(len(o.x)) < 0.85, per_cel, rng.random(len(o.x)))
    soort = np.where(trek < koop, KOOP, np.where(trek < koop + corp, CORPORATIE, OVERIG_HUUR))
    soort = np.where(rng.random(len(o.x)) < 0.006, ONBEKEND, soort)
    o.eigendom[:] = np.where(o.woning, soort, GEEN_WONING)
    basis = np.array([v.woz for v in plan.bouwvormen] + [0.0])[o.vorm]
    opp0 = np.array([v.opp for v in plan.bouwvormen] + [1.0])[o.vorm]
    buurt = np.array([s.inkomen for s in plan.soorten])[
        np.array([b.soort for b in r.buurten])[o.buurt]
    ]
    prijs = basis * (o.opp / opp0) ** 0.7 * buurt**0.5 * np.exp(rng.normal(0, 0.09, len(o.x)))
    o.woz[:] = np.where(o.woning, np.round(np.where(o.eigendom == KOOP, 1.06, 0.95) * prijs), 0.0)


def _bijzonderheden(r: Rooster, o: Objecten, rng: np.random.Generator) -> None:
    """Statuses, placeholder areas, dwellings in two panden.

    And the first 'gevormde' dwellings of the growth site.
    """
    trek = rng.random(len(o.x))
    o.status[trek < 0.008] = 1
    o.status[(trek >= 0.008) & (trek < 0.013)] = 2
    o.status[(trek >= 0.013) & (trek < 0.014) & ~o.woning] = 4
    groei = (r.gebruik.flat[o.cel] == Gebruik.GROEI) & ~o.woning
    o.status[groei] = GEVORMD
    o.doel[groei] = DOELEN.index("woonfunctie")
    nep = rng.random(len(o.x)) < 0.0006
    o.opp[nep] = rng.choice([1, 99999, 999999], int(nep.sum()))
    twee = o.woning & (rng.random(len(o.x)) < 0.003) & (o.pand + 1 < int(o.pand.max()) + 1)
    buur = np.minimum(o.pand + 1, int(o.pand.max()))
    o.pand2[twee & (buur != o.pand)] = buur[twee & (buur != o.pand)]
