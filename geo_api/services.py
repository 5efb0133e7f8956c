"""What the routes share: one object per process, reached through the app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Annotated

from fastapi import Depends, Request

from geo_api.ask.state import Asking
from geo_api.db import Database
from geo_api.downloads.kept import Kept
from geo_api.downloads.sending import Exports
from geo_api.http.links import Links
from geo_api.items.counts import Counts
from geo_api.saved.store import Questions
from geo_api.settings import Settings
from geo_api.state import Current
from geo_api.tiles.livetiles import LiveTiles
from geo_api.tiles.tilesource import TileSources


@dataclass(frozen=True)
class Services:
    """What one process has, from its settings to what it has read before."""

    settings: Settings
    database: Database
    current: Current
    sources: TileSources
    links: Links
    exports: Exports
    kept: Kept
    questions: Questions
    counts: Counts = field(default_factory=Counts)
    live: LiveTiles = field(default_factory=LiveTiles)

    @cached_property
    def asking(self) -> Asking:
        """What questions keep between two of them."""
        return Asking.of(self.settings)


async def of(request: Request) -> Services:
    """The services of the app that answers this request; a plain function would cost a thread."""
    found: Services = request.app.state.services
    return found


@dataclass(frozen=True)
class Base:
    """What a whole service is put together over; another process than the public one has another.

    Attributes:
        routers: modules with the routes that are served, in the order a path is looked up.
        about: what the API description says of the service; empty for the public text.
        security: ways to prove who asks, as OpenAPI names them; empty when nobody needs to.
        salt: what tells those apart who may see different things, for ids of what they save.
    """

    database: Database
    current: Current
    exports: Exports
    routers: tuple[ModuleType, ...]
    about: str = ""
    security: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    salt: str = ""


Shared = Annotated[Services, Depends(of)]
