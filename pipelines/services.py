"""Child processes of a command: start, wait until they answer, watch, end all of them.

Each service is a process group of its own with a log in `var/log`. It ends with the command:
on Ctrl-C and SIGTERM because `Services` is left, on SIGKILL because the kernel tells the service
(`pipelines.opstart.child`); whatever still stays is ended by the next command.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import child, processes

_LAUNCHER = Path(child.__file__)

MOST_BYTES = 20 * 1024 * 1024
"""A log that grows longer is put aside; two of them are kept per service."""


@dataclass(frozen=True)
class Service:
    """One running child.

    Attributes:
        name: short Dutch or product name shown to people.
        process: the child, leader of its group.
        log: where its output goes.
    """

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def last_words(self) -> str:
        """Last line of the log that says something."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "geen melding")


def shorten(log: Path, most: int = MOST_BYTES) -> bool:
    """Put a log that has grown too long aside as `….log.1` and begin it anew.

    The child keeps writing to the same file; Dagster's daemon says a line at every look.
    """
    if not log.is_file() or log.stat().st_size <= most:
        return False
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)
    return True


class Services:
    """The children of one command; leaving it ends them, last started first."""

    def __init__(self, var: Path) -> None:
        """Logs go to `var/log`."""
        self._var = var.absolute()
        self._running: list[Service] = []

    def __enter__(self) -> Self:
        """End first what a killed command left behind."""
        processes.end_orphans(self._var)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every child and what it started."""
        self.stop()

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> Service:
        """Start a service in the background."""
        log = self._var / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists():
            log.replace(log.with_name(f"{log.name}.1"))
        with log.open("ab") as output:  # appending, so that it can be cut while it is written to
            process = self._spawn(name, command, environment, output)
        service = Service(name, process, log)
        self._running.append(service)
        return service

    def run(self, name: str, command: list[str], environment: Mapping[str, str]) -> int:
        """Run a program to its end with our own input and output; returns its exit status.

        Ctrl-C goes on to the program, which may then say its closing words.
        """
        process = self._spawn(name, command, environment, None)
        self._running.append(service := Service(name, process, Path()))
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.terminate()
            raise
        finally:
            self._running.remove(service)
            if process.poll() is None:
                self._end(service)

    def finish(self, service: Service) -> int:
        """Wait for a program that was started in the background; returns its exit status."""
        status = service.process.wait()
        if service in self._running:
            self._running.remove(service)
        return status

    def _spawn(
        self,
        name: str,
        command: list[str],
        environment: Mapping[str, str],
        output: IO[bytes] | None,
    ) -> "subprocess.Popen[bytes]":
        mark = {processes.MARK: processes.mark(self._var), processes.SERVICE: name}
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid())]
        return subprocess.Popen(  # noqa: S603
            [*launcher, *command],
            env={**environment, **mark},
            stdin=None if output is None else subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def wait_for_url(self, service: Service, url: str, seconds: float = 60) -> None:
        """Wait until an address of the service answers with status 200.

        Raises:
            EnvironmentUnfit: the service ended, or does not answer in time.
        """

        def answers() -> bool:
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                    return bool(answer.status == 200)
            except (urllib.error.URLError, OSError):
                return False

        self._wait(service, answers, seconds)

    def wait_for_port(self, service: Service, seconds: float = 60) -> int:
        """Wait until a service has written the port it chose; the last number of its first line.

        Raises:
            EnvironmentUnfit: the service ended, or says no port in time.
        """
        found: list[int] = []

        def told() -> bool:
            first, newline, _ = service.log.read_text(encoding="utf-8").partition("\n")
            found.extend(
                int(number) for number in re.findall(r"\d{2,5}\b", first if newline else "")
            )
            return bool(found)

        self._wait(service, told, seconds)
        return found[-1]

    def _wait(self, service: Service, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            self.check(service)
            if time.monotonic() > deadline:
                raise EnvironmentUnfit(
                    f"{service.name} antwoordt niet binnen {seconds:.0f} seconden; "
                    f"zie {service.log}."
                )
            time.sleep(0.1)

    @staticmethod
    def check(service: Service) -> None:
        """Refuse a service that has ended.

        Raises:
            EnvironmentUnfit: it ended; says its last words and where the log is.
        """
        if service.process.poll() is not None:
            raise EnvironmentUnfit(
                f"{service.name} is gestopt («{service.last_words()[-200:]}»); zie {service.log}."
            )

    def watch(self, healthy: Callable[[], None]) -> None:
        """Stay until a service ends, `healthy` raises, or the user stops us.

        Raises:
            EnvironmentUnfit: a service ended.
        """
        while True:
            healthy()
            for service in self._running:
                self.check(service)
                shorten(service.log)
            time.sleep(1)

    def stop(self) -> None:
        """End all children, last started first, and everything below them."""
        while self._running:
            self._end(self._running.pop())
        processes.end(self._family())

    def _end(self, service: Service) -> None:
        family = [one for one in self._family() if one.service == service.name]
        processes.end(one for one in family if one.pid == service.process.pid)
        service.process.wait()
        processes.end(family)

    def _family(self) -> list[processes.Process]:
        """Everything that this command started and that still lives."""
        return [one for one in processes.marked(self._var) if one.command == os.getpid()]
