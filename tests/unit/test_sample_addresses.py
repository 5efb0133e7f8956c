"""The collection `adres` of the sample: every main address, and side ones, as PDOK names them."""

import json
import re
from typing import Any

import pytest

from tests.support.samples import Sample

# ENDPOINTS 2.1: names of the properties; the house number is text.
NAMES = {
    "identificatie",
    "adresseerbaar_object_identificatie",
    "adresseerbaar_object_type",
    "openbare_ruimte_naam",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "woonplaats_naam",
    "bronhouder_identificatie",
}
ADDRESS = ("postcode", "huisnummer", "huisletter", "toevoeging")


def features(sample: Sample, collection: str) -> list[dict[str, Any]]:
    file = sample.folder / "ogc" / "bag" / collection / "features.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def addresses(sample: Sample) -> list[dict[str, Any]]:
    return features(sample, "adres")


def test_properties_are_those_of_the_publisher(addresses: list[dict[str, Any]]) -> None:
    for feature in addresses:
        own = feature["properties"]
        assert set(own) >= NAMES
        assert isinstance(own["huisnummer"], str)
        assert re.fullmatch("[0-9]{16}", own["identificatie"])
    assert len({feature["id"] for feature in addresses}) == len(addresses)
    assert len({f["properties"]["identificatie"] for f in addresses}) == len(addresses)


def test_every_object_has_its_main_address_and_some_have_another(
    sample: Sample, addresses: list[dict[str, Any]]
) -> None:
    known = {f["properties"]["identificatie"]: f for f in addresses}
    objects = features(sample, "verblijfsobject")
    for feature in objects:
        own = feature["properties"]
        main = known[own["hoofdadres_identificatie"]]["properties"]
        assert main["adresseerbaar_object_identificatie"] == own["identificatie"]
        assert [str(main[n] or "") for n in ADDRESS] == [str(own[n] or "") for n in ADDRESS]
    side = len(addresses) - len(objects)
    assert 0 < side < len(objects) / 20
    written = {tuple(f["properties"][n] for n in ADDRESS) for f in addresses}
    assert len(written) == len(addresses)  # no two objects share an address
