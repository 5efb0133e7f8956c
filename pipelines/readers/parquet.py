"""Parquet: row group by row group, types as in the file."""

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.connectors.bron import Bron, Delivery
from pipelines.readers import stream


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows of one Parquet file; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(delivery)))


def _pieces(delivery: Delivery) -> stream.Pieces:
    with pq.ParquetFile(delivery.files[0].path) as file:
        yield file.schema_arrow.remove_metadata()
        for batch in file.iter_batches(stream.BATCH):
            yield batch.replace_schema_metadata(None)
