"""Wmo (86158NED) and youth care (86204NED) per gemeente and wijk, by kind; kinds overlap.

Numbers are those of KWB, split by shares that are choices of the sample `[PROPOSED]`.
"""

from __future__ import annotations

from pipelines.sample import kwb, regio_tabel, rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Dimension, Table
from pipelines.sample.region_sums import Regions

YEAR = 2025
PROVISIONS = (
    ("T001024", "Totaal maatwerkvoorzieningen", 1.0),
    ("A019506", "Ondersteuning thuis", 0.4),
    ("A019507", "Hulp bij het huishouden", 0.5),
    ("A019508", "Verblijf en opvang", 0.04),
    ("A019509", "Hulpmiddelen en diensten", 0.55),
)
FORMS = (
    ("T001408", "Totaal jeugdzorg", 1.0),
    ("A042904", "Jeugdhulp zonder verblijf", 0.9),
    ("A042905", "Jeugdhulp met verblijf", 0.08),
    ("A042906", "Jeugdbescherming", 0.07),
)


def _per(count: Floats, base: Floats, scale: float, decimals: int) -> Floats:
    return rounding.round_half_up(scale * rounding.ratio(count, rounding.to_five(base)), decimals)


def wmo(regions: Regions, modified: str) -> Table:
    """Clients and clients per 1,000 residents, secret from 1 to 7."""
    values: regio_tabel.Cells = {}
    for code, _, share in PROVISIONS:
        clients = rounding.care(share * regions.sums["wmo"])
        values[code, f"{YEAR}JJ00"] = (clients, _per(clients, regions.sums["inwoners"], 1000, 0))
    return _table(
        regions,
        ("86158NED", "Wmo-cliënten; type maatwerkvoorziening, wijken"),
        modified,
        regio_tabel.dimension(
            "TypeMaatwerkvoorziening",
            "Type maatwerkvoorziening",
            tuple((code, title) for code, title, _ in PROVISIONS),
        ),
        (
            Column(5, "WmoClienten", "Wmo-cliënten"),
            Column(
                6,
                "WmoClientenPer1000Inwoners",
                "Wmo-cliënten per 1 000 inwoners",
                "per 1 000 inwoners",
            ),
        ),
        values,
    )


def youth_care(regions: Regions, modified: str) -> Table:
    """Young people with youth care, and their share of all under 23."""
    values: regio_tabel.Cells = {}
    for code, _, share in FORMS:
        young = rounding.care(share * regions.sums["jeugdzorg"])
        values[code, f"{YEAR}JJ00"] = (young, _per(young, regions.sums["jeugd"], 100, 1))
    return _table(
        regions,
        ("86204NED", "Jongeren met jeugdzorg; vormen, wijken"),
        modified,
        regio_tabel.dimension(
            "Vormen", "Vormen van jeugdzorg", tuple((code, title) for code, title, _ in FORMS)
        ),
        (
            Column(5, "TotaalJongerenMetJeugdzorg", "Totaal jongeren met jeugdzorg"),
            Column(
                6, "PercentageJongerenMetJeugdzorg", "Percentage jongeren met jeugdzorg", "%", 1
            ),
        ),
        values,
    )


def _table(
    regions: Regions,
    table: tuple[str, str],
    modified: str,
    kinds: Dimension,
    columns: tuple[Column, ...],
    values: regio_tabel.Cells,
) -> Table:
    return regio_tabel.build(
        regions,
        regio_tabel.chosen(regions, "Land", "Gemeente", "Wijk"),
        table=(*table, kwb.FEED),
        modified=modified,
        region="Wijken",
        dimensions=(kinds, regio_tabel.years(YEAR)),
        columns=columns,
        values=values,
    )
