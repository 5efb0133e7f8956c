"""What questions keep between two of them: names, cells, network, tasks, threads."""

from dataclasses import dataclass
from typing import Self

from geo_api.ask.computing import Computing
from geo_api.ask.names import Names
from geo_api.ask.tasks import Tasks
from geo_api.ask.walking import Walks
from geo_api.ask.weighed import Kept
from geo_api.settings import Settings


@dataclass(frozen=True)
class Asking:
    """Kept in memory; none of it is an answer."""

    computing: Computing
    names: Names
    cells: Kept
    walks: Walks
    tasks: Tasks

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Nothing read yet."""
        computing = Computing()
        return cls(computing, Names(), Kept(), Walks(settings.cache, computing), Tasks(settings))
