"""A publisher that misbehaves: every fault of the network and of HTTP, served over a real socket.

Belongs here: faults only, each at its own path. The seven network faults are those of the common
proxy for such tests: latency, bandwidth, slow_close, timeout, reset_peer, slicer, limit_data.
Use `with FaultServer() as server: server.base`.
"""

import asyncio
import gzip
import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

BODY = json.dumps({"type": "FeatureCollection", "features": [], "pad": "x" * 4000}).encode()
EXCEPTION = (
    b'<?xml version="1.0"?><ServiceExceptionReport><ServiceException code="InvalidParameterValue">'
    b"typename unknown</ServiceException></ServiceExceptionReport>"
)
PAGE = b"<!DOCTYPE html><html><head><title>Onderhoud</title></head><body>Even geduld</body></html>"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

Query = dict[str, str]
Writer = asyncio.StreamWriter
Fault = Callable[[Writer, Query], Awaitable[None]]


def head(status: int = 200, kind: str = "application/json", **headers: str) -> bytes:
    """Status line and headers; `_` in a header name stands for `-`."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(body: bytes, status: int = 200, kind: str = "application/json", **extra: str) -> bytes:
    """A complete answer."""
    return head(status, kind, Content_Length=str(len(body)), **extra) + body


async def latency(writer: Writer, query: Query) -> None:
    """Answer late."""
    await asyncio.sleep(float(query["s"]))
    writer.write(whole(BODY))


async def bandwidth(writer: Writer, query: Query) -> None:
    """Drip: a few bytes at a time, never long enough silent for a read timeout."""
    writer.write(head(Content_Length=str(len(BODY))))
    for at in range(0, len(BODY), int(query["bytes"])):
        writer.write(BODY[at : at + int(query["bytes"])])
        await writer.drain()
        await asyncio.sleep(float(query["s"]))


async def headers_drip(writer: Writer, query: Query) -> None:
    """Drip before the body has even begun."""
    for byte in head(Content_Length=str(len(BODY))):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(float(query["s"]))


async def slow_close(writer: Writer, query: Query) -> None:
    """The whole answer, then keep the connection open for a while."""
    writer.write(whole(BODY))
    await writer.drain()
    await asyncio.sleep(float(query["s"]))


async def timeout(writer: Writer, query: Query) -> None:
    """Half the answer, then silence."""
    writer.write(whole(BODY)[: len(BODY) // 2])
    await writer.drain()
    await asyncio.sleep(float(query["s"]))


async def reset_peer(writer: Writer, query: Query) -> None:  # noqa: ARG001
    """Half the answer, then a TCP reset."""
    writer.write(whole(BODY)[: len(BODY) // 2])
    await writer.drain()
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def slicer(writer: Writer, query: Query) -> None:
    """The whole answer in tiny pieces."""
    answer, size = whole(BODY), int(query["bytes"])
    for at in range(0, len(answer), size):
        writer.write(answer[at : at + size])
        await writer.drain()


async def limit_data(writer: Writer, query: Query) -> None:
    """Close after so many bytes, without a word."""
    writer.write(whole(BODY)[: int(query["bytes"])])


async def unannounced(writer: Writer, query: Query) -> None:  # noqa: ARG001
    """Half a chunked body: no Content-Length, no last chunk."""
    writer.write(head(Transfer_Encoding="chunked") + b"400\r\n" + BODY[:0x400] + b"\r\n")


async def status(writer: Writer, query: Query) -> None:
    """A status, with Retry-After when given."""
    after = {"Retry_After": query["after"]} if "after" in query else {}
    writer.write(whole(b'{"detail": "nee"}', int(query["code"]), **after))


async def body(writer: Writer, query: Query) -> None:
    """A wrong body with status 200: html, exception, empty, doctype, text."""
    found, kind = {
        "html": (PAGE, "text/html"),
        "html_as_json": (PAGE, "application/json"),
        "exception": (EXCEPTION, "text/xml"),
        "exception_as_json": (EXCEPTION, "application/json"),
        "empty": (b"", "application/json"),
        "doctype": (DOCTYPE, "application/xml"),
        "text": (b"error: no such table", "application/json"),
        "pdf": (b"%PDF-1.7", "application/pdf"),
    }[query["kind"]]
    writer.write(whole(found, 200, kind))


async def redirect(writer: Writer, query: Query) -> None:
    """Send on to another address."""
    writer.write(whole(b"", 302, Location=query["to"]))


async def loop(writer: Writer, query: Query) -> None:  # noqa: ARG001
    """Send on to itself."""
    writer.write(whole(b"", 302, Location="/loop"))


async def bomb(writer: Writer, query: Query) -> None:
    """A small gzip that unpacks to many megabytes of zeros."""
    packed = gzip.compress(b"{" + bytes(int(query["mb"]) << 20))
    writer.write(whole(packed, Content_Encoding="gzip"))


async def packed(writer: Writer, query: Query) -> None:
    """A proper gzip answer, in two members; or cut short by `cut` bytes."""
    both = gzip.compress(BODY[:1000]) + gzip.compress(BODY[1000:])
    sent = both[: len(both) - int(query.get("cut", "0"))]
    writer.write(whole(sent, Content_Encoding=query.get("as", "gzip")))


async def good(writer: Writer, query: Query) -> None:  # noqa: ARG001
    """A proper answer with an ETag."""
    writer.write(whole(BODY, ETag='"v1"', Last_Modified="Wed, 01 Jan 2025 00:00:00 GMT"))


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        *(latency, bandwidth, headers_drip, slow_close, timeout, reset_peer, slicer, limit_data),
        *(unannounced, status, body, redirect, loop, bomb, packed, good),
    )
}


class FaultServer:
    """The server, on a free port of this machine, in a thread of its own.

    Attributes:
        hits: number of requests per path with query.
        fails: answer this many requests with the fault, the next ones properly (default: always).
    """

    def __init__(self) -> None:
        """Prepare; `with` starts it."""
        self.hits: Counter[str] = Counter()
        self.fails = 1 << 30
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def base(self) -> str:
        """Base URL."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "FaultServer":
        """Start."""
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, dropping what is still being dripped."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            target = request.split(" ")[1]
            self.hits[target] += 1
            parts = urlsplit(target)
            conditional = "if-none-match" in request.lower()
            if parts.path == "/good" and conditional:
                writer.write(head(304))
            else:
                name = parts.path.strip("/") if self.hits[target] <= self.fails else "good"
                await FAULTS[name](writer, dict(parse_qsl(parts.query)))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client hung up, which is what most of these tests want
        finally:
            writer.close()
