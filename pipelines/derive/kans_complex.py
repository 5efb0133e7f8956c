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
        _step_free(inputs, rows),
        metres,
    )
    codes = [code.upper() for code in kansen_sites.CODES]
    criteria = pd.concat([here[codes].astype(float), parts], axis=1)
    made: dict[str, pa.Array] = {
        "complex": texts(rows["id"]),
        "naam": texts(rows["naam"]),
        "corporatie": texts(rows["corporatie"]),
        "vierkant": texts(rows["cel"]),
        "geschiktheid": texts(rows["leverancier"] + ":" + rows["complex_id"]),
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
    """Dwellings that lie in the building of each complex; NaN where the building is not known."""
    if not (inputs.has("bag_verblijfsobjecten") and inputs.has("bag_panden")):
        return np.full(len(rows), np.nan)
    panden = inputs.frame("bag_panden", ["identificatie", "geometry"])
    panden = panden.drop_duplicates("identificatie").set_index("identificatie")
    building = panden["geometry"].reindex(rows["pand_identificatie"]).to_numpy(object)
    known = pd.notna(building)
    homes = dwellings(inputs)
    tree = shapely.STRtree(homes["geometry"].to_numpy())
    inside, _ = tree.query(building[known], predicate="intersects")
    counted = np.full(len(rows), np.nan)
    counted[known] = np.bincount(inside, minlength=int(known.sum()))
    return counted


def _step_free(inputs: Inputs, rows: pd.DataFrame) -> np.ndarray:
    """Step-free dwellings: as the corporation counts them, else as expected (M5)."""
    counted = rows["nultreden"].astype("Float64").astype(float)
    if inputs.has("geschiktheid_complex"):
        fields = ["corporatie", "complex_id", "nultreden", "woningen"]
        fit = inputs.frame("geschiktheid_complex", fields)
        fit = fit.set_index(["corporatie", "complex_id"]).astype(float)
        expected = fit["nultreden"] / fit["woningen"].where(fit["woningen"] > 0)
        keys = pd.MultiIndex.from_frame(rows[["leverancier", "complex_id"]])
        share = pd.Series(expected.reindex(keys).to_numpy(), index=rows.index)
        counted = counted.fillna(share * rows["woningen"].astype(float))
    return counted.to_numpy()


def _meeting(inputs: Inputs, rows: pd.DataFrame) -> np.ndarray:
    """Metres to a meeting room: 0 in the building, else over the street, infinite when far.

    A map on which no place in the whole region is a meeting place is no source: unknown.
    """
    inside = rows["ontmoetingsruimte"].fillna(False).to_numpy(bool)
    away = np.full(len(rows), np.nan)
    if inputs.has("locaties") and inputs.has("osm_wegen") and len(rows):
        places = inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
        rooms = places[
            (places["soort"] == "ontmoeting") & (places["plaatsing"] != "postcodegebied")
        ]
        points = rooms["geometry"].to_numpy()
        if len(points):
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
        remarks.append("Waar nultredenwoningen niet zijn geteld, is het de verwachting uit de BAG.")
    return {
        "ontbrekend": inputs.missing(["bag_verblijfsobjecten", "locaties", "osm_wegen"]),
        "opmerkingen": remarks,
    }
