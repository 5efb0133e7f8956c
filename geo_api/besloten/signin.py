"""Signing in with a browser: code flow with PKCE at the identity provider, then a session cookie.

The session holds who somebody is and their groups; what they may read is looked up each time.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from geo_api import pages
from geo_api.beheer import browser, forms
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Session, Sessions
from geo_api.besloten import back
from geo_api.besloten.callers import NoCaller
from geo_api.besloten.record import DONE, Record
from geo_api.besloten.settings import BeslotenSettings
from geo_api.besloten.site import plan
from geo_api.errors import Problem
from geo_api.pages import icon
from geo_api.site import words

router = APIRouter()
COOKIE = "woonzorg-besloten-aanmelden"
STYLE = pages.STYLE + (pages.FOLDER / "besloten" / "besloten.css").read_bytes()


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
    session = door.sessions.find(request)
    if session is None and door.provider is None:
        raise Problem(404, browser.NO_PROVIDER)
    return HTMLResponse(_page(request, session))


@router.get("/aanmelden/oidc")
async def to_provider(request: Request, door: DoorOf) -> Response:
    """To the identity provider."""
    secure = door.settings.secure
    response = await browser.depart(door.provider, COOKIE, secure=secure)
    back.remember(response, back.own(request.query_params.get("naar")), secure=secure)
    return response


@router.get("/aanmelden/terug")
async def from_provider(request: Request, door: DoorOf) -> Response:
    """Back from the identity provider, and on to the page that was asked for."""
    secure = door.settings.secure
    person = await browser.arrived(request, door.provider, COOKIE, secure=secure)
    await door.record.write("aanmelden", "oidc", DONE, person.who)
    response = RedirectResponse(back.remembered(request, secure=secure), 303)
    browser.settled(response, COOKIE, secure=secure)
    browser.settled(response, back.COOKIE, secure=secure)
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
    """Style of every page of this process."""
    return Response(STYLE, media_type="text/css")


@router.get("/aanmelden/icoon.svg")
async def picture(door: DoorOf) -> Response:
    """Small picture of every page of this process."""
    return Response(icon.read(door.settings.thema), media_type=icon.MEDIA_TYPE)


def _page(request: Request, session: Session | None) -> str:
    taal = words.language(request)
    way = back.own(request.query_params.get("naar"))
    kept = {"naar": way} if way != back.NOWHERE else {}
    other = {**kept, "taal": "nl" if taal == words.ENGLISH else "en"}
    return pages.render(
        "besloten/aanmelden.html",
        t=lambda nl, en: en if taal == words.ENGLISH else nl,
        taal=taal,
        pad="/aanmelden",
        andere_taal=f"/aanmelden?{urlencode(other)}",
        session=session,
        naar=f"/aanmelden/oidc?{urlencode(kept)}" if kept else "/aanmelden/oidc",
        verlopen="verlopen" in request.query_params and session is None,
        gevraagd=_called(way, taal) if kept else "",
    )


def _called(way: str, taal: str) -> str:
    """What the page is called that somebody asked for; its address when it is none of ours."""
    path = way.partition("?")[0]
    found = plan.part(path)
    if found is None:
        return way
    room = next(one for one in plan.ROOMS if found in one.parts)
    return words.said(room.title, taal)
