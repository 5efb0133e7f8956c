"""X4, better use of the stock: room for sharing, splitting, topping up and conversion per buurt.

What belongs here: upper bounds from BAG and KWB. They say what could fit by area, age and
household size, never what is allowed, wanted or built well enough; every number is PROPOSED.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number, parameter
from pipelines.indicators.normaliseren import Floats

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parameters:
    """Choices of this product; each is in the register under voorraad.*.

    Attributes:
        share_m2: smallest single-family home to share, m2.
        split_m2: smallest dwelling to split in two, m2.
        large_household: mean size of households of three and more, at most.
        top_floors: lowest and highest number of floors of a building to top up.
        top_years: first and last building year of it.
        top_dwellings: fewest dwellings in it.
        top_footprint_m2: smallest footprint of it.
        top_layers: floors added.
        net: net floor area per gross, of a new floor and of a converted building.
        dwelling_m2: net floor area of a new dwelling.
        convert_m2: smallest object to convert, m2.
        convert_uses: uses that may become homes.
    """

    share_m2: float = field(default_factory=lambda: number("voorraad.delen_min_m2"))
    split_m2: float = field(default_factory=lambda: number("voorraad.splitsen_min_m2"))
    large_household: float = field(default_factory=lambda: number("voorraad.groot_huishouden"))
    top_floors: tuple[float, float] = field(
        default_factory=lambda: _pair("voorraad.optoppen_lagen")
    )
    top_years: tuple[float, float] = field(
        default_factory=lambda: _pair("voorraad.optoppen_bouwjaren")
    )
    top_dwellings: float = field(default_factory=lambda: number("voorraad.optoppen_min_woningen"))
    top_footprint_m2: float = field(
        default_factory=lambda: number("voorraad.optoppen_min_voetafdruk_m2")
    )
    top_layers: float = field(default_factory=lambda: number("voorraad.optoppen_extra_lagen"))
    net: float = field(default_factory=lambda: number("voorraad.netto_bruto"))
    dwelling_m2: float = field(default_factory=lambda: number("voorraad.nieuwe_woning_m2"))
    convert_m2: float = field(default_factory=lambda: number("voorraad.transformatie_min_m2"))
    convert_uses: tuple[str, ...] = field(
        default_factory=lambda: tuple(parameter("voorraad.transformatie_functies").waarde)
    )


def _pair(key: str) -> tuple[float, float]:
    low, high = parameter(key).waarde
    return float(low), float(high)


def small_households(
    households: npt.ArrayLike,
    single: npt.ArrayLike,
    mean_size: npt.ArrayLike,
    large: float | None = None,
) -> Floats:
    """Households of one or two persons, at most.

    Households of several persons hold `P = size H - H1` persons in `M = H - H1` households. What
    they hold above two each must live in households of three and more, of which the mean size is at
    most `large`: there are at least `(P - 2 M) / (large - 2)` of those. All others may be small.

    Args:
        households: H, all households.
        single: H1, of one person.
        mean_size: persons per household.
        large: mean size of households of three and more, at most; absent = the register's.

    Returns:
        0 to H; NaN where one of the three is unknown.
    """
    h, h1, size = (np.asarray(v, dtype=np.float64) for v in (households, single, mean_size))
    biggest = number("voorraad.groot_huishouden") if large is None else large
    several = np.maximum(h - h1, 0.0)
    above_two = np.maximum(size * h - h1 - 2.0 * several, 0.0)
    bigger = np.minimum(above_two / (biggest - 2.0), several)
    return np.asarray(h - bigger)


def sharing(large_homes: npt.ArrayLike, small: npt.ArrayLike) -> Floats:
    """Large single-family homes with a small household, at most: the lesser of the two numbers."""
    return np.asarray(np.minimum(np.asarray(large_homes, float), np.asarray(small, float)))


def per_home(homes: pd.DataFrame, parameters: Parameters | None = None) -> pd.DataFrame:
    """Which dwellings are large enough to share or to split.

    Args:
        homes: `eengezins` (bool), `oppervlakte_m2` (NaN unknown: not counted).
        parameters: Choices.

    Returns:
        Same index: `groot` (single-family and large enough to share), `splitsbaar` (large enough
        for two dwellings, whatever its kind).
    """
    rule = parameters or Parameters()
    m2 = homes["oppervlakte_m2"].to_numpy(np.float64)
    return pd.DataFrame(
        {
            "groot": homes["eengezins"].to_numpy(bool) & (m2 >= rule.share_m2),
            "splitsbaar": m2 >= rule.split_m2,
        },
        index=homes.index,
    )


def topping_up(panden: pd.DataFrame, parameters: Parameters | None = None) -> Floats:
    """Dwellings that fit on top of each pand, at most; whole numbers.

    A block of flats of few floors, of the age of flat roofs and heavy walls, with enough footprint:
    `floor(footprint x layers x net / dwelling)`.

    Args:
        panden: `woningen`, `bouwlagen`, `bouwjaar`, `voetafdruk_m2` (NaN unknown: none).
        parameters: Choices.
    """
    rule = parameters or Parameters()
    floors, year = panden["bouwlagen"].to_numpy(float), panden["bouwjaar"].to_numpy(float)
    ground = panden["voetafdruk_m2"].to_numpy(float)
    fit = (
        (panden["woningen"].to_numpy(float) >= rule.top_dwellings)
        & (floors >= rule.top_floors[0])
        & (floors <= rule.top_floors[1])
        & (year >= rule.top_years[0])
        & (year <= rule.top_years[1])
        & (ground >= rule.top_footprint_m2)
    )
    return _dwellings(np.where(fit, ground * rule.top_layers, 0.0), rule)


def conversion(objects: pd.DataFrame, parameters: Parameters | None = None) -> pd.DataFrame:
    """Dwellings that fit in objects registered as not in use, at most.

    Args:
        objects: `gebruiksdoel` (uses joined by commas), `oppervlakte_m2` (NaN unknown: none),
            `buiten_gebruik` (bool: the object or its pand is registered as out of use).
        parameters: Choices.

    Returns:
        Same index: `m2` (0 where it does not count) and `woningen` (whole numbers).
    """
    rule = parameters or Parameters()
    m2 = objects["oppervlakte_m2"].to_numpy(np.float64)
    uses = objects["gebruiksdoel"].fillna("").str
    fit = objects["buiten_gebruik"].to_numpy(bool) & (m2 >= rule.convert_m2)
    fit &= uses.contains("|".join(rule.convert_uses)).to_numpy(bool)
    fit &= ~uses.contains("woonfunctie").to_numpy(bool)
    area = np.where(fit, m2, 0.0)
    return pd.DataFrame({"m2": area, "woningen": _dwellings(area, rule)}, index=objects.index)


def _dwellings(gross_m2: Floats, rule: Parameters) -> Floats:
    return np.asarray(np.floor(gross_m2 * rule.net / rule.dwelling_m2 + number("common.tolerance")))
