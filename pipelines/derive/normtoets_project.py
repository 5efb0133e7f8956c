"""M12 norms per plan and of the whole programme, from the plan list."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines.indicators import spreiding
from pipelines.inputs import Derived, Inputs, stated, texts

NEW = ("nieuwbouw", "sloop en nieuwbouw")
NOT_NEW = "geen nieuwbouw"
# Plans that make up the programme: an idea is none yet, what is ready is in the stock.
COUNTED = ("zacht", "hard", "in uitvoering")
HOMES = ("woningen", "sociale_huur", "sociale_huur_laag")


def derive(inputs: Inputs) -> Derived:
    """One row per plan of the list, and one per gemeente for its whole programme."""
    plans = inputs.frame("plannen", ["id", "soort", *HOMES, *(f"{n}_status" for n in HOMES)])
    sites = inputs.frame(
        "vlekken", ["rij", "lijst", "vlek_id", "naam", "status", "openbaar", "geometry"]
    )
    sites = sites[sites["lijst"] == "plannen"].set_index("rij")
    plans = plans.join(sites, on="id", how="inner").rename(columns={"vlek_id": "nummer"})
    rows = pd.DataFrame([_project(row) for row in plans.to_dict("records")])
    rows = pd.concat([rows, pd.DataFrame(_programmes(inputs, plans))], ignore_index=True)
    made = {name: texts(rows[name]) for name in ("nummer", "naam", "status", "openbaar")}
    for name in HOMES:
        made |= stated(name, rows[name].astype(float), rows[f"{name}_status"], whole=True)
    homes = rows["woningen"].astype(float)
    share = 100 * rows["sociale_huur"].astype(float) / homes.where(homes > 0)
    made |= stated("sociale_huur_pct", share, "waargenomen")
    for name in ("sociaal_nodig", "laag_nodig"):
        made |= stated(name, rows[name].astype(float), "waargenomen", whole=True)
    for name in ("sociaal_oordeel", "laag_oordeel"):
        made[name] = texts(rows[name])
    short = int((rows["sociaal_oordeel"] == spreiding.VOLDOET_NIET).sum())
    return Derived(
        pa.table(made),
        {
            "ontbrekend": inputs.missing(["cbs_gemeenten"]),
            "onder_de_norm": short,
            "opmerkingen": [
                "Programma: plannen met status zacht, hard of in uitvoering.",
            ],
        },
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _project(row: dict[Any, Any]) -> dict[str, Any]:
    """A plan with its norms; a plan that builds nothing new has none."""
    kept = {k: row[k] for k in ("nummer", "naam", "status", "openbaar")}
    kept |= {k: row[k] for name in HOMES for k in (name, f"{name}_status")}
    new = row["soort"] in NEW
    homes = _whole(row["woningen"])
    if homes is None or not new:
        word = spreiding.ONBEKEND if new or pd.isna(row["soort"]) else NOT_NEW
        return kept | _judged(np.nan, word, np.nan, word)
    norm = spreiding.project_norm(
        homes, _whole(row["sociale_huur"]), _whole(row["sociale_huur_laag"])
    )
    return kept | _judged(norm.social_needed, norm.social, norm.low_needed, norm.low)


def _judged(needed: float, social: str, low_needed: float, low: str) -> dict[str, Any]:
    return {
        "sociaal_nodig": needed,
        "sociaal_oordeel": social,
        "laag_nodig": low_needed,
        "laag_oordeel": low,
    }


def _programmes(inputs: Inputs, plans: pd.DataFrame) -> list[dict[str, Any]]:
    """New-build programme per own gemeente, against the norm of the city."""
    counted = plans[plans["status"].isin(COUNTED) & plans["soort"].isin(NEW)]
    gemeente = _gemeente(inputs, counted)
    found = []
    for code, part in counted.groupby(gemeente):
        complete = part["sociale_huur"].notna().all()
        homes = int(part["woningen"].fillna(0).sum())
        social = int(part["sociale_huur"].sum()) if complete else None
        needed, word = spreiding.programme_norm(homes, social)
        status = "waargenomen" if complete else "ontbreekt"
        found.append(
            {
                "nummer": f"programma:{code}",
                "naam": "Programma van de gemeente",
                "status": None,
                "openbaar": "besloten",
                "woningen": homes,
                "woningen_status": "waargenomen",
                "sociale_huur": social,
                "sociale_huur_status": status,
                "sociale_huur_laag": None,
                "sociale_huur_laag_status": "ontbreekt",
                **_judged(needed, word, np.nan, "onbekend"),
            }
        )
    return found


def _gemeente(inputs: Inputs, plans: pd.DataFrame) -> "pd.Series[str]":
    """Gemeente of each plan: the only one of the profile, else the one its middle lies in."""
    own = sorted(inputs.work.profile.gemeenten)
    if len(own) == 1 or not inputs.has("cbs_gemeenten"):
        return pd.Series(own[0] if len(own) == 1 else None, index=plans.index, dtype=object)
    areas = inputs.frame("cbs_gemeenten", ["gemeentecode", "geometry"])
    areas = areas[areas["gemeentecode"].isin(own)].reset_index(drop=True)
    drawn = plans["geometry"].astype(object)
    middle = shapely.centroid(drawn.where(drawn.notna(), None).to_numpy(object))
    row, area = shapely.STRtree(areas["geometry"].to_numpy()).query(middle, predicate="within")
    codes = pd.Series(areas["gemeentecode"].to_numpy()[area], index=plans.index[row], dtype=object)
    return codes[~codes.index.duplicated()].reindex(plans.index)
