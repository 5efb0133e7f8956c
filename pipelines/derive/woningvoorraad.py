"""Housing stock per buurt from BAG."""

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.derive import buurt_of, dwellings
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten; a buurt without dwellings has 0 and no medians."""
    homes = dwellings(inputs)
    homes["buurtcode"] = buurt_of(inputs, homes["x"], homes["y"])
    per_building = homes.groupby("pand_verwijzing")["identificatie"].transform("size")
    homes["meergezins"] = (per_building >= 2).where(homes["pand_verwijzing"].notna())
    homes["bouwjaar"] = _building_year(inputs, homes)
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    codes = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    codes = codes[codes.str[2:6].isin(own)]
    grouped = homes.groupby("buurtcode")
    number = grouped.size().reindex(codes).fillna(0).astype("int64")
    share = 100 * grouped["meergezins"].apply(lambda s: s.astype(float).mean()).reindex(codes)
    made = {"buurtcode": texts(codes), **stated("woningen", number, "waargenomen", whole=True)}
    made |= stated("meergezins_pct", share, "waargenomen")
    area = grouped["oppervlakte_m2"].median().reindex(codes)
    made |= stated("oppervlakte_mediaan_m2", area, "waargenomen")
    year = grouped["bouwjaar"].median().reindex(codes)
    made |= stated("bouwjaar_mediaan", year, "waargenomen", whole=True)
    without = int(homes["buurtcode"].isna().sum())
    coverage = {"ontbrekend": inputs.missing(["bag_panden"]), "woningen_buiten_buurten": without}
    return Derived(pa.table(made), coverage)


def _building_year(inputs: Inputs, homes: pd.DataFrame) -> "pd.Series[float]":
    """Building year of the pand, by BAG id or by the id the source links with."""
    if not inputs.has("bag_panden"):
        return pd.Series(np.nan, index=homes.index)
    panden = inputs.frame("bag_panden", ["identificatie", "kenmerk", "bouwjaar"])
    by_id = dict(zip(panden["identificatie"], panden["bouwjaar"], strict=True))
    by_id |= dict(
        zip(
            panden["kenmerk"].dropna(),
            panden.loc[panden["kenmerk"].notna(), "bouwjaar"],
            strict=True,
        )
    )
    first = homes["pand_verwijzing"].str.split(",").str[0].str.strip().str.rsplit("/", n=1).str[-1]
    return first.map(by_id).astype(float)
