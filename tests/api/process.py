"""The service as it really runs: `python -m geo_api` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Process:
    """A running service.

    Attributes:
        base: its address.
    """

    popen: "subprocess.Popen[bytes]"
    base: str
    port: int

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for its exit status."""
        self.popen.send_signal(number)
        return self.popen.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def start(dsn: str, var: Path, **environment: str) -> Iterator[Process]:
    """Start it, wait until it is alive, and end it afterwards."""
    port = free_port()
    given = {"WOONZORG_API_DSN": dsn, "WOONZORG_VAR": str(var), "WOONZORG_PORT": str(port)}
    given["WOONZORG_VOORAF_S"] = "0"  # or files are made beside what is tested or measured
    popen = subprocess.Popen(
        [sys.executable, "-m", "geo_api"],
        cwd=CHECKOUT,
        env=os.environ | given | environment,
        stderr=subprocess.PIPE,
    )
    process = Process(popen, f"http://127.0.0.1:{port}", port)
    try:
        _wait(process)
        yield process
    finally:
        popen.kill()
        popen.wait(15)
        if popen.stderr:
            popen.stderr.close()


def _wait(process: Process) -> None:
    deadline = time.monotonic() + 60
    while process.popen.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{process.base}/health/live").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not come up")
