"""Connectors against small recorded answers: paging, padded keys, restarts, unchanged sources."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from pipelines.connectors import Bron, Previous, Pull, pull
from pipelines.connectors.bron import local_path
from pipelines.connectors.folder import suppliers
from pipelines.connectors.odata import KEYS_PER_QUESTION
from pipelines.errors import (
    ConfigurationError,
    DeliveryRefused,
    SourceChanged,
    SourceUnavailable,
)
from pipelines.http import network as http_network
from pipelines.http.client import Http, Known, Timing
from pipelines.readers import read

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
OGC_URL = "https://api.voorbeeld.nl/bag/ogc/v2/collections/pand/items"
CBS_URL = "https://opendata.voorbeeld.nl/ODataFeed/odata/1NED"


class Publisher:
    """Answers by path and query; `answers[url]` is a list of bodies, the last one repeats."""

    def __init__(self) -> None:
        """No answers yet."""
        self.answers: dict[str, list[Any]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}

    def add(self, url: str, *bodies: Any) -> None:
        """Put answers in the queue of an address."""
        self.answers.setdefault(url, []).extend(bodies)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Give the next answer."""
        url = unquote(str(request.url)).replace("+", " ")
        self.asked.append(url)
        queue = self.answers.get(url)
        if not queue:
            return httpx.Response(404, stream=httpx.ByteStream(b"{}"))
        body = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(body, httpx.Response):
            return body
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"content-type": kind, **self.headers}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(raw))


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def context(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pull]:
    def client(*_: object) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(publisher.handle))

    monkeypatch.setattr(http_network, "client", client)
    settings = SimpleNamespace(contact="a@b.invalid", landing=tmp_path / "landing")
    hosts = {"api.voorbeeld.nl", "opendata.voorbeeld.nl"}
    with Http(settings, {}, hosts, Timing(tries=1)) as http:
        yield Pull(http, root=tmp_path)


def features(*ids: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": key,
            "geometry": {"type": "Point", "coordinates": [1.0, 2.0]},
            "properties": {"identificatie": f"000{key}", "pand.href": [f"https://x/{key}"]},
        }
        for key in ids
    ]


def page(ids: tuple[str, ...], following: str | None = None, **more: Any) -> dict[str, Any]:
    links = [{"rel": "self", "href": "x"}]
    links += [{"rel": "next", "href": following}] if following else []
    return {
        "type": "FeatureCollection",
        "timeStamp": os.urandom(4).hex(),
        "links": links,
        "features": features(*ids),
        "numberReturned": len(ids),
        **more,
    }


@pytest.fixture
def pand() -> Bron:
    parameters = {"f": "json", "limit": "2", "crs": RD}
    return Bron("bag_panden", "", "ogc", (OGC_URL,), parameters=parameters)


FIRST = f"{OGC_URL}?f=json&limit=2&crs={RD}"
SECOND = f"{OGC_URL}?cursor=abc|def&f=json&limit=2&crs={RD}"


def test_ogc_follows_next_verbatim(publisher: Publisher, context: Pull, pand: Bron) -> None:
    publisher.headers["content-crs"] = f"<{RD}>"
    publisher.add(FIRST, page(("1", "2"), SECOND))
    publisher.add(SECOND, page(("3",)))
    delivery = pull(pand, context)
    assert publisher.asked == [FIRST, SECOND]
    assert [file.role for file in delivery.files] == ["page", "page"]
    assert delivery.received_note["features"] == "3"
    table = read("bag_panden", pand, delivery).read_all()
    assert table.column("feature_id").to_pylist() == ["1", "2", "3"]
    assert table.column("identificatie").to_pylist() == ["0001", "0002", "0003"]
    assert table.column("pand.href").to_pylist()[0] == "https://x/1"
    assert table.schema.metadata[b"crs"] == b"EPSG:28992"


def test_ogc_unchanged_in_spite_of_time_stamps(
    publisher: Publisher, context: Pull, pand: Bron
) -> None:
    publisher.add(FIRST, page(("1",)), page(("1",)), page(("2",)))
    first = pull(pand, context)
    again = replace(context, previous=Previous(first.content_hash))
    second = pull(pand, again)
    assert second.unchanged
    assert second.files[0].sha256 != first.files[0].sha256
    assert not pull(pand, again).unchanged


def test_ogc_restarts_when_the_source_moves(
    publisher: Publisher, context: Pull, pand: Bron
) -> None:
    publisher.add(FIRST, page(("1", "2"), SECOND))
    publisher.add(SECOND, page(("2", "3")), page(("3",)))
    assert pull(pand, context).received_note["features"] == "3"
    assert publisher.asked == [FIRST, SECOND, FIRST, SECOND]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (page(("1", "2"), SECOND), "dubbel"),
        (page(("3",), numberReturned=2), "zegt 2 objecten"),
        (page(("3", "4"), SECOND), "draait rond"),
        (page(("3",), numberMatched=5), "de bron telt er 5"),
        (b'{"type": "FeatureCollection", "features": [', "geen geldige JSON"),
    ],
)
def test_ogc_gives_up_after_three_restarts(
    publisher: Publisher, context: Pull, pand: Bron, second: Any, words: str
) -> None:
    publisher.add(FIRST, page(("1", "2"), SECOND))
    if isinstance(second, bytes):
        publisher.headers["content-type"] = "application/geo+json"
    publisher.add(SECOND, second)
    with pytest.raises(SourceChanged, match=f"bag_panden: .*{words}.*3 keer opnieuw"):
        pull(pand, context)
    assert publisher.asked.count(FIRST) == 4


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (page(()), "geen enkel object"),
        ({"type": "Feature"}, "geen FeatureCollection"),
        (page(("1",), "https://api.voorbeeld.nl/bag/ogc/v2/collections/adres/items"), "wijst naar"),
        (page(("1",), OGC_URL.replace("api.", "boos.")), "toegestane hosts"),
    ],
)
def test_ogc_refuses_another_answer(
    publisher: Publisher, context: Pull, pand: Bron, first: Any, words: str
) -> None:
    publisher.add(FIRST, first)
    with pytest.raises(SourceChanged, match=words):
        pull(pand, context)


def test_ogc_believes_content_crs(publisher: Publisher, context: Pull, pand: Bron) -> None:
    publisher.headers["content-crs"] = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    publisher.add(FIRST, page(("1",)))
    with pytest.raises(SourceChanged, match="CRS84"):
        pull(pand, context)


PROPERTIES = [
    {"ID": 0, "ParentID": None, "Type": "GeoDimension", "Key": "RegioS", "Title": "Regio's"},
    {"ID": 1, "ParentID": None, "Type": "Dimension", "Key": "Geslacht", "Title": "Geslacht"},
    {"ID": 2, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": "Bevolking"},
    {
        "ID": 3,
        "ParentID": 2,
        "Type": "Topic",
        "Key": "Inwoners_1",
        "Title": "Inwoners ",
        "Unit": "aantal",
    },
    {"ID": 4, "ParentID": 2, "Type": "Topic", "Key": "Naam_2", "Title": "Naam"},
]
QUESTION = "?$format=json&$filter=RegioS eq 'GM01  ' and Geslacht eq 'T1'"


def odata(*values: Any, following: str | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"odata.metadata": os.urandom(4).hex(), "value": list(values)}
    return body | ({"odata.nextLink": following} if following else {})


def row(number: int, region: str = "GM01  ") -> dict[str, Any]:
    figures = {"Inwoners_1": None if number == 1 else number, "Naam_2": "Noord   "}
    return {"ID": number, "RegioS": region, "Geslacht": "T1", **figures}


@pytest.fixture
def table(publisher: Publisher) -> Bron:
    publisher.add(f"{CBS_URL}/TableInfos?$format=json", odata({"Modified": "2024-01-01"}))
    publisher.add(f"{CBS_URL}/DataProperties?$format=json", odata(*PROPERTIES))
    keys = [{"Key": "NL01  "}, {"Key": "GM01  "}, {"Key": "GM02  "}]
    publisher.add(f"{CBS_URL}/RegioS?$format=json", odata(*keys))
    publisher.add(f"{CBS_URL}/Geslacht?$format=json", odata({"Key": "T1"}))
    wanted = {"RegioS": ("GM01",), "Geslacht": "T1"}
    return Bron("cbs_leeftijd", "", "odata3", (CBS_URL,), filter=wanted)


def test_odata_sends_the_padded_key_and_reads_trimmed(
    publisher: Publisher, context: Pull, table: Bron
) -> None:
    following = f"{CBS_URL}/TypedDataSet{QUESTION}&$skip=1".replace("https", "http")
    publisher.add(f"{CBS_URL}/TypedDataSet{QUESTION}", odata(row(1), following=following))
    publisher.add(f"{CBS_URL}/TypedDataSet{QUESTION}&$skip=1", odata(row(2)))
    delivery = pull(table, context)
    assert delivery.received_note["rows"] == "2"
    result = read("cbs_leeftijd", table, delivery).read_all()
    assert result.to_pylist()[1] == {
        "ID": 2,
        "RegioS": "GM01",
        "Geslacht": "T1",
        "Inwoners_1": 2.0,
        "Naam_2": "Noord",
    }
    assert result.column("Inwoners_1")[0].as_py() is None
    metadata = {key.decode(): json.loads(value) for key, value in result.schema.metadata.items()}
    assert metadata["titles"]["Inwoners_1"] == "Inwoners"
    assert metadata["paths"]["Inwoners_1"] == ["Bevolking", "Inwoners"]
    assert metadata["units"]["Inwoners_1"] == "aantal"


def test_odata_stops_when_modified_is_the_same(
    publisher: Publisher, context: Pull, table: Bron
) -> None:
    publisher.add(f"{CBS_URL}/TypedDataSet{QUESTION}", odata(row(1)))
    first = pull(table, context)
    publisher.asked.clear()
    known = replace(context, previous=Previous(first.content_hash, first.modified))
    second = pull(table, known)
    assert second.unchanged
    assert publisher.asked == [f"{CBS_URL}/TableInfos?$format=json"]
    other = replace(table, filter={"RegioS": "GM*", "Geslacht": "T1"})
    starts = "?$format=json&$filter=startswith(RegioS,'GM') and Geslacht eq 'T1'"
    publisher.add(f"{CBS_URL}/TypedDataSet{starts}", odata(row(5)))
    assert not pull(other, known).unchanged


def test_odata_an_unknown_key_names_the_nearest(context: Pull, table: Bron) -> None:
    wrong = replace(table, filter={"RegioS": "GM03"})
    with pytest.raises(SourceChanged, match=r"'GM03' bestaat niet in dimensie RegioS.*GM0"):
        pull(wrong, context)
    with pytest.raises(SourceChanged, match="geen dimensie Regio; wel RegioS, Geslacht"):
        pull(replace(table, filter={"Regio": "GM01"}), context)


@pytest.mark.parametrize(
    ("bodies", "words"),
    [
        ([odata()], "geen enkele rij"),
        ([odata(row(1), row(1))], "dubbel"),
        ([{"error": "x"}], "ontbreekt de lijst"),
    ],
)
def test_odata_refuses(
    publisher: Publisher, context: Pull, table: Bron, bodies: list[Any], words: str
) -> None:
    publisher.add(f"{CBS_URL}/TypedDataSet{QUESTION}", *bodies)
    with pytest.raises(SourceChanged, match=words):
        pull(table, context)


def test_odata_restarts_when_the_table_changes_underway(
    publisher: Publisher, context: Pull, table: Bron
) -> None:
    infos = f"{CBS_URL}/TableInfos?$format=json"
    publisher.answers[infos] = []
    publisher.add(infos, *(odata({"Modified": text}) for text in ("1", "2", "2", "2")))
    publisher.add(f"{CBS_URL}/TypedDataSet{QUESTION}", odata(row(1)))
    delivery = pull(table, context)
    assert delivery.modified is not None
    assert delivery.modified.startswith("2#")


def test_odata_cuts_a_long_list_of_keys(publisher: Publisher, context: Pull, table: Bron) -> None:
    codes = tuple(f"GM{n:02}" for n in range(KEYS_PER_QUESTION + 1))
    publisher.answers[f"{CBS_URL}/RegioS?$format=json"] = [odata(*({"Key": c} for c in codes))]
    for number, part in enumerate((codes[:KEYS_PER_QUESTION], codes[KEYS_PER_QUESTION:])):
        text = " or ".join(f"RegioS eq '{code}'" for code in part)
        text = f"({text})" if len(part) > 1 else text
        publisher.add(f"{CBS_URL}/TypedDataSet?$format=json&$filter={text}", odata(row(number)))
    assert pull(replace(table, filter={"RegioS": codes}), context).received_note["rows"] == "2"


ZIP_URL = "https://api.voorbeeld.nl/a.zip"


def test_download_checks_the_first_bytes(publisher: Publisher, context: Pull) -> None:
    bron = Bron("cbs_vierkanten", "", "gpkg", (ZIP_URL,))
    publisher.add(ZIP_URL, b"geen zip maar tekst")
    with pytest.raises(DeliveryRefused, match=r"cbs_vierkanten: .*geen gpkg"):
        pull(bron, context)


def test_download_unchanged_and_shared_in_one_run(publisher: Publisher, context: Pull) -> None:
    bron = Bron("osm_wegen", "", "gtfs", (ZIP_URL,))
    publisher.add(ZIP_URL, b"PK\x03\x04 inhoud", httpx.Response(304))
    first = pull(bron, context)
    assert not first.unchanged
    shared = pull(replace(bron, dataset="osm_vlakken"), context)
    assert (shared.files, shared.fetches) == (first.files, ())
    known = {ZIP_URL: Known('"1"', None, first.files[0].sha256)}
    later = replace(context, known=known, recent={}, previous=Previous(first.content_hash))
    assert pull(bron, later).unchanged
    assert len(publisher.asked) == 2


def test_another_area_of_the_same_file_is_another_delivery(
    publisher: Publisher, context: Pull
) -> None:
    bron = Bron("osm_wegen", "", "gtfs", (ZIP_URL,), bbox=(5.0, 52.0, 6.0, 53.0))
    publisher.add(ZIP_URL, b"PK\x03\x04 inhoud")
    first = pull(bron, context)
    assert pull(replace(bron, bbox=(1, 2, 3, 4)), context).content_hash != first.content_hash


def test_local_files(context: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEF_FEEDS", str(tmp_path))
    (tmp_path / "a.csv").write_text("code;naam\n0001;Noord\n")
    bron = Bron("lijst", "", "csv", ("$PROEF_FEEDS/a.csv",), scheiding=";")
    delivery = pull(bron, context)
    assert read("lijst", bron, delivery).read_all().to_pylist() == [
        {"code": "0001", "naam": "Noord", "__rij": 2}
    ]
    with pytest.raises(SourceUnavailable, match="bestaat niet"):
        pull(replace(bron, adres=("weg.csv",)), context)
    with pytest.raises(ConfigurationError, match="omgevingsvariabele"):
        local_path("$PROEF_ONBEKEND/a.csv", tmp_path, "lijst")
    with pytest.raises(ConfigurationError, match="geen https-adres"):
        local_path("ftp://a/b", tmp_path, "lijst")


def put(path: Path, text: str, age_s: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    moment = path.stat().st_mtime - age_s
    os.utime(path, (moment, moment))


def test_folder_takes_the_newest_stable_file_per_supplier(context: Pull, tmp_path: Path) -> None:
    bron = Bron("complexen", "", "map", ("leveringen",))
    assert suppliers(bron, tmp_path) == ()
    put(tmp_path / "leveringen/zuid/oud.csv", "a\n1\n", 100)
    put(tmp_path / "leveringen/zuid/nieuw.csv", "a\n2\n", 10)
    put(tmp_path / "leveringen/zuid/bezig.csv", "a\n3\n", 0)
    put(tmp_path / "leveringen/zuid/.verborgen.csv", "a\n4\n", 5)
    put(tmp_path / "leveringen/noord/x.xls", "?", 5)
    put(tmp_path / "leveringen/west/bezig.csv", "a\n3\n", 0)
    (tmp_path / "leveringen/oost").mkdir()
    noord, oost, west, zuid = suppliers(bron, tmp_path)
    delivery = pull(zuid, context)
    assert (delivery.supplier, delivery.received_note["file"]) == ("zuid", "nieuw.csv")
    assert read("complexen", zuid, delivery).read_all().column("a").to_pylist() == ["2"]
    with pytest.raises(DeliveryRefused, match=r"x\.xls is van soort \.xls; .*Opslaan als"):
        pull(noord, context)
    with pytest.raises(SourceUnavailable, match="nog geen levering"):
        pull(oost, context)
    with pytest.raises(SourceUnavailable, match="nog geschreven"):
        pull(west, context)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_a_day_off_keeps_no_file_waiting(
    context: Pull, tmp_path: Path, days: int
) -> None:
    """Copied with its time from a machine whose clock is ahead or behind, or ours was set."""
    put(tmp_path / "leveringen/zuid/a.csv", "a\n1\n", -86_400 * days)
    (zuid,) = suppliers(Bron("complexen", "", "map", ("leveringen",)), tmp_path)
    assert pull(zuid, context).received_note["file"] == "a.csv"


def test_folder_follows_no_links(context: Pull, tmp_path: Path) -> None:
    (tmp_path / "geheim.csv").write_text("a\n1\n")
    (tmp_path / "leveringen/zuid").mkdir(parents=True)
    (tmp_path / "leveringen/zuid/link.csv").symlink_to(tmp_path / "geheim.csv")
    with pytest.raises(SourceUnavailable):
        pull(Bron("complexen", "zuid", "map", ("leveringen",)), context)
    with pytest.raises(ConfigurationError, match="geen naam"):
        pull(Bron("complexen", "../zuid", "map", ("leveringen",)), context)
