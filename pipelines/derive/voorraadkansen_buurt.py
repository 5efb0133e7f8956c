"""X4 per buurt: upper bounds from BAG, and households of KWB where they fit the division."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.parameters import integer
from pipelines.derive import IN_STOCK, buurt_of
from pipelines.derive import geschikt as shared
from pipelines.indicators import voorraadkansen
from pipelines.inputs import Derived, Inputs, stated, texts

OUT_OF_USE = ("Verblijfsobject buiten gebruik",)
PAND_OUT_OF_USE = ("Pand buiten gebruik",)
PAND_IN_USE = ("Pand in gebruik", "Pand in gebruik (niet ingemeten)")
HOUSEHOLDS = ("huishoudens", "eenpersoonshuishoudens", "huishoudensgrootte")


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    codes = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    codes = codes[codes.str[2:6].isin(own)]
    objects = shared.objects(inputs)
    buildings = shared.panden(inputs, objects)
    stock = shared.dwellings_of(inputs, objects, buildings)
    parts = [_homes(stock), _panden(inputs, buildings), _empty(inputs, objects, buildings)]
    table = pd.concat([part.reindex(codes) for part in parts], axis=1).fillna(0.0)
    table["kleine_huishoudens"] = np.floor(_households(inputs, codes))
    table["woningdelen"] = voorraadkansen.sharing(
        table["grote_eengezinswoningen"], table["kleine_huishoudens"]
    )
    small = table["woningen"] < integer("common.min_publish_n")
    made = {"buurtcode": texts(codes)}
    for name in ("grote_eengezinswoningen", "woningdelen", "splitsen", "optoppen"):
        made |= _upper(name, table[name], small)
    for name in ("optoppen_panden", "transformatie", "transformatie_m2"):
        made |= _upper(name, table[name], small & False)
    made |= _upper("kleine_huishoudens", table["kleine_huishoudens"], small)
    return Derived(pa.table(made), _coverage(inputs, stock))


def _upper(name: str, values: "pd.Series[float]", hidden: "pd.Series[bool]") -> dict[str, pa.Array]:
    absent = values.isna()
    status = np.select([absent, hidden], ["ontbreekt", "onderdrukt"], "geschat")
    return stated(name, values.where(~hidden), status, whole=name != "transformatie_m2")


def _homes(stock: pd.DataFrame) -> pd.DataFrame:
    found = voorraadkansen.per_home(stock)
    made = found.groupby(stock["buurtcode"]).sum()
    made.columns = pd.Index(["grote_eengezinswoningen", "splitsen"])
    return made.assign(woningen=stock.groupby("buurtcode").size())


def _panden(inputs: Inputs, buildings: pd.DataFrame) -> pd.DataFrame:
    """Extra dwellings on top, and the panden they stand on, per buurt."""
    used = buildings[buildings["status"].isin(PAND_IN_USE)]
    extra = voorraadkansen.topping_up(used)
    chosen = used[extra > 0]
    middle = shapely.point_on_surface(chosen["geometry"].to_numpy(dtype=object))
    place = pd.DataFrame({"x": shapely.get_x(middle), "y": shapely.get_y(middle)})
    buurt = buurt_of(inputs, place["x"], place["y"])
    table = pd.DataFrame({"optoppen": extra[extra > 0], "optoppen_panden": 1.0})
    return table.groupby(buurt.to_numpy(object)).sum()


def _empty(inputs: Inputs, objects: pd.DataFrame, buildings: pd.DataFrame) -> pd.DataFrame:
    """Objects without homes that are registered as out of use, per buurt."""
    closed = buildings.index[buildings["status"].isin(PAND_OUT_OF_USE)]
    present = objects["status"].isin(IN_STOCK) & objects["pand"].isin(closed)
    unused = objects["status"].isin(OUT_OF_USE) | present
    found = voorraadkansen.conversion(objects.assign(buiten_gebruik=unused))
    kept = found["m2"] > 0
    place = objects[kept].reset_index(drop=True)
    buurt = buurt_of(inputs, place["x"], place["y"])
    table = found[kept].reset_index(drop=True)
    table.columns = pd.Index(["transformatie_m2", "transformatie"])
    return table.groupby(buurt.to_numpy(object)).sum()


def _households(inputs: Inputs, codes: "pd.Series[str]") -> np.ndarray[Any, np.dtype[Any]]:
    """Small households per buurt, at most; unknown without KWB of this division."""
    if not inputs.has("cbs_kwb") or inputs.joins("cbs_kwb") is None:
        return np.full(len(codes), np.nan)
    rows = inputs.frame("cbs_kwb", ["gebiedscode", *HOUSEHOLDS]).set_index("gebiedscode")
    found = rows.reindex(codes).astype(float)
    households, single, size = (found[name] for name in HOUSEHOLDS)
    return voorraadkansen.small_households(households, single, size)


def _coverage(inputs: Inputs, stock: pd.DataFrame) -> dict[str, Any]:
    held = shared.bag_coverage(inputs, stock)
    remarks = held["opmerkingen"]
    if not inputs.has("cbs_kwb"):
        remarks.append("Zonder kerncijfers van het CBS is woningdelen niet bekend.")
    elif inputs.joins("cbs_kwb") is None:
        remarks.append("De kerncijfers van het CBS zijn van een andere indeling: geen woningdelen.")
    elif reason := inputs.joins("cbs_kwb"):
        remarks.append(f"Kerncijfers van een ander jaar: {reason}")
    return held | {"ontbrekend": [*inputs.missing(["cbs_kwb"]), *held["ontbrekend"]]}
