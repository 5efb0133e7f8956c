"""Signing in with a browser: code flow with PKCE at the identity provider, then a session cookie.

The session holds who somebody is and their groups; what they may read is looked up each time.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from geo_api import pages
from geo_api.beheer import browser, forms
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Session, Sessions
from geo_api.besloten.callers import NoCaller
from geo_api.besloten.record import DONE, Record
from geo_api.besloten.settings import BeslotenSettings
from geo_api.errors import Problem

router = APIRouter()
COOKIE = "woonzorg-besloten-aanmelden"
STYLE = pages.STYLE + (pages.FOLDER / "beheer" / "beheer.css").read_bytes()


@dataclass(frozen=True)
class Door:
    """What the routes of signing in share."""

    settings: BeslotenSettings
    provider: Provider | None
    sessions: Sessions
    record: Record


def of(request: Request) -> Door:
    """The door of the app that answers this request."""
    found: Door = request.app.state.door
    return found


DoorOf = Annotated[Door, Depends(of)]


@router.get("/aanmelden")
async def sign_in(request: Request, door: DoorOf) -> Response:
    """How to come in, or who is in."""
    return _page(door, door.sessions.find(request))


@router.get("/aanmelden/oidc")
async def to_provider(door: DoorOf) -> Response:
    """To the identity provider."""
    return await browser.depart(door.provider, COOKIE, secure=door.settings.secure)


@router.get("/aanmelden/terug")
async def from_provider(request: Request, door: DoorOf) -> Response:
    """Back from the identity provider."""
    secure = door.settings.secure
    person = await browser.arrived(request, door.provider, COOKIE, secure=secure)
    await door.record.write("aanmelden", "oidc", DONE, person.who)
    response = RedirectResponse("/aanmelden", 303)
    browser.settled(response, COOKIE, secure=secure)
    door.sessions.begin(response, person.who, groups=person.groups)
    return response


@router.post("/afmelden")
async def sign_out(request: Request, door: DoorOf) -> Response:
    """End the session."""
    session = door.sessions.find(request)
    if session is None:
        raise NoCaller
    await forms.signed(request, session)
    await door.record.write("afmelden", "sessie", DONE, session.who)
    response = RedirectResponse("/aanmelden", 303)
    door.sessions.end(request, response)
    return response


@router.get("/health/live")
async def live() -> Response:
    """The process answers."""
    return JSONResponse({"status": "leeft"})


@router.get("/aanmelden/stijl.css")
async def style() -> Response:
    """Style of the page of signing in."""
    return Response(STYLE, media_type="text/css")


def _page(door: Door, session: Session | None) -> Response:
    if session is None and door.provider is None:
        raise Problem(404, browser.NO_PROVIDER)
    return HTMLResponse(pages.render("beheer/besloten.html", session=session))
