"""OWSLib, a client that is not ours: what it asks, in its own way, and what it gets.

It has no class for OGC API Tiles; those are read by GDAL in `test_gdal.py`.
"""

import pytest
from owslib.ogcapi.features import Features

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@pytest.fixture(scope="module")
def client(process):
    return Features(f"{process.base}/v1")


def test_it_finds_the_layers_by_the_links(client):
    assert client.links
    assert "cql2-text" in " ".join(client.conformance()["conformsTo"])
    assert set(client.feature_collections()) >= {"buurten", "haltes"}
    assert client.collection("buurten")["title"] == "Buurten"
    assert client.api()["openapi"].startswith("3.0")
    assert "aantal_inwoners" in client.collection_queryables("buurten")["properties"]
    assert client.collection_schema("buurten")["type"] == "object"


def test_a_filter_in_rd(client):
    asked = {"filter": "aantal_inwoners > 1000", "crs": RD, "sortby": ("aantal_inwoners", "desc")}
    found = client.collection_items("buurten", **asked)
    numbers = [feature["properties"]["aantal_inwoners"] for feature in found["features"]]
    assert numbers == sorted(numbers, reverse=True)
    assert min(numbers) > 1000
    corner = found["features"][0]["geometry"]["coordinates"][0][0][0]
    assert 230_000 <= corner[0] <= 236_000
    assert 570_000 <= corner[1] <= 575_000
    assert client.response_headers["Content-Crs"] == f"<{RD}>"


def test_a_box_a_moment_and_one_object(client):
    asked = {"bbox": [230100, 570100, 230400, 570400], "bbox-crs": RD, "datetime_": "2024-01-01"}
    (feature,) = client.collection_items("buurten", **asked)["features"]
    assert feature["id"] == "BU99990000"
    one = client.collection_item("buurten", feature["id"])
    assert one["properties"] == feature["properties"]


def test_pages_by_number_and_by_link(client):
    whole = {feature["id"] for feature in client.collection_items("haltes", limit=1000)["features"]}
    parts = [client.collection_items("haltes", limit=400, offset=at) for at in (0, 400, 800)]
    ids = [feature["id"] for part in parts for feature in part["features"]]
    assert len(ids) == len(set(ids)) == 1200
    assert whole <= set(ids)


def test_what_is_wrong_is_said(client):
    with pytest.raises(RuntimeError, match="aantal_inwoners"):
        client.collection_items("buurten", filter="aantal_inwoner > 3")
