"""Parquet: row group by row group, types as in the file.

Several files of one delivery one after the other.
"""

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import SourceChanged
from pipelines.readers import stream


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows of the Parquet files of one delivery; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    first: pa.Schema | None = None
    for landed in delivery.files:
        with pq.ParquetFile(landed.path) as file:
            schema = file.schema_arrow.remove_metadata()
            if first is None:
                first = schema
                yield schema
            elif schema != first:
                raise SourceChanged(
                    f"{bron.name}: {landed.url} heeft andere kolommen dan het eerste bestand van "
                    "de levering; "
                    "geef elk bestand zijn eigen peildatum of vraag bestanden van een soort."
                )
            for batch in file.iter_batches(stream.BATCH):
                yield batch.replace_schema_metadata(None)
