"""How numbers, dates and words of layers read in each of the two languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import Request
from markupsafe import Markup, escape

from data import english
from data.registry import layers, registry
from geo_api.describe.languages import DUTCH as DUTCH
from geo_api.describe.languages import ENGLISH as ENGLISH
from geo_api.describe.languages import Pair as Pair
from geo_api.describe.languages import lenient
from geo_api.describe.languages import said as said
from geo_api.errors import Fault, bad_request
from geo_api.model import Column, State
from geo_api.pages import AMSTERDAM, MONTHS, dutch_date
from geo_api.site import periods
from geo_api.site.values import coded as coded
from geo_api.site.values import value as value

MINUS = "\N{MINUS SIGN}"
"""Before a number that people read; a hyphen is shorter, and lines break after it."""
STATUS: Mapping[str, Pair] = {
    "waargenomen": ("geteld", "counted"),
    "geschat": ("geschat", "estimated"),
    "geimputeerd": ("aangevuld met een schatting", "filled in with an estimate"),
    "onderdrukt": ("niet getoond: te weinig mensen", "not shown: too few people"),
    "ontbreekt": ("onbekend", "unknown"),
    "uitgesloten": ("doet niet mee", "left out"),
    "scenario": ("uitkomst van een scenario", "outcome of a scenario"),
}
"""How a figure came about, in plain words."""
HELD: Pair = ("niet getoond", "not shown")
"""The same of what is suppressed, in a table of many columns; why stands once below it."""
READING: tuple[Pair, ...] = (
    (
        "Geschat is niet gemeten, en onbekend is niet slecht.",
        "Estimated is not measured, and unknown is not bad.",
    ),
    (
        "Een cijfer van een buurt zegt niets over één mens of één huis.",
        "A figure of a neighbourhood says nothing about one person or one house.",
    ),
    (
        "Een verschil dat kleiner is dan de onzekerheid, is geen verschil.",
        "A difference smaller than the uncertainty is no difference.",
    ),
    (
        "Scores hangen af van de gekozen weging.",
        "Scores depend on the weights that were chosen.",
    ),
    (
        "Cijfers van verschillende jaren staan naast elkaar.",
        "Figures of different years stand side by side.",
    ),
    (
        "Cijfers wijzen geen oorzaak aan en nemen geen besluit.",
        "Figures show no cause and take no decision.",
    ),
)
"""The rules that stand with every figure and map."""


def language(request: Request) -> str:
    """`nl` or `en`: what the address asks, else what the browser prefers, else Dutch.

    Raises:
        Problem: 400, another language.
    """
    if request.query_params.get("taal", DUTCH) not in (DUTCH, ENGLISH):
        raise bad_request([Fault("taal", "waarde", "'taal' is nl of en.")])
    return lenient(request)


def number(value: float | None, taal: str, digits: int = 1) -> str:
    """A number as people write it: at most so many decimals, a mark between thousands."""
    if value is None:
        return said(("onbekend", "unknown"), taal)
    text = f"{round(float(value), digits):,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace("-", MINUS)
    return text if taal == ENGLISH else text.translate(str.maketrans(",.", ".,"))


def behind(unit: str | None) -> str:
    """What follows a number: a space and its unit; a per cent sign stands against the number."""
    return f" {unit}" if unit and unit != "%" else unit or ""


WHOLE = frozenset(
    (
        *("inwoners", "huishoudens", "personen", "woningen", "panden", "plaatsen", "locaties"),
        *("plekken", "projecten", "verhuizingen", "toewijzingen", "dagen", "clusters", "adressen"),
        *("zones", "m"),
    )
)
"""Units of what comes in whole numbers, as the declarations call them."""


ONE: Mapping[str, str] = {
    "inwoners": "inwoner",
    "huishoudens": "huishouden",
    "personen": "persoon",
    "woningen": "woning",
    "plekken": "plek",
    "locaties": "locatie",
    "plaatsen": "plaats",
    "normen": "norm",
    "plannen": "plan",
    "projecten": "project",
    "zones": "zone",
    "clusters": "cluster",
    "adressen": "adres",
    "panden": "pand",
    "residents": "resident",
    "households": "household",
    "persons": "person",
    "homes": "home",
    "places": "place",
    "locations": "location",
    "dwellings": "dwelling",
    "norms": "norm",
    "plans": "plan",
    "projects": "project",
    "addresses": "address",
    "buildings": "building",
}
"""Units of what is counted, for one of it."""


def of_one(unit: str, value: float) -> str:
    """The unit as it reads behind a number: `1 plek`, `2 plekken`."""
    return ONE.get(unit, unit) if value == 1 else unit


def figure(value: float, unit: str | None, taal: str) -> str:
    """A number with as many decimals as make sense: none for what is counted, nor above 100."""
    return number(value, taal, 0 if unit in WHOLE or abs(value) >= 100 else 1)


def method(version: str) -> str:
    """The version of a method as people read it, without the mark of the choices of a profile."""
    return version.partition("+")[0]


def day(value: str | None, taal: str) -> str:
    """A date in words."""
    if not value:
        return said(("onbekend", "unknown"), taal)
    told = dutch_date(value)
    if taal == DUTCH:
        return told
    number_, month, year = told.split()
    return f"{number_} {periods.ENGLISH_MONTHS[MONTHS.index(month)]} {year}"


def moment(value: str | None, taal: str) -> str:
    """A moment in words, by the clock in the Netherlands."""
    if not value:
        return said(("nog nooit", "never yet"), taal)
    local = datetime.fromisoformat(value).astimezone(AMSTERDAM)
    return f"{day(local.date().isoformat(), taal)}, {local:%H:%M}"


def sentence(text: str | None, taal: str) -> Markup:
    """A declared text in the language of the page; one that has only Dutch is marked as such."""
    if not text or taal == DUTCH:
        return escape(text or "")
    found = english.sentence(text)
    return escape(found) if found else Markup('<span lang="nl">{}</span>').format(text)


def names(text: str | None, taal: str) -> str:
    """A list of names of organisations in the language of the page."""
    return text or "" if taal == DUTCH else english.names(text or "")


def status(word: str | None, taal: str) -> str:
    """A status in plain words; one that is not known stays as it is."""
    return said(STATUS.get(word or "ontbreekt", (word or "", word or "")), taal)


def titled(row: Mapping[str, Any], name: str, taal: str) -> str:
    """A text that a row has in both languages, as `titel` and `titel_en`."""
    return str((row.get(f"{name}_en") if taal == ENGLISH else None) or row.get(name) or "")


def dataset(name: str, taal: str) -> str:
    """What people call a dataset; one that is no longer declared keeps its code."""
    known = registry().get(name)
    if known is None:
        return name
    return known.title_en if taal == ENGLISH else known.title


def layer(name: str, state: State | None, taal: str) -> str:
    """What people call a layer, also one that is not published now."""
    if state and name in state.layers:
        return titled(state.layers[name].current.meta, "titel", taal)
    last = titled(state.withdrawn.get(name, {}), "titel", taal) if state else ""
    if last:
        return last
    known = layers().get(name)
    if known is None:
        return name
    return known[1].title_en if taal == ENGLISH else known[1].title


def heading(column: Column, taal: str) -> str:
    """What a column is called."""
    return (column.titel_en if taal == ENGLISH else None) or column.titel


def unit(column: Column, taal: str) -> str:
    """The unit of a column, nothing for what is no figure."""
    return (column.eenheid_en if taal == ENGLISH else None) or column.eenheid or ""
