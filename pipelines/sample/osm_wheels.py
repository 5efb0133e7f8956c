"""What OpenStreetMap says to a wheelchair: surface, smoothness, width, kerbs, seats; with gaps.

Tagging is uneven, as it is in reality: in one buurt of three somebody has walked every street,
elsewhere most streets have a surface and little else.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import street_network as kinds
from pipelines.sample.lattice import Ints
from pipelines.sample.street_network import Streets

Tags = dict[str, str]
SURVEYED_EVERY = 3
SEAT_EVERY = 7
BESIDE_M = 3.0
PATHS = (kinds.FOOTWAY, kinds.PATH, kinds.CYCLEWAY)
SURFACES = ("paving_stones", "asphalt", "paving_stones", "concrete", "paving_stones", "asphalt")
PATH_SURFACES = ("paving_stones", "asphalt", "gravel", "paving_stones", "sett", "fine_gravel")
WIDTHS = ("1.8", "2 m", "1.5", "1.8", "1.2", "2.4", "1.0", "1.6")


def tags(kind: int, buurt: int, number: int) -> Tags:
    """Tags of one way; the same way always gets the same.

    Args:
        kind: kind of street (`street_network`).
        buurt: number of its buurt; says whether somebody surveyed it.
        number: number of the way.
    """
    draw = number * 2654435761 % 2**32 / 2**32
    surveyed = buurt % SURVEYED_EVERY == 0
    found: Tags = {}
    surfaces = PATH_SURFACES if kind in (kinds.PATH, kinds.FOOTWAY) else SURFACES
    if surveyed or number % 3:
        found["surface"] = surfaces[number % len(surfaces)]
    if (surveyed and number % 10) or number % 11 == 0:
        found["smoothness"] = "good" if draw < 0.75 else "intermediate" if draw < 0.95 else "bad"
    if (surveyed and number % 12) or number % 13 == 0:
        name = "width" if kind in PATHS else "sidewalk:both:width"
        found[name] = WIDTHS[number % len(WIDTHS)]
    if number % 97 == 0:
        found["wheelchair"] = ("yes", "limited", "no")[number // 97 % 3]
    if kind == kinds.CYCLEWAY and number % 4 == 0:
        found["incline"] = ("4%", "up", "8%")[number // 4 % 3]
    return found


def kerb(vertex: int) -> Tags:
    """Kerb at a crossing: three of four are mapped, one of those with a height."""
    if vertex % 4 == 0:
        return {}
    if vertex % 11 == 0:
        return {"kerb": "raised", "kerb:height": "0.05"}
    return {"kerb": ("lowered", "raised", "flush", "lowered", "rolled")[vertex % 5]}


def seats(streets: Streets, vertices: Ints) -> Ints:
    """Vertices with a bench beside the street: on streets in town, not out in the fields."""
    rural = np.zeros(len(streets.x), dtype=bool)
    out = streets.kind == kinds.RURAL
    rural[streets.start[out]] = rural[streets.end[out]] = True
    chosen: Ints = vertices[(vertices % SEAT_EVERY == 0) & ~rural[vertices]]
    return chosen
