"""Making the private cluster and what is in it from the start."""

import shutil
import time
from pathlib import Path

import psycopg
from psycopg import sql

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import location, postgres, roles
from pipelines.opstart.dsn import libpq_url
from pipelines.opstart.note import Note
from pipelines.opstart.server_log import why

SUPERUSER = "postgres"


def create(var: Path, system_root: Path) -> Note:
    """Make the cluster's directory and data, or find those an earlier start made.

    Raises:
        EnvironmentUnfit: PostgreSQL or PostGIS is missing, or the place cannot be used.
    """
    owner = location.server_user()
    postgres.choose()  # says what is missing before any directory is made
    base = location.base_directory(var, owner, system_root)
    data = base / "data"
    if not (data / "PG_VERSION").exists():
        _initdb(base, data, owner)
    return Note(
        data=str(data),
        socket=str(location.socket_directory(base, owner)),
        log=str(base / "postgres.log"),
        major=int((data / "PG_VERSION").read_text(encoding="utf-8")),
        user=owner.name,
    )


def _initdb(base: Path, data: Path, owner: location.Owner) -> None:
    draft = base / "data.nieuw"  # renamed when whole: a half-made one is never taken for a cluster
    shutil.rmtree(draft, ignore_errors=True)
    program = postgres.choose().program("initdb")
    form = ["--data-checksums", "-E", "UTF8", "--locale=C.UTF-8", "--auth=reject"]
    done = owner.run([program, "-D", str(draft), "-U", SUPERUSER, "--no-instructions", *form])
    if done.returncode != 0:
        raise EnvironmentUnfit(f"Databasecluster maken in {base} mislukt: {why(done.stderr)}")
    draft.rename(data)


def fill(note: Note, passwords: dict[str, str]) -> None:
    """Passwords, roles, databases and PostGIS, over the access that `postgres.HBA_OPEN` gives.

    May be repeated: after a start that was cut off, or when the password file was lost.
    """

    def enter(database: str) -> psycopg.Connection:
        return _connect(libpq_url(SUPERUSER, "", database, note.server))

    with enter("postgres") as connection:
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(SUPERUSER), sql.Literal(passwords[SUPERUSER])
            )
        )
        roles.ensure_all(connection, passwords, enter)


def _connect(dsn: str) -> psycopg.Connection:
    """Connect; after a reload the server needs a moment before the new access rules hold."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return psycopg.connect(dsn, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
