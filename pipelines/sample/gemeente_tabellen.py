"""Tables of gemeenten and of the country: dwellings by owner (86286NED), life table (37360ned).

The life table is a law of mortality (Gompertz) with constants of the sample `[PROPOSED]`, not that
of any real year.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import kwb, past, regio_tabel
from pipelines.sample.odata import Column, Dimension, Table, json_values
from pipelines.sample.region_sums import Regions

STOCK_YEAR, LIFE_YEAR = 2025, 2024
ALL, EMPTY = "T001742", "A059383"
OWNERS = (
    ("TotaleWoningvoorraad", "Totale woningvoorraad"),
    ("Koopwoningen", "Koopwoningen"),
    ("TotaalHuurwoningen", "Totaal huurwoningen"),
    ("EigendomNatuurlijkePersonen", "Eigendom natuurlijke personen"),
    ("EigendomWoningcorporaties", "Eigendom woningcorporaties"),
    ("EigendomBVSEnNVS", "Eigendom bv's en nv's"),
    ("EigendomOverigeRechtspersonen", "Eigendom overige rechtspersonen"),
    ("EigendomOnbekend", "Eigendom onbekend"),
)
PRIVATE, COMPANIES = 0.5, 0.3  # shares of rented dwellings that are no association's
OLDEST, RADIX = 99, 100_000
# sex -> level and slope of the yearly chance of dying
SEXES = (
    ("T001038", "Totaal mannen en vrouwen", past.LEVEL, past.SLOPE),
    ("3000   ", "Mannen", 2.6e-5, 0.1015),
    ("4000   ", "Vrouwen", 1.7e-5, 0.1015),
)


def stock(regions: Regions, modified: str) -> Table:
    """Dwellings of each gemeente by owner, all of them and the empty ones."""
    s = regions.sums
    other = s["overig_huur"]
    by_owner = (
        s["woningen"],
        s["koop"],
        s["corp"] + other,
        np.round(PRIVATE * other),
        s["corp"],
        np.round(COMPANIES * other),
        other - np.round(PRIVATE * other) - np.round(COMPANIES * other),
        s["onbekend"],
    )
    empty = (s["woningen"] - s["bewoond"]) / np.maximum(s["woningen"], 1)
    period = f"{STOCK_YEAR}JJ00"
    return regio_tabel.build(
        regions,
        regio_tabel.chosen(regions, "Gemeente"),
        table=("86286NED", "Voorraad woningen; eigendom, regio", kwb.FEED),
        modified=modified,
        region="RegioS",
        dimensions=(
            regio_tabel.dimension(
                "StatusVanBewoning",
                "Status van bewoning",
                ((ALL, "Totaal"), (EMPTY, "Niet bewoond")),
            ),
            regio_tabel.years(STOCK_YEAR),
        ),
        columns=tuple(Column(k + 1, stem, title) for k, (stem, title) in enumerate(OWNERS)),
        values={
            (ALL, period): by_owner,
            (EMPTY, period): tuple(np.round(n * empty) for n in by_owner),
        },
    )


def life_table(modified: str) -> Table:
    """Chance of dying, survivors, deaths and years to live, per age up to 99 or older."""
    ages = np.arange(OLDEST + 1)
    members = tuple(
        (str(10000 + 100 * age), f"{age} jaar" if age < OLDEST else f"{age} jaar of ouder")
        for age in ages.tolist()
    )
    rows = []
    for key, _, level, slope in SEXES:
        dying = np.minimum(level * np.exp(slope * ages), 1.0)
        dying[-1] = 1.0
        alive = RADIX * np.concatenate([[1.0], np.cumprod(1 - dying)[:-1]])
        years = np.append((alive[:-1] + alive[1:]) / 2, alive[-1] * 2)
        left = np.cumsum(years[::-1])[::-1] / np.maximum(alive, 1e-9)
        topics = zip(
            json_values(dying, 5),
            json_values(np.round(alive), 0),
            json_values(np.round(alive * dying), 0),
            json_values(left, 2),
            strict=True,
        )
        for (age, _), topic in zip(members, topics, strict=True):
            rows.append([key, age, f"{LIFE_YEAR}JJ00", *topic])
    dimensions = (
        Dimension("Geslacht", "Geslacht", "Dimension", tuple((k, t) for k, t, *_ in SEXES)),
        Dimension("LeeftijdOp31December", "Leeftijd (op 31 december)", "Dimension", members),
        regio_tabel.years(LIFE_YEAR),
    )
    columns = (
        Column(1, "Sterftekans", "Sterftekans", "kans", 5),
        Column(2, "LevendenTafelbevolking", "Levenden (tafelbevolking)"),
        Column(3, "OverledenenTafelbevolking", "Overledenen (tafelbevolking)"),
        Column(4, "Levensverwachting", "Levensverwachting", "jaar", 2),
    )
    title = "Levensverwachting; geslacht, leeftijd (per jaar en periode van vijf jaren)"
    return Table("37360ned", title, modified, kwb.FEED, "2024", dimensions, columns, rows)
