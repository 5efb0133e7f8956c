"""In which language somebody reads these pages, and how they say what is on record in Dutch.

What is put on record stays Dutch: it is one text, whoever reads it. A page translates on its way
out. A text that has no English yet is shown as it is, and marked as Dutch.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request
from markupsafe import Markup, escape

from data import english_steward
from data.registry import layers
from geo_api import pages
from geo_api.beheer import browser
from geo_api.describe import languages
from geo_api.describe.languages import DUTCH, ENGLISH
from geo_api.http.headers import Headers
from geo_api.site import words

COOKIE = "woonzorg-taal"
"""Holds the language that was chosen, `nl` or `en`, until the browser closes."""


def language(request: Request) -> str:
    """What the address asks, else what was chosen before, else what the browser prefers."""
    secure: bool = request.app.state.office.settings.secure
    for chosen in (
        request.query_params.get("taal"),
        request.cookies.get(browser.cookie(COOKIE, secure=secure)),
    ):
        if chosen in (DUTCH, ENGLISH):
            return str(chosen)
    return languages.preferred(request.headers.get("accept-language", ""))


def kept(query: bytes, *, secure: bool) -> Headers:
    """The header by which a browser keeps the language that an address asks; else none.

    Args:
        query: of the address.
        secure: whether this service is reached over TLS.
    """
    asked = parse_qs(query.decode("latin-1")).get("taal", [""])[-1]
    if asked not in (DUTCH, ENGLISH):
        return []
    text = f"{browser.cookie(COOKIE, secure=secure)}={asked}; Path=/; HttpOnly; SameSite=lax"
    return [(b"set-cookie", (text + "; Secure" * secure).encode())]


def values(request: Request) -> dict[str, Any]:
    """What every template of these pages can use."""
    taal = language(request)
    return {
        "t": lambda nl, en: languages.said((nl, en), taal),
        "taal": taal,
        "andere_taal": languages.other(request, taal) if request.method == "GET" else "",
        "dag": partial(words.day, taal=taal),
        "moment": partial(words.moment, taal=taal),
        "getal": partial(words.number, taal=taal, digits=0),
        "zin": partial(sentence, taal=taal),
        "feed": partial(feed, taal=taal),
        "laagnaam": partial(layer, taal=taal),
    }


def sentence(text: str | None, most: int = 0, *, taal: str) -> Markup:
    """What the pipeline, the database or these pages say, in the language of the page.

    Args:
        text: Dutch; an order for the command line is left out, for a page has buttons.
        most: longest text, in signs; 0 for no bound.
        taal: `nl` or `en`.
    """
    plain = pages.without_command(text or "")
    told = plain if taal == DUTCH or not plain else english_steward.told(plain)
    shown = plain if told is None else told
    if most and len(shown) > most:
        shown = shown[: most - 1].rsplit(" ", 1)[0] + "…"
    return Markup('<span lang="nl">{}</span>').format(shown) if told is None else escape(shown)


def feed(row: Mapping[str, Any], *, taal: str) -> str:
    """What the dataset of a row is called; the row's own title is Dutch."""
    known = words.dataset(row["dataset"], taal)
    own = str(row.get("titel") or known)
    return own if taal == DUTCH or known == row["dataset"] else known


def layer(row: Mapping[str, Any], *, taal: str) -> str:
    """What the layer of a row is called; one that is no longer declared has Dutch only."""
    known = layers().get(row["laag"])
    return known[1].title_en if known and taal == ENGLISH else str(row["titel"])
