"""CBS OData v3 tables as files: description, dimensions with padded keys, and rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.sample.lattice import Floats

DESCRIPTIONS = Path(__file__).parent / "tabellen"


def description(name: str) -> list[dict[str, str]]:
    """Rows of a description in `tabellen/` (CSV with `;`)."""
    with (DESCRIPTIONS / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


@dataclass(frozen=True)
class Column:
    """A topic.

    Attributes:
        number: ordinal as published.
        stem: key without its ordinal.
        title, unit, group: as published; groups nest by `|`.
        decimals: -1 for text.
        value: function of the sums of a region, None for texts and special columns.
    """

    number: int
    stem: str
    title: str
    unit: str = "aantal"
    decimals: int = 0
    group: str = ""
    value: Callable[[dict[str, Floats]], Floats] | None = None

    @property
    def key(self) -> str:
        """Published key, ordinal included."""
        return f"{self.stem}_{self.number}"


@dataclass(frozen=True)
class Dimension:
    """A dimension.

    Attributes:
        name: entity set.
        title: as published.
        kind: `Dimension`, `GeoDimension` or `TimeDimension`.
        members: padded keys with their titles.
        extra: further fields per member.
    """

    name: str
    title: str
    kind: str
    members: tuple[tuple[str, str], ...]
    extra: tuple[dict[str, Any], ...] = ()


@dataclass
class Table:
    """A whole table.

    Attributes:
        id, title, period: as published.
        modified: `TableInfos.Modified`.
        path: path of the feed root, e.g. `/ODataFeed/odata`.
        rows: the dimension keys first, then the topics.
    """

    id: str
    title: str
    modified: str
    path: str
    period: str
    dimensions: tuple[Dimension, ...]
    columns: tuple[Column, ...]
    rows: list[list[Any]] = field(default_factory=list)


def json_values(x: Floats, decimals: int) -> list[Any]:
    """JSON values of a column: null for NaN, whole numbers as integers."""
    if decimals == 0:
        return [None if np.isnan(v) else int(v) for v in x.tolist()]
    return [None if np.isnan(v) else round(v, decimals) for v in x.tolist()]


def _property(
    serial: int,
    position: int | None,
    parent: int | None,
    kind: str,
    key: str,
    title: str,
    **rest: Any,
) -> dict[str, Any]:
    return {
        "odata.type": f"Cbs.OData.{kind}",
        "ID": serial,
        "Position": position,
        "ParentID": parent,
        "Type": kind,
        "Key": key,
        "Title": title,
        "Description": rest.pop("Description", ""),
        **rest,
    }


def properties(table: Table) -> list[dict[str, Any]]:
    """DataProperties: dimensions, then topics under their TopicGroups."""
    result = [
        _property(i, i, None, d.kind, d.name, d.title, ReleasePolicy=False, MapYear=None)
        for i, d in enumerate(table.dimensions)
    ]
    groups: dict[str, int] = {}
    for column in table.columns:
        parent: int | None = None
        path = ""
        for part in filter(None, column.group.split("|")):
            path = f"{path}|{part}"
            if path not in groups:
                groups[path] = len(result)
                result.append(_property(len(result), None, parent, "TopicGroup", "", part))
            parent = groups[path]
        kind = "String" if column.decimals < 0 else ("Long" if column.decimals == 0 else "Double")
        position = len(table.dimensions) + column.number - 1
        result.append(
            _property(
                len(result),
                position,
                parent,
                "Topic",
                column.key,
                column.title,
                ReleasePolicy=False,
                Datatype=kind,
                Unit=column.unit,
                Decimals=max(column.decimals, 0),
                Default="Impossible",
            )
        )
    return result


def table_info(table: Table) -> dict[str, Any]:
    """The one row of TableInfos."""
    return {
        "ID": 0,
        "Title": table.title,
        "ShortTitle": table.title,
        "Identifier": table.id,
        "Summary": "Fictieve gegevens",
        "Modified": table.modified,
        "ReasonDelivery": "Actualisering",
        "ExplanatoryText": "Fictieve gegevens",
        "OutputStatus": "Regulier",
        "Source": "Voorbeeldgegevens",
        "Language": "nl",
        "Catalog": "CBS",
        "Frequency": "Perjaar",
        "Period": table.period,
        "ShortDescription": "Fictieve gegevens",
        "DefaultPresentation": "",
        "GraphTypes": "",
        "OutputTypes": "",
        "SearchPriority": "2",
        "MetaDataModified": table.modified,
    }


def write(folder: Path, table: Table) -> int:
    """Write a table; returns its number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    header = {
        "id": table.id,
        "pad": table.path,
        "TableInfos": [table_info(table)],
        "DataProperties": properties(table),
        "CategoryGroups": [],
        "dimensies": {d.name: members(d) for d in table.dimensions},
        "kolommen": [d.name for d in table.dimensions] + [c.key for c in table.columns],
    }
    (folder / f"{table.id}.json").write_text(
        json.dumps(header, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    with (folder / f"{table.id}.jsonl").open("w", encoding="utf-8") as out:
        for row in table.rows:
            out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return len(table.rows)


def members(dimension: Dimension) -> list[dict[str, Any]]:
    """Entity set of a dimension."""
    extra: Sequence[dict[str, Any]] = dimension.extra or ({},) * len(dimension.members)
    return [
        {"Key": k, "Title": title, "Description": "", **e}
        for (k, title), e in zip(dimension.members, extra, strict=True)
    ]
