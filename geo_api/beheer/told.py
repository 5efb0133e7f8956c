"""What the database says of an act, with the names that people use for codes.

The record of acts keeps the codes; only the page speaks so.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from data import toegang
from data.registry import layers, registry
from geo_api.beheer.acts import Done
from geo_api.pages import title_of
from geo_api.site import themes, words
from geo_api.site.words import DUTCH, said

_PIECE = re.compile(r"([ /:,]+)")


WORDS: Mapping[str, str] = {
    toegang.LAYER: "layer",
    toegang.THEME: "theme",
    "levering": "delivery",
    "verslag": "report",
    "quarantaine": "rows set apart of delivery",
    "sessie": "session",
    "inzien": "view",
    "beheren": "manage",
    "onbekend": "unknown",
}
"""English of what the log of acts calls things."""


def dataset(done: Done, code: str) -> Done:
    """An act on a dataset."""
    return _named(done, code, title_of(code))


def layer(done: Done, code: str) -> Done:
    """An act on a layer; one that is no longer declared keeps its code."""
    return _named(done, code, _title(code))


def columns(done: Done, code: str, taal: str) -> Done:
    """Columns that were coupled, by the titles of ours; a refusal names the dataset."""
    if not done.done:
        return dataset(done, code)
    titles = {
        column.name: said((column.title, column.title_en), taal)
        for column in registry()[code].columns
    }
    coupled = re.sub(r"(^|, )(\w+) = ", lambda m: f"{m[1]}{titles.get(m[2], m[2])} = ", done.said)
    return replace(
        done, said=f"Gekoppeld: {coupled}. De volgende verversing probeert de levering opnieuw."
    )


def subject(text: str, taal: str) -> str:
    """What an act was on, as the log has it, with titles for datasets, layers and themes."""
    pieces = _PIECE.split(text)
    shown = list(pieces)
    for at in range(0, len(pieces), 2):
        before = pieces[at - 2] if at else ""
        behind = pieces[at + 1] if at + 1 < len(pieces) else ""
        if behind.startswith(":"):  # whose right or key it is
            continue
        shown[at] = _piece(pieces[at], taal, theme=before == toegang.THEME)
    return "".join(shown)


def _piece(text: str, taal: str, *, theme: bool) -> str:
    if theme:
        return themes.title(text, taal)
    return said((text, WORDS[text]), taal) if text in WORDS else _title(text, taal)


def _title(code: str, taal: str = DUTCH) -> str:
    known = layers().get(code)
    if known is None:
        return words.dataset(code, taal)
    return said((known[1].title, known[1].title_en), taal)


def _named(done: Done, code: str, title: str) -> Done:
    """The first time that the code stands by itself in the sentence it becomes its title."""
    if title == code:
        return done
    return replace(done, said=done.said.replace(f" {code} ", f" ‘{title}’ ", 1))
