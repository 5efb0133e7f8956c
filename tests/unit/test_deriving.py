"""What a computed table must keep: a product may have no rows where its declaration says so."""

import pyarrow as pa
import pytest

from data.registry import dataset
from pipelines.conform import arrow_schema
from pipelines.deriving import check
from pipelines.errors import DeliveryRefused


def test_no_rows_are_no_contradiction_of_value_and_status() -> None:
    product = dataset("geschiktheid_complex")  # no corporation may have delivered yet
    assert product.bounds.first[0] == 0
    check(product, arrow_schema(product).empty_table())


def test_no_rows_are_refused_where_there_must_be_some() -> None:
    product = dataset("geschiktheid_buurt")
    with pytest.raises(DeliveryRefused, match="geen enkele rij"):
        check(product, arrow_schema(product).empty_table())


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_published(number: float) -> None:
    product = dataset("geschiktheid_buurt")
    column = next(c for c in product.columns if c.type == "float")
    columns = {field.name: pa.nulls(1, field.type) for field in arrow_schema(product)}
    columns |= {c.status: pa.array(["ontbreekt"]) for c in product.columns if c.value}
    columns |= {"id": pa.array(["BU00000000"]), column.name: pa.array([number])}
    with pytest.raises(DeliveryRefused, match=f"kolom {column.name} bevat NaN of oneindig"):
        check(product, pa.table(columns))
