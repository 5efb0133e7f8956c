"""M9: what excludes a cell and what a reader is warned of, from the layers of areas there are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.parameters import number
from pipelines.derive.kansen_vraag import centre
from pipelines.indicators import kansen_criteria, kansen_ruimte
from pipelines.indicators.raster import cell_boxes, covered_share
from pipelines.inputs import Inputs, among

# Exclusion -> the feeds with its areas
AREAS = {
    "natuurgebied": ("natura2000", "nnn"),
    "externe veiligheid": ("externe_veiligheid",),
}
# What CBS calls it in its land use -> exclusion
LAND_USE = {
    "water": ("Binnenwater", "Buitenwater"),
    "spoor of snelweg": ("Spoorterrein", "Wegverkeersterrein"),
    "bedrijventerrein zonder woonfunctie": ("Bedrijfsterrein", "Bedrijventerrein"),
}
BUILDING_SITE = "Bouwterrein"


@dataclass(frozen=True)
class Excluded:
    """E = 0 per cell, why, and the layers that are missing."""

    excluded: np.ndarray
    why: np.ndarray
    missing: list[str]


def exclusions(inputs: Inputs, cells: pd.DataFrame, homes: pd.DataFrame | None) -> Excluded:
    """Cells mostly under an exclusion, or away from the built-up area.

    Args:
        inputs: of kans_cel.
        cells: `vierkant`.
        homes: dwellings, None without BAG.
    """
    x, y = centre(cells["vierkant"])
    named = pd.DataFrame({"cel": cells["vierkant"], "x": x, "y": y})
    named["oost"], named["noord"] = (named["x"] - 50) / 100, (named["y"] - 50) / 100
    layers: dict[str, np.ndarray | None] = {}
    lived_in = None if homes is None else among(cells["vierkant"], homes["cel"])
    for kind, shapes in _land(inputs).items():
        if kind == "bedrijventerrein zonder woonfunctie":
            if lived_in is not None:
                layers[kind] = _mostly(named, shapes) & ~lived_in
        else:
            layers[kind] = _mostly(named, shapes)
    for kind, names in AREAS.items():
        parts = [inputs.frame(name, ["geometry"])["geometry"] for name in names if inputs.has(name)]
        if parts:
            layers[kind] = _mostly(named, pd.concat(parts, ignore_index=True))
    if homes is not None:
        layers["buiten de bebouwde omgeving"] = _away(inputs, named, homes)
    return Excluded(*kansen_criteria.exclusions(len(cells), layers))


def _mostly(named: pd.DataFrame, shapes: "pd.Series[Any]") -> np.ndarray:
    covered = covered_share(named, shapes.to_numpy(object))
    return np.asarray(covered > number("kans.excluded_min_share"))


def _land(inputs: Inputs) -> dict[str, "pd.Series[Any]"]:
    """Areas per exclusion, of CBS and OpenStreetMap together: one may know what the other lacks."""
    found: dict[str, list[pd.Series[Any]]] = {}
    if inputs.has("osm_vlakken"):
        land = inputs.frame("osm_vlakken", ["soort", "landuse", "geometry"])
        for kind, chosen in (
            ("water", land["soort"] == "water"),
            ("spoor of snelweg", land["landuse"] == "railway"),
            ("bedrijventerrein zonder woonfunctie", land["landuse"] == "industrial"),
        ):
            found.setdefault(kind, []).append(land.loc[chosen, "geometry"])
    if inputs.has("cbs_bodemgebruik"):
        land = inputs.frame("cbs_bodemgebruik", ["soort", "groep", "geometry"])
        for kind, words in LAND_USE.items():
            chosen = land["soort"].isin(words) | land["groep"].isin(words)
            found.setdefault(kind, []).append(land.loc[chosen, "geometry"])
    return {kind: pd.concat(parts, ignore_index=True) for kind, parts in found.items()}


def _away(inputs: Inputs, named: pd.DataFrame, homes: pd.DataFrame) -> np.ndarray:
    """Far from dwellings that form a settlement, and from ground that is being built on."""
    settled = kansen_ruimte.settled_cells(homes["cel"])
    away = kansen_ruimte.outside_settlement(named["cel"], settled)
    if inputs.has("cbs_bodemgebruik"):
        land = inputs.frame("cbs_bodemgebruik", ["soort", "geometry"])
        growing = land.loc[land["soort"] == BUILDING_SITE, "geometry"]
        away &= ~(covered_share(named, growing.to_numpy(object)) > 0)
    return np.asarray(away)


@dataclass(frozen=True)
class Warned:
    """Warnings per cell, the figures behind them, and the layers that are missing."""

    told: np.ndarray
    lden_db: np.ndarray
    flood_m: np.ndarray
    missing: list[str]


def warnings(inputs: Inputs, cells: pd.DataFrame) -> Warned:
    """Highest noise and flood depth that touch each cell, and what the municipality warns of."""
    noise = _highest(inputs, cells, "geluid_lden", "lden_db")
    depth = _highest(inputs, cells, "overstroming", "diepte_m")
    layers: dict[str, np.ndarray | None] = {}
    if inputs.has("geluid_lden"):
        layers["geluid"] = np.nan_to_num(noise, nan=0.0) > number("kans.warn_lden_db")
    if inputs.has("overstroming"):
        layers["overstroming"] = np.nan_to_num(depth, nan=0.0) > number("kans.warn_flood_m")
    layers |= _delivered(inputs, cells)
    told, missing = kansen_ruimte.warnings(len(cells), layers)
    return Warned(told, noise, depth, missing)


def _highest(inputs: Inputs, cells: pd.DataFrame, feed: str, column: str) -> np.ndarray:
    if not inputs.has(feed):
        return np.full(len(cells), np.nan)
    rows = inputs.frame(feed, [column, "geometry"])
    cell, area = _touching(cells, rows)
    return kansen_ruimte.highest(len(cells), cell, rows[column].astype(float).to_numpy()[area])


def _delivered(inputs: Inputs, cells: pd.DataFrame) -> dict[str, np.ndarray]:
    """Cells that a place of a kind touches; a kind nobody delivered is left out."""
    if not inputs.has("waarschuwingsvlakken"):
        return {}
    rows = inputs.frame("waarschuwingsvlakken", ["soort", "geometry"]).dropna(subset=["geometry"])
    found = {}
    for kind, here in rows.groupby("soort"):
        found[str(kind)] = np.zeros(len(cells), dtype=bool)
        found[str(kind)][_touching(cells, here)[0]] = True
    return found


def _touching(cells: pd.DataFrame, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Row of the cell and row of the area, per pair that touches."""
    x, y = centre(cells["vierkant"])
    boxes = cell_boxes((x - 50) / 100, (y - 50) / 100)
    cell, area = shapely.STRtree(rows["geometry"].to_numpy()).query(boxes, predicate="intersects")
    return cell, area
