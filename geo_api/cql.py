"""A CQL2 filter as a tree, within bounds.

The library parses; here a filter is bounded before that (its parser recurses) and after, so nothing
that follows can be made to work for long. What a tree means stands in `conditions`.
"""

from typing import Any

import cql2

Node = Any
"""A JSON value of CQL2 JSON: an operation, a property, a literal or a list."""

LANGUAGES = ("cql2-text", "cql2-json")
MOST_TEXT = 4096
MOST_NESTED = 40
"""Brackets within brackets in the text; a literal multipolygon needs four."""
MOST_DEPTH = 16
MOST_NODES = 100


class Wrong(Exception):  # noqa: N818 - a fault of the question, not of the service
    """What is wrong with a filter, as a Dutch sentence, with the nearest valid name."""

    def __init__(self, detail: str, suggestion: str | None = None) -> None:
        """State it."""
        super().__init__(detail)
        self.detail = detail
        self.suggestion = suggestion


def parse(text: str, language: str) -> Node:
    """Read a filter.

    Args:
        text: CQL2 text or CQL2 JSON.
        language: which of `LANGUAGES`.

    Raises:
        Wrong: it is too long, too deep, too large, or not CQL2.
    """
    if len(text) > MOST_TEXT:
        raise Wrong(f"'filter' is langer dan {MOST_TEXT} tekens.")
    if _nested(text) > MOST_NESTED:
        raise Wrong("'filter' heeft te veel haakjes in haakjes.")
    reader = cql2.parse_text if language == "cql2-text" else cql2.parse_json
    try:
        tree: Node = reader(text).to_json()
    except (cql2.ParseError, ValueError, RecursionError) as error:
        raise Wrong(f"'filter' is geen {language}{_place(str(error))}.") from None
    _bound(tree)
    return tree


def _nested(text: str) -> int:
    """How deep the brackets of a text go, quoted text left aside."""
    depth = deepest = 0
    quote = ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ")]}":
            depth -= 1
    return deepest


def _place(said: str) -> str:
    """Where the parser stopped, when it says so."""
    arrow = said.partition("-->")[2].split()
    place = arrow[0].partition(":")[2] if arrow else ""
    return f": bij teken {place} gaat het mis" if place.isdigit() else ""


def _bound(tree: Node) -> None:
    """Refuse a tree that is too deep or has too many operations; coordinates count for nothing."""
    level, nodes = [tree], 0
    for _ in range(MOST_DEPTH):
        level = [arg for node in level if isinstance(node, dict) for arg in _below(node)]
        nodes += len(level)
        if nodes > MOST_NODES:
            raise Wrong(f"'filter' heeft meer dan {MOST_NODES} onderdelen.")
        if not level:
            return
    raise Wrong(f"'filter' is dieper dan {MOST_DEPTH} lagen.")


def _below(node: dict[str, Node]) -> list[Node]:
    args = node.get("args", [])
    return args if isinstance(args, list) else []
