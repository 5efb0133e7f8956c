"""The lattice of a block of gemeenten: warped building cells, each with its buurt and use.

All boundaries run along lattice lines, so buurten fit without gaps or overlaps and streets can run
along them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from pipelines.sample.plan import GemeentePlan, Plan, SpecialBuurt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Use(IntEnum):
    """Use of one cell."""

    LAND = 0
    HOUSING = 1
    PARK = 2
    RIVER = 3
    LAKE = 4
    BUSINESS = 5
    GROWTH = 6
    FACILITY = 7
    FARMYARD = 8
    RAILWAY = 9


@dataclass(frozen=True)
class Buurt:
    """One buurt; `water` as CBS writes it, `kind` the number of its kind of wijk (-1: water)."""

    code: str
    name: str
    wijk: str
    wijk_name: str
    gemeente: GemeentePlan
    kind: int
    gebied: str
    water: str = "NEE"

    def special(self, plan: Plan) -> SpecialBuurt:
        """How it differs from its kind of wijk: only buurten of the sample gemeente do."""
        return plan.special.get(self.name, SpecialBuurt()) if self.gebied else SpecialBuurt()


@dataclass
class Lattice:
    """The lattice of one block.

    Attributes:
        x, y: RD coordinates of the vertices, shape (ny + 1, nx + 1), metres.
        buurt: number in `buurten` per cell, shape (ny, nx).
        use: `Use` per cell.
        building_form: number of the bouwvorm per cell, -1 where nothing is built.
        buurten: all buurten of the block, water included.
        town: cells that belong to a built-up buurt.
    """

    x: Floats
    y: Floats
    buurt: Ints
    use: Ints
    building_form: Ints
    town: Bools
    buurten: list[Buurt] = field(default_factory=list)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns of cells."""
        return self.buurt.shape[0], self.buurt.shape[1]
