"""One resource, a document for programs and a page for people."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_api.describe.negotiated import preferred

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
RESOURCES = [
    "/v1",
    "/v1/conformance",
    "/v1/collections",
    "/v1/collections/buurten",
    "/v1/collections/leeftijd_buurt",
    "/v1/collections/buurten/schema",
    "/v1/collections/buurten/schema/object",
    "/v1/collections/buurten/queryables",
    "/v1/collections/buurten/tilejson",
    "/v1/collections/buurten/items",
    "/v1/collections/buurten/items?limit=3&sortby=-aantal_inwoners&bbox=6,53,7,54",
    "/v1/collections/leeftijd_buurt/items",
    "/v1/collections/buurten/items?datetime=1990-01-01",
    "/v1/collections/buurten/items/BU99990001",
    "/v1/collections/buurten/tiles",
    "/v1/collections/buurten/tiles/WebMercatorQuad",
    "/v1/collections/buurten/styles",
    "/v1/collections/draaglast/styles/balans_klasse/legend",
    "/v1/collections/buurten/statistiek",
    "/v1/tileMatrixSets",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/datastatus",
    "/v1/dcat",
]
PAGES = ["/", "/lagen", "/lagen/buurten", "/datastatus"]


def with_f(path, form):
    return f"{path}{'&' if '?' in path else '?'}f={form}"


@pytest.mark.parametrize("path", [*RESOURCES, *PAGES])
def test_both_forms_by_accept_and_by_f(client, path):
    usual = "html" if path in PAGES else "json"
    for form, accept in (("html", BROWSER), ("json", "application/json")):
        by_header = client.get(path, headers={"Accept": accept})
        by_name = client.get(with_f(path, form), headers={"Accept": "*/*"})
        against = client.get(
            with_f(path, form), headers={"Accept": BROWSER if form == "json" else accept}
        )
        for answer in (by_header, by_name, against):
            assert answer.status_code == 200, answer.text
            assert ("html" in answer.headers["content-type"]) == (form == "html")
            assert "Accept" in answer.headers["vary"].split(", ")
            if form == "json":
                json.loads(answer.content)
            else:
                assert answer.text.count("<h1>") == 1
    plain = client.get(path)
    assert ("html" in plain.headers["content-type"]) == (usual == "html")


ITEMS = "/v1/collections/buurten/items?limit=2"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("text/csv; header=present, */*;q=0.1", "text/csv"),
        ("application/geo+json;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.5, application/geo+json", "application/geo+json"),
        ("text/csv, application/json", "application/geo+json"),
        ("text/csv;q=0.9, text/html", "text/html"),
        ("text/csv;q=0", "application/geo+json"),
        ("text/*", "text/html"),
    ],
)
def test_accept_chooses_csv_of_objects(client, accept, kind):
    answer = client.get(ITEMS, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)
    assert "Accept" in answer.headers["vary"].split(", ")
    if kind != "text/csv":
        return
    assert answer.content == client.get(f"{ITEMS}&f=csv").content
    assert answer.headers["etag"] != client.get(ITEMS).headers["etag"]
    following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])[1]
    assert client.get(following).headers["content-type"].startswith("text/csv")
    against = client.get(f"{ITEMS}&f=json", headers={"Accept": accept})
    assert against.headers["content-type"] == "application/geo+json"


@pytest.mark.parametrize("path", RESOURCES)
def test_forms_have_tags_of_their_own(client, path):
    page = client.get(path, headers={"Accept": BROWSER})
    document = client.get(path)
    assert page.headers["etag"] != document.headers["etag"]
    held = {"If-None-Match": page.headers["etag"]}
    again = client.get(path, headers={"Accept": BROWSER, **held})
    assert again.status_code == 304
    assert "Accept" in again.headers["vary"]
    assert client.get(path, headers=held).status_code == 200


@pytest.mark.parametrize("path", [path for path in RESOURCES if not path.endswith("schema")])
def test_documents_link_to_their_page_and_pages_to_their_document(client, path):
    found = client.get(path).json()
    links = [link for link in found.get("links", []) if link["rel"] == "alternate"]
    assert "text/html" in [link["type"] for link in links] or "links" not in found
    for link in links:
        assert client.get(link["href"]).headers["content-type"].startswith(link["type"])
    text = client.get(path, headers={"Accept": BROWSER}).text
    back = re.search(r'<link rel="alternate" type="application/[^"]*" href="([^"]+)"', text)
    assert back, path
    answer = client.get(back[1].replace("&amp;", "&"))
    assert "json" in answer.headers["content-type"]
    if path.startswith("/v1/collections/buurten/items?"):
        assert answer.json().get("numberReturned") == found.get("numberReturned")


def test_pages_of_objects_show_values_with_unit_source_and_links(client):
    text = client.get("/v1/collections/buurten/items?f=html&limit=5").text
    assert "Inwoners (personen)" in text
    assert "Bron: CBS" in text
    assert "CC BY 4.0" in text
    assert "CBS &amp; Kadaster" in text
    assert "1 januari 2024" in text
    following = re.search(r'href="([^"]+)" rel="next"', text)[1].replace("&amp;", "&")
    assert "f=html" in following
    assert client.get(following).headers["content-type"].startswith("text/html")
    one = client.get("/v1/collections/buurten/items/BU99990001?f=html").text
    assert "Aandeel 65-plus (%)" in one
    assert "&lt;b&gt;" in one


def test_search_engines_find_the_layer_in_its_page(client):
    text = client.get("/lagen/buurten").text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told = json.loads(found)
    assert told["@type"] == "Dataset"
    for name in ("name", "description", "url", "identifier", "creator", "distribution"):
        assert told[name], name
    assert told["license"] == "http://creativecommons.org/licenses/by/4.0/deed.nl"
    assert told["creditText"] == "CBS & Kadaster"
    assert told["temporalCoverage"] == "2024-01-01"
    assert told["measurementTechnique"] == "1.0"
    assert told["creativeWorkStatus"] == "voorlopig"
    south, west, north, east = map(float, told["spatialCoverage"]["geo"]["box"].split())
    assert south < north
    assert west < east
    assert {part["unitText"] for part in told["variableMeasured"]} == {"personen", "%"}
    for part in told["distribution"]:
        assert client.head(part["contentUrl"]).status_code == 200


@given(st.text(max_size=60))
def test_no_header_is_too_odd(accept):
    assert preferred(accept, "json") in ("html", "json")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html", "html"),
        ("text/*", "html"),
        ("application/*", "json"),
        ("text/html;q=0.1, application/json;q=0.2", "json"),
        ("text/html;q=0", "json"),
        ("application/json;q=0, */*", "html"),
        ("image/png", "json"),
        ("text/html;q=twee, application/json", "json"),
        (BROWSER, "html"),
        ("application/geo+json, text/html;q=0.5", "html"),
    ],
)
def test_weights_decide(accept, form):
    assert preferred(accept, "json") == form
