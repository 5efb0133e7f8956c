"""The fake publisher: one process that answers for every host of the national profile, by path."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from pipelines.sample.publisher.atom_feeds import AtomFeeds
from pipelines.sample.publisher.downloads import Downloads
from pipelines.sample.publisher.faults import KINDS, Fault, as_understood, spoil
from pipelines.sample.publisher.messages import Answer, Request, json_answer, problem
from pipelines.sample.publisher.odata4_api import BASE as ODATA4
from pipelines.sample.publisher.odata4_api import PAGE, Odata4Api
from pipelines.sample.publisher.odata_api import FEED_PAGE, OdataApi
from pipelines.sample.publisher.ogc_api import OgcApi
from pipelines.sample.publisher.wfs_api import services

CHUNK = 1 << 20
SILENT_S = 120.0
"""How long a silent or dripping answer lasts unless told otherwise."""


class Publisher:
    """All publishers of the sample.

    Attributes:
        url: base address.
        requests: log of requests as (method, target), for tests.
    """

    def __init__(self, data: Path, port: int = 0, feed_page: int = FEED_PAGE) -> None:
        """Open the data and bind the port.

        Args:
            data: folder the generator filled.
            port: port on 127.0.0.1, 0 for a free one.
            feed_page: rows per page of the OData feed.
        """
        apis = json.loads((data / "ogc" / "apis.json").read_text(encoding="utf-8"))
        self.ogc = {b: OgcApi(b, about, data / "ogc" / about["map"]) for b, about in apis.items()}
        self.odata = OdataApi(data / "odata", feed_page)
        self.odata4 = Odata4Api(self.odata.tables, min(PAGE, feed_page * 10))
        self.wfs = services({base: api.sources for base, api in self.ogc.items()})
        self.downloads = Downloads(data / "bestanden")
        self.feeds = AtomFeeds(data / "bestanden")
        self.requests: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        handler = type("Handler", (Handler,), {"publisher": self})
        self.http = _Server(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def fault(
        self, path: str, kind: str, times: int | None = None, skip: int = 0, **options: Any
    ) -> None:
        """Make a path misbehave.

        Args:
            path: start of the path (`/` for all).
            kind: one of `faults.KINDS`.
            times: number of requests that are hit, None for all.
            skip: number of matching requests that are answered well first (e.g. 1: from the second
                page on).
            options: details, see `faults`.
        """
        if kind not in KINDS:
            raise ValueError(f"onbekende storing {kind!r}; bekend: {', '.join(sorted(KINDS))}")
        with self.lock:
            self.faults.append(Fault(path, kind, times, skip, options))

    def heal(self) -> None:
        """Stop all misbehaviour."""
        with self.lock:
            self.faults.clear()

    def fault_for(self, request: Request) -> Fault | None:
        """The fault that hits this request, counted."""
        with self.lock:
            for fault in self.faults:
                if request.path.startswith(fault.path) and fault.hits():
                    return fault
        return None

    def answer(self, request: Request) -> Answer:
        """The answer without transport faults."""
        if request.path == "/health":
            return json_answer({"status": "ok"})
        for base, api in self.ogc.items():
            if request.path == base or request.path.startswith(base + "/"):
                return api.answer(request)
        if request.path.startswith(("/ODataApi/", "/ODataFeed/")):
            return self.odata.answer(request)
        if request.path.startswith(ODATA4):
            return self.odata4.answer(request)
        if service := self.wfs.get(request.path):
            return service.answer(request)
        return self.feeds.answer(request) or self.downloads.answer(request)

    def control(self, request: Request, body: bytes) -> Answer:
        """Control endpoint: POST or DELETE /_control/faults, GET /_control/requests."""
        if request.path == "/_control/requests":
            return json_answer(self.requests)
        if request.path != "/_control/faults":
            return problem(404, "not found")
        if request.method == "DELETE":
            self.heal()
        elif request.method == "POST":
            try:
                self.fault(**json.loads(body))
            except (TypeError, ValueError) as e:
                return problem(400, str(e))
        return json_answer(
            [{"path": f.path, "kind": f.kind, "times": f.times} for f in self.faults]
        )

    def start(self) -> None:
        """Serve until `stop`."""
        self.http.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """Close port and files."""
        self.ended.set()
        self.http.shutdown()
        self.http.server_close()
        for api in self.ogc.values():
            for source in api.sources.values():
                source.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class Handler(BaseHTTPRequestHandler):
    """One connection (HTTP/1.1, kept alive)."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    publisher: ClassVar[Publisher]

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are logged in `Publisher.requests`, not on stderr."""

    def do_GET(self) -> None:
        """Answer."""
        self._handle()

    do_HEAD = do_POST = do_DELETE = do_GET  # noqa: N815 - names of the base class

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request.parse(self.command, self.path, dict(self.headers.items()))
        if request.path.startswith("/_control/"):
            self._send(request, self.publisher.control(request, body))
            return
        self.publisher.requests.append((request.method, self.path))
        fault = self.publisher.fault_for(request)
        if fault is None:
            self._send(request, self.publisher.answer(request))
        else:
            self._with_fault(request, fault)

    def _with_fault(self, request: Request, fault: Fault) -> None:
        if fault.kind == "timeout":
            self.publisher.ended.wait(float(fault.options.get("seconds", SILENT_S)))
            self.close_connection = True
        elif fault.kind == "reset":
            self._reset()
        elif (short := fault.short_answer()) is not None:
            self._send(request, short)
        else:
            asked = as_understood(fault, request)
            self._send(request, spoil(fault, asked, self.publisher.answer(asked)), fault)

    def _reset(self) -> None:
        """Send RST instead of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _send(self, request: Request, answer: Answer, fault: Fault | None = None) -> None:
        self._compress(request, answer)
        self.send_response(answer.status)
        for k, w in answer.headers.items():
            self.send_header(k, w)
        self.send_header("Content-Length", str(answer.size))
        self.end_headers()
        if request.method == "HEAD" or answer.status == 304:
            return
        if fault is not None and fault.kind in ("truncated", "drip"):
            self._slow_or_short(answer, fault)
        else:
            self._send_body(answer, answer.size)

    def _compress(self, request: Request, answer: Answer) -> None:
        large = len(answer.body) > 1400 and answer.file is None
        if (
            large
            and "gzip" in request.headers.get("accept-encoding", "")
            and "Content-Encoding" not in answer.headers
        ):
            answer.body = gzip.compress(answer.body, 1, mtime=0)
            answer.headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}

    def _send_body(self, answer: Answer, until: int) -> None:
        if answer.file is None:
            self.wfile.write(answer.body[:until])
            return
        with answer.file.open("rb") as f:
            f.seek(answer.begin)
            while until > 0 and (part := f.read(min(CHUNK, until))):
                self.wfile.write(part)
                until -= len(part)

    def _slow_or_short(self, answer: Answer, fault: Fault) -> None:
        """Send a part of the body and hang up, or send it byte by byte."""
        if fault.kind == "truncated":
            self._send_body(answer, int(answer.size * float(fault.options.get("share", 0.6))))
        else:
            data = answer.body or (answer.file.read_bytes() if answer.file else b"")
            until = time.monotonic() + float(fault.options.get("seconds", SILENT_S))
            for k in range(len(data)):
                self.wfile.write(data[k : k + 1])
                self.wfile.flush()
                if time.monotonic() > until or self.publisher.ended.wait(
                    float(fault.options.get("pause", 0.2))
                ):
                    break
        self.wfile.flush()
        self.close_connection = True
