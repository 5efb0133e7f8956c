"""Processes of this installation, found by a mark in their environment, and ending them.

Each process that a command starts, and everything below it, carries the number and start time of
that command. So nothing has to be noted on disk, nothing goes stale, and a process is never taken
for another one that got the same number.
"""

import hashlib
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MARK = "WOONZORG_OPDRACHT"
SERVICE = "WOONZORG_DIENST"


@dataclass(frozen=True)
class Process:
    """One living process of this installation.

    Attributes:
        pid: process id.
        started: start time in clock ticks since boot; with `pid` one process for ever.
        service: what it is part of, e.g. `api`.
        command: process id of the command that started it.
        command_started: start time of that command.
    """

    pid: int
    started: int
    service: str
    command: int
    command_started: int

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        return start_time(self.pid) == self.started

    @property
    def orphan(self) -> bool:
        """Whether the command that started it is gone."""
        return start_time(self.command) != self.command_started


def start_time(pid: int) -> int | None:
    """Start time of a living process in ticks since boot; None for a dead one or a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name in brackets may hold spaces
    return None if fields[0] in "ZX" else int(fields[19])


def mark(var: Path) -> str:
    """The mark of what this process starts for the installation in `var`."""
    me = os.getpid()
    return f"{_place(var)}:{me}:{start_time(me)}"


def marked(var: Path) -> list[Process]:
    """All living processes that a command of this installation started, whoever is above them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # gone, or another user's
            continue
        told = dict(word.decode(errors="replace").split("=", 1) for word in words if b"=" in word)
        place, _, command = told.get(MARK, "").partition(":")
        pid, _, ticks = command.partition(":")
        started = start_time(int(folder.name))
        if place == _place(var) and pid.isdigit() and ticks.isdigit() and started is not None:
            service = told.get(SERVICE, "")
            found.append(Process(int(folder.name), started, service, int(pid), int(ticks)))
    return found


def end(processes: Iterable[Process], patience: float = 10.0) -> None:
    """End processes: ask with SIGTERM, wait, then SIGKILL."""
    left = [process for process in processes if process.alive]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in left:
            _tell(process.pid, number)
        deadline = time.monotonic() + patience
        while (left := [one for one in left if one.alive]) and time.monotonic() < deadline:
            time.sleep(0.05)
        if not left:
            return


def end_orphans(var: Path) -> list[str]:
    """End what killed commands left behind; returns the services' names."""
    left = [process for process in marked(var) if process.orphan]
    end(left)
    return sorted({process.service for process in left})


def _tell(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _place(var: Path) -> str:
    return hashlib.sha256(str(var.absolute()).encode()).hexdigest()[:12]
