"""M5, cost per measure: of each complex, and of the complexes of each wijk together."""

import pandas as pd
import pyarrow as pa

from data.geschikt import PARTNERS
from data.parameters import integer
from pipelines.derive import complexen
from pipelines.derive import geschikt as shared
from pipelines.indicators import geschikt_kosten
from pipelines.indicators.normaliseren import round_half_away
from pipelines.inputs import Derived, Inputs, stated, texts

TEXTS = (
    "niveau",
    "gebied",
    "maatregel",
    "naam",
    "wijkcode",
    "per",
    "prijsjaren",
    "prijsbron",
    "toonbaar",
)


def derive(inputs: Inputs) -> Derived:
    """One row per complex and measure and per wijk and measure."""
    found = complexen.complexes(inputs)
    costs = complexen.costs(inputs, found)
    described = found.table.reindex(costs["gebied"])
    for name in ("naam", "wijkcode", "toonbaar"):
        costs[name] = described[name].to_numpy(object)
    costs["woningen"] = described["woningen"].to_numpy()
    rows = pd.concat([_complex(costs), _wijk(inputs, costs)], ignore_index=True)
    rows["per"] = rows["maatregel"].map(geschikt_kosten.PER)
    made = {name: texts(rows[name]) for name in TEXTS}
    made |= stated("aantal", shared.one_decimal(rows["aantal"]), "geschat")
    made |= stated("prijs_euro", rows["prijs_euro"], "waargenomen")
    made |= stated("kosten_euro", round_half_away(rows["kosten_euro"]), "geschat")
    held = complexen.absent(inputs, (*PARTNERS, "prijstabel"))
    remarks = [*held["opmerkingen"], *found.coverage["opmerkingen"]]
    return Derived(pa.table(made), found.coverage | held | {"opmerkingen": remarks})


def _complex(costs: pd.DataFrame) -> pd.DataFrame:
    years = costs["prijsjaar"].astype("Int64").astype("string").astype(object)
    return costs.assign(niveau="complex", prijsjaren=years.where(years.notna(), None))


def _wijk(inputs: Inputs, costs: pd.DataFrame) -> pd.DataFrame:
    """Sums over the complexes of a wijk; a price where all have the same."""
    grouped = costs.groupby(["wijkcode", "maatregel"])
    summed = grouped[["aantal", "woningen"]].sum()
    summed[["kosten_euro", "prijsjaren"]] = geschikt_kosten.total(costs, ["wijkcode", "maatregel"])
    for name in ("prijs_euro", "prijsbron"):
        one = grouped[name].nunique(dropna=False) == 1
        summed[name] = grouped[name].first().where(one)
    rows = summed.reset_index().assign(niveau="wijk")
    rows["gebied"] = rows["wijkcode"]
    size = costs.drop_duplicates("gebied").groupby("wijkcode")["woningen"].sum()
    big = size >= integer("geschikt.complex_min_besloten")
    rows["toonbaar"] = rows["wijkcode"].map(big.map({True: "ja", False: "nee"}))
    names = pd.Series(dtype=object)
    if inputs.has("cbs_wijken"):
        names = inputs.frame("cbs_wijken", ["wijkcode", "wijknaam"]).set_index("wijkcode")[
            "wijknaam"
        ]
    rows["naam"] = rows["wijkcode"].map(names).fillna(rows["wijkcode"])
    return rows
