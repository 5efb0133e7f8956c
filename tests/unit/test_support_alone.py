"""Tests that measure time are really alone."""

import multiprocessing
from pathlib import Path
from typing import Any

from tests.support import alone

_SPAWN = multiprocessing.get_context("spawn")
_SOON_S, _LATE_S = 0.3, 20.0


def _take(folder: Path, by_itself: bool, taken: Any, leave: Any) -> None:
    with alone.turn(folder, alone=by_itself):
        taken.set()
        leave.wait(_LATE_S)


class _Other:
    """A turn of another process."""

    def __init__(self, folder: Path, *, by_itself: bool) -> None:
        self.taken, self.leave = _SPAWN.Event(), _SPAWN.Event()
        self.process = _SPAWN.Process(
            target=_take, args=(folder, by_itself, self.taken, self.leave)
        )
        self.process.start()

    def end(self) -> None:
        self.leave.set()
        self.process.join(_LATE_S)
        assert self.process.exitcode == 0


def test_tests_run_together_but_for_one_that_is_alone(tmp_path: Path) -> None:
    first, second = (_Other(tmp_path, by_itself=False) for _ in range(2))
    assert first.taken.wait(_LATE_S)
    assert second.taken.wait(_LATE_S)
    single = _Other(tmp_path, by_itself=True)
    first.end()
    assert not single.taken.wait(_SOON_S), "another test runs"
    later = _Other(tmp_path, by_itself=False)
    second.end()
    assert single.taken.wait(_LATE_S)
    assert not later.taken.wait(_SOON_S), "none starts beside it"
    single.end()
    assert later.taken.wait(_LATE_S)
    later.end()
