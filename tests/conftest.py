"""Fixtures that tests of several kinds share: real feeds, a cluster of our own, installations."""

import itertools
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from pipelines.cluster import Cluster
from tests.support import alone, clusters, feeds, installations, samples
from tests.support.clusters import Database
from tests.support.installations import Installation
from tests.support.samples import Sample

_numbers = itertools.count(1)
# A service under test makes no files ahead, beside what is tested; tests/api/test_ahead.py does.
os.environ["WOONZORG_VOORAF_S"] = "0"

# Fast ones first: a fault in a formula is told in seconds, not after a quarter of an hour. Two run
# at once, file by file: the longest files of a kind go first, so that neither waits at the end.
LONG = ("test_kill_sweep.py", "test_database_stops.py", "test_feed_faults.py")
# Refreshes that take tens of seconds and are only looked at: the files that look at one of them
# run in one process, so that it is made once.
SHARED = ("published_sample", "refreshed")
ORDER = ("architecture", "spec", "unit", "api", "data", "integration", "faults", "browser")


class Together(LoadFileScheduling):  # type: ignore[misc]
    """A file stays together in one process, and so do the files that share a refresh."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return _shared(file) or file


@cache
def _shared(file: str) -> str:
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    return next((name for name in SHARED if f"{name}:" in text), "")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Hand out files as `--dist loadfile` does, but for those that share a refresh."""
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test that is marked `alone` waits for those of the other process, and they for it."""
    own = item.config.option.basetemp
    if not hasattr(item.config, "workerinput") or own is None:
        return (yield)
    by_itself = item.get_closest_marker("alone") is not None
    with alone.turn(Path(own).parent, alone=by_itself):
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the kinds of tests in order of their speed; within a kind as collected."""
    root = Path(__file__).parent

    def place(item: pytest.Item) -> tuple[int, int]:
        kind, name = item.path.relative_to(root).parts[0], item.path.name
        long = LONG.index(name) if name in LONG else len(LONG)
        return ORDER.index(kind) if kind in ORDER else len(ORDER), long

    items.sort(key=place)


@pytest.fixture(scope="session", name="feeds")
def _feeds() -> Path:
    """The folder with real open data; without it a test is skipped with the reason."""
    found = feeds.folder()
    if found is None:
        pytest.skip(feeds.REASON)
    return found


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A private cluster with roles, PostGIS and migrations, never the demo's."""
    with clusters.running(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Iterator[Database]:
    """A migrated database for the tests of one module."""
    with clusters.database(cluster, f"proef_{next(_numbers)}") as made:
        yield made


@pytest.fixture
def own_database(cluster: Cluster) -> Iterator[Database]:
    """A migrated database for one test."""
    with clusters.database(cluster, f"proef_{next(_numbers)}") as made:
        yield made


@pytest.fixture(scope="session")
def refreshed(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Installation]]:
    """An installation of a built-in profile after one refresh, made once and only looked at."""
    made: dict[str, Installation] = {}
    with ExitStack() as stack:

        def give(profile: str, **values: Any) -> Installation:
            if profile not in made:
                name = f"proef_{next(_numbers)}"
                own = stack.enter_context(clusters.database(cluster, name))
                place = installations.make(tmp_path_factory.mktemp("var"), own, profile, **values)
                place.refresh()
                made[profile] = place
            return made[profile]

        yield give


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """A small fictional sample, offered by the fake publisher as long as the tests run."""
    with samples.offered(tmp_path_factory.mktemp("voorbeeld") / "sample") as made:
        yield made


@pytest.fixture(scope="session")
def published_sample(
    cluster: Cluster, sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The sample after one refresh, made once and only looked at."""
    with clusters.database(cluster, f"proef_{next(_numbers)}") as own:
        place = sample.install(tmp_path_factory.mktemp("var"), own)
        place.refresh()
        yield place


@pytest.fixture(scope="module")
def installation(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Installation]:
    """Makes an installation on the module's database: `installation("profile", **settings)`."""

    def make(profile: str, **values: Any) -> Installation:
        return installations.make(tmp_path_factory.mktemp("var"), database, profile, **values)

    return make
