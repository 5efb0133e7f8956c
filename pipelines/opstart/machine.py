"""What a command needs of the machine before it starts: a free port, room on the disk."""

import shutil
import socket
from pathlib import Path

from pipelines.errors import EnvironmentUnfit

_GIB = 1024**3


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nothing listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_port(port: int, variable: str) -> None:
    """Refuse a port that is in use.

    Raises:
        EnvironmentUnfit: says which variable chooses another one, and proposes one.
    """
    if port_is_free(port):
        return
    near = (one for one in range(port + 1, min(port + 200, 65536)) if port_is_free(one))
    proposal = next(near, 0)
    example = f", bijvoorbeeld {variable}={proposal}" if proposal else ""
    raise EnvironmentUnfit(
        f"Poort {port} is in gebruik: stop het programma dat haar gebruikt, of kies een andere met "
        f"{variable}{example}."
    )


def require_room(place: Path, gibibytes: float) -> None:
    """Refuse a disk that is too full for what is asked.

    Raises:
        EnvironmentUnfit: says how much is free and how much is needed.
    """
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / _GIB
    if free < gibibytes:
        raise EnvironmentUnfit(
            f"Op de schijf van {place} is {_dutch(free)} GiB vrij en er is {_dutch(gibibytes)} GiB "
            "nodig: maak ruimte vrij, of kies met WOONZORG_VAR een map op een andere schijf."
        )


def _dutch(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
