"""Boundaries of gemeenten, wijken and buurten as PDOK publishes them, with the figures of CBS."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.sample import kwb, rounding
from pipelines.sample.bag import feature_text
from pipelines.sample.lattice import Buurt, Floats, Lattice
from pipelines.sample.region_sums import Regions

_NAMESPACE = uuid.UUID("0d1b7a52-6d1e-5c0c-9f0f-8a51c3b89902")
UNCHANGED = 1
"""`indelingswijziging_wijken_en_buurten`: code unchanged."""


@dataclass(frozen=True)
class Area:
    """One feature to publish: codes, names, water as CBS writes it, and its geometry in RD."""

    code: str
    name: str
    wijk: str
    gemeente: str
    gemeente_name: str
    water: str
    geometry: BaseGeometry


def geometries(lattice: Lattice) -> list[BaseGeometry]:
    """Geometry of every buurt of a lattice: the union of its cells, RD metres."""
    corners = [
        (slice(None, -1), slice(None, -1)),
        (slice(None, -1), slice(1, None)),
        (slice(1, None), slice(1, None)),
        (slice(1, None), slice(None, -1)),
    ]
    rings = np.stack(
        [np.stack([lattice.x[h].ravel(), lattice.y[h].ravel()], axis=-1) for h in corners], axis=1
    )
    cells = np.asarray(shapely.polygons(rings))
    empty = shapely.MultiPolygon()
    result: list[BaseGeometry] = []
    for k in range(len(lattice.buurten)):
        here = np.flatnonzero(lattice.buurt.ravel() == k)
        result.append(shapely.coverage_union_all(cells[here]) if len(here) else empty)
    return result


def _grouped(
    parts: list[tuple[Buurt, BaseGeometry]], key: Callable[[Buurt], str]
) -> dict[str, list[tuple[Buurt, BaseGeometry]]]:
    result: dict[str, list[tuple[Buurt, BaseGeometry]]] = {}
    for b, v in parts:
        result.setdefault(key(b), []).append((b, v))
    return dict(sorted(result.items()))


def areas(
    parts: list[tuple[Buurt, BaseGeometry]],
    abroad: dict[str, str],
    box: tuple[float, float, float, float],
) -> dict[str, list[Area]]:
    """All features of the three collections.

    Args:
        parts: buurten with their geometry, of all blocks.
        abroad: code and name of the row for abroad.
        box: where the row for abroad lies (RD).

    Returns:
        `gemeenten` (land and water rows apart), `wijken` and `buurten`, each sorted by code.
    """
    parts = [(b, v) for b, v in parts if not v.is_empty]
    result: dict[str, list[Area]] = {"gemeenten": [], "wijken": [], "buurten": []}
    for members in _grouped(parts, lambda b: b.gemeente.code + b.water).values():
        b = members[0][0]
        result["gemeenten"].append(_area(b.gemeente.code, b.gemeente.name, b, members))
    for members in _grouped(parts, lambda b: b.wijk + b.water).values():
        b = members[0][0]
        result["wijken"].append(_area(b.wijk, b.wijk_name, b, members))
    for b, v in sorted(parts, key=lambda d: d[0].code):
        result["buurten"].append(_area(b.code, b.name, b, [(b, v)]))
    far = shapely.box(*box)
    code = abroad["code"]
    for name, key in (
        ("gemeenten", code),
        ("wijken", f"WK{code[2:]}99"),
        ("buurten", f"BU{code[2:]}9998"),
    ):
        result[name].append(
            Area(key, abroad["naam"], f"WK{code[2:]}99", code, abroad["naam"], "B", far)
        )
    return result


def _area(code: str, name: str, buurt: Buurt, members: list[tuple[Buurt, BaseGeometry]]) -> Area:
    geometry = (
        shapely.coverage_union_all([v for _, v in members]) if len(members) > 1 else members[0][1]
    )
    return Area(
        code, name, buurt.wijk, buurt.gemeente.code, buurt.gemeente.name, buurt.water, geometry
    )


_PERCENT = {
    "percentage_personen_0_tot_15_jaar": "l0",
    "percentage_personen_15_tot_25_jaar": "l15",
    "percentage_personen_25_tot_45_jaar": "l25",
    "percentage_personen_45_tot_65_jaar": "l45",
    "percentage_personen_65_jaar_en_ouder": "l65",
}
_HOUSEHOLD = {
    "percentage_eenpersoonshuishoudens": "hh1",
    "percentage_huishoudens_zonder_kinderen": "hh_zonder",
    "percentage_huishoudens_met_kinderen": "hh_met",
}
_FROM_KWB = {
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


def figures(regions: Regions) -> dict[str, dict[str, Any]]:
    """Figures per region code, as the collections carry them.

    Returns:
        Per code a value per column: -99997 where CBS gives none, -99995 where it will later.
    """
    sums = regions.sums
    column = {k.number: k for k in kwb.columns()}
    values: dict[str, tuple[Floats, int]] = {}
    for name, number in _FROM_KWB.items():
        function = column[number].value
        if function is not None:
            values[name] = (function(sums), column[number].decimals)
    for name, sum_name in _PERCENT.items():
        values[name] = (
            rounding.percent(sums[sum_name], sums["inwoners"], rounding.MIN_RESIDENTS),
            0,
        )
    for name, sum_name in _HOUSEHOLD.items():
        values[name] = (rounding.percent(sums[sum_name], sums["hh"], 10), 0)
    result: dict[str, dict[str, Any]] = {}
    for k, region in enumerate(regions.rows):
        result[region.code] = {
            n: _number(float(w[k]), d) for n, (w, d) in values.items()
        } | dict.fromkeys(_LATER, rounding.LATER)
    return result


def _number(x: float, decimals: int) -> float | int:
    if np.isnan(x):
        return rounding.SUPPRESSED
    return int(x) if decimals == 0 else round(x, decimals)


def no_figures(regions: Regions) -> dict[str, Any]:
    """The figures of water and abroad: all -99997."""
    example = figures(
        Regions(
            regions.rows[:1],
            {n: w[:1] for n, w in regions.sums.items()},
            regions.memberships[:0],
        )
    )
    return dict.fromkeys(next(iter(example.values())), rounding.SUPPRESSED)


def feature(kind: str, area: Area, numbers: dict[str, Any], postcode: str, year: int) -> str:
    """One feature of `gemeenten`, `wijken` or `buurten`."""
    keys: dict[str, Any] = {}
    if kind == "buurten":
        keys = {"buurtcode": area.code, "buurtnaam": area.name, "wijkcode": area.wijk}
    elif kind == "wijken":
        keys = {"wijkcode": area.code, "wijknaam": area.name}
    keys |= {"gemeentecode": area.gemeente, "gemeentenaam": area.gemeente_name}
    if kind != "gemeenten":
        keys["indelingswijziging_wijken_en_buurten"] = UNCHANGED
    keys["water"] = area.water
    if kind != "gemeenten":
        keys |= {
            "meest_voorkomende_postcode": postcode,
            "dekkingspercentage": 1 if postcode.strip(".") else rounding.SUPPRESSED,
        }
    geometry = json.loads(shapely.to_geojson(area.geometry))["coordinates"]
    geometry = geometry if area.geometry.geom_type == "MultiPolygon" else [geometry]
    return feature_text(
        {
            "type": "Feature",
            "properties": keys | numbers | {"jrstatcode": f"{year}{area.code}", "jaar": year},
            "geometry": {"type": "MultiPolygon", "coordinates": geometry},
            "id": str(uuid.uuid5(_NAMESPACE, f"{kind}/{area.code}/{area.water}")),
        }
    )


def box(area: Area) -> tuple[float, float, float, float]:
    """Bounding box in RD."""
    a, b, c, d = area.geometry.bounds
    return a, b, c, d
