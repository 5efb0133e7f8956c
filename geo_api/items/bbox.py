"""The `bbox` parameter: from numbers in a served system to a shape that PostGIS compares.

A box in degrees or Web Mercator is not a box in RD, so it is given to PostGIS as a polygon with
extra points along its sides. It is first cut to where RD New means something; outside it there is
nothing to find and the projection is not defined. Inside it lies a core that stands askew as much
and is so much smaller that its upright bounds in RD lie within the polygon: comparing bounds costs
a tenth of comparing shapes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo_api.errors import Fault
from geo_api.items.crs import CRS84, RD, Crs

Box = tuple[float, float, float, float]

STEPS_PER_DEGREE = 32
"""Points per degree along a side, 64 at most: the chord in RD then stays within decimetres over a
gemeente and within two metres over the whole country."""

_FIELDS = {4326: (2.0, 49.5, 9.0, 55.0), 28992: (-200e3, 100e3, 600e3, 900e3)}
_FIELDS |= {4258: _FIELDS[4326], 3857: (222e3, 6.35e6, 1.003e6, 7.37e6)}
_DEGREE_M = 111_319.49
"""A degree in Web Mercator, in metres."""
CORE = 0.08
"""Share of the longest side between box and core; in the corners of the field a box stands 3
degrees askew and its sides are bent by an eightieth."""
_LEAST_CORE_M = 10.0
"""Bounds are compared to a few centimetres."""
MOST_POINTS = 500
"""Of a shape that a client writes out."""


@dataclass(frozen=True)
class Area:
    """Where to look.

    Attributes:
        ewkt: the area as polygons, longitude or easting first.
        core: a polygon inside it, whose upright bounds in RD lie in it too; None without one.
    """

    ewkt: str
    core: str | None = None


NOTHING = Area("EMPTY")


def field(crs: Crs) -> Box:
    """Where RD New means something, in a served system; easting or longitude first."""
    return _FIELDS[crs.srid]


def parse(value: str | None, crs: Crs, faults: list[Fault]) -> Area | None:
    """The box as an area; `NOTHING` when outside, None when not asked.

    Args:
        value: 4 numbers, or 6 with heights that are left aside, in the axis order of `crs`.
        crs: the system of `bbox-crs`.
        faults: receives what is wrong.
    """
    if value is None:
        return None
    numbers = _numbers(value)
    if numbers is None:
        detail = "'bbox' bevat vier (of met hoogte zes) eindige getallen, gescheiden door komma's."
        faults.append(Fault("bbox", "getallen", detail))
        return None
    parts = boxes(numbers, crs)
    if not parts:
        detail = "'bbox' begint met de kleinste waarden: linksonder, dan rechtsboven."
        faults.append(Fault("bbox", "volgorde", detail))
        return None
    unsure = any(fault.name == "bbox-crs" for fault in faults)
    if (
        crs.degrees
        and not unsure
        and not any(south <= 90 and north >= -90 for _, south, _, north in parts)
    ):
        detail = "'bbox' bevat geen graden. Zijn het meters, noem dan het stelsel met 'bbox-crs'."
        faults.append(Fault("bbox", "stelsel", detail, "bbox-crs"))
        return None
    cut = (_cut(part, _FIELDS[crs.srid]) for part in parts)
    return _area([box for box in cut if box], crs)


def area(box: Box, crs: Crs) -> Area:
    """A box (west, south, east, north) as `parse` gives it."""
    cut = _cut(box, _FIELDS[crs.srid])
    return _area([cut] if cut else [], crs)


def boxes(numbers: Sequence[float], crs: Crs) -> list[Box]:
    """The box of 4 numbers, or 6 with heights, easting or longitude first.

    Two boxes where it crosses the antimeridian; none when the smallest values do not come first.
    """
    west, south, east, north = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    if crs.flipped:
        west, south, east, north = south, west, north, east
    if south > north or (west > east and not crs.degrees):
        return []
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return [(left, south, right, north) for left, right in parts]


def _numbers(value: str) -> list[float] | None:
    texts = value.split(",")
    if len(texts) not in (4, 6) or len(value) > 400:
        return None
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    # float() also reads "1_0"; a coordinate is not written like that.
    return numbers if all(map(math.isfinite, numbers)) and "_" not in value else None


def _cut(box: Box, field: Box) -> Box | None:
    west, south = max(box[0], field[0]), max(box[1], field[1])
    east, north = min(box[2], field[2]), min(box[3], field[3])
    if west > east or south > north:
        return None
    # A point or line is a box too; polygons without area compare unpredictably: add a millimetre.
    thin = 1e-8 if field is _FIELDS[4326] else 1e-3
    return (west, south, max(east, west + thin), max(north, south + thin))


def _area(boxes: Sequence[Box], crs: Crs) -> Area:
    if not boxes:
        return NOTHING
    core = _core(boxes[0], crs) if len(boxes) == 1 else None
    return Area(_ewkt(boxes, crs), _ewkt([core], crs) if core else None)


def _core(box: Box, crs: Crs) -> Box | None:
    # A degree of longitude is taken as short as it is in the north of the field.
    x_m, y_m = (0.57 * _DEGREE_M, _DEGREE_M) if crs.degrees else (1.0, 1.0)
    west, south, east, north = box
    sides = (east - west) * x_m, (north - south) * y_m
    edge = CORE * max(sides)
    if min(sides) - 2 * edge < _LEAST_CORE_M:
        return None
    return west + edge / x_m, south + edge / y_m, east - edge / x_m, north - edge / y_m


def _ewkt(boxes: Sequence[Box], crs: Crs) -> str:
    rings = ",".join(f"(({_ring(box, _steps(box, crs))}))" for box in boxes)
    return f"SRID={CRS84.srid if crs.degrees else crs.srid};MULTIPOLYGON({rings})"


def _steps(box: Box, crs: Crs) -> int:
    if crs == RD:
        return 1
    side = max(box[2] - box[0], box[3] - box[1]) / (1 if crs.degrees else _DEGREE_M)
    return max(4, min(64, math.ceil(side * STEPS_PER_DEGREE)))


def _ring(box: Box, steps: int) -> str:
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    points = [
        (x + (u - x) * step / steps, y + (v - y) * step / steps)
        for (x, y), (u, v) in pairwise(corners)
        for step in range(steps)
    ]
    return ",".join(
        f"{x!r} {y!r}" for x, y in [*points, points[0]]
    )  # `-0.0` is `0.0` and reads otherwise
