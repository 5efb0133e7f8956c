"""The process of the steps, forked from one that has read Dagster already.

The product starts `python -m assets.run` anew: seconds of reading modules, for hundreds of
refreshes. Here that process is forked before the refresh begins, so it is as much a child in the
same process group, with its own connections. That a new interpreter runs the steps as well is what
every test shows that refreshes through `tests.support.installations` or `./woonzorg`.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from types import SimpleNamespace, TracebackType
from typing import NoReturn, Self, TextIO
from unittest.mock import patch

# What the steps read, but for `assets.definitions`: that one reads the profile.
MODULES = (
    "assets.automation",
    "assets.factory",
    "assets.maintenance",
    "assets.run",
    "assets.sensors",
    "dagster._core.executor.in_process",
    "dagster._core.storage.event_log.sqlite.consolidated_sqlite_event_log",
    "dagster._core.storage.sqlite_storage",
    "geopandas",
    "pandas",
    "scipy.sparse.csgraph",
)


class Steps:
    """Stands in for the `subprocess.Popen` that `pipelines.refresh` starts the steps with."""

    def __init__(self, closed: int) -> None:
        """Fork; `closed` is a descriptor of the refresh that is none of the child's business."""
        question, self._ask = os.pipe()
        events, out = os.pipe()
        errors, said = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            for number in (closed, self._ask, events, errors):
                os.close(number)
            _answer(question, out, said)
        for number in (question, out, said):
            os.close(number)
        self.stdout: TextIO = os.fdopen(events, encoding="utf-8")
        self.stderr: TextIO = os.fdopen(errors, encoding="utf-8")
        self._status: int | None = None

    def take_the_place_of_popen(self) -> None:
        """From now on the refresh of this process gets its steps here."""
        stand_in = SimpleNamespace(Popen=self.start, PIPE=subprocess.PIPE)
        patch("pipelines.refresh.subprocess", stand_in).start()

    def start(self, command: list[str], *, env: Mapping[str, str], **_: object) -> Self:
        """Let the waiting process run a command of the form `python -m assets.run …`."""
        if command[:3] != [sys.executable, "-m", "assets.run"]:
            raise ValueError(f"not the steps: {command}")
        with os.fdopen(self._ask, "w", encoding="utf-8") as question:
            json.dump([command[2:], dict(env)], question)
        return self

    def __enter__(self) -> Self:
        """As `Popen`."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """As `Popen`: wait."""
        self.stdout.close()
        self.wait()

    def wait(self) -> int:
        """Exit status; that of a signal negative."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._status


def _answer(question: int, out: int, said: int) -> NoReturn:
    """Wait for the question, run the steps, end; no question when the refresh needs no steps."""
    status = 1
    try:
        with os.fdopen(question, encoding="utf-8") as asked:
            text = asked.read()
        if not text:
            os._exit(0)
        sys.argv, environment = json.loads(text)
        os.environ.clear()
        os.environ.update(environment)
        for source, number in ((out, 1), (said, 2)):
            os.dup2(source, number)
            os.close(source)
        from assets import run

        status = run.main()
    except BaseException:  # noqa: BLE001 - what an interpreter does with it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
