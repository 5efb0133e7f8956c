"""The fake publisher speaks WFS, OData v4 and ATOM as the feed notes say, and our side reads it.

Rows of ENDPOINTS 1.5, 2.2, 2.3, 3.2 and 8, over HTTP; then the smoke list of section 12.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pyarrow as pa
import pytest
from lxml import etree
from rich.console import Console

from data.registry import dataset
from pipelines import delivery
from pipelines.conform import Context, Tally, conform
from pipelines.connectors import Bron, Pull, pull, wfs
from pipelines.errors import DeliveryRefused, SourceChanged, WoonzorgError
from pipelines.http.client import Http, Timing
from pipelines.opstart.installation import PROFILE
from pipelines.readers import read
from pipelines.sample.make import make
from pipelines.sample.publisher import Publisher, hosts, serve
from pipelines.settings import Settings
from pipelines.smoke import table as smoke_table

BAG = "/lv/bag/wfs/v2_0"
CBS = "/cbs/wijkenbuurten/2024/wfs/v1_0"
ODATA3, ODATA4 = "/ODataFeed/odata", "/odata/v1/CBS"
DAY = date(2024, 1, 1)
BOX = "150000,500000,170000,540000"
TABLES = {"cbs_kwb": "85984NED", "cbs_nabijheid": "86134NED", "cbs_leeftijd_pc4": "83502NED"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voorbeeld") / "uit"
    make(folder, 2000, 3)
    return folder


@pytest.fixture(scope="module")
def module_publisher(data: Path) -> Iterator[Publisher]:
    with serve(data, feed_page=300) as made:
        yield made


@pytest.fixture
def publisher(module_publisher: Publisher) -> Iterator[Publisher]:
    yield module_publisher
    module_publisher.heal()


@pytest.fixture
def client(publisher: Publisher) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=publisher.url, timeout=10) as made:
        yield made


@pytest.fixture
def context(publisher: Publisher, tmp_path: Path) -> Iterator[Pull]:
    settings = SimpleNamespace(contact="a@b.invalid", landing=tmp_path / "landing")
    with Http(settings, hosts(publisher.url), (), Timing(tries=1)) as http:
        yield Pull(http, root=tmp_path)


def bag(layer: str = "bag:verblijfsobject", **more: Any) -> Bron:
    name = "bag_panden" if layer == "bag:pand" else "bag_verblijfsobjecten"
    return Bron(name, "", "wfs", (f"https://service.pdok.nl{BAG}",), laag=layer, **more)


def feature(client: httpx.Client, path: str = BAG, **params: str) -> httpx.Response:
    """One GetFeature."""
    base = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    given = {"typeNames": "bag:verblijfsobject", "outputFormat": "application/json"} | params
    return client.get(path, params=base | given)


def hits(client: httpx.Client, path: str = BAG, **params: str) -> int:
    """What the service counts."""
    root = etree.fromstring(feature(client, path, resultType="hits", **params).content)
    return int(root.get("numberMatched"))


# WFS 2.0, row by row


def test_page_is_cut_at_a_thousand_and_depth_ends(client: httpx.Client) -> None:
    assert hits(client) > 1000
    assert len(feature(client, count="5000").json()["features"]) == 1000
    deep = feature(client, startIndex="50001")
    assert deep.status_code == 400
    assert b"ExceptionReport" in deep.content


def test_answer_has_the_members_of_the_recorded_one(client: httpx.Client, feeds: Path) -> None:
    recorded = feeds / "recorded-http" / "pdok_wfs_bag_verblijfsobject_appingedam.json"
    real, ours = json.loads(recorded.read_bytes()), feature(client, count="5").json()
    assert list(ours) == list(real)
    assert ours["crs"] == real["crs"]
    assert list(ours["features"][0]["properties"]) == list(real["features"][0]["properties"])
    assert ours["features"][0]["id"].startswith("verblijfsobject.")


def test_cql_filter_is_not_heard_and_fes_is(client: httpx.Client) -> None:
    one = feature(client, count="1").json()["features"][0]["properties"]
    place = one["woonplaats"]
    assert hits(client, CQL_FILTER=f"woonplaats='{place}'") == hits(client)
    fes = "http://www.opengis.net/fes/2.0"
    clause = f"<PropertyIsEqualTo><ValueReference>{{}}</ValueReference><Literal>{place}</Literal>"
    text = f'<Filter xmlns="{fes}">{clause.format("woonplaats")}</PropertyIsEqualTo></Filter>'
    assert 0 < hits(client, FILTER=text) < hits(client)


def test_urn_of_4326_is_latitude_first(client: httpx.Client) -> None:
    rd = hits(client, bbox=f"{BOX},urn:ogc:def:crs:EPSG::28992")
    assert rd > 0
    assert hits(client, bbox="52.4,5.2,52.9,5.6,urn:ogc:def:crs:EPSG::4326") > 0
    assert hits(client, bbox="5.2,52.4,5.6,52.9,urn:ogc:def:crs:EPSG::4326") == 0


def test_fault_is_xml_with_status_200(client: httpx.Client) -> None:
    answer = feature(client, typeNames="bag:huis")
    assert answer.status_code == 200
    assert "xml" in answer.headers["content-type"]
    assert b"ExceptionReport" in answer.content


def test_older_names_of_wijken_en_buurten(client: httpx.Client) -> None:
    one = feature(client, CBS, typeNames="wijkenbuurten:buurten", count="1").json()["features"][0]
    names = set(one["properties"])
    assert {"buurtcode", "aantalInwoners", "percentagePersonen65JaarEnOuder"} <= names


def test_connector_gets_what_the_ogc_api_holds(context: Pull, data: Path) -> None:
    source = bag(crs="EPSG:28992")
    done = pull(source, context)
    table = read("bag_verblijfsobjecten", source, done).read_all()
    stored = (data / "ogc" / "bag" / "verblijfsobject" / "features.jsonl").read_text("utf-8")
    ids = [json.loads(line)["properties"]["identificatie"] for line in stored.splitlines()]
    assert sorted(table.column("identificatie").to_pylist()) == sorted(ids)
    assert int(done.received_note["pages"]) == -(-len(ids) // 1000)


def test_connector_tells_box_and_filter(context: Pull) -> None:
    boxed = pull(bag("bag:pand", parameters={"bbox": BOX}), context)
    degrees = pull(bag("bag:pand", parameters={"bbox": BOX}, crs="EPSG:4326"), context)
    assert int(boxed.received_note["features"]) > 100
    near = int(degrees.received_note["features"]) / int(boxed.received_note["features"])
    assert 0.99 < near < 1.01
    table = read("bag_panden", bag("bag:pand", crs="EPSG:4326"), degrees).read_all()
    assert table.schema.metadata[b"crs"] == b"EPSG:4326"
    codes = tuple(f"GM990{k}" for k in (1, 2))
    address = (f"https://service.pdok.nl{CBS}",)
    source = Bron(
        "cbs_buurten", "", "wfs", address, laag="wijkenbuurten:buurten",
        filter={"gemeentecode": codes},
    )  # fmt: skip
    found = read("cbs_buurten", source, pull(source, context)).read_all()
    assert set(found.column("gemeentecode").to_pylist()) == set(codes)


def test_deep_question_with_a_filter_is_cut_in_tiles(
    publisher: Publisher, context: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = bag(filter={"status": ("Verblijfsobject in gebruik", "Verbouwing verblijfsobject")})
    whole = pull(source, context)
    monkeypatch.setattr(wfs, "DEPTH", 900)
    before = len(publisher.requests)
    tiled = pull(source, context)
    assert tiled.content_hash == whole.content_hash
    asked = [target for _, target in publisher.requests[before:]]
    assert sum("BBOX" in target for target in asked) > 4


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("exception_report", {}, "ExceptionReport"),
        ("repeated_page", {"skip": 2}, "geen enkel nieuw object.*3 keer opnieuw"),
        ("unstable_order", {}, "verschillende objecten ontvangen.*3 keer opnieuw"),
        ("html", {}, "webpagina"),
        ("http_503", {"retry_after": 0}, "status 503"),
        ("truncated", {"skip": 1}, "bytes ontvangen|verbroken|te vroeg"),
    ],
)
def test_faults_of_a_wfs(
    publisher: Publisher, context: Pull, kind: str, options: dict[str, Any], words: str
) -> None:
    publisher.fault(BAG, kind, **options)
    with pytest.raises(WoonzorgError, match=words):
        pull(bag(), context)


def test_whole_country_instead_of_the_filter(publisher: Publisher, context: Pull) -> None:
    publisher.fault(CBS, "whole_country")
    address = (f"https://service.pdok.nl{CBS}",)
    source = Bron(
        "cbs_buurten", "", "wfs", address, laag="wijkenbuurten:buurten",
        filter={"gemeentecode": "GM9901"},
    )  # fmt: skip
    with pytest.raises(SourceChanged, match="negeert het filter"):
        pull(source, context)


# OData v4


def table3(name: str, **more: Any) -> Bron:
    address = (f"https://opendata.cbs.nl{ODATA3}/{TABLES[name]}",)
    return Bron(name, "", "odata3", address, **more)


def table4(name: str, **more: Any) -> Bron:
    address = (f"https://datasets.cbs.nl{ODATA4}/{TABLES[name]}",)
    return Bron(name, "", "odata4", address, **more)


def test_entity_sets_of_v4(client: httpx.Client) -> None:
    base = f"{ODATA4}/85984NED"
    about = client.get(f"{base}/Properties").json()
    assert {"Modified", "Title", "ObservationCount"} <= set(about)
    measure = client.get(f"{base}/MeasureCodes").json()["value"][0]
    assert {"Identifier", "Title", "Unit", "MeasureGroupId", "DataType"} <= set(measure)
    observation = client.get(f"{base}/Observations").json()["value"][0]
    assert list(observation) == [
        "Id", "Measure", "ValueAttribute", "Value", "StringValue", "WijkenEnBuurten",
    ]  # fmt: skip
    assert client.get(f"{base}/WijkenEnBuurtenCodes").json()["value"]
    assert client.get(f"{ODATA4}/00000NED/Properties").status_code == 404
    assert client.get(f"{ODATA4}/50150NED/Properties").status_code == 404  # of another host


def test_filter_and_pages_of_v4(client: httpx.Client) -> None:
    base = f"{ODATA4}/85984NED/Observations"
    codes = [m["Identifier"] for m in client.get(f"{ODATA4}/85984NED/MeasureCodes").json()["value"]]
    asked = {"$filter": f"Measure in ('{codes[4]}','{codes[5]}')"}
    answer = client.get(base, params=asked).json()
    assert {row["Measure"] for row in answer["value"]} == {codes[4], codes[5]}
    begins = {"$filter": "startswith(WijkenEnBuurten,'GM') and contains(WijkenEnBuurten,'9901')"}
    assert {r["WijkenEnBuurten"] for r in client.get(base, params=begins).json()["value"]} == {
        "GM9901    "
    }
    page = client.get(base).json()
    assert page["@odata.nextLink"].startswith(f"https://datasets.cbs.nl{base}?")
    parts = urlsplit(page["@odata.nextLink"])
    following = client.get(f"{parts.path}?{parts.query}").json()
    assert following["value"][0]["Id"] == page["value"][-1]["Id"] + 1
    empty = client.get(base, params={"$filter": "WijkenEnBuurten eq 'GM9901'"}).json()
    assert empty["value"] == []  # not padded: 200 without rows, as v3


def conformed(bron: Bron, context: Pull) -> pa.Table:
    declared = dataset(bron.dataset)
    reader = delivery.prepared(declared, bron, pull(bron, context))
    batches = list(conform(declared, reader, Context(1, DAY), Tally()))
    return pa.Table.from_batches(batches).sort_by("id")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_same_table_over_v3_and_v4_is_the_same(name: str, context: Pull) -> None:
    filters: dict[str, Any] = {}
    if name == "cbs_leeftijd_pc4":
        filters = {"Geslacht": "T001038", "Perioden": "2024JJ00", "Leeftijd": "*"}
    old = conformed(table3(name, filter=filters), context)
    new = conformed(table4(name, filter=filters), context)
    assert old.num_rows > 20
    assert new.equals(old)


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("repeated_page", {"skip": 2}, "dubbel|draait rond"),
        ("moved_page", {"skip": 1}, "dubbel|de bron telt er"),
        ("fewer_rows", {}, "de bron telt er"),
        ("empty", {}, "geen enkele waarneming"),
        ("gone", {}, "status 404"),
    ],
)
def test_faults_of_v4(
    publisher: Publisher, context: Pull, kind: str, options: dict[str, Any], words: str
) -> None:
    publisher.fault(f"{ODATA4}/85984NED/Observations", kind, **options)
    with pytest.raises(SourceChanged, match=words):
        pull(table4("cbs_kwb"), context)


def test_second_address_when_the_first_is_gone(publisher: Publisher, context: Pull) -> None:
    whole = conformed(table3("cbs_nabijheid"), context)
    publisher.fault(ODATA3, "gone")
    beside = table3("cbs_nabijheid", uitwijk=table4("cbs_nabijheid").adres[0])
    assert conformed(beside, context).equals(whole)


# ATOM


@pytest.fixture
def feed(data: Path) -> Iterator[Path]:
    """The downloads of a feed; the squares of the sample under a second name."""
    folder = data / "bestanden" / "cbs" / "vierkanten" / "atom" / "downloads"
    folder.mkdir(parents=True)
    (original,) = (data / "bestanden" / "vierkant").rglob("*.zip")
    newest = folder / "vk100_2024.zip"
    newest.write_bytes(original.read_bytes())
    (folder / "vk100_2023.zip").write_bytes(b"oud")
    os.utime(folder / "vk100_2023.zip", (1_700_000_000, 1_700_000_000))
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def squares(**more: Any) -> Bron:
    address = ("https://service.pdok.nl/cbs/vierkanten/atom/vierkanten.xml",)
    return Bron("cbs_vierkanten", "", "atom", address, crs="EPSG:28992", **more)


def test_feed_leads_to_the_newest_download(client: httpx.Client, context: Pull, feed: Path) -> None:
    answer = client.get("/cbs/vierkanten/atom/vierkanten.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = etree.fromstring(answer.content).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(list(feed.iterdir())) == 2
    done = pull(squares(), context)
    assert done.files[0].url.endswith("/vk100_2024.zip")
    assert read("cbs_vierkanten", squares(), done).read_all().num_rows > 100


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("vierkanten.xml", "doctype", "DOCTYPE"),
        ("vierkanten.xml", "exception_report", "ExceptionReport"),
        ("vierkanten.xml", "html", "webpagina"),
        ("downloads", "truncated", "bytes ontvangen|verbroken"),
    ],
)
@pytest.mark.usefixtures("feed")
def test_faults_of_a_feed(
    publisher: Publisher, context: Pull, path: str, kind: str, words: str
) -> None:
    publisher.fault(f"/cbs/vierkanten/atom/{path}", kind)
    with pytest.raises(WoonzorgError, match=words):
        pull(squares(), context)


@pytest.mark.usefixtures("feed")
def test_old_download_is_no_zip(context: Pull) -> None:
    source = squares(lid="vk100_2023.zip/*.gpkg")
    with pytest.raises(DeliveryRefused, match=r"vk100_2023\.zip bevat vk100_2023\.zip"):
        read("cbs_vierkanten", source, pull(source, context)).read_all()


# The smoke list


@pytest.fixture
def settings(publisher: Publisher, data: Path, tmp_path: Path) -> Settings:
    return Settings(
        var=tmp_path, profile=str(data / PROFILE), hosts=hosts(publisher.url), fictief=True
    )


def said(settings: Settings, tmp_path: Path) -> tuple[int, str]:
    """Exit status and everything that is printed."""
    with (tmp_path / "uitvoer.txt").open("w+", encoding="utf-8") as out:
        status = smoke_table.run(settings, Console(file=out, width=200))
        out.seek(0)
        return status, out.read()


def test_smoke_finds_nothing_wrong_with_the_sample(settings: Settings, tmp_path: Path) -> None:
    status, text = said(settings, tmp_path)
    assert status == 0, text
    assert "alle goed" in text
    profile = tomllib.loads(
        (Path(__file__).parents[2] / "data/profiles/landelijk.toml").read_text()
    )
    for name, source in profile["bronnen"].items():
        lines = source if isinstance(source, list) else [source]
        if any(not line.get("uit") for line in lines):
            assert name in text, name


def test_smoke_names_what_is_wrong(
    publisher: Publisher, settings: Settings, tmp_path: Path
) -> None:
    renamed = {"column": "AantalInwoners_5", "to": "Bevolking_5", "title": "Bevolking"}
    publisher.fault(f"{ODATA3}/85984NED", "renamed_column", **renamed)
    publisher.fault(f"{ODATA3}/86134NED", "gone")
    publisher.fault("/nl/gtfs-nl.zip", "empty")
    publisher.fault("/kadaster/bag/ogc/v2/collections/pand/items", "html")
    status, text = said(settings, tmp_path)
    assert status == 1
    assert "kolom inwoners ontbreekt" in text
    assert "status 404 op https://opendata.cbs.nl/ODataFeed/odata/86134NED/TableInfos" in text
    assert "0,0 MiB" in text
    assert "een webpagina (HTML) ontvangen" in text
    last = text.rstrip().rpartition("bronnen bekeken")[2]
    for name in ("bag_panden", "cbs_kwb", "cbs_nabijheid", "ov_haltes"):
        assert name in last
    assert "bag_verblijfsobjecten" not in last


def test_smoke_without_network_is_one_sentence_per_source(
    data: Path, tmp_path: Path, settings: Settings
) -> None:
    silent = settings.model_copy(update={"hosts": hosts("http://127.0.0.1:9")})
    status, text = said(silent, tmp_path)
    assert status == 1
    assert "Traceback" not in text
    for name in ("cbs_gemeenten", "cbs_kwb", "osm_wegen", "igj_apotheken"):
        lines = [line for line in text.splitlines() if line.startswith(name)]
        assert lines, name
        assert all("geen verbinding" in line for line in lines)
    assert data.exists()
