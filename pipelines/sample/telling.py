"""Sums per buurt over dwellings, households and residents.

The one base of every published figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.ndimage import convolve

from pipelines.sample import bevolking as bev
from pipelines.sample import straten as str_
from pipelines.sample import voorzieningen
from pipelines.sample.bevolking import Bevolking
from pipelines.sample.gebouwen import CORPORATIE, KOOP, ONBEKEND, OVERIG_HUUR, Objecten
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Bools, Buurt, Floats, Gebruik, Ints, Rooster
from pipelines.sample.straten import Straten

Sommen = dict[str, Floats]
LEEFTIJDEN = (0, 15, 25, 45, 65, 200)
AFSTAND = (
    "huisarts",
    "apotheek",
    "supermarkt",
    "bibliotheek",
    "school",
    "college",
    "kinderdagverblijf",
    "fysiotherapeut",
    "restaurant",
    "bakker",
)
TEL_BINNEN = ("huisarts", "supermarkt", "school")
BINNEN_M = (1000.0, 3000.0, 5000.0)


@dataclass
class Telling:
    """Buurten of a block with their sums (float arrays, one value per buurt)."""

    buurten: list[Buurt]
    som: Sommen


def _som(groep: Ints, n: int, gewicht: Floats | Bools | Ints | None = None) -> Floats:
    w = None if gewicht is None else np.asarray(gewicht, dtype=np.float64)
    return np.bincount(groep, weights=w, minlength=n).astype(np.float64)


def _personen(b: Bevolking, buurt: Ints, n: int) -> Sommen:
    leeftijd, hh = b.p_leeftijd, b.p_huishouden >= 0
    ink = bev.inkomen_persoon(b)
    uit = {
        "inwoners": _som(buurt, n),
        "vrouwen": _som(buurt, n, b.p_vrouw),
        "mannen": _som(buurt, n, ~b.p_vrouw),
    }
    for a, z in pairwise(LEEFTIJDEN):
        uit[f"l{a}"] = _som(buurt, n, (leeftijd >= a) & (leeftijd < z))
    for k, naam in enumerate(("opl_laag", "opl_midden", "opl_hoog")):
        uit[naam] = _som(buurt, n, b.p_hoog == k)
    uit |= {
        "p15_75": _som(buurt, n, b.p_hoog >= 0),
        "werkzaam": _som(buurt, n, b.p_werk),
        "bijstand": _som(buurt, n, b.p_bijstand),
        "ao": _som(buurt, n, b.p_ao),
        "ww": _som(buurt, n, b.p_ww),
        "aow": _som(buurt, n, leeftijd >= bev.AOW_LEEFTIJD),
        "wmo": _som(buurt, n, b.p_wmo),
        "jeugdzorg": _som(buurt, n, b.p_jeugdzorg),
        "jeugd": _som(buurt, n, leeftijd < 23),
        "p_hh": _som(buurt, n, hh),
        "arm": _som(buurt, n, hh & (ink < bev.ARM)),
        "arm_plus": _som(buurt, n, hh & (ink >= bev.ARM) & (ink < 1.25 * bev.ARM)),
        "ontvangers": _som(buurt, n, hh & (leeftijd >= 18)),
    }
    return uit


def _huishoudens(b: Bevolking, buurt: Ints, n: int) -> Sommen:
    factor = (
        1
        + 0.37 * np.isin(b.hh_type, (bev.PAAR, bev.PAAR_KIND))
        + 0.3 * np.maximum(b.hh_leden - 2, 0)
    )
    return {
        "hh": _som(buurt, n),
        "hh1": _som(buurt, n, b.hh_type == bev.ALLEEN),
        "hh_zonder": _som(buurt, n, b.hh_type == bev.PAAR),
        "hh_met": _som(buurt, n, np.isin(b.hh_type, (bev.PAAR_KIND, bev.EENOUDER))),
        "hh_laag40": _som(buurt, n, b.hh_inkomen < bev.LAAG_40),
        "hh_hoog20": _som(buurt, n, b.hh_inkomen > bev.HOOG_20),
        "hh_ink": _som(buurt, n, b.hh_inkomen),
        "ink": _som(buurt, n, b.hh_inkomen * factor),
        "autos": _som(buurt, n, np.clip(0.35 + b.hh_inkomen / 60 + 0.25 * (b.hh_leden > 1), 0, 2)),
    }


def _woningen(plan: Plan, o: Objecten, b: Bevolking, n: int) -> Sommen:
    w = o.woning & (o.status < 3)
    k = o.buurt[w]
    vorm = np.array([v.type == "appartement" for v in plan.bouwvormen] + [False])[o.vorm[w]]
    bewoond = np.isin(np.arange(len(o.x)), b.hh_object)[w]
    e = o.eigendom[w]
    return {
        "woningen": _som(k, n),
        "woz": _som(k, n, o.woz[w]),
        "meergezins": _som(k, n, vorm),
        "eengezins": _som(k, n, ~vorm),
        "bewoond": _som(k, n, bewoond),
        "koop": _som(k, n, e == KOOP),
        "corp": _som(k, n, e == CORPORATIE),
        "overig_huur": _som(k, n, e == OVERIG_HUUR),
        "onbekend": _som(k, n, e == ONBEKEND),
        "voor2000": _som(k, n, o.bouwjaar[w] < 2000),
        "adressen": _som(o.buurt, n),
    }


def afstanden(r: Rooster, s: Straten, o: Objecten) -> Sommen:
    """Walking distance over the streets from every object to the nearest facility of each kind.

    Metres.
    """
    j, i = np.divmod(o.cel, r.vorm[1])
    basis = (j + o.slot % 2) * (r.vorm[1] + 1) + i
    uit = {}
    for naam in AFSTAND:
        hier = o.bijzonder == voorzieningen.NUMMER[naam]
        vanaf = str_.loopafstand(s, basis[hier])
        d = np.minimum(
            *(vanaf[v] + np.hypot(s.x[v] - o.x, s.y[v] - o.y) for v in (basis, basis + 1))
        )
        uit[naam] = d
        if naam in TEL_BINNEN:
            aantal = str_.binnen(s, basis[hier], BINNEN_M)
            for k, m in enumerate(BINNEN_M):
                uit[f"{naam}_{m / 1000:.0f}km"] = aantal[basis, k]
    return uit


def adresdichtheid(o: Objecten) -> Floats:
    """Addresses per km2 within a circle of 1 km around each object (counted on 100 m squares)."""
    kx, ky = (o.x // 100).astype(np.int64), (o.y // 100).astype(np.int64)
    kx, ky = kx - kx.min(), ky - ky.min()
    raster = np.zeros((int(kx.max()) + 1, int(ky.max()) + 1))
    np.add.at(raster, (kx, ky), 1.0)
    a, b = np.mgrid[-10:11, -10:11]
    schijf = (a**2 + b**2 <= 100).astype(np.float64)
    dicht = convolve(raster, schijf, mode="constant") / (schijf.sum() * 0.01)
    return np.asarray(np.maximum(dicht[kx, ky], 1.0))


def _oppervlakten(r: Rooster, n: int) -> Sommen:
    x, y = r.x, r.y
    opp = 0.5 * np.abs(
        (x[1:, 1:] - x[:-1, :-1]) * (y[1:, :-1] - y[:-1, 1:])
        - (x[1:, :-1] - x[:-1, 1:]) * (y[1:, 1:] - y[:-1, :-1])
    )
    nat = np.isin(r.gebruik, (Gebruik.RIVIER, Gebruik.MEER))
    k = r.buurt.ravel()
    return {"opp": _som(k, n, opp.ravel()), "opp_water": _som(k, n, (opp * nat).ravel())}


def tel(plan: Plan, r: Rooster, s: Straten, o: Objecten, b: Bevolking) -> Telling:
    """Sum everything per buurt.

    Args:
        plan: the plan of the sample.
        r: the lattice.
        s: the streets.
        o: all verblijfsobjecten.
        b: all households and residents.

    Returns:
        The sums; distances beyond reach count as 30 km.
    """
    n = len(r.buurten)
    som = _personen(b, o.buurt[b.p_object], n) | _huishoudens(b, o.buurt[b.hh_object], n)
    som |= _woningen(plan, o, b, n) | _oppervlakten(r, n)
    ver = afstanden(r, s, o)
    inwoner = o.buurt[b.p_object]
    for naam, d in ver.items():
        som[f"d_{naam}"] = _som(inwoner, n, np.where(np.isfinite(d), d, 30_000.0)[b.p_object])
    som["oad"] = _som(o.buurt, n, adresdichtheid(o))
    return Telling(list(r.buurten), som)
