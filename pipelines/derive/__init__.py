"""Derived datasets: one module per product, found by equal name, that turns inputs into a table.

A module has `derive(inputs) -> Derived`. It reads from `inputs`, calls the pure functions of
`pipelines.indicators`, and gives back the declared columns; it never writes.
"""

import pandas as pd
import shapely

from pipelines.indicators.raster import cell_of_points
from pipelines.inputs import Inputs

# Woningvoorraad of CBS: in use, not measured yet, or temporarily out of use (METHODS 2).
IN_STOCK = (
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verblijfsobject buiten gebruik",
)


def dwellings(inputs: Inputs) -> pd.DataFrame:
    """Woon-verblijfsobjecten of the stock, ring included.

    Returns:
        One row per dwelling: `identificatie`, `postcode`, `huisnummer`, `oppervlakte_m2`,
            `pand_verwijzing`, RD
        `x` and `y`, `cel` (100 m cell) and `eigen` (inside the own gemeenten).
    """
    return inputs.once(["bag_verblijfsobjecten"], _dwellings)


def _dwellings(inputs: Inputs) -> pd.DataFrame:
    wanted = [
        "identificatie",
        "status",
        "gebruiksdoel",
        "oppervlakte_m2",
        "pand_verwijzing",
        "postcode",
        "huisnummer",
        "geometry",
    ]
    frame = inputs.frame("bag_verblijfsobjecten", wanted)
    is_home = frame["gebruiksdoel"].fillna("").str.contains("woonfunctie") & frame["status"].isin(
        IN_STOCK
    )
    homes = frame[is_home].reset_index(drop=True)
    homes["x"], homes["y"] = shapely.get_x(homes["geometry"]), shapely.get_y(homes["geometry"])
    homes["cel"] = cell_of_points(homes["x"], homes["y"])
    homes["eigen"] = shapely.contains_xy(inputs.area.own, homes["x"], homes["y"])
    return homes


def buurt_of(inputs: Inputs, x: "pd.Series[float]", y: "pd.Series[float]") -> "pd.Series[str]":
    """Buurt each point lies in, empty outside all of them; on a line the lowest code."""
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "geometry"]).sort_values("buurtcode")
    tree = shapely.STRtree(buurten["geometry"].to_numpy())
    point, area = tree.query(shapely.points(x, y), predicate="intersects")
    first = pd.Series(area, index=point).groupby(level=0).min()
    codes = pd.Series(buurten["buurtcode"].to_numpy()[first.to_numpy()], index=first.index)
    return codes.reindex(range(len(x)))
