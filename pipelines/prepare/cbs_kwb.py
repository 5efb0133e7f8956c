"""Key figures: from the edition of 2026 on CBS splits residents of 65 and older in two columns.

Their sum is the column of earlier years; where one of the two is not given, neither is the sum.
"""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery

WHOLE = "k_65JaarOfOuder"
PARTS = ("k_65JaarTot80Jaar", "k_80JaarOfOuder")


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read, plus `k_65JaarOfOuder` where the table has its two parts instead."""
    names = {re.sub(r"_\d+$", "", name): name for name in batches.schema.names}
    if WHOLE in names or not set(PARTS) <= set(names):
        return batches
    young, old = (names[part] for part in PARTS)
    schema = pa.schema(
        [*batches.schema, pa.field(WHOLE, pa.float64())], metadata=batches.schema.metadata
    )

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            whole = pc.add(
                pc.cast(batch.column(young), pa.float64()), pc.cast(batch.column(old), pa.float64())
            )
            yield pa.RecordBatch.from_arrays([*batch.columns, whole], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, rows())
