"""Puts the restricted process together: `create_restricted(settings)`."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from data import english_steward
from geo_api import errors, pages
from geo_api.beheer import access, deliveries, handing, overview, publication, signin, spoken
from geo_api.beheer.acts import Acts
from geo_api.beheer.desk import Desk
from geo_api.beheer.front import RestrictedFront
from geo_api.beheer.local import LocalLink
from geo_api.beheer.office import ENDED, NotSignedIn, Office, OfficeOf, of
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Sessions
from geo_api.beheer.settings import RestrictedSettings
from geo_api.db import Database
from geo_api.describe.faultpage import Style
from geo_api.errors import Problem
from geo_api.http import metrics
from geo_api.http.measured import Measured, Routed
from geo_api.http.metrics import Metrics
from geo_api.pages import icon

STYLE = pages.STYLE + (pages.FOLDER / "beheer" / "beheer.css").read_bytes()


def create_restricted(settings: RestrictedSettings) -> Metrics:
    """The steward's pages as an ASGI application, with its measurements beside it.

    Args:
        settings: both addresses of the database, and who may come in. Nothing is opened before the
            lifespan starts.
    """
    database = Database(settings)
    app = FastAPI(
        title="Woonzorgkaart, beheer",
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Response,
    )
    app.state.problem_page = Style("beheer/melding.html", spoken.language, english_steward.told)
    app.state.office = Office(
        settings,
        database,
        Desk(database),
        Acts(settings),
        Sessions(settings),
        Provider(settings) if settings.oidc_issuer else None,
        LocalLink(settings.local_link) if settings.local_link else None,
    )
    errors.install(app)
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    for module in (signin, overview, deliveries, publication, handing, access):
        app.include_router(module.router)
    app.add_api_route("/health/live", _live, name="leeft")
    app.add_api_route("/stijl.css", _style, name="stijl")
    app.add_api_route("/icoon.svg", _icon, name="icoon")
    front = RestrictedFront(Routed(app), settings)
    return Metrics(Measured(front), settings, [metrics.connections(database)])


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    office: Office = app.state.office
    await office.database.open()
    await office.acts.open()
    try:
        yield
    finally:
        await office.acts.close()
        await office.database.close()


async def _to_sign_in(request: Request, _: Exception) -> Response:
    """A person is led to the sign-in page; a form or a program is refused."""
    if "text/html" not in request.headers.get("accept", ""):
        return Problem(401, "Meld u eerst aan.").response()
    if request.method != "GET":  # the browser still holds what was filled in
        return errors.answer(request, Problem(401, ENDED))
    ended = of(request).sessions.cookie in request.cookies
    return RedirectResponse("/aanmelden?verlopen=ja" if ended else "/aanmelden", 303)


async def _live() -> Response:
    return JSONResponse({"status": "leeft"})


async def _style() -> Response:
    return Response(STYLE, media_type="text/css")


async def _icon(office: OfficeOf) -> Response:
    return Response(icon.read(office.settings.thema), media_type=icon.MEDIA_TYPE)
