"""What one run carries with it.

Settings, profile, epoch, addresses, and a way to say what it does.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from data.registry import registry
from pipelines import profile as profiles
from pipelines.connectors import Pull
from pipelines.database import Connection, bulk, bulk_connection, connect, one
from pipelines.errors import PublicationRefused
from pipelines.http.client import Fetch, Http, Timing
from pipelines.landing import Landed, Landing
from pipelines.profile import Profiel
from pipelines.settings import CHECKOUT, Settings

if TYPE_CHECKING:
    import adbc_driver_postgresql.dbapi as adbc

Say = Callable[[dict[str, Any]], None]

# The numbered points of a refresh; a kill at any of them must leave readers the last good release.
STEPS = (
    "landen",
    "lezen",
    "klaarzetten",
    "controleren",
    "afleiden",
    "beschermen",
    "tegels",
    "aanhechten",
    "publiceren",
    "opruimen",
)


def say_json(event: dict[str, Any]) -> None:
    """Default reporter: one JSON object per line, read by the command line that started us."""
    sys.stdout.write(json.dumps(event, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


@dataclass
class Work:
    """One run.

    Attributes:
        settings: of the installation.
        dsn: address of the database for role woonzorg_pipeline.
        profile: what the municipality chose.
        epoch: number of this run; a newer one that published makes this one's publication refused.
        say: receives progress events.
        recent: bodies fetched in this run, so that three datasets of one file cost one download.
        asked: lines of the fetch log of the pull under way.
        kept: what several products of one run share (`Inputs.once`).
    """

    settings: Settings
    dsn: str
    profile: Profiel
    epoch: int
    say: Say = say_json
    recent: dict[str, Landed] = field(default_factory=dict)
    asked: list[Fetch] = field(default_factory=list)
    kept: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def connection(self) -> Connection:
        """Control connection of this run."""
        return connect(self.dsn)

    @cached_property
    def arrow(self) -> "adbc.Connection":
        """Bulk connection of this run; opening one costs more than reading a small table."""
        return bulk_connection(self.dsn)

    def bulk(self) -> AbstractContextManager["adbc.Connection"]:
        """A transaction of the bulk connection."""
        return bulk(self.arrow)

    @cached_property
    def other_arrow(self) -> "adbc.Connection":
        """Second bulk connection, opened for the first big table."""
        return bulk_connection(self.dsn)

    def second(self) -> AbstractContextManager["adbc.Connection"]:
        """A transaction of the second bulk connection."""
        return bulk(self.other_arrow)

    @cached_property
    def erased(self) -> set[str]:
        """Hashes of what was erased for personal data; none of it lands again."""
        rows = self.connection.execute("SELECT sha256 FROM log.gewist")
        return {row["sha256"] for row in rows}

    @cached_property
    def landing(self) -> Landing:
        """The landing store."""
        return Landing(self.settings.landing, self.erased)

    @cached_property
    def landing_c(self) -> Landing:
        """The landing store of feeds with columns of tier C."""
        return Landing(self.settings.landing_c, self.erased, closed=True)

    @property
    def stores(self) -> tuple[Landing, Landing]:
        """Everywhere a body can have landed."""
        return self.landing, self.landing_c

    def landing_of(self, dataset: str) -> Landing:
        """Where the bodies of a dataset land."""
        return self.landing_c if registry()[dataset].closed else self.landing

    def holds(self, files: Iterable[dict[str, Any]]) -> bool:
        """Whether all bodies on record are still there; they may be erased for another delivery."""
        return all(any(s.has(file["sha256"]) for s in self.stores) for file in files)

    def landed(self, file: dict[str, Any]) -> Landed:
        """A body on record, wherever it lies.

        Raises:
            FileNotFoundError: it was erased or never landed.
        """
        store = next((s for s in self.stores if s.has(file["sha256"])), self.landing)
        return store.get(file["sha256"], file["role"], file["url"])

    @cached_property
    def http(self) -> Http:
        """Client that may ask the hosts of the profile and no others."""
        chosen = self.settings
        timing = Timing(
            connect=chosen.http_connect_s,
            read=chosen.http_read_s,
            total=chosen.http_total_s,
            tries=chosen.http_tries,
            wait=chosen.http_wait_s,
        )
        return Http(chosen, chosen.hosts, self.hosts, timing, on_fetch=self.asked.append)

    @property
    def hosts(self) -> Collection[str]:
        """Hosts that the profile names."""
        found = set()
        for sources in self.profile.bronnen.values():
            for source in sources:
                addresses = (source.adres,) if isinstance(source.adres, str) else source.adres
                addresses = (*addresses, source.uitwijk)
                found |= {host for a in addresses if (host := urlsplit(a).hostname)}
        return found

    @property
    def pull_base(self) -> Pull:
        """What every connector of this run shares."""
        return Pull(http=self.http, root=self.settings.var, recent=self.recent)

    def step(self, step: str, dataset: str, **more: Any) -> None:
        """Say that a numbered point is reached."""
        number = STEPS.index(step) + 1
        self.say({"stap": number, "naam": step, "dataset": dataset, "tijd": time.time(), **more})

    def finding(
        self,
        dataset: str,
        check: str,
        explanation: str,
        *,
        passed: bool,
        version: int | None = None,
        severity: str = "fout",
        **evidence: Any,
    ) -> None:
        """Put the outcome of a check on record."""
        self.connection.execute(
            "INSERT INTO log.bevinding (epoch, dataset, version, controle, geslaagd, zwaarte, "
            "uitleg, bewijs)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                self.epoch,
                dataset,
                version,
                check,
                passed,
                severity,
                explanation,
                json.dumps(evidence, default=str),
            ),
        )

    def close(self) -> None:
        """Close connections that were opened."""
        if "http" in self.__dict__:
            self.http.close()
        if "arrow" in self.__dict__:
            self.arrow.close()
        if "other_arrow" in self.__dict__:
            self.other_arrow.close()
        if "connection" in self.__dict__:
            self.connection.close()


@cache
def code_version() -> str:
    """Which code made a version: the hash of all that reads, checks and computes."""
    whole = hashlib.sha256()
    for package in (CHECKOUT / "data", CHECKOUT / "pipelines"):
        for path in sorted(package.rglob("*")):
            if path.suffix in (".py", ".toml", ".sql"):
                whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def open_run(settings: Settings, dsn: str, reason: str, say: Say = say_json) -> Work:
    """Start a run with a new epoch, or continue the one of the command line (`WOONZORG_EPOCH`).

    Raises:
        ConfigurationError: the profile is wrong.
    """
    chosen = profiles.load(settings.profile, settings.gemeente, fictief=settings.fictief)
    given = os.environ.get("WOONZORG_EPOCH")
    if given:
        return Work(settings, dsn, chosen, int(given), say)
    with connect(dsn) as connection:
        epoch = one(
            connection,
            "INSERT INTO log.run (aanleiding, codeversie) VALUES (%s, %s) RETURNING epoch",
            (reason, code_version()),
        )["epoch"]
    return Work(settings, dsn, chosen, int(epoch), say)


def close_run(work: Work, state: str, reason: str | None = None) -> None:
    """Write down how a run ended, and end it."""
    work.connection.execute(
        "UPDATE log.run SET geeindigd = clock_timestamp(), toestand = %s, reden = %s WHERE epoch "
        "= %s",
        (state, reason, work.epoch),
    )
    work.close()


def check_epoch(connection: Connection, epoch: int) -> None:
    """Refuse to publish for a run that was declared dead or overtaken.

    Raises:
        PublicationRefused: a newer run has published, or this one was abandoned.
    """
    row = one(
        connection,
        "SELECT toestand, (SELECT max(v.epoch) FROM log.versie v JOIN log.release_dataset rd "
        "USING (version)) AS laatste"
        " FROM log.run WHERE epoch = %s",
        (epoch,),
    )
    if row["toestand"] != "loopt" or (row["laatste"] or 0) > epoch:
        raise PublicationRefused(
            f"Run {epoch} mag niet publiceren: hij is {row['toestand']} en run {row['laatste']} "
            "heeft al "
            "gepubliceerd. Start een nieuwe verversing."
        )
