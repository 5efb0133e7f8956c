"""What the database says of an act, with the names that people use for codes.

The record of acts keeps the codes; only the page speaks so.
"""

import re
from dataclasses import replace

from data import toegang
from data.registry import layers, registry
from geo_api.beheer.acts import Done
from geo_api.pages import title_of
from geo_api.site import themes
from geo_api.site.words import DUTCH

_PIECE = re.compile(r"([ /:,]+)")


def dataset(done: Done, code: str) -> Done:
    """An act on a dataset."""
    return _named(done, code, title_of(code))


def layer(done: Done, code: str) -> Done:
    """An act on a layer; one that is no longer declared keeps its code."""
    return _named(done, code, _title(code))


def columns(done: Done, code: str) -> Done:
    """Columns that were coupled, by the titles of ours; a refusal names the dataset."""
    if not done.done:
        return dataset(done, code)
    titles = {column.name: column.title for column in registry()[code].columns}
    coupled = re.sub(r"(^|, )(\w+) = ", lambda m: f"{m[1]}{titles.get(m[2], m[2])} = ", done.said)
    return replace(
        done, said=f"Gekoppeld: {coupled}. De volgende verversing probeert de levering opnieuw."
    )


def subject(text: str) -> str:
    """What an act was on, as the log has it, with titles for datasets, layers and themes."""
    pieces = _PIECE.split(text)
    for at in range(0, len(pieces), 2):
        before = pieces[at - 2] if at else ""
        behind = pieces[at + 1] if at + 1 < len(pieces) else ""
        if behind.startswith(":"):  # whose right or key it is
            continue
        pieces[at] = _title(pieces[at]) if before != toegang.THEME else _theme(pieces[at])
    return "".join(pieces)


def _title(code: str) -> str:
    known = layers().get(code)
    return known[1].title if known else title_of(code)


def _theme(code: str) -> str:
    return themes.title(code, DUTCH)


def _named(done: Done, code: str, title: str) -> Done:
    """The first time that the code stands by itself in the sentence it becomes its title."""
    if title == code:
        return done
    return replace(done, said=done.said.replace(f" {code} ", f" ‘{title}’ ", 1))
