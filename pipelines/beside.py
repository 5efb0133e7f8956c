"""A second process that makes products, so that two cores work at one run.

The run hands it a product whose inputs are all there; it makes that one as the run would, in the
name of the same run, and says the outcome. What it cannot make, and all of it when it is gone, the
run makes itself: a fault is met and told where it always is.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Collection
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from typing import Any, NoReturn

from data.registry import registry
from pipelines import area as areas
from pipelines import deriving
from pipelines.area import Area
from pipelines.settings import Settings
from pipelines.versions import Outcome, as_outcome
from pipelines.work import Work, open_run, say_json

# Below this the run is done before a second process has read its modules (2 s).
ENOUGH = 16

Said = tuple[Outcome | None, list[dict[str, Any]]]


class Beside:
    """The run's side of it: what waits, what was handed over, what came back."""

    def __init__(self, work: Work, names: Collection[str]) -> None:
        """Start the process.

        Args:
            work: the run.
            names: all datasets with a step in it, feeds too.
        """
        self._waiting = set(names)
        self._boundaries = areas.source_of(work)
        self._open = [name for name in registry() if name in names and registry()[name].derived]
        self._level = _levels(self._open)
        self._handed: dict[str, Future[Said]] = {}
        self._busy = ""
        self._lock = threading.Lock()
        own = {"WOONZORG_EPOCH": str(work.epoch), "WOONZORG_PIPELINE_DSN": work.dsn}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.beside"],
            env=os.environ | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def made(self, work: Work, name: str) -> Outcome | None:
        """The outcome of a product that was handed over; None when the run must make it.

        Waits for it when it is in the making.
        """
        with self._lock:
            if name in self._open:
                self._open.remove(name)
            handed = self._handed.get(name)
        if handed is None:
            return None
        outcome, events = handed.result()
        for event in events:
            work.say(event | {"naast": True})
        return outcome

    def finished(self, name: str) -> None:
        """The step of a dataset has ended: what waits for it may be handed over."""
        with self._lock:
            self._waiting.discard(name)
            self._hand_next()

    def close(self) -> None:
        """End the process."""
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()
        self._listener.join()
        self._process.stdout.close()  # type: ignore[union-attr]

    def _hand_next(self) -> None:
        """Of what is ready the nearest, and of that the last: the run itself begins in front."""
        if self._busy or self._boundaries in self._waiting or self._process.poll() is not None:
            return
        ready = [name for name in self._open if not self._waiting.intersection(_inputs(name))]
        if not ready:
            return
        nearest = min(self._level[name] for name in ready)
        name = [name for name in ready if self._level[name] == nearest][-1]
        if name == self._open[0]:
            return  # the run comes to it at once
        self._open.remove(name)
        self._busy, self._handed[name] = name, Future()
        try:
            self._process.stdin.write(f"{name}\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except BrokenPipeError:
            self._answered(None, [])

    def _listen(self) -> None:
        events: list[dict[str, Any]] = []
        for line in self._process.stdout or ():
            event = json.loads(line)
            if "uitkomst" not in event:
                events.append(event)
                continue
            said, now = event["uitkomst"], events
            events = []
            with self._lock:
                self._answered(as_outcome(said) if said else None, now if said else [])
                self._hand_next()
        with self._lock:
            self._answered(None, [])

    def _answered(self, outcome: Outcome | None, events: list[dict[str, Any]]) -> None:
        if self._busy:
            if outcome is not None:
                self._waiting.discard(self._busy)
            self._handed[self._busy].set_result((outcome, events))
            self._busy = ""


def _inputs(name: str) -> tuple[str, ...]:
    return (*registry()[name].inputs, *registry()[name].optional_inputs)


def _levels(names: Collection[str]) -> dict[str, int]:
    """How many products of these stand before each."""
    found: dict[str, int] = {}
    for name in names:  # inputs first
        found[name] = max(
            (found[other] + 1 for other in _inputs(name) if other in found), default=0
        )
    return found


def main() -> NoReturn:
    """Make what is asked on standard input until it closes; then, or with the run, it is gone."""
    import pandas  # noqa: F401 - read while the run still reads its feeds

    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(asked,), daemon=True).start()
    work = open_run(Settings(), os.environ["WOONZORG_PIPELINE_DSN"], "", say_json)
    area: Area | None = None
    while True:
        dataset = registry()[asked.get()]
        try:
            area = area or areas.area(work)
            outcome = asdict(deriving.safely(work, dataset, area))
        except Exception as error:  # noqa: BLE001 - the run makes it and meets the fault itself
            sys.stderr.write(f"{dataset.name}: {type(error).__name__}\n")
            outcome = None
        say_json({"uitkomst": outcome})


def _ask(asked: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        asked.put(line.strip())
    os._exit(0)


if __name__ == "__main__":
    main()
