"""A tile of a grid: its box, what it covers in RD, and the levels on which a layer has tiles."""

import math
from dataclasses import dataclass

from geo_api import texts
from geo_api.errors import Problem
from geo_api.items import bbox
from geo_api.items.crs import RD
from geo_api.model import LayerVersion
from geo_api.tiles.grids import RD_QUAD, WEB_MERCATOR_QUAD, Grid

EXTENT = 4096
"""Units along a side."""
MARGIN = 64
"""Units around it in which shapes go on, so that lines and signs are not cut at its sides."""
DEEPEST = 16
"""Last level of tiles made at the question; a unit is then some centimetres."""
_FIRST = 8
"""First level in Web Mercator of a layer without an archive."""
_APART = 5
"""Levels between a scale in Web Mercator and about the same one in RD."""
_RADIUS_M = 6_378_137.0


@dataclass(frozen=True)
class Tile:
    """A tile of a grid."""

    grid: Grid
    level: int
    row: int
    column: int

    @property
    def box(self) -> bbox.Box:
        """West, south, east and north, in metres of its system."""
        return self.grid.box(self.level, self.row, self.column)

    @property
    def side(self) -> float:
        """In metres of its system."""
        return self.grid.side_of(self.level)

    @property
    def ground(self) -> float:
        """Its side on the ground, in metres."""
        if self.grid.crs == RD:
            return self.side
        _, south, _, north = self.box
        return self.side / math.cosh((south + north) / 2 / _RADIUS_M)

    @property
    def area(self) -> bbox.Area:
        """The tile with its margin, `bbox.NOTHING` where RD New means nothing."""
        west, south, east, north = self.box
        more = self.side * MARGIN / EXTENT
        wide = (west - more, south - more, east + more, north + more)
        return bbox.area(wide, self.grid.crs)


def levels(found: LayerVersion, grid: Grid, *, published: bool) -> range:
    """The levels of a grid on which a layer version has tiles.

    Args:
        found: the layer version.
        grid: of the tiles.
        published: the tiles that stand in its archive, which are those of Web Mercator of which
            nothing is asked; otherwise those made at the question.
    """
    archive = found.archive
    if not found.geometry:
        return range(0)
    if published and grid == WEB_MERCATOR_QUAD:
        return range(archive.minzoom, archive.maxzoom + 1) if archive else range(0)
    first = archive.minzoom if archive else _FIRST
    if grid == RD_QUAD:
        first = max(0, first - _APART)
    return range(first, DEEPEST + 1)


def number(text: str) -> int:
    """A tile coordinate in its one spelling; anything else is an address that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 10) or (
        text[0] == "0" and text != "0"
    ):
        raise Problem(404, texts.NO_TILE)
    return int(text)
