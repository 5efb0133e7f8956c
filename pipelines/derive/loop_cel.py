"""M6 per 100 m cell."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.getallen import dutch
from data.parameters import number
from pipelines.derive import lopen, lopen_bronnen
from pipelines.indicators import loop
from pipelines.indicators.loop import walking_minutes
from pipelines.indicators.loop_gebied import walk_cells
from pipelines.inputs import Derived, Inputs, numbers, stated, texts, wkb

DISTANCES = ("supermarkt", "huisarts", "apotheek", "ontmoeting", "ov", "park")


def derive(inputs: Inputs) -> Derived:
    """One row per cell of the grid; a cell without addresses is measured from its centre."""
    walk = lopen.walk(inputs)
    cells = inputs.frame("raster", ["vierkant", "geometry"])
    own = walk.points["cel"].isin(cells["vierkant"]).to_numpy()
    found = walk_cells(
        walk.points[own].reset_index(drop=True), walk.distances[own].reset_index(drop=True)
    )
    found = found.set_index("cel").reindex(cells["vierkant"])
    made: dict[str, pa.Array] = {"vierkant": texts(cells["vierkant"])}
    made |= stated("w", found["w"], found["w_status"].fillna("ontbreekt"))
    made |= {f"w_{end}": numbers(found[f"w_{end}"]) for end in ("ci_low", "ci_high")}
    made["w_reden"] = texts(found["w_reden"])
    made |= distances(found)
    for kind in DISTANCES:
        made[f"klasse_{kind}"] = texts(found[f"klasse_{kind}"])
    made |= _minutes(walk, own, found)
    made |= stated("adressen", found["n"].fillna(0), "waargenomen", whole=True)
    made |= stated("niet_aangesloten_pct", found["niet_aangesloten_pct"], "waargenomen")
    made["geometry"] = wkb(cells["geometry"])
    return Derived(pa.table(made), coverage(inputs, walk))


def _minutes(walk: lopen.Walk, own: np.ndarray, found: pd.DataFrame) -> dict[str, pa.Array]:
    """Walking time to the supermarket in both profiles, and W with a rollator."""
    points = walk.points[own].reset_index(drop=True)
    slow = walk_cells(
        points.assign(w=points["w_rollator"]), walk.rollator[own].reset_index(drop=True)
    )
    slow = slow.set_index("cel").reindex(found.index)
    made = stated("w_rollator", slow["w"], slow["w_status"].fillna("ontbreekt"))
    for name, profile, table in (
        ("looptijd_supermarkt_min", "senior", found),
        ("looptijd_supermarkt_rollator_min", "rollator", slow),
    ):
        minutes = walking_minutes(table["afstand_supermarkt_m"], profile)
        made |= stated(name, minutes, table["afstand_supermarkt_m_status"].fillna("ontbreekt"))
    return made


def distances(found: pd.DataFrame) -> dict[str, pa.Array]:
    """Distance columns; nothing within reach has no number, the class and W say the rest."""
    made: dict[str, pa.Array] = {}
    for kind in DISTANCES:
        name = f"afstand_{kind}_m"
        made |= stated(name, found[name], found[f"{name}_status"].fillna("ontbreekt"))
    return made


def coverage(inputs: Inputs, walk: lopen.Walk) -> dict[str, Any]:
    """Kinds without a source, addresses too far from a street, and sources that are old."""
    absent = walk.report.loc[~walk.report["has_source"].astype(bool), "kind"].tolist()
    homes = walk.points[walk.points["is_adres"]]
    off = 100 * float(np.mean(homes["niet_aangesloten"])) if len(homes) else 0.0
    remarks = lopen_bronnen.flags(inputs)
    if lost := _off_street(walk.report):
        remarks.append(
            f"Bestemmingen verder dan {dutch(number('loop.snap_max_m'))} m van een straat zijn "
            f"niet te meten ({lost})."
        )
    return {
        "ontbrekend": absent,
        "niet_aangesloten_pct": round(off, 2),
        "bestemmingen": dict(
            zip(walk.report["kind"], walk.report["places"].astype(int).to_list(), strict=True)
        ),
        "opmerkingen": remarks,
    }


def _off_street(report: pd.DataFrame) -> str:
    """Kinds with places off the street, and how many; points along a park are no places."""
    rows = report[report["has_source"].astype(bool) & ~report["kind"].isin(loop.ALONG_EDGES)]
    lost = (rows["places"] * rows["places_unsnapped_share"].fillna(0.0)).round().astype(int)
    return "; ".join(f"{kind}: {dutch(n)}" for kind, n in zip(rows["kind"], lost, strict=True) if n)
