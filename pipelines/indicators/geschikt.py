"""M5, suitability of existing dwellings: chances per dwelling and their sums (METHODS 9).

What belongs here: floors, P(lift), P(nultreden), stars, `aanpasbaar`, and expected numbers with
their interval. Not here: complexes and clusters (`geschikt_cluster`), cost (`geschikt_kosten`),
comparison with labels (`geschikt_ijking`). A chance per dwelling is only ever used in sums.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, parameter
from pipelines.indicators.normaliseren import Floats

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

SUMS = ("nultreden", "twee_sterren", "vier_sterren", "aanpasbaar")


def lift_table() -> Floats:
    """P(lift) by floors (rows) and building year (columns), from the register."""
    return np.asarray(parameter("geschikt.lift_table").waarde, dtype=np.float64)


def lift_floors() -> Floats:
    """Highest number of floors of each row of the lift table but the last."""
    return np.asarray(parameter("geschikt.lift_lagen").waarde, dtype=np.float64)


def lift_years() -> Floats:
    """First building year of each column of the lift table but the first."""
    return np.asarray(parameter("geschikt.lift_bouwjaren").waarde, dtype=np.float64)


@dataclass(frozen=True)
class Parameters:
    """Numbers of METHODS 9; the default of each is in the register under geschikt.*.

    Attributes:
        e: P(entrance without steps) of a dwelling on the ground floor.
        i: P(all on one level inside) of a dwelling in a building with several.
        m2_rollator, m2_rolstoel: smallest floor area for 2 and for 4 stars, m2.
        wheelchair_year, wheelchair_factor: first building year and factor for 4 stars.
        adaptable_m2, adaptable_year: smallest area and first building year of `aanpasbaar`.
        systematic: systematic share of the interval (reading 46).
    """

    e: float = field(default_factory=lambda: number("geschikt.e"))
    i: float = field(default_factory=lambda: number("geschikt.i"))
    m2_rollator: float = field(default_factory=lambda: number("geschikt.min_m2_rollator"))
    m2_rolstoel: float = field(default_factory=lambda: number("geschikt.min_m2_rolstoel"))
    wheelchair_year: float = field(default_factory=lambda: number("geschikt.rolstoel_bouwjaar"))
    wheelchair_factor: float = field(default_factory=lambda: number("geschikt.rolstoel_factor"))
    adaptable_m2: float = field(default_factory=lambda: number("geschikt.aanpasbaar_m2"))
    adaptable_year: float = field(default_factory=lambda: number("geschikt.aanpasbaar_bouwjaar"))
    systematic: float = field(default_factory=lambda: number("geschikt.systematische_fout"))


def floors(
    area_sum_m2: npt.ArrayLike,
    footprint_m2: npt.ArrayLike,
    told: npt.ArrayLike | None = None,
    height_m: npt.ArrayLike | None = None,
) -> Floats:
    """Floors of a pand: as 3DBAG estimates, else its height over 3 m, else area over footprint.

    Source: METHODS 9; rounded half up, at least 1 (reading 45).

    Args:
        area_sum_m2: Sum of oppervlakte of its verblijfsobjecten, NaN unknown.
        footprint_m2: Area of its footprint.
        told: `b3_bouwlagen`, NaN unknown (3DBAG gives none above 5).
        height_m: Median of the roof above the ground, NaN unknown.

    Returns:
        Whole numbers from 1; NaN where nothing is known or above zero.
    """
    area, ground = np.asarray(area_sum_m2, np.float64), np.asarray(footprint_m2, np.float64)
    found = _rounded_up(area, ground)
    if height_m is not None:
        by_height = _rounded_up(np.asarray(height_m, np.float64), number("geschikt.bouwlaag_m"))
        found = np.where(np.isnan(by_height), found, by_height)
    if told is not None:
        said = np.asarray(told, np.float64)
        found = np.where(said >= 1, said, found)
    return found


def _rounded_up(whole: Floats, part: Floats | float) -> Floats:
    """Whole over part, rounded half up, at least 1; NaN unless both are above zero."""
    known = (whole > 0) & (np.asarray(part) > 0)
    ratio = np.where(known, whole, 1.0) / np.where(known, part, 1.0)
    return np.where(known, np.maximum(np.floor(ratio + 0.5), 1.0), np.nan)


def p_lift(
    floors_: npt.ArrayLike, year: npt.ArrayLike, evidence: npt.ArrayLike | None = None
) -> Floats:
    """P(lift) of a pand: evidence of a partner or of OpenStreetMap, else the table.

    Args:
        floors_: Floors of the pand, NaN unknown.
        year: Building year, NaN unknown.
        evidence: 1 there is a lift, 0 there is none, NaN not known.

    Returns:
        0 to 1; NaN where nothing is known.
    """
    high, built = np.asarray(floors_, dtype=np.float64), np.asarray(year, dtype=np.float64)
    known = ~np.isnan(high) & ~np.isnan(built)
    row, column = lift_cells(np.where(known, high, 1.0), np.where(known, built, 2000.0))
    chance = np.where(known, lift_table()[row, column], np.nan)
    if evidence is None:
        return chance
    told = np.asarray(evidence, dtype=np.float64)
    return np.where(np.isnan(told), chance, told)


def lift_cells(floors_: Floats, year: Floats) -> tuple[Ints, Ints]:
    """Row and column of the lift table for floors and building years that are known."""
    row = np.searchsorted(lift_floors(), floors_, side="left")
    column = np.searchsorted(lift_years(), year, side="right")
    return row.astype(np.int64), column.astype(np.int64)


def p_ground(
    floors_: npt.ArrayLike,
    single: npt.ArrayLike,
    addition: npt.ArrayLike | None = None,
    floor: npt.ArrayLike | None = None,
) -> Floats:
    """P(front door on the ground floor) per dwelling.

    In order: the floor a partner gives, a house of its own (1, reading 45), what the house number
    says (`huis`, `bis` and the like; a bare letter or digit says nothing), else 1 / floors.

    Args:
        floors_: Floors of the pand, NaN unknown.
        single: The only dwelling of its pand.
        addition: House letter or addition, None without.
        floor: Floor of the front door by a partner, 0 the ground floor, NaN unknown.
    """
    high = np.asarray(floors_, dtype=np.float64)
    alone = np.asarray(single, dtype=np.bool_)
    chance = np.where(alone, 1.0, 1.0 / high)
    if addition is not None:
        said = pd.Series(np.asarray(addition, dtype=object)).str.strip().str.lower()
        ground = said.isin(parameter("geschikt.toevoeging_begane_grond").waarde).to_numpy()
        above = said.isin(parameter("geschikt.toevoeging_verdieping").waarde).to_numpy()
        chance = np.where(ground & ~alone, 1.0, np.where(above & ~alone, 0.0, chance))
    if floor is not None:
        told = np.asarray(floor, dtype=np.float64)
        chance = np.where(np.isnan(told), chance, (told <= 0).astype(np.float64))
    return np.asarray(chance, dtype=np.float64)


def p_stepfree(
    ground: npt.ArrayLike,
    lift: npt.ArrayLike,
    single: npt.ArrayLike,
    floors_: npt.ArrayLike,
    maisonnette: npt.ArrayLike | None = None,
    parameters: Parameters | None = None,
) -> Floats:
    """P(nultreden) = [P(ground) e + (1 - P(ground)) P(lift)] i (METHODS 9, readings 13 and 45).

    i is that of the register in a building with several dwellings (0 for a maisonnette), and in a
    house of its own 1 on one floor, else 0. Certain where the unknown parts cannot matter: a house
    on more floors is 0 whatever its year.

    Args:
        ground: P(ground), NaN unknown.
        lift: P(lift), of a lift that is reached without steps.
        single: The only dwelling of its pand.
        floors_: Floors of the pand, NaN unknown.
        maisonnette: Known to lie on two floors; absent = none known.
        parameters: Numbers of METHODS 9.

    Returns:
        0 to 1; NaN where it cannot be told.
    """
    rule = parameters or Parameters()
    high, alone = np.asarray(floors_, dtype=np.float64), np.asarray(single, dtype=np.bool_)
    on_ground = np.asarray(ground, dtype=np.float64)
    raised = (1.0 - on_ground) * np.where(on_ground >= 1.0, 0.0, np.asarray(lift, np.float64))
    reach = on_ground * rule.e + raised
    inside = np.where(alone, np.where(np.isnan(high), np.nan, (high <= 1).astype(float)), rule.i)
    if maisonnette is not None:
        inside = np.where(~alone & np.asarray(maisonnette, dtype=np.bool_), 0.0, inside)
    return np.asarray(np.where(inside == 0.0, 0.0, reach * inside), dtype=np.float64)


def chances(homes: pd.DataFrame, parameters: Parameters | None = None) -> pd.DataFrame:
    """What each dwelling probably is.

    Args:
        homes: `eengezins` (bool: the only dwelling of its pand), `bouwlagen`, `bouwjaar`,
            `oppervlakte_m2` (NaN unknown), and where known `toevoeging` (text), and evidence of a
            partner or OpenStreetMap: `lift` (1, 0, NaN), `etage` (0 ground), `maisonnette` (bool),
            `nultreden` (1, 0, NaN), `sterren` (0 to 4, NaN).
        parameters: Numbers of METHODS 9.

    Returns:
        Same index, chances 0 to 1, NaN unknown: `p_begane_grond`, `p_lift`, `nultreden`,
        `twee_sterren`, `vier_sterren`, `aanpasbaar` (0 or 1), and `gezien` (nultreden was told by
        a partner, not estimated).
    """
    rule = parameters or Parameters()
    single = homes["eengezins"].to_numpy(np.bool_)
    high, year = homes["bouwlagen"].to_numpy(np.float64), homes["bouwjaar"].to_numpy(np.float64)
    m2 = homes["oppervlakte_m2"].to_numpy(np.float64)
    ground = p_ground(high, single, homes.get("toevoeging"), homes.get("etage"))
    lift = p_lift(high, year, homes.get("lift"))
    stepfree = p_stepfree(ground, lift, single, high, homes.get("maisonnette"), rule)
    stars, seen = _labels(homes)
    stepfree = np.where(np.isnan(seen), stepfree, seen)
    wheelchair = _both(
        _where_known(m2, m2 >= rule.m2_rolstoel), _where_known(year, year >= rule.wheelchair_year)
    )
    two = _both(stepfree, _where_known(m2, m2 >= rule.m2_rollator))
    four = _both(stepfree, wheelchair * rule.wheelchair_factor)
    more_floors = np.where(single, _where_known(high, high > 1), 0.0)
    adaptable = _both(
        _where_known(m2, m2 >= rule.adaptable_m2), _where_known(year, year >= rule.adaptable_year)
    )
    return pd.DataFrame(
        {
            "p_begane_grond": ground,
            "p_lift": lift,
            "nultreden": stepfree,
            "twee_sterren": np.where(np.isnan(stars), two, _where_known(stars, stars >= 2)),
            "vier_sterren": np.where(np.isnan(stars), four, _where_known(stars, stars >= 4)),
            "aanpasbaar": _both(more_floors, adaptable),
            "gezien": ~np.isnan(seen),
        },
        index=homes.index,
    )


def _labels(homes: pd.DataFrame) -> tuple[Floats, Floats]:
    """Stars, and whether a partner says that the dwelling is step-free (1 star or more is)."""
    unknown = pd.Series(np.nan, index=homes.index)
    stars = np.asarray(homes.get("sterren", unknown), dtype=np.float64)
    seen = np.asarray(homes.get("nultreden", unknown), dtype=np.float64)
    return stars, np.where(np.isnan(seen), _where_known(stars, stars >= 1), seen)


def _where_known(value: Floats, test: Bools) -> Floats:
    return np.where(np.isnan(value), np.nan, test.astype(np.float64))


def _both(a: Floats, b: Floats) -> Floats:
    """And of 1, 0 and unknown: one 0 is enough for 0."""
    return np.where((a == 0) | (b == 0), 0.0, a * b)


def sums(
    chance: pd.DataFrame, area: npt.ArrayLike, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Expected numbers per area (readings 46 and 73).

    sd = sqrt(sum p (1 - p) + (systematic * sum p)^2), the interval is sum p +/- 1.96 sd. Dwellings
    whose label a partner told have no uncertainty: they count in neither term.

    Args:
        chance: Table of `chances`.
        area: Code of the area per dwelling; missing = in none.
        parameters: Numbers of METHODS 9.

    Returns:
        Index the code, sorted: `woningen`, `beoordeeld` (P(nultreden) is known), expected numbers
        `nultreden`, `twee_sterren`, `vier_sterren`, `aanpasbaar` over the dwellings where they are
        known, and `nultreden_ci_low`, `_ci_high` (not below 0, not above `beoordeeld`).
    """
    rule = parameters or Parameters()
    p = chance["nultreden"].to_numpy(np.float64)
    guessed = np.where(chance["gezien"].to_numpy(np.bool_), np.nan, p)
    table = chance[list(SUMS)].assign(
        woningen=1, beoordeeld=~np.isnan(p), _var=guessed * (1 - guessed), _guessed=guessed
    )
    total = table.groupby(np.asarray(area, dtype=object), sort=True).sum()
    spread = interval_sd(total["_var"], total["_guessed"], rule.systematic)
    made = total.drop(columns=["_var", "_guessed"])
    made["nultreden_ci_low"] = np.maximum(made["nultreden"] - spread, 0.0)
    made["nultreden_ci_high"] = np.minimum(made["nultreden"] + spread, made["beoordeeld"])
    return made


def interval_sd(variance: npt.ArrayLike, expected: npt.ArrayLike, systematic: float) -> Floats:
    """Half the width of the interval: z sqrt(variance + (systematic * expected)^2) (reading 46)."""
    square = np.asarray(variance, float) + (systematic * np.asarray(expected, float)) ** 2
    return np.asarray(number("geschikt.interval_z") * np.sqrt(square))


def publishable(total: pd.DataFrame) -> pd.DataFrame:
    """What may be told of each area, and why not (METHODS 3.8, 9; D4 of TRUST).

    Args:
        total: Table of `sums`.

    Returns:
        Same index: `som` (`geschat`, `onderdrukt` below the smallest number of dwellings,
        `ontbreekt` where too few dwellings could be judged), `aandeel` (the same, with the limit
        for shares).
    """
    size, judged = total["woningen"], total["beoordeeld"]
    enough = judged >= number("geschikt.min_beoordeeld") * size - number("common.tolerance")
    made = {}
    for name, key in (
        ("som", "common.complex_min_dwellings"),
        ("aandeel", "geschikt.aandeel_min_woningen"),
    ):
        small = size < integer(key)
        made[name] = np.select([small, ~enough], ["onderdrukt", "ontbreekt"], "geschat")
    return pd.DataFrame(made, index=total.index)
