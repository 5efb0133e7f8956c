"""The two descriptions of the API: valid by the schemas of OpenAPI itself, of tiles complete."""

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

KINDS = {
    "/v1/openapi.json": OpenAPIV30SpecValidator,
    "/v1/openapi-3.1.json": OpenAPIV31SpecValidator,
}
TILE = "/collections/{laag}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"


@pytest.mark.parametrize("path", KINDS)
def test_the_standard_says_it_is_valid(client, path):
    found = [error.message for error in KINDS[path](client.get(path).json()).iter_errors()]
    assert found == []


def test_a_fault_in_a_description_would_be_seen(client):
    for path, kind in KINDS.items():
        document = client.get(path).json()
        del document["paths"]["/collections"]["get"]["responses"]
        document["paths"]["/zoek"]["get"]["parameters"][0]["in"] = "nergens"
        assert len(list(kind(document).iter_errors())) >= 1, path


def test_the_media_type_is_that_of_the_standard(client):
    told = "application/vnd.oai.openapi+json;version=3.0"
    described = [
        link for link in client.get("/v1").json()["links"] if link["rel"] == "service-desc"
    ]
    assert described[0]["type"] == told
    answer = client.get(described[0]["href"])
    assert answer.headers["content-type"] == told
    assert answer.json()["openapi"].startswith("3.0.")


def test_what_is_open_asks_for_no_key(client):
    for path in KINDS:
        document = client.get(path).json()
        assert not document.get("security")
        assert "securitySchemes" not in document.get("components", {})


def test_the_address_of_a_tile_is_described(client):
    for path in KINDS:
        paths = client.get(path).json()["paths"]
        operation = paths[TILE]["get"]
        parts = {one["name"]: one for one in operation["parameters"] if one["in"] == "path"}
        assert parts.keys() == {"laag", "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol"}
        for name in ("tileMatrix", "tileRow", "tileCol"):
            assert parts[name]["required"] is True
        for name in ("tileRow", "tileCol"):
            assert parts[name]["schema"]["type"] == "integer"
            assert parts[name]["schema"]["minimum"] == 0
        assert "application/vnd.mapbox-vector-tile" in operation["responses"]["200"]["content"]
        assert {"204", "404"} <= operation["responses"].keys()
        for below in ("/collections/{laag}/tiles", "/collections/{laag}/tiles/{tileMatrixSetId}"):
            assert "application/json" in paths[below]["get"]["responses"]["200"]["content"]


def test_grids_are_as_described(client):
    for item in client.get("/v1/tileMatrixSets").json()["tileMatrixSets"]:
        found = client.get(f"/v1/tileMatrixSets/{item['id']}").json()
        assert {"id", "title", "uri", "crs", "tileMatrices"} <= found.keys()
        for matrix in found["tileMatrices"]:
            assert matrix["scaleDenominator"] == pytest.approx(matrix["cellSize"] / 0.00028)
            assert len(matrix["pointOfOrigin"]) == 2
            for name in ("tileWidth", "tileHeight", "matrixWidth", "matrixHeight"):
                assert type(matrix[name]) is int
            assert matrix.get("cornerOfOrigin", "topLeft") == "topLeft"
