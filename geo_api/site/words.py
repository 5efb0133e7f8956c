"""The two languages of the pages: which one a reader gets, and how numbers and words read in it."""

import json
import re
from collections.abc import Mapping
from functools import cache

from fastapi import Request

from geo_api.errors import Fault, bad_request
from geo_api.pages import MONTHS, dutch_date
from geo_api.settings import PACKAGE

Pair = tuple[str, str]
"""A text in Dutch and in English."""
DUTCH, ENGLISH = "nl", "en"
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
STATUS: Mapping[str, Pair] = {
    "waargenomen": ("geteld of gemeten", "counted or measured"),
    "geschat": ("geschat", "estimated"),
    "geimputeerd": ("aangevuld met een schatting", "filled in with an estimate"),
    "onderdrukt": ("niet getoond: te weinig mensen", "not shown: too few people"),
    "ontbreekt": ("onbekend", "unknown"),
    "uitgesloten": ("doet niet mee", "left out"),
    "scenario": ("uitkomst van een scenario", "outcome of a scenario"),
}
"""How a figure came about, in plain words."""
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
    asked = request.query_params.get("taal")
    if asked is not None:
        if asked not in (DUTCH, ENGLISH):
            raise bad_request([Fault("taal", "waarde", "'taal' is nl of en.")])
        return asked
    return _preferred(request.headers.get("accept-language", ""))


def _preferred(header: str) -> str:
    weights = {DUTCH: 0.0, ENGLISH: 0.0}
    for item in header.split(","):
        name, _, rest = item.strip().partition(";")
        short = name.strip().lower().split("-")[0]
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            continue
        if short in weights:
            weights[short] = max(weights[short], weight)
    return ENGLISH if weights[ENGLISH] > weights[DUTCH] else DUTCH


def said(pair: Pair, taal: str) -> str:
    """The text of a pair in one language."""
    return pair[taal == ENGLISH]


def number(value: float | None, taal: str, digits: int = 1) -> str:
    """A number as people write it: at most so many decimals, a mark between thousands."""
    if value is None:
        return said(("onbekend", "unknown"), taal)
    text = f"{round(float(value), digits):,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text if taal == ENGLISH else text.translate(str.maketrans(",.", ".,"))


def day(value: str | None, taal: str) -> str:
    """A date in words."""
    if not value:
        return said(("onbekend", "unknown"), taal)
    told = dutch_date(value)
    if taal == DUTCH:
        return told
    number_, month, year = told.split()
    return f"{number_} {_ENGLISH[MONTHS.index(month)]} {year}"


def status(word: str | None, taal: str) -> str:
    """A status in plain words; one that is not known stays as it is."""
    return said(STATUS.get(word or "ontbreekt", (word or "", word or "")), taal)


@cache
def _values() -> Mapping[str, str]:
    """English words for values of layers, as the map has them."""
    path = PACKAGE / "viewer" / "src" / "i18n" / "en.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {k.partition(".")[2]: v for k, v in known.items() if k.startswith("waarde.")}


_MORE: Mapping[str, str] = {
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
_SURE = re.compile(r"in (\d+) van (\d+) wegingen dezelfde klasse", re.I)


def value(text: str, taal: str) -> str:
    """A word of a layer; a name, or a word that has no English, stays Dutch."""
    if taal != ENGLISH:
        return text
    sure = _SURE.fullmatch(text)
    if sure:
        return f"in {sure[1]} of {sure[2]} weightings the same class"
    return _values().get(text) or _MORE.get(text) or text
