"""What holds for every request of the restricted data process, before anybody is known.

Refuses foreign hosts, over-long addresses and other methods; answers a browser that asks whether a
page of another site may ask. No answer is kept by any cache, and only the sites that the
installation names may read one.
"""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api import pages
from geo_api.besloten.guard import HEAD
from geo_api.besloten.settings import BeslotenSettings
from geo_api.besloten.site.house import DOOR
from geo_api.errors import Problem
from geo_api.http.front import READING, refused
from geo_api.http.headers import Headers, common

SENDING = frozenset({"/v1/zoekvragen", "/afmelden"})
"""Where something may be sent."""
_ASKED = (
    "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, If-Range, Range, "
    "X-API-Key"
)
_EXPOSED = (
    "API-Version, Content-Crs, Content-Disposition, Content-Range, ETag, Link, Location, "
    "OGC-NumberMatched, OGC-NumberReturned, RateLimit, RateLimit-Policy, Retry-After"
)
_FOREIGN = "Dit komt van een andere site. Er is niets gedaan."
_PROOFS = (b"authorization", b"x-api-key")
_CACHING = (b"cache-control", b"last-modified", b"expires")


class BeslotenFront:
    """ASGI application around the door."""

    def __init__(self, app: ASGIApp, settings: BeslotenSettings) -> None:
        """Wrap the door."""
        self._app = app
        self._hosts = settings.host_names
        self._origin = settings.origin.encode()
        self._origins = frozenset(origin.encode() for origin in settings.allowed_origins)
        self._common = common(settings)
        self._own = _own()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        token = pages.HOUSE.set(DOOR)
        try:
            await self._answer(scope, receive, send)
        finally:
            pages.HOUSE.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = dict(scope["headers"])
        origin = told.get(b"origin", b"")
        asks = scope["method"] == "OPTIONS"
        methods = allowed(scope["path"])
        cross = _cross(origin, methods if asks else ()) if origin in self._origins else []
        send = self._sender(send, cross, bodyless=scope["method"] == "HEAD")
        refusal = refused(scope, self._hosts, methods) or self._foreign(scope, told)
        if refusal is not None:
            await refusal.response()(scope, receive, send)
        elif asks:
            allow = [(b"allow", ", ".join(sorted(methods)).encode())]
            await send({"type": "http.response.start", "status": 204, "headers": allow})
            await send({"type": "http.response.body", "body": b""})
        elif scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET", HEAD: True}, receive, send)
        else:
            await self._app(scope, receive, send)

    def _foreign(self, scope: Scope, told: dict[bytes, bytes]) -> Problem | None:
        """What another site sends; the token of a form is looked at as well, by its route.

        A site that the installation names may send with a token or key, which no browser adds by
        itself; never beside our cookie, which it does.
        """
        if scope["method"] != "POST":
            return None
        site = told.get(b"sec-fetch-site", b"same-origin")
        if told.get(b"origin", self._origin) == self._origin and site in (b"same-origin", b"none"):
            return None
        proven = any(name in told for name in _PROOFS) and b"cookie" not in told
        if proven and told.get(b"origin") in self._origins:
            return None
        return Problem(403, _FOREIGN)

    def _sender(self, send: Send, cross: Headers, *, bodyless: bool) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if not _dropped(pair[0])]
                names = {name.lower() for name, _ in kept}
                common = [pair for pair in self._common if pair[0] not in names]
                message["headers"] = [*kept, *common, *self._own, *cross]
            elif bodyless and message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        return sending


def allowed(path: str) -> frozenset[str]:
    """The methods of an address."""
    return READING | {"POST"} if path in SENDING else READING


def _dropped(name: bytes) -> bool:
    """Whether a header of the public service does not hold here."""
    return name.lower() in _CACHING or name.lower().startswith(b"access-control-")


def _own() -> Headers:
    return [
        (b"cache-control", b"no-store"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"x-robots-tag", b"noindex"),
        (b"vary", b"Origin"),
    ]


def _cross(origin: bytes, asked: Collection[str]) -> Headers:
    """For a site that the installation names, with a token or key: never with our cookie.

    Args:
        origin: of that site.
        asked: the methods to tell to its browser, when that asks whether it may ask.
    """
    if asked:
        more = [
            (b"access-control-allow-methods", ", ".join(sorted(asked)).encode()),
            (b"access-control-allow-headers", _ASKED.encode()),
        ]
    else:
        more = [(b"access-control-expose-headers", _EXPOSED.encode())]
    return [(b"access-control-allow-origin", origin), *more]
