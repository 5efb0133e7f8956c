"""Abstract tests of OGC API Features part 1 and 2 that no other file has, for every layer."""

import json

import httpx
import pytest
import shapely

GEOJSON, HTML = "application/geo+json", "text/html"
FORMS = {GEOJSON, HTML}
PAGE_FORMS = FORMS | {"text/csv"}


@pytest.fixture(scope="module")
def layers_of(kinds):
    return kinds.get("/v1/collections").json()["collections"]


def links(document, rel):
    return [link for link in document["links"] if link["rel"] == rel]


def kind(answer):
    return answer.headers["content-type"].partition(";")[0]


def test_items_are_linked_in_every_form(kinds, layers_of):
    for layer in layers_of:
        found = links(layer, "items")
        assert {link["type"] for link in found} >= {GEOJSON}
        for link in found:
            answer = kinds.get(link["href"])
            assert (answer.status_code, kind(answer)) == (200, link["type"])


def test_every_page_links_itself_and_its_other_forms(kinds, layers_of):
    for layer in layers_of:
        url = f"/v1/collections/{layer['id']}/items?limit=4&crs={layer['storageCrs']}"
        for _ in range(3):
            document = kinds.get(url).json()
            (own,), others = links(document, "self"), links(document, "alternate")
            assert {own["type"], *(link["type"] for link in others)} == PAGE_FORMS
            assert len({own["href"], *(link["href"] for link in others)}) == 4  # JSON-FG too
            again = kinds.get(own["href"]).json()
            assert again["features"] == document["features"]
            for link in (own, *others):
                answer = kinds.get(link["href"])
                assert (answer.status_code, kind(answer)) == (200, link["type"])
            following = links(document, "next")
            if not following:
                break
            assert following[0]["type"] == GEOJSON
            url = following[0]["href"]


def test_a_feature_links_itself_its_forms_and_its_layer(kinds, layers_of):
    for layer in layers_of:
        items = kinds.get(f"/v1/collections/{layer['id']}/items?limit=1").json()
        feature = items["features"][0]
        document = kinds.get(f"/v1/collections/{layer['id']}/items/{feature['id']}").json()
        (own,), others = links(document, "self"), links(document, "alternate")
        (home,) = links(document, "collection")
        assert {own["type"], *(link["type"] for link in others)} == FORMS
        assert kinds.get(own["href"]).json()["id"] == feature["id"]
        assert kinds.get(home["href"]).json()["id"] == layer["id"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=x", "bbox=1,2,3", "bbox=a,b,c,d", "datetime=gisteren"),
        *("datetime=2024-13-01", "crs=x", "bbox-crs=x", "bbox=230000,570000,231000,571000"),
    ],
)
def test_a_bad_value_is_400(kinds, layers_of, query):
    for layer in layers_of:
        answer = kinds.get(f"/v1/collections/{layer['id']}/items?{query}")
        assert answer.status_code == 400, layer["id"]
        assert answer.headers["content-type"] == "application/problem+json"


def test_geojson_is_geojson(kinds, layers_of):
    """Read by a library that is not ours: shapes are valid, in degrees, one per feature."""
    for layer in layers_of:
        answer = kinds.get(f"/v1/collections/{layer['id']}/items?limit=50")
        assert kind(answer) == GEOJSON
        for feature in answer.json()["features"]:
            assert feature["type"] == "Feature"
            assert {"id", "geometry", "properties"} <= feature.keys()
            if feature["geometry"] is not None:
                shape = shapely.from_geojson(json.dumps(feature["geometry"]))
                assert shape.is_valid
                west, south, east, north = shape.bounds
                assert 3 < west <= east < 8
                assert 50 < south <= north < 54


def test_systems_are_named_by_uri(kinds, layers_of):
    known = kinds.get("/v1/collections").json()["crs"]
    for uri in {*known, *(uri for layer in layers_of for uri in layer["crs"])}:
        assert uri.startswith("http://www.opengis.net/def/crs/")
        authority, version, code = uri.rsplit("/", 3)[1:]
        assert authority in ("OGC", "EPSG")
        assert version
        assert code
        answer = kinds.get("/v1/collections/buurten/items", params={"crs": uri, "limit": "1"})
        assert answer.headers["content-crs"] == f"<{uri}>"


def test_one_layer_at_least_is_not_empty(kinds, layers_of):
    numbers = [
        kinds.get(f"/v1/collections/{layer['id']}/items?limit=1").json()["numberReturned"]
        for layer in layers_of
    ]
    assert max(numbers) == 1


def test_the_server_speaks_http_1_1_and_head(process):
    with httpx.Client(http2=False, base_url=process.base) as client:
        for path in ("/v1", "/v1/conformance", "/v1/collections/buurten/items?limit=1"):
            asked, told = client.head(path), client.get(path)
            assert asked.http_version == told.http_version == "HTTP/1.1"
            assert (asked.status_code, asked.content) == (200, b"")
            assert asked.headers["content-type"] == told.headers["content-type"]
