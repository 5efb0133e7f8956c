"""SIGKILL of the whole process group at every numbered step of a refresh (TRUST 3.2, P8 and P10).

Readers see release N or N+1 and never a mix; the next refresh ends where an undisturbed one ends,
with nothing left lying about.
"""

import random
import time
from collections.abc import Iterator

import pytest

from pipelines.work import STEPS
from tests.faults.support import Swing, reached

# Every step, the longer ones at more than one dataset or layer.
POINTS = (
    ("landen", "cbs_gemeenten"),
    ("landen", "zorgaanbieders"),
    ("lezen", "rivm_gezondheid"),
    ("klaarzetten", "zorgaanbieders"),
    ("controleren", "rivm_gezondheid"),
    ("aanhechten", "rivm_gezondheid"),
    ("afleiden", "locaties"),
    ("klaarzetten", "locaties"),
    ("controleren", "locaties"),
    ("beschermen", "gezondheid"),
    ("tegels", "gezondheid_65plus"),
    ("aanhechten", "voorzieningen"),
    ("publiceren", ""),
    ("opruimen", ""),
)


@pytest.fixture(scope="module")
def swing() -> Iterator[Swing]:
    made = Swing()
    yield made
    made.site.drop()


def test_every_numbered_step_is_in_the_sweep() -> None:
    assert {step for step, _ in POINTS} == set(STEPS)


@pytest.mark.parametrize(("step", "dataset"), POINTS, ids=["-".join(p).strip("-") for p in POINTS])
def test_killed_at_a_step(swing: Swing, step: str, dataset: str) -> None:
    site = swing.site
    goal, before, release = swing.turn(), swing.look(), site.release
    with site.publisher(), swing.reader() as reader:
        with site.start() as running:
            assert running.until(reached(step, dataset)), running.said.read_text()
            running.kill()
        halfway = swing.look()
        done = site.refresh()
    assert done.status == 0, done.text
    assert site.content() == goal
    assert site.leftovers() == []
    assert site.release == release + 1
    # Nothing but the state of before and that of after was ever seen, and that also halfway.
    after = swing.look()
    assert halfway in (before, after)
    assert reader.rounds > 3
    assert set(reader.seen) <= {before, after}
    assert site.query("SELECT epoch FROM log.run WHERE toestand = 'loopt'") == []


@pytest.mark.soak
@pytest.mark.parametrize("number", range(200))
def test_killed_at_a_random_moment(swing: Swing, number: int) -> None:
    site = swing.site
    goal, before = swing.turn(), swing.look()
    # Within the refresh, or just after it.
    pause = random.Random(number).uniform(0.0, 1.1) * swing.seconds  # noqa: S311 - no secret
    with site.publisher(), swing.reader() as reader:
        with site.start() as running:
            time.sleep(pause)
            running.kill()
            said = running.said.read_text()
        done = site.refresh()
    why = f"afgebroken na {pause:.2f} s, bij: {said[-300:]}\nDaarna: {done.text}"
    assert done.status == 0, why
    assert site.content() == goal, why
    assert site.leftovers() == [], why
    assert set(reader.seen) <= {before, swing.look()}, why
