"""CBS Nabijheid voorzieningen (86134NED).

Mean distance over the streets, and counts within 1, 3 and 5 km.

The columns stand in `tabellen/nabijheid.csv`; one without a sum is not published in this edition
and all null.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import afronden as af
from pipelines.sample import kwb
from pipelines.sample.odata import Dimensie, Kolom, Tabel, lijst, tabel
from pipelines.sample.regio import Regios
from pipelines.sample.rooster import Floats

TABEL = "86134NED"


def _waarde(regios: Regios, som: str, eenheid: str) -> Floats:
    s = regios.som
    if not som:
        return np.full(len(regios.rijen), np.nan)
    schaal = 1000.0 if eenheid == "km" else 1.0
    gemiddelde = af.half_op(af.deel(s[som], s["inwoners"]) / schaal, 1)
    return af.mits(gemiddelde, s["inwoners"] >= kwb.MIN_AFSTAND)


def maak(regios: Regios, gewijzigd: str) -> Tabel:
    """The table; regions and padding as in KWB."""
    beschreven = tabel("nabijheid")
    waarden = [lijst(_waarde(regios, r["som"], r["eenheid"]), 1) for r in beschreven]
    kolommen = (
        *kwb.kolommen()[:4],
        *(
            Kolom(int(r["nummer"]), r["stam"], r["titel"], r["eenheid"], 1, r["groep"])
            for r in beschreven
        ),
    )
    sleutels = kwb.regio_leden(regios)
    per_rij = zip(sleutels, kwb.aanduiding(regios), zip(*waarden, strict=True), strict=True)
    rijen = [[sleutel[0], *tekst, *rij] for sleutel, tekst, rij in per_rij]
    dim = Dimensie("WijkenEnBuurten", "Wijken en buurten", "GeoDimension", sleutels)
    titel = "Nabijheid voorzieningen; afstand locatie, wijk- en buurtcijfers 2024"
    return Tabel(TABEL, titel, gewijzigd, kwb.FEED, "2024", (dim,), kolommen, rijen)
