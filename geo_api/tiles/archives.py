"""Whole archives: `/v1/archives/{laag}.pmtiles`, so that a browser or QGIS reads them by ranges.

Exact by RFC 9110: one range per request, If-Match before everything, If-None-Match before Range,
If-Range decides between 206 and the whole file. The ETag is layer and version; an archive of a
version never changes.
"""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import Receive, Scope, Send

from geo_api import texts
from geo_api.errors import Problem
from geo_api.http import answers, raw
from geo_api.http.headers import DATA_CACHE, Headers
from geo_api.state import Current
from geo_api.tiles.tilesource import TileSources

MEDIA_TYPE = b"application/vnd.pmtiles"
CHUNK = 2**18
_CONDITIONS = (b"if-match", b"if-none-match", b"if-range", b"range")


@dataclass(frozen=True)
class Slice:
    """Bytes `start` to `stop` (exclusive) of a file."""

    start: int
    stop: int


@dataclass(frozen=True)
class Offered:
    """A file to serve.

    Attributes:
        size: in bytes.
        etag: strong; another content has another.
        headers: more of the answer.
    """

    path: Path
    size: int
    etag: str
    media_type: bytes
    headers: Headers = field(default_factory=list)


@dataclass(frozen=True)
class Archives:
    """ASGI application that serves archives as files."""

    current: Current
    sources: TileSources

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one archive, or a part of it."""
        try:
            await self._serve(scope, send)
        except Problem as error:
            await raw.problem(error).send(send)

    async def _serve(self, scope: Scope, send: Send) -> None:
        name = scope["path"].removeprefix("/v1/archives/")
        if not name.endswith(".pmtiles"):
            raise Problem(404, texts.NO_SUCH_PATH)
        found = raw.version(
            self.current.require(), name.removesuffix(".pmtiles"), scope["query_string"]
        )
        archive = raw.archive(found)
        self.sources.get(archive)  # refuses a file that is missing or cut short, before 200 is said
        etag = answers.tag(found.laag, found.version)
        path = self.sources.path(archive)
        await serve(scope, send, Offered(path, archive.bytes, etag, MEDIA_TYPE))


async def serve(scope: Scope, send: Send, offered: Offered) -> None:
    """Answer a file that never changes, or a part of it.

    Raises:
        Problem: 412 or 416.
    """
    etag, size = offered.etag, offered.size
    given = raw.wanted(scope, _CONDITIONS)
    headers: Headers = [
        (b"etag", etag.encode()),
        (b"cache-control", DATA_CACHE.encode()),
        (b"accept-ranges", b"bytes"),
        *offered.headers,
    ]
    if not _matches(given.get(b"if-match"), etag):
        raise Problem(412, texts.PRECONDITION, headers={"ETag": etag})
    if answers.held(given.get(b"if-none-match"), etag):
        await raw.Answer(304, headers).send(send)
        return
    part = _part(given, etag, size) if scope["method"] == "GET" else None
    if part:
        text = f"bytes {part.start}-{part.stop - 1}/{size}"
        headers.append((b"content-range", text.encode()))
    chosen = part or Slice(0, size)
    headers.append((b"content-type", offered.media_type))
    headers.append((b"content-length", b"%d" % (chosen.stop - chosen.start)))
    await raw.start(send, 206 if part else 200, headers)
    if scope["method"] == "GET" and chosen.start < chosen.stop:
        await stream(offered.path, chosen, send)
    else:
        await send({"type": "http.response.body", "body": b""})


def _matches(header: str | None, etag: str) -> bool:
    """If-Match, by strong comparison."""
    return header is None or any(item.strip() in ("*", etag) for item in header.split(","))


def _part(given: dict[bytes, str], etag: str, size: int) -> Slice | None:
    """The asked range, None for the whole file.

    Raises:
        Problem: 416 for more than one range or one outside the file.
    """
    header = given.get(b"range", "")
    unit, equals, text = header.partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    condition = given.get(b"if-range")
    if condition is not None and condition.strip() != etag:
        return None
    if "," in text:
        raise _unsatisfiable(texts.ONE_RANGE, size)
    first, dash, last = (piece.strip() for piece in text.partition("-"))
    if not dash or not (first or last) or not all(map(_digits, (first, last))):
        return None  # not a range as HTTP writes it: the header does not count
    if not first:
        part = Slice(max(size - int(last), 0), size)
    else:
        stop = min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
        part = Slice(int(first), stop)
    if part.start >= part.stop:
        raise _unsatisfiable(texts.RANGE, size)
    return part


def _digits(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) < 19)


def _unsatisfiable(detail: str, size: int) -> Problem:
    return Problem(416, detail, headers={"Content-Range": f"bytes */{size}"})


async def stream(path: Path, part: Slice, send: Send) -> None:
    """Send in pieces of 256 kB, read off the event loop; memory stays flat whatever the size."""
    handle = os.open(path, os.O_RDONLY)
    try:
        place = part.start
        while place < part.stop:
            size = min(CHUNK, part.stop - place)
            chunk = await asyncio.to_thread(os.pread, handle, size, place)
            place += len(chunk)
            if not chunk:
                message = f"{path.name} became shorter while it was read"
                raise OSError(message)
            more = place < part.stop
            await send({"type": "http.response.body", "body": chunk, "more_body": more})
    finally:
        os.close(handle)
