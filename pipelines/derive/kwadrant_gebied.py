"""X2 per gebied and class: the housing gap of M4 beside who lives outside a service area (M8)."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.datasets.kwadrant_gebied import KIND
from data.getallen import dutch
from data.parameters import number
from pipelines.derive.gebieden import gebied_of
from pipelines.indicators import kwadrant, opgave
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per gebied and class of home."""
    homes = inputs.frame("opgave_gebied", ["gebied", "klasse", "jaar", "tekort_a"])
    homes = homes[homes["jaar"].eq(str(opgave.LAST_YEAR))].reset_index(drop=True)
    care = _care(inputs).reindex(homes["gebied"])
    short = homes["tekort_a"].to_numpy(dtype=float)
    low, high = (care[end].to_numpy(dtype=float) for end in ("laag", "hoog"))
    limit = 100.0 * (1.0 - number("zorg.dekkend_threshold"))
    words = kwadrant.bounded(short, low, high, limit)
    made: dict[str, pa.Array] = {name: texts(homes[name]) for name in ("gebied", "klasse")}
    made["kwadrant"] = texts(words)
    made |= stated("woningtekort", short, "scenario")
    made |= stated("zorgtekort_laag_pct", low, "geschat")
    made |= stated("zorgtekort_hoog_pct", high, "geschat")
    made |= stated("inwoners_75plus", care["p75"], "geschat")
    return Derived(pa.table(made), _coverage(inputs, short, words))


def _care(inputs: Inputs) -> pd.DataFrame:
    """Index gebied: bounds of the share without care, residents of 75 and over."""
    if inputs.missing(["leeftijd_buurt", "dekking_wijk"]):
        return pd.DataFrame(columns=["laag", "hoog", "p75"], dtype=float)
    listed = inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"])
    wijk = listed.set_index("buurtcode")["wijkcode"]
    people = inputs.frame("leeftijd_buurt", ["buurtcode", "inwoners_75plus"])
    columns = ["wijkcode", "zorgsoort", "dekking_laag_pct", "dekking_hoog_pct"]
    told = inputs.frame("dekking_wijk", columns)
    told = told[told["zorgsoort"].eq(KIND)].set_index("wijkcode").astype({columns[2]: float})
    where = people["buurtcode"].map(wijk)
    return kwadrant.uncovered(
        pd.DataFrame(
            {
                "gebied": people["buurtcode"].map(gebied_of(inputs)),
                "p75": people["inwoners_75plus"],
                "laag": where.map(told["dekking_laag_pct"]).astype(float),
                "hoog": where.map(told["dekking_hoog_pct"]).astype(float),
            }
        )
    )


def _coverage(inputs: Inputs, short: Any, words: Any) -> dict[str, Any]:
    absent = inputs.missing(["dekking_wijk", "leeftijd_buurt"])
    remarks = []
    if absent:
        remarks.append("Zonder dekking en inwoners naar leeftijd is het zorgtekort onbekend.")
    if np.isnan(short).any():
        remarks.append("Waar voorraad of plannen ontbreken, is het woningtekort onbekend.")
    unknown = int((words == kwadrant.ONBEKEND).sum())
    if unknown:
        remarks.append(f"{dutch(unknown)} van {dutch(len(words))} rijen zijn onbekend.")
    return {"ontbrekend": absent, "opmerkingen": remarks}
