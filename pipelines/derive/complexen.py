"""What the products of M5 about complexes share: members, expected numbers, and what is to do."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.getallen import dutch
from data.parameters import integer
from pipelines.derive import geschikt as shared
from pipelines.derive.geschiktheid_blok import most
from pipelines.indicators import geschikt, geschikt_kosten, levensloop
from pipelines.inputs import Inputs

FEEDS = ("corporatiewoningen", "corporatiecomplexen")
JOIN = ":"


@dataclass(frozen=True)
class Complexes:
    """Complexes of corporations with at least ten dwellings in BAG.

    Attributes:
        homes: their dwellings, with the columns of `geschikt.told` and `geschikt.chances`, and
            `complex` (corporation and number as one text).
        table: index `complex`: that of `geschikt.sums`, with `corporatie`, `complex_id`, `naam`,
            `buurtcode`, `wijkcode`, `levensloop_zeker`, `levensloop_mogelijk`, `te_doen` (that need
            a measure), `toonbaar`.
        buildings: panden.
        too_small: dwellings in complexes below ten.
        without: delivered complexes of which no dwelling was found.
    """

    homes: pd.DataFrame
    table: pd.DataFrame
    buildings: pd.DataFrame
    too_small: int
    without: int

    @property
    def coverage(self) -> dict[str, Any]:
        """What readers are told."""
        remarks = []
        if self.too_small:
            remarks.append(
                f"{dutch(self.too_small)} woningen horen bij complexen die te klein zijn om te "
                "tonen."
            )
        if self.without:
            remarks.append(
                f"Van {dutch(self.without)} geleverde complexen is geen woning in de BAG gevonden."
            )
        return {"te_klein": self.too_small, "zonder_woningen": self.without, "opmerkingen": remarks}


def complexes(inputs: Inputs) -> Complexes:
    """All complexes that corporations deliver, from lists of dwellings, else by their pand."""
    stock, buildings = shared.homes(inputs)
    known = shared.told(inputs, stock)
    known = known[known["complex_id"].notna()].reset_index(drop=True)
    chance = geschikt.chances(known)
    lifetime = levensloop.chances(chance, known["badkamer_aanpasbaar"], levensloop.agreed())
    known = pd.concat([known, chance, lifetime], axis=1)
    known = known.loc[:, ~known.columns.duplicated(keep="last")]
    known["complex"] = known["corporatie"] + JOIN + known["complex_id"]
    table = geschikt.sums(chance, known["complex"])
    big = table["woningen"] >= integer("common.complex_min_dwellings")
    found = set(table.index)
    small = int(table.loc[~big, "woningen"].sum())
    table = table[big]
    known = known[known["complex"].isin(table.index)].reset_index(drop=True)
    names = _names(inputs)
    without = len(set(names.index) - found)
    return Complexes(
        known, _described(inputs, known, table.copy(), names), buildings, small, without
    )


def _names(inputs: Inputs) -> "pd.Series[str]":
    if not inputs.has("corporatiecomplexen"):
        return pd.Series(dtype=object)
    rows = inputs.frame("corporatiecomplexen", ["leverancier", "complex_id", "naam"])
    rows["complex"] = rows["leverancier"] + JOIN + rows["complex_id"]
    return rows.drop_duplicates("complex").set_index("complex")["naam"]


def _described(
    inputs: Inputs, known: pd.DataFrame, table: pd.DataFrame, names: "pd.Series[str]"
) -> pd.DataFrame:
    """Names, places, and how many dwellings need a measure."""
    first = known.drop_duplicates("complex").set_index("complex")
    for name in ("corporatie", "complex_id"):
        table[name] = first[name].reindex(table.index)
    known_as = zip(table.index, table["complex_id"], strict=True)
    table["naam"] = [names.get(code, number) for code, number in known_as]
    table["buurtcode"] = most(known["buurtcode"], known["complex"]).reindex(table.index)
    wijk = pd.Series(shared.wijk_of(inputs, known["buurtcode"]), index=known.index)
    table["wijkcode"] = most(wijk, known["complex"]).reindex(table.index)
    lifetime = ["levensloop_zeker", "levensloop_mogelijk"]
    table[lifetime] = known.groupby("complex")[lifetime].sum(min_count=1)
    stated = geschikt.publishable(table)["som"] == "geschat"
    homes = known.assign(badkamer=known["badkamer_aanpasbaar"])
    table["te_doen"] = geschikt_kosten.to_do(homes).where(stated)
    large = table["woningen"] >= integer("geschikt.complex_min_besloten")
    table["toonbaar"] = np.where(large, "ja", "nee")
    return table


def costs(inputs: Inputs, found: Complexes) -> pd.DataFrame:
    """Cost per complex and measure; without price table there are numbers and no costs.

    Returns:
        Table of `geschikt_kosten.priced` with `gebied` (the complex as one text).
    """
    homes = found.homes.assign(badkamer=found.homes["badkamer_aanpasbaar"])
    count = geschikt_kosten.needed(homes).reindex(found.table.index)
    count.index = pd.MultiIndex.from_arrays([found.table["corporatie"], found.table["complex_id"]])
    columns = ["leverancier", "maatregel", "per", "prijs_euro", "prijsjaar"]
    prices = pd.DataFrame(columns=columns)
    if inputs.has("prijstabel"):
        prices = inputs.frame("prijstabel", columns)
    made = geschikt_kosten.priced(count, prices)
    return made.assign(gebied=made["eigenaar"] + JOIN + made["complex"])


def absent(inputs: Inputs, wanted: tuple[str, ...]) -> dict[str, Any]:
    """Missing feeds, and what that means."""
    missing = inputs.missing(wanted)
    remarks = []
    if not any(inputs.has(name) for name in FEEDS):
        remarks.append("Geen corporatie heeft complexen of woningen geleverd.")
    if "prijstabel" in missing:
        remarks.append("Er is geen prijstabel geleverd: er zijn geen kosten.")
    return {"ontbrekend": missing, "opmerkingen": remarks}
