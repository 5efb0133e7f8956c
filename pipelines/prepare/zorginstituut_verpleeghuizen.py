"""House numbers of nursing homes: a letter or addition behind them (`31-b`) is split off."""

import re
from collections.abc import Iterator

import pyarrow as pa

from pipelines.connectors import Delivery

FIELDS = ("LocatieHuisnummer", "locatie_huisnummer")
PARTS = ("huisnummer_getal", "huisnummer_letter", "huisnummer_rest")
_NUMBER = re.compile(r"^(\d+)(?:\.0)?\s*-?\s*(?:([A-Za-z])(?![A-Za-z]))?\s*-?\s*(.*)$")


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read plus number, letter and rest; what does not start with a number stays whole."""
    field = next((name for name in FIELDS if name in batches.schema.names), None)
    if field is None:
        return batches
    extra = [pa.field(name, pa.string()) for name in PARTS]
    schema = pa.schema([*batches.schema, *extra], metadata=batches.schema.metadata)

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            parts = [_split(value) for value in batch.column(field).to_pylist()]
            columns = [pa.array(column, pa.string()) for column in zip(*parts, strict=True)]
            yield pa.RecordBatch.from_arrays(
                [*batch.columns, *(columns or [pa.nulls(0, pa.string())] * len(PARTS))],
                schema=schema,
            )

    return pa.RecordBatchReader.from_batches(schema, rows())


def _split(value: object) -> tuple[str | None, str | None, str | None]:
    text = "" if value is None else str(value).strip()
    found = _NUMBER.match(text)
    if not found:
        return text or None, None, None
    return found[1], (found[2] or "").upper() or None, found[3].strip() or None
