"""Two edges of one way may join the same two nodes (a loop around a square): number them apart."""

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from pipelines.connectors import Delivery


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read plus `volgnummer`, 0 for all but such twins."""
    schema = batches.schema.append(pa.field("volgnummer", pa.int64()))
    return pa.RecordBatchReader.from_batches(schema, _numbered(batches, schema))


def _numbered(batches: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    seen: Counter[tuple[int, int, int]] = Counter()
    for batch in batches:
        keys = zip(*(batch.column(name).to_pylist() for name in ("way_id", "u", "v")), strict=True)
        numbers = []
        for key in keys:
            numbers.append(seen[key])
            seen[key] += 1
        yield pa.RecordBatch.from_arrays(
            [*batch.columns, pa.array(numbers, pa.int64())], schema=schema
        )
