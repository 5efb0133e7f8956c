"""M6 per buurt, weighted with residents of 65 and over."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.parameters import number
from pipelines.derive import buurt_of, lopen, lopen_bronnen
from pipelines.derive.loop_cel import coverage, distances
from pipelines.indicators import loop_gevoeligheid
from pipelines.indicators.loop_gebied import walk_areas, weighted_mean
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

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
    made |= {f"w_65_{end}": numbers(found[f"w_65_{end}"]) for end in ("ci_low", "ci_high")}
    for name in SHARES:
        made |= stated(name, found[name], found[f"{name}_status"])
    made |= distances(found)
    made |= _rollator(points)
    made |= stated("niet_aangesloten_pct", found["niet_aangesloten_pct"], "waargenomen")
    compared, fewer = lopen_bronnen.compare(inputs, points, metres)
    held = coverage(inputs, walk) | {"vergelijking_cbs": compared}
    shifts = loop_gevoeligheid.one_at_a_time(points["gebied"], points["inwoners_65"], metres)
    held["gevoeligheid"] = {str(k): round(float(v), 2) for k, v in shifts.dropna().items()}
    held["opmerkingen"] = [*held["opmerkingen"], *fewer]
    return Derived(pa.table(made), held)


def _rollator(points: pd.DataFrame) -> dict[str, pa.Array]:
    """Mean W with a rollator over the residents of 65 and over, as complete as W has to be."""
    code, areas = pd.factorize(points["gebied"], sort=True)
    older = points["inwoners_65"].fillna(0).to_numpy(float)
    found = weighted_mean(code, len(areas), points["w_rollator"].to_numpy(float), older)
    enough = np.nan_to_num(found["share"]) >= number("common.composite_min_weight")
    return stated("w_65_rollator", np.where(enough, found["mean"], np.nan), "geschat")


def _older(inputs: Inputs, points: pd.DataFrame) -> "pd.Series[float]":
    """Residents of 65 and over per dwelling: those of the cell, equally over its dwellings."""
    cells = inputs.frame("leeftijd_cel", ["vierkant", "inwoners_65plus"]).set_index("vierkant")
    per_cell = points["cel"].map(cells["inwoners_65plus"].astype(float))
    return per_cell / points.groupby("cel")["cel"].transform("size")
