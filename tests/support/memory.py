"""Folders in memory, for what a test need not find again after a power cut.

Dagster keeps its state in SQLite where a test gives it no server, and SQLite waits for the disk at
every event: half a minute in one refresh of everything. The product's own Dagster is on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MEMORY, ENOUGH = Path("/dev/shm"), 1 << 30  # noqa: S108 - made with a name of its own below


def folder(prefix: str) -> Path:
    """A folder that goes with this process; on disk where there is no memory to spare."""
    room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if room else None))
    atexit.register(_remove, made, os.getpid())
    return made


def _remove(made: Path, owner: int) -> None:
    if os.getpid() == owner:  # not in what was forked since
        shutil.rmtree(made, ignore_errors=True)
