"""The client: addresses, conditional requests, identification; faults have tests of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from pipelines.errors import SourceChanged, SourceUnavailable
from pipelines.http import network as http_network
from pipelines.http.client import Fetch, Http, Known
from pipelines.http.hosts import Hosts

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def requests() -> list[httpx.Request]:
    return []


@pytest.fixture
def http(
    requests: list[httpx.Request], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Http]:
    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if request.headers.get("if-none-match") == '"1"':
            return httpx.Response(304)
        headers = {"etag": '"1"', "content-type": "application/json", "content-crs": "<x>"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b'{"a": 1}'))

    def client(*_: object) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(answer))

    monkeypatch.setattr(http_network, "client", client)
    settings = SimpleNamespace(contact="team@stad.invalid", landing=tmp_path)
    with Http(settings, {}, {"api.voorbeeld.nl"}) as made:
        yield made


def test_who_asks_is_said(http: Http, requests: list[httpx.Request]) -> None:
    http.get("https://api.voorbeeld.nl/x", expect="json")
    assert "team@stad.invalid" in requests[0].headers["user-agent"]
    assert requests[0].headers["referer"]
    assert requests[0].headers["accept-encoding"] == "gzip"


def test_parameters_are_added_to_those_in_the_address(
    http: Http, requests: list[httpx.Request]
) -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/28992"
    http.get("https://api.voorbeeld.nl/x?a=1", {"crs": crs, "bbox": "1,2,3,4"}, expect="json")
    assert dict(requests[0].url.params) == {"a": "1", "crs": crs, "bbox": "1,2,3,4"}


def test_unchanged_is_asked_conditionally(http: Http, requests: list[httpx.Request]) -> None:
    url = "https://api.voorbeeld.nl/x"
    first = http.get(url, expect="json")
    assert first.landed is not None
    known = Known(first.fetches[-1].etag, None, first.landed.sha256)
    second = http.get(url, known=known, expect="json")
    assert second.landed is None
    assert second.fetches[-1].status == 304
    http.landing.erase(first.landed.sha256)
    assert http.get(url, known=known, expect="json").landed is not None
    assert "if-none-match" not in requests[-1].headers


def test_headers_and_log(http: Http) -> None:
    lines: list[Fetch] = []
    http.on_fetch = lines.append
    answer = http.get("https://api.voorbeeld.nl/x", expect="json")
    assert answer.headers["content-crs"] == "<x>"
    assert tuple(lines) == answer.fetches
    assert (lines[0].status, lines[0].bytes, lines[0].reason) == (200, 8, None)


def test_the_host_map_keeps_the_path() -> None:
    hosts = Hosts({"api.pdok.nl": "http://127.0.0.1:8123/"}, ())
    to = "http://127.0.0.1:8123/bag/items?f=json&a=%20"
    assert hosts.resolve("https://api.pdok.nl/bag/items?f=json&a=%20") == to
    assert hosts.resolve(to) == to
    with pytest.raises(SourceChanged):
        hosts.resolve("http://127.0.0.1:22/")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.voorbeeld.nl/x",
        "https://api.voorbeeld.nl.boos.example/x",
        "https://boos.example/?https://api.voorbeeld.nl",
        "https://wie@api.voorbeeld.nl/x",
        "ftp://api.voorbeeld.nl/x",
        "https://[::1/x",
        "/alleen/pad",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SourceChanged):
        Hosts({}, {"api.voorbeeld.nl"}).resolve(url, "proef")


def test_the_proxy_of_the_machine_serves_outside_hosts_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        http_network, "getproxies", lambda: {"https": "http://10.0.0.1:3128", "no": ".stad.nl"}
    )
    with http_network.client({"127.0.0.1"}, httpx.Timeout(1)) as client:
        patterns = {pattern.pattern for pattern in client._mounts}
    assert patterns == {"https://", "all://127.0.0.1", "all://*stad.nl"}


def test_headers_alone(http: Http, requests: list[httpx.Request]) -> None:
    assert http.head("https://api.voorbeeld.nl/x", "proef")["etag"] == '"1"'
    assert requests[0].method == "HEAD"
    assert "team@stad.invalid" in requests[0].headers["user-agent"]
    with pytest.raises(SourceChanged, match="toegestane hosts"):
        http.head("https://elders.nl/x", "proef")


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, SourceChanged, "proef: status 404 op https://api.voorbeeld.nl/x"),
        (503, SourceUnavailable, "proef: status 503"),
        (302, SourceChanged, "elders.nl staat niet bij"),
    ],
)
def test_headers_that_say_something_else(
    http: Http, monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception], words: str
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers={"location": "https://elders.nl/x"})

    client = httpx.Client(transport=httpx.MockTransport(answer))
    monkeypatch.setattr(http, "_client", client)
    with pytest.raises(error, match=words):
        http.head("https://api.voorbeeld.nl/x", "proef")
