"""Leefbaarometer: one row per area and year, with a mark on the newest year of the delivery.

3.0 comes as such; 2.0 has a class per year in its own field (`KL02` is 2002), which become rows.
Changes between years (`VKL0216`) are not taken: they follow from the classes.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery
from pipelines.readers.json import KEY

_CLASS = re.compile(r"^KL(\d\d)$")
LAST, EARLIER = "laatste", "eerder"


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read plus `meting`; of 2.0 the fields `__sleutel`, `jaar` and `klasse`."""
    table = batches.read_all()
    if KEY in table.column_names:
        table = _rows_per_year(table)
    if "jaar" not in table.column_names:
        return table.to_reader()
    years = pc.utf8_trim_whitespace(pc.cast(table.column("jaar"), pa.string()))
    newest = pc.max(years)
    mark = pc.if_else(pc.fill_null(pc.equal(years, newest), False), LAST, EARLIER)
    return table.append_column("meting", mark).to_reader()


def _rows_per_year(table: pa.Table) -> pa.Table:
    """A row per area and year of measurement; null stays null."""
    parts = []
    for name in table.column_names:
        if found := _CLASS.match(name):
            rows = table.num_rows
            parts.append(
                pa.table(
                    {
                        KEY: table.column(KEY),
                        "jaar": pa.array([f"20{found[1]}"] * rows, pa.string()),
                        "klasse": pc.cast(table.column(name), pa.string()),
                    }
                )
            )
    return pa.concat_tables(parts) if parts else table
