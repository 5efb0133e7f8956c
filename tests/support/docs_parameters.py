"""Writes `docs/methods/parameters.md` from the parameter register.

`python -m tests.support.docs_parameters`; a test refuses a page that says something else.
"""

from itertools import groupby
from typing import Any

from data.parameters import Parameter, register, table
from pipelines.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "methods" / "parameters.md"
HEAD = """# Parameter register

Written by `python -m tests.support.docs_parameters` from `data/reference/parameters.toml`; do not
edit by hand.

Every number of the methods that is not a unit or a definition. *Range* is what the sensitivity runs
use: low and high, or the alternatives. `SOURCED` is taken from the source named; `PROPOSED` is a
choice of this project. *Section* is that of the methods; `21.n` is fixed reading n. A profile may
set every key but those listed at the end, which no computation reads.
"""
NAMES = ("key", "value", "range", "origin", "source", "section", "remark")
TABLE = f"| {' | '.join(NAMES)} |\n|{' --- |' * len(NAMES)}"


def render() -> str:
    """The whole page."""
    parts = [HEAD, _versions()]
    for group, rows in groupby(register().values(), lambda row: row.sleutel.partition(".")[0]):
        parts.append("\n".join([f"## {group}\n", TABLE, *map(_row, rows)]) + "\n")
    parts.append("\n".join(["## Not to be set\n", *_fixed()]) + "\n")
    sources = [f"| {key} | {title} |" for key, title in table("parameters")["bronnen"].items()]
    parts.append("\n".join(["## Sources\n", "| key | source |\n| --- | --- |", *sources]) + "\n")
    return "\n".join(parts)


def _fixed() -> list[str]:
    return [
        f"- `{row.sleutel}`: {row.niet_te_kiezen}"
        for row in register().values()
        if row.niet_te_kiezen
    ]


def _versions() -> str:
    rows = [f"| {name} | {text} |" for name, text in table("parameters")["methode_versie"].items()]
    return "\n".join(["## Method versions\n", "| product | version |\n| --- | --- |", *rows]) + "\n"


def _row(row: Parameter) -> str:
    cells = (
        f"`{row.sleutel}`",
        _text(row.waarde),
        _text(row.bereik),
        row.tag,
        row.bron,
        row.paragraaf,
        row.toelichting,
    )
    return f"| {' | '.join(cells)} |"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(part)}" for name, part in value.items())
    if isinstance(value, list):
        inner = (f"({_text(part)})" if isinstance(part, list) else _text(part) for part in value)
        return ", ".join(inner)
    return str(value)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
