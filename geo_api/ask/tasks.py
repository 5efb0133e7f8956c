"""Tasks that take longer than a request: one runs, a bounded queue waits, results stay a while.

Kept in memory: a restart of the service forgets them, and says so to whoever asks. Ids cannot be
guessed, so nobody sees a task of somebody else.
"""

import asyncio
import contextlib
import json
import logging
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from geo_api import texts
from geo_api.errors import Problem
from geo_api.settings import PACKAGE, Settings

log = logging.getLogger(__name__)

WAITS, RUNS, DONE, FAILED, CANCELLED = "wacht", "bezig", "klaar", "mislukt", "geannuleerd"
ENDED = frozenset({DONE, FAILED, CANCELLED})
MOST_KEPT = 200
LINE_BYTES = 4 * 2**20


@dataclass
class Task:
    """One task.

    Attributes:
        id: by which it is asked.
        kind: what it does.
        job: what the worker is handed; let go when it has ended.
        state: one of the words above.
        progress: 0 to 1, with `step` in words.
        ends: moment after which it is forgotten.
    """

    id: str
    kind: str
    job: Mapping[str, Any] | None
    made: datetime
    ends: datetime
    state: str = WAITS
    progress: float = 0.0
    step: str = "in de rij"
    result: Mapping[str, Any] | None = None
    reason: str | None = None
    process: asyncio.subprocess.Process | None = None


@dataclass
class Tasks:
    """The queue with its one worker.

    Attributes:
        held: every task that is not forgotten, oldest first.
        waiting: ids in the order in which they will run.
    """

    settings: Settings
    held: dict[str, Task] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, kind: str, job: Mapping[str, Any]) -> Task:
        """Put a task in the queue.

        Raises:
            Problem: 503 with Retry-After, the queue is full.
        """
        self.forget()
        if len(self.waiting) >= self.settings.taken:
            raise Problem(503, texts.TASKS_FULL, headers={"Retry-After": "30"})
        now = datetime.now(UTC)
        task = Task(secrets.token_urlsafe(18), kind, job, now, now + self._kept_for)
        self.held[task.id] = task
        self.waiting.append(task.id)
        self.awake.set()
        return task

    def get(self, name: str) -> Task:
        """A task.

        Raises:
            Problem: 404, there is none, or none any more.
        """
        self.forget()
        found = self.held.get(name)
        if found is None:
            raise Problem(404, texts.NO_TASK)
        return found

    def cancel(self, name: str) -> None:
        """Stop a task and forget it; one that has ended is forgotten.

        Raises:
            Problem: 404, there is none.
        """
        task = self.get(name)
        self._end(task, CANCELLED)
        del self.held[name]

    def forget(self) -> None:
        """Let go what has ended and is old, and the oldest when there are very many."""
        now = datetime.now(UTC)
        ended = [task for task in self.held.values() if task.state in ENDED]
        many = len(self.held) - MOST_KEPT
        for number, task in enumerate(ended):
            if task.ends < now or number < many:
                del self.held[task.id]

    async def work(self) -> None:
        """Do the tasks one after the other until cancelled."""
        while True:
            await self.awake.wait()
            while self.waiting:
                task = self.held[self.waiting.pop(0)]
                try:
                    await self._run(task)
                finally:
                    self._end(task, FAILED, texts.TASK_FAILED)
            self.awake.clear()

    @property
    def _kept_for(self) -> timedelta:
        return timedelta(seconds=self.settings.taak_bewaard_s)

    async def _run(self, task: Task) -> None:
        task.state, task.step = RUNS, "begonnen"
        process = await _started(task.kind)
        task.process = process
        if task.state != RUNS:  # cancelled while its program started
            process.kill()
        try:
            async with asyncio.timeout(self.settings.taak_timeout_s):
                await self._talk(task, process)
        except TimeoutError:
            self._end(task, FAILED, texts.TASK_SLOW)
        except (OSError, ValueError) as error:
            log.warning("task: %s", type(error).__name__)
        finally:
            await _stopped(process)

    async def _talk(self, task: Task, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a program without pipes")
        process.stdin.write(json.dumps(task.job).encode() + b"\n")  # stays open until it ended
        await process.stdin.drain()
        async for line in process.stdout:
            told = json.loads(line)
            if "uitkomst" in told:
                task.result = told["uitkomst"]
                self._end(task, DONE)
            elif task.state == RUNS:
                task.progress, task.step = told["voortgang"], told["stap"]
        await process.wait()

    def _end(self, task: Task, state: str, reason: str | None = None) -> None:
        """Give a task its last state, once."""
        if task.state in ENDED:
            return
        task.state, task.reason, task.job = state, reason, None
        task.step = {DONE: "klaar", CANCELLED: "gestopt"}.get(state, "gestopt")
        task.progress = 1.0 if state == DONE else task.progress
        task.ends = datetime.now(UTC) + self._kept_for
        if task.id in self.waiting:
            self.waiting.remove(task.id)
        if task.process is not None and task.process.returncode is None and state != DONE:
            with contextlib.suppress(ProcessLookupError):
                task.process.kill()


async def _started(kind: str) -> asyncio.subprocess.Process:
    """The program of a task; a service that stops while it starts does not leave it behind."""
    program = asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"geo_api.ask.{kind}"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=PACKAGE.parent,
        limit=LINE_BYTES,
    )
    starting = asyncio.ensure_future(program)
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _stopped(await starting)
        raise


async def _stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
