"""Over all published tables: care whose place is never shown has none, the restricted ones too."""

from typing import Any

import pytest

from data import places
from data.registry import layers
from tests.support.installations import Installation

TELLING = sorted(name for name, (dataset, _) in layers().items() if places.telling(dataset))
BELOW_GEMEENTE = places.AREA_KEYS | places.STREETS | set(places.ADDRESS)


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


def never_shown(place: Installation, layer: str) -> set[str]:
    """Ids of the rows about such care in the dataset a layer is made from."""
    dataset, _ = layers()[layer]
    names = ", ".join(f'"{name}"' for name in ("id", *places.telling(dataset)))
    rows = place.stored(dataset.name, names)
    return {row.pop("id") for row in rows if places.never_shown(*_words(row))}


def _words(row: dict[str, Any]) -> list[str]:
    return [value for name, value in row.items() if name != "id" and isinstance(value, str)]


@pytest.mark.parametrize("layer", TELLING)
def test_no_shape_and_no_area_below_the_gemeente(place: Installation, layer: str) -> None:
    _, declared = layers()[layer]
    schema = "pub_restricted" if declared.restricted else "pub"
    held = place.database.rows(f"SELECT laag FROM {schema}.pointer WHERE laag = %s", (layer,))  # noqa: S608
    if not held:
        pytest.skip(f"{layer} is in het voorbeeld niet gepubliceerd")
    hidden = never_shown(place, layer)
    rows = place.database.rows(
        f"SELECT to_jsonb(t) AS rij FROM {schema}.{layer} t WHERE id = ANY (%s)",  # noqa: S608
        (sorted(hidden),),
    )
    for row in (row["rij"] for row in rows):
        assert row.get("geometry") is None
        told = {name for name in BELOW_GEMEENTE if row.get(name) is not None}
        areas = {name for name in told if not str(row[name]).startswith("GM")}
        assert not areas, row["id"]


def test_places_hold_nothing_about_them(place: Installation) -> None:
    rows = place.database.rows(
        "SELECT bron, rij FROM store.plaatsing WHERE plaats_reden LIKE 'Van deze soort zorg%%'"
        " AND (geometry IS NOT NULL OR buurtcode IS NOT NULL OR verblijfsobject IS NOT NULL)"
    )
    assert rows == []


def test_no_point_of_the_open_map_is_such_care(place: Installation) -> None:
    rows = place.layer("voorzieningen")
    assert rows
    assert not [row for row in rows if places.never_shown(row["soort"], row["naam"])]


def test_places_of_partners_are_never_in_the_open(place: Installation) -> None:
    shown = {row["laag"] for row in place.database.rows("SELECT laag FROM pub.laag")}
    for name in shown:
        dataset, layer = layers()[name]
        assert not (places.drawn(layer) and dataset.tier.value != "open"), name
    columns = place.database.rows(
        "SELECT table_name AS t FROM information_schema.columns WHERE table_schema = 'pub'"
        " AND column_name IN ('plaats_status', 'plaats_reden', 'verblijfsobject')"
    )
    assert {row["t"] for row in columns} <= shown
    for row in columns:
        assert layers()[row["t"]][0].tier.value == "open"
