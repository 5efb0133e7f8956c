"""Registered crime and nuisance: expected numbers by who lives where, withheld in empty buurten.

The rates are choices of the sample `[PROPOSED]`; a number is a function of the sums of its region,
so a busy or poor buurt has more and a total is the sum of its kinds.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import regio_tabel, rivm, rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Dimension, Table
from pipelines.sample.region_sums import Regions

FEED = rivm.FEED
YEARS, MONTHS_OF = (2022, 2023, 2024), 2025
TREND = {2022: 1.04, 2023: 1.0, 2024: 0.97, 2025: 0.95}
WITHHELD_BELOW = 10.0  # residents
WIDTH = 6
TOTAL = "0.0.0"
# kind -> title, and expected crimes per resident, young resident, poor resident and dwelling
KINDS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "1.1.1": ("Diefstal/inbraak woning", (0.0, 0.0, 0.002, 0.004)),
    "1.4.3": ("Openlijk geweld (persoon)", (0.0, 0.002, 0.0, 0.0)),
    "1.4.4": ("Bedreiging", (0.001, 0.001, 0.003, 0.0)),
    "1.4.5": ("Mishandeling", (0.001, 0.002, 0.004, 0.0)),
    "1.4.6": ("Straatroof", (0.0, 0.0005, 0.001, 0.0)),
    "1.4.7": ("Overval", (0.0, 0.0, 0.0005, 0.0)),
    "2.2.1": ("Vernieling cq. zaakbeschadiging", (0.002, 0.006, 0.002, 0.0)),
}
OTHER = (0.018, 0.01, 0.02, 0.0)
NUISANCE = (0.008, 0.012, 0.05, 0.0)
TOPIC = ("Gemeentenaam", "SoortRegio")


def _expected(regions: Regions, rates: tuple[float, float, float, float]) -> Floats:
    s = regions.sums
    parts = (s["inwoners"], s["l15"], s["arm"], s["woningen"])
    return np.asarray(sum(rate * part for rate, part in zip(rates, parts, strict=True)))


def _registered(regions: Regions, expected: Floats) -> Floats:
    given = regions.sums["inwoners"] >= WITHHELD_BELOW
    return rounding.where_given(rounding.round_half_up(expected), given)


def _all_kinds(regions: Regions) -> dict[str, Floats]:
    of_kind = {code: _expected(regions, rates) for code, (_, rates) in KINDS.items()}
    total = _expected(regions, OTHER) + np.asarray(sum(of_kind.values()))
    return {TOTAL: total, **of_kind}


def _members(titles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((code.ljust(WIDTH), title) for code, title in titles.items())


def crimes(regions: Regions, modified: str) -> Table:
    """47018NED: per year and kind."""
    titles = {TOTAL: "Totaal misdrijven"} | {code: title for code, (title, _) in KINDS.items()}
    kinds = regio_tabel.dimension("SoortMisdrijf", "Soort misdrijf", _members(titles))
    values: regio_tabel.Cells = {
        (code.ljust(WIDTH), f"{year}JJ00"): (_registered(regions, n * TREND[year]),)
        for code, n in _all_kinds(regions).items()
        for year in YEARS
    }
    return _table(
        regions,
        ("47018NED", "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers", FEED),
        modified,
        (kinds, regio_tabel.years(*YEARS)),
        "GeregistreerdeMisdrijven",
        values,
    )


def crimes_by_month(regions: Regions, modified: str) -> Table:
    """47022NED: all kinds together, per month."""
    kinds = regio_tabel.dimension(
        "SoortMisdrijf", "Soort misdrijf", _members({TOTAL: "Totaal misdrijven"})
    )
    total = _all_kinds(regions)[TOTAL] * TREND[MONTHS_OF] / 12
    months = tuple((f"{MONTHS_OF}MM{m:02d}", f"{MONTHS_OF} maand {m}") for m in range(1, 10))
    periods = regio_tabel.dimension("Perioden", "Perioden", months, "TimeDimension")
    values: regio_tabel.Cells = {
        (TOTAL.ljust(WIDTH), key): (_registered(regions, total * (1 + 0.1 * np.cos(k))),)
        for k, (key, _) in enumerate(months)
    }
    return _table(
        regions,
        ("47022NED", "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, maandcijfers", FEED),
        modified,
        (kinds, periods),
        "GeregistreerdeMisdrijven",
        values,
    )


def nuisance(regions: Regions, modified: str) -> Table:
    """47024NED: all nuisance together, per year."""
    kinds = regio_tabel.dimension("Overlast", "Overlast", _members({TOTAL: "Totaal overlast"}))
    expected = _expected(regions, NUISANCE)
    values: regio_tabel.Cells = {
        (TOTAL.ljust(WIDTH), f"{year}JJ00"): (_registered(regions, expected * TREND[year]),)
        for year in YEARS
    }
    return _table(
        regions,
        ("47024NED", "Geregistreerde overlast; soort overlast, wijk, buurt, jaarcijfers", FEED),
        modified,
        (kinds, regio_tabel.years(*YEARS)),
        "GeregistreerdeOverlast",
        values,
    )


def _table(
    regions: Regions,
    table: tuple[str, str, str],
    modified: str,
    dimensions: tuple[Dimension, ...],
    topic: str,
    values: regio_tabel.Cells,
) -> Table:
    return regio_tabel.build(
        regions,
        range(len(regions.rows)),
        table=table,
        modified=modified,
        region="WijkenEnBuurten",
        dimensions=dimensions,
        columns=(Column(1, topic, topic, "aantal"),),
        values=values,
    )
