"""A small installation for fault tests: real PostgreSQL, real processes, feeds over HTTP.

One temporary cluster and one small sample per test session; a site is a copy of a first, clean
refresh.
"""

import atexit
import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import tomlkit
from psycopg import sql
from psycopg.rows import dict_row

from pipelines.cluster import Cluster
from pipelines.database import migrate
from pipelines.opstart import roles
from pipelines.opstart import sample as demo
from pipelines.opstart.installation import PROFILE
from pipelines.sample.make import make
from pipelines.sample.publisher import Publisher, hosts, serve
from tests.faults import forked
from tests.support import memory
from tests.support.profiles import keep_products

ROOT = Path(__file__).resolve().parents[2]
DWELLINGS = 2000
# Feeds of the small kind of installation: enough for every step, for layers with tiles, for
# suppliers and for two peildata.
SMALL = (
    "cbs_gemeenten",
    "cbs_wijken",
    "cbs_buurten",
    "bag_verblijfsobjecten",
    "rivm_gezondheid",
    "igj_apotheken",
    "corporatiecomplexen",
    "zorgcapaciteit",
    "zorgaanbieders",
)
# Products of these installations. A fault in a feed treats them all alike: the others are
# switched off, as a profile can, and every refresh takes a third of the time.
PRODUCTS = (
    "gebieden",
    "raster",
    "woningvoorraad",
    "plaatsing",
    "locaties",
    "dekking_wijk",
    "draaglast_buurt",
    "kans_cel",
    "programma_voortgang",
    "programma_thema",
    "voortgang",
)
DAY = date(2025, 3, 1)
RIVM = {
    "vorm": "odata3",
    "adres": "https://dataderden.cbs.nl/ODataFeed/OData/50150NED",
    "indelingsjaar": 2024,
}
# One second instead of thirty, two tries instead of five: the limits are settings.
SHORT = {
    "WOONZORG_HTTP_CONNECT_S": "1",
    "WOONZORG_HTTP_READ_S": "1",
    "WOONZORG_HTTP_TOTAL_S": "4",
    "WOONZORG_HTTP_WAIT_S": "0.05",
    "WOONZORG_HTTP_TRIES": "2",
}
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["pipelines.refresh", "pipelines.report", "tests.faults.support", *forked.MODULES]
)


@dataclass(frozen=True)
class Refreshed:
    """What one refresh process said.

    Attributes:
        status: exit status.
        events: JSON lines of its standard output.
        text: its standard error, the table for people.
        seconds: how long it took.
    """

    status: int
    events: list[dict[str, Any]]
    text: str
    seconds: float

    @property
    def outcomes(self) -> dict[str, list[dict[str, Any]]]:
        """Outcomes per dataset."""
        found: dict[str, list[dict[str, Any]]] = {}
        for event in self.events:
            if outcome := event.get("uitkomst"):
                found.setdefault(outcome["dataset"], []).append(outcome)
        return found

    def states(self, dataset: str) -> set[str]:
        """States of one dataset."""
        return {outcome["state"] for outcome in self.outcomes.get(dataset, [])}

    def reason(self, dataset: str) -> str:
        """Why a dataset was not refreshed."""
        return "; ".join(outcome["reason"] for outcome in self.outcomes.get(dataset, []))


class Farm:
    """One cluster, one sample, one clean installation, from which sites are copied."""

    def __init__(self) -> None:
        """Make nothing yet but the places."""
        # pytest's own directories are 0700, and user postgres cannot get there.
        self.owner = os.getpid()
        self.place = Path(tempfile.mkdtemp(prefix="wzf-"))
        self.place.chmod(0o755)
        self.homes = memory.folder("wzf-dagster-")
        atexit.register(self.close)
        self.cluster = Cluster(self.place / "var", system_root=self.place)
        self.cluster.ensure()
        with (
            self.admin() as connection
        ):  # it need not survive a power cut, only a crash of its processes
            for name in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        self.numbers = iter(range(1, 10_000))
        self.cleaned: dict[str, Site] = {}

    def close(self) -> None:
        """Take everything away again."""
        if os.getpid() != self.owner:
            return
        self.cluster.destroy()
        shutil.rmtree(self.place, ignore_errors=True)

    @cached_property
    def sample(self) -> Path:
        """Generated feeds with their profile."""
        place = self.place / "voorbeeld"
        make(place, DWELLINGS, 1)
        return place

    def admin(self, database: str = "postgres") -> psycopg.Connection[dict[str, Any]]:
        """A superuser's connection."""
        return psycopg.connect(
            self.cluster.dsn("postgres", database), autocommit=True, row_factory=dict_row
        )

    def create(self, name: str, template: str | None = None) -> None:
        """A database with our rights, empty with the fixed tables or a copy of another."""
        with self.admin() as connection:
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER woonzorg_owner ENCODING 'UTF8' TEMPLATE {}"
                ).format(sql.Identifier(name), sql.Identifier(template or "template0"))
            )
            connection.execute(
                sql.SQL("GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {} TO {}").format(
                    sql.Identifier(name),
                    sql.SQL(", ").join(map(sql.Identifier, (*roles.LOGINS, roles.OWNER))),
                )
            )
        with self.admin() as connection:
            # A copied sequence is only in the log after a checkpoint: PostgreSQL logs it 32 ahead.
            connection.execute("CHECKPOINT")
        if template is None:
            with self.admin(name) as connection:
                connection.execute("CREATE EXTENSION postgis")
            migrate(self.cluster.dsn("woonzorg_owner", name))

    def clean(self, kind: str) -> "Site":
        """The site that all others of its kind are copied from: one refresh of unspoilt feeds.

        Args:
            kind: `groot` has every feed of the national profile, `klein` those of `SMALL`.
        """
        if kind not in self.cleaned:
            site = Site.new(self, kind, kind)
            self.create(kind)
            with site.publisher():
                done = site.refresh()
            assert done.status == 0, done.text
            site.disconnect()
            self.cleaned[kind] = site
        return self.cleaned[kind]

    def fresh(self, kind: str = "klein") -> "Site":
        """A site in which nothing was ever published."""
        name = f"plek{next(self.numbers)}"
        self.create(name)
        return Site.new(self, name, kind)

    def copy(self, kind: str = "klein") -> "Site":
        """A site with one release in it."""
        name = f"plek{next(self.numbers)}"
        clean = self.clean(kind)
        self.create(name, clean.name)
        site = Site(self, name)
        shutil.copytree(clean.place, site.place)
        shutil.copytree(clean.home, site.home, dirs_exist_ok=True)
        return site


_FARM: list[Farm] = []


def farm() -> Farm:
    """The farm of this test session."""
    if not _FARM:
        _FARM.append(Farm())
    return _FARM[0]


@dataclass
class Site:
    """One installation: its database, its run-time directory, its feeds and how they are served."""

    farm: Farm
    name: str
    serving: Publisher | None = None
    extra: dict[str, str] = field(default_factory=dict)
    limits: dict[int, int] = field(default_factory=dict)

    @classmethod
    def new(cls, farm_: Farm, name: str, kind: str) -> "Site":
        """A site with its own copy of the unspoilt feeds and deliveries."""
        site = cls(farm_, name)
        site.var.mkdir(parents=True)
        shutil.copytree(farm_.sample, site.feeds)
        keep_products(site.feeds / PROFILE, PRODUCTS)
        if kind == "klein":
            make_small(site.feeds / PROFILE)
        demo.deliver(site.feeds / "partners", site.deliveries)
        for file in site.deliveries.rglob("*.csv"):
            age(file)
        return site

    @property
    def place(self) -> Path:
        """Everything of this site."""
        return self.farm.place / "plekken" / self.name

    @property
    def var(self) -> Path:
        """Run-time directory."""
        return self.place / "var"

    @property
    def home(self) -> Path:
        """Where Dagster keeps what it did here."""
        found = self.farm.homes / self.name
        found.mkdir(exist_ok=True)
        return found

    @property
    def feeds(self) -> Path:
        """What the publisher serves."""
        return self.place / "bronnen"

    @property
    def deliveries(self) -> Path:
        """Watched folders."""
        return self.var / "leveringen"

    @property
    def tiles(self) -> set[str]:
        """Names of the archives on disk."""
        return {file.name for file in (self.var / "tiles").glob("*")}

    def dsn(self, role: str = "woonzorg_pipeline") -> str:
        """Address of the database for a role."""
        return self.farm.cluster.dsn(role, self.name)

    @contextmanager
    def publisher(self) -> Iterator[Publisher]:
        """Serve the feeds of this site."""
        with serve(self.feeds) as publisher:
            self.serving = publisher
            try:
                yield publisher
            finally:
                self.serving = None

    @property
    def environment(self) -> dict[str, str]:
        """Of every process of this site."""
        own = {
            "WOONZORG_VAR": str(self.var),
            "WOONZORG_PROFILE": str(self.feeds / PROFILE),
            "WOONZORG_FICTIEF": "true",
            "WOONZORG_HOSTS": json.dumps(hosts(self.serving.url)) if self.serving else "{}",
            "WOONZORG_PIPELINE_DSN": self.dsn(),
            "DAGSTER_HOME": str(self.home),
            "DAGSTER_DISABLE_TELEMETRY": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        dropped = ("WOONZORG_", "PYTHONDONTWRITEBYTECODE")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
        # Compiled modules are kept for all sites, but not in the checkout.
        kept.setdefault("PYTHONPYCACHEPREFIX", str(self.farm.place / "bytecode"))
        return kept | own | SHORT | self.extra

    def start(self, *only: str) -> "Running":
        """Begin a refresh as the leader of its own process group."""
        return Running(self, only)

    def refresh(self, *only: str) -> Refreshed:
        """One whole refresh."""
        with self.start(*only) as running:
            return running.finish()

    def query(
        self, statement: str, *parameters: Any, role: str = "postgres"
    ) -> list[dict[str, Any]]:
        """Rows of a query."""
        with psycopg.connect(self.dsn(role), autocommit=True, row_factory=dict_row) as connection:
            return connection.execute(statement.encode(), parameters or None).fetchall()

    def value(self, statement: str, *parameters: Any) -> Any:
        """The one value of a query."""
        return next(iter(self.query(statement, *parameters)[0].values()))

    def disconnect(self) -> None:
        """End every session, so that the database can be copied."""
        with self.farm.admin() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                (self.name,),
            )

    def drop(self) -> None:
        """Take the database and the directory away."""
        with self.farm.admin() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name))
            )
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def release(self) -> int:
        """Number of the newest release."""
        return int(self.value("SELECT coalesce(max(release), 0) FROM pub.release"))

    def content(self) -> dict[str, str]:
        """Content of the newest release: per dataset its hash, per layer that of what is read."""
        rows = self.query(
            "SELECT rd.dataset || ' ' || rd.peildatum AS naam, v.inhoud_hash AS hash"
            " FROM log.release_dataset rd JOIN log.versie v USING (version)"
            " WHERE rd.release = (SELECT max(release) FROM pub.release)"
        )
        return {row["naam"]: row["hash"] for row in rows} | self.shown()

    def shown(self) -> dict[str, str]:
        """Per layer and peildatum a hash of what role woonzorg_api reads through the pointer."""
        found = {}
        with psycopg.connect(self.dsn("woonzorg_api"), autocommit=True) as reader:
            pointers = reader.execute("SELECT laag, peildatum, version FROM pub.pointer").fetchall()
            for layer, moment, version in pointers:
                found[f"laag {layer} {moment}"] = layer_hash(reader, layer, version)
        return found

    def version(self, dataset: str) -> int | None:
        """Version of a dataset in the newest release."""
        rows = self.query(
            "SELECT max(version) AS v FROM log.release_dataset WHERE dataset = %s"
            " AND release = (SELECT max(release) FROM pub.release)",
            dataset,
        )
        found: int | None = rows[0]["v"]
        return found

    def versions(self, dataset: str) -> dict[str, int]:
        """Version per peildatum of a dataset in the newest release."""
        rows = self.query(
            "SELECT peildatum, version FROM log.release_dataset WHERE dataset = %s"
            " AND release = (SELECT max(release) FROM pub.release)",
            dataset,
        )
        return {str(row["peildatum"]): row["version"] for row in rows}

    def alerts(self) -> list[dict[str, Any]]:
        """Open alerts."""
        return self.query("SELECT * FROM log.melding WHERE opgelost IS NULL ORDER BY id")

    def findings(self, dataset: str, epoch: int) -> list[str]:
        """Explanations of the failed checks of a dataset in one run."""
        return [
            row["uitleg"]
            for row in self.query(
                "SELECT uitleg FROM log.bevinding"
                " WHERE dataset = %s AND epoch = %s AND NOT geslaagd ORDER BY id",
                dataset,
                epoch,
            )
        ]

    @property
    def epoch(self) -> int:
        """Number of the newest run."""
        return int(self.value("SELECT max(epoch) FROM log.run"))

    def status(self) -> dict[str, Any]:
        """What `./woonzorg status` says, as data."""
        done = subprocess.run(
            [sys.executable, "-m", "pipelines.status", "--json"],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def leftovers(self) -> list[str]:
        """Tables and tiles that belong to no version on record; empty when all is well."""
        tables = [
            row["naam"]
            for row in self.query(
                "SELECT c.relname AS naam FROM pg_class c"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'stage' AND c.relkind = 'r' AND NOT EXISTS"
                " (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)"
            )
        ]
        attached = [
            row["naam"]
            for row in self.query(
                "SELECT c.relname AS naam FROM pg_class c"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'stage' AND c.relkind = 'r' AND NOT EXISTS"
                " (SELECT FROM log.versie v WHERE c.relname = v.dataset || '_' || v.version"
                "  AND v.toestand IN ('goed', 'teruggedraaid'))"
                " AND NOT EXISTS (SELECT FROM log.laagversie l"
                "  WHERE c.relname = l.laag || '_' || l.version AND l.toestand = 'goed')"
            )
        ]
        known = {row["bestand"] for row in self.query("SELECT bestand FROM pub.archief")}
        making = self.query(
            "SELECT version FROM log.versie WHERE toestand = 'in_maak'"
            " UNION ALL SELECT version FROM log.laagversie WHERE toestand = 'in_maak'"
        )
        return sorted(
            {
                *tables,
                *attached,
                *(self.tiles ^ known),
                *(f"in_maak {row['version']}" for row in making),
            }
        )


def layer_hash(reader: psycopg.Connection[Any], layer: str, version: int) -> str:
    """Hash of the rows of one layer version, its version number left out."""
    statement = sql.SQL(
        "SELECT coalesce(md5(string_agg(r, '|' ORDER BY r)), 'leeg') FROM"
        " (SELECT md5((to_jsonb(t) - 'version')::text) AS r FROM {} t WHERE version = %s) x"
    ).format(sql.Identifier("pub", layer))
    row = reader.execute(statement, (version,)).fetchone()
    assert row is not None
    return str(row[0])


class Running:
    """A refresh under way in a process group of its own.

    Its process is forked from a server that has read the modules once: starting an interpreter
    costs seconds.
    """

    def __init__(self, site: Site, only: tuple[str, ...]) -> None:
        """Start it."""
        self.started = time.monotonic()
        self.said = site.place / f"fouten-{time.monotonic_ns()}.txt"
        near, far = _PROCESSES.Pipe(duplex=False)
        self.process = _PROCESSES.Process(
            target=_refresh, args=(far, site.environment, self.said, only, site.limits)
        )
        self.process.start()
        far.close()
        self.stream = os.fdopen(os.dup(near.fileno()), encoding="utf-8")
        near.close()
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> "Running":
        """Use as a context: nothing of it outlives the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the whole group."""
        self.kill()
        self.stream.close()

    def signal(self, number: int) -> None:
        """Send a signal to the whole group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, number)

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        self.process.join()

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        """Read events until one fits; None when the run ended before that."""
        for line in self.stream:
            event = json.loads(line) if line.startswith("{") else {}
            self.events.append(event)
            if wanted(event):
                return event
        return None

    def finish(self) -> Refreshed:
        """Let it run to its end."""
        self.until(lambda _: False)
        self.process.join()
        seconds = time.monotonic() - self.started
        return Refreshed(self.process.exitcode or 0, self.events, self.said.read_text(), seconds)


def _refresh(
    out: Any,
    environment: dict[str, str],
    said: Path,
    only: tuple[str, ...],
    limits: Mapping[int, int],
) -> None:
    """What the forked process does: be `python -m pipelines.refresh --json` in that environment."""
    os.setsid()
    os.chdir(ROOT)
    os.dup2(out.fileno(), 1)
    with said.open("w", encoding="utf-8") as errors:
        os.dup2(errors.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
    sys.argv = ["pipelines.refresh", "--json", *only]
    forked.Steps(out.fileno()).take_the_place_of_popen()
    from pipelines import refresh

    sys.exit(refresh.main())


def make_small(profile: Path) -> None:
    """Switch off what the small kind of installation does without; RIVM with two peildata."""
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    national = tomllib.loads((ROOT / "data" / "profiles" / "landelijk.toml").read_text("utf-8"))
    # One line per feed: other editions, and ways that are switched off, play no part here.
    listed = {
        name: lines[0] if isinstance(lines, list) else lines
        for name, lines in national["bronnen"].items()
    }
    sources: dict[str, Any] = {
        name: {"vorm": source["vorm"], "uit": True, "reden": "niet in deze proef"}
        for name, source in listed.items()
        if name not in SMALL
    }
    # Dated by hand: on the day of receipt two states would differ for a run over midnight.
    for name in SMALL:
        if name in listed:
            received = listed[name]["peildatum"] == "ontvangst"
            sources[name] = listed[name] | ({"peildatum": DAY} if received else {})
    sources["rivm_gezondheid"] = [
        RIVM | {"filter": {"Perioden": f"{year}JJ00"}, "peildatum": date(year, 9, 1)}
        for year in (2022, 2024)
    ]
    text["bronnen"] = sources
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")


def second_address(profile: Path, dataset: str, table: str) -> None:
    """Give a table of CBS its address over OData v4 too, asked when v3 gives nothing usable."""
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    national = tomllib.loads((ROOT / "data" / "profiles" / "landelijk.toml").read_text("utf-8"))
    listed = national["bronnen"][dataset]
    sources = [s for s in (listed if isinstance(listed, list) else [listed]) if not s.get("uit")]
    for source in sources:
        if source["adres"].endswith(f"/{table}"):
            source["uitwijk"] = f"https://datasets.cbs.nl/odata/v1/CBS/{table}"
    held: Any = text.setdefault("bronnen", tomlkit.table())
    held[dataset] = sources
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")


def age(file: Path, seconds: float = 60) -> None:
    """Make a file look as if it lay there for a while: one still being written is left alone."""
    then = time.time() - seconds
    os.utime(file, (then, then))


def drop_file(folder: Path, name: str, text: str | bytes) -> Path:
    """A new delivery, newer than all that lie in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    newest = max((f.stat().st_mtime for f in folder.iterdir()), default=0.0)
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    moment = max(newest + 1, time.time() - 50)
    os.utime(file, (moment, moment))
    return file


def edit_odata(feeds: Path, table: str, change: Callable[[dict[str, Any]], None]) -> None:
    """A new edition of an OData table: rows changed one by one, and Modified with them."""
    head = feeds / "odata" / f"{table}.json"
    described = json.loads(head.read_text(encoding="utf-8"))
    rows = feeds / "odata" / f"{table}.jsonl"
    made = []
    for line in rows.read_text(encoding="utf-8").splitlines():
        row = dict(zip(described["kolommen"], json.loads(line), strict=True))
        change(row)
        made.append(json.dumps(list(row.values()), ensure_ascii=False))
    text = "\n".join(made) + "\n"
    rows.write_text(text, encoding="utf-8")
    touch_odata(feeds, table, hashlib.sha256(text.encode()).hexdigest()[:8])


def touch_odata(feeds: Path, table: str, mark: str) -> None:
    """Say that a table was published anew."""
    head = feeds / "odata" / f"{table}.json"
    described = json.loads(head.read_text(encoding="utf-8"))
    described["TableInfos"][0]["Modified"] = f"2025-04-01T02:00:00#{mark}"
    head.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")


class Reader:
    """Keeps asking, as woonzorg_api, what the pointers say; hashes the rows of some layers."""

    def __init__(self, dsn: str, layers: Mapping[str, None] | tuple[str, ...]) -> None:
        """Begin asking in a thread."""
        self.dsn, self.layers = dsn, tuple(layers)
        self.seen: dict[str, None] = {}
        self.errors: list[str] = []
        self.rounds = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> "Reader":
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._end.set()
        self._thread.join(timeout=30)

    def _ask(self) -> None:
        while not self._end.is_set():
            try:
                with psycopg.connect(self.dsn, connect_timeout=5) as connection:
                    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                    while not self._end.is_set():
                        self.seen.setdefault(look(connection, self.layers))
                        self.rounds += 1
                        time.sleep(0.02)
            except (
                psycopg.OperationalError
            ) as error:  # the server is down: that is part of some tests
                self.errors.append(str(error))
                time.sleep(0.05)


def look(connection: psycopg.Connection[Any], layers: tuple[str, ...]) -> str:
    """One consistent look: the pointers and the content of some layers, as one text."""
    with connection.transaction():
        pointers = connection.execute(
            "SELECT laag, peildatum, version FROM pub.pointer ORDER BY 1, 2"
        ).fetchall()
        hashes = []
        for layer in layers:
            versions = [version for name, _, version in pointers if name == layer]
            hashes += [layer_hash(connection, layer, version) for version in versions]
        return json.dumps([pointers, hashes], default=str)


LAYERS = ("voorzieningen", "gezondheid", "gezondheid_65plus")


class Swing:
    """A small site whose feeds swing between two states, `a` and `b`, with a release of its own.

    Between them differ an OData table with two peildata and two layers, and a partner's file that
    a derived layer is made from; so every step has work to do.

    Attributes:
        site: where it happens.
        at: the state last asked for.
        content: what a clean refresh ends with, per state.
        seconds: how long an undisturbed refresh took.
    """

    def __init__(self) -> None:
        """Copy the small site and let it meet both states once."""
        self.site = farm().copy("klein")
        self.at = "a"
        rows = (self.site.feeds / "odata" / "50150NED.jsonl").read_text(encoding="utf-8")
        self._original = rows
        self._folder = self.site.deliveries / "zorgaanbieders" / "thuiszorg-zandhoven"
        self._file = next(self._folder.iterdir()).read_text(encoding="utf-8")
        self.content = {"a": self.site.content()}
        self.turn()
        with self.site.publisher():
            done = self.site.refresh()
        assert done.status == 0, done.text
        self.seconds = done.seconds
        self.content["b"] = self.site.content()
        assert {k for k in self.content["a"] if self.content["a"][k] != self.content["b"][k]} >= {
            "rivm_gezondheid 2022-09-01",
            "rivm_gezondheid 2024-09-01",
            f"locaties {DAY}",
        }

    def turn(self) -> dict[str, str]:
        """Change the feeds to the other state; returns what a refresh must end with, if known."""
        self.at = "b" if self.at == "a" else "a"
        table = self.site.feeds / "odata" / "50150NED.jsonl"
        table.write_text(self._original, encoding="utf-8")
        touch_odata(self.site.feeds, "50150NED", self.at)
        lines = self._file.splitlines()
        if self.at == "b":
            edit_odata(self.site.feeds, "50150NED", _less_lonely)
            lines = lines[:-1]
        drop_file(self._folder, f"{time.time_ns()}.csv", "\n".join(lines) + "\n")
        return self.content.get(self.at, {})

    def look(self) -> str:
        """What readers see now."""
        with psycopg.connect(self.site.dsn("woonzorg_api")) as connection:
            return look(connection, LAYERS)

    def reader(self) -> Reader:
        """A reader that keeps looking."""
        return Reader(self.site.dsn("woonzorg_api"), LAYERS)


def _less_lonely(row: dict[str, Any]) -> None:
    for name, value in row.items():
        if isinstance(value, float) and value > 1:
            row[name] = round(value - 0.5, 1)


def reached(step: str, dataset: str = "") -> Callable[[dict[str, Any]], bool]:
    """Whether an event says that a numbered step (of a dataset or layer) is reached."""
    return lambda event: event.get("naam") == step and dataset in ("", event.get("dataset"))
