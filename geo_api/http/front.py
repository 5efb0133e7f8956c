"""The outermost layer: what holds for every request, before any route.

Refuses foreign hosts, over-long addresses and headers, and other methods than reading but where
something may be sent; answers OPTIONS; sends the common headers with every answer and no body with
HEAD. Published tiles, archives and downloads branch off here, so that they cost no framework. What
goes on to the routes is counted per client, and stops when the client goes away.
"""

import logging
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api import texts
from geo_api.downloads import selected
from geo_api.errors import Problem
from geo_api.http import clients, headers, limiter, watched
from geo_api.settings import Settings
from geo_api.tiles.published import Tiles

READING = frozenset({"GET", "HEAD", "OPTIONS"})
SENDING = {
    "/v1/zoekvragen": 256 * 1024,
    "/v1/feiten": 2 * 2**20,
    "/v1/toets": 256 * 1024,
    "/v1/watals": 256 * 1024,
    "/v1/kansen/weging": 256 * 1024,
    "/v1/locatiekeuze": 256 * 1024,
    "/toets": 256 * 1024,  # forms of pages
    "/gebieden/maken": 256 * 1024,
}
"""Where something may be sent, and of how many bytes at most."""
TASKS = "/v1/taken/"
"""What may be taken away."""
MAX_URL = 4096
MAX_HEADERS = 8192

log = logging.getLogger(__name__)


class Front:
    """ASGI application around the routes and the raw mounts."""

    def __init__(
        self,
        app: ASGIApp,
        tiles: Tiles,
        archives: ASGIApp,
        downloads: ASGIApp,
        settings: Settings,
    ) -> None:
        """Wrap the routes; `tiles`, `archives` and `downloads` are the raw mounts."""
        self._downloads = downloads
        self._app = app
        self._tiles = tiles
        self._archives = archives
        self._hosts = settings.host_names
        self._common = headers.common(settings)
        self._open = self._common + headers.cross_origin()
        self._limiter = limiter.Limiter(settings.rates)
        self._trusted = clients.networks(settings.trusted_proxies)
        self._proxy_header = settings.proxy_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        shared = self._open if path.startswith(("/v1", "/health")) else self._common
        send = _sender(send, shared, bodyless=scope["method"] == "HEAD")
        methods = allowed(path)
        refusal = refused(scope, self._hosts, methods)
        if refusal is not None:
            await refusal.response()(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            preflight = headers.preflight(methods)
            await send({"type": "http.response.start", "status": 204, "headers": preflight})
            await send({"type": "http.response.body", "body": b""})
        elif path.startswith("/v1/archives/"):
            await self._archives(scope, receive, send)
        elif path.startswith("/v1/downloads/"):
            await self._file(scope, receive, send)
        elif self._tiles.hold(scope):
            await self._tiles(scope, receive, send)
        else:
            await self._routes(scope, receive, send)

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file that is kept costs next to nothing; one of a selection is made, so it counts."""
        try:
            if selected.wanted(scope):
                send = _sender(send, self._take({**scope, "method": "POST"}), bodyless=False)
        except Problem as problem:
            await problem.response()(scope, receive, send)
        else:
            await self._downloads(scope, receive, send)

    async def _routes(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the question and let the routes answer, for as long as somebody waits."""
        try:
            if not scope["path"].startswith(limiter.UNCOUNTED):
                send = _sender(send, self._take(scope), bodyless=False)
            content = await watched.body(receive, SENDING.get(scope["path"], watched.MAX_BODY))
            # To the routes HEAD is GET; the body is dropped on the way out.
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await watched.run(self._app, {**scope, "method": method}, receive, send, content)
        except Problem as problem:
            await problem.response()(scope, receive, send)
        except watched.ClientDisconnectedError:
            log.info("client left: %s", scope["path"])

    def _take(self, scope: Scope) -> headers.Headers:
        """Count one question of a client.

        Raises:
            Problem: 429.
        """
        found = clients.address(scope, self._trusted, self._proxy_header)
        if found is None or found.is_loopback:
            return []  # this machine itself, or a proxy here that does not say for whom it asks
        return self._limiter.take(
            limiter.kind(scope["path"], scope["method"]), clients.group(found)
        )


def allowed(path: str) -> frozenset[str]:
    """The methods of an address."""
    if path in SENDING:
        return READING | {"POST"}
    return READING | {"DELETE"} if path.startswith(TASKS) else READING


def refused(scope: Scope, names: Collection[str], methods: Collection[str]) -> Problem | None:
    """Why a request goes no further: too long, for another host, or by another method.

    Args:
        scope: of the request.
        names: host names that are answered.
        methods: methods that are answered.
    """
    size = 0
    hosts = []
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name == b"host":
            hosts.append(value)
    if len(scope["path"]) + len(scope["query_string"]) > MAX_URL:
        return Problem(414, texts.URL_TOO_LONG)
    if size > MAX_HEADERS:
        return Problem(431, texts.HEADERS_TOO_LARGE)
    if len(hosts) != 1 or _name(hosts[0]) not in names:
        return Problem(421, texts.HOST)
    if scope["method"] not in methods:
        return Problem(405, texts.METHOD, headers={"Allow": ", ".join(sorted(methods))})
    return None


def _name(host: bytes) -> str:
    """The host name without its port, lower case."""
    text = host.decode("latin-1").lower()
    name, colon, port = text.rpartition(":")
    return name if colon and port.isdigit() else text


def _sender(send: Send, shared: headers.Headers, *, bodyless: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *shared]
        elif bodyless and message["type"] == "http.response.body":
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": b""}
        await send(message)

    return sending
