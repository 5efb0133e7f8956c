"""Every fault of the network and of HTTP over a real socket: bounded, named, nothing landed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from pipelines.errors import DeliveryRefused, SourceChanged, SourceUnavailable
from pipelines.http.client import Fetch, Http, Timing
from tests.faults.faultserver import BODY, FaultServer

HOST = "https://bron.example"
QUICK = Timing(connect=0.3, read=0.25, total=1.2, tries=3, wait=0.01, retry_after_max=2.0)


@pytest.fixture(scope="module")
def publisher() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def server(publisher: FaultServer) -> FaultServer:
    publisher.hits.clear()
    publisher.fails = 1 << 30
    return publisher


class Client:
    """A client on the fault server, with its log and its waits."""

    def __init__(self, server: FaultServer, root: Path, **changes: Any) -> None:
        """Prepare; keyword arguments replace those of `Http`."""
        self.log: list[Fetch] = []
        self.waits: list[float] = []
        self.root = root
        settings = SimpleNamespace(contact="beheer@voorbeeld.invalid", landing=root)
        self.http = Http(
            settings,
            changes.get("hosts", {"bron.example": server.base}),
            changes.get("allowed", {"bron.example"}),
            changes.get("timing", QUICK),
            self.log.append,
            self.waits.append,
        )

    def get(self, path: str, expect: Any = "json", cap: int = 1 << 20) -> bytes:
        """The body as it landed."""
        answer = self.http.get(f"{HOST}/{path}", cap_bytes=cap, expect=expect, name="proef")
        assert answer.landed is not None
        return answer.landed.path.read_bytes()

    def landed(self) -> list[Path]:
        """All files below the landing root."""
        return [path for path in self.root.rglob("*") if path.is_file()]


@pytest.fixture
def client(server: FaultServer, tmp_path: Path) -> Iterator[Client]:
    made = Client(server, tmp_path / "landing")
    with made.http:
        yield made


@pytest.mark.parametrize("path", ["latency?s=0.1", "slow_close?s=0.4", "slicer?bytes=7"])
def test_harmless_network_faults_bring_the_whole_body(client: Client, path: str) -> None:
    assert client.get(path) == BODY


@pytest.mark.parametrize(
    "path",
    [
        "latency?s=2",
        "timeout?s=2",
        "reset_peer",
        "limit_data?bytes=0",
        "limit_data?bytes=700",
        "unannounced",
        "packed?cut=20",
        "status?code=500",
        "status?code=502",
        "status?code=503",
    ],
)
def test_transient_faults_are_tried_again_and_then_said(
    client: Client, server: FaultServer, path: str
) -> None:
    with pytest.raises(SourceUnavailable, match=r"proef: .*na 3 pogingen"):
        client.get(path)
    assert server.hits[f"/{path}"] == 3
    assert client.landed() == []
    assert [fetch.reason for fetch in client.log].count(None) == 0
    assert len(client.log) == 3
    assert len(client.waits) == 2


@pytest.mark.parametrize("path", ["reset_peer", "limit_data?bytes=700", "status?code=503"])
def test_a_fault_that_passes_is_survived(client: Client, server: FaultServer, path: str) -> None:
    server.fails = 2
    assert client.get(path) == BODY
    assert [fetch.status for fetch in client.log][-1] == 200
    assert len(client.landed()) == 1


@pytest.mark.parametrize("path", ["bandwidth?bytes=20&s=0.05", "headers_drip?s=0.1"])
def test_a_dripping_publisher_is_cut_off_at_the_total_time(client: Client, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(SourceUnavailable, match="niet klaar binnen"):
        client.get(path)
    assert time.monotonic() - start < 2.5
    assert client.landed() == []


def test_a_closed_port_is_unavailable(tmp_path: Path, server: FaultServer) -> None:
    made = Client(server, tmp_path, hosts={"bron.example": "http://127.0.0.1:9"})
    with made.http, pytest.raises(SourceUnavailable, match="geen verbinding"):
        made.get("good")


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_is_honoured(client: Client, server: FaultServer, code: int) -> None:
    server.fails = 1
    assert client.get(f"status?code={code}&after=1") == BODY
    assert client.waits == [1.0]


def test_retry_after_as_a_date(client: Client, server: FaultServer) -> None:
    server.fails = 1
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    client.get(f"status?code=429&after={quote(when)}")
    assert 0 < client.waits[0] <= 2


def test_retry_after_with_a_leap_second_is_as_if_there_were_none(
    client: Client, server: FaultServer
) -> None:
    server.fails = 1
    client.get(f"status?code=503&after={quote('Sat, 31 Dec 2016 23:59:60 GMT')}")
    assert 0 < client.waits[0] <= QUICK.wait  # our own pause, not what the date would say


def test_a_longer_wait_than_allowed_is_left_to_the_next_refresh(
    client: Client, server: FaultServer
) -> None:
    with pytest.raises(SourceUnavailable, match="te wachten"):
        client.get("status?code=429&after=3601")
    assert server.hits["/status?code=429&after=3601"] == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_client_mistake_is_not_tried_again(
    client: Client, server: FaultServer, code: int
) -> None:
    with pytest.raises(SourceChanged, match=f"status {code}"):
        client.get(f"status?code={code}")
    assert server.hits[f"/status?code={code}"] == 1


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("html", SourceUnavailable, "webpagina"),
        ("html_as_json", SourceUnavailable, "webpagina"),
        ("exception", SourceChanged, "ServiceException.*typename unknown"),
        ("exception_as_json", SourceChanged, "ServiceException"),
        ("empty", SourceUnavailable, "leeg antwoord"),
        ("text", SourceChanged, "begint met"),
        ("pdf", SourceChanged, "application/pdf"),
    ],
)
def test_a_wrong_body_with_status_200(
    client: Client, kind: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        client.get(f"body?kind={kind}")
    assert client.landed() == []
    assert client.log[-1].reason


def test_xml_with_a_doctype_is_refused(client: Client) -> None:
    with pytest.raises(DeliveryRefused, match="DOCTYPE"):
        client.get("body?kind=doctype", expect="xml")


@pytest.mark.parametrize("expect", ["json", "csv", "binary", "xml"])
def test_a_page_is_never_data(client: Client, expect: str) -> None:
    with pytest.raises(SourceUnavailable):
        client.get("body?kind=html", expect=expect)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("https://elders.example/x", "toegestane hosts"),
        ("http://open.example/x", "geen https"),
        ("file:///etc/passwd", "toegestane hosts"),
        ("https://169.254.169.254/latest", "toegestane hosts"),
    ],
)
def test_redirects_leave_neither_hosts_nor_https(
    server: FaultServer, tmp_path: Path, to: str, words: str
) -> None:
    made = Client(server, tmp_path, allowed={"bron.example", "open.example"})
    with made.http, pytest.raises(SourceChanged, match=words):
        made.get(f"redirect?to={quote(to, safe='')}")


def test_a_redirect_loop_ends(client: Client, server: FaultServer) -> None:
    with pytest.raises(SourceChanged, match="meer dan 3 doorverwijzingen"):
        client.get("loop")
    assert sum(server.hits.values()) == 4


@pytest.mark.parametrize("to", ["/good", "https://bron.example/good"])
def test_a_redirect_within_the_listed_hosts_is_followed(client: Client, to: str) -> None:
    assert client.get(f"redirect?to={quote(to, safe='')}") == BODY


def test_a_name_that_points_inside_is_not_asked(server: FaultServer, tmp_path: Path) -> None:
    made = Client(server, tmp_path, hosts={}, allowed={"localhost"})
    with made.http, pytest.raises(SourceChanged, match="interne adres"):
        made.http.get(f"https://localhost:{server.port}/good", name="proef")


def test_a_gzip_bomb_is_cut_off_by_the_decoded_size(client: Client) -> None:
    with pytest.raises(DeliveryRefused, match="na uitpakken groter"):
        client.get("bomb?mb=8", cap=1 << 20)
    assert client.landed() == []


def test_a_gzip_bomb_below_the_cap_is_cut_off_by_its_ratio(
    server: FaultServer, tmp_path: Path
) -> None:
    client = Client(server, tmp_path, timing=Timing(tries=1))  # packing the bomb takes a moment
    with client.http, pytest.raises(DeliveryRefused, match="1:100"):
        client.get("bomb?mb=80", cap=1 << 30)


def test_gzip_in_two_members_is_one_body(client: Client) -> None:
    assert client.get("packed") == BODY


def test_an_encoding_that_was_not_asked_for(client: Client) -> None:
    with pytest.raises(SourceChanged, match="br"):
        client.get("packed?as=br")


def test_a_body_above_the_cap(client: Client) -> None:
    with pytest.raises(DeliveryRefused, match=r"grens van|groter dan"):
        client.get("good", cap=100)
