"""M12 per gemeente: evenness at two levels and the mix of the whole, from the buurten."""

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.indicators import spreiding
from pipelines.inputs import Derived, Inputs, stated, texts

LEVELS = ("buurt", "wijk")
GROUPS = {
    "ongelijkheid_pct": "corporatiewoningen",
    "ongelijkheid_sociaal_pct": "sociale_huur",
    "ongelijkheid_goedkoop_pct": "onder_kwaliteitskortingsgrens",
    "ongelijkheid_rolstoel_pct": "rolstoelwoningen",
}


def derive(inputs: Inputs) -> Derived:
    """Two rows per own gemeente: over its buurten and over its wijken."""
    buurten = inputs.frame("spreiding_buurt").set_index("buurtcode")
    wijk = inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"]).set_index("buurtcode")
    buurten["wijk"] = wijk["wijkcode"].reindex(buurten.index)
    rows = [
        _row(f"GM{gemeente}", level, part)
        for gemeente, part in buurten.groupby(buurten.index.str[2:6])
        for level in LEVELS
    ]
    found = pd.DataFrame(rows)
    made = {name: texts(found[name]) for name in ("gemeentecode", "niveau")}
    for name in (*GROUPS, "niet_meegeteld_pct", "corporatie_pct", "menging"):
        made |= stated(name, found[name], "geschat")
    made |= stated("gebieden", found["gebieden"], "waargenomen", whole=True)
    absent = [name for name, column in GROUPS.items() if buurten[column].isna().all()]
    alone = [
        level for level in LEVELS if any(r["niveau"] == level and r["gebieden"] == 1 for r in rows)
    ]
    remarks = [f"Over één {level} is er geen ongelijkheid te meten." for level in alone]
    return Derived(pa.table(made), {"ontbrekend": absent, "opmerkingen": remarks})


def _row(gemeente: str, level: str, part: pd.DataFrame) -> dict[str, object]:
    stock, group = part["woningen"].astype(float), part["corporatiewoningen"].astype(float)
    counted = stock.notna() & group.notna()
    row: dict[str, object] = {"gemeentecode": gemeente, "niveau": level}
    for name, column in GROUPS.items():
        s, t = _areas(part, column, level)
        row[name] = 100 * spreiding.dissimilarity(s, t)
        if name == "ongelijkheid_pct":
            row["gebieden"] = int((t > 0).sum())
    everything = stock.sum()
    row["niet_meegeteld_pct"] = 100 * stock[~counted].sum() / everything if everything else np.nan
    held = stock[counted].sum()
    row["corporatie_pct"] = 100 * group[counted].sum() / held if held else np.nan
    tenure = part[["koop_pct", "corporatie_pct", "overig_huur_pct"]].astype(float)
    whole = tenure.mul(stock, axis=0)[tenure.notna().all(axis=1) & stock.notna()].sum()
    row["menging"] = spreiding.entropy([whole.to_numpy()])[0]
    return row


def _areas(
    part: pd.DataFrame, column: str, level: str
) -> tuple[
    "np.ndarray[tuple[int], np.dtype[np.float64]]", "np.ndarray[tuple[int], np.dtype[np.float64]]"
]:
    """Group and stock per area; a buurt without a figure is left out of its wijk too."""
    rows = part[["woningen", column, "wijk"]].astype({"woningen": float, column: float})
    rows = rows[rows["woningen"].notna() & rows[column].notna()]
    rows = rows[rows[column] <= rows["woningen"]]
    if level == "wijk":
        rows = rows.groupby("wijk")[["woningen", column]].sum()
    return rows[column].to_numpy(), rows["woningen"].to_numpy()
