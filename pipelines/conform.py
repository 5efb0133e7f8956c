"""From the publisher's rows to ours: names, types, statuses, shapes, scope.

Every row ends in exactly one place.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from data.model import Column, Dataset, Scope
from data.tables import fields
from pipelines import aliases, reading, shapes, values
from pipelines.errors import SourceChanged
from pipelines.numbering import Numbers

_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class BadRow:
    """One row for quarantine.

    Its number (as a person sees it in the file), why, and what it said (without its shape).
    """

    row: int
    reason: str
    content: str
    kind: str = "afgekeurd"


@dataclass
class Tally:
    """Where the rows of a delivery went.

    Attributes:
        received: rows read.
        out_of_scope: per declared rule.
        bad: rows for quarantine.
        repaired: rows repaired by a listed method (kept as rows, the original noted).
        numbers: where the good rows of a supplier's file stood in it.
    """

    received: int = 0
    out_of_scope: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)
    repaired: list[BadRow] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)


def arrow_schema(dataset: Dataset) -> pa.Schema:
    """Arrow schema of the rows that go to the stage table."""
    names = fields(dataset.columns, supplier=dataset.per_supplier)
    columns = [(name, _ARROW[kind]) for name, kind in names]
    if dataset.geometry:
        columns.append(("geometry", pa.binary()))
    return pa.schema(columns)


@dataclass(frozen=True)
class Context:
    """What conforming needs to know beside the declaration.

    Attributes:
        version: number of the version being made.
        peildatum: the moment described; None = column `peildatum` of the rows.
        supplier: who delivered, for datasets with several suppliers.
        names: our column -> the source's, from the profile.
        decimal: agreed decimal sign.
        crs: declared CRS where the source does not say.
        area: prepared polygon of the gemeenten and the ring, for scope rules on place.
        asked: box (RD) the source was asked for; None where it was asked for everything.
        today: a row that says to describe a later day is bad; None = not looked at.
    """

    version: int
    peildatum: date | None
    supplier: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    crs: str = ""
    area: shapely.Geometry | None = None
    asked: tuple[float, float, float, float] | None = None
    today: date | None = None


def conform(
    dataset: Dataset, batches: pa.RecordBatchReader, context: Context, tally: Tally
) -> Iterator[pa.RecordBatch]:
    """Good rows in our own form, batch by batch; the rest is counted in `tally`.

    Raises:
        SourceChanged: a declared column is not there, or the source does not say its CRS.
        DeliveryRefused: the delivery breaks the contract as a whole.
    """
    mapping = aliases.resolve(dataset, batches.schema, context.names)
    crs = _crs(dataset, batches.schema, context)
    needed = _needed(dataset, batches.schema, mapping)
    for batch in batches:
        if batch.num_rows:
            yield _batch(dataset, batch.select(needed), mapping, crs, context, tally)


def _needed(dataset: Dataset, schema: pa.Schema, mapping: Mapping[str, str]) -> list[str]:
    """Fields that are declared.

    What else a source holds (origin, persons) goes nowhere, not even to quarantine.
    """
    wanted = {"geometry", *mapping.values(), *(rule.column for rule in dataset.scope)}
    wanted |= reading.RESERVED
    ends = {f"{name}__{end}" for name in mapping.values() for end in ("ci_low", "ci_high")}
    return [name for name in schema.names if name in wanted | ends]


def _shaped(dataset: Dataset, schema: pa.Schema) -> bool:
    """Whether shapes are to be read: declared, and there or not to be missed."""
    return bool(dataset.geometry) and not (
        dataset.geometry_optional and "geometry" not in schema.names
    )


def _crs(dataset: Dataset, schema: pa.Schema, context: Context) -> str:
    if not _shaped(dataset, schema):
        return ""
    said = (schema.metadata or {}).get(b"crs", b"").decode()
    if not said and not context.crs:
        raise SourceChanged(
            f"{dataset.name}: de bron noemt geen coordinatenstelsel; geef crs op in het profiel."
        )
    return said or context.crs


def _batch(
    dataset: Dataset,
    batch: pa.RecordBatch,
    mapping: Mapping[str, str],
    crs: str,
    context: Context,
    tally: Tally,
) -> pa.RecordBatch:
    batch, numbers = _data_rows(batch, tally)
    keep = _in_scope(dataset, batch, mapping, tally)
    reasons = np.full(batch.num_rows, "", dtype=object)
    for place, why in reading.faults(batch, mapping.values()):
        reasons[place] = why
    made = _columns(dataset, batch, mapping, context, reasons)
    if _shaped(dataset, batch.schema):
        found = shapes.read(dataset, batch.column("geometry").to_numpy(zero_copy_only=False), crs)
        keep &= _in_area(dataset, found, context, keep, tally)
        _note(reasons, found.reasons != "", found.reasons)
        made["geometry"] = pa.array(shapely.to_wkb(found.geometries), pa.binary())
        _note_repairs(found, keep, batch, numbers, tally)
    _quarantine(batch, keep & (reasons != ""), reasons, numbers, tally)
    good = keep & (reasons == "")
    schema = arrow_schema(dataset)
    arrays = [
        made.get(name, pa.nulls(batch.num_rows, kind))
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    kept = pa.RecordBatch.from_arrays(
        [array.cast(kind) for array, kind in zip(arrays, schema.types, strict=True)], schema=schema
    ).filter(pa.array(good))
    if dataset.per_supplier:
        tally.numbers.note(kept, numbers[good])
        tally.numbers.bad |= {*made["id"].filter(pa.array(keep & ~good)).to_pylist()} - {None}
    return kept


def _data_rows(batch: pa.RecordBatch, tally: Tally) -> tuple[pa.RecordBatch, np.ndarray]:
    """The rows that are data, with the number of each; what the reader set apart is counted."""
    numbers = reading.numbers(batch, tally.received)
    tally.received += batch.num_rows
    data = np.ones(batch.num_rows, bool)
    for rule, rows in reading.left_out(batch).items():
        tally.out_of_scope[rule] += int(rows.sum())
        data &= ~rows
    return (batch, numbers) if data.all() else (batch.filter(pa.array(data)), numbers[data])


def _columns(
    dataset: Dataset,
    batch: pa.RecordBatch,
    mapping: Mapping[str, str],
    context: Context,
    reasons: np.ndarray,
) -> dict[str, pa.Array]:
    """Every stored column but the shape; reasons of bad rows are added."""
    rows = batch.num_rows
    made: dict[str, pa.Array] = {"version": pa.array(np.full(rows, context.version), pa.int64())}
    for column in dataset.columns:
        made |= _column(dataset, column, batch, mapping, context, reasons)
    if dataset.per_supplier:
        made["leverancier"] = pa.array([context.supplier] * rows, pa.string())
    if context.peildatum is not None:
        made["peildatum"] = pa.array([context.peildatum] * rows, pa.date32())
    elif "peildatum" not in made:
        raise SourceChanged(f"{dataset.name}: de kolom peildatum ontbreekt in de levering.")
    elif context.today:
        later = pc.fill_null(pc.greater(made["peildatum"], pa.scalar(context.today)), False)
        _note(reasons, np.asarray(later), "peildatum ligt in de toekomst")
    parts = [pc.cast(made[key], pa.string()) for key in dataset.key]
    made["id"] = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, ":")
    _note(reasons, np.asarray(pc.is_null(made["id"])), "de sleutel is leeg")
    return made


def _column(
    dataset: Dataset,
    column: Column,
    batch: pa.RecordBatch,
    mapping: Mapping[str, str],
    context: Context,
    reasons: np.ndarray,
) -> dict[str, pa.Array]:
    field_name = mapping.get(column.name)
    if field_name is None:
        kind = _ARROW[column.type]
        missing = pa.array(["ontbreekt"] * batch.num_rows) if column.value else None
        made = {column.name: pa.nulls(batch.num_rows, kind)}
        return made if missing is None else made | {column.status: missing}
    parsed = values.parse(dataset, column, batch.column(field_name), context.decimal)
    _note(reasons, parsed.bad, parsed.reason)
    if column.required:
        _note(
            reasons, np.asarray(pc.is_null(parsed.values)) & ~parsed.bad, f"{column.name} is leeg"
        )
    made = {column.name: parsed.values}
    if parsed.status is not None:
        made[column.status] = parsed.status
    if column.interval:
        for end in ("ci_low", "ci_high"):
            source = f"{field_name}__{end}"
            if source in batch.schema.names:
                made[f"{column.name}_{end}"] = values.parse(
                    dataset, column, batch.column(source)
                ).values
    if column.events:
        made = _poisson(column, parsed.values) | made
    return made


def _poisson(column: Column, counts: pa.Array) -> dict[str, pa.Array]:
    """Ends of the exact interval of counts of rare events; null where there is no count."""
    from pipelines.indicators.tarieven import poisson_interval  # loads scipy: few feeds need it

    ends = poisson_interval(pc.cast(counts, pa.float64()).to_numpy(zero_copy_only=False))
    pairs = zip(("ci_low", "ci_high"), ends, strict=True)
    return {f"{column.name}_{end}": pa.array(x, mask=np.isnan(x)) for end, x in pairs}


def _in_scope(
    dataset: Dataset, batch: pa.RecordBatch, mapping: Mapping[str, str], tally: Tally
) -> np.ndarray:
    keep = np.ones(batch.num_rows, bool)
    for rule in dataset.scope:
        source = mapping.get(rule.column, rule.column)
        if rule.inside or source not in batch.schema.names:
            continue
        inside = _rule(rule, batch.column(source))
        tally.out_of_scope[rule.name] += int((keep & ~inside).sum())
        keep &= inside
    return keep


def _rule(rule: Scope, array: pa.Array) -> np.ndarray:
    text = pc.utf8_trim_whitespace(pc.cast(array, pa.string()))
    if rule.keep:
        return np.asarray(pc.is_in(text, pa.array(rule.keep)))
    if rule.empty:
        return np.asarray(pc.equal(pc.fill_null(pc.utf8_length(text), 0), 0))
    if rule.filled:
        return np.asarray(pc.fill_null(pc.greater(pc.utf8_length(text), 0), False))
    found = np.zeros(len(text), bool)
    for start in rule.starts or rule.leaves:
        found |= np.asarray(pc.fill_null(pc.starts_with(text, start), False))
    return ~found if rule.leaves else found


def _in_area(
    dataset: Dataset, found: shapes.Shapes, context: Context, keep: np.ndarray, tally: Tally
) -> np.ndarray:
    """True for what touches the area, and for bad shapes.

    Those are quarantined, not out of scope.
    """
    rule = next((r for r in dataset.scope if r.inside), None)
    if rule is None or context.area is None:
        return np.ones(len(keep), bool)
    if context.asked:
        shapes.refuse_beyond(dataset.name, found, context.asked)
    inside = shapely.intersects(context.area, found.geometries) | (found.reasons != "")
    tally.out_of_scope[rule.name] += int((keep & ~inside).sum())
    return np.asarray(inside)


def _note(reasons: np.ndarray, rows: np.ndarray, why: Any) -> None:
    """Add a reason to rows, keeping those they have."""
    for row in np.flatnonzero(rows):
        text = why if isinstance(why, str) else why[row]
        reasons[row] = f"{reasons[row]}; {text}" if reasons[row] else text


def _note_repairs(
    found: shapes.Shapes, keep: np.ndarray, batch: pa.RecordBatch, numbers: np.ndarray, tally: Tally
) -> None:
    for row, why in found.repaired.items():
        if keep[row]:
            original = batch.column("geometry")[row].as_py()
            tally.repaired.append(
                BadRow(
                    int(numbers[row]),
                    f"make_valid: {why}",
                    _content(batch, row, original.hex()),
                    "hersteld",
                )
            )


def _quarantine(
    batch: pa.RecordBatch, rows: np.ndarray, reasons: np.ndarray, numbers: np.ndarray, tally: Tally
) -> None:
    for row in np.flatnonzero(rows):
        tally.bad.append(BadRow(int(numbers[row]), reasons[row], _content(batch, int(row))))


def _content(batch: pa.RecordBatch, row: int, shape: str = "") -> str:
    """A row as JSON, its shape left out unless asked for."""
    plain = {
        name: _plain(batch.column(name)[row].as_py())
        for name in batch.schema.names
        if name != "geometry" and name not in reading.RESERVED
    }
    if shape:
        plain["geometry_wkb"] = shape
    return json.dumps(plain, ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    """A whole number of a spreadsheet as people see it there: 87, not 87.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
