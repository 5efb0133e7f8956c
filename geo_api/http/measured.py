"""Counts every request by the template of its route, never by its path.

A path holds codes, areas and filters of a reader and has no end of values; a template has neither.
What no route answers counts under one name.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api.http.exposition import Family, Labels, counter, gauge

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram; the last one, without bound, follows by itself."""
NONE = "geen"
"""Template of what was refused before any route, or that no route knows."""
_NOTE = "woonzorg.route"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
_RAW = {
    "/v1/archives/": "/v1/archives/{laag}.pmtiles",
    "/v1/downloads/": "/v1/downloads/{laag}.{vorm}",
}
_TILE = "/v1/collections/{laag}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"
"""Out of an archive; a tile that is made at the question has a route of its own."""


@dataclass
class Requests:
    """The counts of this process.

    Attributes:
        answered: by method, template and status.
        spent: per template the number of answers by histogram bound, and the seconds in all.
        busy: requests that are being answered now.
    """

    answered: dict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))
    spent: dict[str, tuple[list[int], list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: ([0] * (len(SECONDS) + 1), [0.0]))
    )
    busy: int = 0

    def add(self, method: str, template: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.answered[method, template, status] += 1
        bounds, total = self.spent[template]
        bounds[bisect_left(SECONDS, seconds)] += 1
        total[0] += seconds

    def families(self) -> Iterable[Family]:
        """What is told of them."""
        yield counter(
            "woonzorg_requests_total",
            "Requests answered, by method, route template and status.",
            [
                ({"method": method, "route": route, "status": str(status)}, count)
                for (method, route, status), count in self.answered.items()
            ],
        )
        yield Family(
            "woonzorg_request_duration_seconds",
            "histogram",
            "Time from request to the last byte of the answer, by route template.",
            list(self._histogram()),
        )
        yield gauge("woonzorg_requests_in_progress", "Requests being answered.", [({}, self.busy)])

    def _histogram(self) -> Iterable[tuple[str, Labels, float]]:
        for route, (bounds, total) in self.spent.items():
            seen = 0
            for bound, count in zip((*map(str, SECONDS), "+Inf"), bounds, strict=True):
                seen += count
                yield "_bucket", {"route": route, "le": bound}, seen
            yield "_sum", {"route": route}, total[0]
            yield "_count", {"route": route}, seen


class Measured:
    """ASGI application around the outermost one.

    Attributes:
        requests: what was counted.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Count nothing yet."""
        self._app = app
        self.requests = Requests()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # A service within another one writes its route where the outer one looks.
        note: dict[str, str] = scope.get(_NOTE, {})
        status = 0  # stays so when the client left before there was an answer

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begin = time.perf_counter()
        self.requests.busy += 1
        try:
            await self._app({**scope, _NOTE: note}, receive, sending)
        finally:
            self.requests.busy -= 1
            method = scope["method"] if scope["method"] in _METHODS else "andere"
            template = note.get("route") or _raw(scope["path"], status)
            self.requests.add(method, template, status, time.perf_counter() - begin)


class Routed:
    """ASGI application around the routes: notes which one answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the routes themselves; nothing between may take the scope apart."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan on."""
        try:
            await self._app(scope, receive, send)
        finally:
            route = scope.get("route")
            note = scope.get(_NOTE)
            if note is not None and route is not None:
                note["route"] = route.path


def _raw(path: str, status: int) -> str:
    """Template of a mount that is no route; a layer that does not exist is no reason for a name."""
    if status in (405, 414, 421, 431):
        return NONE
    for start, template in _RAW.items():
        if path.startswith(start):
            return template
    return _TILE if path.split("/", 5)[4:5] == ["tiles"] else NONE
