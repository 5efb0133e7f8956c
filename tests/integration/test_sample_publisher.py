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
PROFIEL = Path(__file__).parents[2] / "data" / "profiles" / "landelijk.toml"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CBS = "/cbs/wijken-en-buurten-2024/ogc/v1"
GEMEENTEN, BUURTEN = f"{CBS}/collections/gemeenten/items", f"{CBS}/collections/buurten/items"
VBO = "/kadaster/bag/ogc/v2/collections/verblijfsobject/items"
PAND = "/kadaster/bag/ogc/v2/collections/pand/items"
KWB = "/ODataFeed/odata/85984NED"
BEVOLKING = "/odata/03759ned"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("voorbeeld") / "uit"
    make(map_, 6000, 5)
    return map_


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


def volgende(antwoord: dict[str, Any]) -> str | None:
    """Path and query of the next page."""
    adres = next((link["href"] for link in antwoord["links"] if link["rel"] == "next"), None)
    if adres is None:
        return None
    delen = urlsplit(adres)
    assert delen.netloc == "api.pdok.nl"
    return f"{delen.path}?{delen.query}"


def alle(client: httpx.Client, pad: str, **params: str) -> list[dict[str, Any]]:
    """All features, page by page."""
    uit = []
    a = client.get(pad, params={"f": "json", **params}).json()
    while True:
        assert a["numberReturned"] == len(a["features"])
        uit += a["features"]
        doel = volgende(a)
        if doel is None:
            return uit
        a = client.get(doel).json()


def opgenomen(naam: str) -> dict[str, Any]:
    pad = FEEDS / "recorded-http" / naam
    if not pad.exists():
        pytest.skip(f"geen opgenomen antwoord: {naam}")
    inhoud: dict[str, Any] = json.loads(pad.read_text(encoding="utf-8"))
    return inhoud


def test_items_have_the_members_and_links_of_the_recorded_answer(client: httpx.Client) -> None:
    echt = opgenomen("pdok_ogcapi_cbs_gemeenten_2025.json")
    r = client.get(GEMEENTEN, params={"f": "json", "limit": "1000", "crs": CRS84})
    ons = r.json()
    assert list(ons) == list(echt)
    assert [sorted(link) for link in ons["links"]] == [sorted(link) for link in echt["links"]]
    for a, b in zip(ons["links"], echt["links"], strict=True):
        assert (a["rel"], a["title"], a["type"]) == (b["rel"], b["title"], b["type"])
    zelf = parse_qs(urlsplit(ons["links"][0]["href"]).query)
    assert zelf == {"crs": [CRS84], "f": ["json"], "limit": ["1000"]}
    f, g = ons["features"][0], echt["features"][0]
    assert list(f) == list(g)
    assert f["geometry"]["type"] == "MultiPolygon"
    assert isinstance(f["id"], str)
    assert len(f["id"]) == len(g["id"])
    assert r.headers["content-type"] == "application/geo+json"


def test_verblijfsobject_carries_what_the_recorded_wfs_answer_does(client: httpx.Client) -> None:
    echt = opgenomen("pdok_wfs_bag_verblijfsobject_appingedam.json")["features"][0]["properties"]
    ons = client.get(VBO).json()["features"][0]["properties"]
    for veld in (
        "identificatie",
        "oppervlakte",
        "status",
        "gebruiksdoel",
        "huisnummer",
        "postcode",
    ):
        assert isinstance(ons[veld], type(echt[veld]))
    assert len(ons["identificatie"]) == 16


def test_every_address_of_the_national_profile_answers(client: httpx.Client, data: Path) -> None:
    bronnen = tomllib.loads(PROFIEL.read_text(encoding="utf-8"))["bronnen"]
    netwerk = {k: b for k, b in bronnen.items() if b["vorm"] != "map"}
    bekend = hosts("http://x")
    for naam, bron in netwerk.items():
        delen = urlsplit(bron["adres"])
        assert delen.netloc in bekend, naam
        params = dict(bron.get("parameters", {}))
        params = {k: v.replace("{bbox}", "150000,520000,170000,540000") for k, v in params.items()}
        r = client.get(delen.path, params=params, follow_redirects=True)
        assert r.status_code == 200, naam
    for naam, bron in bronnen.items():
        if bron["vorm"] == "map":
            assert list((data / "partners" / Path(bron["adres"]).name).glob("*/*.csv")), naam


# ENDPOINTS 1.2, row by row


def test_limit_defaults_to_ten_and_is_clamped_silently(client: httpx.Client) -> None:
    assert client.get(VBO).json()["numberReturned"] == 10
    assert client.get(VBO, params={"limit": "5000"}).json()["numberReturned"] == 1000
    for fout in ("-1", "veel", "1.5"):
        assert client.get(VBO, params={"limit": fout}).status_code == 400


def test_cursor_pages_through_everything_once(client: httpx.Client) -> None:
    features = alle(client, VBO, limit="1000", crs=RD)
    ids = [f["id"] for f in features]
    assert len(ids) == len(set(ids)) > 3000


def test_cursor_restarts_when_another_parameter_changes(client: httpx.Client) -> None:
    eerste = client.get(VBO, params={"f": "json", "limit": "50"}).json()
    doel = volgende(eerste)
    assert doel is not None
    cursor = parse_qs(urlsplit(doel).query)["cursor"][0]
    goed = client.get(VBO, params={"limit": "50", "cursor": cursor}).json()
    anders = client.get(VBO, params={"limit": "51", "cursor": cursor}).json()
    stuk = client.get(VBO, params={"limit": "50", "cursor": "onzin"}).json()
    assert goed["features"][0]["id"] != eerste["features"][0]["id"]
    assert anders["features"][0]["id"] == eerste["features"][0]["id"]
    assert stuk["features"][0]["id"] == eerste["features"][0]["id"]


def test_no_number_matched(client: httpx.Client) -> None:
    a = client.get(VBO).json()
    assert "numberMatched" not in a
    assert a["timeStamp"].endswith("Z")


@pytest.mark.parametrize("naam", ["x", "skipGeometry", "properties", "apikey"])
def test_unknown_parameter_is_refused_by_name(client: httpx.Client, naam: str) -> None:
    r = client.get(VBO, params={naam: "1"})
    assert r.status_code == 400
    assert r.headers["content-type"] == "application/problem+json"
    assert r.json()["detail"].startswith(f"unknown query parameter(s) found: {naam}")
    assert {"status", "title", "timeStamp"} <= set(r.json())


def test_property_filter_only_on_queryables(client: httpx.Client) -> None:
    velden = client.get(f"{CBS}/collections/buurten/queryables").json()["properties"]
    assert "gemeentecode" in velden
    rijen = alle(client, BUURTEN, gemeentecode="GM9901")
    assert {r["properties"]["gemeentecode"] for r in rijen} == {"GM9901"}
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
    graden = {"bbox": "5.36,52.73,5.42,52.78", "limit": "1000"}
    in_graden = {f["id"] for f in client.get(BUURTEN, params=graden).json()["features"]}
    assert in_rd
    assert in_graden
    zonder = client.get(BUURTEN, params={"bbox": rd["bbox"]}).json()
    assert zonder["features"] == []  # RD numbers read as degrees


def test_far_gemeente_falls_outside_the_ring(client: httpx.Client) -> None:
    rijen = alle(client, GEMEENTEN, crs=RD)
    hier = next(r for r in rijen if r["properties"]["gemeentecode"] == "GM9901")
    punten = np.array([p for vlak in hier["geometry"]["coordinates"] for p in vlak[0]])
    a, b = punten.min(axis=0) - 5000
    c, d = punten.max(axis=0) + 5000
    kader = {"bbox": f"{a},{b},{c},{d}", "bbox-crs": RD}
    codes = {r["properties"]["gemeentecode"] for r in alle(client, BUURTEN, **kader)}
    assert codes == {"GM9901", "GM9902", "GM9903", "GM9904", "GM9905"}
    assert {r["properties"]["gemeentecode"] for r in rijen} - codes == {"GM9906", "GM0998"}


def test_crs_by_full_uri_only(client: httpx.Client) -> None:
    assert client.get(VBO, params={"crs": "EPSG:28992"}).status_code == 400
    assert client.get(VBO, params={"bbox-crs": "EPSG:28992", "bbox": "1,1,2,2"}).status_code == 400
    plekken = {}
    for uri in (CRS84, RD, *(f"http://www.opengis.net/def/crs/EPSG/0/{c}" for c in (3857, 4258))):
        r = client.get(VBO, params={"crs": uri, "limit": "1"})
        assert r.headers["content-crs"] == f"<{uri}>"
        plekken[uri] = r.json()["features"][0]["geometry"]["coordinates"]
    assert 100_000 < plekken[RD][0] < 200_000
    assert 4 < plekken[CRS84][0] < 7 < 50 < plekken[CRS84][1] < 54
    assert client.get(VBO, params={"limit": "1"}).headers["content-crs"] == f"<{CRS84}>"


def test_profiles_shape_relations(client: httpx.Client) -> None:
    vormen = {p: client.get(VBO, params={"limit": "1", "profile": p}).json()["features"][0]
              for p in ("rel-as-link", "rel-as-uri", "rel-as-key")}  # fmt: skip
    adres = vormen["rel-as-link"]["properties"]["pand.href"][0]
    assert adres.startswith("https://api.pdok.nl/kadaster/bag/ogc/v2/collections/pand/items/")
    assert vormen["rel-as-uri"]["properties"]["pand"] == [adres]
    sleutel = vormen["rel-as-key"]["properties"]["pand"][0]
    pand = client.get(f"{PAND}/{sleutel}").json()
    assert pand["id"] == sleutel
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
    hoofd = client.head(VBO)
    assert hoofd.status_code == 200
    assert not hoofd.content
    for kop in ("etag", "last-modified", "cache-control", "retry-after"):
        assert kop not in r.headers


def test_collections_schema_and_errors(client: httpx.Client) -> None:
    ids = [c["id"] for c in client.get(f"{CBS}/collections").json()["collections"]]
    assert set(ids) == {"gemeenten", "wijken", "buurten"}
    assert "buurtcode" in client.get(f"{CBS}/collections/buurten/schema").json()["properties"]
    for pad in (f"{CBS}/collections/provincies", f"{VBO}/geen", f"{CBS}/elders"):
        r = client.get(pad)
        assert r.status_code == 404
        assert r.headers["content-type"] == "application/problem+json"


# ENDPOINTS 3


def test_feed_pages_by_next_link(data: Path) -> None:
    with serve(data, pagina_feed=50) as p, httpx.Client(base_url=p.url) as c:
        a = c.get(f"{KWB}/TypedDataSet", params={"$format": "json"}).json()
        rijen = a["value"]
        while "odata.nextLink" in a:
            assert a["odata.nextLink"].startswith(f"https://opendata.cbs.nl{KWB}/TypedDataSet?")
            a = c.get(a["odata.nextLink"].replace("https://opendata.cbs.nl", "")).json()
            rijen += a["value"]
    assert len(rijen) == 139
    assert [r["ID"] for r in rijen] == list(range(139))


def test_api_refuses_more_than_ten_thousand_rows(client: httpx.Client) -> None:
    r = client.get(f"/ODataApi{BEVOLKING}/TypedDataSet", params={"$format": "json"})
    assert r.status_code == 500
    assert "10000 records" in r.json()["odata.error"]["message"]["value"]
    assert client.get(f"/ODataApi{BEVOLKING}/TypedDataSet?$skip=5").status_code == 500
    assert len(client.get(f"/ODataApi{BEVOLKING}/TypedDataSet?$top=7").json()["value"]) == 7
    feed = client.get(f"/ODataFeed{BEVOLKING}/TypedDataSet").json()
    assert len(feed["value"]) == 10_000
    assert "odata.nextLink" in feed


def vraag(client: httpx.Client, filter_: str, tabel: str = KWB) -> httpx.Response:
    return client.get(f"{tabel}/TypedDataSet", params={"$format": "json", "$filter": filter_})


def test_filter_on_dimensions(client: httpx.Client) -> None:
    assert len(vraag(client, "WijkenEnBuurten eq 'GM9901    '").json()["value"]) == 1
    wijken = vraag(client, "startswith(WijkenEnBuurten,'WK9901')").json()["value"]
    assert len(wijken) == 12
    assert len(vraag(client, "substringof('WK9901',WijkenEnBuurten)").json()["value"]) == 12
    twee = "WijkenEnBuurten eq 'GM9901    ' or (WijkenEnBuurten eq 'GM9902    ')"
    assert len(vraag(client, twee).json()["value"]) == 2
    basis = "RegioS eq 'GM9901' and Geslacht eq 'T001038' and BurgerlijkeStaat eq 'T001019'"
    rijen = vraag(client, f"{basis} and Perioden ge '2024JJ00'", f"/ODataFeed{BEVOLKING}")
    assert {r["Perioden"] for r in rijen.json()["value"]} == {"2024JJ00"}


def test_traps_of_the_filter(client: httpx.Client) -> None:
    assert vraag(client, "AantalInwoners_5 gt 100").status_code == 500
    assert vraag(client, "WijkenEnBuurten in ('GM9901')").status_code == 500
    leeg = vraag(client, "WijkenEnBuurten eq 'GM9901'")  # not padded
    assert (leeg.status_code, leeg.json()["value"]) == (200, [])
    assert len(vraag(client, "WijkenEnBuurten ge 'ZZ'").json()["value"]) == 139  # ignored
    veel = " or ".join(f"WijkenEnBuurten eq '{k}'" for k in range(200))
    assert vraag(client, veel).status_code == 500


def test_description_and_padding(client: httpx.Client) -> None:
    info = client.get(f"{KWB}/TableInfos").json()["value"][0]
    assert info["Modified"] == "2025-03-31T02:00:00"
    regio = [r["Key"] for r in client.get(f"{KWB}/WijkenEnBuurten").json()["value"]]
    assert "GM9901    " in regio
    assert "NL00      " in regio
    assert all(len(k) == 10 for k in regio)
    kolommen = client.get(f"{KWB}/DataProperties").json()["value"]
    rij = client.get(f"{KWB}/TypedDataSet?$top=1").json()["value"][0]
    beschreven = {k["Key"] for k in kolommen if k["Key"]}
    assert beschreven == set(rij) - {"ID"}
    plat = client.get(f"{KWB}/UntypedDataSet").json()["value"]
    assert any(r["PersonenInArmoede_81"] == "       ." for r in plat)
    assert any(
        r["MeestVoorkomendePostcode_118"] == "."
        for r in client.get(f"{KWB}/TypedDataSet").json()["value"]
    )


def test_third_party_tables_live_on_their_own_host(client: httpx.Client) -> None:
    assert client.get("/ODataFeed/OData/50150NED/TypedDataSet?$top=1").status_code == 200
    assert client.get("/ODataFeed/odata/50150NED/TypedDataSet?$top=1").status_code == 404
    regio = client.get("/ODataFeed/OData/50150NED/WijkenEnBuurten").json()["value"]
    assert any(r["Key"].strip() == "NL01" for r in regio)


# downloads


def test_downloads_are_conditional_and_resumable(client: httpx.Client) -> None:
    pad = "/vierkant/100/2025-cbs_vk100_2024_v1.zip"
    r = client.get(pad)
    assert len(r.content) == int(r.headers["content-length"])
    tag = r.headers["etag"]
    assert client.get(pad, headers={"If-None-Match": tag}).status_code == 304
    datum = {"If-Modified-Since": r.headers["last-modified"]}
    assert client.get(pad, headers=datum).status_code == 304
    deel = client.get(pad, headers={"Range": "bytes=100-199", "If-Range": tag})
    assert deel.status_code == 206
    assert deel.content == r.content[100:200]
    assert client.get(pad, headers={"Range": "bytes=100-", "If-Range": '"oud"'}).status_code == 200
    assert client.get(pad, headers={"Range": "bytes=999999999-"}).status_code == 416
    assert client.get("/../manifest.json").status_code == 404
    assert client.get("/%2e%2e/manifest.json").status_code == 404


def test_geofabrik_latest_redirects_to_a_dated_file(client: httpx.Client) -> None:
    r = client.get("/europe/netherlands-latest.osm.pbf")
    assert r.status_code == 302
    assert client.get(r.headers["location"]).content[4:].startswith(b"\n\tOSMHeader")


def test_command_prints_its_port(data: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
    opdracht = [sys.executable, "-m", "pipelines.sample.publisher", "--data", str(data)]
    with subprocess.Popen(
        opdracht, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as proces:
        assert proces.stdout is not None
        port = int(proces.stdout.readline())
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
        finally:
            proces.terminate()
            assert proces.wait(timeout=10) == 0
