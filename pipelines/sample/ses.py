"""SES-WOA (86092NED, 86296NED): wealth, education and work of the households against the country.

Only areas with enough private households have a score, as at CBS; the weights are choices of the
sample `[PROPOSED]`.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import kwb, regio_tabel, rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Table
from pipelines.sample.region_sums import Regions

MIN_HOUSEHOLDS = 100
COUNTRY = 0
GROUPS = (
    (29, "Totaalscore"),
    (31, "Deelscore financiële welvaart"),
    (33, "Deelscore opleidingsniveau"),
    (35, "Deelscore recent arbeidsverleden"),
)
EDITIONS = (("86092NED", 2024, 2023), ("86296NED", 2025, 2024))


def scores(regions: Regions) -> tuple[Floats, Floats, Floats, Floats]:
    """Total, wealth, education and work; 0 is the country."""
    s = regions.sums

    def against(share: Floats, weight: float) -> Floats:
        return np.asarray(weight * (share - share[COUNTRY]))

    income = rounding.ratio(s["ink"], s["ontvangers"])
    wealth = 0.3 * np.log(np.maximum(income, 1e-9) / income[COUNTRY])
    education = against(rounding.ratio(s["opl_hoog"] - s["opl_laag"], s["p15_75"]), 0.4)
    work = against(rounding.ratio(s["werkzaam"], s["p15_75"]), 0.5)
    return wealth + education + work, wealth, education, work


def build(regions: Regions, modified: str) -> list[Table]:
    """Both editions; they hold the same figures, as nobody moves in the sample."""
    given = regions.sums["hh"] >= MIN_HOUSEHOLDS
    households = rounding.where_given(rounding.round_half_up(regions.sums["hh"] / 100) * 100, given)
    figures = tuple(
        rounding.where_given(rounding.round_half_up(score, 3), given) for score in scores(regions)
    )
    columns = (
        Column(5, "ParticuliereHuishoudens", "Particuliere huishoudens"),
        *(
            Column(n, "GemiddeldeScore", "Gemiddelde score", "Getal", 3, f"SES-WOA|{group}")
            for n, group in GROUPS
        ),
    )
    return [
        regio_tabel.build(
            regions,
            range(len(regions.rows)),
            table=(number, f"SES-WOA; scores per wijk en buurt, indeling {division}", kwb.FEED),
            modified=modified,
            region="WijkenEnBuurten",
            dimensions=(regio_tabel.years(year),),
            columns=columns,
            values={(f"{year}JJ00",): (households, *figures)},
        )
        for number, division, year in EDITIONS
    ]
