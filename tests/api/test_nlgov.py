"""NLGov REST API Design Rules 2.x with the geospatial module: a test per rule, under its id.

Rules whose subject this service does not have (changing resources, versions that are withdrawn) are
tested as far as they bind a service that is only read.
"""

import itertools
import json
import re
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from fastapi.openapi.models import OpenAPI

from geo_api import API_VERSION
from geo_api.contract.parameters import MAX_FAULTS
from geo_api.http import headers

CHECKOUT = Path(__file__).resolve().parents[2]
BASE = "http://127.0.0.1:8000"
ITEMS = "/v1/collections/buurten/items"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
ETRS89 = "http://www.opengis.net/def/crs/EPSG/0/4258"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OGC_PATHS = {"items", "schema", "queryables", "tiles", "tilejson", "conformance", "collections"}
"""Names that a standard gives; they go before the rules on language and plural."""
OGC_KEYS = {"bbox-crs", "filter-crs", "filter-lang", "subset-crs"}
FILL = {"laag": "haltes", "feature_id": "000001", "nummer": "1"}


@pytest.fixture(scope="module")
def document(client):
    return client.get("/v1/openapi.json").json()


def paths(document):
    """Every path with the address it stands under."""
    for path, item in document["paths"].items():
        base = item.get("servers", document["servers"])[0]["url"].removeprefix(BASE)
        yield base + path, item


def segments(path):
    return [part for part in path.split("/") if part and "{" not in part]


# Names ----------------------------------------------------------------------------------------


def test_core_naming_resources_are_nouns(document):
    """`/core/naming-resources` (API-05): no verbs in addresses.

    `zoek` is what search is called where people know it, as `/search` at PDOK.
    """
    verbs = re.compile(r"^(get|set|haal|zoek|maak|toon|geef|lees|bereken)([A-Z-]|$)")
    for path, _ in paths(document):
        assert not [part for part in segments(path) if verbs.match(part) and part != "zoek"], path


def test_core_naming_collections_are_plural(document):
    """`/core/naming-collections` (API-54): what has members below it has a plural name."""
    for path, _ in paths(document):
        parts = path.strip("/").split("/")
        for part, below in itertools.pairwise(parts):
            member = re.fullmatch(r"\{[^}]+\}", below)
            if member and "{" not in part and part not in OGC_PATHS and part != "WebMercatorQuad":
                assert part.endswith(("s", "en")), path


def test_core_interface_language_is_dutch(document):
    """`/core/interface-language` (API-04): Dutch texts; English only where it is official."""
    dutch = re.compile(
        r"\b(de|het|een|van|voor|met|zonder|en|deze|alle|wat|hoe|zo|is|op|in|als|bij|per|alleen)\b",
        re.IGNORECASE,
    )
    english = re.compile(r"\b(the|with|which|returns|of the|is a|and)\b", re.IGNORECASE)
    for path, item in paths(document):
        for operation in item.values():
            if not isinstance(operation, dict):
                continue
            text = operation["description"]
            assert dutch.search(text), path
            assert not english.search(text), path


def test_core_no_trailing_slash(client, document):
    """`/core/no-trailing-slash` (API-48): with a slash at its end an address is 404.

    The rule leaves the root out: `/v1/` is the entrance too, as OWSLib asks for it.
    """
    assert client.get("/v1/").json() == client.get("/v1").json()
    for path, item in paths(document):
        assert not path.endswith("/"), path
        if "get" in item and "{" not in path and path != "/v1":
            assert client.get(path + "/").status_code == 404, path
    assert client.get("/v1/collections/buurten/").status_code == 404


def test_core_path_segments_kebab_case(document):
    """`/core/path-segments-kebab-case`: small letters and hyphens; names of a standard stay."""
    for path, _ in paths(document):
        for part in segments(path):
            official = part in ("tileMatrixSets", "WebMercatorQuad", "NetherlandsRDNewQuad")
            assert official or re.fullmatch(r"[a-z0-9]+(-[a-z0-9.]+)*(\.json)?", part), path


def test_core_query_keys_camel_case(document):
    """`/core/query-keys-camel-case`: OGC keeps its own names on its own paths."""
    for path, item in paths(document):
        for operation in item.values():
            if not isinstance(operation, dict):
                continue
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query" and parameter["name"] not in OGC_KEYS:
                    assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", parameter["name"]), path


# Methods and state ----------------------------------------------------------------------------


def test_core_http_methods_and_resource_operations(client, document):
    """`/core/http-methods`, `/core/resource-operations` (API-03, API-06): only standard ones."""
    for path, item in paths(document):
        methods = {name for name in item if name not in ("servers", "parameters")}
        assert methods <= {"get", "post", "delete"}, path
        if "get" in methods and "post" not in methods and "{" not in path:
            for method in ("PUT", "PATCH", "DELETE"):
                answer = client.request(method, path)
                assert answer.status_code == 405, (method, path)
                assert "GET" in answer.headers["allow"]


def test_core_http_safety(place, client, document):
    """`/core/http-safety` (API-01): asking changes nothing, and asking again says the same."""

    def written():
        with place.connect() as db:
            db.execute("SELECT pg_stat_force_next_flush()")
            return db.execute(
                "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
            ).fetchone()

    before = written()
    for path, item in paths(document):
        if "get" in item and set(re.findall(r"{(\w+)}", path)) <= FILL.keys():
            url = path.format(**FILL)
            first, again = client.get(url), client.get(url)
            assert (first.status_code, first.headers.get("content-type")) == (
                again.status_code,
                again.headers.get("content-type"),
            )
    assert written() == before


def test_core_stateless(client):
    """`/core/stateless` (API-02): no cookie, no session; the same question anew is enough."""
    answer = client.get(ITEMS, headers={"Cookie": "sessie=1"})
    assert "set-cookie" not in answer.headers
    assert answer.json()["features"] == client.get(ITEMS).json()["features"]


def test_core_http_response_code(client):
    """`/core/http-response-code`: the standard codes, each for what it says."""
    tag = client.get(ITEMS).headers["etag"]
    assert client.get(ITEMS).status_code == 200
    assert client.get(ITEMS, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{ITEMS}?limit=x").status_code == 400
    assert client.get("/v1/collections/bestaat-niet").status_code == 404
    assert client.get("/v1/collections/zorgaanbieders").status_code == 410
    assert client.request("DELETE", ITEMS).status_code == 405


def test_core_nested_child(client):
    """`/core/nested-child` (API-10): what exists in a parent only stands below it."""
    assert client.get("/v1/items").status_code == 404
    links = client.get(f"{ITEMS}/BU99990001").json()["links"]
    assert {"rel": "collection", "href": f"{BASE}/v1/collections/buurten"}.items() <= next(
        link for link in links if link["rel"] == "collection"
    ).items()


def test_core_hide_implementation(client):
    """`/core/hide-implementation` (API-53): no software, tables or files show."""
    words = re.compile(r"psycopg|postgres|python|traceback|granian|fastapi|/usr/|\.py\b", re.I)
    for path in ("/v1", f"{ITEMS}?limit=x", "/v1/x", "/v1/collections/x", f"{ITEMS}/%00"):
        answer = client.get(path)
        assert not words.search(answer.text), path
        assert not words.search(str(answer.headers.multi_items())), path
        assert not {"server", "x-powered-by"} & set(answer.headers)


# Moments --------------------------------------------------------------------------------------


def moments(value, name=""):
    """Every text that begins like a day, with its name."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from moments(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from moments(part, name)
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        yield name, value


@pytest.mark.parametrize(
    "path", ["/v1/collections", f"{ITEMS}?limit=3", "/v1/releases", "/v1/releases/1", "/v1/dcat"]
)
def test_core_date_time(client, path):
    """`/core/date-time/format`, `/timezone`, `/date-omit-time-portion`: RFC 3339 in UTC."""
    found = list(moments(client.get(path).json()))
    assert found
    for name, text in found:
        if len(text) > 10:
            assert text.endswith("Z"), (name, text)
            assert datetime.fromisoformat(text).utcoffset().total_seconds() == 0
        else:
            datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
        if "peildatum" in name.lower():
            assert len(text) == 10, (name, text)


# Errors ---------------------------------------------------------------------------------------

WRONG = [
    f"{ITEMS}?limit=x",
    "/v1/collections/x",
    "/v1/x",
    "/v1/releases/9",
    "/v1/collections/buurten?release=9",
    "/v1/dcat?f=xml",
    "/v1/collections/zorgaanbieders/items",
    "/v1/archives/x.pmtiles",
    "/v1/downloads/buurten.pdf",
    "/v1/collections/buurten/tiles/WebMercatorQuad/1/9/9",
]


@pytest.mark.parametrize("path", WRONG)
def test_core_error_handling_problem_details(client, path):
    """`/core/error-handling/problem-details` (API-46): RFC 9457 with status, title and detail."""
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code >= 400
    assert told["title"]
    assert told["detail"].endswith((".", "?"))
    assert answer.headers["api-version"] == API_VERSION
    assert answer.headers["cache-control"] == "no-store"


def test_core_error_handling_invalid_input_is_400(client):
    """`/core/error-handling/invalid-input`: wrong input is 400, never 422 or 500."""
    for query in (
        "limit=0",
        "bbox=1,2",
        "datetime=gisteren",
        "crs=x",
        "filter=((",
        "sortby=x",
        "onbekend=1",
        "f=pdf",
        "release=0",
        "peildatum=x",
        "properties=x",
        "offset=-1",
    ):
        assert client.get(f"{ITEMS}?{query}").status_code == 400, query


def test_core_error_handling_all_errors(client):
    """`/core/error-handling/all-errors`: every fault at once, with the nearest name."""
    query = "limit=x&bbox=1&crs=y&sortby=naam&bbx=1&limiet=2&datetime=z&peildatum=p&release=q"
    told = client.get(f"{ITEMS}?{query}").json()
    names = {fault["location"]["name"] for fault in told["errors"]}
    assert names == {
        *("limit", "bbox", "crs", "sortby", "bbx", "limiet", "datetime", "peildatum", "release"),
    }
    near = {fault["location"]["name"]: fault.get("suggestie") for fault in told["errors"]}
    assert (near["bbx"], near["limiet"]) == ("bbox", "limit")
    for fault in told["errors"]:
        assert fault["in"] == "query"
        assert re.fullmatch(r"[a-z_-]+", fault["code"])
        assert fault["detail"].endswith((".", "?")), fault
    many = "&".join(f"p{number}=1" for number in range(100))
    assert len(client.get(f"/v1?{many}").json()["errors"]) == MAX_FAULTS


# Documentation --------------------------------------------------------------------------------


def test_core_publish_openapi(client):
    """`/core/publish-openapi` (API-51): at the fixed place, readable from every site."""
    for path, version in (("/v1/openapi.json", "3.0.3"), ("/v1/openapi-3.1.json", "3.1.0")):
        answer = client.get(path, headers={"Origin": "https://elders.example"})
        assert answer.status_code == 200
        assert answer.json()["openapi"] == version
        assert answer.headers["access-control-allow-origin"] == "*"
        page = client.get(path, headers={"Accept": "text/html"})
        assert "json" in page.headers["content-type"]  # its place holds it for browsers too


# The parts of the OpenAPI schemas that say what an object may hold, by version.
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_MEMBERS = {
    "document": {"openapi", "info", "servers", "paths", "components", "security", "tags"}
    | {"externalDocs"},
    "path": {"summary", "description", "servers", "parameters"} | _METHODS,
    "operation": {"tags", "summary", "description", "externalDocs", "operationId", "parameters"}
    | {"requestBody", "responses", "callbacks", "deprecated", "security", "servers"},
    "parameter": {"name", "in", "description", "required", "deprecated", "allowEmptyValue"}
    | {"style", "explode", "allowReserved", "schema", "example", "examples", "content"},
    "response": {"description", "headers", "content", "links"},
}
_SCHEMA_30 = {"title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"}
_SCHEMA_30 |= {"maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems"}
_SCHEMA_30 |= {"maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf"}
_SCHEMA_30 |= {"anyOf", "not", "items", "properties", "additionalProperties", "description"}
_SCHEMA_30 |= {"format", "default", "nullable", "discriminator", "readOnly", "writeOnly", "xml"}
_SCHEMA_30 |= {"externalDocs", "example", "deprecated"}


def _only(found, kind, where):
    strange = {name for name in found if not name.startswith("x-")} - _MEMBERS[kind]
    assert not strange, (where, strange)


def _schemas(value, where=""):
    """Every schema, wherever it stands."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "schema":
                yield from _within(part, where)
            else:
                yield from _schemas(part, f"{where}/{name}")
    elif isinstance(value, list):
        for part in value:
            yield from _schemas(part, where)


def _within(schema, where):
    yield where, schema
    parts = [*schema.get("properties", {}).values()]
    parts += [schema[name] for name in ("items", "not") if isinstance(schema.get(name), dict)]
    if isinstance(schema.get("additionalProperties"), dict):
        parts.append(schema["additionalProperties"])
    for name in ("allOf", "oneOf", "anyOf", "prefixItems"):
        parts += schema.get(name, [])
    for part in parts:
        yield from _within(part, where)


def _every_schema(document):
    for name, schema in document["components"]["schemas"].items():
        yield from _within(schema, name)
    yield from _schemas(document["paths"])


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/v1/openapi-3.1.json"])
def test_core_doc_openapi(client, path):
    """`/core/doc-openapi` (API-16): OpenAPI 3, whole by the rules of its version."""
    told = client.get(path).json()
    OpenAPI.model_validate(told)
    _only(told, "document", path)
    ids = []
    for where, item in told["paths"].items():
        assert where.startswith("/")
        _only(item, "path", where)
        for name in _METHODS & item.keys():
            _only(item[name], "operation", where)
            ids.append(item[name]["operationId"])
            assert item[name]["responses"]
            for parameter in item[name].get("parameters", []):
                _only(parameter, "parameter", where)
                assert ("schema" in parameter) != ("content" in parameter)
                assert parameter["in"] != "path" or parameter["required"] is True
            for status, answer in item[name]["responses"].items():
                assert re.fullmatch(r"[1-5]\d\d|default", status)
                _only(answer, "response", where)
                assert answer["description"]
    assert len(ids) == len(set(ids))


def test_core_doc_openapi_schemas_are_those_of_their_version(client):
    """`/core/doc-openapi`: 3.1 holds JSON Schemas; 3.0 only the words that it knows."""
    newer = client.get("/v1/openapi-3.1.json").json()
    for _, schema in _every_schema(newer):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert "nullable" not in schema
    older = client.get("/v1/openapi.json").json()
    for where, schema in _every_schema(older):
        if "$ref" in schema:
            assert set(schema) == {"$ref"}, where
            continue
        strange = {name for name in schema if not name.startswith("x-")} - _SCHEMA_30
        assert not strange, (where, strange)
        assert isinstance(schema.get("type", ""), str), where
        assert schema.get("type") != "array" or "items" in schema, where
        assert not isinstance(schema.get("exclusiveMinimum", False), int) or isinstance(
            schema.get("exclusiveMinimum", False), bool
        ), where


def test_core_doc_openapi_contact(place, serve):
    """`/core/doc-openapi-contact`: name, e-mail and address of who answers for it."""
    chosen = {"contact_name": "Gemeente", "contact_email": "a@b.nl", "contact_url": "https://b.nl"}
    with serve(place.settings(**chosen)) as client:
        contact = client.get("/v1/openapi.json").json()["info"]["contact"]
    assert contact == {"name": "Gemeente", "email": "a@b.nl", "url": "https://b.nl"}


def test_core_doc_language(client):
    """`/core/doc-language` (API-17): the documentation is Dutch."""
    page = client.get("/v1/docs")
    assert '<html lang="nl">' in page.text
    assert all(link["hreflang"] == "nl" for link in client.get("/v1").json()["links"])


# Versions -------------------------------------------------------------------------------------


def test_core_uri_version(document):
    """`/core/uri-version` (API-20): the major version in the address, and nothing more of it."""
    major = API_VERSION.partition(".")[0]
    assert document["servers"][0]["url"] == f"{BASE}/v{major}"
    for path, _ in paths(document):
        assert path.startswith((f"/v{major}", "/health/")), path


def test_core_semver_and_version_header(client, document):
    """`/core/semver`, `/core/version-header` (API-56, API-57): whole, on every answer."""
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", API_VERSION)
    assert document["info"]["version"] == API_VERSION
    tag = client.get("/v1/collections").headers["etag"]
    answers = [
        client.get("/v1"),
        client.get("/v1/x"),
        client.get(f"{ITEMS}?limit=x"),
        client.get("/v1/collections", headers={"If-None-Match": tag}),
        client.request("DELETE", "/v1"),
        client.request("OPTIONS", "/v1"),
        client.head("/v1"),
        client.get("/v1", headers={"Host": "elders.example"}),
        client.get("/v1/archives/x.pmtiles"),
        client.get("/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"),
    ]
    assert {answer.headers.get("API-Version") for answer in answers} == {API_VERSION}
    assert "API-Version" in answers[0].headers["access-control-expose-headers"]


def test_core_changelog():
    """`/core/changelog` (API-55): what changes is written down, with what readers must know."""
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]", text, re.MULTILINE)
    assert "API" in text


def test_core_deprecation_schedule_and_transition_period(client):
    """`/core/deprecation-schedule`, `/core/transition-period` (API-18, API-19).

    One major version is offered, so none is deprecated; a name that will go is announced in the
    releases.
    """
    majors = {number for number in range(6) if client.get(f"/v{number}").status_code == 200}
    assert majors == {1}
    assert client.get("/v1/releases").json()["aangekondigd"] == []


# Transport ------------------------------------------------------------------------------------


def test_core_transport_tls(place, serve):
    """`/core/transport/tls` (API-58): behind https every link is https and HSTS is on."""
    base = "https://kaart.voorbeeld.nl"
    with serve(place.settings(base_url=base, allowed_hosts=["127.0.0.1"])) as client:
        answer = client.get("/v1")
        assert int(re.search(r"max-age=(\d+)", answer.headers["strict-transport-security"])[1]) >= (
            31536000
        )
        hrefs = [link["href"] for link in answer.json()["links"]]
        assert all(href.startswith(base) for href in hrefs)


def test_core_transport_no_sensitive_uris(document):
    """`/core/transport/no-sensitive-uris`: no key, token or person in an address."""
    words = re.compile(r"api.?key|token|secret|wachtwoord|bsn|naam$|auth", re.IGNORECASE)
    for path, item in paths(document):
        for operation in item.values():
            if isinstance(operation, dict):
                names = [one["name"] for one in operation.get("parameters", [])]
                assert not [name for name in names if words.search(name)], path


@pytest.mark.parametrize("path", ["/v1", ITEMS, "/v1/x", "/v1/archives/haltes.pmtiles"])
def test_core_transport_security_headers(client, path):
    """`/core/transport/security-headers`: all of them, on every answer.

    `Cache-Control: no-store` is relaxed for open data: it is public and has a version.
    """
    told = client.get(path).headers
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"]
    assert told["content-type"]
    assert told["cache-control"] in ("no-store", headers.DATA_CACHE)


def test_core_transport_cors(client):
    """`/core/transport/cors`: every site may read, no site sends credentials."""
    answer = client.get("/v1", headers={"Origin": "https://elders.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}
    allowed = client.request("OPTIONS", "/v1", headers=asked).headers
    assert "GET" in allowed["access-control-allow-methods"]
    assert "DELETE" not in allowed["access-control-allow-methods"]


# Geospatial module 1.0 ------------------------------------------------------------------------


def test_geo_crs_list_storage_and_default(client):
    """`/geo/crs-list`, `/geo/storage-crs`, `/geo/default-crs`: listed, CRS84 first."""
    for layer in client.get("/v1/collections").json()["collections"]:
        assert layer["crs"][0] == CRS84
        assert layer["storageCrs"] == RD
        assert RD in layer["crs"]
    assert client.get(ITEMS).headers["content-crs"] == f"<{CRS84}>"


def test_geo_preferred_crs(client):
    """`/geo/preferred-crs`: ETRS89 and RD are offered by name."""
    assert {RD, ETRS89} <= set(client.get("/v1/collections/buurten").json()["crs"])


def test_geo_ensemble_member_crs(client):
    """`/geo/ensemble-member-crs`: no ensemble (WGS 84 as EPSG:4326) without its member."""
    offered = client.get("/v1/collections/buurten").json()["crs"]
    assert not [uri for uri in offered if uri.endswith("/EPSG/0/4326")]


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
def test_geo_crs_query_parameters(client, name):
    """`/geo/crs-query-parameter`, `/geo/bbox-crs-…`, `/geo/filter-crs-…`: unknown is 400."""
    more = {"bbox": "6,53,7,54"} if name == "bbox-crs" else {}
    wrong = client.get(ITEMS, params={name: "EPSG:9999", **more})
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["location"]["name"] == name
    box = {"bbox": "230000,570000,231000,571000"} if name == "bbox-crs" else {}
    assert client.get(ITEMS, params={name: RD, **box}).status_code == 200


def test_geo_content_crs_response_header(client):
    """`/geo/content-crs-response-header`: which system the answer is in."""
    for crs in (CRS84, RD, ETRS89):
        for path in (ITEMS, f"{ITEMS}/BU99990001"):
            answer = client.get(path, params={"crs": crs})
            assert answer.headers["content-crs"] == f"<{crs}>"
    assert "Content-Crs" in answer.headers["access-control-expose-headers"]


def test_geo_bbox_query_parameter(client):
    """`/geo/bbox-query-parameter`: the objects that touch it, in the system of `bbox-crs`."""
    box = {"bbox": "230010,570010,230020,570020", "bbox-crs": RD}
    found = client.get(ITEMS, params=box).json()["features"]
    assert [feature["id"] for feature in found] == ["BU99990000"]


def test_geo_geojson_response_and_embedding(client):
    """`/geo/geojson-response`, `/geo/embed-geojson-geometry-response`, `/geo/geometric-context`."""
    answer = client.get(ITEMS, params={"limit": 3})
    assert answer.headers["content-type"] == "application/geo+json"
    told = answer.json()
    assert told["type"] == "FeatureCollection"
    for feature in told["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "MultiPolygon"
    flat = client.get("/v1/collections/leeftijd_buurt/items", params={"limit": 1}).json()
    assert flat["features"][0]["geometry"] is None


def test_geo_precision(client):
    """RD to the millimetre, degrees to eight decimals: no more is written than is known."""
    for crs, most in ((RD, 3), (CRS84, 8), (ETRS89, 8)):
        text = client.get(ITEMS, params={"crs": crs, "limit": 5}).text
        shapes = [feature["geometry"] for feature in json.loads(text)["features"]]
        numbers = re.findall(r"\d+\.(\d+)", json.dumps(shapes))
        assert max(map(len, numbers), default=0) <= most
