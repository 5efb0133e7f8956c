"""Puts the restricted data process together: `create_besloten(settings)`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import Mount

from geo_api import errors
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Sessions
from geo_api.besloten import seen, signin
from geo_api.besloten.callers import Callers
from geo_api.besloten.front import BeslotenFront
from geo_api.besloten.guard import Guard
from geo_api.besloten.record import Record
from geo_api.besloten.settings import BeslotenSettings
from geo_api.besloten.signin import Door
from geo_api.besloten.site import chances, complexes, load, sites, start
from geo_api.besloten.views import Views
from geo_api.db import Database
from geo_api.downloads.sending import Exports
from geo_api.http import metrics
from geo_api.http.measured import Measured
from geo_api.http.metrics import Metrics
from geo_api.routers import (
    collections,
    datastatus,
    health,
    items,
    landing,
    pages,
    releases,
    saved,
    statistics,
    styles,
    tiles,
)
from geo_api.saved.store import Questions
from geo_api.services import Base
from geo_api.site import method, statements
from geo_api.state import Current

ROUTERS = (
    landing,
    statistics,  # before items, whose ids may hold a slash
    items,
    tiles,
    styles,
    collections,
    saved,
    releases,
    health,
    datastatus,
    pages,
    method,
    statements,
    start,
    complexes,
    chances,
    sites,
    load,
)
"""Routes of the public service that are served here too, with downloads; another one is added with
a look at what it reads, keeps and writes, and a row in the table of routes and roles."""
ABOUT = (
    "Open en besloten kaartlagen over wonen, zorg en draagkracht van buurten, voor wie zich "
    "bekendmaakt. Alleen lezen. Een besloten laag waarop iemand geen recht heeft, bestaat voor hem "
    "niet (404). Elke inzage in een besloten laag wordt vastgelegd. Niets mag worden bewaard in "
    "een cache. Elke waarde heeft een status; onderdrukt is nooit nul."
)
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "sleutel": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


@dataclass(frozen=True)
class _Parts:
    """What opens and closes with the process."""

    base: Base
    views: Views
    record: Record
    questions: Questions
    poll_s: float


def create_besloten(settings: BeslotenSettings) -> Metrics:
    """The restricted data process as an ASGI application, with its measurements beside it.

    No layer is a label there: that a restricted one exists is not for everybody.

    Args:
        settings: addresses of the database, and who may come in. Nothing is opened before the
            lifespan starts.
    """
    database = Database(settings)
    current = Current(settings, database, seen.CATALOGUE)
    base = Base(database, current, Exports(settings, database), ROUTERS, ABOUT, SECURITY)
    views, record = Views(settings, base), Record(settings)
    provider = Provider(settings) if settings.oidc_issuer else None
    sessions = Sessions(settings, name="woonzorg-besloten")
    callers = Callers(settings, database, provider, sessions)
    door = FastAPI(
        title="Woonzorgkaart, besloten",
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Response,
    )
    questions = Questions(database, settings.zoekvraag_dagen, settings.zoekvragen)
    door.state.parts = _Parts(base, views, record, questions, settings.poll_s)
    door.state.door = Door(settings, provider, sessions, record)
    errors.install(door)
    door.include_router(signin.router)
    guard = Guard(settings, current, callers, views, record)
    door.router.routes.append(Mount("", guard))
    front = BeslotenFront(door, settings)
    return Metrics(Measured(front), settings, [metrics.connections(database)])


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pools and follow the releases; starts even while the database is away."""
    parts: _Parts = app.state.parts
    parts.views.begin()
    await parts.base.database.open()
    await parts.record.open()
    await parts.base.current.refresh()
    tasks = {asyncio.create_task(parts.base.current.watch()), asyncio.create_task(_tidy(parts))}
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        parts.base.exports.close()
        parts.views.end()
        await parts.record.close()
        await parts.base.database.close()


async def _tidy(parts: _Parts) -> None:
    """Files go when their version does, and saved questions on their day."""
    while True:
        parts.views.tidy()
        await parts.questions.tidy()
        await asyncio.sleep(parts.poll_s)
