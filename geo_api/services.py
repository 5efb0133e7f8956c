"""What the routes share: one object per process, reached through the app."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from geo_api.ask import gazetteer, weighed
from geo_api.ask.tasks import Tasks
from geo_api.ask.walking import Walks
from geo_api.counts import Counts
from geo_api.db import Database
from geo_api.kept import Kept
from geo_api.links import Links
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
    walks: Walks
    tasks: Tasks
    counts: Counts = field(default_factory=Counts)
    names: gazetteer.Names = field(default_factory=gazetteer.Names)
    cells: weighed.Kept = field(default_factory=weighed.Kept)


def of(request: Request) -> Services:
    """The services of the app that answers this request."""
    found: Services = request.app.state.services
    return found


Shared = Annotated[Services, Depends(of)]
