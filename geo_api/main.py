"""Puts the service together: `create_app(settings)`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator
from types import ModuleType

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import Mount

from data.registry import layers
from geo_api import API_VERSION, errors, indexed
from geo_api.db import Database
from geo_api.downloads.ahead import Ahead
from geo_api.downloads.files import Files
from geo_api.downloads.kept import Kept
from geo_api.downloads.selected import Selected
from geo_api.downloads.sending import Exports
from geo_api.http import metrics
from geo_api.http.compressed import KEPT_BYTES, Compressed
from geo_api.http.flight import Flights
from geo_api.http.front import Front
from geo_api.http.links import Links
from geo_api.http.measured import Measured, Routed
from geo_api.http.memory import Memory
from geo_api.http.metrics import Metrics
from geo_api.routers import (
    assessment,
    catalogus,
    collections,
    datastatus,
    explanation,
    facts,
    gazetteer,
    health,
    isochrone,
    items,
    landing,
    pages,
    points,
    profiles,
    releases,
    saved,
    siting,
    statistics,
    styles,
    weighing,
    wellknown,
    whatif,
)
from geo_api.routers import tiles as tile_routes
from geo_api.saved.store import Questions
from geo_api.services import Base, Services
from geo_api.settings import Settings
from geo_api.site import areas, making, monitors, searching, start, statements, toets
from geo_api.site import method as method_pages
from geo_api.state import Current
from geo_api.tiles.archives import Archives
from geo_api.tiles.published import Tiles
from geo_api.tiles.tilesource import TileSources

_QUESTIONS = (assessment, gazetteer, isochrone, points, profiles, siting, weighing, whatif)
_SITE = (start, searching, areas, making, toets, monitors, method_pages, statements)
ROUTERS = (
    # What is asked most stands first: each router that a path passes costs a question its time.
    tile_routes,
    explanation,  # before items, whose ids may hold a slash
    items,
    landing,
    *_QUESTIONS,
    catalogus,
    statistics,
    styles,
    collections,
    saved,
    facts,
    releases,
    health,
    datastatus,
    pages,
    *_SITE,
    wellknown,
)
"""In the order in which a path is looked up; an object's id may hold slashes."""


def public(settings: Settings) -> Base:
    """What the public process is put together over: `pub`, read as role woonzorg_api."""
    database = Database(settings)
    exports = Exports(settings, database)
    return Base(database, Current(settings, database), exports, ROUTERS)


def create_app(settings: Settings, base: Base | None = None) -> Metrics:
    """The whole service as an ASGI application, with its measurements beside it.

    Args:
        settings: where to read and how far a request may go. Nothing is opened before the lifespan
            starts.
        base: of another process than the public one.
    """
    base = base or public(settings)
    database, current, exports = base.database, base.current, base.exports
    links = Links(settings.base)
    kept = Kept(settings, exports, links)
    sources = TileSources(settings.tiles)
    limits = (settings.zoekvraag_dagen, settings.zoekvragen)
    questions = Questions(database, *limits, salt=base.salt)
    services = Services(settings, database, current, sources, links, exports, kept, questions)
    app = FastAPI(
        title="Woonzorgkaart",
        description=base.about,
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
    app.state.security = base.security
    errors.install(app)
    for module in base.routers:
        app.include_router(module.router)
    app.state.paths = sorted(_paths(base.routers))
    app.router.routes.append(Mount("/static", pages.Assets(settings.static, settings.thema)))
    tiles, packed = Tiles(current, sources), Memory(KEPT_BYTES)
    routes = Compressed(Routed(app), Flights(), packed)
    files = Files(current, kept, Selected(services))
    front = Front(routes, tiles, Archives(current, sources), files, settings)
    tallies = {"tiles": tiles.tally, "compressed": packed.tally, "downloads": kept.tally}
    told = (metrics.kept(tallies), metrics.connections(database), metrics.layers(current))
    return Metrics(Measured(front), settings, told)


def _paths(routers: Iterable[ModuleType]) -> Iterator[str]:
    """The addresses of the API, as its routes write them."""
    for module in routers:
        for route in module.router.routes:
            if route.path.startswith("/v1"):
                yield route.path


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pool and follow the releases; starts even while the database is away."""
    services: Services = app.state.services
    await services.database.open()
    await services.current.refresh()
    watching = asyncio.create_task(services.current.watch())
    tidying = asyncio.create_task(_tidy(services))
    # Aside, or the first who asks for figures waits half a second, and everybody with him.
    reading = asyncio.create_task(asyncio.to_thread(layers))
    working = asyncio.create_task(services.asking.tasks.work())
    loading = asyncio.create_task(services.exports.load())
    looking = asyncio.create_task(indexed.warn(services.database, "pub"))
    ahead = Ahead(services.settings, services.current, services.exports, services.kept)
    making = asyncio.create_task(ahead.work())
    try:
        yield
    finally:
        for task in (watching, tidying, working, loading, looking, making):
            task.cancel()
        await asyncio.wait({watching, tidying, working, loading, looking, making, reading})
        await services.kept.close()
        services.exports.close()
        services.asking.computing.close()
        await services.database.close()


async def _tidy(services: Services) -> None:
    """Downloads go with their version and questions on their day, also while nobody asks."""
    while True:
        services.kept.tidy(services.current.state)
        services.asking.tasks.forget()
        await services.questions.tidy()
        await asyncio.sleep(services.settings.poll_s)
