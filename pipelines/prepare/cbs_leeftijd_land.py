"""Single years of the country: ages by title of the key list."""

import pyarrow as pa

from pipelines.connectors import Delivery
from pipelines.prepare import leeftijden


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows with age bounds and marks of roll-ups."""
    codes = leeftijden.meanings(delivery)
    return leeftijden.extended(
        batches, codes, open_from=95, kind="jaar", kind_of_row="RegioS", row=r"^NL[0-9]{2}$"
    )
