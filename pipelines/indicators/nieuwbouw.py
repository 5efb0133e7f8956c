"""M2: residents of 65 and over in planned dwellings (METHODS 6, readings 7 and 41)."""

from typing import Final

import numpy as np
import pandas as pd

from data.parameters import number, numbers_by_name
from pipelines.indicators.cohort import Codes, of_age
from pipelines.indicators.normaliseren import Floats

OUDEREN: Final = ("zorggeschikt", "geclusterd")
"""Classes of a plan that are built for older people."""


def chance(status: "pd.Series[str]") -> Floats:
    """Chance that a plan goes through, by its status (reading 7); NaN for an unknown status."""
    known = numbers_by_name("plan.prob")
    return np.asarray(status.map(known).to_numpy(dtype=float, na_value=np.nan))


def residents(plans: pd.DataFrame) -> Floats:
    """Expected residents of 65 and over per plan.

    Args:
        plans: `status`, `woningen`, `zorggeschikt`, `geclusterd` (dwellings, NaN = none named).

    Returns:
        Persons; NaN where status or number of dwellings is unknown. Dwellings for older people
        count in full, the others by the share of them that people of 65 and over move into.
    """
    homes = plans["woningen"].to_numpy(dtype=float, na_value=np.nan)
    meant = plans[list(OUDEREN)].astype(float).fillna(0.0).sum(axis=1).to_numpy()
    meant = np.minimum(meant, homes)
    share = meant + number("cohort.nieuw_aandeel_65plus") * (homes - meant)
    return np.asarray(chance(plans["status"]) * share * number("cohort.nieuw_personen_per_woning"))


def added(plans: pd.DataFrame, areas: "pd.Index[str]", year: int) -> Floats:
    """Residents of 65 and over in dwellings completed by a year, per area.

    Args:
        plans: `gebied`, `jaar_gereed`, `personen` (answer of `residents`); rows without one of the
            three count nowhere.
        areas: codes, in the order of the answer.
        year: 31 December of this year is the last day that counts.
    """
    done = plans["jaar_gereed"].astype(float) <= year
    kept = plans[done & plans["personen"].notna() & plans["gebied"].notna()]
    sums = kept.groupby("gebied")["personen"].sum()
    return np.asarray(sums.reindex(areas).fillna(0.0).to_numpy(dtype=float))


def share_of_age(people: Floats, gemeente: Codes, measure: str) -> Floats:
    """Residents of an age as a share of the 65+ of the gemeente of each area (reading 41).

    Args:
        people: (n, 9) persons by KLASSEN; NaN counts as nobody.
        gemeente: code per row.
        measure: `65plus`, `75plus` or `80plus`.
    """
    known = np.nan_to_num(people)
    table = pd.DataFrame({"deel": of_age(known, measure), "geheel": of_age(known, "65plus")})
    sums = table.groupby(gemeente.astype(str)).transform("sum")
    return np.asarray((sums["deel"] / sums["geheel"].where(sums["geheel"] > 0)).to_numpy())
