"""A GeoPackage of address points with the columns of BAG: always the same, nothing real."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

LAYER = "verblijfsobject"
BATCH = 100_000
STREETS = pa.array([f"Straat {n} van de meting" for n in range(900)])
TOWNS = pa.array(["Zandhoven", "Waterkant", "Lindenhof"])
USES = pa.array(["woonfunctie", "winkelfunctie", "kantoorfunctie,woonfunctie"])
STATES = pa.array(["Verblijfsobject in gebruik", "Verblijfsobject gevormd"])
LETTERS = pa.array([None, "A", "B"], pa.string())

SCHEMA = pa.schema(
    [
        ("identificatie", pa.string()),
        ("status", pa.string()),
        ("gebruiksdoel", pa.string()),
        ("oppervlakte", pa.int64()),
        ("openbare_ruimte_naam", pa.string()),
        ("huisnummer", pa.int64()),
        ("huisletter", pa.string()),
        ("postcode", pa.string()),
        ("woonplaats_naam", pa.string()),
        ("pand_identificatie", pa.string()),
        ("bouwjaar", pa.int64()),
        ("energie_kwh_m2", pa.float64()),
        ("begin_geldigheid", pa.date32()),
        ("geometry", pa.binary()),
    ]
)

COLUMNS = ", ".join(
    {"string": "{} text", "int64": "{} bigint", "double": "{} double precision"}.get(
        str(field.type), "{} date"
    ).format(field.name)
    for field in SCHEMA
    if field.name != "geometry"
)
"""The columns of the file as the columns of a table, the shape left out."""


def write(path: Path, rows: int) -> None:
    """Write the file; coordinates and values follow from the row number and a fixed seed."""
    # pyogrio takes anything with an Arrow stream; without metadata it needs type and CRS told.
    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(SCHEMA, _batches(rows)),
        path,
        layer=LAYER,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="Point",
        crs="EPSG:28992",
        # No index in the file: nobody who only reads it all needs one.
        layer_options={"SPATIAL_INDEX": "NO"},
    )


def _batches(rows: int) -> Iterator[pa.RecordBatch]:
    random = np.random.default_rng(20_240_101)
    for first in range(0, rows, BATCH):
        yield _batch(random, np.arange(first, min(first + BATCH, rows)))


def _batch(random: np.random.Generator, number: np.ndarray) -> pa.RecordBatch:
    size = len(number)

    def pick(values: pa.Array) -> pa.Array:
        return values.take(pa.array(random.integers(0, len(values), size)))

    digits = number % 9000 + 1000
    letter = random.integers(65, 91, (size, 2))
    points = np.column_stack(
        [random.uniform(230_000, 250_000, size), random.uniform(570_000, 590_000, size)]
    )
    arrays = [
        pa.array([f"9901010{n:09d}" for n in number]),
        pick(STATES),
        pick(USES),
        pa.array(random.integers(25, 250, size)),
        pick(STREETS),
        pa.array(random.integers(1, 400, size)),
        pick(LETTERS),
        pa.array([f"{d}{chr(a)}{chr(b)}" for d, (a, b) in zip(digits, letter, strict=True)]),
        pick(TOWNS),
        pa.array([f"9901100{n // 3:09d}" for n in number]),
        pa.array(random.integers(1850, 2024, size)),
        pa.array(np.round(random.uniform(20, 400, size), 2)),
        pa.array(random.integers(14_600, 19_700, size).astype("int32"), pa.int32()).cast(
            pa.date32()
        ),
        pa.array(shapely.to_wkb(shapely.points(np.round(points, 3))), pa.binary()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
