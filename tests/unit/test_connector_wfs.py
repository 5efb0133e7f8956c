"""WFS: the question as it is written, paging against a real HTTP server, and every way to fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from pipelines.connectors import Bron, Previous, Pull, pull, wfs
from pipelines.connectors.wfs_question import box_text, question, urn
from pipelines.errors import ConfigurationError, DeliveryRefused, SourceChanged
from pipelines.http.client import Http, Timing
from pipelines.readers import read

ADRES = "https://service.voorbeeld.nl/lv/bag/wfs/v2_0"
REPORT = b"<ows:ExceptionReport><ows:Exception>msWFS: fout</ows:Exception></ows:ExceptionReport>"
Feature = dict[str, Any]


@dataclass
class Server:
    """A small WFS over a list of features; what it does wrong is set by the test."""

    features: list[Feature] = field(default_factory=list)
    cap: int = 1000
    asked: list[dict[str, str]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    raw: bytes = b""
    repeat: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def answer(self, query: dict[str, str]) -> tuple[str, bytes]:
        """Content type and body."""
        self.asked.append(query)
        rows = self.inside(query)
        if query.get("resultType") == "hits":
            number = self.counts.pop(0) if self.counts else len(rows)
            head = '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"'
            return "text/xml", f'{head} numberMatched="{number}" numberReturned="0"/>'.encode()
        if self.raw:
            return "text/xml", self.raw
        start = 0 if self.repeat else int(query["startIndex"])
        page = rows[start : start + min(int(query["count"]), self.cap)]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
        body = {"type": "FeatureCollection", "crs": crs, "features": page, **self.extra}
        return "application/json; subtype=geojson", json.dumps(body).encode()

    def inside(self, query: dict[str, str]) -> list[Feature]:
        """Features in the box, borders included as servers do."""
        if "bbox" not in query:
            return self.features
        a, b, c, d = (float(n) for n in query["bbox"].split(",")[:4])
        found = []
        for feature in self.features:
            x, y = feature["geometry"]["coordinates"]
            if a <= x <= c and b <= y <= d:
                found.append(feature)
        return found


@contextmanager
def listening(server: Server) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

        def do_GET(self) -> None:
            query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            kind, body = server.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}"
    finally:
        http.shutdown()
        http.server_close()
        thread.join(timeout=5)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def context(server: Server, tmp_path: Path) -> Iterator[Pull]:
    settings = SimpleNamespace(contact="a@b.invalid", landing=tmp_path / "landing")
    with (
        listening(server) as url,
        Http(settings, {"service.voorbeeld.nl": url}, (), Timing(tries=1)) as http,
    ):
        yield Pull(http, root=tmp_path)


def bron(**more: Any) -> Bron:
    given: dict[str, Any] = {"laag": "bag:verblijfsobject"} | more
    return Bron("bag_verblijfsobjecten", "", "wfs", (ADRES,), **given)


def points(number: int) -> list[Feature]:
    """Points on a diagonal of 10 m steps."""
    return [
        {
            "type": "Feature",
            "id": f"vbo.{k}",
            "properties": {"identificatie": f"{k:016d}", "gemeentecode": "GM0003"},
            "geometry": {"type": "Point", "coordinates": [200_000 + 10 * k, 500_000 + 10 * k]},
        }
        for k in range(number)
    ]


def test_recorded_answer_through_a_real_server(server: Server, context: Pull, feeds: Path) -> None:
    recorded = feeds / "recorded-http" / "pdok_wfs_bag_verblijfsobject_appingedam.json"
    body = json.loads(recorded.read_bytes())
    server.features = body["features"]
    source = bron(crs="EPSG:28992")
    delivery = pull(source, context)
    table = read("bag_verblijfsobjecten", source, delivery).read_all()
    assert table.num_rows == len(body["features"]) == 5
    assert table.schema.metadata[b"crs"] == b"EPSG:28992"
    assert table.column("identificatie").to_pylist() == [
        f["properties"]["identificatie"] for f in body["features"]
    ]
    assert table.column("feature_id").to_pylist()[0].startswith("verblijfsobject.")
    assert server.asked[1] == {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": "bag:verblijfsobject",
        "srsName": "EPSG:28992",
        "outputFormat": "application/json",
        "count": "1000",
        "startIndex": "0",
    }
    again = pull(source, replace(context, previous=Previous(delivery.content_hash)))
    assert again.unchanged


def test_pages_of_a_server_that_cuts_them(server: Server, context: Pull) -> None:
    server.features, server.cap = points(25), 7
    delivery = pull(bron(), context)
    starts = [q["startIndex"] for q in server.asked if "startIndex" in q]
    assert starts == ["0", "7", "14", "21"]
    assert delivery.received_note == {"features": "25", "repeated": "0", "pages": "4"}
    order = Server(features=list(reversed(server.features)))
    server.features = order.features
    assert pull(bron(), context).content_hash == delivery.content_hash


def test_counted_before_and_after(server: Server, context: Pull) -> None:
    server.features, server.counts = points(3), [3, 4, 3, 3]
    assert pull(bron(), context).received_note["features"] == "3"
    assert sum(q.get("resultType") == "hits" for q in server.asked) == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"repeat": True, "cap": 5}, "geen enkel nieuw object"),
        ({"counts": [20, 21] * 4}, "20 verschillende objecten ontvangen, de bron telt er 20 voor"),
        ({"counts": [25, 25] * 4}, "geen enkel nieuw object"),
        ({"extra": {"numberReturned": 7}}, "zegt 7 objecten en bevat er 20"),
        ({"extra": {"numberMatched": 9}}, "telt 9 objecten, eerder waren het er 20"),
    ],
)
def test_gives_up_after_three_restarts(
    server: Server, context: Pull, change: dict[str, Any], words: str
) -> None:
    server.features = points(20)
    for name, value in change.items():
        setattr(server, name, value)
    with pytest.raises(SourceChanged, match=f"{words}.*3 keer opnieuw"):
        pull(bron(), context)
    assert sum(q.get("startIndex") == "0" for q in server.asked) == 4


def test_object_that_changes_between_two_pages(server: Server, context: Pull) -> None:
    server.features, server.cap = points(4), 2
    other = json.loads(json.dumps(server.features[1]))
    other["properties"]["identificatie"] = "9" * 16
    server.features.insert(2, other)
    with pytest.raises(SourceChanged, match="twee keer, met verschillende inhoud"):
        pull(bron(), context)


def test_repeat_means_a_gap_elsewhere(server: Server, context: Pull) -> None:
    """Without a stable order one object comes twice and another not at all."""
    first, second, third, _ = points(4)
    server.features, server.cap, server.counts = [first, second, second, third], 2, [4, 4] * 4
    with pytest.raises(SourceChanged, match="3 verschillende objecten ontvangen"):
        pull(bron(), context)


def test_deep_question_is_cut_in_tiles(
    server: Server, context: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfs, "DEPTH", 10)
    server.features, server.cap = points(41), 4
    source = bron(parameters={"bbox": "199000,499000,201000,501000"})
    delivery = pull(source, context)
    assert delivery.received_note["features"] == "41"
    repeated = int(delivery.received_note["repeated"])  # points on the border of two tiles
    assert max(int(q.get("startIndex", 0)) for q in server.asked) <= 10
    table = read("bag_verblijfsobjecten", source, delivery).read_all()
    assert table.num_rows == 41 + repeated
    assert len(set(table.column("identificatie").to_pylist())) == 41


def test_too_many_in_one_place(
    server: Server, context: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfs, "DEPTH", 2)
    server.features = [{**p, "geometry": points(1)[0]["geometry"]} for p in points(4)]
    with pytest.raises(SourceChanged, match="meer dan 2 objecten op een plek van 1 m"):
        pull(bron(), context)


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (REPORT, SourceChanged, r"foutmelding \(ExceptionReport\): msWFS: fout"),
        (b"<!DOCTYPE html><html><body>onderhoud</body></html>", Exception, "webpagina"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", DeliveryRefused, "DOC"),
    ],
)
def test_status_200_with_something_else(
    server: Server, context: Pull, body: bytes, error: type[Exception], words: str
) -> None:
    server.features, server.raw = points(1), body
    with pytest.raises(error, match=words):
        pull(bron(), context)


def test_filter_that_is_ignored_is_seen(server: Server, context: Pull) -> None:
    server.features = points(3)
    server.features[2]["properties"]["gemeentecode"] = "GM0599"
    with pytest.raises(SourceChanged, match=r"gevraagd gemeentecode = GM0003.*negeert het filter"):
        pull(bron(filter={"gemeentecode": ("GM0003",)}), context)


def test_nothing_and_uncounted(server: Server, context: Pull) -> None:
    with pytest.raises(SourceChanged, match="geen enkel object"):
        pull(bron(), context)
    server.features = points(1)
    server.features[0].pop("id")
    with pytest.raises(SourceChanged, match="zonder id"):
        pull(bron(), context)


def test_filter_is_written_as_fes() -> None:
    asked = question(
        bron(filter={"gemeentecode": ("GM0003", "GM<4>")}, parameters={"bbox": "1,2,3,4"})
    )
    params = asked.page(0, 10)
    assert "bbox" not in params
    assert not {name for name in params if name.lower() == "cql_filter"}
    root = etree.fromstring(params["FILTER"].encode())
    fes = "{http://www.opengis.net/fes/2.0}"
    literals = [e.text for e in root.iter(f"{fes}Literal")]
    assert literals == ["GM0003", "GM<4>"]
    assert [etree.QName(e).localname for e in root[0]] == ["Or", "BBOX"]
    envelope = root.find(".//{http://www.opengis.net/gml/3.2}Envelope")
    assert envelope.get("srsName") == "urn:ogc:def:crs:EPSG::28992"


def test_box_in_the_axis_order_of_its_crs() -> None:
    box = (252_000.0, 593_000.0, 253_000.0, 594_000.0)
    assert box_text(box, "EPSG:28992") == "252000.000,593000.000,253000.000,594000.000"
    south, west, north, east = (float(n) for n in box_text(box, "EPSG:4326").split(","))
    assert 53 < south < north < 54
    assert 6 < west < east < 7
    assert urn("EPSG:4326") == "urn:ogc:def:crs:EPSG::4326"
    page = question(bron(crs="EPSG:4326", parameters={"bbox": "252000,593000,253000,594000"}))
    assert page.page(0, 1)["bbox"].endswith(",urn:ogc:def:crs:EPSG::4326")
    assert page.page(0, 1)["srsName"] == "EPSG:4326"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"laag": None}, "vraagt laag"),
        ({"parameters": {"CQL_FILTER": "a='b'"}}, "CQL_FILTER wordt niet"),
        ({"parameters": {"bbox": "1,2,3"}}, "geen vier getallen"),
        ({"parameters": {"bbox": "3,2,1,4"}}, "geen vak in RD"),
    ],
)
def test_a_declaration_that_cannot_be(context: Pull, more: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        pull(bron(**more), context)
