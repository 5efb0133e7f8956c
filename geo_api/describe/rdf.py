"""A small graph of linked data, written as JSON-LD or Turtle.

Knows what a catalogue needs: addresses, text in a language, typed values, nodes inside a node. Not
a library for linked data: it reads nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
}

Node = dict[str, Any]
"""`@id` (absent: a node without a name), `@type`, and properties by prefixed name; None is left
out, a list is several values."""


class Iri(str):
    """An address, or a prefixed name of `PREFIXES`."""

    __slots__ = ()


@dataclass(frozen=True)
class Typed:
    """A value with its type, a prefixed name."""

    text: str
    kind: str


@dataclass(frozen=True)
class Text:
    """Text in a language."""

    text: str
    language: str


def dutch(text: str) -> Text:
    """Text in Dutch."""
    return Text(text, "nl")


def json_ld(graph: Sequence[Node]) -> dict[str, Any]:
    """The graph as a JSON-LD document."""
    return {"@context": PREFIXES, "@graph": [_object(node) for node in graph]}


def _object(node: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in node.items():
        values = _values(value)
        if name == "@id":
            found[name] = str(value)
        elif name == "@type":
            found[name] = [str(kind) for kind in values]
        elif values:
            written = [_value(item) for item in values]
            found[name] = written[0] if len(written) == 1 else written
    return found


def _values(value: Any) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None]


def _value(item: Any) -> Any:
    if isinstance(item, Iri):
        return {"@id": str(item)}
    if isinstance(item, Typed):
        return {"@value": item.text, "@type": item.kind}
    if isinstance(item, Text):
        return {"@value": item.text, "@language": item.language}
    return _object(item) if isinstance(item, Mapping) else item


def turtle(graph: Sequence[Node]) -> str:
    """The graph in Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for node in graph:
        lines += ["", f"{_iri(node['@id'])}", " ;\n".join(_properties(node, "    ")) + " ."]
    return "\n".join(lines) + "\n"


def _properties(node: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in node.items():
        values = _values(value)
        if name == "@id" or not values:
            continue
        written = " , ".join(_term(item, indent) for item in values)
        yield f"{indent}{'a' if name == '@type' else name} {written}"


def _term(item: Any, indent: str) -> str:
    if isinstance(item, Iri):
        return _iri(item)
    if isinstance(item, Typed):
        return f"{_quoted(item.text)}^^{item.kind}"
    if isinstance(item, Text):
        return f"{_quoted(item.text)}@{item.language}"
    if isinstance(item, Mapping):
        inner = " ;\n".join(_properties(item, indent + "    "))
        return f"[\n{inner}\n{indent}]"
    return _quoted(str(item))


def _quoted(text: str) -> str:
    """A text in quotes; JSON escapes are a part of those of Turtle."""
    return json.dumps(text, ensure_ascii=False)


def _iri(address: str) -> str:
    prefix, colon, _ = address.partition(":")
    if colon and prefix in PREFIXES:
        return str(address)
    safe = "".join(c if c > " " and c not in '<>"{}|^`\\' else f"%{ord(c):02X}" for c in address)
    return f"<{safe}>"
