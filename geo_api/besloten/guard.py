"""Stands before every route: who asks, how often and how much, with a line on record.

Then the routes of their rights answer.

Nothing is decided by what a path begins with: whatever no route of the door takes comes here, and
nobody unknown goes further.
"""

from collections.abc import Collection
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from geo_api import clients, limiter
from geo_api.besloten import marks, record, seen
from geo_api.besloten.callers import Caller, Callers, NoCaller
from geo_api.besloten.quota import Quota
from geo_api.besloten.record import Record
from geo_api.besloten.settings import BeslotenSettings
from geo_api.besloten.views import View, Views
from geo_api.headers import Headers
from geo_api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from geo_api.rates import OTHER, Rate
from geo_api.state import Current

HEAD = "woonzorg.head"
"""Mark in a scope: it was asked by HEAD, and is a GET to the door."""
_PROOFS = frozenset({b"authorization", b"x-api-key", b"cookie"})


class Guard:
    """ASGI application before the applications of each right."""

    def __init__(
        self,
        settings: BeslotenSettings,
        whole: Current,
        callers: Callers,
        views: Views,
        written: Record,
    ) -> None:
        """Let nobody in yet."""
        self._whole, self._callers, self._views, self._record = whole, callers, views, written
        self._asked = limiter.Limiter({OTHER: Rate.parse(settings.rate)})
        self._refused = limiter.Limiter({OTHER: Rate.parse(settings.rate_refused)})
        self._quota = Quota(settings.objects_a_day)
        self._trusted = clients.networks(settings.trusted_proxies)
        self._proxy_header = settings.proxy_header
        self._signs_in = bool(settings.oidc_issuer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            Problem: 401, 429 or 503; whoever put us there answers it.
        """
        try:
            caller = await self._callers.of(scope)
        except NoCaller as refusal:
            if self._signs_in and not refusal.proof and _reads_pages(scope):
                await RedirectResponse("/aanmelden", 303)(scope, receive, send)
                return
            self._count_refusal(scope)
            raise
        left = self._asked.take(OTHER, f"{caller.holder} {caller.who}")
        rights = await self._callers.rights(caller)
        view = self._views.get(rights)
        await self._note(scope, caller, view)
        method = "HEAD" if scope.get(HEAD) else scope["method"]
        headers = [pair for pair in scope["headers"] if pair[0] not in _PROOFS]
        inner = {**scope, "method": method, "headers": marks.inward(headers, rights.tag)}
        # Counted already, by who asks and not by where from.
        await view.app({**inner, "client": None}, receive, _sender(send, rights.tag, left))

    def _count_refusal(self, scope: Scope) -> None:
        """Count a question of nobody.

        Raises:
            Problem: 429.
        """
        found = clients.address(scope, self._trusted, self._proxy_header)
        if found is not None and not found.is_loopback:
            self._refused.take(OTHER, clients.group(found))

    async def _note(self, scope: Scope, caller: Caller, view: View) -> None:
        """Put a look at restricted layers on record, and count it.

        Raises:
            Problem: 429 or 503.
        """
        names = _named(scope["path"], seen.closed(self._whole.state))
        if not names:
            return
        shown = view.current.state.layers if view.current.state else {}
        known = [name for name in names if name in shown]
        outcome = record.DONE if known else record.REFUSED
        place = "/".join(scope["path"].split("/")[:5])
        await self._record.write("inzien", place, outcome, caller.who)
        for name in known:
            most = shown[name].current.meta["aantal"] or 0
            self._quota.take(caller.who, _objects(scope, most))


def _named(path: str, names: Collection[str]) -> list[str]:
    """The layers that a path names, whatever route it is of."""
    parts = {part.partition(".")[0] for part in path.split("/")}
    return sorted(parts.intersection(names))


def _objects(scope: Scope, whole: int) -> int:
    """How many objects a question asks at most.

    Args:
        scope: of the request.
        whole: objects of the layer.
    """
    parts = scope["path"].split("/")
    if parts[1:3] == ["v1", "downloads"]:
        return whole
    if parts[4:5] != ["items"]:
        return 0
    if len(parts) > 5:
        return 1
    told = parse_qs(scope["query_string"].decode("latin-1")).get("limit", [""])[0]
    asked = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else DEFAULT_LIMIT
    return min(asked, MAX_LIMIT, whole)


def _reads_pages(scope: Scope) -> bool:
    """Whether somebody in a browser asks for a page."""
    accept = Request(scope).headers.get("accept", "")
    return scope["method"] == "GET" and "text/html" in accept


def _sender(send: Send, mark: str, more: Headers) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*marks.outward(message.get("headers", ()), mark), *more]
        await send(message)

    return sending
