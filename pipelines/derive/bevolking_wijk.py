"""M2 per wijk: buurten added up, where they hold enough of its residents."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.bevolking import MEASURES
from data.getallen import dutch
from pipelines.derive.eigen import passed_on
from pipelines.indicators import optellen
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

NAMES = tuple(name for name, _, _ in MEASURES)


def derive(inputs: Inputs) -> Derived:
    """One row per wijk and year, neighbours in the ring included."""
    rows = inputs.frame("bevolking_buurt")
    wijken = inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"]).set_index("buurtcode")
    kwb = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners"]).set_index("gebiedscode")
    rows["wijkcode"] = rows["buurtcode"].map(wijken["wijkcode"])
    rows["inwoners"] = rows["buurtcode"].map(kwb["inwoners"]).astype(float)
    columns = [f"inwoners_{name}{end}" for name in NAMES for end in ("", "_laag", "_hoog")]
    columns += ["groei_75plus", *(f"nieuw_{name}" for name in NAMES)]
    found = optellen.add_up(rows, ["wijkcode", "jaar"], columns, "inwoners")
    base = str(rows["jaar"].min())
    year = found.index.get_level_values("jaar")
    status = np.where(year == base, "geschat", "scenario")
    made: dict[str, pa.Array] = {
        "wijkcode": texts(found.index.get_level_values("wijkcode")),
        "jaar": texts(year),
    }
    for column in columns:
        made |= stated(column, found[column], _status(found[column], status))
    for name in NAMES:
        for end, source in (("ci_low", "laag"), ("ci_high", "hoog")):
            made[f"inwoners_{name}_{end}"] = numbers(found[f"inwoners_{name}_{source}"])
    empty = int(found["inwoners_75plus"].isna().sum())
    remarks = (
        [f"{dutch(empty)} rijen zonder cijfer: te weinig van de wijk is bekend."] if empty else []
    )
    absent = passed_on(inputs, "bevolking_buurt")["ontbrekend"]
    return Derived(pa.table(made), {"ontbrekend": absent, "opmerkingen": remarks})


def _status(values: "pd.Series[float]", filled: np.ndarray) -> np.ndarray:
    return np.where(values.isna(), "ontbreekt", filled)
