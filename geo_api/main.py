"""Puts the service together: `create_app(settings)`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import Mount

from geo_api import API_VERSION, errors
from geo_api.archives import Archives
from geo_api.compressed import KEPT_BYTES, Compressed
from geo_api.db import Database
from geo_api.files import Files
from geo_api.flight import Flights
from geo_api.front import Front
from geo_api.kept import Kept
from geo_api.links import Links
from geo_api.memory import Memory
from geo_api.routers import (
    assessment,
    collections,
    datastatus,
    explanation,
    gazetteer,
    health,
    isochrone,
    items,
    landing,
    pages,
    points,
    profiles,
    releases,
    siting,
    styles,
    weighing,
    wellknown,
    whatif,
)
from geo_api.routers import tiles as tile_routes
from geo_api.sending import Exports
from geo_api.services import Services
from geo_api.settings import Settings
from geo_api.site import areas, making, monitors, start, statements, toets
from geo_api.site import method as method_pages
from geo_api.state import Current
from geo_api.tiles import Tiles
from geo_api.tilesource import TileSources

_QUESTIONS = (assessment, gazetteer, isochrone, points, profiles, siting, weighing, whatif)
_SITE = (start, areas, making, toets, monitors, method_pages, statements)
_ROUTERS = (
    landing,
    *_QUESTIONS,
    explanation,  # before items, whose ids may hold a slash
    items,
    tile_routes,
    styles,
    collections,
    releases,
    health,
    datastatus,
    pages,
    *_SITE,
    wellknown,
)


def create_app(settings: Settings) -> Front:
    """The whole service as one ASGI application.

    Args:
        settings: where to read and how far a request may go. Nothing is opened before the lifespan
            starts.
    """
    database = Database(settings)
    current = Current(settings, database)
    links, exports = Links(settings.base), Exports(settings, database)
    kept = Kept(settings, exports, links)
    sources = TileSources(settings.tiles)
    services = Services(settings, database, current, sources, links, exports, kept)
    app = FastAPI(
        title="Woonzorgkaart",
        version=API_VERSION,
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Response,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.services = services
    errors.install(app)
    for module in _ROUTERS:
        app.include_router(module.router)
    app.router.routes.append(Mount("/static", pages.Assets(settings.static, settings.thema)))
    tiles = Tiles(current, sources)
    routes = Compressed(app, Flights(), Memory(KEPT_BYTES))
    return Front(routes, tiles, Archives(current, sources), Files(current, kept), settings)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pool and follow the releases; starts even while the database is away."""
    services: Services = app.state.services
    await services.database.open()
    await services.current.refresh()
    watching = asyncio.create_task(services.current.watch())
    tidying = asyncio.create_task(_tidy(services))
    working = asyncio.create_task(services.asking.tasks.work())
    beside = {watching, tidying, working}
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.wait(beside)
        await services.kept.close()
        services.exports.close()
        services.asking.computing.close()
        await services.database.close()


async def _tidy(services: Services) -> None:
    """Downloads go when their version does, also while nobody asks for one."""
    while True:
        services.kept.tidy(services.current.state)
        services.asking.tasks.forget()
        await asyncio.sleep(services.settings.poll_s)
