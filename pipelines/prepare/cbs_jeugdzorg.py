"""Forms of youth care: the key list gives each its name, and says which row is the total."""

import json
from collections.abc import Iterator

import pyarrow as pa

from pipelines.connectors import Delivery
from pipelines.errors import SourceChanged

DIMENSION = "Vormen"
TOTAL, PART = "totaal", "deel"


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows plus `vorm_naam` and `rij` (`totaal` for the first total of the list, else `deel`)."""
    if DIMENSION not in batches.schema.names:
        return batches
    names = _names(delivery)
    total = next((key for key, name in names.items() if name.startswith("Totaal")), "")
    extra = [pa.field("vorm_naam", pa.string()), pa.field("rij", pa.string())]
    schema = pa.schema([*batches.schema, *extra], metadata=batches.schema.metadata)

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            keys = [str(key).strip() for key in batch.column(DIMENSION).to_pylist()]
            yield pa.RecordBatch.from_arrays(
                [
                    *batch.columns,
                    pa.array([names.get(key) for key in keys], pa.string()),
                    pa.array([TOTAL if key == total else PART for key in keys], pa.string()),
                ],
                schema=schema,
            )

    return pa.RecordBatchReader.from_batches(schema, rows())


def _names(delivery: Delivery) -> dict[str, str]:
    for file in delivery.files:
        if file.role == f"dimension:{DIMENSION}":
            entries = json.loads(file.path.read_bytes())["value"]
            return {str(e["Key"]).strip(): str(e["Title"]).strip() for e in entries}
    raise SourceChanged(
        f"{delivery.dataset}: de sleutellijst van {DIMENSION} ontbreekt; "
        f'zet {DIMENSION} = "*" in het filter.'
    )
