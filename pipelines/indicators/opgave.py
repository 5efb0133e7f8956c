"""M4: dwellings for older people needed and missing per area (METHODS 8, readings 7 and 44).

Two ways side by side: A, the fair share of the national programme; B, households of 75 and over
times the share that wants a class. Belongs here: both, what is there and what is planned, and the
gaps. Residents are those of M2; which dwelling is of which class is `woonklassen`.

NaN is unknown and stays unknown; a negative gap is a surplus and is never set to zero.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from data.parameters import ParameterError, number, numbers, numbers_by_name, parameter
from pipelines.indicators.normaliseren import Floats

NATIONAL: Final = ("nultreden", "geclusterd", "zorggeschikt")
"""Order of the classes in `opgave.national`."""
LAST_YEAR: Final = 2030
"""Last year of the national programme."""
DONE: Final = "gereed"
"""Status of a plan whose dwellings are there."""
ONDERZOEK: Final = "nader onderzoek"
IN_LIJN: Final = "in lijn"


def chosen(key: str) -> Any:
    """A parameter that has no built-in value, as the profile sets it; None where it does not."""
    value = parameter(key).waarde
    return None if isinstance(value, str) else value


def shares_wanted() -> Mapping[str, float]:
    """Share of the households of 75 and over that wants each class; empty without a profile line.

    Raises:
        ParameterError: shares that are no table of numbers from 0 to 1.
    """
    if chosen("opgave.p_type") is None:
        return {}
    wanted = numbers_by_name("opgave.p_type")
    if unknown := set(wanted) - set(NATIONAL):
        raise ParameterError(
            f"opgave.p_type noemt {', '.join(sorted(unknown))}; bekend zijn {', '.join(NATIONAL)}."
        )
    if not all(0 <= share <= 1 for share in wanted.values()):
        raise ParameterError("opgave.p_type: een aandeel ligt tussen 0 en 1.")
    return wanted


def fair_share(growth: Floats, national_growth: float, klasse: str) -> Floats:
    """Method A: the part of the national target that goes with the growth of 75+ (T-13).

    Args:
        growth: growth of residents of 75 and over per area, over the years of the target.
        national_growth: the same of the country; NaN is unknown.
        klasse: one of NATIONAL.

    Returns:
        Dwellings; negative where the area shrinks.

    Raises:
        ValueError: the country does not grow, so there is no share of growth.
    """
    if national_growth <= 0:
        raise ValueError(f"Landelijke groei van 75-plussers is {national_growth}; verwacht > 0.")
    target = dict(zip(NATIONAL, numbers("opgave.national"), strict=True))[klasse]
    return np.asarray(target * growth / national_growth)


def households(p75: Floats) -> Floats:
    """Households of 75 and over that live independently."""
    independent = number("wonen.share75_zelfstandig")
    return np.asarray(p75 * independent / number("wonen.personen_per_huishouden75"))


def difference(a: Floats, b: Floats) -> Floats:
    """`|A - B| / max(A, B)` (reading 44); NaN where both are 0 or less, or one is unknown."""
    largest = np.maximum(a, b)
    known = ~np.isnan(a) & ~np.isnan(b) & (largest > 0)
    return np.where(known, np.abs(a - b) / np.where(known, largest, 1.0), np.nan)


def verdict(share: Floats) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """`nader onderzoek` above 25%, else `in lijn`; empty where there is no difference to judge."""
    limit = number("opgave.nader_onderzoek") + number("common.tolerance")
    words = np.where(share > limit, ONDERZOEK, IN_LIJN)
    return np.where(np.isnan(share), "", words).astype(object)


def planned(plans: pd.DataFrame, areas: "pd.Index[str]", klasse: str, year: int) -> pd.DataFrame:
    """Dwellings of one class in plans that are completed by a year, per area and status.

    Args:
        plans: `gebied`, `status`, `jaar_gereed` and a column `klasse` (dwellings; NaN = none).
        areas: codes, in the order of the answer.
        klasse: column of `plans`: a class, or `sloop`.
        year: plans completed later do not count; nor those without a year.

    Returns:
        Index = areas; one column per status of reading 7, not weighted.
    """
    states = list(numbers_by_name("plan.prob"))
    kept = plans[plans["jaar_gereed"].astype(float) <= year]
    homes = kept[klasse].astype(float).fillna(0.0)
    table = homes.groupby([kept["gebied"], kept["status"]]).sum().unstack(fill_value=0)
    return table.reindex(index=areas, columns=states).fillna(0.0)


def completed(
    plans: pd.DataFrame, areas: "pd.Index[str]", klasse: str, since: int, year: int
) -> Floats:
    """Dwellings of one class in plans that were completed since a year: status `gereed`.

    Method A counts from its base year on, so its gap takes them off; method B finds them in the
    stock (reading 7).

    Args:
        plans: as of `planned`.
        areas: codes, in the order of the answer.
        klasse: column of `plans`: a class, or `sloop`.
        since: first year that counts.
        year: last year that counts.
    """
    recent = plans[plans["jaar_gereed"].astype(float) >= since]
    return np.asarray(planned(recent, areas, klasse, year)[DONE].to_numpy(dtype=float))


def expected(table: pd.DataFrame) -> Floats:
    """Dwellings to expect: each status times its chance (reading 7)."""
    chances = pd.Series(numbers_by_name("plan.prob"))
    return np.asarray(table.mul(chances.reindex(table.columns), axis=1).sum(axis=1), dtype=float)


def gap(need: Floats, stock: Floats, demolition: Floats, plans: Floats) -> Floats:
    """`G = need - (stock - demolition + plans)` (T-14); negative is a surplus.

    Args:
        need: dwellings needed in the year.
        stock: dwellings of the class there are.
        demolition: of these, expected to go.
        plans: answer of `expected`.
    """
    return np.asarray(need - (stock - demolition + plans))


def lived_in_by_target(homes: pd.DataFrame, areas: "pd.Index[str]") -> Floats:
    """Suitable dwellings in which the target group lives, of the stock of one class.

    What somebody else lives in is stock, not available supply (METHODS 8). The share that is known
    is taken for the dwellings of which it is not.

    Args:
        homes: one row per dwelling: `area`, `passend` (share of the dwellings of its complex that
            the target group lives in, 0 to 1; NaN = unknown).
        areas: codes, in the order of the answer.

    Returns:
        NaN where it is unknown of more than `1 - geschikt.min_beoordeeld` of the dwellings, or
        there are none.
    """
    grouped = homes["passend"].astype(float).groupby(homes["area"])
    size, known, mean = (
        getattr(grouped, name)().reindex(areas).to_numpy(dtype=float)
        for name in ("size", "count", "mean")
    )
    enough = known >= (number("geschikt.min_beoordeeld") - number("common.tolerance")) * size
    return np.where(enough & (size > 0), size * mean, np.nan)


def flow_gap(movers: Floats, stock: Floats, turnover: Floats) -> Floats:
    """Need of movers per year less what falls vacant: stock times turnover per year."""
    return np.asarray(movers - stock * turnover)
