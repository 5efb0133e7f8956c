"""Landed observations of a CBS OData v4 table as rows: one per combination of dimension keys.

Belongs here: turning long into wide, in pieces of bounded size, with the names and metadata that
the same table has over v3, so that one declaration fits both. Not here: asking (connectors).

What stands in `ValueAttribute` where there is no value: a word for secrecy becomes the mark of CBS
for a suppressed figure (-99997), which the datasets of CBS declare; any other leaves the figure
absent, as v3 does. Only `None` was seen in a source (feed notes); the others are assumed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.readers import stream

CELLS = 16_000_000  # of one piece: 128 MiB of numbers
SUPPRESSED = -99997.0
SECRET = frozenset({"secret", "confidential", "geheim", "suppressed"})
WORD = re.compile(r"[^0-9a-zA-Z]+")

Key = tuple[str, ...]
Row = dict[str, Any]


@dataclass(slots=True)
class _Shape:
    """The wide table: its columns, and the place of every row.

    Attributes:
        dimensions: key columns, in order.
        columns: measure -> column name, in order.
        texts: measures that hold text.
        places: keys -> row number, in order of first appearance.
    """

    dimensions: list[str]
    columns: dict[str, str]
    texts: set[str]
    places: dict[Key, int] = field(default_factory=dict)

    def key(self, row: Row) -> Key:
        """Dimension keys of an observation, without the publisher's padding."""
        return tuple(str(row.get(name) or "").strip() for name in self.dimensions)


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows with the dimensions and a column per measure; see `pipelines.readers.read`.

    A measure is named as v3 names it (`AantalInwoners_5`: its title without signs, and its place).
    """
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    measures = {str(e["Identifier"]).strip(): e for e in _entries(bron, delivery, "measurecodes")}
    dimensions = list(_entries(bron, delivery, "dimensions"))
    shape = _Shape([str(d["Identifier"]) for d in dimensions], {}, set())
    for place, (code, entry) in enumerate(measures.items(), 1):
        shape.columns[code] = column_name(str(entry.get("Title") or code), entry, place)
        if entry.get("DataType") == "String":
            shape.texts.add(code)
    _survey(bron, delivery, shape)
    if "Measure" in bron.filter:
        asked = {_code(row) for row in _observations(bron, delivery)}
        shape.columns = {code: name for code, name in shape.columns.items() if code in asked}
    groups = {str(e.get("Id")): e for e in _entries(bron, delivery, "measuregroups")}
    schema = _schema(shape, measures, dimensions, groups)
    yield schema
    step = max(1, CELLS // max(len(shape.columns), 1))
    keys = list(shape.places)
    for first in range(0, len(keys), step):
        yield from _block(bron, delivery, shape, schema, keys[first : first + step], first)


def _survey(bron: Bron, delivery: Delivery, shape: _Shape) -> None:
    """Which rows there will be, and which measures turn out to hold text."""
    for row in _observations(bron, delivery):
        shape.places.setdefault(shape.key(row), len(shape.places))
        code = _code(row)
        if code not in shape.columns:
            raise DeliveryRefused(
                f"{bron.name}: waarneming met onbekend onderwerp {code}; het staat niet in "
                "MeasureCodes. Haal de bron opnieuw op."
            )
        if row.get("StringValue") is not None and row.get("Value") is None:
            shape.texts.add(code)


def _block(
    bron: Bron, delivery: Delivery, shape: _Shape, schema: pa.Schema, keys: list[Key], first: int
) -> Iterator[pa.RecordBatch]:
    """The rows `first` and on, filled by one walk over all observations."""
    size = len(keys)
    figures = {c: np.full(size, np.nan) for c in shape.columns if c not in shape.texts}
    texts: dict[str, list[str | None]] = {
        c: [None] * size for c in shape.columns if c in shape.texts
    }
    filled = {code: np.zeros(size, dtype=bool) for code in shape.columns}
    for row in _observations(bron, delivery):
        at = shape.places[shape.key(row)] - first
        code = _code(row)
        if not 0 <= at < size or code not in filled:
            continue
        if filled[code][at]:
            raise DeliveryRefused(
                f"{bron.name}: onderwerp {code} komt twee keer voor bij "
                f"{', '.join(keys[at])}; een keer verwacht. Haal de bron opnieuw op."
            )
        filled[code][at] = True
        if code in figures:
            figures[code][at] = _figure(row)
        else:
            texts[code][at] = _text(row)
    arrays = [pa.array(column, pa.string()) for column in zip(*keys, strict=True)]
    for code in shape.columns:
        if code in texts:
            arrays.append(pa.array(texts[code], pa.string()))
        else:
            arrays.append(pa.array(figures[code], mask=np.isnan(figures[code])))
    yield from pa.Table.from_arrays(arrays, schema=schema).to_batches(max_chunksize=stream.BATCH)


def _figure(row: Row) -> float:
    """The number, the mark for secrecy, or NaN."""
    value = row.get("Value")
    if value is not None:
        return float(value)
    secret = str(row.get("ValueAttribute") or "").lower() in SECRET
    return SUPPRESSED if secret else float("nan")


def _text(row: Row) -> str | None:
    value = row.get("StringValue")
    if value is None and row.get("Value") is not None:
        value = f"{row['Value']:.15g}"
    return None if value is None else str(value).strip()


def _schema(
    shape: _Shape, measures: dict[str, Row], dimensions: list[Row], groups: dict[str, Row]
) -> pa.Schema:
    titles = {str(d["Identifier"]): str(d.get("Title") or "").strip() for d in dimensions}
    paths, units = {name: [title] for name, title in titles.items()}, dict.fromkeys(titles, "")
    fields = [(name, pa.string()) for name in shape.dimensions]
    for code, name in shape.columns.items():
        entry = measures[code]
        titles[name] = str(entry.get("Title") or "").strip()
        paths[name] = [*_above(str(entry.get("MeasureGroupId") or ""), groups), titles[name]]
        units[name] = str(entry.get("Unit") or "").strip()
        fields.append((name, pa.string() if code in shape.texts else pa.float64()))
    found = {"titles": titles, "paths": paths, "units": units}
    metadata = {key: json.dumps(value, ensure_ascii=False) for key, value in found.items()}
    return pa.schema(fields, metadata=metadata)


def _above(group: str, groups: dict[str, Row]) -> list[str]:
    """Titles of the groups above a measure, outermost first; a loop of parents ends it."""
    titles: list[str] = []
    seen: set[str] = set()
    while group in groups and group not in seen:
        seen.add(group)
        titles.insert(0, str(groups[group].get("Title") or "").strip())
        group = str(groups[group].get("ParentId") or "")
    return titles


def column_name(title: str, entry: Row, place: int) -> str:
    """The name v3 would give: words of the title joined, `k_` before a digit, and a number."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    stem = "".join(word[0].upper() + word[1:] for word in WORD.split(plain) if word)
    stem = f"k_{stem}" if stem[:1].isdigit() else stem
    index = entry.get("Index")
    return f"{stem}_{index if isinstance(index, int) else place}"


def _code(row: Row) -> str:
    return str(row.get("Measure") or "").strip()


def _observations(bron: Bron, delivery: Delivery) -> Iterator[Row]:
    return _entries(bron, delivery, "page")


def _entries(bron: Bron, delivery: Delivery, role: str) -> Iterator[Row]:
    for file in delivery.files:
        if file.role == role:
            try:
                values: list[Row] = json.loads(file.path.read_bytes())["value"]
            except (ValueError, KeyError, TypeError) as error:
                raise DeliveryRefused(
                    f"{bron.name}: een antwoord is geen OData ({error}). Haal de bron opnieuw op."
                ) from error
            yield from values
