"""M6 per buurt, weighted with residents of 65 and over."""

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.derive import buurt_of, lopen
from pipelines.derive.loop_cel import coverage, distances
from pipelines.indicators import loop
from pipelines.indicators.loop_gebied import mean_distance, walk_areas
from pipelines.inputs import Derived, Inputs, stated, texts

SHARES = ("aandeel_65_w60_pct", "aandeel_65_drietal_pct", "aandeel_65_ontmoeting_500_pct")


def derive(inputs: Inputs) -> Derived:
    """One row per buurt with dwellings, ring included; only the own ones are shown."""
    walk = lopen.walk(inputs)
    homes = walk.points["is_adres"].to_numpy(bool)
    points = walk.points[homes].reset_index(drop=True)
    metres = walk.distances[homes].reset_index(drop=True)
    points["gebied"] = buurt_of(inputs, points["x"], points["y"])
    points["inwoners_65"] = _older(inputs, points)
    inside = points["gebied"].notna().to_numpy()
    points, metres = points[inside].reset_index(drop=True), metres[inside].reset_index(drop=True)
    found = walk_areas(points, metres).set_index("gebied")
    made: dict[str, pa.Array] = {"buurtcode": texts(found.index)}
    made |= stated("w_65", found["w_65"], found["w_65_status"])
    for name in SHARES:
        made |= stated(name, found[name], found[f"{name}_status"])
    made |= distances(found)
    made |= stated("niet_aangesloten_pct", found["niet_aangesloten_pct"], "waargenomen")
    held = coverage(walk) | {"vergelijking_cbs": _compare(inputs, points, metres)}
    return Derived(pa.table(made), held)


def _older(inputs: Inputs, points: pd.DataFrame) -> "pd.Series[float]":
    """Residents of 65 and over per dwelling: those of the cell, equally over its dwellings."""
    cells = inputs.frame("leeftijd_cel", ["vierkant", "inwoners_65plus"]).set_index("vierkant")
    per_cell = points["cel"].map(cells["inwoners_65plus"].astype(float))
    return per_cell / points.groupby("cel")["cel"].transform("size")


def _compare(inputs: Inputs, points: pd.DataFrame, metres: pd.DataFrame) -> dict[str, object]:
    """Rank correlation of our distances with CBS Nabijheid, per kind; a check to report."""
    if not inputs.has("cbs_nabijheid") or inputs.joins("cbs_nabijheid") is None:
        return {}
    cbs = inputs.frame("cbs_nabijheid").set_index("gebiedscode")
    found: dict[str, object] = {}
    for kind in ("huisarts", "apotheek", "supermarkt"):
        column = f"afstand_{kind}_m"
        if column in cbs and kind in metres and np.isfinite(metres[kind]).any():
            own = mean_distance(points["gebied"], metres[kind])
            found[kind] = loop.compare_nabijheid(own, cbs[column].astype(float) / 1000.0)
    return found
