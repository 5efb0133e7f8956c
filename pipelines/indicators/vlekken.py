"""M13, vlekkenkaart: what sites add, how likely, and how sites that overlap count once.

What belongs here: formulas on programmes and shapes (METHODS 17, readings 7 and 64). Shapes are in
RD New, areas in m2. Which plans there are and who may see them is for the caller.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import shapely

from data.parameters import number, numbers_by_name
from data.partner import PLAN_STATES
from pipelines.indicators.normaliseren import Floats

Shapes = npt.NDArray[np.object_]


def probability(states: npt.ArrayLike) -> Floats:
    """Chance that a plan of a status is built and not in the stock yet (reading 7).

    Args:
        states: idee, zacht, hard, in uitvoering or gereed, shape (n,).

    Raises:
        ValueError: another status.
    """
    known = numbers_by_name("plan.prob")
    given = [str(state) for state in np.asarray(states, dtype=object).ravel()]
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(f"Status {unknown[0]} is onbekend; verwacht een van {', '.join(known)}.")
    return np.array([known[state] for state in given], dtype=np.float64)


def expected(programme: Mapping[str, float]) -> float:
    """Dwellings to be expected of a site with parts of different status (T-32).

    Args:
        programme: status -> dwellings.
    """
    return float(probability(list(programme)) @ np.array(list(programme.values()), dtype=float))


def contributions(programme: Floats, states: npt.ArrayLike, counted: npt.ArrayLike) -> Floats:
    """Contribution to the gap per site and class: programme x status probability x share counted.

    Args:
        programme: (sites, classes) dwellings; NaN = not stated, and its contribution is NaN.
        states: status per site.
        counted: share of the site that no other site counts already (`counted_share`).
    """
    chance = probability(states) * np.asarray(counted, dtype=float)
    return np.asarray(np.asarray(programme, dtype=float) * chance[:, None])


def ranks(states: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """How far each status is: idee 0 to gereed 4 (reading 64)."""
    order = {state: at for at, state in enumerate(PLAN_STATES)}
    return np.array([order[str(state)] for state in np.asarray(states, dtype=object)], dtype=int)


def counted_share(
    shapes: Shapes, states: npt.ArrayLike, units: npt.ArrayLike, keys: npt.ArrayLike
) -> tuple[Floats, list[list[int]]]:
    """Which part of each site counts, so that ground under several sites counts once.

    The site whose status is furthest goes first; of equal status the larger programme, then the
    lower key. A face counts for the part of its area no earlier face covers. A point inside an
    earlier face, or on an earlier point, does not count. A face around an earlier point counts for
    its programme less that of the point.

    Args:
        shapes: Point, Polygon, MultiPolygon or None (no place: counts whole), shape (n,).
        states: status per site.
        units: dwellings per site; NaN counts as 0 in the order.
        keys: unique key per site.

    Returns:
        Share per site, 0 to 1, and per site the rows it gave way to.
    """
    size = np.nan_to_num(np.asarray(units, dtype=float))
    rank, key = ranks(states), np.asarray(keys, dtype=object)
    order = sorted(range(len(shapes)), key=lambda i: (-rank[i], -size[i], str(key[i])))
    place = np.empty(len(shapes), dtype=int)
    place[order] = np.arange(len(shapes))
    share = np.ones(len(shapes))
    gave_way: list[list[int]] = [[] for _ in range(len(shapes))]
    pairs = _touching(shapes)
    for i in order:
        earlier = [j for j in pairs.get(i, []) if place[j] < place[i]]
        share[i], gave_way[i] = _left(i, earlier, shapes, size, share)
    return share, gave_way


def _touching(shapes: Shapes) -> dict[int, list[int]]:
    """Rows whose shapes meet, both ways."""
    drawn = np.flatnonzero(~shapely.is_missing(shapes))
    tree = shapely.STRtree(shapes[drawn])
    left, right = tree.query(shapes[drawn], predicate="intersects")
    found: dict[int, list[int]] = {}
    for i, j in zip(drawn[left].tolist(), drawn[right].tolist(), strict=True):
        if i != j:
            found.setdefault(i, []).append(j)
    return found


def _left(
    i: int, earlier: list[int], shapes: Shapes, size: Floats, share: Floats
) -> tuple[float, list[int]]:
    """Share of one site that earlier ones leave, and which of them took some."""
    flat = [j for j in earlier if shapely.area(shapes[j]) > 0]
    points = [j for j in earlier if shapely.area(shapes[j]) == 0]
    area = float(shapely.area(shapes[i]))
    if area == 0:
        taken = sorted([*flat, *points])
        return (0.0 if taken else 1.0), taken
    least = number("vlek.overlap_min_m2")
    overlap = [j for j in flat if shapely.area(shapely.intersection(shapes[i], shapes[j])) > least]
    result = 1.0
    if overlap:
        union = shapely.union_all(shapes[overlap])
        result -= float(shapely.area(shapely.intersection(shapes[i], union))) / area
    if points and size[i] > 0:
        result -= float((size[points] * share[points]).sum()) / float(size[i])
    return max(0.0, result), sorted([*overlap, *points])


def mean_over(shapes: Shapes, cells: Shapes, values: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Mean of a value of cells over each site, weighted with area; of a point its own cell.

    Args:
        shapes: sites, None where there is no place.
        cells: squares that do not overlap.
        values: per cell; NaN cells do not count.

    Returns:
        The mean (NaN where no cell with a value lies under the site), and the share of the site
        that lies on cells with a value, 0 to 1.
    """
    scored = np.asarray(values, dtype=float)
    mean, covered = np.full(len(shapes), np.nan), np.zeros(len(shapes))
    tree = shapely.STRtree(cells)
    for i in np.flatnonzero(~shapely.is_missing(shapes)):
        under = np.sort(tree.query(shapes[i], predicate="intersects"))
        area = float(shapely.area(shapes[i]))
        if area == 0:
            under, weight = under[:1], np.ones(len(under[:1]))
        else:
            weight = shapely.area(shapely.intersection(cells[under], shapes[i]))
        known = ~np.isnan(scored[under]) & (weight > 0)
        if known.any():
            mean[i] = float(np.average(scored[under][known], weights=weight[known]))
            covered[i] = min(1.0, float(weight[known].sum()) / (area or 1.0))
    return mean, covered
