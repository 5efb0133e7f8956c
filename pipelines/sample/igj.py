"""The IGJ register of pharmacies in the form of the real file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.sample import facilities
from pipelines.sample.partner_base import Row, write_csv
from pipelines.sample.world import World

IGJ = ("KvKnr", "Officiëlenaam", "Adresbezoek", "Postcode", "Plaats", "Typerelatie")
IGJ_PATH = "binaries/igj/documenten/publicaties/apothekersregister.csv"


def pharmacies(world: World) -> list[Row]:
    """Rows of the register with the habits of the real one.

    Several pharmacists share a pharmacy, places are in capitals, addresses end in a blank.
    """
    result: list[Row] = []
    for k in np.flatnonzero(world.objects.facility == facilities.NUMBER["apotheek"]).tolist():
        street, number, postcode, place = world.address(k)
        name = f"Apotheek {world.lattice.buurten[int(world.objects.buurt[k])].name}"
        row = [
            f"{70_000_000 + k:08d}",
            name,
            f"{street} {number} {world.addresses.huisletter[k]}",
            f"{postcode[:4]} {postcode[4:]}",
            place.upper(),
            "Apotheker",
        ]
        result += [row, list(row)] if k % 3 == 0 else [row]
    return result


def write_igj(rows: list[Row], folder: Path) -> int:
    """Write the register, with two rows from elsewhere that lack a postcode or KvK number."""
    elsewhere = [
        ["NA", "Apotheek Verweg", "Zeestraat 1 ", "", "OVERZEE", "Apotheker"],
        ["NA", "Apotheek Elders", "Stationsplein 1 ", "9999 XX", "ELDERS", "Apotheker"],
    ]
    return write_csv(folder / IGJ_PATH, IGJ, [*rows, *elsewhere])
