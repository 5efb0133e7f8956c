"""M9: complexes of corporations and plan sites, placed. Tier B: for the closed layers only."""

from typing import Any

import numpy as np
import pandas as pd
import shapely

from pipelines.indicators import kansen_plek, woonklassen
from pipelines.indicators.raster import cell_boxes, cell_corners, cell_of_points
from pipelines.inputs import Inputs

DONE = "gereed"  # a finished plan is in the stock


def complexes(inputs: Inputs) -> pd.DataFrame:
    """Complexes with RD `x` and `y` (of the address, else of the building) and their `cel`."""
    rows = inputs.frame("corporatiecomplexen")
    points = np.full(len(rows), None, dtype=object)
    if inputs.has("plaatsing"):
        points = _placed(inputs, "corporatiecomplexen", rows["id"])
    by_building = pd.isna(points) & rows["pand_identificatie"].notna().to_numpy()
    if by_building.any() and inputs.has("bag_panden"):
        panden = inputs.frame("bag_panden", ["identificatie", "geometry"])
        panden = panden.drop_duplicates("identificatie").set_index("identificatie")
        wanted = rows.loc[by_building, "pand_identificatie"]
        points[by_building] = shapely.centroid(_found(panden["geometry"], wanted))
    rows["x"], rows["y"] = shapely.get_x(points), shapely.get_y(points)
    rows["cel"] = cell_of_points(rows["x"], rows["y"])
    return rows


def clusters(rows: pd.DataFrame) -> pd.DataFrame:
    """Placed complexes that pass the monitor test as far as it is known (METHODS 2)."""
    return rows[woonklassen.clusters(rows) & rows["cel"].notna()].reset_index(drop=True)


def sites(inputs: Inputs) -> pd.DataFrame:
    """Plan and transformation sites that are not finished: a project that is in the plan list once.

    Returns:
        `bron`, `plek_id`, `naam`, `status`, `woningen`, `geometry`, and the parts of H.
    """
    found = [_plans(inputs), _projects(inputs)]
    rows = pd.concat([part for part in found if len(part)] or [found[0]], ignore_index=True)
    rows = rows[rows["status"].ne(DONE) & rows["geometry"].notna()].reset_index(drop=True)
    parts = kansen_plek.plan_feasibility(
        rows["eigenaar"].where(rows["eigenaar"].notna(), None).to_numpy(object),
        rows["omgevingsplan"].where(rows["omgevingsplan"].notna(), None).to_numpy(object),
        rows["oppervlak"].astype(float),
    )
    return rows.drop(columns=["eigenaar", "omgevingsplan", "oppervlak"]).join(parts)


def _plans(inputs: Inputs) -> pd.DataFrame:
    columns = [
        *("bron", "plek_id", "naam", "status", "woningen", "geometry"),
        *("eigenaar", "omgevingsplan", "oppervlak"),
    ]
    if not inputs.has("plannen"):
        return pd.DataFrame(columns=columns)
    rows = inputs.frame("plannen")
    rows["geometry"] = _own_or_placed(inputs, "plannen", rows)
    drawn = pd.Series(shapely.area(rows["geometry"].to_numpy(object)), index=rows.index)
    given = rows["grondoppervlakte_m2"].astype("Float64").astype(float)
    rows["oppervlak"] = given.fillna(drawn.where(drawn > 0))
    rows["bron"], rows["plek_id"] = "plan", rows["id"]
    return rows[columns]


def _projects(inputs: Inputs) -> pd.DataFrame:
    """Projects that are not in the plan list; of their ground nothing more is known."""
    if not inputs.has("projecten"):
        return pd.DataFrame()
    rows = inputs.frame("projecten")
    if inputs.has("plannen"):
        listed = inputs.frame("plannen", ["leverancier", "plan_id"])
        pairs = set(zip(listed["leverancier"], listed["plan_id"], strict=True))
        known = [pair in pairs for pair in zip(rows["leverancier"], rows["plan_id"], strict=True)]
        rows = rows[~np.asarray(known, dtype=bool)].reset_index(drop=True)
    rows["geometry"] = _own_or_placed(inputs, "projecten", rows)
    return pd.DataFrame(
        {
            "bron": "project",
            "plek_id": rows["id"],
            "naam": rows["naam"],
            "status": rows["status"],
            "woningen": rows["afspraak_woningen"],
            "geometry": rows["geometry"],
            "eigenaar": None,
            "omgevingsplan": None,
            "oppervlak": np.nan,
        }
    )


def _own_or_placed(inputs: Inputs, feed: str, rows: pd.DataFrame) -> "pd.Series[Any]":
    """The shape a row brings, else the point of its address."""
    if not inputs.has("plaatsing"):
        return rows["geometry"]
    there = pd.Series(_placed(inputs, feed, rows["id"]), index=rows.index)
    return rows["geometry"].where(rows["geometry"].notna(), there)


def _placed(inputs: Inputs, feed: str, ids: "pd.Series[str]") -> np.ndarray:
    where = inputs.frame("plaatsing", ["bron", "rij", "geometry"])
    points = where[where["bron"] == feed].set_index("rij")["geometry"]
    return _found(points, ids)


def _found(shapes: "pd.Series[Any]", ids: "pd.Series[str]") -> np.ndarray:
    """Shape per id, None where there is none; an array of its own, to be filled further."""
    held = shapes.reindex(ids).astype(object)
    return held.where(held.notna(), None).to_numpy(object, copy=True)


def on_cells(
    shapes: "pd.Series[Any]", cells: "pd.Series[str]"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which cells lie under each shape: row of the shape, row of the cell, shared area (m2)."""
    boxes = cell_boxes(*cell_corners(cells.to_numpy(object)))
    found = shapely.STRtree(boxes).query(shapes.to_numpy(object), predicate="intersects")
    site, cell = found
    area = shapely.area(shapely.intersection(shapes.to_numpy(object)[site], boxes[cell]))
    is_point = shapely.area(shapes.to_numpy(object)[site]) == 0
    kept = is_point | (area > 0)
    return site[kept], cell[kept], np.where(is_point, 1.0, area)[kept]


def feasibility(
    inputs: Inputs, cells: "pd.Series[str]", owned_by: pd.DataFrame | None
) -> np.ndarray:
    """H per cell (tier B): plan sites on it and property of corporations.

    Args:
        inputs: of kans_cel.
        cells: names.
        owned_by: complexes, None where no corporation delivered any.
    """
    plans_known = inputs.has("plannen") or inputs.has("projecten")
    owned = np.full(len(cells), np.nan)
    if owned_by is not None:
        owned[cells.isin(owned_by["cel"].dropna()).to_numpy()] = 1.0
    elif not plans_known:
        return owned
    rows = sites(inputs)
    site, cell, _ = on_cells(rows["geometry"], cells)
    parts = rows[["eigenaar", "plan", "capaciteit", "belemmering"]].iloc[site]
    return kansen_plek.cell_feasibility(
        len(cells), cell, parts.astype(float), owned, plans_known=plans_known
    )
