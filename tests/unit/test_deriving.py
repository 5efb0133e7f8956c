"""What a computed table must keep: a product may have no rows where its declaration says so."""

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
