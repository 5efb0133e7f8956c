"""Hospitals: numbers that became decimals on their way (`102401.0`) are whole numbers again."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery

NUMBERS = ("organisatienummer", "ziekenhuisnummer", "type")


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read, with these numbers as text without `.0`."""
    schema = pa.schema(
        [pa.field(f.name, pa.string()) if f.name in NUMBERS else f for f in batches.schema],
        metadata=batches.schema.metadata,
    )

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            arrays = [
                _whole(column) if name in NUMBERS else column
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, rows())


def _whole(column: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.cast(column, pa.string()), r"^([0-9]+)\.0$", r"\1")
