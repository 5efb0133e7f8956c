"""RIVM Gezondheid per wijk en buurt (50150NED).

Mean modelled chance of the residents, with bounds.

Like the real table these are model estimates, here a logistic function of age, income, household
and schooling. The coefficients are choices of the sample `[PROPOSED]`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from pipelines.sample import afronden as af
from pipelines.sample import bevolking as bev
from pipelines.sample.bevolking import Bevolking
from pipelines.sample.gebouwen import Objecten
from pipelines.sample.odata import Dimensie, Kolom, Tabel, lijst, tabel
from pipelines.sample.regio import Regios
from pipelines.sample.rooster import Bools, Floats

TABEL, FEED = "50150NED", "/ODataFeed/OData"
GROEPEN = (
    ("20300", "18 jaar of ouder", 18, 200),
    ("53115", "18 tot 65 jaar", 18, 65),
    ("80200", "65 jaar of ouder", 65, 200),
)
MARGES = (
    ("MW00000", "Waarde", 0.0),
    ("MOG0095", "Ondergrens 95%-interval", -1.96),
    ("MBG0095", "Bovengrens 95%-interval", 1.96),
)
PERIODEN = (("2022JJ00", "2022", 0.97), ("2024JJ00", "2024", 1.0))
MINIMUM = 50
GEWICHTEN = ("constante", "leeftijd", "boven72", "laag_inkomen", "alleen", "hbo_wo")
"""Weights of: constant, age above 50 and above 72 (per 10 years), low income, living alone,
hbo/wo."""


@cache
def model() -> tuple[tuple[int, str, str, tuple[float, ...]], ...]:
    """Ordinal, key, title and weights of each indicator, from `tabellen/rivm.csv`."""
    return tuple(
        (int(r["nummer"]), r["stam"], r["titel"], tuple(float(r[g]) for g in GEWICHTEN))
        for r in tabel("rivm")
    )


def _kenmerken(b: Bevolking) -> Floats:
    alleen = (
        (b.p_huishouden >= 0)
        & np.isin(b.hh_type[b.p_huishouden], (bev.ALLEEN, bev.EENOUDER))
        & ~b.p_kind
    )
    laag = bev.inkomen_persoon(b) < bev.LAAG_40
    tien = (b.p_leeftijd - 50) / 10
    oud = np.maximum(b.p_leeftijd - 72, 0) / 10
    return np.column_stack([np.ones(len(tien)), tien, oud, laag, alleen, b.p_hoog == 2]).astype(
        np.float64
    )


def _hier(b: Bevolking, van: int, tot: int) -> Bools:
    """Residents of an age group, those of institutions left out as in the survey."""
    return (b.p_leeftijd >= van) & (b.p_leeftijd < tot) & (b.p_huishouden >= 0)


def sommen(o: Objecten, b: Bevolking, n: int) -> dict[str, Floats]:
    """Sum of chances and number of persons per buurt, per age group."""
    gewicht = np.array([m[3] for m in model()])
    kans = 1 / (1 + np.exp(-_kenmerken(b) @ gewicht.T))
    buurt = o.buurt[b.p_object]
    uit: dict[str, Floats] = {}
    for code, _, van, tot in GROEPEN:
        hier = _hier(b, van, tot)
        uit[f"rivm_n_{code}"] = np.bincount(buurt[hier], minlength=n).astype(np.float64)
        for k, m in enumerate(model()):
            som = np.bincount(buurt[hier], weights=kans[hier, k], minlength=n)
            uit[f"rivm_{m[0]}_{code}"] = np.asarray(som, dtype=np.float64)
    return uit


def _waarden(regios: Regios, groep: str, nummer: int, trend: float, z: float) -> list[Any]:
    aantal = regios.som[f"rivm_n_{groep}"]
    p = np.clip(trend * af.deel(regios.som[f"rivm_{nummer}_{groep}"], aantal), 0.001, 0.999)
    steekproef = np.maximum(0.06 * aantal, 25.0)
    p = np.clip(p + z * np.sqrt(p * (1 - p) / steekproef), 0, 1)
    return lijst(af.mits(af.half_op(100 * p, 1), aantal >= MINIMUM), 1)


def maak(regios: Regios, gewijzigd: str) -> Tabel:
    """The table, rows by age group, margin, region and period.

    Region keys are padded and the land is `NL01`.
    """
    codes = [("NL01" if r.soort == "Land" else r.code).ljust(10) for r in regios.rijen]
    tekst = [
        [r.gemeente.ljust(40), r.soort.ljust(10), c]
        for r, c in zip(regios.rijen, codes, strict=True)
    ]
    rijen: list[list[Any]] = []
    for groep, _, _, _ in GROEPEN:
        for marge, _, z in MARGES:
            per_periode = [
                list(zip(*(_waarden(regios, groep, m[0], trend, z) for m in model()), strict=True))
                for _, _, trend in PERIODEN
            ]
            for k, code in enumerate(codes):
                for (periode, _, _), waarden in zip(PERIODEN, per_periode, strict=True):
                    rijen.append([groep, marge, code, periode, *tekst[k], *waarden[k]])
    kop = [
        Kolom(i, s, t, "", -1, "Regioaanduiding")
        for i, s, t in (
            (1, "Gemeentenaam", "Gemeentenaam"),
            (2, "SoortRegio", "Soort regio"),
            (3, "Codering", "Codering"),
        )
    ]
    kolommen = (*kop, *(Kolom(m[0], m[1], m[2], "%", 1, "Gezondheid") for m in model()))
    dims = (
        Dimensie("Leeftijd", "Leeftijd", "Dimension", tuple((g[0], g[1]) for g in GROEPEN)),
        Dimensie("Marges", "Marges", "Dimension", tuple((m[0], m[1]) for m in MARGES)),
        Dimensie(
            "WijkenEnBuurten",
            "Wijken en buurten",
            "GeoDimension",
            tuple((c, r.naam) for c, r in zip(codes, regios.rijen, strict=True)),
        ),
        Dimensie(
            "Perioden",
            "Perioden",
            "TimeDimension",
            tuple((p[0], p[1]) for p in PERIODEN),
            tuple({"Status": "Definitief"} for _ in PERIODEN),
        ),
    )
    titel = "Gezondheid per wijk en buurt; 2012/2016/2020/2022/2024 (indeling 2024)"
    return Tabel(TABEL, titel, gewijzigd, FEED, "2022 en 2024", dims, kolommen, rijen)
