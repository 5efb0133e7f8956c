"""Land use (CBS Bestand Bodemgebruik) and Natura 2000 areas: cells of the plan, joined by use."""

from __future__ import annotations

import uuid

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.sample.bag import feature_text
from pipelines.sample.lattice import Floats, Lattice, Use

_NAMESPACE = uuid.UUID("5f0a3a0e-3e57-5a43-9d0c-64c1b3f9a2de")
# use -> code, kind and group of CBS
USES = {
    Use.RAILWAY: (10, "Spoorterrein", "Verkeersterrein"),
    Use.HOUSING: (20, "Woonterrein", "Bebouwd terrein"),
    Use.FACILITY: (22, "Openbare voorziening", "Bebouwd terrein"),
    Use.BUSINESS: (24, "Bedrijfsterrein", "Bebouwd terrein"),
    Use.GROWTH: (34, "Bouwterrein", "Semi-bebouwd terrein"),
    Use.PARK: (40, "Park en plantsoen", "Recreatieterrein"),
    Use.LAND: (51, "Overig agrarisch terrein", "Agrarisch terrein"),
    Use.FARMYARD: (51, "Overig agrarisch terrein", "Agrarisch terrein"),
    Use.RIVER: (78, "Overig binnenwater", "Binnenwater"),
    Use.LAKE: (70, "Recreatief binnenwater", "Binnenwater"),
}
SMALLEST_M2 = 50_000.0


def shapes(lattice: Lattice, *uses: Use) -> list[BaseGeometry]:
    """Joined cells of these uses, one polygon per connected piece, in RD."""
    j, i = np.nonzero(np.isin(lattice.use, uses))
    if not len(j):
        return []
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    ring = np.stack(
        [
            np.stack([lattice.x[j + dj, i + di], lattice.y[j + dj, i + di]], axis=-1)
            for dj, di in corners
        ],
        axis=1,
    )
    joined = shapely.coverage_union_all(np.asarray(shapely.polygons(ring)))
    return list(shapely.get_parts(joined))


def land_use(lattice: Lattice, first: int) -> tuple[list[str], Floats]:
    """Features of the land use of a block, numbered from `first`, with their boxes."""
    lines: list[str] = []
    found: list[BaseGeometry] = []
    for use, (code, kind, group) in USES.items():
        for shape in shapes(lattice, use):
            found.append(shape)
            properties = {"bg2017": code, "bodemgebruik": kind, "categorie": group}
            lines.append(_feature(f"bodemgebruik{first + len(lines)}", properties, shape))
    return lines, _boxes(found)


def nature(lattice: Lattice, first: int) -> tuple[list[str], Floats]:
    """Features of the Natura 2000 areas of a block: its larger lakes."""
    found = [shape for shape in shapes(lattice, Use.LAKE) if shape.area >= SMALLEST_M2]
    lines = [
        _feature(
            f"natuur{first + k}",
            {
                "nr": str(900 + first + k),
                "naamN2K": f"Verzonnen meer {first + k}",
                "beschermin": "HR+VR",
                "status": "definitief",
            },
            shape,
        )
        for k, shape in enumerate(found)
    ]
    return lines, _boxes(found)


def _feature(name: str, properties: dict[str, object], shape: BaseGeometry) -> str:
    rounded = shapely.set_precision(shape, 0.001)
    return feature_text(
        {
            "type": "Feature",
            "properties": properties,
            "geometry": shapely.geometry.mapping(rounded),
            "id": str(uuid.uuid5(_NAMESPACE, name)),
        }
    )


def _boxes(found: list[BaseGeometry]) -> Floats:
    return np.asarray([shape.bounds for shape in found], dtype=np.float64).reshape(-1, 4)
