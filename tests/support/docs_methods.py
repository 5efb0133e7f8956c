"""Writes `docs/methods/m*.md` and `x*.md` from the spec tests: a method is what its tests hold.

`python -m tests.support.docs_methods`; a test refuses pages that say something else. The docstring
of a spec module is the section (definition, formula, inputs, limits); each test `test_tNN_…` or, of
methods beyond M14, `test_example_…` is a worked example, shown as it runs; the other tests are the
list of what is held besides.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import CHECKOUT

SPEC = CHECKOUT / "tests" / "spec"
FOLDER = CHECKOUT / "docs" / "methods"
EXAMPLE = re.compile(r"test_(t[0-9]{2}|example)_")
HEADED = re.compile(r"^(Definition|Formula|Inputs|Limits)\.\s+", re.MULTILINE)
HEAD = (
    "Written by `python -m tests.support.docs_methods` from `tests/spec/{name}`; do not edit by "
    "hand. *METHODS* and *reading* point to the project's methods text, which is not part of this "
    "repository.\n"
)


@dataclass(frozen=True)
class Example:
    """One test of a spec module: what it is called, what it says, how it is run."""

    name: str
    text: str
    code: str


def pages() -> dict[Path, str]:
    """Every page by its file."""
    return {page_of(path): render(path) for path in sorted(SPEC.glob("test_[mx][0-9]*.py"))}


def page_of(spec: Path) -> Path:
    """The page of a spec module."""
    return FOLDER / f"{spec.stem.removeprefix('test_')}.md"


def render(spec: Path) -> str:
    """The page of one spec module.

    Raises:
        ValueError: a spec module without docstring.
    """
    source = spec.read_text(encoding="utf-8")
    module = ast.parse(source)
    section = ast.get_docstring(module)
    if not section:
        raise ValueError(f"{spec.name} heeft geen docstring; daarin hoort de methode te staan.")
    title, _, body = section.partition("\n")
    tests = list(_tests(module, source))
    parts = [f"# {title.rstrip('.')}\n", HEAD.format(name=spec.name)]
    if body.strip():
        parts.append(HEADED.sub(r"**\1.** ", body.strip()) + "\n")
    worked = [test for test in tests if EXAMPLE.match(test.name)]
    if worked:
        parts.append("## Worked examples\n")
        parts += [_worked(test) for test in worked]
    others = [test for test in tests if test not in worked]
    if others:
        parts.append("## Held besides\n")
        parts.append("\n".join(f"- {_sentence(test)}" for test in others) + "\n")
    return "\n".join(parts)


def _tests(module: ast.Module, source: str) -> list[Example]:
    lines = source.splitlines()
    return [
        Example(
            node.name,
            ast.get_docstring(node) or "",
            "\n".join(lines[_body(node) - 1 : node.end_lineno]),
        )
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _body(node: ast.FunctionDef) -> int:
    """Line where the code of a test starts, after its docstring."""
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.body[1].lineno if told and len(node.body) > 1 else first.lineno


def _worked(test: Example) -> str:
    kind = test.name.split("_")[1]
    head = "Example" if kind == "example" else f"T-{kind[1:]}"
    rest = test.name.removeprefix(f"test_{kind}_").replace("_", " ")
    code = re.sub(r"^ {4}", "", test.code, flags=re.MULTILINE)
    told = f"{test.text}\n\n" if test.text else ""
    return f"### {head}: {rest}\n\n{told}```python\n{code}\n```\n"


def _sentence(test: Example) -> str:
    """What a test holds, in its own words."""
    words, name = " ".join(test.text.split()).rstrip("."), test.name.removeprefix("test_")
    if re.fullmatch(r"Readings? [0-9, and]+", words):  # says where it is from, not what it holds
        words = f"{name.replace('_', ' ')} ({words.lower()})"
    words = words or name.replace("_", " ")
    return words[0].upper() + words[1:] + "."


def write() -> None:
    """Write all pages and take away those whose spec is gone."""
    made = pages()
    for old in (*FOLDER.glob("m[0-9]*.md"), *FOLDER.glob("x[0-9]*.md")):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write())
