"""How numbers, dates and words of layers read in each of the two languages."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
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
from geo_api.settings import PACKAGE
from geo_api.site import periods

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


@cache
def _values() -> Mapping[str, str]:
    """English words for values of layers, as the map has them."""
    path = PACKAGE / "viewer" / "src" / "i18n" / "en.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {k.partition(".")[2]: v for k, v in known.items() if k.startswith("waarde.")}


_MORE: Mapping[str, str] = {
    "wijkverpleging": "district nursing",
    "dagbesteding": "day care",
    "verpleeghuiszorg": "nursing home care",
    "ov": "public transport",
    "eigenaar": "owner",
    "eenheden": "homes",
    "scootmobielen": "mobility scooters",
    "buurtruimte": "room for the neighbourhood",
    "prijsmix": "mix of prices",
    "groen": "green",
    "doorstroming": "moving on",
    "aanpasbaar": "adaptable",
    "technologie": "technology",
    "balans": "balance",
    "loopbereikbaarheid": "walk access",
    "corporatie": "housing association",
    "gemeente": "municipality",
    "zorg": "care",
    "punt": "point",
    "plaatselijk": "local",
    "voorkeur": "preferred",
    "onder gemiddeld": "below average",
    "gemiddeld": "average",
    "boven gemiddeld": "above average",
    "overig": "other",
    "draagkrachtig": "strong",
    "zwaar maar gedragen": "heavy but carried",
    "onder druk": "under pressure",
    "vast": "holds",
    "onzeker": "uncertain",
    "ja": "yes",
    "nee": "no",
    "onbekend": "unknown",
    "openbaar": "public",
    "besloten": "restricted",
    "geen bron": "no source",
    "geclusterd": "clustered",
    "nultreden": "step-free",
    "zorggeschikt": "fit for care",
    "te weinig dekking": "covers too little",
    "te klein om te tonen": "too small to show",
    "te kleine aantallen": "numbers too small",
    "geen cijfer voor dit gebied": "no figure for this area",
    "geen looptijd": "no period",
    "aantal 65-plussers onbekend": "number of people of 65 and older unknown",
    "apotheek": "pharmacy",
    "fysiotherapeut": "physiotherapist",
    "horeca": "café or restaurant",
    "huisarts": "GP",
    "ontmoeting": "meeting place",
    "supermarkt": "supermarket",
    "verpleeghuis": "nursing home",
    "ziekenhuis": "hospital",
    "park": "park",
    "halte": "stop",
    "basisschool": "primary school",
    "idee": "idea",
    "zacht": "soft",
    "hard": "firm",
    "in uitvoering": "being built",
    "gereed": "done",
    "gestopt": "stopped",
    "verkenning": "exploration",
    "locatie gevonden": "place found",
    "plan": "plan",
    "wooncoöperatie": "housing cooperative",
    "hofje": "courtyard homes",
    "woongroep": "living group",
    "organisatie": "organisation",
    "anders": "other",
    "gemeenten": "municipalities",
    "woningcorporaties": "housing associations",
    "gemeenten en corporaties": "municipalities and housing associations",
    "gemeenten en zorgaanbieders": "municipalities and care providers",
    "zorgaanbieders en gemeenten": "care providers and municipalities",
    "woningcorporaties en woonruimteverdeling": "housing associations and letting agencies",
    "gemeenten en ontwikkelaars": "municipalities and developers",
}


def value(text: str, taal: str) -> str:
    """A word of a layer; a name, or a word that has no English, stays Dutch."""
    period = periods.told(text, taal)
    if period:
        return period
    if taal != ENGLISH:
        return text
    return _values().get(text) or _MORE.get(text) or english.sentence(text) or text
