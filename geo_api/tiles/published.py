"""Published vector tiles, as a raw ASGI mount; those of which more is asked are made elsewhere.

`/v1/collections/{laag}/tiles/WebMercatorQuad/{z}/{y}/{x}`: a tile that was asked before costs one
dictionary look-up. Tiles leave as they are stored, gzip included. 204: an empty tile inside the
scheme and zoom range; 404: outside; 410: a withdrawn layer or a version no longer kept.
"""

import gzip

from starlette.types import Receive, Scope, Send

from geo_api import texts
from geo_api.errors import Problem
from geo_api.http import answers, raw
from geo_api.http.headers import DATA_CACHE
from geo_api.http.tally import Tally
from geo_api.model import State
from geo_api.state import Current
from geo_api.tiles.grids import WEB_MERCATOR_QUAD
from geo_api.tiles.tile import number
from geo_api.tiles.tilesource import TileSources

MEDIA_TYPE = answers.TILE.encode()
SCHEME = WEB_MERCATOR_QUAD.name
KEPT_BYTES = 64 * 2**20
_HEADERS = frozenset({b"accept-encoding", b"if-none-match"})


def published(scope: Scope) -> bool:
    """Whether a request is for a tile of an archive: in Web Mercator, with nothing asked of it."""
    query: bytes = scope["query_string"]
    if query and (b"&" in query or not query.startswith(b"v=")):
        return False
    parts = scope["path"].split("/")
    return len(parts) == 9 and parts[4] == "tiles" and parts[5] == SCHEME


class Tiles:
    """ASGI application that serves tiles out of archives."""

    def __init__(self, current: Current, sources: TileSources) -> None:
        """Start with nothing kept."""
        self._current = current
        self._sources = sources
        self._state: State | None = None
        self._kept: dict[tuple[str, bytes, bool], raw.Answer] = {}
        self._size = 0
        self.tally = Tally()

    def hold(self, scope: Scope) -> bool:
        """Whether a request is answered here: no layer that is not open has an archive."""
        if not published(scope):
            return False
        state = self._current.state
        layer = state.layers.get(scope["path"].split("/")[3]) if state else None
        return layer is None or not layer.current.closed

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one tile."""
        given = raw.wanted(scope, _HEADERS)
        zipped = _accepts_gzip(given.get(b"accept-encoding"))
        try:
            answer = self._answer(scope["path"], scope["query_string"], zipped=zipped)
        except Problem as error:
            await raw.problem(error).send(send)
            return
        if b"if-none-match" in given:
            etag = next(value for name, value in answer.headers if name == b"etag").decode()
            if answers.held(given[b"if-none-match"], etag):
                answer = raw.Answer(304, answer.headers[:3])
        await answer.send(send)

    def _answer(self, path: str, query: bytes, *, zipped: bool) -> raw.Answer:
        state = self._current.require()
        if state is not self._state:
            self._state = state
            self._forget()
        key = (path, query, zipped)
        answer = self._kept.get(key)
        self.tally.count(found=answer is not None)
        if answer is None:
            answer = self._make(state, path, query, zipped=zipped)
            self._size += len(answer.body) + 500
            if self._size > KEPT_BYTES:
                self._forget()
            self._kept[key] = answer
        return answer

    def _forget(self) -> None:
        self._kept.clear()
        self._size = 0

    def _make(self, state: State, path: str, query: bytes, *, zipped: bool) -> raw.Answer:
        segments = path.split("/")[3:]
        if len(segments) != 6 or segments[2] != SCHEME:
            raise Problem(404, texts.NO_SUCH_PATH)
        found = raw.version(state, segments[0], query)
        archive = raw.archive(found)
        z, y, x = map(number, segments[3:])
        if not archive.minzoom <= z <= archive.maxzoom or x >= 1 << z or y >= 1 << z:
            raise Problem(404, texts.NO_TILE)
        source = self._sources.get(archive)
        body = source.tile(z, x, y)
        unzip = source.encoding is not None and not zipped
        etag = answers.tag(found.laag, found.version, z, y, x, *(["plat"] if unzip else []))
        headers = [
            (b"etag", etag.encode()),
            (b"cache-control", DATA_CACHE.encode()),
            (b"vary", b"accept-encoding"),
        ]
        if body is None:
            return raw.Answer(204, headers)
        if unzip:
            body = gzip.decompress(body)
        elif source.encoding:
            headers.append((b"content-encoding", source.encoding.encode()))
        headers += [(b"content-type", MEDIA_TYPE), (b"content-length", b"%d" % len(body))]
        return raw.Answer(200, headers, body)


def _accepts_gzip(header: str | None) -> bool:
    if header is None:
        return False
    for item in header.split(","):
        name, _, weight = item.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False
