"""Rows that were set apart, by reason: which rows, what stood there (masked), what to do.

Belongs here: making of quarantine what a supplier can act on. Not here: why a row is bad
(`conform`, `checks`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from data.forms import WORDS
from data.model import Column, Dataset, Tier
from pipelines.database import Connection
from pipelines.verslag.inhoud import Fout, gemaskeerd, reeksen

MOST_EXAMPLES = 3
MOST_FAULTS = 40
MOST_KEYS = 20
QUOTED = re.compile(r"«([^»]*)»|'([^']*)'|\"([^\"]*)\"")
_KEY = re.compile(r"sleutel \S.*? (komt vaker voor|is al geleverd)")
_REFERENCE = re.compile(r"^(\S+) .* bestaat niet in (\S+)$")


@dataclass
class _Group:
    """Rows with one fault."""

    rows: list[int] = field(default_factory=list)
    count: int = 0
    examples: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)


def lees(
    connection: Connection, dataset: Dataset, levering: int, names: Mapping[str, str]
) -> tuple[tuple[Fout, ...], int]:
    """Faults of one delivery, most frequent first, and the number of repaired rows.

    Args:
        connection: may read quarantine.
        dataset: the declaration.
        levering: number of the delivery.
        names: our column -> the name this supplier uses.
    """
    known = connection.execute(
        "SELECT to_regclass(%s) IS NOT NULL AS er", (f"quarantine.{dataset.name}",)
    ).fetchone()
    if not known or not known["er"]:
        return (), 0
    rows = connection.execute(
        sql.SQL(
            "SELECT rij, soort, reden, inhoud FROM {0} WHERE levering = %(l)s AND version ="
            " (SELECT max(version) FROM {0} WHERE levering = %(l)s) ORDER BY rij"
        ).format(sql.Identifier("quarantine", dataset.name)),
        {"l": levering},
    ).fetchall()
    repaired = sum(row["soort"] == "hersteld" for row in rows)
    bad = [row for row in rows if row["soort"] != "hersteld"]
    return tuple(_faults(dataset, bad, names)), repaired


def _faults(
    dataset: Dataset, rows: Iterable[dict[str, Any]], names: Mapping[str, str]
) -> list[Fout]:
    groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
    for row in rows:
        for piece in row["reden"].split("; "):
            column = _column(dataset, piece)
            group = groups[column.name if column else "", _what(column, piece)]
            group.count += 1
            if row["rij"] is not None:
                group.rows.append(row["rij"])
            elif not dataset.closed and row["inhoud"].get("id"):
                group.keys[str(row["inhoud"]["id"])] = None
            if column and dataset.tier_of(column) is not Tier.C and not dataset.closed:
                value = _value(column, row["inhoud"], names)
                if value not in (None, "") and len(group.examples) < MOST_EXAMPLES:
                    group.examples[gemaskeerd(value)] = None
    ordered = sorted(groups.items(), key=lambda item: -item[1].count)[:MOST_FAULTS]
    return [_fault(dataset, name, what, group, names) for (name, what), group in ordered]


def _fault(dataset: Dataset, name: str, what: str, group: _Group, names: Mapping[str, str]) -> Fout:
    column = dataset.column(name) if name else None
    return Fout(
        kolom=_titled(column, names) if column else "",
        wat=what,
        aantal=group.count,
        waar=_where(group),
        voorbeelden=tuple(group.examples),
        doen=_advice(column, what, names),
    )


def _where(group: _Group) -> str:
    """Row numbers; of rows that were found in the table afterwards, their keys."""
    if group.rows:
        return f"rij {reeksen(group.rows)}"
    keys = [key.split(":")[-1] for key in group.keys]
    more = f" en nog {len(keys) - MOST_KEYS}" if len(keys) > MOST_KEYS else ""
    return f"sleutel {', '.join(keys[:MOST_KEYS])}{more}" if keys else ""


def _column(dataset: Dataset, reason: str) -> Column | None:
    """The column a reason begins with, by our name or a name of the source."""
    words = reason.replace(":", " ").casefold()
    fits = [
        (len(name), column)
        for column in dataset.columns
        for name in (column.name, *column.sources)
        if words == name.casefold() or words.startswith(f"{name.casefold()} ")
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _what(column: Column | None, reason: str) -> str:
    """What is wrong, in words of people and without a value."""
    if column is None:
        if found := _KEY.search(reason):
            twice = found.group(1).startswith("komt")
            return (
                "dezelfde sleutel komt vaker voor, met verschillende inhoud"
                if twice
                else "een andere leverancier heeft deze sleutel al geleverd"
            )
        return QUOTED.sub("…", reason)
    if found := _REFERENCE.match(reason):
        return f"bestaat niet in {found.group(2)}"
    for sign, words in (
        (" is leeg", "is niet ingevuld"),
        (" heeft niet de vorm ", "heeft niet de afgesproken vorm"),
        (" is geen van: ", "is geen van de afgesproken waarden"),
        (" is geen ja of nee", "is geen ja of nee"),
        (" is geen datum", "is geen datum"),
        (" of ligt buiten ", "is geen getal, of ligt buiten de grenzen"),
        (" is geen getal", "is geen getal"),
    ):
        if sign in reason:
            return words
    return QUOTED.sub("…", reason)


def vorm(column: Column) -> str:
    """What is expected in a column, in words."""
    if column.allowed:
        return f"een van: {', '.join(column.allowed)}"
    if column.pattern in WORDS:
        return WORDS[column.pattern]
    if column.type == "bool":
        return "ja of nee"
    if column.type == "date":
        return "een datum: dag-maand-jaar of jaar-maand-dag"
    if column.type in ("int", "float"):
        kind = "een heel getal" if column.type == "int" else "een getal"
        low, high = column.bounds
        if low is not None and high is not None:
            return f"{kind} van {low:g} tot en met {high:g}"
        return f"{kind}, {low:g} of meer" if low is not None else kind
    return "tekst in de afgesproken vorm" if column.pattern else "tekst"


def _advice(column: Column | None, what: str, names: Mapping[str, str]) -> str:
    if column is None:
        if "sleutel" in what and "andere leverancier" in what:
            return "Spreek af wie van u beiden deze regels levert, en laat ze bij de ander weg."
        if "sleutel" in what:
            return "Laat elke sleutel één keer voorkomen, met de juiste gegevens."
        return "Verbeter deze rijen."
    said = _titled(column, names)
    example = f", bijvoorbeeld {column.example}" if column.example else ""
    if what == "is niet ingevuld":
        return f"Vul {said} in alle rijen in: {vorm(column)}{example}."
    if what.startswith("bestaat niet in"):
        return f"Controleer {said}: de waarde komt daar niet voor. Verwacht wordt {vorm(column)}."
    return f"Geef {said} als {vorm(column)}{example}."


def _titled(column: Column, names: Mapping[str, str]) -> str:
    """The column as its sender knows it."""
    own = names.get(column.name) or (column.sources[0] if column.sources else column.name)
    return f"«{own}»"


def _value(column: Column, content: Mapping[str, Any], names: Mapping[str, str]) -> Any:
    ways = {n.casefold() for n in (column.name, *column.sources, names.get(column.name, ""))}
    return next((v for k, v in content.items() if k.casefold() in ways), None)
