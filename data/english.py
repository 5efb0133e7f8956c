"""English for texts that are declared in Dutch, from `data/reference/engels.toml`.

Belongs here: looking a Dutch text up, whole, by its pattern, or as a list of names. Titles and
units are not there: every declaration has them in both languages itself.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from data import getallen
from data.parameters import table
from data.registry import layers, registry

WHOLE = (
    "lagen",
    "opmerkingen",
    "kolommen",
    "rekenregels",
    "getallen",
    "releases",
    "woorden",
)
VALUES, ANSWERS = "waarden", "antwoorden"
PATTERNS, HOLE = ("patronen", "meldingen", VALUES, ANSWERS), "{}"
_ANY, _PART = "(.+?)", r"((?:(?!\. [A-Z]).)+?)"
"""What a hole holds; of a value no end of a sentence, or it would take half of a long text."""
BETWEEN = re.compile(r"(, | en | of |; )")
JOINED = {" en ": " and ", " of ": " or "}
_NUMBER = re.compile(r"\d[\d.,]*")
_SHARE = re.compile(r"([^,;]+?) ([\d,]+) ?%")
_COUNTED = re.compile(r"(\d[\d.]*) (\D+)")
_LISTED = re.compile(r"(\D+): (\d[\d.,]*)")


@cache
def _whole() -> Mapping[str, str]:
    listed = table("engels")
    found = {nl: en for part in WHOLE for nl, en in listed[part].items()}
    found |= {row["titel"]: row["titel_en"] for row in table("voortgang")["reeksen"].values()}
    found |= {row["titel"]: row["titel_en"] for row in table("zorgtarieven").values()}
    for dataset in registry().values():
        found |= {c.unit: c.unit_en for c in dataset.columns if c.unit}
    for dataset, layer in layers().values():
        found |= {dataset.title: dataset.title_en, layer.title: layer.title_en}
    return found | {one.title: one.title_en for one in registry().values()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile((_PART if part == VALUES else _ANY).join(map(re.escape, nl.split(HOLE)))), en)
        for part in PATTERNS
        for nl, en in table("engels")[part].items()
    )


def spoken() -> Mapping[str, str]:
    """What cells and answers may say, by the Dutch, `{}` for a number or a word: for the viewer."""
    listed = table("engels")
    return {nl: en for part in ("woorden", VALUES, ANSWERS) for nl, en in listed[part].items()}


def sentence(text: str) -> str | None:
    """The English of a declared text, None where there is none.

    Args:
        text: Dutch, as it is declared or as a method wrote it.
    """
    found = _whole().get(text.strip())
    if found is not None:
        return found
    for pattern, english in _patterns():
        match = pattern.fullmatch(text.strip())
        if match:
            parts = english.split(HOLE)
            told = [names(part) for part in match.groups()]
            return "".join(a + b for a, b in zip(parts, [*told, ""], strict=True))
    return None


def names(text: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """A list of names: words that have English get it, names of organisations stay what they are.

    Args:
        text: such as `CBS, gemeenten en andere, bewerkt`.
        more: words that are known here besides.
    """
    whole = _word(text, more)
    if whole != text:
        return whole
    first, comma, title = text.partition(", ")
    while comma:  # the source of a column: its publisher, and then the title of a dataset
        if title in _whole():
            return f"{names(first, more)}, {_whole()[title]}"
        part, comma, title = title.partition(", ")
        first = f"{first}, {part}"
    parts = BETWEEN.split(text)
    return "".join(JOINED.get(part, _word(part, more)) for part in parts)


def _word(text: str, more: Mapping[str, str]) -> str:
    """One name, number, name with its share or number, or number of what has that name."""
    if _NUMBER.fullmatch(text):
        return getallen.english(text)
    share = _SHARE.fullmatch(text)
    if share:
        return f"{_word(share[1], more)} {getallen.english(share[2])}%"
    if counted := _COUNTED.fullmatch(text):
        return f"{getallen.english(counted[1])} {_word(counted[2], more)}"
    if listed := _LISTED.fullmatch(text):
        return f"{_word(listed[1], more)}: {getallen.english(listed[2])}"
    found = more.get(text, _whole().get(text))
    if found is None and text[:1].isupper():
        lower = text[0].lower() + text[1:]
        found = more.get(lower, _whole().get(lower))
        return found[0].upper() + found[1:] if found else text
    return text if found is None else found
