"""What a reader tells beside the values: row numbers people see, rows left out, faults, notes.

Belongs here: the names of the reserved columns and the notes in the schema. Not here: any format
(`readers`), or what becomes of the rows (`conform`).
"""

import json
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

ROW = "__rij"  # number a person sees in the file, from 1, header included
LEFT_OUT = "__buiten"  # rule by which a row is no data (`totaalrij`); null for data
FAULTS = "__fout"  # JSON: field -> what is wrong with its cell; field "" is the row as a whole
RESERVED = frozenset({ROW, LEFT_OUT, FAULTS})
NOTES = b"gelezen"


def notes(schema: pa.Schema) -> list[str]:
    """What was assumed while reading, in Dutch sentences; empty when nothing was."""
    held = (schema.metadata or {}).get(NOTES)
    return list(json.loads(held)) if held else []


def metadata(sentences: Sequence[str]) -> dict[str, str]:
    """The notes as schema metadata."""
    return {NOTES.decode(): json.dumps(list(sentences), ensure_ascii=False)} if sentences else {}


def numbers(batch: pa.RecordBatch, first: int) -> np.ndarray:
    """Row numbers of a batch: as the reader tells, else counted on from `first` rows before it."""
    if ROW in batch.schema.names:
        return np.asarray(batch.column(ROW))
    return np.arange(first + 1, first + 1 + batch.num_rows)


def left_out(batch: pa.RecordBatch) -> dict[str, np.ndarray]:
    """Rule -> mask of the rows that it leaves out; a row goes by one rule."""
    if LEFT_OUT not in batch.schema.names:
        return {}
    rules = np.array(batch.column(LEFT_OUT).to_pylist(), dtype=object)
    return {rule: rules == rule for rule in sorted({r for r in rules if r})}


def faults(batch: pa.RecordBatch, fields: Iterable[str]) -> list[tuple[int, str]]:
    """Rows with a fault of their own or in one of these fields: place in the batch and reason.

    A fault in a column that nobody asked for costs no row.
    """
    if FAULTS not in batch.schema.names:
        return []
    wanted = {"", *fields}
    found = []
    for place, text in enumerate(batch.column(FAULTS).to_pylist()):
        if text:
            reasons = [why for name, why in json.loads(text).items() if name in wanted]
            found += [(place, "; ".join(reasons))] if reasons else []
    return found
