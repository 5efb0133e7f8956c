"""Populations that a share is a share of, from the ages and households of the key figures."""

import pandas as pd

from data.parameters import number

WORKING = ["inwoners_15_25", "inwoners_25_45", "inwoners_45_65"]
READ = ("inwoners", "inwoners_0_15", *WORKING, "inwoners_65plus", "huishoudens", "woningvoorraad")


def adults(people: pd.DataFrame) -> "pd.Series[float]":
    """Residents of 18 and over: those of 15-24 by the share of its years that are adult."""
    older = people[["inwoners_25_45", "inwoners_45_65", "inwoners_65plus"]].sum(
        axis=1, skipna=False
    )
    return older + number("draaglast.volwassen_deel_15_25") * people["inwoners_15_25"]


def bases(people: pd.DataFrame) -> pd.DataFrame:
    """The populations that `telbasis` of `data/reference/draaglast.toml` names, and those by age.

    Args:
        people: floats; columns of `READ`, NaN = unknown.
    """
    young = number("draaglast.volwassen_deel_15_25") * people["inwoners_15_25"]
    return pd.DataFrame(
        {
            "inwoners": people["inwoners"],
            "inwoners_65plus": people["inwoners_65plus"],
            "huishoudens": people["huishoudens"],
            "woningen": people["woningvoorraad"],
            "jongeren": people["inwoners_0_15"] + people["inwoners_15_25"],
            "werkleeftijd": people[WORKING].sum(axis=1, skipna=False),
            "volwassenen": adults(people),
            "volwassen_tot_65": young + people["inwoners_25_45"] + people["inwoners_45_65"],
        }
    )
