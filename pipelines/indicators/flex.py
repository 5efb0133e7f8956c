"""Beyond M14: temporary homes that have to go, per year, and what has to replace them (METHODS 18).

End year = start + 10 to 15 years where the location itself names none (S0).
"""

import pandas as pd

from data.parameters import numbers


def expiry(rows: pd.DataFrame) -> pd.DataFrame:
    """Last year of each location: the one agreed, else start plus the shortest and longest life.

    Args:
        rows: `jaar_start`, `jaar_eind`; NaN = unknown.

    Returns:
        Same index: `eind_vroeg`, `eind_laat` (years; NaN where start and end are unknown) and
        `afgesproken` (bool: the end year is agreed, both are equal).
    """
    shortest, longest = numbers("flex.life_years")
    start, end = rows["jaar_start"].astype(float), rows["jaar_eind"].astype(float)
    return pd.DataFrame(
        {
            "eind_vroeg": end.where(end.notna(), start + shortest),
            "eind_laat": end.where(end.notna(), start + longest),
            "afgesproken": end.notna(),
        },
        index=rows.index,
    )


def per_year(rows: pd.DataFrame, first: int) -> pd.DataFrame:
    """Homes that go per year, early and late, replacement agreed, and what has to be found.

    Args:
        rows: `woningen`, `jaar_start`, `jaar_eind`, `vervanging` (homes agreed to replace; NaN =
            none named).
        first: first year of the table; a location that had to go before it counts there.

    Returns:
        Per year from `first` to the last end: `aflopend` (early ends), `aflopend_laat` (late ends),
        `afgesproken` (of which the end year is agreed), `vervanging` and `te_vervangen` (early
        ends less the replacement agreed, never below 0 per location), `resterend` (homes still
        there after the year, early ends). Empty without a location that names a year.
    """
    ends = expiry(rows)
    homes = rows["woningen"].astype(float)
    agreed = rows["vervanging"].astype(float).fillna(0.0)
    known = ends["eind_vroeg"].notna() & homes.notna()
    ends, homes, agreed = ends[known], homes[known], agreed[known]
    if ends.empty:
        return pd.DataFrame(columns=list(COLUMNS), dtype=float)
    early = ends["eind_vroeg"].clip(lower=first).astype(int)
    late = ends["eind_laat"].clip(lower=first).astype(int)
    years = pd.RangeIndex(first, int(late.max()) + 1, name="jaar")
    short = (homes - agreed).clip(lower=0.0)
    made = pd.DataFrame(
        {
            "aflopend": _sum(homes, early, years),
            "aflopend_laat": _sum(homes, late, years),
            "afgesproken": _sum(homes.where(ends["afgesproken"], 0.0), early, years),
            "vervanging": _sum(agreed, early, years),
            "te_vervangen": _sum(short, early, years),
        }
    )
    made["resterend"] = homes.sum() - made["aflopend"].cumsum()
    return made


COLUMNS = ("aflopend", "aflopend_laat", "afgesproken", "vervanging", "te_vervangen", "resterend")


def _sum(values: "pd.Series[float]", year: "pd.Series[int]", years: pd.RangeIndex) -> object:
    return values.groupby(year).sum().reindex(years, fill_value=0.0)
