"""Loading over two connections: all rows once, or none and the reason as it was raised."""

from collections.abc import Iterator

import pyarrow as pa
import pytest

from pipelines import store
from pipelines.database import bulk, bulk_connection
from pipelines.errors import DeliveryRefused
from tests.support.clusters import Database

SCHEMA = pa.schema([("nummer", pa.int64())])
BATCH, BATCHES = 16_384, 6


def _rows(fails_at: int | None = None) -> pa.RecordBatchReader:
    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(BATCHES):
            if number == fails_at:
                raise DeliveryRefused("bron: kapot in het midden")
            first = number * BATCH
            column = pa.array(range(first, first + BATCH), pa.int64())
            yield pa.RecordBatch.from_arrays([column], schema=SCHEMA)

    return pa.RecordBatchReader.from_batches(SCHEMA, batches())


def _load(database: Database, rows: pa.RecordBatchReader) -> int:
    dsn = database.dsn()
    with bulk_connection(dsn) as one, bulk_connection(dsn) as other, bulk(one) as first:
        return store.copy(first, "proef", rows, second=lambda: bulk(other))


def _held(database: Database) -> tuple[int, int]:
    (row,) = database.rows("SELECT count(*) AS n, count(DISTINCT nummer) AS d FROM stage.proef")
    return row["n"], row["d"]


@pytest.fixture
def table(own_database: Database) -> Database:
    with own_database.connect() as connection:
        connection.execute("CREATE TABLE stage.proef (nummer bigint)")
    return own_database


def test_every_row_arrives_once(table: Database) -> None:
    assert _load(table, _rows()) == BATCH * BATCHES
    assert _held(table) == (BATCH * BATCHES, BATCH * BATCHES)


@pytest.mark.parametrize("fails_at", [0, 1, BATCHES - 1])
def test_an_error_on_the_way_leaves_nothing_and_is_told_as_raised(
    table: Database, fails_at: int
) -> None:
    with pytest.raises(DeliveryRefused, match="kapot in het midden"):
        _load(table, _rows(fails_at))
    assert _held(table) == (0, 0)


def test_a_refusing_database_leaves_nothing(table: Database) -> None:
    with table.connect() as connection:
        connection.execute("ALTER TABLE stage.proef ADD CHECK (nummer < 50000)")
    with pytest.raises(Exception, match="proef_nummer_check"):
        _load(table, _rows())
    assert _held(table) == (0, 0)
