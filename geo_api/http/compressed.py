"""Compressed variants of cacheable answers: each with an ETag of its own, made once and kept.

The variant is the ending of the ETag (`"buurten-10-a1b2+br"`). A client that holds a variant it
still takes is told so (304) whichever one it is: among what it takes the choice is ours, and we
choose what it has. Answers that are encoded already, have no ETag, are read by ranges or gain
nothing pass as they are.
"""

import asyncio
from functools import partial

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api.http import encodings, raw
from geo_api.http.answers import GEOJSON, TILE
from geo_api.http.flight import Flights
from geo_api.http.memory import Memory

KEPT_BYTES = 32 * 2**20
SMALL = 200
"""Below this an answer fits in one packet anyway."""
BESIDE = 16 * 1024
"""From here on it is compressed in a thread, so that other requests go on."""


class Compressed:
    """ASGI application around another one."""

    def __init__(self, app: ASGIApp, flights: Flights, kept: Memory) -> None:
        """Compress the answers of `app`; `kept` remembers them."""
        self._app = app
        self._flights = flights
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = raw.wanted(scope, _ASKED)
        weights = encodings.accepted(given.get(b"accept-encoding"))
        held = _held(given.get(b"if-none-match"), weights)
        if held:
            others = [pair for pair in scope["headers"] if pair[0] != b"if-none-match"]
            asked = (b"if-none-match", ", ".join(held).encode("latin-1"))
            scope = {**scope, "headers": [*others, asked]}
        where = (scope["path"], scope["query_string"])
        await self._app(scope, receive, _Sender(self, send, weights, held, where))

    async def variant(self, key: tuple[object, ...], name: str, level: int, body: bytes) -> bytes:
        """A compressed body, from memory or made now, once for everybody who waits for it.

        Args:
            key: names the body completely, its ETag included.
            name: the encoding.
            level: how hard.
            body: the plain body.
        """
        found = self._kept.get(key)
        if found is None:
            make = partial(encodings.compress, name, level, body)
            if len(body) < BESIDE:
                found = make()
            else:
                found = await self._flights.run(key, lambda: asyncio.to_thread(make))
            self._kept.put(key, found)
        return found


_ASKED = frozenset({b"accept-encoding", b"if-none-match"})
_QUICKLY = (GEOJSON, TILE)
"""Asked once or a few times: one holds the second it was made in, the other a question."""
_AS_IT_IS = {b"content-encoding", b"accept-ranges"}


def _held(header: str | None, weights: dict[str, float]) -> dict[str, str]:
    """The tags of If-None-Match as the routes know them, with the tag the client showed.

    A variant that the client no longer takes is left out.
    """
    found: dict[str, str] = {}
    for item in header.split(",") if header else ():
        shown = item.strip().removeprefix("W/")
        inner, plus, name = shown.strip('"').rpartition("+")
        if not (plus and name in encodings.STRONG):
            found.setdefault(shown, shown)
        elif name in weights:
            found.setdefault(f'"{inner}"', shown)
        else:
            found.setdefault('"-"', '"-"')  # a tag that nothing carries: there was a condition
    return found


class _Sender:
    """Sees an answer pass and encodes it where that pays."""

    def __init__(
        self,
        owner: Compressed,
        send: Send,
        weights: dict[str, float],
        held: dict[str, str],
        where: tuple[str, bytes],
    ) -> None:
        self._owner, self._send, self._weights = owner, send, weights
        self._held, self._where = held, where
        self._start: Message | None = None
        self._etag = ""
        self._quick = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] != "http.response.body":
            await self._flush()
            await self._send(message)
        elif self._start is not None:
            await self._first(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        told = {name.lower(): value.decode("latin-1") for name, value in message["headers"]}
        self._etag = told.get(b"etag", "")
        if message["status"] == 304 and self._etag:
            shown = self._held.get(self._etag, self._etag)
            message["headers"] = _with(message, {b"etag": shown}, varies=True)
        elif message["status"] == 200 and self._etag and _packable(told):
            self._quick = told[b"content-type"] in _QUICKLY
            message["headers"] = _with(message, {}, varies=True)
            self._start = message
            return
        await self._send(message)

    async def _flush(self) -> None:
        if self._start is not None:
            await self._send(self._start)
            self._start = None

    async def _first(self, message: Message) -> None:
        """The whole body; one that comes in pieces passes as it is."""
        start, self._start = self._start, None
        if start is None:
            return
        body = message.get("body", b"")
        name, level = encodings.best(self._weights, None if self._quick else len(body))
        if name == encodings.IDENTITY or message.get("more_body") or len(body) < SMALL:
            await self._send(start)
            await self._send(message)
            return
        etag = f"{self._etag[:-1]}+{name}{self._etag[-1:]}"
        changed: dict[bytes, str] = {b"etag": etag, b"content-encoding": name}
        packed = await self._owner.variant((*self._where, etag), name, level, body)
        start["headers"] = _with(start, changed | {b"content-length": str(len(packed))})
        await self._send(start)
        await self._send({**message, "body": packed})


def _packable(told: dict[bytes, str]) -> bool:
    """Whether an answer with these headers may be compressed, and gains by it."""
    return not told.keys() & _AS_IT_IS and encodings.gains(told.get(b"content-type", ""))


def _with(
    message: Message, changed: dict[bytes, str], *, varies: bool = False
) -> list[tuple[bytes, bytes]]:
    """The headers with some replaced, and `Vary` widened."""
    kept = [(name.lower(), value) for name, value in message["headers"]]
    if varies:
        told = [value.decode("latin-1") for name, value in kept if name == b"vary"]
        if not any("accept-encoding" in text.lower() for text in told):
            changed = {**changed, b"vary": ", ".join([*told, "Accept-Encoding"])}
    kept = [pair for pair in kept if pair[0] not in changed]
    return kept + [(n, v.encode("latin-1")) for n, v in changed.items()]
