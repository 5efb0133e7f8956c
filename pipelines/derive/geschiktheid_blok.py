"""M5 per block (postcode of six places), from BAG alone; small blocks are left out and counted."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.getallen import dutch
from data.parameters import integer
from pipelines.derive import geschikt as shared
from pipelines.indicators import geschikt
from pipelines.inputs import Derived, Inputs, among, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per postcode with enough dwellings of the own gemeenten."""
    stock, buildings = shared.homes(inputs)
    total = geschikt.sums(geschikt.chances(stock), stock["postcode"])
    big = total["woningen"] >= integer("common.complex_min_dwellings")
    shapes = footprints(stock, stock["postcode"], buildings)
    kept = total[big & total.index.isin(shapes.index)]
    made = {
        "postcode": texts(kept.index),
        "buurtcode": texts(most(stock["buurtcode"], stock["postcode"]).reindex(kept.index)),
    }
    for name in ("woningen", "beoordeeld"):
        made |= stated(name, kept[name], "waargenomen", whole=True)
    made |= shared.figures(kept)
    made["geometry"] = wkb(shapes.reindex(kept.index))
    held = shared.bag_coverage(inputs, stock)
    small = int(total.loc[~total.index.isin(kept.index), "woningen"].sum())
    held["opmerkingen"].append(
        f"{dutch(small)} woningen liggen in blokken die te klein zijn om te tonen."
    )
    return Derived(pa.table(made), held | {"te_klein": small})


def most(code: "pd.Series[str]", group: "pd.Series[str]") -> "pd.Series[str]":
    """Code that most rows of each group have; equal numbers: the lowest."""
    counted = pd.DataFrame({"group": group, "code": code}).value_counts().reset_index(name="n")
    counted = counted.sort_values(["group", "n", "code"], ascending=[True, False, True])
    return counted.drop_duplicates("group").set_index("group")["code"]


def footprints(
    stock: pd.DataFrame, group: "pd.Series[str]", buildings: pd.DataFrame
) -> "pd.Series[Any]":
    """Footprints of the panden of each group, as one shape; a shared pand is of most dwellings."""
    owner = most(group, stock["pand"])
    owner = owner[among(owner.index, buildings.index)]
    if owner.empty:
        return pd.Series(dtype=object)
    shapes = buildings["geometry"].reindex(owner.index).to_numpy(dtype=object)
    order = np.argsort(owner.to_numpy(dtype=object).astype(str), kind="stable")
    names, first = np.unique(owner.to_numpy(dtype=object)[order].astype(str), return_index=True)
    united = [
        shapely.multipolygons(shapely.get_parts(shapely.union_all(part)))
        for part in np.split(shapes[order], first[1:])
    ]
    return pd.Series(united, index=pd.Index(names), dtype=object)
