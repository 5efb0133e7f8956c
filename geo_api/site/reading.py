"""A document of the API as a page for people, in the language they read.

What its members are called, dates, and every text that has English are told in that language;
codes, names and addresses stay what they are. A sentence that has only Dutch is marked as such.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from markupsafe import Markup, escape

from data import english
from data.registry import registry
from geo_api import pages
from geo_api.describe import languages
from geo_api.formats.job import heading
from geo_api.model import Layer, State
from geo_api.site import words
from geo_api.site.labels import CODES, LABELS, NAMED, RAW, SAID

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_BESIDE = re.compile(r"(.+) \(([^()]+)\)")
_END = re.compile(r"(?<=[.!?]) ")
_UNIT = re.compile(r"Eenheid: (.+)\.")
_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_CODE = re.compile(r"[^\s]*\d[^\s]*|[^a-z]*")
_SENTENCE = re.compile(r"\b(?:de|het|een|van|voor|met|uit|tot|per|bij|naar|niet|is|zijn)\b")
_KEPT: dict[str, Mapping[str, str]] = {}


def page(request: Request, document: Mapping[str, Any], as_json: str, title: str = "") -> str:
    """The page of a document.

    Args:
        request: says in which language.
        document: as programs get it.
        as_json: address of the document itself.
        title: heading; without it that of the document, or what its link to itself is called.
    """
    links = document.get("links", [])
    own = next((item["title"] for item in links if item["rel"] == "self"), "Document")
    used = values(request)
    told = grouped(document, used["lees"])
    told = {name: part for name, part in told.items() if name not in ("links", "title")}
    return pages.render(
        "document.html",
        document=told,
        as_json=as_json,
        title=title or document.get("title") or own,
        links=links,
        **used,
    )


def grouped(document: Mapping[str, Any], lees: "Reader") -> Mapping[str, Any]:
    """A document of figures by the values of a column, those values told as of that column."""
    column, groups = document.get("groep"), document.get("groepen")
    if not isinstance(column, str) or not groups:
        return document
    told = [
        {**one, "waarde": lees.text(one["waarde"], column)}
        if isinstance(one["waarde"], str)
        else one
        for one in groups
    ]
    return {**document, "groepen": told}


def values(request: Request) -> dict[str, Any]:
    """What a template of such a page can use."""
    taal = languages.lenient(request)
    state: State | None = request.app.state.services.current.state
    reader = Reader(taal, known(state) if state and taal == words.ENGLISH else {})
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "taal"]
    shown = {"state": state} if state and state.releases else {}
    return {
        "t": lambda nl, en: words.said((nl, en), taal),
        "taal": taal,
        "pad": quote(request.scope["path"]),
        "vraagdeel": urlencode(kept) + "&" if kept else "",
        "dag": partial(words.day, taal=taal),
        "getal": partial(words.number, taal=taal),
        "lees": reader,
        **shown,
    }


def coded(value: Any, taal: str, column: str) -> Any:
    """A value of a column, a code of a publisher in words that are not translated once more."""
    word = words.coded(value, taal, column) if isinstance(value, str) else None
    return escape(word) if word else value


def known(state: State) -> Mapping[str, str]:
    """English of what layers are called, and their columns, units and classes."""
    found = _KEPT.get(state.tag)
    if found is None:
        declared = ((c.title, c.title_en) for one in registry().values() for c in one.columns)
        published = (pair for layer in state.layers.values() for pair in _called(layer))
        found = {nl: en for nl, en in (*declared, *published) if nl and en}
        _KEPT.clear()
        _KEPT[state.tag] = found
    return found


def _called(layer: Layer) -> Iterator[tuple[Any, Any]]:
    for version in layer.by_date.values():
        yield version.meta["titel"], version.meta["titel_en"]
        for column in version.columns:
            yield column.titel, column.titel_en
            yield column.eenheid, column.eenheid_en
            for one in column.klassen or ():
                yield one.get("titel"), one.get("titelEn")


@lru_cache(4096)
def _declared(text: str) -> str | None:
    """The English of a text that stands in a declaration or in this code."""
    if _CODE.fullmatch(text):
        return None
    if text in words.STATUS:
        return words.said(words.STATUS[text], words.ENGLISH)
    found = SAID.get(text) or english.sentence(text)
    if found is None:
        told = words.value(text, words.ENGLISH)
        told = told if told != text else english.names(text)
        # A list of names may have Dutch ones; of a sentence only ' en ' would be told.
        found = told if told != text and not _SENTENCE.search(told) else None
    return found


@dataclass(frozen=True)
class Reader:
    """Tells the parts of a document in one language.

    Attributes:
        known: English by Dutch, beside what the declarations have.
    """

    taal: str
    known: Mapping[str, str]
    raw = RAW

    def parts(self, document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The members that are shown; of one in two languages only that of the reader."""
        for name, part in document.items():
            other = document.get(f"{name}En")
            if name == "links" or part is None or (name.endswith("En") and name[:-2] in document):
                continue
            yield name, escape(other) if other and self.taal == words.ENGLISH else part

    def label(self, name: str, within: str = "") -> Markup:
        """What a member is called.

        Args:
            name: of the member.
            within: name of what it is a member of; names of columns are told as a filter has them.
        """
        if within in NAMED:
            return Markup("<code>{}</code>").format(name)
        if name in LABELS:
            return escape(words.said(LABELS[name], self.taal))
        if self.taal == words.DUTCH:
            return escape(pages.named(name) if _NAMED.fullmatch(name) else name)
        found = self.english(name)
        return escape(found) if found else Markup("<code>{}</code>").format(name)

    def text(self, value: str, name: str = "") -> Markup:
        """A text, a day or a moment.

        Args:
            value: as the document has it.
            name: of the member; of a column, codes of publishers in it are told in words.
        """
        if isinstance(value, Markup):
            return value
        if name in CODES:
            return escape(value)
        word = words.coded(value, self.taal, name)
        if word:
            return escape(word)
        try:
            if _DAY.fullmatch(value):
                return escape(words.day(value, self.taal))
            if _MOMENT.fullmatch(value):
                return escape(words.moment(value, self.taal))
        except ValueError:
            return escape(value)
        if self.taal == words.DUTCH:
            return escape(value)
        found = self.english(value)
        if found is not None:
            return escape(found)
        prose = value.count(" ") > 2 and value.rstrip().endswith((".", "!", "?"))
        return Markup('<span lang="nl">{}</span>').format(value) if prose else escape(value)

    def english(self, text: str) -> str | None:
        """The English of a text, None where there is none."""
        found = self._whole(text)
        if found is None and ": " in text:
            head, _, tail = text.rpartition(": ")
            both = self.english(head), self._whole(tail)
            found = f"{both[0] or head}: {both[1] or tail}" if any(both) else None
        beside = _BESIDE.fullmatch(text) if found is None else None
        if beside:
            title, unit = (self._whole(part) for part in beside.groups())
            found = heading(title or beside[1], unit or beside[2]) if title or unit else None
        return self._sentences(text) if found is None else found

    def _whole(self, text: str) -> str | None:
        unit = _UNIT.fullmatch(text)
        if unit:
            return f"Unit: {self._whole(unit[1]) or unit[1]}."
        return self.known.get(text) or _declared(text)

    def _sentences(self, text: str) -> str | None:
        """Declared texts one behind the other, each of one sentence or more."""
        pieces, told, place = _END.split(text), [], 0
        while place < len(pieces):
            ends = range(len(pieces), place, -1)
            tried = ((end, self._closed(" ".join(pieces[place:end]))) for end in ends)
            end, found = next((pair for pair in tried if pair[1]), (0, None))
            if found is None:
                return None
            told.append(found)
            place = end
        return " ".join(told)

    def _closed(self, text: str) -> str | None:
        """A declared text, also one to which a document gave its full stop."""
        found = self._whole(text) or (self._whole(text[:-1]) if text.endswith(".") else None)
        return found if not found or found.endswith((".", "!", "?")) else f"{found}."
