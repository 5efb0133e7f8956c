"""Figures of buurten added up to a larger area (METHODS 3.5, readings 33 and 80)."""

from collections.abc import Sequence

import pandas as pd

from data.parameters import number


def add_up(
    rows: pd.DataFrame, area: Sequence[str], columns: Sequence[str], weight: str
) -> pd.DataFrame:
    """Sum of the buurten with a value, where they hold at least 90% of the residents of the area.

    Args:
        rows: one row per buurt (and year): the columns of `area`, `columns` and `weight`.
        area: what a sum is made for; rows where one of these is empty count nowhere.
        columns: counts to add up, NaN = unknown.
        weight: residents of the buurt; unknown counts as nobody.

    Returns:
        Index = area, columns as asked; NaN where too little is known: of an area of which no
        residents are known, as soon as one buurt has no value.
    """
    keys = [rows[name] for name in area]
    people = rows[weight].astype(float).fillna(0.0)
    whole = people.groupby(keys).sum()
    enough = number("common.wijk_min_inhabitant_share") - number("common.tolerance")
    made = {}
    for name in columns:
        values = rows[name].astype(float)
        known = people.where(values.notna(), 0.0).groupby(keys).sum()
        total = values.groupby(keys).sum(min_count=1)
        every = values.notna().groupby(keys).all()
        made[name] = total.where(every | ((whole > 0) & (known >= enough * whole)))
    return pd.DataFrame(made)
