"""The run as a Dagster resource.

Opened at the first step, closed with the run, one lock whoever starts it.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property

import dagster as dg
from pydantic import PrivateAttr

from assets import faults, leftovers, voice
from data.model import Dataset
from data.registry import dataset
from pipelines import area as areas
from pipelines import cleanup, deriving
from pipelines.alerts import news as alerts
from pipelines.area import Area
from pipelines.beside import ENOUGH, Beside
from pipelines.database import run_lock
from pipelines.settings import Settings
from pipelines.versions import Outcome
from pipelines.work import Say, Work, close_run, open_run

# First parts of the keys of datasets (`describe.key`).
DATASETS = ("staging", "derived")


class Run(dg.ConfigurableResource):  # type: ignore[type-arg]
    """One refresh.

    A run that the command line started carries its epoch in the environment and its lock is held
    there; any other run takes the lock itself and waits for a refresh that is under way.

    Attributes:
        dsn: database as role woonzorg_pipeline.
        wait_seconds: how long to wait for the lock.
    """

    dsn: str
    wait_seconds: float = 1800.0
    _work: Work | None = PrivateAttr(default=None)
    _failed: str | None = PrivateAttr(default=None)
    _say: Say | None = PrivateAttr(default=None)
    _names: set[str] = PrivateAttr(default_factory=set)
    _stack: ExitStack = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Run"]:
        """Open nothing yet: a run whose steps are all skipped must not count as one."""
        if context.instance and context.run:
            context.instance.add_run_tags(context.run.run_id, {leftovers.TAG: leftovers.mark()})
        self._names = _selected(context.run) if context.run else set()
        if context.log and not self.started_by_refresh:
            self._say = voice.to_log(context.log.info)
        with ExitStack() as stack:
            self._stack = stack
            try:
                yield self
            except BaseException as error:
                self._end(str(error) or type(error).__name__)
                raise
            self._end(self._failed)

    @property
    def started_by_refresh(self) -> bool:
        """Whether the command line holds the lock and the epoch."""
        return bool(os.environ.get("WOONZORG_EPOCH"))

    @property
    def work(self) -> Work:
        """The run; opened at first use."""
        if self._work is None:
            if not self.started_by_refresh:
                self._stack.enter_context(run_lock(self.dsn, wait_seconds=self.wait_seconds))
            self._work = open_run(
                Settings(), self.dsn, "schema", self._say or voice.to_command_line
            )
            if not self.started_by_refresh:
                cleanup.abandon_dead_runs(self._work)
                cleanup.drop_leftovers(self._work)
        return self._work

    @cached_property
    def area(self) -> Area:
        """The covered area."""
        return areas.area(self.work)

    @cached_property
    def beside(self) -> Beside | None:
        """The second process; None where the run makes too little for one."""
        made = [name for name in self._names if dataset(name).derived]
        if len(made) < ENOUGH or (os.cpu_count() or 1) < 2:
            return None
        found = Beside(self.work, self._names)
        self._stack.callback(found.close)
        return found

    @contextmanager
    def making(self, subject: str) -> Iterator[Work]:
        """`step` of a dataset; afterwards what waits for it may be made by the second process."""
        with self.step(subject) as work:
            beside = self.beside
            yield work
            if beside:
                beside.finished(subject)

    @contextmanager
    def step(self, subject: str) -> Iterator[Work]:
        """The run for one step; an error ends the step with one sentence.

        Args:
            subject: dataset or step, for that sentence.

        Raises:
            dagster.Failure: the step failed; trying again by itself would not help.
        """
        try:
            yield self.work
        except dg.RetryRequested:
            raise
        except Exception as error:  # noqa: BLE001 - told in Dagster and kept, never swallowed
            self._failed = faults.sentence(subject, error)
            raise dg.Failure(self._failed, allow_retries=False) from None

    def derived(self, work: Work, product: Dataset) -> Outcome:
        """A product, made here or by the second process."""
        found = self.beside.made(work, product.name) if self.beside else None
        return found or deriving.safely(work, product, self.area)

    def _end(self, reason: str | None) -> None:
        if self._work is None:
            return
        if self.started_by_refresh:
            self._work.close()
        else:
            try:
                alerts.aftercare(self._work)
            finally:
                close_run(self._work, "mislukt" if reason else "klaar", reason)


def _selected(run: dg.DagsterRun) -> set[str]:
    """Datasets with a step in a run; none where the run names no assets."""
    keys = run.asset_selection or ()
    return {key.path[-1] for key in keys if key.path[0] in DATASETS}
