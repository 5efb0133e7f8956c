"""M7, how wide streets are to walk on, measured in the footway polygons of BGT (METHODS 11).

Across a way made for walking lines are drawn, straight and 30 degrees to either side; the shortest
piece of them in the strip it lies in is the width there. In a strip that is twice the distance to
its medial axis, which METHODS asks for, and it needs no axis. Of a road with cars the wider of the
pavements beside it counts, straight across. A street is as wide as its narrowest place; where too
little of it was measured its width is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.parameters import number
from pipelines.indicators.netwerk import Bools, Floats, Ints

_ANGLES = (0.0, *np.radians([-30.0, 30.0]))
_NEAR_M = 0.1  # the direction of a street is that of so much of it
_SEAM_M = 0.05  # polygons side by side with no more between them are one
_RAYS = 50_000  # lines laid over the polygons at once
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Parameters:
    """Numbers of the measuring; the default of each is in the register under rolstoel.bgt_*.

    Attributes:
        step_m: One measurement per so many metres of street.
        side_m: How far to either side is looked.
        beside_m: A way made for walking may lie so far from its own polygon.
        share: Least part of the measurements of a street that must have found a polygon.
    """

    step_m: float = field(default_factory=lambda: number("rolstoel.bgt_stap_m"))
    side_m: float = field(default_factory=lambda: number("rolstoel.bgt_zij_m"))
    beside_m: float = field(default_factory=lambda: number("rolstoel.bgt_naast_m"))
    share: float = field(default_factory=lambda: number("rolstoel.bgt_deel"))


def widths(
    streets: Shapes, for_walking: Bools, footways: Shapes, parameters: Parameters | None = None
) -> Floats:
    """Width in metres of every street, NaN where it could not be measured.

    Args:
        streets: LineStrings in RD, shape (m,).
        for_walking: True where the street is a way made for walking, shape (m,).
        footways: Polygons of footways in RD; may be empty.
        parameters: Numbers of the method version.
    """
    rule = parameters or Parameters()
    owner, points, heading = _places(streets, rule.step_m)
    found = np.full(len(owner), np.inf)
    tree = shapely.STRtree(footways)
    for angle in _ANGLES:
        # Beside a road a slanting line may pass the end of the pavement.
        crossed = np.arange(len(owner)) if angle == 0 else np.flatnonzero(for_walking[owner])
        for part in np.array_split(crossed, len(crossed) // _RAYS + 1):
            across = heading[part] + np.pi / 2 + angle
            pieces = _pieces(points[part], across, tree, rule.side_m)
            here = _chosen(pieces, for_walking[owner[part]], rule.beside_m)
            found[part] = np.minimum(found[part], here)
    return _narrowest(found, owner, len(streets), rule.share)


def _places(streets: Shapes, step_m: float) -> tuple[Ints, Floats, Floats]:
    """Where is measured: the street it belongs to, x and y, and the heading in radians there."""
    length = shapely.length(streets)
    count = np.maximum(np.round(length / step_m), 1).astype(np.int64)
    owner = np.repeat(np.arange(len(streets)), count)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    along = (rank + 0.5) / count[owner] * length[owner]
    points, behind, ahead = (
        shapely.get_coordinates(
            shapely.line_interpolate_point(streets[owner], np.clip(along + shift, 0, length[owner]))
        )
        for shift in (0.0, -_NEAR_M, _NEAR_M)
    )
    step = ahead - behind
    return owner, points, np.arctan2(step[:, 1], step[:, 0])


def _pieces(points: Floats, across: Floats, tree: shapely.STRtree, side_m: float) -> pd.DataFrame:
    """Pieces inside the polygons, per line: `ray`, and `start` and `end` in metres from its middle.

    Pieces that touch are one.
    """
    unit = np.column_stack([np.cos(across), np.sin(across)])
    lines = shapely.linestrings(np.stack([points - side_m * unit, points + side_m * unit], axis=1))
    ray, polygon = tree.query(lines, predicate="intersects")
    inside = shapely.intersection(np.asarray(lines)[ray], tree.geometries[polygon])
    parts, index = shapely.get_parts(inside, return_index=True)
    straight = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    ray = ray[index[straight]]
    ends, piece = shapely.get_coordinates(parts[straight], return_index=True)
    place = ((ends - points[ray[piece]]) * unit[ray[piece]]).sum(axis=1)
    of_piece = pd.Series(place).groupby(piece)
    frame = pd.DataFrame({"ray": ray, "start": of_piece.min(), "end": of_piece.max()})
    frame = frame.sort_values(["ray", "start"], ignore_index=True)
    reached = frame.groupby("ray")["end"].cummax().groupby(frame["ray"]).shift()
    apart = reached.isna() | (frame["start"] > reached + _SEAM_M)
    strip = apart.cumsum()
    return frame.groupby(strip).agg(
        ray=("ray", "first"), start=("start", "min"), end=("end", "max")
    )


def _chosen(pieces: pd.DataFrame, for_walking: Bools, beside_m: float) -> Floats:
    """Width per line: of the strip walked on, or of the widest beside a road; inf without one."""
    wide = pieces["end"] - pieces["start"]
    away = np.maximum(np.maximum(pieces["start"], -pieces["end"]), 0.0)
    own = for_walking[pieces["ray"].to_numpy()]
    fits = ~own | (away <= beside_m)
    # The nearest strip of a way made for walking, the widest of a road.
    order = np.where(own, away, -wide)
    best = (
        pieces.assign(wide=wide, order=order)[fits]
        .sort_values(["ray", "order"])
        .drop_duplicates("ray")
    )
    found = np.full(len(for_walking), np.inf)
    found[best["ray"].to_numpy(int)] = best["wide"].to_numpy(float)
    return found


def _narrowest(found: Floats, owner: Ints, streets: int, share: float) -> Floats:
    """Least width per street; NaN where fewer than `share` of its places were measured."""
    measured = np.isfinite(found)
    places = np.bincount(owner, minlength=streets)
    known = np.bincount(owner[measured], minlength=streets)
    least = np.full(streets, np.inf)
    np.minimum.at(least, owner[measured], found[measured])
    return np.where((known > 0) & (known >= share * places), least, np.nan)
