"""The service as it really runs, on an installation of a test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def running(dsn: str, var: Path) -> Iterator[str]:
    """The address of the public process.

    Args:
        dsn: of its database, as the role that reads what is open.
        var: its folder, with the archives of tiles.

    Raises:
        AssertionError: it does not come up.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: text for name, text in os.environ.items() if "WOONZORG" not in name} | {
        "WOONZORG_API_DSN": dsn,
        "WOONZORG_VAR": str(var),
        "WOONZORG_PORT": str(port),
    }
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-m", "geo_api"], cwd=ROOT, env=environment) as process:
        try:
            _wait(process, base)
            yield base
        finally:
            process.terminate()


def _wait(process: "subprocess.Popen[bytes]", base: str) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the service did not come up")
