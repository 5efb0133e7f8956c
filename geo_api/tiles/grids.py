"""Tile matrix sets: the square grids of tiles, in the two systems in which maps here are drawn.

A level halves the side of a tile; rows count from the north and columns from the west, and a tile
is asked as level, row, column. Sources: OGC 17-083r4 (WebMercatorQuad) and the Dutch guideline for
tiling (NetherlandsRDNewQuad, which the OGC register does not hold, so it has no URI).
"""

from dataclasses import dataclass

from geo_api.items.bbox import Box
from geo_api.items.crs import RD, WEB_MERCATOR, Crs

PIXELS = 256
"""Side of a tile in pixels, as both grids define it."""
PIXEL_M = 0.00028
"""Size of a pixel to which a scale denominator refers."""


@dataclass(frozen=True)
class Grid:
    """A tile matrix set whose tiles of every level fill one square.

    Attributes:
        name: its identifier.
        title: for people.
        crs: system of its coordinates.
        west, north: upper left corner of level 0, in metres.
        side: of the one tile of level 0, in metres.
        levels: how many it has.
        uri: in the register of OGC, None when it is not there.
        scales: identifier of its set of scales.
    """

    name: str
    title: str
    crs: Crs
    west: float
    north: float
    side: float
    levels: int
    uri: str | None
    scales: str

    def side_of(self, level: int) -> float:
        """Side of a tile of a level, in metres of the system."""
        return self.side / float(1 << level)

    def holds(self, level: int, row: int, column: int) -> bool:
        """Whether there is such a tile."""
        most = 1 << level if 0 <= level < self.levels else 0
        return 0 <= row < most and 0 <= column < most

    def box(self, level: int, row: int, column: int) -> Box:
        """West, south, east and north of a tile."""
        side = self.side_of(level)
        west, north = self.west + column * side, self.north - row * side
        return west, north - side, west + side, north


_HALF_WORLD = 20_037_508.342789244
WEB_MERCATOR_QUAD = Grid(
    "WebMercatorQuad",
    "Web Mercator, zoals webkaarten het gebruiken",
    WEB_MERCATOR,
    -_HALF_WORLD,
    _HALF_WORLD,
    2 * _HALF_WORLD,
    25,
    "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
    "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
)
RD_QUAD = Grid(
    "NetherlandsRDNewQuad",
    "Amersfoort / RD New, de Nederlandse richtlijn voor tegels",
    RD,
    -285_401.92,
    903_401.92,
    880_803.84,
    17,
    None,
    "urn:ogc:def:wkss:OGC:1.0:NLDEPSG28992Scale",
)
ALL = {grid.name: grid for grid in (WEB_MERCATOR_QUAD, RD_QUAD)}
