"""Five-year classes per PC4: ages by title of the key list.

CBS writes `PC8960` for postcode 8960.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery
from pipelines.prepare import leeftijden


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows with age bounds, marks of roll-ups, and the bare postcode in `Postcode`."""
    return leeftijden.extended(
        _bare(batches),
        leeftijden.meanings(delivery),
        open_from=95,
        kind="vijfjaar",
        kind_of_row="Postcode",
        row=r"^[1-9][0-9]{3}$",
    )


def _bare(batches: pa.RecordBatchReader) -> pa.RecordBatchReader:
    place = batches.schema.get_field_index("Postcode")

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            codes = pc.replace_substring_regex(batch.column(place), r"^PC([0-9]{4})", r"\1")
            yield batch.set_column(place, batches.schema.field(place), codes)

    return pa.RecordBatchReader.from_batches(batches.schema, rows())
