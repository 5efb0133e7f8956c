"""The plan: which fictional gemeenten there are, where they lie, what their wijken look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

CELL_M = 90.0
"""Side of one building block before warping, in metres."""
VILLAGE, COUNTRYSIDE = 4, 5
"""Values of `ring` beyond the rings of the town."""


@dataclass(frozen=True)
class BuildingForm:
    """One way of building a cell.

    Attributes:
        panden, dwellings: buildings per cell, and dwellings per building.
        floors: building layers.
        width, depth: shares of the plot.
        area: mean m2 per dwelling.
        owned, corporation: chance of owner-occupation and of rent from a corporation.
        type: type of dwelling as partners write it.
        woz: mean WOZ value, thousand euro.
    """

    name: str
    panden: int
    dwellings: int
    floors: int
    width: float
    depth: float
    area: float
    owned: float
    corporation: float
    type: str
    woz: float


@dataclass(frozen=True)
class WijkKind:
    """One kind of wijk: its mix of bouwvormen and what its people are like.

    Attributes:
        mix: number of each building form, with its share of the cells.
        build_year: first and last year of building.
        park: share of the cells that is a park.
        age: mean and spread of the age of the main resident.
        income: factor on household income.
        schooling: chance of hbo/wo for an adult of 40.
        dwellings_per_cell: mean number of dwellings per built cell, parks left out.
    """

    name: str
    mix: tuple[tuple[int, float], ...]
    build_year: tuple[int, int]
    park: float
    age: tuple[float, float]
    income: float
    schooling: float
    dwellings_per_cell: float


@dataclass(frozen=True)
class SpecialBuurt:
    """How a buurt of the sample gemeente differs from its kind of wijk; None: it does not.

    Attributes:
        age, income, schooling: as in `WijkKind`.
        catering: share of the shops that is a restaurant, café or snack bar.
        railway: a railway yard lies across it.
    """

    age: tuple[float, float] | None = None
    income: float | None = None
    schooling: float | None = None
    catering: float | None = None
    railway: bool = False


@dataclass(frozen=True)
class WijkPlan:
    """A wijk before it has a place; `gebied` is empty outside the sample gemeente."""

    name: str
    kind: int
    ring: int
    share: float
    buurten: int
    gebied: str = ""


@dataclass(frozen=True)
class GemeentePlan:
    """A gemeente before it has a place; `dwellings` is the number aimed at."""

    code: str
    name: str
    bag_code: str
    pc4: int
    direction: str
    dwellings: int
    wijken: tuple[WijkPlan, ...]


@dataclass(frozen=True)
class Block:
    """One gemeente (the first) with the neighbours around it.

    Generated at one time so that memory stays bounded.
    """

    number: int
    middle: tuple[float, float]
    gemeenten: tuple[GemeentePlan, ...]


@dataclass(frozen=True)
class Plan:
    """Everything the TOML says, placed.

    Attributes:
        peildatum, year: day and indelingsjaar of all figures.
        note: the sentence that says that everything is made up.
        rho: clustered dwellings wanted per resident of 75 and older.
        catering: share of the shops of a centre that is a restaurant, café or snack bar.
        special: buurten of the sample gemeente that differ from their kind of wijk, by name.
        texts: the remaining tables of the TOML (buurtnamen, straatnamen, partners, buitenland,
            openbaar_vervoer).
    """

    name: str
    peildatum: date
    year: int
    note: str
    rho: float
    catering: float
    building_forms: tuple[BuildingForm, ...]
    kinds: tuple[WijkKind, ...]
    blocks: tuple[Block, ...]
    special: dict[str, SpecialBuurt]
    texts: dict[str, Any]

    def kind_number(self, name: str) -> int:
        """Number of the kind of wijk with this name."""
        return next(i for i, s in enumerate(self.kinds) if s.name == name)
