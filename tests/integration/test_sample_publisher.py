"""The fake publisher against recorded answers and the rows of ENDPOINTS 1.2 and 3, over HTTP."""

import json
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import numpy as np
import pytest

from pipelines.sample.make import make
from pipelines.sample.publisher import Publisher, hosts, serve

FEEDS = Path(os.environ.get("WOONZORG_FEEDS", Path(__file__).parents[3] / "shared" / "feeds"))
PROFILE = Path(__file__).parents[2] / "data" / "profiles" / "landelijk.toml"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CBS = "/cbs/wijken-en-buurten-2024/ogc/v1"
GEMEENTEN, BUURTEN = f"{CBS}/collections/gemeenten/items", f"{CBS}/collections/buurten/items"
VBO = "/kadaster/bag/ogc/v2/collections/verblijfsobject/items"
PAND = "/kadaster/bag/ogc/v2/collections/pand/items"
KWB = "/ODataFeed/odata/85984NED"
POPULATION = "/odata/03759ned"
WFS = {
    "service": "WFS",
    "version": "2.0.0",
    "request": "GetFeature",
    "count": "1",
    "outputFormat": "application/json",
}
PARTNERS_OF_SAMPLE = ("corporatiecomplexen", "zorgcapaciteit", "zorgaanbieders")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voorbeeld") / "uit"
    make(folder, 6000, 5)
    return folder


@pytest.fixture(scope="module")
def module_publisher(data: Path) -> Iterator[Publisher]:
    with serve(data) as p:
        yield p


@pytest.fixture
def publisher(module_publisher: Publisher) -> Iterator[Publisher]:
    yield module_publisher
    module_publisher.heal()


@pytest.fixture
def client(publisher: Publisher) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=publisher.url, timeout=10) as c:
        yield c


def following(answer: dict[str, Any]) -> str | None:
    """Path and query of the next page."""
    address = next((link["href"] for link in answer["links"] if link["rel"] == "next"), None)
    if address is None:
        return None
    parts = urlsplit(address)
    assert parts.netloc == "api.pdok.nl"
    return f"{parts.path}?{parts.query}"


def all_features(client: httpx.Client, path: str, **params: str) -> list[dict[str, Any]]:
    """All features, page by page."""
    result = []
    a = client.get(path, params={"f": "json", **params}).json()
    while True:
        assert a["numberReturned"] == len(a["features"])
        result += a["features"]
        target = following(a)
        if target is None:
            return result
        a = client.get(target).json()


def recorded(name: str) -> dict[str, Any]:
    path = FEEDS / "recorded-http" / name
    if not path.exists():
        pytest.skip(f"geen opgenomen antwoord: {name}")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_items_have_the_members_and_links_of_the_recorded_answer(client: httpx.Client) -> None:
    real = recorded("pdok_ogcapi_cbs_gemeenten_2025.json")
    r = client.get(GEMEENTEN, params={"f": "json", "limit": "1000", "crs": CRS84})
    ours = r.json()
    assert list(ours) == list(real)
    assert [sorted(link) for link in ours["links"]] == [sorted(link) for link in real["links"]]
    for a, b in zip(ours["links"], real["links"], strict=True):
        assert (a["rel"], a["title"], a["type"]) == (b["rel"], b["title"], b["type"])
    own = parse_qs(urlsplit(ours["links"][0]["href"]).query)
    assert own == {"crs": [CRS84], "f": ["json"], "limit": ["1000"]}
    f, g = ours["features"][0], real["features"][0]
    assert list(f) == list(g)
    assert f["geometry"]["type"] == "MultiPolygon"
    assert isinstance(f["id"], str)
    assert len(f["id"]) == len(g["id"])
    assert r.headers["content-type"] == "application/geo+json"


def test_verblijfsobject_carries_what_the_recorded_wfs_answer_does(client: httpx.Client) -> None:
    real = recorded("pdok_wfs_bag_verblijfsobject_appingedam.json")["features"][0]["properties"]
    ours = client.get(VBO).json()["features"][0]["properties"]
    for field_name in (
        "identificatie",
        "oppervlakte",
        "status",
        "gebruiksdoel",
        "huisnummer",
        "postcode",
    ):
        assert isinstance(ours[field_name], type(real[field_name]))
    assert len(ours["identificatie"]) == 16


def test_every_address_of_the_national_profile_answers(client: httpx.Client, data: Path) -> None:
    known = hosts("http://x")
    box = "150000,520000,170000,540000"
    sources = [
        (name, line)
        for name, lines in tomllib.loads(PROFILE.read_text(encoding="utf-8"))["bronnen"].items()
        for line in (lines if isinstance(lines, list) else [lines])
        if not line.get("uit")
    ]
    assert len(sources) > 40
    for name, source in sources:
        if source["vorm"] == "map":
            here = (data / "partners" / Path(source["adres"]).name).glob("*/*")
            assert list(here) or name not in PARTNERS_OF_SAMPLE, name
            continue
        adres = source["adres"]
        for one in [adres] if isinstance(adres, str) else adres:
            parts = urlsplit(one)
            assert parts.netloc in known, name
            params = dict(source.get("parameters", {}))
            params = {k: v.replace("{bbox}", box) for k, v in params.items()}
            if source["vorm"] == "wfs":
                params = {**WFS, "typeNames": source["laag"], **params}
            r = client.get(parts.path, params=params, follow_redirects=True)
            assert r.status_code == 200, name
            assert "Exception" not in r.text[:500] or source["vorm"] != "wfs", name


# ENDPOINTS 1.2, row by row


def test_limit_defaults_to_ten_and_is_clamped_silently(client: httpx.Client) -> None:
    assert client.get(VBO).json()["numberReturned"] == 10
    assert client.get(VBO, params={"limit": "5000"}).json()["numberReturned"] == 1000
    for bad in ("-1", "veel", "1.5"):
        assert client.get(VBO, params={"limit": bad}).status_code == 400


def test_cursor_pages_through_everything_once(client: httpx.Client) -> None:
    features = all_features(client, VBO, limit="1000", crs=RD)
    ids = [f["id"] for f in features]
    assert len(ids) == len(set(ids)) > 3000


def test_cursor_restarts_when_another_parameter_changes(client: httpx.Client) -> None:
    first = client.get(VBO, params={"f": "json", "limit": "50"}).json()
    target = following(first)
    assert target is not None
    cursor = parse_qs(urlsplit(target).query)["cursor"][0]
    good = client.get(VBO, params={"limit": "50", "cursor": cursor}).json()
    other = client.get(VBO, params={"limit": "51", "cursor": cursor}).json()
    malformed = client.get(VBO, params={"limit": "50", "cursor": "onzin"}).json()
    assert good["features"][0]["id"] != first["features"][0]["id"]
    assert other["features"][0]["id"] == first["features"][0]["id"]
    assert malformed["features"][0]["id"] == first["features"][0]["id"]


def test_no_number_matched(client: httpx.Client) -> None:
    a = client.get(VBO).json()
    assert "numberMatched" not in a
    assert a["timeStamp"].endswith("Z")


@pytest.mark.parametrize("name", ["x", "skipGeometry", "properties", "apikey"])
def test_unknown_parameter_is_refused_by_name(client: httpx.Client, name: str) -> None:
    r = client.get(VBO, params={name: "1"})
    assert r.status_code == 400
    assert r.headers["content-type"] == "application/problem+json"
    assert r.json()["detail"].startswith(f"unknown query parameter(s) found: {name}")
    assert {"status", "title", "timeStamp"} <= set(r.json())


def test_property_filter_only_on_queryables(client: httpx.Client) -> None:
    fields = client.get(f"{CBS}/collections/buurten/queryables").json()["properties"]
    assert "gemeentecode" in fields
    rows = all_features(client, BUURTEN, gemeentecode="GM9901")
    assert {r["properties"]["gemeentecode"] for r in rows} == {"GM9901"}
    assert client.get(BUURTEN, params={"gemeentecode": "GM%"}).status_code == 400
    assert client.get(BUURTEN, params={"gemeentecode": "G" * 513}).status_code == 400
    assert client.get(BUURTEN, params={"gemeentecode": "GM0000"}).json()["features"] == []


def test_filters_and_datetime_are_refused(client: httpx.Client) -> None:
    for params in (
        {"filter": "water = 'NEE'", "filter-lang": "cql2-text"},
        {"filter": "{}", "filter-lang": "cql2-json"},
        {"datetime": "2024-01-01T00:00:00Z"},
        {"profile": "onbekend"},
    ):
        assert client.get(BUURTEN, params=params).status_code == 400


@pytest.mark.parametrize("bbox", ["1,2,3", "1,2,3,4,5,6", "a,b,c,d", "5,52,5,53", "5,52,5.1,nan"])
def test_bbox_needs_four_numbers_and_a_surface(client: httpx.Client, bbox: str) -> None:
    assert client.get(BUURTEN, params={"bbox": bbox}).status_code == 400


def test_bbox_is_crs84_unless_said_otherwise(client: httpx.Client) -> None:
    rd = {"bbox": "158000,528000,162000,532000", "bbox-crs": RD, "limit": "1000"}
    in_rd = {f["id"] for f in client.get(BUURTEN, params=rd).json()["features"]}
    degrees = {"bbox": "5.36,52.73,5.42,52.78", "limit": "1000"}
    in_degrees = {f["id"] for f in client.get(BUURTEN, params=degrees).json()["features"]}
    assert in_rd
    assert in_degrees
    without = client.get(BUURTEN, params={"bbox": rd["bbox"]}).json()
    assert without["features"] == []  # RD numbers read as degrees


def test_far_gemeente_falls_outside_the_ring(client: httpx.Client) -> None:
    rows = all_features(client, GEMEENTEN, crs=RD)
    here = next(r for r in rows if r["properties"]["gemeentecode"] == "GM9901")
    points = np.array([p for geometry in here["geometry"]["coordinates"] for p in geometry[0]])
    a, b = points.min(axis=0) - 5000
    c, d = points.max(axis=0) + 5000
    box = {"bbox": f"{a},{b},{c},{d}", "bbox-crs": RD}
    codes = {r["properties"]["gemeentecode"] for r in all_features(client, BUURTEN, **box)}
    assert codes == {"GM9901", "GM9902", "GM9903", "GM9904", "GM9905"}
    assert {r["properties"]["gemeentecode"] for r in rows} - codes == {"GM9906", "GM0998"}


def test_crs_by_full_uri_only(client: httpx.Client) -> None:
    assert client.get(VBO, params={"crs": "EPSG:28992"}).status_code == 400
    assert client.get(VBO, params={"bbox-crs": "EPSG:28992", "bbox": "1,1,2,2"}).status_code == 400
    positions = {}
    for uri in (CRS84, RD, *(f"http://www.opengis.net/def/crs/EPSG/0/{c}" for c in (3857, 4258))):
        r = client.get(VBO, params={"crs": uri, "limit": "1"})
        assert r.headers["content-crs"] == f"<{uri}>"
        positions[uri] = r.json()["features"][0]["geometry"]["coordinates"]
    assert 100_000 < positions[RD][0] < 200_000
    assert 4 < positions[CRS84][0] < 7 < 50 < positions[CRS84][1] < 54
    assert client.get(VBO, params={"limit": "1"}).headers["content-crs"] == f"<{CRS84}>"


def test_profiles_shape_relations(client: httpx.Client) -> None:
    shapes = {
        p: client.get(VBO, params={"limit": "1", "profile": p}).json()["features"][0]
        for p in ("rel-as-link", "rel-as-uri", "rel-as-key")
    }
    address = shapes["rel-as-link"]["properties"]["pand.href"][0]
    assert address.startswith("https://api.pdok.nl/kadaster/bag/ogc/v2/collections/pand/items/")
    assert shapes["rel-as-uri"]["properties"]["pand"] == [address]
    key = shapes["rel-as-key"]["properties"]["pand"][0]
    pand = client.get(f"{PAND}/{key}").json()
    assert pand["id"] == key
    assert len(pand["properties"]["identificatie"]) == 16


def test_formats_and_head_and_gzip(client: httpx.Client) -> None:
    assert (
        client.get(VBO, headers={"Accept": "*/*"}).headers["content-type"] == "application/geo+json"
    )
    assert "html" in client.get(VBO, headers={"Accept": "text/html"}).headers["content-type"]
    r = client.get(VBO, params={"f": "json"}, headers={"Accept": "text/html"})
    assert r.headers["content-type"] == "application/geo+json"
    assert r.headers["content-encoding"] == "gzip"
    assert r.headers["access-control-allow-origin"] == "*"
    assert r.headers["api-version"]
    main = client.head(VBO)
    assert main.status_code == 200
    assert not main.content
    for header in ("etag", "last-modified", "cache-control", "retry-after"):
        assert header not in r.headers


def test_collections_schema_and_errors(client: httpx.Client) -> None:
    ids = [c["id"] for c in client.get(f"{CBS}/collections").json()["collections"]]
    assert set(ids) == {"gemeenten", "wijken", "buurten"}
    assert "buurtcode" in client.get(f"{CBS}/collections/buurten/schema").json()["properties"]
    for path in (f"{CBS}/collections/provincies", f"{VBO}/geen", f"{CBS}/elders"):
        r = client.get(path)
        assert r.status_code == 404
        assert r.headers["content-type"] == "application/problem+json"


# ENDPOINTS 3


def test_feed_pages_by_next_link(data: Path) -> None:
    with serve(data, feed_page=50) as p, httpx.Client(base_url=p.url) as c:
        a = c.get(f"{KWB}/TypedDataSet", params={"$format": "json"}).json()
        rows = a["value"]
        while "odata.nextLink" in a:
            assert a["odata.nextLink"].startswith(f"https://opendata.cbs.nl{KWB}/TypedDataSet?")
            a = c.get(a["odata.nextLink"].replace("https://opendata.cbs.nl", "")).json()
            rows += a["value"]
    assert len(rows) == 139
    assert [r["ID"] for r in rows] == list(range(139))


def test_api_refuses_more_than_ten_thousand_rows(client: httpx.Client) -> None:
    r = client.get(f"/ODataApi{POPULATION}/TypedDataSet", params={"$format": "json"})
    assert r.status_code == 500
    assert "10000 records" in r.json()["odata.error"]["message"]["value"]
    assert client.get(f"/ODataApi{POPULATION}/TypedDataSet?$skip=5").status_code == 500
    assert len(client.get(f"/ODataApi{POPULATION}/TypedDataSet?$top=7").json()["value"]) == 7
    feed = client.get(f"/ODataFeed{POPULATION}/TypedDataSet").json()
    assert len(feed["value"]) == 10_000
    assert "odata.nextLink" in feed


def ask(client: httpx.Client, filter_: str, table: str = KWB) -> httpx.Response:
    return client.get(f"{table}/TypedDataSet", params={"$format": "json", "$filter": filter_})


def test_filter_on_dimensions(client: httpx.Client) -> None:
    assert len(ask(client, "WijkenEnBuurten eq 'GM9901    '").json()["value"]) == 1
    wijken = ask(client, "startswith(WijkenEnBuurten,'WK9901')").json()["value"]
    assert len(wijken) == 12
    assert len(ask(client, "substringof('WK9901',WijkenEnBuurten)").json()["value"]) == 12
    two = "WijkenEnBuurten eq 'GM9901    ' or (WijkenEnBuurten eq 'GM9902    ')"
    assert len(ask(client, two).json()["value"]) == 2
    base = "RegioS eq 'GM9901' and Geslacht eq 'T001038' and BurgerlijkeStaat eq 'T001019'"
    rows = ask(client, f"{base} and Perioden ge '2024JJ00'", f"/ODataFeed{POPULATION}")
    assert {r["Perioden"] for r in rows.json()["value"]} == {"2024JJ00"}


def test_traps_of_the_filter(client: httpx.Client) -> None:
    assert ask(client, "AantalInwoners_5 gt 100").status_code == 500
    assert ask(client, "WijkenEnBuurten in ('GM9901')").status_code == 500
    empty = ask(client, "WijkenEnBuurten eq 'GM9901'")  # not padded
    assert (empty.status_code, empty.json()["value"]) == (200, [])
    assert len(ask(client, "WijkenEnBuurten ge 'ZZ'").json()["value"]) == 139  # ignored
    many = " or ".join(f"WijkenEnBuurten eq '{k}'" for k in range(200))
    assert ask(client, many).status_code == 500


def test_description_and_padding(client: httpx.Client) -> None:
    info = client.get(f"{KWB}/TableInfos").json()["value"][0]
    assert info["Modified"] == "2025-03-31T02:00:00"
    region_keys = [r["Key"] for r in client.get(f"{KWB}/WijkenEnBuurten").json()["value"]]
    assert "GM9901    " in region_keys
    assert "NL00      " in region_keys
    assert all(len(k) == 10 for k in region_keys)
    columns = client.get(f"{KWB}/DataProperties").json()["value"]
    row = client.get(f"{KWB}/TypedDataSet?$top=1").json()["value"][0]
    described = {k["Key"] for k in columns if k["Key"]}
    assert described == set(row) - {"ID"}
    flat = client.get(f"{KWB}/UntypedDataSet").json()["value"]
    assert any(r["PersonenInArmoede_81"] == "       ." for r in flat)
    assert any(
        r["MeestVoorkomendePostcode_118"] == "."
        for r in client.get(f"{KWB}/TypedDataSet").json()["value"]
    )


def test_third_party_tables_live_on_their_own_host(client: httpx.Client) -> None:
    assert client.get("/ODataFeed/OData/50150NED/TypedDataSet?$top=1").status_code == 200
    assert client.get("/ODataFeed/odata/50150NED/TypedDataSet?$top=1").status_code == 404
    region_keys = client.get("/ODataFeed/OData/50150NED/WijkenEnBuurten").json()["value"]
    assert any(r["Key"].strip() == "NL01" for r in region_keys)


# downloads


def test_downloads_are_conditional_and_resumable(client: httpx.Client) -> None:
    path = "/vierkant/100/2025-cbs_vk100_2024_v1.zip"
    r = client.get(path)
    assert len(r.content) == int(r.headers["content-length"])
    tag = r.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    date = {"If-Modified-Since": r.headers["last-modified"]}
    assert client.get(path, headers=date).status_code == 304
    part = client.get(path, headers={"Range": "bytes=100-199", "If-Range": tag})
    assert part.status_code == 206
    assert part.content == r.content[100:200]
    assert client.get(path, headers={"Range": "bytes=100-", "If-Range": '"oud"'}).status_code == 200
    assert client.get(path, headers={"Range": "bytes=999999999-"}).status_code == 416
    assert client.get("/../manifest.json").status_code == 404
    assert client.get("/%2e%2e/manifest.json").status_code == 404


def test_geofabrik_latest_redirects_to_a_dated_file(client: httpx.Client) -> None:
    r = client.get("/europe/netherlands-latest.osm.pbf")
    assert r.status_code == 302
    assert client.get(r.headers["location"]).content[4:].startswith(b"\n\tOSMHeader")


def test_command_prints_its_port(data: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
    command = [sys.executable, "-m", "pipelines.sample.publisher", "--data", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
        finally:
            process.terminate()
            assert process.wait(timeout=10) == 0
