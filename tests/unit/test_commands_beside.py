"""Which commands may run beside one that serves an installation, in either order."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import besloten, flows, restricted
from pipelines.opstart.processes import start_time
from pipelines.settings import Settings


@pytest.fixture
def other() -> Iterator["subprocess.Popen[bytes]"]:
    """A command of somebody else that runs."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def running(var: Path, process: "subprocess.Popen[bytes]", name: str) -> None:
    note = {"name": name, "pid": process.pid, "started": start_time(process.pid)}
    (var / "run").mkdir(exist_ok=True)
    (var / "run" / f"{process.pid}.json").write_text(json.dumps(note), encoding="utf-8")


@pytest.mark.parametrize("name", [besloten.NAME, restricted.NAME, "refresh"])
def test_the_map_starts_beside(other: "subprocess.Popen[bytes]", tmp_path: Path, name: str) -> None:
    running(tmp_path, other, name)
    flows.require(Settings(var=tmp_path, port=0), 0.001, serve=True, dagster=False)


@pytest.mark.parametrize("name", ["serve", "up", "demo"])
def test_two_that_serve_the_map_do_not(
    other: "subprocess.Popen[bytes]", tmp_path: Path, name: str
) -> None:
    running(tmp_path, other, name)
    with pytest.raises(EnvironmentUnfit, match=f"./woonzorg {name} draait al"):
        flows.require(Settings(var=tmp_path, port=0), 0.001, serve=True, dagster=False)
