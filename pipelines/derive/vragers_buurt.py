"""Vragers and dragers per buurt: prevalences of adults from open figures, and their bounds."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.parameters import number
from pipelines.derive.bevolkingsgroepen import adults
from pipelines.derive.draaglast_buurt import own_codes
from pipelines.derive.slots import PEOPLE
from pipelines.indicators.vragers import vragers
from pipelines.inputs import Derived, Inputs, stated, texts

FEW, NO_SOURCE = "te weinig inwoners", "geen bron"
FIGURES = (
    "vragers_onder",
    "vragers_midden",
    "vragers_boven",
    "dragers_per_vrager_boven",
    "dragers_per_vrager_midden",
    "dragers_per_vrager_onder",
)


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    codes = own_codes(inputs, "cbs_buurten", "buurtcode")
    wanted = ["gebiedscode", *PEOPLE, "wmo_clienten", "bijstand"]
    kwb = inputs.frame("cbs_kwb", wanted).set_index("gebiedscode").astype(float).reindex(codes)
    rows = inputs.frame("draaglast_buurt", ["buurtcode", "beperking_waarde"])
    limited = rows.set_index("buurtcode")["beperking_waarde"].astype(float).reindex(codes)
    grown = adults(kwb)
    few = kwb["inwoners"] < number("common.rank_min_inhabitants") - number("common.tolerance")
    base = grown.where((grown > 0) & ~few)
    shares = pd.DataFrame(
        {"wmo": kwb["wmo_clienten"] / base, "bijstand": kwb["bijstand"] / base, "p": limited / 100}
    ).where(base.notna(), np.nan)
    found = vragers(base, shares.clip(upper=1.0), pd.Index(codes))
    made: dict[str, pa.Array] = {"buurtcode": texts(codes)}
    for name in FIGURES:
        values = found[name]
        made |= stated(name, values, np.where(values.notna(), "geschat", "ontbreekt"))
    made |= stated("volwassenen", grown, np.where(grown.notna(), "geschat", "ontbreekt"))
    why = np.where(few, FEW, np.where(found["vragers_onder"].isna(), NO_SOURCE, ""))
    made["reden"] = texts(why)
    titles = {"wmo": "Wmo-cliënten", "bijstand": "bijstand", "p": "langdurige ernstige beperking"}
    absent = [title for name, title in titles.items() if shares[name].isna().all()]
    remarks = [f"Zonder {name} zijn er geen grenzen." for name in absent]
    return Derived(pa.table(made), {"ontbrekend": absent, "opmerkingen": remarks})
