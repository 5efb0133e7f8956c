"""M13 profile: every indicator of every zone, known or not, as rows."""

import pyarrow as pa

from data.datasets.woonzorgzone import OPTIONAL
from pipelines.derive import zones
from pipelines.inputs import Derived, Inputs, stated, texts

WORDS = (
    "zone",
    "naam",
    "indicator",
    "titel",
    "eenheid",
    "norm",
    "oordeel",
    "openbaar",
    "bron",
)


def derive(inputs: Inputs) -> Derived:
    """One row per zone and indicator."""
    rows = zones.profile(inputs).rows.reindex(columns=[*WORDS, "waarde", "waarde_besloten"])
    made = {name: texts(rows[name]) for name in WORDS}
    for name in ("waarde", "waarde_besloten"):
        made |= stated(name, rows[name].astype(float), "geschat")
    known = rows[["waarde", "waarde_besloten"]].notna().any(axis=1)
    absent = sorted(set(rows["titel"]) - set(rows.loc[known, "titel"]))
    remarks = [f"Nog geen gegevens over: {'; '.join(absent).lower()}."] if absent else []
    return Derived(pa.table(made), {"ontbrekend": inputs.missing(OPTIONAL), "opmerkingen": remarks})
