"""GeoParquet 1.1: WKB, the system as PROJJSON, bounds per row for reading a part, zstd."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyproj
from pyarrow import compute, parquet

from geo_api.formats.job import Job

ROWS, BYTES = 32_768, 16 * 2**20
"""A row group ends at the first of the two: that is what is held in memory."""
_BOUNDS = ("xmin", "ymin", "xmax", "ymax")
_TOLD = ("titel", "eenheid", "omschrijving")


def write(job: Job, batches: pa.RecordBatchReader) -> None:
    """Write the file, one row group after another.

    Args:
        job: what is asked.
        batches: typed columns; with a shape also WKB and its bounds.
    """
    shaped = job.geometry is not None
    schema = _schema(batches.schema, job, shaped=shaped)
    box: tuple[float, ...] | None = None
    with parquet.ParquetWriter(job.target, schema, compression="zstd", version="2.6") as writer:
        for table in _groups(batches):
            if shaped:
                box = _wider(box, table)
                table = _covered(table)
            writer.write_table(table.cast(schema), row_group_size=table.num_rows or None)
        if shaped:
            writer.add_key_value_metadata({"geo": json.dumps(_geo(job, box))})


def _groups(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(b.num_rows for b in held) >= ROWS or sum(b.nbytes for b in held) >= BYTES:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _schema(found: pa.Schema, job: Job, *, shaped: bool) -> pa.Schema:
    """The columns with their title and unit, and what the file tells of itself."""
    fields = []
    for field in found:
        if field.name in _BOUNDS and shaped:
            continue
        told = job.columns.get(field.name, {})
        kept = {name: str(told[name]) for name in _TOLD if told.get(name)}
        fields.append(field.with_metadata(kept))
    if shaped:
        fields.append(pa.field("bbox", pa.struct([(name, pa.float64()) for name in _BOUNDS])))
    about = json.dumps(job.about, ensure_ascii=False)
    return pa.schema(fields, {"woonzorg": about, "title": job.about["titel"]})


def _covered(table: pa.Table) -> pa.Table:
    table = table.combine_chunks()
    bounds = [table[name].combine_chunks() for name in _BOUNDS]
    missing = bounds[0].is_null()
    struct = pa.StructArray.from_arrays(bounds, names=list(_BOUNDS), mask=missing)
    return table.drop_columns(list(_BOUNDS)).append_column("bbox", struct)


def _wider(box: tuple[float, ...] | None, table: pa.Table) -> tuple[float, ...] | None:
    low = [compute.min(table[name]).as_py() for name in _BOUNDS[:2]]
    high = [compute.max(table[name]).as_py() for name in _BOUNDS[2:]]
    if None in low:
        return box
    if box is None:
        return (*low, *high)
    return (*map(min, box[:2], low), *map(max, box[2:], high))


def _geo(job: Job, box: tuple[float, ...] | None) -> Mapping[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [job.geometry],
        "crs": pyproj.CRS.from_user_input(job.crs).to_json_dict(),
        "covering": {"bbox": {name: ["bbox", name] for name in _BOUNDS}},
    }
    if box:
        column["bbox"] = list(box)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
