"""The way back: to the page that somebody asked for before they had to sign in."""

from urllib.parse import quote, unquote, urlsplit

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Scope

from geo_api.beheer import browser

COOKIE = "woonzorg-besloten-naar"
MOST = 2000
NOWHERE = "/"


def asked(scope: Scope) -> str:
    """The address of a request on this site, as it was written."""
    query = scope["query_string"].decode("latin-1")
    path = quote(scope["path"], safe="/:@-._~!$&'()*+,;=")
    return own(f"{path}?{query}" if query else path)


def own(text: str | None) -> str:
    """An address if it is one of this site and not of signing in, the first page otherwise."""
    if not text or len(text) > MOST or not (text.isascii() and text.isprintable()):
        return NOWHERE
    parts = urlsplit(text)
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and "\\" not in text
    if not plain or parts.scheme or parts.netloc or parts.path.startswith(("/aanmelden", "/afm")):
        return NOWHERE
    return text


def remember(response: Response, path: str, *, secure: bool) -> None:
    """Keep the address in this browser while somebody is at the identity provider."""
    response.set_cookie(
        browser.cookie(COOKIE, secure=secure),
        quote(path, safe=""),
        max_age=browser.WAITING_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def remembered(request: Request, *, secure: bool) -> str:
    """The address that was kept."""
    return own(unquote(request.cookies.get(browser.cookie(COOKIE, secure=secure), "")))
