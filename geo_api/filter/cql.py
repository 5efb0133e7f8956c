"""A CQL2 filter as a tree, within bounds.

What was written becomes a tree of limited depth and size, so nothing that follows can be made to
work for long. What a tree means stands in `conditions`.
"""

import json
from collections.abc import Iterator

from geo_api.filter import cqltext
from geo_api.filter.cqltext import MOST_NESTED, Node

LANGUAGES = ("cql2-text", "cql2-json")
MOST_TEXT = 4096
MOST_DEPTH = 16
MOST_NODES = 100
_NESTED = "'filter' heeft te veel haakjes in haakjes."


class Wrong(Exception):  # noqa: N818 - a fault of the question, not of the service
    """What is wrong with a filter, as a Dutch sentence, with the nearest valid name.

    Attributes:
        at: where: a sign of the text or a path in the JSON, None when all of it is meant.
    """

    def __init__(self, detail: str, suggestion: str | None = None) -> None:
        """State it."""
        super().__init__(detail)
        self.detail = detail
        self.suggestion = suggestion
        self.at: int | str | None = None

    @property
    def sentence(self) -> str:
        """The fault with its place."""
        if self.at is None:
            return self.detail
        place = f"bij teken {self.at}" if isinstance(self.at, int) else f"in {self.at}"
        return f"{self.detail.rstrip('.')} ({place})."


def parse(text: str, language: str) -> Node:
    """Read a filter; its operations and properties carry `at`, the place where they stand.

    Args:
        text: CQL2 text or CQL2 JSON.
        language: which of `LANGUAGES`.

    Raises:
        Wrong: it is too long, too deep, too large, or not CQL2.
    """
    if len(text) > MOST_TEXT:
        raise Wrong(f"'filter' is langer dan {MOST_TEXT} tekens.")
    tree = _text(text) if language == "cql2-text" else _json(text)
    _bound(tree, located=language == "cql2-text")
    return tree


def _text(text: str) -> Node:
    try:
        return cqltext.parse(text)
    except cqltext.UnreadableError as error:
        wrong = Wrong("'filter' is geen cql2-text: hier gaat het mis.")
        wrong.at = error.at
        raise wrong from None
    except cqltext.DeepError:
        raise Wrong(_NESTED) from None


def _json(text: str) -> Node:
    try:
        tree: Node = json.loads(text, parse_constant=_refuse)
        json.dumps(tree, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Wrong("'filter' is geen cql2-json.") from None
    level = [tree]
    for _ in range(MOST_NESTED):
        level = [child for node in level for child in _inside(node)]
        if not level:
            return tree
    raise Wrong(_NESTED)


def _refuse(name: str) -> Node:
    raise ValueError(name)


def _inside(node: Node) -> list[Node]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _bound(tree: Node, *, located: bool) -> None:
    """Refuse a tree that is too deep or has too many parts; in JSON, note where each one stands.

    Coordinates count for nothing, and neither does a plain value in a list.
    """
    level, nodes = [("filter", tree)], 0
    for _ in range(MOST_DEPTH):
        below = [item for path, node in level for item in _below(path, node, located=located)]
        nodes += sum(not listed or isinstance(node, dict) for _, node, listed in below)
        if nodes > MOST_NODES:
            raise Wrong(f"'filter' heeft meer dan {MOST_NODES} onderdelen.")
        level = [(path, node) for path, node, _ in below]
        if not level:
            return
    raise Wrong(f"'filter' is dieper dan {MOST_DEPTH} lagen.")


def _below(path: str, node: Node, *, located: bool) -> Iterator[tuple[str, Node, bool]]:
    """What lies directly under a node, with its path and whether it is an item of a list."""
    if isinstance(node, list):
        yield from ((f"{path}/{number}", item, True) for number, item in enumerate(node))
    if not isinstance(node, dict):
        return
    if not located:
        node["at"] = path
    for name in ("args", "interval"):
        items = node.get(name)
        if isinstance(items, list):
            yield from ((f"{path}/{name}/{i}", item, False) for i, item in enumerate(items))
