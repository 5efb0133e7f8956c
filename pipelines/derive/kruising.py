"""Old and new areas of CBS laid over each other: the table that METHODS 3.1 converts with.

Belongs here: from shapes and woon-adressen to weights, and which new areas those weights are right
for. What is converted with them is `omrekenen`.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import shapely

from data.parameters import number
from pipelines.indicators.kruistabel import crosswalk, series_break

Shapes: TypeAlias = "pd.Series[Any]"


@dataclass(frozen=True)
class Kruising:
    """How areas of one year became those of another.

    Attributes:
        gewichten: answer of `kruistabel.crosswalk`, of the new areas that can be converted.
        nieuw: codes of these areas.
        gelijk: new code -> old code, where the new area is one old area, whole and alone.
        breuken: new areas with a series break.
    """

    gewichten: pd.DataFrame
    nieuw: frozenset[str]
    gelijk: dict[str, str]
    breuken: frozenset[str]


def lay_over(
    old: Shapes, new: Shapes, x: "pd.Series[float]", y: "pd.Series[float]", within: Any
) -> Kruising:
    """The crosswalk between two sets of areas.

    Args:
        old: shapes in RD, index = code of the old year.
        new: the same of the new year.
        x: of the woon-adressen, RD.
        y: of the woon-adressen, RD.
        within: where addresses and areas of both years are held. A new area is left out where it,
            or an old area it takes from, sticks out: part of its addresses is not known here.
    """
    points = shapely.points(x.to_numpy(float), y.to_numpy(float))
    places = pd.DataFrame({"oud": _area_of(old, points), "nieuw": _area_of(new, points)})
    counted = places.dropna(subset=["nieuw"])
    elsewhere = counted["oud"].isna().groupby(counted["nieuw"]).mean()
    addresses = counted.dropna().groupby(["oud", "nieuw"]).size().reset_index(name="adressen")
    without = old[~old.index.isin(addresses["oud"])]
    table = crosswalk(addresses, _overlap(without, new))
    # an address of today in no old area: what it holds now was counted nowhere then
    loose = set(elsewhere.index[elsewhere > _noise()])
    wrong = loose | (set(new.index) - _held(new, within))
    wrong |= set(table.loc[~table["oud"].isin(_held(old, within)), "nieuw"])
    kept = table[~table["nieuw"].isin(wrong)].reset_index(drop=True)
    broken = series_break(addresses)
    good = frozenset(map(str, kept["nieuw"]))
    return Kruising(
        gewichten=kept,
        nieuw=good,
        gelijk=_alone(kept),
        breuken=good & frozenset(map(str, broken.index[broken["breuk"]])),
    )


def _noise() -> float:
    """Share of an area below which a difference is one of drawing."""
    return number("common.crosswalk_noise_share") + number("common.tolerance")


def _area_of(shapes: Shapes, points: Any) -> Any:
    """Code of the area each point lies in, None outside all; on a line the lowest code."""
    ordered = shapes.sort_index()
    point, area = shapely.STRtree(ordered.to_numpy()).query(points, predicate="intersects")
    first = pd.Series(area, index=point).groupby(level=0).min()
    found = np.full(len(points), None, dtype=object)
    found[first.index.to_numpy(int)] = ordered.index.to_numpy(object)[first.to_numpy(int)]
    return found


def _overlap(old: Shapes, new: Shapes) -> pd.DataFrame:
    """Square metres that old and new areas share, without slivers along their lines."""
    before, after = shapely.STRtree(new.to_numpy()).query(old.to_numpy(), predicate="intersects")
    shapes, others = old.to_numpy(object), new.to_numpy(object)
    shared = shapely.area(shapely.intersection(shapes[before], others[after]))
    many = shared > _noise() * shapely.area(shapes[before])
    return pd.DataFrame(
        {
            "oud": old.index.to_numpy(object)[before[many]],
            "nieuw": new.index.to_numpy(object)[after[many]],
            "oppervlakte": shared[many],
        }
    )


def _held(shapes: Shapes, within: Any) -> set[str]:
    """Codes of the areas that lie wholly where addresses are held."""
    drawn = shapes.to_numpy(object)
    inside = shapely.area(shapely.intersection(drawn, within))
    whole = inside >= (1.0 - _noise()) * shapely.area(drawn)
    return set(shapes.index[whole])


def _alone(table: pd.DataFrame) -> dict[str, str]:
    """New areas that one old area went into whole, and nothing else."""
    whole = table["gewicht"] >= 1.0 - number("common.tolerance")
    single = ~table["nieuw"].duplicated(keep=False)
    found = table[whole & single]
    return dict(zip(found["nieuw"].astype(str), found["oud"].astype(str), strict=True))
