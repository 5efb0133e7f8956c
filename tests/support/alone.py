"""A test that measures time runs while no other does: what else a machine does is not measured.

Two locks on files, shared by the processes of a run. Every test holds the second with others; one
marked `alone` holds it by itself, and the first too, so that a stream of tests cannot keep it out.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Wait for a turn, by oneself or with others.

    Args:
        folder: one that all processes of a run know.
        alone: until no other test runs; none starts before this one is over.
    """
    with (folder / "deur.lock").open("a") as door, (folder / "beurt.lock").open("a") as run:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(run, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not alone:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
