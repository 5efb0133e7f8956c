"""Columns a source leaves unsaid because all its rows are alike: named in the profile (`vast`).

Belongs here: adding them to the rows as read. A column the source does have is never overruled.
"""

from collections.abc import Iterator, Mapping

import pyarrow as pa

from pipelines.errors import ConfigurationError


def added(
    name: str, batches: pa.RecordBatchReader, fixed: Mapping[str, str]
) -> pa.RecordBatchReader:
    """The same rows with the columns of the profile as text.

    Args:
        name: dataset, for messages.
        batches: rows as read.
        fixed: field -> the value of every row.

    Raises:
        ConfigurationError: the source has such a field itself.
    """
    if not fixed:
        return batches
    if double := sorted(set(fixed) & set(batches.schema.names)):
        raise ConfigurationError(
            f"{name}: de bron heeft zelf een kolom {double[0]}; haal haar uit vast in het profiel."
        )
    extra = [pa.field(field, pa.string()) for field in fixed]
    schema = pa.schema([*batches.schema, *extra], metadata=batches.schema.metadata)

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            more = [
                pa.repeat(pa.scalar(value, pa.string()), len(batch)) for value in fixed.values()
            ]
            yield pa.RecordBatch.from_arrays([*batch.columns, *more], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, rows())
