"""The RD 100 m grid: names, cells of an area, buurt of a cell, connected groups of cells.

What belongs here: geometry of squares. A cell is named by its south-west corner in hectometres,
as CBS names its squares (E2260N5740 = x 226,000, y 574,000), so figures per square join by name.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Texts = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]

SIZE_M = 100.0
_TOUCH_M2 = 1e-6  # less than this is touching, not covering


def cell_names(east: npt.ArrayLike, north: npt.ArrayLike) -> Texts:
    """Names of cells given by their south-west corner in hectometres."""
    e, n = np.asarray(east, dtype=np.int64), np.asarray(north, dtype=np.int64)
    return np.array(
        [f"E{a:04d}N{b:04d}" for a, b in zip(e.flat, n.flat, strict=True)], dtype=object
    )


def cell_corners(names: npt.ArrayLike) -> tuple[Ints, Ints]:
    """South-west corners in hectometres of cells given by name.

    Raises:
        ValueError: A name is not that of a 100 m square.
    """
    text = pd.Series(np.asarray(names, dtype=object), dtype="str")
    parts = text.str.extract(r"^E(\d{4})N(\d{4})$")
    if bool(parts.isna().any(axis=None)):
        wrong = text[parts[0].isna()].iloc[0]
        raise ValueError(f"Rastercel {wrong!r}: verwacht een naam als E2260N5740.")
    numbers = parts.astype(np.int64)
    return numbers[0].to_numpy(), numbers[1].to_numpy()


def cell_of_points(x: npt.ArrayLike, y: npt.ArrayLike) -> Texts:
    """Name of the cell each point lies in, None without coordinates.

    South and west edges belong to the cell.
    """
    px, py = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    known = np.isfinite(px) & np.isfinite(py)
    east = np.floor(np.where(known, px, 0) / SIZE_M).astype(np.int64)
    north = np.floor(np.where(known, py, 0) / SIZE_M).astype(np.int64)
    corner, inverse = np.unique(np.stack([east, north], axis=1), axis=0, return_inverse=True)
    names = cell_names(corner[:, 0], corner[:, 1])[inverse.reshape(-1)]
    names[~known] = None
    return names


def cell_boxes(east: npt.ArrayLike, north: npt.ArrayLike) -> Geometries:
    """Squares of cells given by their south-west corner in hectometres, RD."""
    x = np.asarray(east, dtype=np.float64) * SIZE_M
    y = np.asarray(north, dtype=np.float64) * SIZE_M
    return np.asarray(shapely.box(x, y, x + SIZE_M, y + SIZE_M), dtype=object)


def grid(area: shapely.Geometry) -> pd.DataFrame:
    """All cells that cover part of an area, inhabited or not (reading 75).

    Border cells are in it too, so every address of the area has a cell.

    Args:
        area: Valid polygon or multipolygon, RD.

    Returns:
        Sorted from south-west, by north then east: `cel`, `oost`, `noord` (hectometres), `x`, `y`
        (centre, m), `aandeel` (share of the cell inside the area, above 0 to 1). A cell that only
        touches is left out.
    """
    if shapely.is_empty(area):
        return _frame(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    west, south, east, north = (shapely.bounds(area) / SIZE_M).tolist()
    e = np.arange(int(np.floor(west)), int(np.floor(east)) + 1)
    n = np.arange(int(np.floor(south)), int(np.floor(north)) + 1)
    all_e, all_n = np.tile(e, len(n)), np.repeat(n, len(e))
    shapely.prepare(area)
    boxes = cell_boxes(all_e, all_n)
    inside = shapely.contains_properly(area, boxes)
    share = inside.astype(np.float64)
    border = np.flatnonzero(~inside)
    border = border[shapely.intersects(area, boxes[border])]
    share[border] = shapely.area(shapely.intersection(area, boxes[border])) / SIZE_M**2
    kept = share > _TOUCH_M2 / SIZE_M**2
    return _frame(all_e[kept], all_n[kept], np.minimum(share[kept], 1.0))


def assign_areas(cells: pd.DataFrame, code: npt.ArrayLike, areas: npt.ArrayLike) -> pd.DataFrame:
    """Buurt of each cell: the one its centre lies in.

    Border cells, whose centre lies in none (edge of the gemeente) or exactly on a line between
    several, go to the buurt that covers most of them; equal shares go to the lowest code. A cell
    that no buurt covers has None.

    Args:
        cells: Table of `grid`.
        code: Codes of the areas, shape (k,).
        areas: Their polygons, RD, not overlapping.

    Returns:
        `cel`, `gebied` (code or None), `toewijzing` ("midden", "overlap" or None).
    """
    centres = np.asarray(shapely.points(cells["x"].to_numpy(), cells["y"].to_numpy()), dtype=object)
    boxes = cell_boxes(cells["oost"].to_numpy(), cells["noord"].to_numpy())
    name, how = areas_of(centres, boxes, code, areas)
    return pd.DataFrame({"cel": cells["cel"].to_numpy(), "gebied": name, "toewijzing": how})


def areas_of(
    centres: Geometries, blocks: Geometries, code: npt.ArrayLike, areas: npt.ArrayLike
) -> tuple[Texts, Texts]:
    """Area of each block, square or not, by the rule of `assign_areas`.

    Args:
        centres: Point of each block, RD, shape (n,).
        blocks: Polygons, RD, shape (n,).
        code: Codes of the areas, shape (k,).
        areas: Their polygons, RD, not overlapping.

    Returns:
        Code or None, and "midden", "overlap" or None, each of shape (n,).
    """
    codes = np.asarray(code, dtype=object)
    shapes = np.asarray(areas, dtype=object)
    order = np.argsort(codes.astype(str), kind="stable")
    codes, shapes = codes[order], shapes[order]
    tree = shapely.STRtree(shapes)
    row, place = tree.query(centres, predicate="intersects")
    hits = np.bincount(row, minlength=len(blocks))
    chosen = np.full(len(blocks), -1, dtype=np.int64)
    chosen[row[hits[row] == 1]] = place[hits[row] == 1]
    how = np.full(len(blocks), None, dtype=object)
    how[chosen >= 0] = "midden"
    border = np.flatnonzero(chosen < 0)
    best = _most_covering(blocks[border], shapes, tree)
    chosen[border] = best
    how[border[best >= 0]] = "overlap"
    return np.array([*codes, None], dtype=object)[chosen], how


def cell_places(
    cells: pd.DataFrame, cel: npt.ArrayLike, x: npt.ArrayLike, y: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where each cell is measured from: its address nearest to the centre, else the centre.

    The centre of an inhabited cell is often too far from any street; an address is not.

    Args:
        cells: Table of `grid`.
        cel: Cell of each address (None outside the grid is left out).
        x: RD x of each address.
        y: RD y of each address.

    Returns:
        RD x and y per cell; equally near addresses: the westernmost, then the southernmost.
    """
    homes = pd.DataFrame({"cel": cel, "px": x, "py": y}).dropna()
    homes = homes.merge(cells[["cel", "x", "y"]], on="cel")
    homes["away"] = np.hypot(homes["px"] - homes["x"], homes["py"] - homes["y"]).round(6)
    homes = homes.sort_values(["away", "px", "py"]).drop_duplicates("cel").set_index("cel")
    found = homes.reindex(cells["cel"])
    best_x = found["px"].fillna(pd.Series(cells["x"].to_numpy(), index=found.index))
    best_y = found["py"].fillna(pd.Series(cells["y"].to_numpy(), index=found.index))
    return best_x.to_numpy(np.float64), best_y.to_numpy(np.float64)


def covered_share(cells: pd.DataFrame, shapes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Share of each cell that lies under any of the shapes, 0 to 1; overlapping shapes count once.

    Args:
        cells: Table of `grid`.
        shapes: Valid polygons, RD, for example water.
    """
    boxes = cell_boxes(cells["oost"].to_numpy(), cells["noord"].to_numpy())
    polygons = np.atleast_1d(np.asarray(shapes, dtype=object))
    row, place = shapely.STRtree(polygons).query(boxes, predicate="intersects")
    pieces = shapely.intersection(boxes[row], polygons[place])
    covered = np.bincount(row, weights=shapely.area(pieces), minlength=len(cells))
    for cell in np.flatnonzero(np.bincount(row, minlength=len(cells)) > 1):
        covered[cell] = shapely.union_all(pieces[row == cell]).area
    return np.clip(covered / SIZE_M**2, 0.0, 1.0)


def components(east: npt.ArrayLike, north: npt.ArrayLike) -> Ints:
    """Number of the connected group of each cell (T-25).

    Cells that share a side or a corner belong together.

    Args:
        east: Column of each cell, in hectometres, shape (n,); cells must be unique.
        north: Row of each cell.

    Returns:
        Shape (n,): groups numbered from 0 by their first cell in the order given.
    """
    e, n = np.asarray(east, dtype=np.int64), np.asarray(north, dtype=np.int64)
    if not len(e):
        return np.empty(0, dtype=np.int64)
    width = (
        int(e.max() - e.min()) + 3
    )  # a free column at the side, so rows do not touch round the corner
    key = (n - n.min() + 1) * width + (e - e.min() + 1)
    order = np.argsort(key)
    a, b = [], []
    for step in (1, width - 1, width, width + 1):
        place = np.searchsorted(key[order], key + step).clip(max=len(key) - 1)
        joined = np.flatnonzero(key[order][place] == key + step)
        a.append(joined)
        b.append(order[place[joined]])
    rows, columns = np.concatenate(a), np.concatenate(b)
    links = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(e), len(e))).tocsr()
    label = connected_components(links, directed=False)[1]
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def _frame(east: Ints, north: Ints, share: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Table of cells; the centre is half a cell from the corner."""
    return pd.DataFrame(
        {
            "cel": cell_names(east, north),
            "oost": east,
            "noord": north,
            "x": (east + 0.5) * SIZE_M,
            "y": (north + 0.5) * SIZE_M,
            "aandeel": share,
        }
    )


def _most_covering(blocks: Geometries, shapes: Geometries, tree: shapely.STRtree) -> Ints:
    """Per block the shape that covers most of it, -1 for none; ties to the first shape."""
    row, place = tree.query(blocks, predicate="intersects")
    covered = shapely.area(shapely.intersection(blocks[row], shapes[place]))
    real = covered > _TOUCH_M2
    row, place, covered = row[real], place[real], np.round(covered[real], 6)
    order = np.lexsort((place, -covered, row))
    best = np.full(len(blocks), -1, dtype=np.int64)
    first = np.unique(row[order], return_index=True)[1]
    best[row[order][first]] = place[order][first]
    return best
