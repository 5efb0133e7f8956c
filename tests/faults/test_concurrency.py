"""Two runs at once, and a run that is paused and wakes up after another one published (P9)."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.support import Running, Swing, reached

BUSY = "Er loopt al een verversing"
IDLE_S = 20  # idle_in_transaction_session_timeout of the publishing transaction


@pytest.fixture(scope="module")
def swing() -> Iterator[Swing]:
    made = Swing()
    yield made
    made.site.drop()


def test_second_run_is_refused_in_one_sentence(swing: Swing) -> None:
    site = swing.site
    goal, release = swing.turn(), site.release
    with site.publisher(), site.start() as first:
        assert first.until(reached("landen"))
        first.signal(signal.SIGSTOP)
        second = site.refresh()
        assert second.status == 1
        assert BUSY in second.text
        assert len(second.text.strip().splitlines()) == 1, second.text
        first.signal(signal.SIGCONT)
        done = first.finish()
    assert done.status == 0, done.text
    assert (site.content(), site.release) == (goal, release + 1)


def test_many_runs_at_once_publish_once(swing: Swing) -> None:
    site = swing.site
    goal, before, release = swing.turn(), swing.look(), site.release
    with site.publisher(), swing.reader() as reader, ExitStack() as stack:
        runs = [stack.enter_context(site.start()) for _ in range(4)]
        done = [run.finish() for run in runs]
    assert {run.status for run in done} <= {0, 1}
    assert 0 in {run.status for run in done}
    assert all(BUSY in run.text for run in done if run.status)
    assert (site.content(), site.release) == (goal, release + 1)
    assert set(reader.seen) <= {before, swing.look()}


def _paused(swing: Swing, running: Running, step: str) -> bool:
    """Pause a run at a step; False when it had already published by then."""
    release = swing.site.release
    assert running.until(reached(step)), running.said.read_text()
    running.signal(signal.SIGSTOP)
    return swing.site.release == release


@pytest.mark.parametrize("step", ["klaarzetten", "beschermen", "publiceren"])
def test_paused_run_is_refused_by_its_epoch(swing: Swing, step: str) -> None:
    site = swing.site
    for _ in range(3):
        goal, release = swing.turn(), site.release
        with site.publisher(), site.start() as old:
            if not _paused(swing, old, step):
                old.signal(signal.SIGCONT)
                old.finish()
                continue
            began = time.monotonic()
            # Whoever holds the lock is taken for dead: its session ends, the next run begins.
            ended = site.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND application_name = 'woonzorg slot'",
                site.name,
            )
            assert len(ended) == 1
            newer = site.refresh()
            assert newer.status == 0, newer.text
            assert (site.content(), site.release) == (goal, release + 1)
            shown = swing.look()
            paused = time.monotonic() - began
            old.signal(signal.SIGCONT)
            done = old.finish()
        assert done.status == 1
        assert "Traceback" not in done.text
        # The server ends a publishing transaction that stands still for 20 s, else the epoch does.
        waited_out = step == "publiceren" and paused > IDLE_S
        said = "PostgreSQL antwoordt niet meer" if waited_out else "mag niet publiceren"
        assert said in done.text or "mag niet publiceren" in done.text, done.text
        assert (swing.look(), site.content(), site.release) == (shown, goal, release + 1)
        with site.publisher():
            assert site.refresh().status == 0
        assert (swing.look(), site.release) == (shown, release + 1)
        assert site.leftovers() == []
        return
    pytest.fail("de run had drie keer al gepubliceerd voordat hij stilstond")
