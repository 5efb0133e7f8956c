"""M9 per plan site: criteria of the cells under it, and its own feasibility."""

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.parameters import number
from pipelines.derive import kansen_plekken, kansen_sites
from pipelines.indicators import kansen_plek
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

PARTS = ("eigenaar", "plan", "capaciteit", "belemmering")


def derive(inputs: Inputs) -> Derived:
    """One row per site that is not finished and lies in the gemeente."""
    cells = kansen_sites.cells(inputs)
    rows = kansen_plekken.sites(inputs)
    site, cell, area = kansen_plekken.on_cells(rows["geometry"], cells["vierkant"])
    inside = np.unique(site)
    site = np.searchsorted(inside, site)
    rows = rows.iloc[inside].reset_index(drop=True)
    under = cells.iloc[cell].reset_index(drop=True)
    codes = [code.upper() for code in kansen_sites.CODES]
    values = under[codes].astype(float)
    values["uitgesloten"] = under["uitgesloten"].astype(float)
    criteria = kansen_plek.over_cells(len(rows), site, area, values)
    shut = criteria.pop("uitgesloten").fillna(0.0).to_numpy()
    excluded = shut > number("kans.excluded_min_share")
    criteria["H"] = rows["h"].to_numpy()
    most = _largest(site, area, under)
    made: dict[str, pa.Array] = {
        "bron": texts(rows["bron"]),
        "plek": texts(rows["plek_id"]),
        "naam": texts(rows["naam"]),
        "status": texts(rows["status"]),
        "waarschuwing": texts(most["waarschuwing"]),
    }
    made |= stated("woningen", rows["woningen"], "waargenomen", whole=True)
    made |= stated("eenheden", rows["eenheden"], "geschat", whole=True)
    why = most["reden"].where(most["reden"].notna(), "uitgesloten").to_numpy(object)
    made |= kansen_sites.score(inputs, criteria, excluded, why)
    made |= stated("uitgesloten_pct", 100 * shut, "geschat")
    for part in PARTS:
        made |= stated(f"h_{part}", rows[part].astype(float), "waargenomen")
    made["geometry"] = wkb(shapely.force_2d(rows["geometry"].to_numpy(object)))
    remarks = ["Gereed gemelde plannen staan er niet in: zij zitten in de voorraad."]
    missing = inputs.missing(["plannen", "projecten"])
    return Derived(pa.table(made), {"ontbrekend": missing, "opmerkingen": remarks})


def _largest(site: np.ndarray, area: np.ndarray, under: pd.DataFrame) -> pd.DataFrame:
    """The excluded cell under each site that covers most of it, else the cell that does."""
    order = np.lexsort((-area, ~under["uitgesloten"].to_numpy(bool), site))
    first = order[np.unique(site[order], return_index=True)[1]]
    return under.iloc[first].reset_index(drop=True)
