"""What holds for every answer, and hostile requests.

ETags, methods, CORS, security headers, versions, links.
"""

import random

import pytest

from geo_api.http import answers
from geo_api.settings import PACKAGE

EVERYTHING = [
    "/",
    "/lagen",
    "/lagen/buurten",
    "/stijl.css",
    "/icoon.svg",
    "/v1",
    "/v1/conformance",
    "/v1/docs",
    "/v1/openapi.json",
    "/v1/openapi-3.1.json",
    "/v1/releases",
    "/v1/collections",
    "/v1/collections/buurten",
    "/v1/collections/buurten/schema",
    "/v1/collections/buurten/tilejson",
    "/v1/collections/buurten/items?limit=3",
    "/v1/collections/buurten/items/BU99990000",
    "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530",
    "/v1/archives/buurten.pmtiles",
]
ERRORS = [
    "/nergens",
    "/v1/nergens",
    "/v1/collections/buurten/items?x=1",
    "/v1/collections/zorgaanbieders",
]
ITEMS = "/v1/collections/buurten/items"


@pytest.mark.parametrize("path", EVERYTHING)
def test_strong_etag_and_304(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    etag = answer.headers["etag"]
    assert etag.startswith('"')
    assert answer.headers["cache-control"] == "max-age=300, must-revalidate"
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert client.get(path, headers={"If-None-Match": '"anders"'}).status_code == 200


def test_another_build_has_other_tags():
    """Whatever part of the service is changed, what clients hold of the former is asked again."""
    counted = {path for kind in answers._PARTS for path in PACKAGE.glob(kind)}
    source = {path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts}
    shown = {path for path in (PACKAGE / "pages").rglob("*") if path.is_file()}
    statements = set((PACKAGE / "sql").glob("*.sql"))
    assert len(source) > 200
    assert source | shown | statements <= counted


def test_304_needs_no_table(own, serve):
    """Everything but the description is gone, and what the client holds is still confirmed."""
    with serve(own.settings()) as service:
        etag = service.get(ITEMS).headers["etag"]
        with own.connect() as db:
            db.execute("DROP TABLE store.buurten_10")
        assert service.get(ITEMS, headers={"If-None-Match": etag}).status_code == 304


def test_etag_of_a_page_ends_in_its_second(client):
    """Equal tags mean equal bytes, time stamp included; an older second is still confirmed."""
    answer = client.get(ITEMS, headers={"Accept-Encoding": "identity"})
    name, _, second = answer.headers["etag"].strip('"').rpartition("-")
    again = client.get(ITEMS, headers={"If-None-Match": f'"{name}-{int(second) - 3600}"'})
    assert again.status_code == 304
    assert again.headers["etag"] == f'"{name}-{int(second) - 3600}"'
    other = client.get(ITEMS + "?limit=7").headers["etag"]
    assert client.get(ITEMS, headers={"If-None-Match": other}).status_code == 200


@pytest.mark.parametrize("path", EVERYTHING + ERRORS + ["/health/live", "/health/ready", "/kaart"])
def test_headers_of_every_answer(client, path):
    for answer in (client.get(path), client.get(path, headers={"If-None-Match": "*"})):
        assert answer.headers["api-version"] == "1.0.0"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"]
        assert "access-control-allow-credentials" not in answer.headers
        assert "server" not in answer.headers
        is_api = path.startswith(("/v1", "/health"))
        assert answer.headers.get("access-control-allow-origin") == ("*" if is_api else None)


@pytest.mark.parametrize("path", EVERYTHING + ERRORS)
def test_head_is_get_without_a_body(client, path):
    got, head = client.get(path), client.head(path)
    assert head.content == b""
    assert head.status_code == got.status_code
    for name in ("content-type", "content-length", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO"])
def test_other_methods_are_refused(client, method):
    for path in ("/", "/v1", ITEMS, "/v1/archives/buurten.pmtiles"):
        answer = client.request(method, path)
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


def test_preflight(client):
    headers = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}
    answer = client.request("OPTIONS", "/v1/archives/buurten.pmtiles", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "If-Range" in answer.headers["access-control-allow-headers"]
    exposed = client.get("/v1").headers["access-control-expose-headers"]
    for name in ("Content-Range", "Link", "Location", "Content-Disposition", "ETag"):
        assert name in exposed.split(", ")


def test_problems_are_not_cached_and_carry_the_same_members(client):
    for path in ERRORS:
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        document = answer.json()
        assert document["status"] == answer.status_code
        assert document["title"]
        assert document["detail"].endswith(".")


@pytest.mark.parametrize(
    "host", ["elders.example", "127.0.0.1.elders.example", "", "127.0.0.1@elders", "[::1", "x:y"]
)
def test_foreign_host_is_refused(client, host):
    answer = client.get("/v1", headers={"Host": host})
    assert answer.status_code == 421
    assert "elders" not in answer.text


def test_links_never_follow_the_request(own, serve):
    settings = own.settings(base_url="https://kaart.gemeente.example/", allowed_hosts=("intern",))
    with serve(settings) as client:
        given = {
            "Host": "intern:1234",
            "X-Forwarded-Host": "kwaad.example",
            "Forwarded": "host=kwaad.example",
        }
        for path in (
            "/v1",
            "/v1/collections",
            ITEMS,
            "/v1/openapi.json",
            "/v1/collections/buurten/tilejson",
        ):
            text = client.get(path, headers=given).text
            assert "https://kaart.gemeente.example/v1" in text
            assert "intern" not in text
            assert "kwaad" not in text
            assert "127.0.0.1" not in text
        assert client.get("/v1", headers={"Host": "kaart.gemeente.example"}).headers[
            "strict-transport-security"
        ]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("/v1/collectons", "/v1/collections"),
        ("/v1/collections/buurten/item", "/v1/collections/buurten/items"),
        ("/v1/collections/buurten/queryable", "/v1/collections/buurten/queryables"),
        ("/v1/tilematrixsets/x", "/v1/tileMatrixSets/x"),
        ("/v1/nergens", None),
        ("/v1/collections/buurten/xyz", None),
        ("/v1/" + "collectons/" * 30, None),
    ],
)
def test_an_address_that_is_not_there_names_the_nearest(client, asked, near):
    answer = client.get(asked)
    assert answer.status_code == 404
    told = answer.json()["detail"]
    assert (f"Bedoelde u '{near}'?" in told) == (near is not None), told
    assert ("Bedoelde" in told) == (near is not None)


def test_long_addresses_and_headers_are_refused(client):
    assert client.get("/v1?f=" + "x" * 5000).status_code == 414
    assert client.get("/v1", headers={"X-Groot": "x" * 9000}).status_code == 431


@pytest.mark.parametrize(
    "name",
    [
        "'; DROP TABLE pub.laag; --",
        "id",
        "version",
        "buurtcode=1",
        "é",
        "ｂｂｏｘ",
        "properties.x",
        "__class__",
        "limit[]",
        " ",
    ],
)
def test_names_are_never_code(client, name):
    for path in (ITEMS, "/v1/collections/buurten", "/v1"):
        answer = client.get(path, params={name: "1"})
        assert answer.status_code == 400
        assert len(answer.content) < 2000


@pytest.mark.parametrize(
    "key",
    [
        "' OR 1=1 --",
        "%00",
        "BU99990000%00",
        "..%2f..%2fetc%2fpasswd",
        "%",
        "%s",
        "%(x)s",
        "{0}",
        "a" * 3000,
        "%ff%fe",
        "\u202e",
    ],
)
def test_odd_ids_are_404(client, key):
    for path in (
        f"{ITEMS}/{key}",
        f"/v1/collections/{key}",
        f"/v1/collections/{key}/items",
        f"/lagen/{key}",
    ):
        assert client.get(path).status_code == 404, path


def test_many_parameters(client):
    few = "&".join(f"p{number}=1" for number in range(400))
    answer = client.get(f"{ITEMS}?{few}")
    assert answer.status_code == 400
    assert len(answer.json()["errors"]) == 20


def test_generated_requests_never_fail(client):
    """A thousand requests of odd parts: no 5xx, always an answer in one form."""
    source = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    parts = [
        "v1",
        "collections",
        "buurten",
        "haltes",
        "items",
        "tiles",
        "WebMercatorQuad",
        "10",
        "332",
        "530",
        "-1",
        "..",
        "%00",
        "é",
    ]
    parts += [
        "archives",
        "x.pmtiles",
        "schema",
        "lagen",
        "health",
        "BU99990001",
        "",
        "a" * 100,
        "static",
        "*",
        "\\",
        "tilejson",
    ]
    names = [
        "limit",
        "bbox",
        "crs",
        "bbox-crs",
        "datetime",
        "na",
        "peildatum",
        "f",
        "v",
        "x",
        "",
        "LIMIT",
    ]
    values = [
        "1",
        "-1",
        "1e9",
        "NaN",
        "6,53,7,54",
        "\x00",
        "' OR 1=1",
        "..",
        "2024-01-01",
        "json",
        "é",
        "\ud7ff",
        "null",
        "[]",
    ]
    values += [
        "http://www.opengis.net/def/crs/EPSG/0/28992",
        "2024-01-01/..",
        "WzEwLCIxIiwiMiJd",
        "999999999999999999999",
    ]
    for _ in range(1000):
        path = "/" + "/".join(source.choices(parts, k=source.randint(1, 8)))
        params = [
            (source.choice(names), source.choice(values)) for _ in range(source.randint(0, 4))
        ]
        answer = client.get(path, params=params)
        assert answer.status_code < 500, (path, params)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", (path, params)
