"""Residents of 65+, 75-79 and 80+ per 100 m cell, distributed from the buurt (methods 3.2).

In proportion to the 65+ of the CBS square where that is published, elsewhere to woon-
verblijfsobjecten. To make both comparable within a buurt, a dwelling of an unpublished square
counts for the mean number of residents 65+ per woon-verblijfsobject of the buurt.
"""

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.status import GESCHAT, ONDERDRUKT, ONTBREEKT

GROEPEN = ("p65", "p65_74", "p75_79", "p80plus", "p75plus")


def age_per_cell(
    buurten: pd.DataFrame, stukken: pd.DataFrame, vierkanten: pd.Series
) -> pd.DataFrame:
    """Age groups per 100 m cell.

    Args:
        buurten: index = buurt; columns of `GROEPEN` (persons, NaN = missing).
        stukken: one row per (cell, buurt) that touch: `cel`, `buurt`, `woon_vbo` (number of
            woon-verblijfsobjecten of that buurt in that cell), optional `oppervlakte` (m2 of the
            overlap), used for a published square without dwellings, such as a nursing home.
        vierkanten: index = cell; published 65+ of the square, NaN = suppressed. A cell that is not
            in it counts as suppressed.

    Returns:
        Index = cell; columns of `GROEPEN` (persons, not rounded, NaN where missing), each with
        `<column>_status` (`geschat` or `ontbreekt`), and `grondslag` (`vierkant`, `woon_vbo` or
        empty). A cell is `ontbreekt` where a buurt with dwellings in it has no figure; a cell in
        which nobody is expected gets 0. `niet_verdeeld(...)` tells what found no cell.
    """
    weight, published = _weights(buurten, stukken, vierkanten)
    share = _share(stukken, weight)
    pieces = pd.DataFrame({"cel": stukken["cel"].to_numpy()})
    for name in GROEPEN:
        total = buurten[name].reindex(stukken["buurt"]).to_numpy(dtype=float)
        pieces[name] = np.where(share > 0, share * total, 0.0)
        pieces.loc[(weight > 0) & np.isnan(total), name] = np.nan
    grouped = pieces.groupby("cel")
    result = grouped.sum(min_count=1)
    for name in GROEPEN:
        gaps = pieces[name].isna().groupby(pieces["cel"]).any()
        result[name] = result[name].mask(gaps)
        result[f"{name}_status"] = np.where(result[name].notna(), GESCHAT, ONTBREEKT)
    basis = np.where(weight > 0, np.where(published, "vierkant", "woon_vbo"), "")
    result["grondslag"] = pd.Series(basis).groupby(pieces["cel"]).max()
    return result


def niet_verdeeld(buurten: pd.DataFrame, cellen: pd.DataFrame) -> dict[str, float]:
    """Persons per age group that no cell received: buurten without dwellings or squares."""
    return {name: float(buurten[name].sum() - cellen[name].sum()) for name in GROEPEN}


def shield(cellen: pd.DataFrame, inwoners: pd.Series) -> pd.DataFrame:
    """For publication: cells with fewer than 10 inhabitants, or an unknown number, show no age.

    Args:
        cellen: answer of `age_per_cell`.
        inwoners: index = cell; inhabitants of the square, NaN = suppressed.
    """
    people = inwoners.reindex(cellen.index).to_numpy(dtype=float)
    few = ~(people >= number("common.min_inhabitants_cell") - number("common.tolerance"))
    result = cellen.copy()
    for name in GROEPEN:
        hidden = few & result[name].notna().to_numpy()
        result.loc[hidden, name] = np.nan
        result.loc[hidden, f"{name}_status"] = ONDERDRUKT
    return result


def _weights(
    buurten: pd.DataFrame, stukken: pd.DataFrame, vierkanten: pd.Series
) -> tuple[Floats, Floats]:
    """Weight per piece in persons of 65+, and whether its square is published."""
    dwellings = stukken["woon_vbo"].to_numpy(dtype=float)
    square = vierkanten.reindex(stukken["cel"]).to_numpy(dtype=float)
    published = ~np.isnan(square)
    of_buurt = stukken.groupby("buurt")["woon_vbo"].transform("sum").to_numpy(dtype=float)
    p65 = buurten["p65"].reindex(stukken["buurt"]).to_numpy(dtype=float)
    # without a figure any positive weight marks the cell as one that should have had a value
    per_dwelling = np.where(of_buurt > 0, p65 / np.where(of_buurt > 0, of_buurt, 1.0), 0.0)
    per_dwelling = np.where(np.isnan(per_dwelling), 1.0, per_dwelling)
    from_square = np.nan_to_num(square) * _part_of_cell(stukken, dwellings)
    return np.where(published, from_square, dwellings * per_dwelling), published.astype(float)


def _part_of_cell(stukken: pd.DataFrame, dwellings: Floats) -> Floats:
    """Part of the square in the buurt: by dwellings, else by area, else in equal parts."""
    cell = stukken["cel"].to_numpy()
    area = (
        stukken["oppervlakte"].to_numpy(dtype=float)
        if "oppervlakte" in stukken
        else np.ones(len(stukken))
    )
    part = np.zeros(len(stukken))
    for measure in (area, dwellings):
        total = pd.Series(measure).groupby(cell).transform("sum").to_numpy(dtype=float)
        part = np.where(total > 0, measure / np.where(total > 0, total, 1.0), part)
    return np.asarray(part)


def _share(stukken: pd.DataFrame, weight: Floats) -> Floats:
    total = pd.Series(weight).groupby(stukken["buurt"].to_numpy()).transform("sum").to_numpy()
    return np.where(total > 0, weight / np.where(total > 0, total, 1.0), 0.0)
