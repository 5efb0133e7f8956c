"""M9 per complex: the criteria of its cell, with feasibility split as reading 74 splits it."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.parameters import integer, number
from pipelines.derive import dwellings, kansen_plekken, kansen_sites, lopen
from pipelines.indicators import kansen_plek
from pipelines.indicators.afstand import nearest
from pipelines.indicators.snap import snap
from pipelines.inputs import Derived, Inputs, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per placed complex of 10 dwellings or more."""
    every = kansen_plekken.complexes(inputs)
    enough = every["woningen"].fillna(0) >= integer("common.complex_min_dwellings")
    cells = kansen_sites.cells(inputs).set_index("vierkant")
    placed = every["cel"].isin(cells.index)
    rows = every[enough & placed].reset_index(drop=True)
    here = cells.reindex(rows["cel"]).reset_index(drop=True)
    metres = _meeting(inputs, rows)
    parts = kansen_plek.complex_feasibility(
        rows["woningen"].astype(float),
        _in_building(inputs, rows),
        rows["nultreden"].astype("Float64").astype(float),
        metres,
    )
    codes = [code.upper() for code in kansen_sites.CODES]
    criteria = pd.concat([here[codes].astype(float), parts], axis=1)
    made: dict[str, pa.Array] = {
        "complex": texts(rows["id"]),
        "naam": texts(rows["naam"]),
        "corporatie": texts(rows["corporatie"]),
        "vierkant": texts(rows["cel"]),
        "waarschuwing": texts(here["waarschuwing"]),
    }
    made |= stated("woningen", rows["woningen"], "waargenomen", whole=True)
    excluded = here["uitgesloten"].fillna(False).to_numpy(bool)
    why = here["reden"].where(here["reden"].notna(), None).to_numpy(object)
    made |= kansen_sites.score(inputs, criteria, excluded, why, kansen_plek.complex_weights)
    made |= stated("ontmoeting_m", np.where(np.isinf(metres), np.nan, metres), "geschat")
    made["geometry"] = wkb(shapely.points(rows["x"].to_numpy(), rows["y"].to_numpy()))
    return Derived(pa.table(made), _coverage(inputs, every, enough, placed))


def _in_building(inputs: Inputs, rows: pd.DataFrame) -> np.ndarray:
    """All dwellings in the building of each complex; NaN where the building is not known."""
    if not inputs.has("bag_verblijfsobjecten"):
        return np.full(len(rows), np.nan)
    # a dwelling may lie in several buildings: it counts in each
    listed = dwellings(inputs)["pand_verwijzing"].dropna().str.split(",").explode()
    counted = listed.str.strip().value_counts()
    return counted.reindex(rows["pand_identificatie"]).to_numpy(float)


def _meeting(inputs: Inputs, rows: pd.DataFrame) -> np.ndarray:
    """Metres to a meeting room: 0 in the building, else over the street, infinite when far."""
    inside = rows["ontmoetingsruimte"].fillna(False).to_numpy(bool)
    away = np.full(len(rows), np.nan)
    if inputs.has("locaties") and inputs.has("osm_wegen") and len(rows):
        places = inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
        rooms = places[
            (places["soort"] == "ontmoeting") & (places["plaatsing"] != "postcodegebied")
        ]
        points = rooms["geometry"].to_numpy()
        net = lopen.network_of(inputs, "senior")
        there = snap(net, shapely.get_x(points), shapely.get_y(points))
        here = snap(net, rows["x"], rows["y"])
        away = nearest(net, here, there, number("cluster.meeting_max_m"))
    return np.where(inside, 0.0, away)


def _coverage(
    inputs: Inputs, every: pd.DataFrame, enough: "pd.Series[Any]", placed: "pd.Series[Any]"
) -> dict[str, Any]:
    remarks = []
    if (~enough).any():
        remarks.append("Complexen van minder dan 10 woningen staan er niet in.")
    if (~placed).any():
        remarks.append("Complexen zonder plek in de gemeente staan er niet in.")
    if every["nultreden"].isna().any():
        remarks.append("Waar het aantal nultredenwoningen niet is geleverd, telt dat deel niet.")
    return {
        "ontbrekend": inputs.missing(["bag_verblijfsobjecten", "locaties", "osm_wegen"]),
        "opmerkingen": remarks,
    }
