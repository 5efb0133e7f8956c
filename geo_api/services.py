"""What the routes share: one object per process, reached through the app."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request

from geo_api.ask.state import Asking
from geo_api.counts import Counts
from geo_api.db import Database
from geo_api.kept import Kept
from geo_api.links import Links
from geo_api.livetiles import LiveTiles
from geo_api.saved.store import Questions
from geo_api.sending import Exports
from geo_api.settings import Settings
from geo_api.state import Current
from geo_api.tilesource import TileSources


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


def of(request: Request) -> Services:
    """The services of the app that answers this request."""
    found: Services = request.app.state.services
    return found


Shared = Annotated[Services, Depends(of)]
