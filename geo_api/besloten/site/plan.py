"""Which pages there are over restricted layers, and which layer each shows.

The menu, the first page and the record of looks all read it here: a page of a layer that somebody
may not read is no page to them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from geo_api.site.words import Pair

ROWS = 50
"""Rows of a list on one page."""


@dataclass(frozen=True)
class Part:
    """A page over one layer; pages of its rows lie below it."""

    path: str
    title: Pair
    layer: str


@dataclass(frozen=True)
class Room:
    """Pages that belong together; its own address leads to the first that somebody may see."""

    path: str
    title: Pair
    text: Pair
    parts: tuple[Part, ...]

    def open_to(self, layers: Collection[str]) -> tuple[Part, ...]:
        """The pages for somebody who may read these layers."""
        return tuple(part for part in self.parts if part.layer in layers)


COMPLEXES = Room(
    "/complexen",
    ("Complexmonitor", "Monitor of complexes"),
    (
        "Signalen per complex van het laatste kwartaal, en de belastingtest bij een plaatsing.",
        "Signals per complex of the last quarter, and the load test before a placement.",
    ),
    (Part("/complexen", ("Complexen", "Complexes"), "complexmonitor_besloten"),),
)
CHANCES = Room(
    "/kansen",
    ("Kansen", "Opportunities"),
    (
        "Vakken, complexen en planlocaties naar kansscore, met hun plaats en de marge daarvan.",
        "Cells, complexes and plan sites by score, with their place and its margin.",
    ),
    (
        Part(
            "/kansen/vakken",
            ("Vakken van 100 meter", "Cells of 100 metres"),
            "kansenkaart_besloten",
        ),
        Part(
            "/kansen/complexen", ("Bestaande complexen", "Existing complexes"), "kansen_complexen"
        ),
        Part("/kansen/plannen", ("Planlocaties", "Plan sites"), "kansen_plannen"),
    ),
)
SITES = Room(
    "/locaties",
    ("Beste locaties", "Best sites"),
    (
        "Waar 1 tot 10 nieuwe clusters samen het meeste opleveren.",
        "Where 1 to 10 new clusters together achieve most.",
    ),
    (
        Part(
            "/locaties/alle",
            ("Bestaande clusters tellen mee", "Existing clusters count"),
            "locaties_optimaal_besloten",
        ),
        Part("/locaties/open", ("Alleen open gegevens", "Open data only"), "locaties_optimaal"),
    ),
)
LOAD = Room(
    "/draaglast",
    ("Draaglast", "Support load"),
    (
        "Punten, plaats met marge en zekerheid achter de klassen.",
        "Points, place with margin and certainty behind the classes.",
    ),
    (
        Part("/draaglast/buurt", ("Per buurt", "By neighbourhood"), "draaglast_besloten_buurt"),
        Part("/draaglast/wijk", ("Per wijk", "By district"), "draaglast_besloten_wijk"),
        Part("/draaglast/gebied", ("Per gebied", "By policy area"), "draaglast_besloten_gebied"),
        Part(
            "/draaglast/gemeente",
            ("Per gemeente", "By municipality"),
            "draaglast_besloten_gemeente",
        ),
    ),
)
ROOMS = (COMPLEXES, CHANCES, SITES, LOAD)


def part(path: str) -> Part | None:
    """The page that a path is of, or lies below."""
    parts = (one for room in ROOMS for one in room.parts)
    return next((one for one in parts if path == one.path or path.startswith(one.path + "/")), None)
