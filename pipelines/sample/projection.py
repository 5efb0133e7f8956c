"""From RD New to longitude and latitude, for the products that are published in degrees."""

from __future__ import annotations

from functools import cache

import numpy as np
from pyproj import Transformer

from pipelines.sample.lattice import Floats


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs(28992, 4326, always_xy=True)


def to_degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (WGS84) of RD positions in metres."""
    lon, lat = _transformer().transform(x, y)
    return np.asarray(lon), np.asarray(lat)
