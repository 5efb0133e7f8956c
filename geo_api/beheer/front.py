"""What holds for every request of the restricted process, before any route.

Refuses foreign hosts, over-long addresses, other methods than reading and sending a form, and forms
from another site. No answer is kept by any cache, and no page runs a script.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api import API_VERSION
from geo_api.beheer import spoken
from geo_api.beheer.settings import RestrictedSettings
from geo_api.errors import Problem
from geo_api.http.front import refused
from geo_api.http.headers import Headers

METHODS = frozenset({"GET", "HEAD", "POST"})
_OWN = (b"cache-control", b"etag", b"last-modified", b"vary")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class RestrictedFront:
    """ASGI application around the routes."""

    def __init__(self, app: ASGIApp, settings: RestrictedSettings) -> None:
        """Wrap the routes."""
        self._app = app
        self._hosts = settings.host_names
        self._origin = settings.origin.encode()
        self._headers = _headers(settings)
        self._secure = settings.secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the lifespan on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = [*self._headers, *spoken.kept(scope["query_string"], secure=self._secure)]
        send = self._sender(send, headers, bodyless=scope["method"] == "HEAD")
        refusal = refused(scope, self._hosts, METHODS) or self._foreign(scope)
        if refusal is not None:
            await refusal.response()(scope, receive, send)
            return
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._app({**scope, "method": method}, receive, send)

    def _foreign(self, scope: Scope) -> Problem | None:
        """A form that another site sends; its token is looked at as well, by the route."""
        if scope["method"] != "POST":
            return None
        told = dict(scope["headers"])
        site = told.get(b"sec-fetch-site", b"same-origin")
        if told.get(b"origin", self._origin) == self._origin and site in (b"same-origin", b"none"):
            return None
        return Problem(403, "Dit formulier komt van een andere site. Er is niets gedaan.")

    @staticmethod
    def _sender(send: Send, headers: Headers, *, bodyless: bool) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in _OWN]
                message["headers"] = [*kept, *headers]
            elif bodyless and message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        return sending


def _headers(settings: RestrictedSettings) -> Headers:
    headers = {
        "api-version": API_VERSION,
        "cache-control": "no-store",
        "content-security-policy": _POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        # `no-referrer` would also hide from us that a form is our own.
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-robots-tag": "noindex",
    }
    if settings.secure:
        headers["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]
