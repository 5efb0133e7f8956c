"""What the database says of an act, with the names that people use for codes.

The record of acts keeps the codes; only the page speaks so.
"""

import re
from dataclasses import replace

from data.registry import layers, registry
from geo_api.beheer.acts import Done
from geo_api.pages import title_of


def dataset(done: Done, code: str) -> Done:
    """An act on a dataset."""
    return _named(done, code, title_of(code))


def layer(done: Done, code: str) -> Done:
    """An act on a layer; one that is no longer declared keeps its code."""
    known = layers().get(code)
    return _named(done, code, known[1].title if known else code)


def columns(done: Done, code: str) -> Done:
    """Columns that were coupled, by the titles of ours; a refusal names the dataset."""
    if not done.done:
        return dataset(done, code)
    titles = {column.name: column.title for column in registry()[code].columns}
    coupled = re.sub(r"(^|, )(\w+) = ", lambda m: f"{m[1]}{titles.get(m[2], m[2])} = ", done.said)
    return replace(
        done, said=f"Gekoppeld: {coupled}. De volgende verversing probeert de levering opnieuw."
    )


def _named(done: Done, code: str, title: str) -> Done:
    """The first time that the code stands by itself in the sentence it becomes its title."""
    if title == code:
        return done
    return replace(done, said=done.said.replace(f" {code} ", f" ‘{title}’ ", 1))
