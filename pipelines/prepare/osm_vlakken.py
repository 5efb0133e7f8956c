"""One word for what an OpenStreetMap area is to us: water, green or something else."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors import Delivery

GREEN_LEISURE = ("park", "garden", "nature_reserve")
GREEN_USE = (
    "grass",
    "forest",
    "meadow",
    "recreation_ground",
    "cemetery",
    "village_green",
    "allotments",
)
WATER_USE = ("basin", "reservoir")


def prepare(batches: pa.RecordBatchReader, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows as read plus `soort`."""
    schema = batches.schema.append(pa.field("soort", pa.string()))
    return pa.RecordBatchReader.from_batches(schema, _named(batches, schema))


def _named(batches: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        use = batch.column("landuse")
        water = pc.or_(
            pc.fill_null(pc.equal(batch.column("natural"), "water"), False),
            pc.is_in(use, pa.array(WATER_USE)),
        )
        green = pc.or_(
            pc.is_in(batch.column("leisure"), pa.array(GREEN_LEISURE)),
            pc.is_in(use, pa.array(GREEN_USE)),
        )
        kind = pc.if_else(water, "water", pc.if_else(green, "groen", "overig"))
        yield pa.RecordBatch.from_arrays([*batch.columns, kind], schema=schema)
