"""Every figure of a product of the sample has a tree that ends in feeds (explain, as data)."""

import pytest

from data.registry import registry
from pipelines.indicators.uitleg import MANY, explain
from tests.architecture.test_declarations import WITHOUT_PARTS
from tests.support.explained import Stored, leaves
from tests.support.installations import Installation

PRODUCTS = sorted(name for name, dataset in registry().items() if dataset.derived)


@pytest.fixture(scope="module")
def stored(published_sample: Installation) -> Stored:
    return Stored(published_sample)


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_figure_ends_in_feeds_or_in_many_rows_of_a_product_that_does(
    published_sample: Installation, stored: Stored, product: str
) -> None:
    """Of the first row that has the figure."""
    rows = published_sample.stored(product)
    for column in registry()[product].columns:
        row = next((one for one in rows if one[column.name] is not None), None)
        if not column.value or row is None or column.name in WITHOUT_PARTS:
            continue
        ends = list(leaves(explain(product, row["id"], column.name, stored)))
        for end in ends:
            dataset, _, name = end.naam.partition(".")
            ended = not registry()[dataset].derived or end.status == MANY or name in WITHOUT_PARTS
            assert ended, (column.name, end.naam)
            assert end.titel, (column.name, end.naam)
            assert end.bron, (column.name, end.naam)
        assert ends[0].naam != f"{product}.{column.name}", column.name
