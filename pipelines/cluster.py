"""The private PostgreSQL cluster of one checkout: make, start, address, stop.

`server(settings)` gives the server of an installation: this cluster, or the one that
`DATABASE_URL` names. State on disk: `var/cluster.json` (where everything is) and
`var/cluster.wachtwoorden.json` (mode 0600).
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import (
    location,
    postgres,
    provision,
    roles,
    secrets,
    server_process,
)
from pipelines.opstart import (
    note as notes,
)
from pipelines.opstart.dsn import libpq_url
from pipelines.opstart.external import ExternalServer
from pipelines.opstart.note import Note
from pipelines.settings import Settings

State = Literal["afwezig", "gestopt", "draait", "extern"]
StopMode = Literal["fast", "immediate"]
_PASSWORDS = (provision.SUPERUSER, *roles.LOGINS)


class Server(Protocol):
    """What the rest of the product needs of a PostgreSQL server."""

    def ensure(self) -> None:
        """Make it run, with databases, roles and PostGIS in place."""

    def dsn(self, role: str, database: str = roles.DATABASE) -> str:
        """Libpq URL for a role; `woonzorg_owner` stands for the migration role acting as owner."""

    def sqlalchemy_url(
        self, role: str, database: str = roles.DATABASE, driver: str = "psycopg"
    ) -> str:
        """The same for SQLAlchemy (`psycopg`) or Dagster (`psycopg2`)."""

    def state(self) -> State:
        """Whether it runs, without starting it."""

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop it when it is ours."""


class Cluster:
    """A PostgreSQL server of our own, under `var/postgres` or `/var/lib/woonzorg/<hash>`.

    Args:
        var: directory of all run-time state.
        system_root: where clusters go whose checkout is closed to user `postgres`.
    """

    def __init__(self, var: Path, system_root: Path = location.SYSTEM_ROOT) -> None:
        """Remember the place; nothing is made or started yet."""
        self.var = var.absolute()
        self._system_root = system_root
        self._note_file = self.var / "cluster.json"
        self._password_file = self.var / "cluster.wachtwoorden.json"

    def ensure(self) -> None:
        """Make the cluster, start it, bring roles and databases in place: whatever is missing.

        Raises:
            EnvironmentUnfit: PostgreSQL or PostGIS is missing, the place is unusable, or the
                server does not start.
        """
        self.var.mkdir(parents=True, exist_ok=True)
        with self._alone():
            note = self._note() or provision.create(self.var, self._system_root)
            note = self._reachable(note)
            complete = note.complete and secrets.load(self._password_file).keys() >= {*_PASSWORDS}
            notes.write(self._note_file, replace(note, complete=complete))
            server_process.start(note, postgres.HBA_CLOSED if complete else postgres.HBA_OPEN)
            if not complete:
                provision.fill(note, secrets.make(self._password_file, _PASSWORDS))
                server_process.start(note, postgres.HBA_CLOSED)
                notes.write(self._note_file, replace(note, complete=True))

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop the server; `immediate` is the crash of the tests. No effect when it is down."""
        note = self._note()
        if note is not None and server_process.pid_of(note) is not None:
            server_process.stop(note, mode)

    def destroy(self) -> None:
        """Stop at once and remove all data of this cluster."""
        note = self._note()
        if note is None:
            return
        self.stop("immediate")
        for path in (Path(note.data).parent, Path(note.socket)):
            shutil.rmtree(path, ignore_errors=True)
        self._note_file.unlink(missing_ok=True)
        self._password_file.unlink(missing_ok=True)

    def state(self) -> State:
        """Whether the cluster exists and its server process lives."""
        note = self._note()
        if note is None:
            return "afwezig"
        return "gestopt" if server_process.pid_of(note) is None else "draait"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return Path(self._known().log)

    def dsn(self, role: str, database: str = roles.DATABASE) -> str:
        """Libpq URL of a login role, of `woonzorg_owner`, or of superuser `postgres` (tests)."""
        return self._url(role, database, "postgresql")

    def sqlalchemy_url(
        self, role: str, database: str = roles.DATABASE, driver: str = "psycopg"
    ) -> str:
        """SQLAlchemy URL of the same; Dagster wants `driver="psycopg2"`."""
        return self._url(role, database, f"postgresql+{driver}")

    def _url(self, role: str, database: str, scheme: str) -> str:
        become = roles.OWNER if role == roles.OWNER else None
        login = roles.MIGRATION if become else role
        server = self._known().server
        password = secrets.load(self._password_file).get(login)
        if password is None:
            raise EnvironmentUnfit(f"Rol {login} heeft geen wachtwoord in {self._password_file}.")
        return libpq_url(login, password, database, server, become, scheme)

    def _reachable(self, note: Note) -> Note:
        """Refuse another user's cluster; replace a socket directory that a clean-up removed."""
        owner = location.server_user()
        if note.user != owner.name:
            keeper = "root" if note.user == "postgres" else note.user
            raise EnvironmentUnfit(
                f"Het databasecluster van deze installatie is van gebruiker {note.user}: "
                f"start ./woonzorg als {keeper}."
            )
        if server_process.pid_of(note) is None and not Path(note.socket).is_dir():
            base = Path(note.data).parent
            return replace(note, socket=str(location.socket_directory(base, owner)))
        return note

    def _note(self) -> Note | None:
        return notes.read(self._note_file)

    def _known(self) -> Note:
        note = self._note()
        if note is None:
            raise EnvironmentUnfit(
                "Er is nog geen database: begin met ./woonzorg demo of ./woonzorg up."
            )
        return note

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One starter at a time; the kernel frees the lock of a killed one."""
        with (self.var / "cluster.slot").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def server(settings: Settings) -> Server:
    """The server that `DATABASE_URL` names, otherwise the private cluster."""
    if settings.database_url:
        return ExternalServer(settings.database_url, settings.var)
    return Cluster(settings.var)
