"""M9 as hexagons: scores of 100 m cells carried over to H3, a form of delivery.

What belongs here: METHODS 1, densities area-weighted, with the true area of each hexagon. The
analysis stays on the grid: a hexagon says nothing the cells under it do not say.
"""

from __future__ import annotations

import h3  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from data.parameters import integer, number
from pipelines.indicators.kansen_plek import over_cells
from pipelines.indicators.netwerk import Ints
from pipelines.indicators.raster import Texts, areas_of, cell_boxes, cell_corners

Geometries = npt.NDArray[np.object_]


def hexagons(cells: npt.ArrayLike) -> tuple[npt.NDArray[np.object_], Geometries]:
    """Hexagons that touch any of the cells: ids, sorted, and polygons in RD.

    Args:
        cells: Names of 100 m cells.
    """
    east, north = cell_corners(cells)
    to_wgs84 = pyproj.Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)
    lon, lat = to_wgs84.transform(east * 100.0 + 50.0, north * 100.0 + 50.0)
    level = integer("kans.h3_resolution")
    at_centre = {h3.latlng_to_cell(a, b, level) for a, b in zip(lat, lon, strict=True)}
    # a hexagon that holds no centre may still touch a cell: it is a neighbour of one that does
    ids = np.array(sorted({near for one in at_centre for near in h3.grid_disk(one, 1)}), object)
    shapes = _polygons(ids)
    touched, _ = shapely.STRtree(cell_boxes(east, north)).query(shapes, predicate="intersects")
    kept = np.unique(touched)
    return ids[kept], shapes[kept]


def _polygons(ids: npt.NDArray[np.object_]) -> Geometries:
    to_rd = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)
    rings = [h3.cell_to_boundary(one) for one in ids]
    lat_lon = np.array([point for ring in rings for point in ring], dtype=np.float64).reshape(-1, 2)
    x, y = to_rd.transform(lat_lon[:, 1], lat_lon[:, 0])
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    if not len(rings):
        return np.empty(0, dtype=object)
    linear = shapely.linearrings(np.column_stack([x, y]), indices=owner)
    return np.asarray(shapely.polygons(linear), dtype=object)


def buurten(shapes: Geometries, code: npt.ArrayLike, areas: npt.ArrayLike) -> Texts:
    """Buurt of each hexagon, to tell where it lies: no figure is made with it.

    As of a cell: the one its centre lies in; with a centre in none, or on a line, the one that
    covers most of it. A hexagon that no buurt covers has None.

    Args:
        shapes: Polygons of hexagons in RD.
        code: Codes of the buurten, shape (k,).
        areas: Their polygons, RD.
    """
    centres = np.asarray(shapely.centroid(shapes), dtype=object)
    return areas_of(centres, shapes, code, areas)[0]


def carry_over(
    cells: npt.ArrayLike, values: pd.DataFrame, ids: npt.NDArray[np.object_], shapes: Geometries
) -> pd.DataFrame:
    """Area-weighted mean of cell values per hexagon.

    Args:
        cells: Names of 100 m cells, shape (n,).
        values: One row per cell, NaN where there is no value.
        ids: Hexagons.
        shapes: Their polygons in RD.

    Returns:
        Index the hexagon: `oppervlakte_m2` (true area on the globe), per value its mean over the
        cells that have one, NaN where these cover less than `kans.h3_min_share` of the hexagon; and
        `gedekt_pct`, the share of the hexagon with a value in the first column.
    """
    hexagon, cell, area = _overlaps(cells, shapes)
    found = over_cells(len(ids), hexagon, area, values.iloc[cell].reset_index(drop=True))
    whole = shapely.area(shapes)
    known = values.notna().to_numpy(np.float64)[cell]
    least = number("kans.h3_min_share") - number("common.tolerance")
    share = np.zeros((len(ids), values.shape[1]))
    for k, name in enumerate(values):
        held = np.bincount(hexagon, weights=area * known[:, k], minlength=len(ids))
        share[:, k] = held / whole
        found.loc[share[:, k] < least, str(name)] = np.nan
    found.insert(0, "oppervlakte_m2", [h3.cell_area(one, unit="m^2") for one in ids])
    found["gedekt_pct"] = 100.0 * np.clip(share[:, 0], 0.0, 1.0)
    found.index = pd.Index(ids)
    return found


def _overlaps(
    cells: npt.ArrayLike, shapes: Geometries
) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
    """Row of the hexagon, row of the cell and the area they share (m2, RD)."""
    boxes = cell_boxes(*cell_corners(cells))
    hexagon, cell = shapely.STRtree(boxes).query(shapes, predicate="intersects")
    area = np.asarray(shapely.area(shapely.intersection(shapes[hexagon], boxes[cell])))
    return hexagon.astype(np.int64), cell.astype(np.int64), area
