"""What each column of a table is, by its declaration and by all its cells, and the batches of it.

Belongs here: the type in Arrow, the signs of numbers written as text, faults of single cells. Not
here: judging values (`conform`). A number cell where a code should be stays a number, so that
`conform` refuses the file; nothing is padded.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.model import Column
from pipelines import reading
from pipelines.connectors.bron import Bron
from pipelines.errors import DeliveryRefused
from pipelines.readers import dutch, spool
from pipelines.readers.grid import WHOLE, Kind
from pipelines.readers.header import Wanted
from pipelines.readers.spool import Spool

SUM = "totaalrij"
DAYS = (Kind.DATE, Kind.MOMENT, Kind.TIME)
PLAIN = (Kind.NUMBER, Kind.PADDED)


@dataclass(frozen=True)
class Plan:
    """How one column is read.

    Attributes:
        sign: decimal sign of its texts; empty leaves them as they are.
        out: decimal sign that number cells are written with among texts.
        days: texts may be dates in Dutch order.
        notes: what was assumed, in sentences.
    """

    name: str
    column: Column | None
    type: pa.DataType
    sign: str = ""
    out: str = "."
    days: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def percent(self) -> bool:
        """Whether a cell shown as 25% is 25 here."""
        return self.column is not None and self.column.unit == "%"

    def texts(self, batch: pa.RecordBatch, place: int, cells: np.ndarray) -> pa.Array:
        """The column as text: numbers and dates in the form that `conform` reads."""
        texts = batch.column(place)
        written = pa.array(cells == Kind.TEXT)
        if self.sign:
            texts = pc.if_else(written, dutch.plain(texts, self.sign), texts)
        if self.days:
            texts = pc.if_else(written, dutch.iso(texts), texts)
            moments = pa.array(cells == Kind.MOMENT)
            texts = pc.if_else(moments, pc.utf8_slice_codeunits(texts, 0, 10), texts)
        if self.out == ",":
            number = pa.array(np.isin(cells, (*PLAIN, Kind.PERCENT)))
            texts = pc.if_else(number, pc.replace_substring(texts, ".", ","), texts)
        if not self.percent and (cells == Kind.PERCENT).any():
            shown = pc.binary_join_element_wise(texts, "%", "")
            texts = pc.if_else(pa.array(cells == Kind.PERCENT), shown, texts)
        return texts

    def floats(self, batch: pa.RecordBatch, place: int) -> np.ndarray:
        """Numbers of the column, NaN where there is none."""
        width = batch.num_columns - 1 - len(spool.RESERVED)
        cells = spool.kinds(batch, width)[:, place]
        texts = pc.utf8_trim_whitespace(self.texts(batch, place, cells))
        if self.out == ",":
            texts = pc.replace_substring(texts, ",", ".")
        number = pc.match_substring_regex(texts, r"^[+-]?\d+(\.\d*)?([eE][+-]?\d{1,3})?$")
        kept = pc.if_else(pc.fill_null(number, False), texts, pa.scalar(None, pa.string()))
        return np.array(pc.fill_null(pc.cast(kept, pa.float64()), np.nan))


def plan(bron: Bron, wanted: Wanted, held: Spool) -> list[Plan]:
    """Look at every column as a whole.

    Raises:
        DeliveryRefused: nothing says what the signs of its numbers or dates mean, or the zeros in
            front of a code are only in its format.
    """
    return [_plan(bron, wanted, held, j) for j in range(len(held.names))]


def _plan(bron: Bron, wanted: Wanted, held: Spool, j: int) -> Plan:
    name, column = held.names[j], held.columns[j]
    counts = {kind: int(held.counts[j][kind]) for kind in Kind}
    filled = sum(counts.values()) - counts[Kind.EMPTY] - counts[Kind.ERROR] - counts[Kind.MISSING]
    out = "," if bron.decimaal == "," else "."
    if column is None:
        return Plan(name, None, pa.string(), out=out)
    if column.type in ("int", "float"):
        return _number(bron, held, j, counts, filled, out)
    if column.type == "date":
        return _date(bron, held, j, counts, filled)
    plain = counts[Kind.NUMBER] + counts[Kind.PADDED]
    if column.type == "text" and counts[Kind.PADDED] and not column.pattern:
        raise DeliveryRefused(
            f"{bron.name}: kolom {name} heeft getallen waarvan de voorloopnullen alleen in de "
            "opmaak staan; er wordt niets aangevuld. Lever de kolom als tekst."
        )
    notes = []
    is_key = name in wanted.keys(held.names)
    if column.type == "text" and plain and not column.pattern and is_key:
        notes.append(f"Kolom {name} bevat getallen; er is niets voor gezet of aangevuld.")
    whole = column.type == "text" and column.pattern and filled and plain == filled
    kind = pa.float64() if whole else pa.string()
    return Plan(name, column, kind, out=out, notes=tuple(notes))


def _number(
    bron: Bron, held: Spool, j: int, counts: dict[Kind, int], filled: int, out: str
) -> Plan:
    name, column = held.names[j], held.columns[j]
    sign, notes = "", []
    if bron.decimaal == "auto":
        sign = held.numbers[j].sign(bron.name, name)
        if sign:
            word = "komma" if sign == "," else "punt"
            notes.append(f"In kolom {name} is de {word} het decimaalteken.")
    percent = column is not None and column.unit == "%"
    if counts[Kind.PERCENT] and percent:
        notes.append(f"Kolom {name} is opgemaakt als percentage; 25% is gelezen als 25.")
    typed = sum(counts[kind] for kind in (*PLAIN, *([Kind.PERCENT] if percent else [])))
    kind = pa.float64() if filled and typed == filled else pa.string()
    return Plan(name, column, kind, sign=sign, out=out, notes=tuple(notes))


def _date(bron: Bron, held: Spool, j: int, counts: dict[Kind, int], filled: int) -> Plan:
    name, column = held.names[j], held.columns[j]
    notes = []
    auto = bron.decimaal == "auto"
    if auto:
        held.dates[j].check(bron.name, name)
        if held.dates[j].turned:
            notes.append(f"In kolom {name} staat in datums de dag voorop.")
    if counts[Kind.MOMENT]:
        notes.append(f"Van kolom {name} telt de datum; het tijdstip is weggelaten.")
    dated = counts[Kind.DATE] + counts[Kind.MOMENT]
    kind = pa.date32() if filled and dated == filled else pa.string()
    return Plan(name, column, kind, days=True, notes=tuple(notes))


def typed(
    batch: pa.RecordBatch, plans: Sequence[Plan], held: Spool, schema: pa.Schema
) -> pa.RecordBatch:
    """A spooled batch with the planned types, its faulty cells emptied and told."""
    cells = spool.kinds(batch, len(plans))
    left = batch.column(reading.LEFT_OUT)
    if held.sums:
        sums = pc.is_in(batch.column(reading.ROW), pa.array(sorted(held.sums), pa.int64()))
        left = pc.if_else(sums, SUM, left)
    data = np.asarray(pc.is_null(left))
    faults: dict[int, dict[str, str]] = {}
    arrays = []
    for j, one in enumerate(plans):
        bad = _faulty(batch, one, j, cells[:, j], data, faults)
        texts = one.texts(batch, j, cells[:, j])
        empty = bad | (cells[:, j] == Kind.EMPTY) if one.type != pa.string() else bad
        if one.type != pa.string():
            empty |= ~data
        texts = pc.if_else(pa.array(empty), pa.scalar(None, pa.string()), texts)
        arrays.append(_cast(texts, one))
    told = batch.column(reading.FAULTS).to_pylist()
    for row, found in faults.items():
        told[row] = json.dumps({**json.loads(told[row] or "{}"), **found}, ensure_ascii=False)
    arrays += [batch.column(reading.ROW), left, pa.array(told, pa.string())]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _cast(texts: pa.Array, one: Plan) -> pa.Array:
    if one.type == pa.float64() and one.out == ",":
        texts = pc.replace_substring(texts, ",", ".")
    return pc.cast(texts, one.type)


def _faulty(
    batch: pa.RecordBatch,
    one: Plan,
    j: int,
    cells: np.ndarray,
    data: np.ndarray,
    faults: dict[int, dict[str, str]],
) -> np.ndarray:
    """Cells whose value may not be used; why is added to `faults`."""
    bad: np.ndarray = cells == Kind.ERROR
    reasons: dict[str, np.ndarray] = {"": bad}
    if one.column is not None and one.column.type == "text":
        reasons["staat een datum waar tekst hoort"] = np.isin(cells, DAYS)
        number = np.isin(cells, PLAIN) if one.type == pa.string() else np.zeros(len(cells), bool)
        if one.column.pattern:
            reasons["staat een getal waar tekst hoort; nullen kunnen weg zijn"] = number
        elif number.any():
            size = np.abs(one.floats(batch, j))
            reasons["heeft een getal meer dan 15 cijfers"] = number & (size >= WHOLE)
    for why, hits in reasons.items():
        for row in np.flatnonzero(hits & data):
            shown: Any = why or f"staat de foutwaarde {batch.column(j)[int(row)].as_py()}"
            faults.setdefault(int(row), {})[one.name] = f"in kolom {one.name} {shown}"
        bad = np.asarray(bad | hits)
    return bad
