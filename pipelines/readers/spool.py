"""Rows of a table on disk between two passes, with what whole columns show.

Belongs here: writing, reading again, counting kinds, gathering what proves a decimal sign. Not
here: deciding what it means (`columns`, `totals`).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.model import Column
from pipelines import reading
from pipelines.connectors.bron import Bron
from pipelines.errors import DeliveryRefused
from pipelines.readers import dutch, stream
from pipelines.readers.grid import Kind, Row, letters
from pipelines.readers.header import Header, Wanted

RESERVED = (
    pa.field(reading.ROW, pa.int64()),
    pa.field(reading.LEFT_OUT, pa.string()),
    pa.field(reading.FAULTS, pa.string()),
)
KINDS = "__soort"
CELLS = 1 << 20  # of one batch
COLUMNS = 2000
NUMBER_KINDS = np.array([Kind.NUMBER, Kind.PADDED, Kind.PERCENT])


@dataclass
class Spool:
    """The rows below one header.

    Attributes:
        names: of the columns, in order.
        columns: the declared column of each, if any.
        counts: cells per column and kind, over rows that are data.
        numbers, dates: what the texts of declared numbers and dates prove, by column.
        left_out: rule -> row numbers.
        keyless: numbers of data rows with numbers but without any key.
        sums: those of them that turned out to be totals.
        formulas: rows with a computed value.
    """

    path: Path
    names: list[str]
    columns: list[Column | None]
    counts: np.ndarray
    numbers: dict[int, dutch.Numbers]
    dates: dict[int, dutch.Dates]
    left_out: dict[str, list[int]] = field(default_factory=dict)
    keyless: set[int] = field(default_factory=set)
    sums: set[int] = field(default_factory=set)
    data_rows: int = 0
    formulas: int = 0

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows again, as texts with their kinds and the reserved columns."""
        with pa.OSFile(str(self.path)) as file, pa.ipc.open_stream(file) as batches:
            yield from batches


def kinds(batch: pa.RecordBatch, width: int) -> np.ndarray:
    """Kind of every cell of a spooled batch."""
    raw = b"".join(batch.column(KINDS).to_pylist())
    return np.frombuffer(raw, np.uint8).reshape(batch.num_rows, width)


def fill(
    bron: Bron,
    wanted: Wanted,
    header: Header,
    rows: Iterable[tuple[Row, str, str]],
    folder: Path,
) -> Spool:
    """Write rows to disk and look at their columns.

    Raises:
        DeliveryRefused: a formula that has no stored value, or columns beyond measure.
    """
    places = [place for place, name in sorted(header.names.items()) if name]
    if len(places) > COLUMNS:
        raise DeliveryRefused(
            f"{bron.name}: de kop heeft {len(places)} kolommen, hoogstens {COLUMNS} mag. Vraag een "
            "bestand met alleen de afgesproken kolommen."
        )
    names = _different([header.names[place] for place in places])
    fits = wanted.columns(names)
    columns = [fits.get(name) for name in names]
    held = Spool(
        folder / "rijen.arrow",
        names,
        columns,
        np.zeros((len(names), len(Kind)), np.int64),
        {j: dutch.Numbers() for j, c in enumerate(columns) if c and c.type in ("int", "float")},
        {j: dutch.Dates() for j, c in enumerate(columns) if c and c.type == "date"},
    )
    keys = wanted.keys(names)
    key_places = [j for j, name in enumerate(names) if name in keys]
    texts = [pa.field(str(j), pa.string()) for j in range(len(names))]
    schema = pa.schema([*texts, pa.field(KINDS, pa.binary()), *RESERVED])
    with pa.OSFile(str(held.path), "wb") as file, pa.ipc.new_stream(file, schema) as out:
        for part in _parts(rows, max(1, min(stream.BATCH, CELLS // len(names)))):
            batch = _batch(part, places, schema)
            _refuse_missing(bron, wanted, held, places, batch)
            _look(held, batch, key_places)
            held.formulas += sum(row.formula for row, _, _ in part)
            out.write_batch(batch)
    return held


def _different(names: list[str]) -> list[str]:
    """Names with a number where they repeat; only undeclared ones can."""
    found: list[str] = []
    for name in names:
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name} ({number})", number + 1
        found.append(unique)
    return found


def _parts(rows: Iterable[tuple[Row, str, str]], size: int) -> Iterator[list[tuple[Row, str, str]]]:
    part: list[tuple[Row, str, str]] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _batch(
    part: list[tuple[Row, str, str]], places: list[int], schema: pa.Schema
) -> pa.RecordBatch:
    width = places[-1] + 1
    dense = width == len(places)
    lines, marks = [], bytearray()
    for row, _, _ in part:
        short = width - len(row.values)
        values = row.values + [""] * short if short > 0 else row.values[:width]
        kinds_ = row.kinds[:width].ljust(width, b"\0")
        lines.append(values if dense else [values[place] for place in places])
        marks += kinds_ if dense else bytes(kinds_[place] for place in places)
    chosen = np.frombuffer(bytes(marks), np.uint8).reshape(len(part), len(places))
    arrays = [pa.array(column, pa.string()) for column in zip(*lines, strict=True)]
    faults = [json.dumps({"": fault}) if fault else None for _, _, fault in part]
    arrays += [
        pa.array([line.tobytes() for line in chosen], pa.binary()),
        pa.array([row.number for row, _, _ in part], pa.int64()),
        pa.array([rule or None for _, rule, _ in part], pa.string()),
        pa.array(faults, pa.string()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _look(held: Spool, batch: pa.RecordBatch, keys: list[int]) -> None:
    """Count kinds of data rows and gather what their texts prove."""
    rules = batch.column(reading.LEFT_OUT)
    numbers = np.asarray(batch.column(reading.ROW))
    for rule in rules.unique().to_pylist():
        if rule:
            hits = np.asarray(pc.fill_null(pc.equal(rules, rule), False))
            held.left_out.setdefault(rule, []).extend(numbers[hits].tolist())
    data = np.asarray(pc.is_null(rules))
    held.data_rows += int(data.sum())
    cells = kinds(batch, len(held.names))
    for j in range(len(held.names)):
        held.counts[j] += np.bincount(cells[data, j], minlength=len(Kind))
    looks: dict[int, dutch.Numbers | dutch.Dates] = {**held.numbers, **held.dates}
    for j, look in looks.items():
        look.look(batch.column(j).filter(pa.array(data & (cells[:, j] == Kind.TEXT))))
    if keys:
        bare = data & (cells[:, keys] == Kind.EMPTY).all(axis=1) & cells.any(axis=1)
        held.keyless |= set(numbers[bare].tolist())


def _refuse_missing(
    bron: Bron, wanted: Wanted, held: Spool, places: list[int], batch: pa.RecordBatch
) -> None:
    hits = kinds(batch, len(held.names)) == Kind.MISSING
    if wanted.dataset is not None:
        hits = hits & np.array([column is not None for column in held.columns])
    if hits.any():
        row, j = np.argwhere(hits)[0]
        number = batch.column(reading.ROW)[int(row)].as_py()
        raise DeliveryRefused(
            f"{bron.name}: de formule in cel {letters(places[int(j)])}{number} heeft geen "
            "opgeslagen uitkomst; formules worden niet uitgerekend. Open het bestand in een "
            "rekenprogramma, sla het op en lever het opnieuw."
        )
