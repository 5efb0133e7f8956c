"""A private PostgreSQL cluster with published layers, and the service on top of it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from geo_api.main import create_app
from geo_api.settings import Settings

HERE = Path(__file__).parent
BASE = "http://127.0.0.1:8000"
PASSWORD = "toegang-voor-lezers"  # noqa: S105 - of a cluster that lives as long as the tests


def _module(name: str) -> ModuleType:
    """A helper beside this file; with import mode importlib there is no package to import from."""
    spec = spec_from_file_location(f"api_{name}", HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


layers_module = _module("layers")
asked_module = _module("asked_layers")
asgi = _module("asgi")
process_module = _module("process")
town_module = _module("town")


def _bin() -> Path:
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def _as_postgres(*command: str) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@dataclass(frozen=True)
class Place:
    """One database with its archives."""

    socket: Path
    name: str
    tiles: Path
    admin: str

    @property
    def api_dsn(self) -> str:
        """As the role of the API."""
        return f"host={self.socket} dbname={self.name} user=woonzorg_api password={PASSWORD}"

    def connect(self) -> psycopg.Connection[Any]:
        """As the owner, for the part of the pipeline."""
        dsn = f"host={self.socket} dbname={self.name} user={self.admin}"
        return psycopg.connect(dsn, autocommit=True)

    def settings(self, **values: Any) -> Settings:
        """Settings of a service on this database."""
        return Settings(
            **{"api_dsn": self.api_dsn, "var": self.tiles.parent, "base_url": BASE, "poll_s": 60.0}
            | values
        )


@dataclass(frozen=True)
class Cluster:
    """A running server; databases are copied from a template, so that a test may change its own."""

    root: Path
    admin: str

    def sql(self, statement: str, database: str = "postgres") -> None:
        """One statement as the owner of the cluster."""
        dsn = f"host={self.root} dbname={database} user={self.admin}"
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    root = Path(tempfile.mkdtemp(prefix="wzk"))
    root.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(root, "postgres")
    admin = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
    data, binary = root / "data", _bin()
    quiet: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    options = f"-k {root} -c listen_addresses='' -c fsync=off -c max_connections=60"
    ctl = str(binary / "pg_ctl")
    init = [str(binary / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "-U", admin]
    subprocess.run(_as_postgres(*init, "-A", "trust"), **quiet)
    (start, stop) = (["-o", options, "-l", str(root / "log"), "start"], ["-m", "immediate", "stop"])
    subprocess.run(_as_postgres(ctl, "-w", "-D", str(data), *start), **quiet)
    try:
        yield Cluster(root, admin)
    finally:
        subprocess.run(_as_postgres(ctl, "-w", "-D", str(data), *stop), **quiet)
        shutil.rmtree(root)


@pytest.fixture(scope="session")
def template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The database every other one is copied from."""
    cluster.sql(f"CREATE ROLE woonzorg_api LOGIN PASSWORD '{PASSWORD}'")
    cluster.sql("CREATE DATABASE voorbeeld")
    tiles = tmp_path_factory.mktemp("var") / "tiles"
    tiles.mkdir()
    place = Place(cluster.root, "voorbeeld", tiles, cluster.admin)
    with place.connect() as db:
        db.execute("CREATE EXTENSION postgis")
        db.execute((HERE / "schema.sql").read_bytes())
        db.execute(asked_module.MIGRATION.read_bytes())
        layers_module.fill(db, tiles)
    return place


@pytest.fixture(scope="session")
def place(cluster: Cluster, template: Place) -> Place:
    """A database that no test changes."""
    cluster.sql("CREATE DATABASE gelezen TEMPLATE voorbeeld")
    return Place(cluster.root, "gelezen", template.tiles, cluster.admin)


@pytest.fixture(scope="session")
def asked(cluster: Cluster, template: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A database with the layers of `asked_layers` too, for questions."""
    cluster.sql("CREATE DATABASE gevraagd TEMPLATE voorbeeld")
    tiles = tmp_path_factory.mktemp("asked") / "tiles"
    shutil.copytree(template.tiles, tiles)
    found = Place(cluster.root, "gevraagd", tiles, cluster.admin)
    with found.connect() as db:
        asked_module.fill(db, layers_module, tiles)
    return found


@pytest.fixture(scope="session")
def asking(asked: Place) -> Iterator[Any]:
    """The service on those layers."""
    with serving(asked.settings()) as found:
        yield found


@pytest.fixture
def own(cluster: Cluster, template: Place, tmp_path: Path) -> Iterator[Place]:
    """A database and archives that the test may change."""
    cluster.sql("CREATE DATABASE eigen TEMPLATE voorbeeld")
    tiles = tmp_path / "tiles"
    shutil.copytree(template.tiles, tiles)
    yield Place(cluster.root, "eigen", tiles, cluster.admin)
    cluster.sql("DROP DATABASE eigen WITH (FORCE)")


@pytest.fixture(scope="session")
def town_place(
    cluster: Cluster, template: Place, tmp_path_factory: pytest.TempPathFactory
) -> Place:
    """A town under the declared layers, that no test changes."""
    cluster.sql(f"CREATE DATABASE stad TEMPLATE {template.name}")
    tiles = tmp_path_factory.mktemp("stad") / "tiles"
    tiles.mkdir()
    place = Place(cluster.root, "stad", tiles, cluster.admin)
    with place.connect() as db:
        town_module.fill(db)
    town_module.streets(tiles.parent / "cache")
    return place


@pytest.fixture
def own_town(cluster: Cluster, template: Place, tmp_path: Path) -> Iterator[Place]:
    """The town in a database that the test may change."""
    cluster.sql(f"CREATE DATABASE eigen_stad TEMPLATE {template.name}")
    place = Place(cluster.root, "eigen_stad", tmp_path / "tiles", cluster.admin)
    with place.connect() as db:
        town_module.fill(db)
    yield place
    cluster.sql("DROP DATABASE eigen_stad WITH (FORCE)")


@contextmanager
def serving(settings: Settings) -> Iterator[Any]:
    with asgi.client(create_app(settings).app, BASE) as client:
        yield client


@pytest.fixture(scope="session")
def client(place: Place) -> Iterator[Any]:
    """The service on the database that no test changes."""
    with serving(place.settings()) as found:
        yield found


@pytest.fixture(scope="session")
def town_client(town_place: Place) -> Iterator[Any]:
    """The service on the town."""
    with serving(town_place.settings()) as found:
        yield found


@pytest.fixture(scope="session")
def town() -> ModuleType:
    """What the town is made of."""
    return town_module


@pytest.fixture(scope="session")
def serve() -> Callable[[Settings], Any]:
    """To serve with other settings, as a context manager that gives a client."""
    return serving


@pytest.fixture
def measured() -> Callable[[Settings], Any]:
    """To serve as with `serve`, with the measurements beside the client."""

    @contextmanager
    def opened(settings: Settings) -> Iterator[Any]:
        metrics = create_app(settings)
        with asgi.client(metrics.app, BASE) as client:
            yield client, metrics

    return opened


@pytest.fixture(scope="session")
def layers() -> ModuleType:
    """The publishing helpers."""
    return layers_module


@pytest.fixture(scope="session")
def asked_layers() -> ModuleType:
    """The layers of `asked`, to publish them elsewhere."""
    return asked_module


@pytest.fixture(scope="session")
def process(place: Place) -> Iterator[Any]:
    """The real server on the database that no test changes."""
    with process_module.start(place.api_dsn, place.tiles.parent) as found:
        yield found


@pytest.fixture(scope="session")
def processes() -> ModuleType:
    """To start a server of one's own."""
    return process_module
