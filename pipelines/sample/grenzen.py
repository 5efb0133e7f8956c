"""Boundaries of gemeenten, wijken and buurten in the shape of the PDOK collections.

With the figures CBS adds to them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.sample import afronden as af
from pipelines.sample import kwb
from pipelines.sample.bag import tekst
from pipelines.sample.regio import Regio, Regios
from pipelines.sample.rooster import Buurt, Floats, Rooster

_RUIMTE = uuid.UUID("0d1b7a52-6d1e-5c0c-9f0f-8a51c3b89902")
WIJZIGING = 1
"""`indelingswijziging_wijken_en_buurten`: code unchanged."""


@dataclass(frozen=True)
class Gebied:
    """One feature to publish: codes, names, water as CBS writes it, and its geometry in RD."""

    code: str
    naam: str
    wijk: str
    gemeente: str
    gemeentenaam: str
    water: str
    vlak: BaseGeometry


def vlakken(r: Rooster) -> list[BaseGeometry]:
    """Geometry of every buurt of a lattice: the union of its cells, RD metres."""
    hoek = [
        (slice(None, -1), slice(None, -1)),
        (slice(None, -1), slice(1, None)),
        (slice(1, None), slice(1, None)),
        (slice(1, None), slice(None, -1)),
    ]
    ringen = np.stack([np.stack([r.x[h].ravel(), r.y[h].ravel()], axis=-1) for h in hoek], axis=1)
    cellen = np.asarray(shapely.polygons(ringen))
    leeg = shapely.MultiPolygon()
    uit: list[BaseGeometry] = []
    for k in range(len(r.buurten)):
        hier = np.flatnonzero(r.buurt.ravel() == k)
        uit.append(shapely.coverage_union_all(cellen[hier]) if len(hier) else leeg)
    return uit


def _samen(
    delen: list[tuple[Buurt, BaseGeometry]], sleutel: Callable[[Buurt], str]
) -> dict[str, list[tuple[Buurt, BaseGeometry]]]:
    uit: dict[str, list[tuple[Buurt, BaseGeometry]]] = {}
    for b, v in delen:
        uit.setdefault(sleutel(b), []).append((b, v))
    return dict(sorted(uit.items()))


def gebieden(
    delen: list[tuple[Buurt, BaseGeometry]],
    buitenland: dict[str, str],
    kader: tuple[float, float, float, float],
) -> dict[str, list[Gebied]]:
    """All features of the three collections.

    Args:
        delen: buurten with their geometry, of all blocks.
        buitenland: code and name of the row for abroad.
        kader: where the row for abroad lies (RD).

    Returns:
        `gemeenten` (land and water rows apart), `wijken` and `buurten`, each sorted by code.
    """
    delen = [(b, v) for b, v in delen if not v.is_empty]
    uit: dict[str, list[Gebied]] = {"gemeenten": [], "wijken": [], "buurten": []}
    for leden in _samen(delen, lambda b: b.gemeente.code + b.water).values():
        b = leden[0][0]
        uit["gemeenten"].append(_gebied(b.gemeente.code, b.gemeente.naam, b, leden))
    for leden in _samen(delen, lambda b: b.wijk + b.water).values():
        b = leden[0][0]
        uit["wijken"].append(_gebied(b.wijk, b.wijknaam, b, leden))
    for b, v in sorted(delen, key=lambda d: d[0].code):
        uit["buurten"].append(_gebied(b.code, b.naam, b, [(b, v)]))
    ver = shapely.box(*kader)
    code = buitenland["code"]
    for naam, sleutel in (
        ("gemeenten", code),
        ("wijken", f"WK{code[2:]}99"),
        ("buurten", f"BU{code[2:]}9998"),
    ):
        uit[naam].append(
            Gebied(
                sleutel, buitenland["naam"], f"WK{code[2:]}99", code, buitenland["naam"], "B", ver
            )
        )
    return uit


def _gebied(code: str, naam: str, b: Buurt, leden: list[tuple[Buurt, BaseGeometry]]) -> Gebied:
    vlak = shapely.coverage_union_all([v for _, v in leden]) if len(leden) > 1 else leden[0][1]
    return Gebied(code, naam, b.wijk, b.gemeente.code, b.gemeente.naam, b.water, vlak)


_PROCENT = {
    "percentage_personen_0_tot_15_jaar": "l0",
    "percentage_personen_15_tot_25_jaar": "l15",
    "percentage_personen_25_tot_45_jaar": "l25",
    "percentage_personen_45_tot_65_jaar": "l45",
    "percentage_personen_65_jaar_en_ouder": "l65",
}
_HUISHOUDEN = {
    "percentage_eenpersoonshuishoudens": "hh1",
    "percentage_huishoudens_zonder_kinderen": "hh_zonder",
    "percentage_huishoudens_met_kinderen": "hh_met",
}
_UIT_KWB = {
    "omgevingsadressendichtheid": 121,
    "stedelijkheid_adressen_per_km2": 120,
    "bevolkingsdichtheid_inwoners_per_km2": 34,
    "aantal_inwoners": 5,
    "mannen": 6,
    "vrouwen": 7,
    "aantal_huishoudens": 29,
    "gemiddelde_huishoudsgrootte": 33,
    "woningvoorraad": 35,
    "gemiddelde_woningwaarde": 39,
    "percentage_eengezinswoning": 40,
    "percentage_meergezinswoning": 45,
    "percentage_koopwoningen": 47,
    "percentage_huurwoningen": 48,
    "perc_huurwoningen_in_bezit_woningcorporaties": 49,
    "perc_huurwoningen_in_bezit_overige_verhuurders": 50,
    "oppervlakte_totaal_in_ha": 115,
    "oppervlakte_land_in_ha": 116,
    "oppervlakte_water_in_ha": 117,
}
_LATER = (
    "aantal_wmo_clienten",
    "aantal_wmo_clienten_per_1000_inwoners",
    "aantal_jongeren_met_jeugdzorg_in_natura",
    "percentage_jongeren_met_jeugdzorg_in_natura",
    "huisartsenpraktijk_gemiddelde_afstand_in_km",
    "grote_supermarkt_gemiddelde_afstand_in_km",
    "gemiddeld_inkomen_per_inwoner",
)
"""Figures that this edition gives as -99995 (published later), as the first edition of a year
does."""


def cijfers(regios: Regios) -> dict[str, dict[str, Any]]:
    """Figures per region code, as the collections carry them.

    -99997 where CBS gives none, -99995 where later.
    """
    s = regios.som
    kolom = {k.nummer: k for k in kwb.kolommen()}
    waarden: dict[str, tuple[Floats, int]] = {}
    for naam, nummer in _UIT_KWB.items():
        functie = kolom[nummer].waarde
        if functie is not None:
            waarden[naam] = (functie(s), kolom[nummer].decimalen)
    for naam, som in _PROCENT.items():
        waarden[naam] = (af.procent(s[som], s["inwoners"], af.MIN_INWONERS), 0)
    for naam, som in _HUISHOUDEN.items():
        waarden[naam] = (af.procent(s[som], s["hh"], 10), 0)
    uit: dict[str, dict[str, Any]] = {}
    for k, r in enumerate(regios.rijen):
        uit[r.code] = {n: _getal(float(w[k]), d) for n, (w, d) in waarden.items()} | dict.fromkeys(
            _LATER, af.LATER
        )
    return uit


def _getal(x: float, decimalen: int) -> float | int:
    if np.isnan(x):
        return af.ONDERDRUKT
    return int(x) if decimalen == 0 else round(x, decimalen)


def leeg(regios: Regios) -> dict[str, Any]:
    """The figures of water and abroad: all -99997."""
    voorbeeld = cijfers(
        Regios(regios.rijen[:1], {n: w[:1] for n, w in regios.som.items()}, regios.optel[:0])
    )
    return dict.fromkeys(next(iter(voorbeeld.values())), af.ONDERDRUKT)


def feature(soort: str, g: Gebied, getallen: dict[str, Any], postcode: str, jaar: int) -> str:
    """One feature of `gemeenten`, `wijken` or `buurten`."""
    sleutels: dict[str, Any] = {}
    if soort == "buurten":
        sleutels = {"buurtcode": g.code, "buurtnaam": g.naam, "wijkcode": g.wijk}
    elif soort == "wijken":
        sleutels = {"wijkcode": g.code, "wijknaam": g.naam}
    sleutels |= {"gemeentecode": g.gemeente, "gemeentenaam": g.gemeentenaam}
    if soort != "gemeenten":
        sleutels["indelingswijziging_wijken_en_buurten"] = WIJZIGING
    sleutels["water"] = g.water
    if soort != "gemeenten":
        sleutels |= {
            "meest_voorkomende_postcode": postcode,
            "dekkingspercentage": 1 if postcode.strip(".") else af.ONDERDRUKT,
        }
    vlak = json.loads(shapely.to_geojson(g.vlak))["coordinates"]
    vlak = vlak if g.vlak.geom_type == "MultiPolygon" else [vlak]
    return tekst(
        {
            "type": "Feature",
            "properties": sleutels | getallen | {"jrstatcode": f"{jaar}{g.code}", "jaar": jaar},
            "geometry": {"type": "MultiPolygon", "coordinates": vlak},
            "id": str(uuid.uuid5(_RUIMTE, f"{soort}/{g.code}/{g.water}")),
        }
    )


def kader(g: Gebied) -> tuple[float, float, float, float]:
    """Bounding box in RD."""
    a, b, c, d = g.vlak.bounds
    return a, b, c, d


def codes(regios: Regios) -> dict[str, Regio]:
    """Regions by code."""
    return {r.code: r for r in regios.rijen}
