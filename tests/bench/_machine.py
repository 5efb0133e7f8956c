"""What every measurement shares: the machine, a throw-away server, processor time, saying it."""

import os
import platform
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from pipelines.cluster import Cluster
from pipelines.opstart import note
from pipelines.settings import Settings

TICKS = os.sysconf("SC_CLK_TCK")


def say(text: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def describe() -> str:
    """Processor, cores, memory, kernel and how busy the machine is now."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} kernen, {memory:.0f} GiB, {platform.release()}; belasting {load()}"


def load() -> str:
    """Load average of one and five minutes: other work on the machine spoils a measurement."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} / {five:.1f}"


@contextmanager
def server(var: Path) -> Iterator[Cluster]:
    """A cluster with the product's own server settings, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wzk-") as outside:
        # User postgres must be able to reach it when root measures.
        Path(outside).chmod(0o755)
        cluster = Cluster(var, system_root=Path(outside))
        cluster.ensure()
        try:
            yield cluster
        finally:
            cluster.destroy()


def server_seconds(cluster: Cluster) -> float:
    """Processor time of the server and of every session that has ended."""
    held = note.read(cluster.var / "cluster.json")
    if held is None:
        return 0.0
    postmaster = (Path(held.data) / "postmaster.pid").read_text(encoding="utf-8").split()[0]
    return used_seconds(int(postmaster))


def used_seconds(pid: int) -> float:
    """Processor time of a process, and of what it started that has ended."""
    line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = line.rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


def children_seconds() -> float:
    """Processor time of this process's children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def middle(values: Sequence[float]) -> str:
    """Median with the smallest and the largest."""
    return f"{median(values):7.2f} s ({min(values):.2f} tot {max(values):.2f})"


def dutch(number: float) -> str:
    """Whole number with points between the thousands."""
    return f"{number:,.0f}".replace(",", ".")


def temporary_settings(var: Path, **more: Any) -> Settings:
    """Settings of an installation of its own."""
    return Settings().model_copy(update={"var": var, "database_url": "", **more})
