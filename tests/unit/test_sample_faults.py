"""Every way in which the fake publisher can misbehave, seen from a client."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from pipelines.sample.make import make
from pipelines.sample.publisher import Publisher, serve

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
BUURTEN = "/cbs/wijken-en-buurten-2024/ogc/v1/collections/buurten/items"
VBO = "/kadaster/bag/ogc/v2/collections/verblijfsobject/items"
PAND = "/kadaster/bag/ogc/v2/collections/pand/items"
KWB = "/ODataFeed/odata/85984NED"
IGJ = "/binaries/igj/documenten/publicaties/apothekersregister.csv"


@pytest.fixture(scope="module")
def module_publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    folder = tmp_path_factory.mktemp("voorbeeld") / "uit"
    make(folder, 3000, 5)
    with serve(folder) as p:
        yield p


@pytest.fixture
def publisher(module_publisher: Publisher) -> Iterator[Publisher]:
    yield module_publisher
    module_publisher.heal()


@pytest.fixture
def client(publisher: Publisher) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=publisher.url, timeout=10) as c:
        yield c


def following(answer: dict[str, Any]) -> str:
    """Path and query of the next page."""
    parts = urlsplit(next(k["href"] for k in answer["links"] if k["rel"] == "next"))
    return f"{parts.path}?{parts.query}"


def test_status_faults_and_their_count(client: httpx.Client, publisher: Publisher) -> None:
    for kind, status in (
        ("http_500", 500),
        ("http_502", 502),
        ("http_503", 503),
        ("http_429", 429),
    ):
        publisher.fault(VBO, kind, times=2, retry_after=7)
        answers = [client.get(VBO) for _ in range(3)]
        assert [a.status_code for a in answers] == [status, status, 200]
        if status in (503, 429):
            assert answers[0].headers["retry-after"] == "7"
        publisher.heal()


def test_transport_faults(client: httpx.Client, publisher: Publisher) -> None:
    publisher.fault(VBO, "reset", times=1)
    with pytest.raises(httpx.TransportError):
        client.get(VBO)
    publisher.fault(VBO, "truncated", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(VBO, headers={"Accept-Encoding": "identity"})
    publisher.fault(VBO, "timeout", times=1)
    with pytest.raises(httpx.ReadTimeout):
        client.get(VBO, timeout=0.3)
    publisher.fault(VBO, "drip", times=1, pause=0.01, seconds=0.2)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(VBO, headers={"Accept-Encoding": "identity"})
    assert client.get(VBO).status_code == 200


def test_html_empty_and_redirect(client: httpx.Client, publisher: Publisher) -> None:
    publisher.fault("/", "html", times=1)
    assert client.get(VBO).text.startswith("<!DOCTYPE html>")
    publisher.fault(KWB, "empty", times=1)
    assert client.get(f"{KWB}/TypedDataSet").json()["value"] == []
    publisher.fault("/nl/", "empty", times=1)
    assert client.get("/nl/gtfs-nl.zip").content == b""
    publisher.fault(VBO, "foreign_redirect", times=1)
    assert client.get(VBO).headers["location"].startswith("https://elders.invalid")


def test_paging_faults(client: httpx.Client, publisher: Publisher) -> None:
    def three_pages() -> list[list[str]]:
        result, path = [], f"{VBO}?limit=20&f=json"
        for _ in range(3):
            a = client.get(path).json()
            result.append([f["id"] for f in a["features"]])
            path = following(a)
        return result

    good = three_pages()
    publisher.fault(VBO, "repeated_page", skip=1)
    repeated = three_pages()
    assert repeated[1] == repeated[0] == good[0]
    publisher.heal()
    publisher.fault(VBO, "moved_page", times=1, skip=1)
    assert sorted(three_pages()[1]) != sorted(good[1])
    publisher.heal()
    publisher.fault(BUURTEN, "whole_country")
    box = {"bbox": "159000,529000,160000,530000", "bbox-crs": RD, "limit": "1000"}
    everything = client.get(BUURTEN, params=box).json()["features"]
    assert {r["properties"]["gemeentecode"] for r in everything} > {"GM9906"}


def test_content_faults(client: httpx.Client, publisher: Publisher) -> None:
    def features(path: str, kind: str, **options: Any) -> list[dict[str, Any]]:
        publisher.fault(path, kind, times=1, **options)
        a = client.get(path, params={"limit": "40", "crs": RD}).json()
        assert a["numberReturned"] == len(a["features"])
        result: list[dict[str, Any]] = a["features"]
        return result

    good = client.get(VBO, params={"limit": "40", "crs": RD}).json()["features"]
    x, y = good[0]["geometry"]["coordinates"]
    assert features(VBO, "swapped_axes")[0]["geometry"]["coordinates"] == [y, x]
    assert features(VBO, "wrong_crs")[0]["geometry"]["coordinates"][0] < 8
    assert isinstance(features(VBO, "numeric_ids")[0]["properties"]["identificatie"], int)
    assert len(features(VBO, "duplicate_ids")) == 43
    assert len(features(VBO, "fewer_rows")) == 4
    more = features(VBO, "more_rows")
    assert len({f["properties"]["identificatie"] for f in more}) == 400
    assert "status" not in features(VBO, "missing_column", column="status")[0]["properties"]
    others = features(VBO, "renamed_column", column="status", to="toestand")[0]["properties"]
    assert "toestand" in others
    assert features(PAND, "invalid_geometry")[0]["geometry"]["type"] == "Polygon"
    assert (
        "percentage_met_herkomstland_nederland"
        in features(BUURTEN, "origin_columns")[0]["properties"]
    )


def test_odata_column_faults_show_in_the_description(
    client: httpx.Client, publisher: Publisher
) -> None:
    publisher.fault(KWB, "missing_column", column="WmoClientenRelatief_94")
    titles = [r["Key"] for r in client.get(f"{KWB}/DataProperties").json()["value"]]
    assert "WmoClientenRelatief_94" not in titles
    assert "WmoClientenRelatief_94" not in client.get(f"{KWB}/TypedDataSet").json()["value"][0]
    publisher.heal()
    publisher.fault(KWB, "unknown_code", column="AantalInwoners_5", value=-99994)
    rows = client.get(f"{KWB}/TypedDataSet").json()["value"]
    assert {r["AantalInwoners_5"] for r in rows} == {-99994}


def test_unknown_fault_is_refused_with_the_known_ones(publisher: Publisher) -> None:
    with pytest.raises(ValueError, match="timeout"):
        publisher.fault("/", "kapot")


def test_csv_faults(client: httpx.Client, publisher: Publisher) -> None:
    good = client.get(IGJ).text.splitlines()
    publisher.fault(IGJ, "missing_column", times=1, column="Postcode")
    assert client.get(IGJ).text.splitlines()[0] == good[0].replace("Postcode;", "")
    publisher.fault(IGJ, "renamed_column", times=1, column="Postcode", to="PC")
    assert client.get(IGJ).text.splitlines()[0] == good[0].replace("Postcode", "PC")
    publisher.fault(IGJ, "duplicate_ids", times=1, count=2)
    assert len(client.get(IGJ).text.splitlines()) == len(good) + 2
    publisher.fault(IGJ, "more_rows", times=1)
    assert len(client.get(IGJ).text.splitlines()) == 10 * (len(good) - 1) + 1


def test_control_endpoint_and_request_log(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    r = client.post("/_control/faults", json={"path": VBO, "kind": "http_500", "times": 1})
    assert r.json()[0]["kind"] == "http_500"
    assert client.get(VBO).status_code == 500
    assert client.post("/_control/faults", json={"path": "/", "kind": "x"}).status_code == 400
    assert client.delete("/_control/faults").json() == []
    assert ["GET", VBO] in client.get("/_control/requests").json()
