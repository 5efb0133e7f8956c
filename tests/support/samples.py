"""The fictional sample, small: made once, offered by the fake publisher."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.opstart.installation import PROFILE
from pipelines.opstart.sample import deliver
from pipelines.sample.make import Manifest, make
from pipelines.sample.publisher import Publisher, hosts, serve
from tests.support import installations
from tests.support.clusters import Database
from tests.support.installations import Installation

# Enough residents per buurt (200) for draaglast to have a reference.
DWELLINGS, SEED = 9_000, 1
SETTLED = 1_750_000_000


@dataclass(frozen=True)
class Sample:
    """A generated sample and the publisher that offers it."""

    folder: Path
    manifest: Manifest
    publisher: Publisher

    def install(self, var: Path, database: Database) -> Installation:
        """An installation of the made-up gemeente with its partners' files; not refreshed yet."""
        deliver(self.folder / "partners", var / "leveringen")
        for path in (var / "leveringen").rglob("*"):
            os.utime(
                path, (SETTLED, SETTLED)
            )  # a file of this second counts as still being written
        return installations.make(
            var,
            database,
            str(self.folder / PROFILE),
            hosts=hosts(self.publisher.url),
            fictief=True,
        )


@contextmanager
def offered(folder: Path, dwellings: int = DWELLINGS, seed: int = SEED) -> Iterator[Sample]:
    """Generate a sample and serve it while the context lasts."""
    manifest = make(folder, dwellings, seed)
    with serve(folder) as publisher:
        yield Sample(folder, manifest, publisher)
