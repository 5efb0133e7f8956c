"""Readers of linked data, as far as the catalogue uses it: Turtle and JSON-LD as triples.

A triple is (subject, predicate, value): addresses are whole, a text is (text, language, type), and
a node without a name is the frozen set of what it says.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

Triples = set[tuple[Any, ...]]
Said = list[tuple[str, Any]]

_TOKEN = re.compile(
    r'\s*(?:(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"(?:@(?P<lang>\w+)|\^\^(?P<kind>[\w:]+))?|(?P<sign>[\[\];,.])(?=\s|$)|(?P<name>[\w:@]+))"
)
_PREFIX = re.compile(r"@prefix (\w+): <([^>]+)> \.")


class Turtle:
    """A reader of Turtle that refuses what it does not know."""

    def __init__(self, text: str) -> None:
        """Take the text apart."""
        lines = text.splitlines()
        known = (_PREFIX.fullmatch(line) for line in lines)
        self._prefixes = {found[1]: found[2] for found in known if found}
        body = "\n".join(line for line in lines if not _PREFIX.fullmatch(line)).rstrip()
        self._tokens = list(self._split(body))
        self._at = 0

    @staticmethod
    def _split(body: str) -> Iterator[re.Match[str]]:
        place = 0
        while place < len(body):
            match = _TOKEN.match(body, place)
            assert match, body[place : place + 60]
            place = match.end()
            yield match

    def triples(self) -> Triples:
        """Everything it says."""
        found: Triples = set()
        while self._at < len(self._tokens):
            subject = self._term()
            found |= {(subject, *said) for said in self._properties()}
            assert self._sign(".")
        return found

    def _sign(self, sign: str) -> bool:
        """Whether this sign comes now; then it is passed."""
        there = bool(self._tokens[self._at]["sign"] == sign)
        self._at += there
        return there

    def _full(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return "@type" if name == "a" else self._prefixes[prefix] + rest

    def _term(self) -> Any:
        if self._sign("["):
            said = frozenset(self._properties())
            assert self._sign("]")
            return said
        token = self._tokens[self._at]
        self._at += 1
        if token["iri"]:
            return token["iri"][1:-1]
        if token["text"] is None:
            return self._full(token["name"])
        kind = self._full(token["kind"]) if token["kind"] else None
        return json.loads(token["text"]), token["lang"], kind

    def _properties(self) -> Said:
        said: Said = []
        while True:
            name = self._full(self._tokens[self._at]["name"])
            self._at += 1
            said.append((name, self._term()))
            while self._sign(","):
                said.append((name, self._term()))
            if not self._sign(";"):
                return said


class JsonLd:
    """A reader of a JSON-LD document with prefixes as its context."""

    def __init__(self, document: dict[str, Any]) -> None:
        """Take the document."""
        self._context, self._graph = document["@context"], document["@graph"]

    def triples(self) -> Triples:
        """Everything it says."""
        return {(node["@id"], *said) for node in self._graph for said in self._said(node)}

    def _full(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return self._context[prefix] + rest if prefix in self._context else name

    def _said(self, node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in node.items():
            for item in value if isinstance(value, list) else [value]:
                if name == "@type":
                    yield name, self._full(item)
                elif name != "@id":
                    yield self._full(name), self._value(item)

    def _value(self, item: Any) -> Any:
        if not isinstance(item, dict):
            return item, None, None
        if "@value" in item:
            kind = self._full(item["@type"]) if "@type" in item else None
            return item["@value"], item.get("@language"), kind
        return item["@id"] if set(item) == {"@id"} else frozenset(self._said(item))
