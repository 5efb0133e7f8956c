"""Inputs of M1 for a gebied, from its buurten (methods 5, Levels).

Percentages become counts with their own base population, are summed and divided; they are never
averaged. The result is scored on the reference of the buurten, like a wijk (reading 33).
"""

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators.draaglast_klassen import PER_INWONER
from pipelines.indicators.draaglast_methode import slots
from pipelines.indicators.normaliseren import shrink
from pipelines.indicators.status import GESCHAT, ONTBREEKT
from pipelines.indicators.tarieven import sum_over_buurten

PEOPLE = (
    "inwoners",
    "inwoners_15_25",
    "inwoners_25_45",
    "inwoners_45_65",
    "inwoners_65plus",
    "volwassenen",
)
# What stays beside a rate made from counts: its count and population.
PARTS = ("telling", "noemer")


def area_values(buurten: pd.DataFrame, group: str = "gebied") -> pd.DataFrame:
    """One row per gebied with the columns that `draaglast.bereken` takes.

    Args:
        buurten: one row per buurt: the name of its gebied, `gemeente`, `inwoners`, the slots,
            and the base populations named by `telbasis` in `data/reference/draaglast.toml`
            (`volwassenen`, `jongeren`, `werkleeftijd`, `huishoudens`, `inwoners_65plus`); for rates
            made from counts `<slot>_telling` and `<slot>_noemer`; for `oosr` `p50_74`, `p85plus`.
        group: column with the name of the gebied.

    Returns:
        Index = gebied. A slot or age group is NaN where the buurten with a value and a base hold
        less than 90% of the inhabitants; every value of a slot has status `geschat`.
    """
    found = _people(buurten, group)
    for name, slot in slots().items():
        if f"{name}_telling" in buurten:
            found[[name, *(f"{name}_{part}" for part in PARTS)]] = _counted(
                buurten, group, name, slot.per
            )
            continue
        pairs = [(name, slot.telbasis)]
        if slot.rivm:
            pairs += [(f"{name}_18_65", "volwassen_tot_65"), (f"{name}_65plus", "inwoners_65plus")]
        for column, base in pairs:
            if column in buurten and base in buurten:
                found[column] = _weighted(buurten, group, column, base)
    if {"p50_74", "p85plus"} <= set(buurten.columns):
        found["oosr"] = _ratio(buurten, group)
    for name in buurten.columns.intersection(list(PER_INWONER)):
        found[name] = _weighted(buurten, group, name, "inwoners")
    for name in slots():
        if name in found:
            found[f"{name}_status"] = np.where(found[name].notna(), GESCHAT, ONTBREEKT)
    return found


def _people(buurten: pd.DataFrame, group: str) -> pd.DataFrame:
    """Inhabitants, and age groups that enough buurten have: a lesser sum would pass for few."""
    found = buurten.groupby(group)[["inwoners"]].sum(min_count=1)
    for name in PEOPLE[1:]:
        if name in buurten:
            found[name] = sum_over_buurten(buurten, group, name, "inwoners")["teller"]
    return found


def _weighted(buurten: pd.DataFrame, group: str, column: str, base: str) -> "pd.Series[float]":
    bottom = buurten[base].astype(float)
    counts = buurten[[group, "inwoners"]].assign(
        teller=buurten[column].astype(float) * bottom, noemer=bottom
    )
    return sum_over_buurten(counts, group, "teller", "noemer")["verhouding"]


def _counted(buurten: pd.DataFrame, group: str, slot: str, per: float) -> pd.DataFrame:
    """Rate from summed counts, shrunk towards that of the gemeente (reading 17), and its parts."""
    top, bottom = f"{slot}_telling", f"{slot}_noemer"
    total = sum_over_buurten(buurten[[group, "inwoners", top, bottom]], group, top, bottom)
    both = buurten[[top, bottom]].notna().all(axis=1)
    whole = buurten.loc[both].groupby("gemeente")[[top, bottom]].sum()
    of_gemeente = whole[top] / whole[bottom].where(whole[bottom] > 0)
    m = buurten.groupby(group)["gemeente"].first().map(of_gemeente).reindex(total.index)
    rate = per * shrink(total["teller"], total["noemer"], m)
    return total[["teller", "noemer"]].assign(rate=rate)[["rate", "teller", "noemer"]]


def _ratio(buurten: pd.DataFrame, group: str) -> "pd.Series[float]":
    narrow = buurten[[group, "inwoners", "p50_74", "p85plus"]]
    total = sum_over_buurten(narrow, group, "p50_74", "p85plus")
    many = total["noemer"] >= number("draaglast.oosr_min_85plus") - number("common.tolerance")
    return total["verhouding"].where(many)
