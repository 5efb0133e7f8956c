"""Households and residents.

Who lives in each dwelling, with age, income, schooling, work, benefits and care.

All probabilities are choices of the sample `[PROPOSED]`: they give patterns that look like Dutch
buurten, no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample import voorzieningen
from pipelines.sample.gebouwen import CORPORATIE, KOOP, Objecten
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Bools, Floats, Ints, Rooster

ALLEEN, PAAR, PAAR_KIND, EENOUDER, INSTELLING = range(5)
LAAG_40, HOOG_20, ARM, BIJSTAND_GRENS = 26.0, 41.0, 14.6, 17.0
"""Fixed limits of standardised household income, thousand euro."""
BEDDEN = 64
AOW_LEEFTIJD = 67


@dataclass
class Bevolking:
    """Households (hh_*) and residents (p_*).

    Each resident with the number of its object and household (-1: none).
    """

    hh_object: Ints
    hh_type: Ints
    hh_leeftijd: Ints
    hh_inkomen: Floats
    """Standardised income, thousand euro."""
    hh_leden: Ints
    p_object: Ints
    p_huishouden: Ints
    p_leeftijd: Ints
    p_vrouw: Bools
    p_kind: Bools
    p_hoog: Ints
    """Schooling: 0 low, 1 middle, 2 hbo/wo, -1 outside 15-75."""
    p_werk: Bools
    p_bijstand: Bools
    p_ao: Bools
    p_ww: Bools
    p_wmo: Bools
    p_jeugdzorg: Bools


def _hoofden(plan: Plan, r: Rooster, o: Objecten, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Occupied dwellings and the age of their main resident."""
    bewoond = np.flatnonzero(o.woning & (o.status < 3) & (rng.random(len(o.x)) > 0.027))
    soort = np.array([b.soort for b in r.buurten])[o.buurt[bewoond]]
    per_buurt = rng.normal(0, 4.5, len(r.buurten))[o.buurt[bewoond]]
    mu = np.array([s.leeftijd[0] for s in plan.soorten])[soort] + per_buurt
    sd = np.array([s.leeftijd[1] for s in plan.soorten])[soort]
    namen = [v.naam for v in plan.bouwvormen]
    vorm = o.vorm[bewoond]
    mu = (
        mu
        + np.where(vorm == namen.index("hofje"), 18.0, 0.0)
        + np.where(vorm == namen.index("nieuwflat"), 9.0, 0.0)
    )
    leeftijd = np.clip(np.round(rng.normal(mu, sd)), 19, 99).astype(np.int64)
    oud = leeftijd > 84
    leeftijd[oud] = 84 + np.minimum((rng.exponential(3.5, int(oud.sum()))).astype(int), 18)
    return bewoond, leeftijd


def _typen(o: Objecten, bewoond: Ints, leeftijd: Ints, rng: np.random.Generator) -> Ints:
    """Household type by age and room: flats hold singles, large houses families."""
    opp = np.minimum(o.opp[bewoond], 250)
    alleen = np.interp(
        leeftijd, [19, 25, 32, 45, 60, 70, 80, 90], [0.80, 0.62, 0.34, 0.25, 0.30, 0.34, 0.52, 0.76]
    )
    alleen = np.clip(alleen + 0.07 + (85 - opp) * 0.006, 0.05, 0.95)
    kind = np.interp(
        leeftijd, [22, 30, 38, 46, 54, 60, 68], [0.02, 0.34, 0.66, 0.66, 0.42, 0.14, 0.0]
    )
    trek, kindtrek = rng.random(len(bewoond)), rng.random(len(bewoond))
    ouder = (kindtrek < kind) & (opp > 55)
    type_ = np.where(trek < alleen, ALLEEN, np.where(ouder, PAAR_KIND, PAAR))
    een = (type_ == ALLEEN) & (kindtrek < 0.34 * kind) & (opp > 50)
    return np.where(een, EENOUDER, type_)


def _leden(
    o: Objecten, hh_object: Ints, hh_type: Ints, hh_leeftijd: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Bools, Bools]:
    """Residents of the households: household number, age, woman, child."""
    n = len(hh_object)
    nummer = np.arange(n)
    man = rng.random(n)
    paar = np.isin(hh_type, (PAAR, PAAR_KIND))
    hoofd_vrouw = np.where(paar, man < 0.35, np.where(hh_leeftijd > 70, man < 0.72, man < 0.5))
    hoofd_vrouw = np.where(hh_type == EENOUDER, man < 0.82, hoofd_vrouw)
    partner = np.clip(hh_leeftijd[paar] - np.round(rng.normal(1.5, 3.5, int(paar.sum()))), 19, 103)
    kinderen = np.where(
        np.isin(hh_type, (PAAR_KIND, EENOUDER)), rng.choice([1, 2, 2, 2, 3, 3], n), 0
    )
    kind_hh = np.repeat(nummer, kinderen)
    kind_l = np.clip(np.round(hh_leeftijd[kind_hh] - rng.normal(32, 4.5, len(kind_hh))), 0, 26)
    hh = np.concatenate([nummer, nummer[paar], kind_hh])
    leeftijd = np.concatenate([hh_leeftijd, partner.astype(np.int64), kind_l.astype(np.int64)])
    vrouw = np.concatenate([hoofd_vrouw, ~hoofd_vrouw[paar], rng.random(len(kind_hh)) < 0.487])
    kind = np.concatenate([np.zeros(n + int(paar.sum()), bool), np.ones(len(kind_hh), bool)])
    orde = np.argsort(hh, kind="stable")
    del o
    return hh[orde], leeftijd[orde], vrouw[orde], kind[orde]


def _inkomen(
    plan: Plan, r: Rooster, o: Objecten, obj: Ints, leeftijd: Ints, rng: np.random.Generator
) -> Floats:
    soort = np.array([b.soort for b in r.buurten])[o.buurt[obj]]
    basis = 32.0 * np.array([s.inkomen for s in plan.soorten])[soort]
    bezit = np.where(
        o.eigendom[obj] == KOOP, 1.18, np.where(o.eigendom[obj] == CORPORATIE, 0.70, 0.96)
    )
    jaren = np.interp(
        leeftijd, [19, 24, 35, 50, 62, 68, 80], [0.55, 0.80, 1.0, 1.12, 1.08, 0.92, 0.84]
    )
    return np.asarray(basis * bezit * jaren * np.exp(rng.normal(0, 0.31, len(obj))))


def _instelling(o: Objecten, rng: np.random.Generator) -> tuple[Ints, Ints, Bools]:
    """Residents of nursing homes: object, age, woman."""
    huis = np.flatnonzero(o.bijzonder == voorzieningen.NUMMER["verpleeghuis"])
    obj = np.repeat(huis, BEDDEN)
    leeftijd = np.clip(np.round(rng.normal(86, 6.5, len(obj))), 62, 104).astype(np.int64)
    return obj, leeftijd, rng.random(len(obj)) < 0.70


def bevolk(plan: Plan, r: Rooster, o: Objecten, rng: np.random.Generator) -> Bevolking:
    """Let people live in the dwellings and nursing homes.

    Args:
        plan: the plan of the sample.
        r: the lattice.
        o: all verblijfsobjecten.
        rng: source of all randomness.

    Returns:
        Households and residents; the residents of a household stand together.
    """
    obj, hl = _hoofden(plan, r, o, rng)
    type_ = _typen(o, obj, hl, rng)
    inkomen = _inkomen(plan, r, o, obj, hl, rng)
    hh, leeftijd, vrouw, kind = _leden(o, obj, type_, hl, rng)
    iobj, il, iv = _instelling(o, rng)
    b = Bevolking(
        hh_object=obj,
        hh_type=type_,
        hh_leeftijd=hl,
        hh_inkomen=inkomen,
        hh_leden=np.bincount(hh, minlength=len(obj)),
        p_object=np.concatenate([obj[hh], iobj]),
        p_huishouden=np.concatenate([hh, np.full(len(iobj), -1)]),
        p_leeftijd=np.concatenate([leeftijd, il]),
        p_vrouw=np.concatenate([vrouw, iv]),
        p_kind=np.concatenate([kind, np.zeros(len(iobj), bool)]),
        p_hoog=np.zeros(0, dtype=np.int64),
        p_werk=np.zeros(0, bool),
        p_bijstand=np.zeros(0, bool),
        p_ao=np.zeros(0, bool),
        p_ww=np.zeros(0, bool),
        p_wmo=np.zeros(0, bool),
        p_jeugdzorg=np.zeros(0, bool),
    )
    _opleiding_en_werk(plan, r, o, b, rng)
    _zorg(o, b, rng)
    return b


def inkomen_persoon(b: Bevolking) -> Floats:
    """Standardised household income per resident, thousand euro.

    Residents of institutions get the limit of low.
    """
    return np.where(b.p_huishouden >= 0, b.hh_inkomen[b.p_huishouden], LAAG_40 - 4)


def _opleiding_en_werk(
    plan: Plan, r: Rooster, o: Objecten, b: Bevolking, rng: np.random.Generator
) -> None:
    n, leeftijd, ink = len(b.p_object), b.p_leeftijd, inkomen_persoon(b)
    soort = np.array([x.soort for x in r.buurten])[o.buurt[b.p_object]]
    hoog = np.array([s.hoog for s in plan.soorten])[soort]
    hoog = np.clip(hoog + 0.010 * (ink - 30) - 0.006 * np.maximum(leeftijd - 40, 0), 0.03, 0.9)
    hoog = np.where(leeftijd < 22, hoog * 0.15, hoog)
    trek = rng.random(n)
    b.p_hoog = np.where(trek < hoog, 2, np.where(trek < hoog + 0.42, 1, 0))
    b.p_hoog[(leeftijd < 15) | (leeftijd >= 75)] = -1
    volwassen = (leeftijd >= 18) & (leeftijd < AOW_LEEFTIJD) & ~b.p_kind & (b.p_huishouden >= 0)
    b.p_bijstand = volwassen & (ink < BIJSTAND_GRENS) & (rng.random(n) < 0.62)
    b.p_ao = (
        volwassen
        & ~b.p_bijstand
        & (rng.random(n) < np.where(ink < LAAG_40, 0.11, 0.035) * leeftijd / 45)
    )
    b.p_ww = volwassen & ~b.p_bijstand & ~b.p_ao & (rng.random(n) < 0.021)
    kans = np.interp(
        leeftijd, [15, 20, 27, 50, 60, 66, 68, 74], [0.45, 0.74, 0.88, 0.87, 0.74, 0.45, 0.16, 0.08]
    )
    b.p_werk = (leeftijd >= 15) & (leeftijd < 75) & ~b.p_bijstand & ~b.p_ww & (rng.random(n) < kans)
    b.p_werk &= ~(b.p_ao & (rng.random(n) < 0.7)) & (b.p_huishouden >= 0)


def _zorg(o: Objecten, b: Bevolking, rng: np.random.Generator) -> None:
    n, leeftijd, ink = len(b.p_object), b.p_leeftijd, inkomen_persoon(b)
    huur = o.eigendom[b.p_object] != KOOP
    alleen = (b.p_huishouden >= 0) & (b.hh_type[b.p_huishouden] == ALLEEN)
    wmo = np.interp(
        leeftijd, [18, 50, 65, 75, 80, 85, 92], [0.010, 0.026, 0.055, 0.14, 0.24, 0.37, 0.50]
    )
    wmo = wmo * np.where(huur, 1.30, 0.80) * np.where(alleen, 1.25, 0.85)
    b.p_wmo = (leeftijd >= 18) & (b.p_huishouden >= 0) & (rng.random(n) < wmo)
    jz = 0.085 * np.where(ink < LAAG_40, 1.7, 0.85)
    b.p_jeugdzorg = (leeftijd < 23) & b.p_kind & (rng.random(n) < jz)
