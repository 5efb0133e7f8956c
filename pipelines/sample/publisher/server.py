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

from pipelines.sample.publisher.antwoord import Antwoord, Vraag, json_antwoord, probleem
from pipelines.sample.publisher.odata_api import PAGINA_FEED, OdataApi
from pipelines.sample.publisher.ogc_api import OgcApi
from pipelines.sample.publisher.statisch import Downloads
from pipelines.sample.publisher.storingen import SOORTEN, Storing, verknoei, vooraf

BLOK = 1 << 20
STIL_S = 120.0


class Publisher:
    """All publishers of the sample.

    Attributes:
        url: base address.
        vragen: log of requests as (method, target), for tests.
    """

    def __init__(self, data: Path, port: int = 0, pagina_feed: int = PAGINA_FEED) -> None:
        """Open the data and bind the port.

        Args:
            data: folder the generator filled.
            port: port on 127.0.0.1, 0 for a free one.
            pagina_feed: rows per page of the OData feed.
        """
        apis = json.loads((data / "ogc" / "apis.json").read_text(encoding="utf-8"))
        self.ogc = {b: OgcApi(b, wat, data / "ogc" / wat["map"]) for b, wat in apis.items()}
        self.odata = OdataApi(data / "odata", pagina_feed)
        self.downloads = Downloads(data / "bestanden")
        self.vragen: list[tuple[str, str]] = []
        self.storingen: list[Storing] = []
        self.slot = threading.Lock()
        self.einde = threading.Event()
        klasse = type("Handler", (Handler,), {"publisher": self})
        self.http = _Server(("127.0.0.1", port), klasse)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def fault(
        self, path: str, kind: str, times: int | None = None, skip: int = 0, **options: Any
    ) -> None:
        """Make a path misbehave.

        Args:
            path: start of the path (`/` for all).
            kind: one of `storingen.SOORTEN`.
            times: number of requests that are hit, None for all.
            skip: number of matching requests that are answered well first (e.g. 1: from the second
                page on).
            options: details, see `storingen`.
        """
        if kind not in SOORTEN:
            raise ValueError(f"onbekende storing {kind!r}; bekend: {', '.join(sorted(SOORTEN))}")
        with self.slot:
            self.storingen.append(Storing(path, kind, times, skip, options))

    def heal(self) -> None:
        """Stop all misbehaviour."""
        with self.slot:
            self.storingen.clear()

    def storing_voor(self, v: Vraag) -> Storing | None:
        """The fault that hits this request, counted."""
        with self.slot:
            for s in self.storingen:
                if v.pad.startswith(s.pad) and s.treft():
                    return s
        return None

    def antwoord(self, v: Vraag) -> Antwoord:
        """The answer without transport faults."""
        if v.pad == "/health":
            return json_antwoord({"status": "ok"})
        for basis, api in self.ogc.items():
            if v.pad == basis or v.pad.startswith(basis + "/"):
                return api.antwoord(v)
        if v.pad.startswith(("/ODataApi/", "/ODataFeed/")):
            return self.odata.antwoord(v)
        return self.downloads.antwoord(v)

    def beheer(self, v: Vraag, body: bytes) -> Antwoord:
        """Control endpoint.

        POST /_control/faults, DELETE /_control/faults, GET /_control/requests.
        """
        if v.pad == "/_control/requests":
            return json_antwoord(self.vragen)
        if v.pad != "/_control/faults":
            return probleem(404, "not found")
        if v.methode == "DELETE":
            self.heal()
        elif v.methode == "POST":
            try:
                self.fault(**json.loads(body))
            except (TypeError, ValueError) as e:
                return probleem(400, str(e))
        return json_antwoord(
            [{"path": s.pad, "kind": s.soort, "times": s.keer} for s in self.storingen]
        )

    def start(self) -> None:
        """Serve until `stop`."""
        self.http.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """Close port and files."""
        self.einde.set()
        self.http.shutdown()
        self.http.server_close()
        for api in self.ogc.values():
            for bron in api.bronnen.values():
                bron.sluit()


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
        """Requests are logged in `Publisher.vragen`, not on stderr."""

    def do_GET(self) -> None:
        """Answer."""
        self._doe()

    do_HEAD = do_POST = do_DELETE = do_GET  # noqa: N815 - names of the base class

    def _doe(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        v = Vraag.van(self.command, self.path, dict(self.headers.items()))
        if v.pad.startswith("/_control/"):
            self._zend(v, self.publisher.beheer(v, body))
            return
        self.publisher.vragen.append((v.methode, self.path))
        s = self.publisher.storing_voor(v)
        if s is None:
            self._zend(v, self.publisher.antwoord(v))
        else:
            self._met_storing(v, s)

    def _met_storing(self, v: Vraag, s: Storing) -> None:
        if s.soort == "timeout":
            self.publisher.einde.wait(float(s.opties.get("seconds", STIL_S)))
            self.close_connection = True
        elif s.soort == "reset":
            self._breek()
        elif (kort := s.kort_antwoord()) is not None:
            self._zend(v, kort)
        else:
            gevraagd = vooraf(s, v)
            self._zend(v, verknoei(s, gevraagd, self.publisher.antwoord(gevraagd)), s)

    def _breek(self) -> None:
        """Send RST instead of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _zend(self, v: Vraag, a: Antwoord, s: Storing | None = None) -> None:
        self._pers_samen(v, a)
        self.send_response(a.status)
        for k, w in a.koppen.items():
            self.send_header(k, w)
        self.send_header("Content-Length", str(a.grootte))
        self.end_headers()
        if v.methode == "HEAD" or a.status == 304:
            return
        if s is not None and s.soort in ("truncated", "drip"):
            self._traag_of_kort(a, s)
        else:
            self._lichaam(a, a.grootte)

    def _pers_samen(self, v: Vraag, a: Antwoord) -> None:
        groot = len(a.body) > 1400 and a.bestand is None
        if (
            groot
            and "gzip" in v.koppen.get("accept-encoding", "")
            and "Content-Encoding" not in a.koppen
        ):
            a.body = gzip.compress(a.body, 1, mtime=0)
            a.koppen |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}

    def _lichaam(self, a: Antwoord, tot: int) -> None:
        if a.bestand is None:
            self.wfile.write(a.body[:tot])
            return
        with a.bestand.open("rb") as f:
            f.seek(a.begin)
            while tot > 0 and (deel := f.read(min(BLOK, tot))):
                self.wfile.write(deel)
                tot -= len(deel)

    def _traag_of_kort(self, a: Antwoord, s: Storing) -> None:
        """Send a part of the body and hang up, or send it byte by byte."""
        if s.soort == "truncated":
            self._lichaam(a, int(a.grootte * float(s.opties.get("share", 0.6))))
        else:
            data = a.body or (a.bestand.read_bytes() if a.bestand else b"")
            tot = time.monotonic() + float(s.opties.get("seconds", STIL_S))
            for k in range(len(data)):
                self.wfile.write(data[k : k + 1])
                self.wfile.flush()
                if time.monotonic() > tot or self.publisher.einde.wait(
                    float(s.opties.get("pause", 0.2))
                ):
                    break
        self.wfile.flush()
        self.close_connection = True
