"""Ages of the life table: the key list says what a code means; totals have no age."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.connectors import Delivery
from pipelines.prepare.leeftijden import meanings

DIMENSION = "LeeftijdOp31December"


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows plus `leeftijd_jaar`: the age in years, of the open class where it starts."""
    codes = meanings(delivery, DIMENSION)
    schema = pa.schema(
        [*batches.schema, pa.field("leeftijd_jaar", pa.int64())], metadata=batches.schema.metadata
    )

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            ages = [codes.get(str(code).strip()) for code in batch.column(DIMENSION).to_pylist()]
            years = [one.van if one and one.kind in ("jaar", "open") else None for one in ages]
            yield pa.RecordBatch.from_arrays(
                [*batch.columns, pa.array(years, pa.int64())], schema=schema
            )

    return pa.RecordBatchReader.from_batches(schema, rows())
