"""Dutch texts as they stand in code and in SQL, with `{}` where a value comes."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOLE = "{}"
_JOINED = re.compile(r"' *\|\| *[^']+? *\|\| *'")
_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_NO_TEXT = re.compile(r"\b(SELECT|UPDATE|DELETE|INSERT|CREATE|EXISTS|PRAGMA|COPY|TRUNCATE)\b|[\\=]")


def files(*places: str) -> list[Path]:
    """Python files of folders and single modules, by path from the root."""
    found = (ROOT / place for place in places)
    return sorted(p for one in found for p in (one.rglob("*.py") if one.is_dir() else [one]))


def text(node: ast.AST) -> str | None:
    """What a literal says; None for what is put together elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) or HOLE for part in node.values)
    return None


def first_of_calls(names: Sequence[str], *places: str) -> Iterator[tuple[str, str]]:
    """Where and what: the first text that is given to a call of one of these names."""
    for path in files(*places):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in names:
                for said in filter(None, map(text, node.args)):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", said
                    break


def sentences(*places: str) -> Iterator[tuple[str, str]]:
    """Where and what: every text of more words in these modules that is no docstring or SQL."""
    for path in files(*places):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        aside = set(_aside(tree))
        for node in ast.walk(tree):
            said = None if id(node) in aside else text(node)
            if said and " " in said.strip() and not _NO_TEXT.search(said):
                yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", said


def of_database(code: str) -> Iterator[str]:
    """Sentences of functions in SQL: what they answer, and what they refuse with."""
    for line in code.splitlines():
        if "RAISE EXCEPTION" in line:
            said = _QUOTED.search(line)
            yield said[1].replace("''", "'").replace("%", HOLE) if said else line
        elif "uitkomst := '" in line:
            said = _QUOTED.search(_JOINED.sub(HOLE, line))
            yield said[1] if said else line


def filled(said: str, word: str) -> str:
    """The text with a word in its holes; a hole that is an ending or a second value gets nothing.

    Args:
        said: with holes.
        word: for each hole that stands by itself.
    """
    return re.sub(r"(?<=[\w)}])\{\}|\{\}", lambda m: _by(said, m.start(), word), said)


def _by(said: str, at: int, word: str) -> str:
    before = said[at - 1 : at]
    return "" if before.isalnum() or before in (")", "}") else word


def _name(call: ast.Call) -> str:
    called = call.func
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _aside(tree: ast.AST) -> Iterator[int]:
    """What is no text for people: docstrings, pieces of f-strings, errors of set-up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.FormattedValue):
            yield from (id(one) for one in ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            yield from (id(one) for one in node.values)
        elif isinstance(node, ast.Call) and _name(node) == "ConfigurationError":
            yield from (id(one) for one in ast.walk(node))
