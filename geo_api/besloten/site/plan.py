"""Which pages there are over restricted layers, and which layers each shows.

The menu, the first page and the record of looks all read it here: a page without any of its layers
is no page of whoever asks.
"""

from collections.abc import Collection
from dataclasses import dataclass

from geo_api.site.words import Pair


@dataclass(frozen=True)
class Room:
    """A group of pages.

    Attributes:
        path: of the first; others lie below it.
        layers: what they show.
    """

    path: str
    title: Pair
    text: Pair
    layers: tuple[str, ...]

    def open_to(self, names: Collection[str]) -> bool:
        """Whether somebody who may read these layers finds anything here."""
        return any(name in names for name in self.layers)


ROOMS = (
    Room(
        "/complexen",
        ("Complexmonitor", "Monitor of complexes"),
        (
            "Signalen per complex van het laatste kwartaal, en de belastingtest bij een plaatsing.",
            "Signals per complex of the last quarter, and the load test before a placement.",
        ),
        ("complexmonitor_besloten",),
    ),
    Room(
        "/kansen",
        ("Kansen", "Opportunities"),
        (
            "Vakken, complexen en planlocaties op kansscore, met plaats en zekerheid.",
            "Cells, complexes and plan sites by score, with place and certainty.",
        ),
        ("kansenkaart_besloten", "kansen_complexen", "kansen_plannen"),
    ),
    Room(
        "/locaties",
        ("Beste locaties", "Best sites"),
        (
            "Waar 1 tot 10 nieuwe clusters samen het meeste opleveren.",
            "Where 1 to 10 new clusters together achieve most.",
        ),
        ("locaties_optimaal_besloten", "locaties_optimaal"),
    ),
    Room(
        "/draaglast",
        ("Draaglast met cijfers", "Support load with figures"),
        (
            "Punten, plaats met marge en zekerheid achter de klassen.",
            "Points, place with margin and certainty behind the classes.",
        ),
        (
            "draaglast_besloten_buurt",
            "draaglast_besloten_wijk",
            "draaglast_besloten_gebied",
            "draaglast_besloten_gemeente",
        ),
    ),
)


def room(path: str) -> Room | None:
    """The group that a path belongs to."""
    return next((one for one in ROOMS if path == one.path or path.startswith(one.path + "/")), None)
