"""The note in `var/cluster.json`: where the private cluster of this checkout is."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Note:
    """Places of one cluster.

    Attributes:
        data: data directory; its parent belongs to the cluster alone.
        socket: directory of the socket, mode 0700.
        log: the server's own log.
        major: PostgreSQL version that made the data.
        user: operating-system user that runs the server.
        complete: roles, databases and PostGIS are in place.
    """

    data: str
    socket: str
    log: str
    major: int
    user: str
    complete: bool = False

    @property
    def server(self) -> dict[str, str]:
        """Libpq parameters that lead to the server."""
        return {"host": self.socket, "port": "5432"}


def read(path: Path) -> Note | None:
    """The note, or None when there is none, it is damaged, or its cluster is gone."""
    try:
        note = Note(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return note if (Path(note.data) / "PG_VERSION").exists() else None


def write(path: Path, note: Note) -> None:
    """Replace the note in one step."""
    draft = path.with_suffix(".nieuw")
    draft.write_text(json.dumps(asdict(note), indent=1), encoding="utf-8")
    draft.replace(path)
