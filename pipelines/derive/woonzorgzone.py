"""M13 zones: their shapes and how many norms each holds."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.datasets.woonzorgzone import OPTIONAL
from pipelines.derive import zones
from pipelines.indicators.woonzorgzone import GEEN_NORM, ONBEKEND, VOLDOET
from pipelines.inputs import Derived, Inputs, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per appointed zone and per candidate."""
    found = zones.profile(inputs)
    table = found.zones
    made = {name: texts(table[name]) for name in ("zone", "naam", "soort", "grens", "openbaar")}
    made |= stated("woningen", table["woningen"].astype(float), "waargenomen", whole=True)
    for name, values in _counts(table, found.rows).items():
        made |= stated(name, values, "geschat", whole=True)
    made["geometry"] = wkb(table["geometry"])
    appointed = int((table["soort"] == zones.APPOINTED).sum())
    remarks = [] if appointed else ["Er is nog geen zone aangewezen; getoond zijn kandidaten."]
    return Derived(
        pa.table(made),
        {
            "ontbrekend": inputs.missing(OPTIONAL),
            "aangewezen": appointed,
            "kandidaten": len(table) - appointed,
            "opmerkingen": remarks,
        },
    )


def _counts(table: pd.DataFrame, rows: pd.DataFrame) -> dict[str, "np.ndarray"]:
    """Norms met and unknown per zone; of the open figures, and of all."""
    if table.empty:
        empty = np.zeros(0)
        names = ("normen_gehaald", "normen_onbekend", "normen", "normen_gehaald_besloten")
        return dict.fromkeys(names, empty)
    judged = rows[(rows["norm"] != "") & (rows["oordeel"] != GEEN_NORM)]
    closed = judged["waarde_besloten"].notna()
    met = judged["oordeel"] == VOLDOET

    def per_zone(chosen: "pd.Series[bool]") -> "np.ndarray":
        counts = chosen.groupby(judged["zone"]).sum()
        return np.asarray(counts.reindex(table["zone"]).fillna(0), dtype=float)

    open_unknown = (judged["oordeel"] == ONBEKEND) | closed
    return {
        "normen_gehaald": per_zone(met & ~closed),
        "normen_onbekend": per_zone(open_unknown),
        "normen": per_zone(met | True),
        "normen_gehaald_besloten": per_zone(met),
    }
