"""The explanation of one figure: a tree of what it is made from, down to the feeds.

What belongs here: walking the parts that a declaration names (`Column.parts`) and reading their
values from rows that the caller fetches. Does not belong here: where rows come from (store or
pub), what may be shown (the caller fetches only what it may read), or the formulas themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from data.model import Column, Dataset, Part
from data.parameters import parameter
from data.registry import dataset as declared


class Rows(Protocol):
    """Where the values of an explanation come from."""

    def row(self, dataset: str, key: str) -> Mapping[str, Any] | None:
        """The row with that id; None when it is not there or may not be read."""
        ...

    def peildatum(self, dataset: str) -> date | None:
        """The moment that the rows read of a dataset describe; None when there are none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Knoop:
    """One node of an explanation.

    Attributes:
        naam: `dataset.column`, or the dataset where it stands for many rows.
        titel, eenheid, formule: as declared.
        waarde: the figure, None where there is none; then `status` says why.
        status: of the value; `niet te zien` where the row may not be
            read or is not there, `over meer rijen` where it is made from many.
        bron, peildatum, methode_versie: where it comes from and what moment it describes.
        gewicht: weight in the figure above, from the parameter register.
        score, bijdrage: its normalised score and what it adds to the figure above.
        onder: what it is made from itself.
    """

    naam: str
    titel: str
    waarde: Any = None
    eenheid: str = ""
    status: str = ""
    bron: str = ""
    peildatum: date | None = None
    methode_versie: str = ""
    formule: str = ""
    gewicht: float | None = None
    score: float | None = None
    bijdrage: float | None = None
    onder: tuple["Knoop", ...] = ()

    def data(self) -> dict[str, Any]:
        """As plain data for JSON: empty fields left out, dates as text."""
        told = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in vars(self).items()
            if name != "onder" and value not in (None, "")
        }
        told.setdefault("waarde", None)
        return {**told, "onder": [node.data() for node in self.onder]} if self.onder else told


NOT_SHOWN, MANY = "niet te zien", "over meer rijen"


def explain(dataset: str, key: str, column: str, rows: Rows) -> Knoop:
    """The tree under one figure.

    Args:
        dataset: name of a dataset.
        key: id of the row.
        column: a declared column.
        rows: gives the values.

    Raises:
        KeyError: the dataset has no such column.
    """
    return _node(declared(dataset), key, column, rows)


def _node(dataset: Dataset, key: str, column: str, rows: Rows) -> Knoop:
    wanted = dataset.column(column)
    row = rows.row(dataset.name, key)
    known = {} if row is None else row
    return Knoop(
        naam=f"{dataset.name}.{column}",
        titel=wanted.title,
        waarde=known.get(column),
        eenheid=wanted.unit,
        status=NOT_SHOWN if row is None or column not in row else _status(wanted, known),
        bron=dataset.publisher,
        peildatum=known.get("peildatum") or rows.peildatum(dataset.name),
        methode_versie=dataset.method_version,
        formule=wanted.formula,
        onder=tuple(_part(dataset, key, part, known, rows) for part in wanted.parts),
    )


def _status(column: Column, row: Mapping[str, Any]) -> str:
    return str(row.get(column.status) or "") if column.value else ""


def _part(dataset: Dataset, key: str, part: Part, row: Mapping[str, Any], rows: Rows) -> Knoop:
    other = declared(part.dataset) if part.dataset else dataset
    if part.many or not part.column:
        node = _many(other, part.column, rows)
    else:
        there = str(row.get(part.on) or "") if part.on else key
        node = _node(other, there, part.column, rows)
    return replace(
        node,
        gewicht=weight(part.weight) if part.weight else None,
        score=row.get(part.score) if part.score else None,
        bijdrage=row.get(part.share) if part.share else None,
    )


def _many(dataset: Dataset, name: str, rows: Rows) -> Knoop:
    column = dataset.column(name) if name else None
    moment = rows.peildatum(dataset.name)
    return Knoop(
        naam=f"{dataset.name}.{name}" if name else dataset.name,
        titel=f"{dataset.title}: {column.title}" if column else dataset.title,
        eenheid=column.unit if column else "",
        status=MANY if moment else NOT_SHOWN,
        bron=dataset.publisher,
        peildatum=moment,
        methode_versie=dataset.method_version,
    )


def weight(key: str) -> float:
    """A weight of the register: `group.name`, or `group.name.part` for one entry of a table.

    Raises:
        ParameterError: a key that the register does not have.
        KeyError: an entry that the table does not have.
    """
    group, name, *rest = key.split(".", 2)
    value = parameter(f"{group}.{name}").waarde
    return float(value[rest[0]] if rest else value)
