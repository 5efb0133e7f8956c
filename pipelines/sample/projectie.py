"""From RD New to longitude and latitude, for the products that are published in degrees."""

from __future__ import annotations

from functools import cache

import numpy as np
from pyproj import Transformer

from pipelines.sample.rooster import Floats


@cache
def _omzetter() -> Transformer:
    return Transformer.from_crs(28992, 4326, always_xy=True)


def naar_graden(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (WGS84) of RD positions in metres."""
    lon, lat = _omzetter().transform(x, y)
    return np.asarray(lon), np.asarray(lat)
