"""RIVM gives an estimate and its two bounds as three rows.

The bounds become columns beside the estimate.

All three rows stay: the rows of the bounds are out of scope by the declared rule `marge`, so the
row equation closes.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery

ESTIMATE, ENDS = "MW00000", {"MOG0095": "ci_low", "MBG0095": "ci_high"}
KEYS = ("WijkenEnBuurten", "Leeftijd", "Perioden")
# What describes the row instead of measuring something.
DESCRIBES = {*KEYS, "ID", "Marges", "Gemeentenaam", "SoortRegio", "Codering"}


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read plus `marge` and, on the estimate, `<topic>__ci_low` and `__ci_high`."""
    if "Marges" not in batches.schema.names:
        return batches
    table = batches.read_all()
    margin = pc.utf8_trim_whitespace(table.column("Marges"))
    table = table.append_column("marge", margin)
    keys = [key for key in KEYS if key in table.column_names]
    topics = [
        n
        for n in table.column_names
        if n.split("_")[0] not in DESCRIBES and n not in ("marge", *DESCRIBES)
    ]
    for code, end in ENDS.items():
        bounds = table.filter(pc.equal(margin, code)).select([*keys, *topics])
        if bounds.num_rows:
            renamed = bounds.rename_columns([*keys, *(f"{topic}__{end}" for topic in topics)])
            table = table.join(renamed, keys=keys, join_type="left outer", use_threads=False)
    order = (
        pc.sort_indices(table, sort_keys=[("ID", "ascending")])
        if "ID" in table.column_names
        else None
    )
    table = table.take(order) if order is not None else table
    return pa.RecordBatchReader.from_batches(table.schema, _batches(table))


def _batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from table.combine_chunks().to_batches(max_chunksize=65_536)
