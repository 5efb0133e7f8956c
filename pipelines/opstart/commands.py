"""Which commands of this installation run, so that the last one out stops the database."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.cluster import Server
from pipelines.opstart.processes import start_time


@dataclass(frozen=True)
class Command:
    """A command of a user that runs now, noted in `var/run/<pid>.json`."""

    name: str
    pid: int
    started: int

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return start_time(self.pid) == self.started


def running(var: Path) -> list[Command]:
    """Other commands that run for this installation; notes of killed ones are removed."""
    found = []
    for path in sorted((var / "run").glob("*.json")):
        try:
            command = Command(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if not command.alive:
            path.unlink(missing_ok=True)
        elif command.pid != os.getpid():
            found.append(command)
    return found


@contextmanager
def using(server: Server, var: Path, name: str) -> Iterator[None]:
    """Have the server run as long as this command, and stop it unless another command needs it."""
    folder = var / "run"
    folder.mkdir(parents=True, exist_ok=True)
    me = os.getpid()
    note = folder / f"{me}.json"
    try:
        with _alone(folder):
            note.write_text(json.dumps(asdict(Command(name, me, start_time(me) or 0))))
        server.ensure()
        yield
    finally:
        with _alone(folder):
            note.unlink(missing_ok=True)
            if not running(var):
                server.stop()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "slot").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
