"""The ground plan of one block of gemeenten.

A warped lattice of building blocks ("cellen"), each with its buurt and use.

All boundaries run along lattice lines, so buurten fit without gaps or overlaps and streets can run
along them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from pipelines.sample.plan import GemeentePlan

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Gebruik(IntEnum):
    """Use of one cell."""

    LAND = 0
    WONEN = 1
    PARK = 2
    RIVIER = 3
    MEER = 4
    BEDRIJF = 5
    GROEI = 6
    VOORZIENING = 7
    ERF = 8


@dataclass(frozen=True)
class Buurt:
    """One buurt; `water` as CBS writes it."""

    code: str
    naam: str
    wijk: str
    wijknaam: str
    gemeente: GemeentePlan
    soort: int
    gebied: str
    water: str = "NEE"


@dataclass
class Rooster:
    """The lattice of one block.

    Attributes:
        x, y: RD coordinates of the vertices, shape (ny + 1, nx + 1), metres.
        buurt: number in `buurten` per cell, shape (ny, nx).
        gebruik: `Gebruik` per cell.
        bouwvorm: number of the bouwvorm per cell, -1 where nothing is built.
        buurten: all buurten of the block, water included.
        stad: cells that belong to a built-up buurt.
    """

    x: Floats
    y: Floats
    buurt: Ints
    gebruik: Ints
    bouwvorm: Ints
    stad: Bools
    buurten: list[Buurt] = field(default_factory=list)

    @property
    def vorm(self) -> tuple[int, int]:
        """Number of rows and columns of cells."""
        return self.buurt.shape[0], self.buurt.shape[1]
