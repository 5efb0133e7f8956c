"""The server process of the private cluster: settings files, pg_ctl, is it alive."""

from pathlib import Path

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import location, postgres
from pipelines.opstart.note import Note
from pipelines.opstart.server_log import why

# Crash recovery of a few GiB of log may take minutes on a slow disk.
_START_SECONDS = "300"
_STOP_SECONDS = "120"


def pid_of(note: Note) -> int | None:
    """Process id of the living server.

    A pid file whose process is gone, or whose number now belongs to another program, does not
    count: a server always stands in its own data directory.
    """
    data = Path(note.data)
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        return pid if Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve() else None
    except (OSError, ValueError, IndexError):
        return None


def start(note: Note, hba: str) -> None:
    """Start the server with these access rules, or give them to the one that runs.

    Raises:
        EnvironmentUnfit: it does not start; the message says why.
    """
    write_settings(note, hba)
    if pid_of(note) is not None:
        reload(note)
        return
    (Path(note.data) / "postmaster.pid").unlink(missing_ok=True)
    _control(note, "start", "-l", note.log, "-w", "-t", _START_SECONDS, "-s")


def reload(note: Note) -> None:
    """Let the running server read its settings again."""
    _control(note, "reload", "-s")


def stop(note: Note, mode: str) -> None:
    """Stop the server and wait for it.

    Raises:
        EnvironmentUnfit: it still runs afterwards.
    """
    _pg_ctl(note, "stop", "-m", mode, "-w", "-t", _STOP_SECONDS, "-s")
    if pid_of(note) is not None:
        raise EnvironmentUnfit(f"PostgreSQL stopt niet; zie {note.log}.")


def write_settings(note: Note, hba: str) -> None:
    """Write the settings, access rules and identity map of the cluster."""
    data, owner = Path(note.data), location.server_user()
    main = (data / "postgresql.conf").read_text(encoding="utf-8")
    include = "include_if_exists 'woonzorg.conf'\n"
    texts = {
        "woonzorg.conf": postgres.configuration(Path(note.socket)),
        "pg_hba.conf": hba,
        "pg_ident.conf": postgres.ident(owner.name),
        "postgresql.conf": main if include in main else main + include,
    }
    for name, text in texts.items():
        location.write_as(data / name, text, owner)


def _control(note: Note, *arguments: str) -> None:
    log = Path(note.log)
    before = log.stat().st_size if log.exists() else 0
    if _pg_ctl(note, *arguments) != 0:
        news = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
        raise EnvironmentUnfit(f"PostgreSQL start niet: {why(news)} Zie {log}.")


def _pg_ctl(note: Note, *arguments: str) -> int:
    program = postgres.choose(note.major).program("pg_ctl")
    command = [program, "-D", note.data, *arguments]
    return location.server_user().run(command, listen=False).returncode
