"""The IGJ register of pharmacies in the form of the real file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.sample import voorzieningen
from pipelines.sample.partners import Rij, schrijf_csv
from pipelines.sample.wereld import Wereld

IGJ = ("KvKnr", "Officiëlenaam", "Adresbezoek", "Postcode", "Plaats", "Typerelatie")
IGJ_PAD = "binaries/igj/documenten/publicaties/apothekersregister.csv"


def apotheken(w: Wereld) -> list[Rij]:
    """Rows of the register.

    Several pharmacists share a pharmacy, places are in capitals, addresses end in a blank.
    """
    uit: list[Rij] = []
    for k in np.flatnonzero(w.o.bijzonder == voorzieningen.NUMMER["apotheek"]).tolist():
        straat, nummer, postcode, plaats = w.adres(k)
        naam = f"Apotheek {w.r.buurten[int(w.o.buurt[k])].naam}"
        rij = [
            f"{70_000_000 + k:08d}",
            naam,
            f"{straat} {nummer} {w.a.huisletter[k]}",
            f"{postcode[:4]} {postcode[4:]}",
            plaats.upper(),
            "Apotheker",
        ]
        uit += [rij, list(rij)] if k % 3 == 0 else [rij]
    return uit


def schrijf_igj(rijen: list[Rij], map_: Path) -> int:
    """Write the register, with two rows from elsewhere (one without postcode.

    One without KvK number).
    """
    elders = [
        ["NA", "Apotheek Verweg", "Zeestraat 1 ", "", "OVERZEE", "Apotheker"],
        ["NA", "Apotheek Elders", "Stationsplein 1 ", "9999 XX", "ELDERS", "Apotheker"],
    ]
    return schrijf_csv(map_ / IGJ_PAD, IGJ, [*rijen, *elders])
