"""Abstract tests of OGC API Schemas, for the schema and the queryables of every layer."""

import re

import jsonschema
import pytest

REL = "http://www.opengis.net/def/rel/ogc/1.0/"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_JSON = "application/schema+json"
KEYWORDS = {"$schema", "$id", "type", "title", "description", "format", "items", "deprecated"}
KEYWORDS |= {"properties", "additionalProperties"}


@pytest.fixture(scope="module")
def collections(kinds):
    return kinds.get("/v1/collections").json()["collections"]


@pytest.fixture(scope="module")
def schemas(kinds, collections):
    """Each schema by its address."""
    found = {}
    for layer in collections:
        for name in ("schema", "queryables"):
            (link,) = [link for link in layer["links"] if link["rel"] == REL + name]
            found[link["href"]] = kinds.get(link["href"], headers={"Accept": SCHEMA_JSON})
    return found


def test_schemas_are_linked_where_the_standard_has_them(collections, schemas):
    base = "http://127.0.0.1:8000/v1/collections"
    ids = [layer["id"] for layer in collections]
    assert set(schemas) == {f"{base}/{laag}/{n}" for laag in ids for n in ("schema", "queryables")}


def test_a_schema_is_one_by_its_own_standard(schemas):
    for url, answer in schemas.items():
        assert answer.status_code == 200, url
        assert answer.headers["content-type"] == SCHEMA_JSON
        told = answer.json()
        assert told["$schema"] == DRAFT
        assert told["$id"] == url
        assert "?" not in told["$id"]
        assert told["type"] == "object"
        jsonschema.Draft202012Validator.check_schema(told)
        assert told["properties"]
        for name, one in told["properties"].items():
            shaped = one.get("format", "").startswith("geometry-")
            assert ("type" in one) != shaped, (url, name)
            assert "$ref" not in one
            keywords = {key for key in one if not key.startswith("x-")}
            assert keywords <= KEYWORDS, (url, name)
        assert {key for key in told if not key.startswith("x-")} <= KEYWORDS


def test_roles(schemas):
    for url, answer in schemas.items():
        properties = answer.json()["properties"]
        roles = [one["x-ogc-role"] for one in properties.values() if "x-ogc-role" in one]
        assert all(isinstance(role, str) for role in roles)
        assert roles.count("id") == 1, url
        (key,) = [one for one in properties.values() if one.get("x-ogc-role") == "id"]
        assert key["type"] in ("string", "integer")
        assert all(type(one["x-ogc-propertySeq"]) is int for one in properties.values())
        shapes = {n for n, one in properties.items() if "geometry-" in one.get("format", "")}
        named = {n for n, one in properties.items() if one.get("x-ogc-role") == "primary-geometry"}
        assert shapes == named
        assert len(named) <= 1
        instants = [one for one in properties.values() if "instant" in one.get("x-ogc-role", "")]
        assert all(one["format"] in ("date", "date-time") for one in instants)
        assert not [role for role in roles if role in ("type", "reference") or "interval" in role]


def test_keywords_that_are_not_used(schemas):
    """Units are Dutch words here, so none is passed off as UCUM; codes are never null values."""
    for answer in schemas.values():
        assert not re.search(r"x-ogc-(unit|unitLang|definition|nullValues)", answer.text)


def test_features_fit_their_schema(kinds, collections):
    """Every value is what the schema says; a null counts as absent, as in the standard."""
    for layer in collections:
        base = f"/v1/collections/{layer['id']}"
        told = kinds.get(f"{base}/schema").json()["properties"]
        features = kinds.get(f"{base}/items?limit=200").json()["features"]
        features.append(kinds.get(f"{base}/items/{features[0]['id']}").json())
        (key,) = [name for name, one in told.items() if one.get("x-ogc-role") == "id"]
        for feature in features:
            jsonschema.validate(feature["id"], told[key])
            assert feature["properties"].keys() <= told.keys()
            for name, value in feature["properties"].items():
                if value is not None:
                    jsonschema.validate(value, told[name])
            if feature["geometry"] is not None:
                kind = feature["geometry"]["type"].lower()
                assert told["geometry"]["format"] == f"geometry-{kind}"
