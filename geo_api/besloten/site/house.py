"""The frame of the pages of this process: at the door, and inside for whoever may read what."""

from collections.abc import Collection

from geo_api import pages
from geo_api.besloten.site import plan
from geo_api.pages import House

NAME = ("Woonzorgkaart, besloten", "Woonzorgkaart, restricted")
STYLE, ICON = "/aanmelden/stijl.css", "/aanmelden/icoon.svg"
"""Given to everybody, for the door has pages too."""

DOOR = House(NAME, "/aanmelden", (), styles=(STYLE,), icon=ICON)
"""Before anybody is known: nothing of the inside is linked to."""


def inside(layers: Collection[str]) -> House:
    """The frame for somebody who may read these layers."""
    rooms = tuple((room.path, room.title) for room in plan.ROOMS if room.open_to(layers))
    return House(
        NAME,
        "/",
        (*rooms, pages.MAP, pages.LAYERS),
        (pages.STATUS, pages.METHOD, pages.API, *pages.STATEMENTS),
        ("/static/thema.css", STYLE),
        account=("/aanmelden", ("Afmelden", "Sign out")),
        icon=ICON,
    )
