"""Temporary homes per year of expiry, from the locations of all suppliers."""

import numpy as np
import pyarrow as pa

from data.getallen import dutch
from pipelines.indicators import flex
from pipelines.inputs import Derived, Inputs, stated


def derive(inputs: Inputs) -> Derived:
    """One row per year, from the year of the delivery to that of the last end."""
    rows = inputs.frame("flexwoningen", ["woningen", "jaar_start", "jaar_eind", "vervanging"])
    first = inputs.versions["flexwoningen"]["peildatum"].year
    found = flex.per_year(rows, first)
    made: dict[str, pa.Array] = {"jaar": pa.array(np.asarray(found.index, dtype=np.int64))}
    status = "waargenomen" if rows["jaar_eind"].notna().all() else "geschat"
    for name in flex.COLUMNS:
        made |= stated(name, found[name], status, whole=True)
    unknown = int((rows["jaar_eind"].isna() & rows["jaar_start"].isna()).sum())
    assumed = int((rows["jaar_eind"].isna() & rows["jaar_start"].notna()).sum())
    remarks = [f"{dutch(unknown)} locaties noemen geen jaar en tellen niet mee."] if unknown else []
    if assumed:
        remarks.append(f"Van {dutch(assumed)} locaties is het laatste jaar aangenomen.")
    return Derived(pa.table(made), {"ontbrekend": [], "opmerkingen": remarks})
