"""Templates of the server-rendered pages; Dutch first, readable without JavaScript."""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.registry import registry

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FOLDER = Path(__file__).resolve().parent
STYLE = (FOLDER / "stijl.css").read_bytes()

MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli"]
MONTHS += ["augustus", "september", "oktober", "november", "december"]


def dutch_date(value: str | None) -> str:
    """An ISO date or timestamp as `1 januari 2024`; null is said in words.

    The day of a moment is that of the clock in the Netherlands.
    """
    if not value:
        return "onbekend"
    if len(value) == len("2024-01-01"):
        day = date.fromisoformat(value)
    else:
        at = datetime.fromisoformat(value)
        day = (at.astimezone(AMSTERDAM) if at.tzinfo else at).date()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def without_command(text: str) -> str:
    """A sentence of the pipelines for a page: no order for the command line, a name for a code.

    A page has a button for the order, and people call a dataset by its title.
    """
    code, colon, rest = text.partition(": ")
    named = f"{title_of(code)}{colon}{rest}" if colon else text
    return re.sub(r": \./woonzorg [^.]+\.", ".", named)


def title_of(dataset: str) -> str:
    """What people call a dataset; one that is no longer declared keeps its code."""
    known = registry().get(dataset)
    return known.title if known else dataset


def named(text: str) -> str:
    """A name of a document as a heading: `gepubliceerdOp` as `Gepubliceerd op`."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def addressed(value: Any) -> bool:
    """Whether a text is an address that a page may link to."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


Pair = tuple[str, str]
"""A text in Dutch and in English."""


@dataclass(frozen=True)
class House:
    """Whose pages these are: what a menu can lead to, for whoever asks.

    Attributes:
        name: in the heading of each page.
        home: where the name leads.
        menu, foot: paths with what they are called.
        styles: style sheets, in order.
        account: where somebody who is signed in signs out; None where nobody does.
        public: whether it is the open service, whose pages anybody may keep.
        icon: small picture of its pages, for tabs and bookmarks.
    """

    name: Pair
    home: str
    menu: tuple[tuple[str, Pair], ...]
    foot: tuple[tuple[str, Pair], ...] = ()
    styles: tuple[str, ...] = ("/static/thema.css", "/stijl.css")
    account: tuple[str, Pair] | None = None
    public: bool = False
    icon: str = "/icoon.svg"


MAP, LAYERS = ("/kaart", ("Kaart", "Map")), ("/lagen", ("Lagen", "Layers"))
METHOD, STATUS = ("/methode", ("Methode", "Method")), ("/datastatus", ("Datastatus", "Data status"))
API = ("/v1/docs", ("API", "API"))
STATEMENTS = (
    ("/toegankelijkheid", ("Toegankelijkheid", "Accessibility")),
    ("/privacy", ("Privacy", "Privacy")),
)
_OPEN = House(
    ("Woonzorgkaart", "Woonzorgkaart"),
    "/",
    (
        MAP,
        ("/buurt", ("Buurten", "Neighbourhoods")),
        ("/voortgang", ("Voortgang", "Progress")),
        ("/toets", ("Toets", "Test")),
        LAYERS,
        METHOD,
        STATUS,
    ),
    (*STATEMENTS, API),
    public=True,
)
HOUSE: ContextVar[House] = ContextVar("house", default=_OPEN)
"""That of the request that is answered; another process than the public one sets its own."""

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# A page that says nothing about its language is Dutch; `pad` is where the other one stands.
_ENVIRONMENT.globals.update(t=lambda nl, en: nl, taal="nl", pad="")  # noqa: ARG005 - both are given
_ENVIRONMENT.filters["datum"] = dutch_date
_ENVIRONMENT.tests["adres"] = addressed


def render(template: str, **values: Any) -> str:
    """A page.

    Args:
        template: file name in this folder.
        values: what the template shows; every text is escaped.
    """
    return _ENVIRONMENT.get_template(template).render(huis=HOUSE.get(), **values)
