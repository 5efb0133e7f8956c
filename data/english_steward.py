"""English of what the pipelines and the database write in Dutch, for the steward's pages.

Belongs here: finding such a text in `data/reference/engels_beheer.toml`, whole or by sentence. Not
here: what is declared (`data.english`), and what the pages themselves say.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from data import english
from data.parameters import table
from data.registry import layers, registry

LONG, OWN, SHORT = "{…}", "{*}", "{}"
"""Holes: a text that must have English itself, one that stays what it is, and a word or list."""
_HOLE = re.compile(r"\{[…*]?\}")
_FREE = re.compile(r"\{\*\}(?=$|\. |\))")
_END = re.compile(r"(?<=[.?!]) (?=\S)|(?<=\.)?; ")
_PART = r"((?:(?!; |[.?!] [A-Z]).)+?)"
"""What a hole holds: no end of a sentence, or it would take half of a long text."""
_MASKED = re.compile("«[^»]*»|'[^']*'|\"[^\"]*\"")
_CODE = re.compile(r"[a-z0-9_]+(/[\w-]+)?")
_COMMAND = re.compile(r": \./woonzorg [^.]+\.")

MOST = 40
"""Sentences that are looked at one by one; what has more is not ours."""

Pattern = tuple[re.Pattern[str], tuple[str, ...], str]
"""What a text looks like, its holes, and the English."""


@lru_cache(maxsize=4096)
def told(text: str) -> str | None:
    """The English of such a text; None unless every part of it has English.

    Args:
        text: Dutch as it was put on record, or as `geo_api.pages.without_command` left it.
    """
    text = text.strip()
    found = _matched(text, _patterns(free=False)) or _named(text) or _split(text)
    return found or _matched(text, _patterns(free=True)) or english.sentence(text)


def _matched(text: str, patterns: tuple[Pattern, ...]) -> str | None:
    """By the whole text: exactly, or by the longest pattern whose long holes have English."""
    lower = text[:1].lower() + text[1:]
    if found := _listed().get(text) or _listed().get(lower):
        return found if text in _listed() else found[:1].upper() + found[1:]
    for pattern, holes, said in patterns:
        match = pattern.fullmatch(text)
        parts = [_filled(*one) for one in zip(holes, match.groups(), strict=True)] if match else []
        if match and None not in parts:
            between = _HOLE.split(said)
            return "".join(a + (b or "") for a, b in zip(between, [*parts, ""], strict=True))
    return None


def _filled(hole: str, text: str) -> str | None:
    if hole == LONG:
        return told(text)
    return text if hole == OWN else _word(text)


def _word(text: str) -> str:
    """What a hole holds: a part of a sentence that is known, or a list of names."""
    if text[:1] == "‘" and text[-1:] == "’":
        return f"‘{_word(text[1:-1])}’"
    parts = english.BETWEEN.split(text)
    items = [_matched(part, _patterns(free=False)) for part in parts[::2]]
    found = None if len(parts) > 1 and None not in items else _matched(text, _patterns(free=False))
    by_name = english.names(text, _words())
    if found or len(parts) == 1 or by_name in _words().values():
        return found or by_name
    parts[::2] = [_word(part) if part else part for part in parts[::2]]
    return "".join(english.JOINED.get(part, part) for part in parts)


def _named(text: str) -> str | None:
    """A text with the dataset in front that it is about: its code, or its title."""
    for colon in re.finditer(": ", text):
        who, rest = text[: colon.start()], text[colon.end() :]
        code, bracket, supplier = who.partition(" (")
        if who in _titles() or _CODE.fullmatch(code):
            said = told(rest)
            title = _titles().get(who) or f"{_titles().get(code, code)}{bracket}{supplier}"
            return said and f"{title}: {said}"
    return None


def _split(text: str) -> str | None:
    """A text of more sentences or reasons, when each has English."""
    ends = list(_END.finditer(text))
    for end in ends if len(ends) <= MOST else ():
        first = told(text[: end.start()])
        rest = told(text[end.end() :]) if first else None
        if rest:
            return f"{first}{end[0]}{rest}"
    return None


@cache
def _listed() -> Mapping[str, str]:
    """Dutch and English as they stand in the file, and as they stand with values hidden."""
    listed = {nl: en for part in table("engels_beheer").values() for nl, en in part.items()}
    shorter = {_COMMAND.sub(".", nl): _COMMAND.sub(".", en) for nl, en in listed.items()}
    hidden = {_MASKED.sub("…", nl): _MASKED.sub("…", en) for nl, en in listed.items()}
    return hidden | shorter | listed


@cache
def _patterns(*, free: bool) -> tuple[Pattern, ...]:
    """Those with the most words first, so that a short one takes nothing of a longer."""
    held = [(nl, en) for nl, en in _listed().items() if _HOLE.search(nl)]
    held.sort(key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return tuple((re.compile("".join(_pieces(nl, free))), holes(nl), en) for nl, en in held)


def holes(text: str) -> tuple[str, ...]:
    """The holes of a text, in order."""
    return tuple(_HOLE.findall(text))


def _pieces(text: str, free: bool) -> Iterator[str]:
    done = 0
    open_ = {match.start() for match in _FREE.finditer(text)} if free else set()
    for hole in _HOLE.finditer(text):
        yield re.escape(text[done : hole.start()])
        yield "(.+)" if hole[0] == LONG or hole.start() in open_ else _PART
        done = hole.end()
    yield re.escape(text[done:])


@cache
def _titles() -> Mapping[str, str]:
    """English titles of datasets and layers, by code and by Dutch title."""
    found = {dataset.title: dataset.title_en for dataset in registry().values()}
    for _, layer in layers().values():
        found.setdefault(layer.title, layer.title_en)
    return found | {name: dataset.title_en for name, dataset in registry().items()}


@cache
def _words() -> Mapping[str, str]:
    """Words of this file without holes, and titles of columns."""
    columns = (column for one in registry().values() for column in one.columns)
    found = {column.title: column.title_en for column in columns if column.title}
    return found | {nl: en for nl, en in _listed().items() if not _HOLE.search(nl)}
