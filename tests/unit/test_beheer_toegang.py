"""What somebody looked at, as the steward's page Toegang tells it."""

import pytest

from data.registry import layers
from geo_api.beheer import access
from geo_api.describe.languages import DUTCH, ENGLISH

CLOSED = next(name for name, (_, layer) in layers().items() if layer.restricted)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/kansen/vakken", "Kansen: vakken van 100 meter"),
        (f"/v1/collections/{CLOSED}/items", layers()[CLOSED][1].title),
        (f"/v1/downloads/{CLOSED}.csv", layers()[CLOSED][1].title),
        ("oidc", "bij de eigen organisatie"),
    ],
)
def test_an_address_is_told_by_the_page_or_the_layer_it_is_of(place: str, told: str) -> None:
    assert access.where(place, DUTCH) == told


def test_the_same_in_english() -> None:
    assert access.where("/kansen/vakken", ENGLISH) == "Opportunities: cells of 100 metres"
    assert access.where(f"/v1/downloads/{CLOSED}.csv", ENGLISH) == layers()[CLOSED][1].title_en
    assert access.where("oidc", ENGLISH) == "at their own organisation"
