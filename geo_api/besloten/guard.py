"""Stands before every route: who asks, how often and how much, with a line on record.

Then the routes of their rights answer.

Nothing is decided by what a path begins with: whatever no route of the door takes comes here, and
nobody unknown goes further.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from geo_api import pages
from geo_api.besloten import back, looks, marks, record, seen
from geo_api.besloten.callers import Caller, Callers, NoCaller
from geo_api.besloten.quota import Quota
from geo_api.besloten.record import Record
from geo_api.besloten.settings import BeslotenSettings
from geo_api.besloten.site import house, start
from geo_api.besloten.views import View, Views
from geo_api.describe.languages import DUTCH, ENGLISH
from geo_api.http import clients, limiter
from geo_api.http.headers import Headers
from geo_api.http.rates import OTHER, Rate
from geo_api.state import Current

HEAD = "woonzorg.head"
"""Mark in a scope: it was asked by HEAD, and is a GET to the door."""
TILES = "tegels"
"""The kind of question that has a rate of its own, as `rate_tegels`."""
DRAWN = b"ogc-numberreturned"
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
        rates = {OTHER: Rate.parse(settings.rate), TILES: Rate.parse(settings.rate_tegels)}
        self._asked = limiter.Limiter(rates)
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
                await RedirectResponse(_sign_in(scope), 303)(scope, receive, send)
                return
            self._count_refusal(scope)
            raise
        left = self._take(scope, caller)
        rights = await self._callers.rights(caller)
        view = self._views.get(rights)
        await self._note(scope, caller, view)
        method = "HEAD" if scope.get(HEAD) else scope["method"]
        headers = [pair for pair in scope["headers"] if pair[0] not in _PROOFS]
        inner = {**scope, "method": method, "headers": marks.inward(headers, rights.tag)}
        inner[start.CALLER] = caller
        pages.HOUSE.set(house.inside(view.current.state.layers if view.current.state else ()))
        told = _sender(send, rights.tag, left, self._count_drawn(scope, caller, view))
        # Counted already, by who asks and not by where from.
        await view.app({**inner, "client": None}, receive, told)

    def _take(self, scope: Scope, caller: Caller) -> Headers:
        """Count a question; files of the viewer are none.

        Raises:
            Problem: 429.
        """
        if scope["path"].startswith(limiter.UNCOUNTED):
            return []
        kind = TILES if looks.tile(scope["path"]) else OTHER
        return self._asked.take(kind, f"{caller.holder} {caller.who}")

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
        names = looks.layers(scope["path"], seen.closed(self._whole.state))
        if not names:
            return
        shown = view.current.state.layers if view.current.state else {}
        known = [name for name in names if name in shown]
        outcome = record.DONE if known else record.REFUSED
        await self._record.write("inzien", looks.place(scope["path"]), outcome, caller.who)
        for name in known:
            most = shown[name].current.meta["aantal"] or 0
            self._quota.take(caller.who, looks.objects(scope, most))

    def _count_drawn(self, scope: Scope, caller: Caller, view: View) -> Callable[[int], None]:
        """What counts the objects in a tile that leaves; of a restricted layer only."""
        state = view.current.state
        layer = state.layers.get(looks.tile(scope["path"]) or "") if state else None
        if layer is None or not layer.current.closed:
            return lambda _: None
        whole = layer.current.meta["aantal"] or 0
        return lambda objects: self._quota.drawn(caller.who, layer.name, objects, whole)


def _reads_pages(scope: Scope) -> bool:
    """Whether somebody in a browser asks for a page."""
    accept = Request(scope).headers.get("accept", "")
    return scope["method"] == "GET" and "text/html" in accept


def _sign_in(scope: Scope) -> str:
    """The page of signing in: it knows the way back, the language, and whether a session ended."""
    told = {"naar": back.asked(scope)}
    request = Request(scope)
    if (taal := request.query_params.get("taal")) in (DUTCH, ENGLISH):
        told["taal"] = str(taal)
    if request.cookies:
        told["verlopen"] = "ja"
    return f"/aanmelden?{urlencode(told)}"


def _sender(send: Send, mark: str, more: Headers, drawn: Callable[[int], None]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            drawn(sum(int(value) for name, value in headers if name.lower() == DRAWN))
            message["headers"] = [*marks.outward(headers, mark), *more]
        await send(message)

    return sending
