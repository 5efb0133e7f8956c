"""Set-up and supervision under faults: nothing stays behind, and people read one sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import environment, processes
from pipelines.services import Services
from pipelines.settings import CHECKOUT

PARENT = """
import signal, sys, time
from pathlib import Path
from pipelines.services import Services
# As at a terminal, also where the tests themselves run in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
with Services(Path(sys.argv[1])) as services:
    services.start('kind', [sys.executable, '-c', sys.argv[2]], {'PATH': '/usr/bin:/bin'})
    print('start', flush=True)
    time.sleep(60)
"""
# A child with a grandchild in a session of its own, as Dagster's code server is.
CHILD = (
    "import subprocess, sys, time;"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
    " start_new_session=True); time.sleep(60)"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def _until(condition: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def start(child: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PARENT, str(tmp_path), child]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "start\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
    processes.end(processes.marked(tmp_path), patience=1)


def test_interrupt_leaves_no_process(
    parent: Callable[[str], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    command = parent(CHILD)
    assert _until(lambda: len(processes.marked(tmp_path)) == 2)
    command.send_signal(signal.SIGINT)
    command.wait(timeout=30)
    assert processes.marked(tmp_path) == []


def test_killed_command_takes_its_services_along(
    parent: Callable[[str], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    command = parent("import time; time.sleep(60)")
    assert _until(lambda: len(processes.marked(tmp_path)) == 1)
    command.kill()
    command.wait(timeout=30)
    assert _until(lambda: processes.marked(tmp_path) == [])


def _block() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _unblock() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _ignore() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _default() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.mark.parametrize(("hold", "free"), [(_block, _unblock), (_ignore, _default)])
def test_killed_command_takes_them_along_where_signals_were_held_back(
    parent: Callable[[str], "subprocess.Popen[str]"],
    tmp_path: Path,
    hold: Callable[[], None],
    free: Callable[[], None],
) -> None:
    hold()
    try:
        command = parent("import time; time.sleep(60)")
    finally:
        free()
    assert _until(lambda: len(processes.marked(tmp_path)) == 1)
    command.kill()
    command.wait(timeout=30)
    assert _until(lambda: processes.marked(tmp_path) == [])


def test_next_command_ends_what_a_killed_one_left(
    parent: Callable[[str], "subprocess.Popen[str]"],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = parent(STUBBORN)
    assert _until(lambda: len(processes.marked(tmp_path)) == 1)
    time.sleep(0.5)  # the child needs a moment before it ignores the signal
    command.kill()
    command.wait(timeout=30)
    [left] = processes.marked(tmp_path)
    assert left.orphan
    monkeypatch.setattr(processes.end, "__defaults__", (1.0,))
    with Services(tmp_path):
        assert _until(lambda: processes.marked(tmp_path) == [])


def test_processes_of_another_installation_are_left_alone(
    parent: Callable[[str], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    parent("import time; time.sleep(60)")
    assert _until(lambda: len(processes.marked(tmp_path)) == 1)
    assert processes.marked(tmp_path / "ander") == []
    assert processes.end_orphans(tmp_path) == []
    assert len(processes.marked(tmp_path)) == 1


def test_service_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Services(tmp_path) as services:
        command = [sys.executable, "-c", "print('poort stuk'); raise SystemExit(3)"]
        service = services.start("proef", command, {})
        with pytest.raises(EnvironmentUnfit, match=r"proef is gestopt \(«poort stuk»\); zie"):
            services.wait_for_port(service, seconds=10)


def test_service_that_never_answers_is_told(tmp_path: Path) -> None:
    with Services(tmp_path) as services:
        service = services.start("proef", [sys.executable, "-c", "import time; time.sleep(60)"], {})
        with pytest.raises(EnvironmentUnfit, match="proef antwoordt niet binnen 1 seconden"):
            services.wait_for_url(service, "http://127.0.0.1:1/", seconds=1)


def test_program_s_exit_status_is_passed_on(tmp_path: Path) -> None:
    with Services(tmp_path) as services:
        assert services.run("proef", [sys.executable, "-c", "raise SystemExit(5)"], {}) == 5


def _woonzorg(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _is_one_sentence(done: "subprocess.CompletedProcess[str]") -> bool:
    text = done.stdout + done.stderr
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


def test_taken_port_ends_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _woonzorg("serve", WOONZORG_VAR=str(tmp_path), WOONZORG_PORT=port)
    assert done.returncode == 69
    assert f"Poort {port} is in gebruik" in done.stderr
    assert _is_one_sentence(done)
    assert not (tmp_path / "postgres").exists()


def test_useless_setting_is_named(tmp_path: Path) -> None:
    done = _woonzorg("serve", WOONZORG_VAR=str(tmp_path), WOONZORG_PORT="veel")
    assert done.returncode == 78
    assert "WOONZORG_PORT" in done.stderr
    assert _is_one_sentence(done)


def test_place_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    done = _woonzorg("serve", WOONZORG_VAR=str(tmp_path / "bestand"), WOONZORG_PORT="0")
    assert done.returncode not in {0, 1}
    assert _is_one_sentence(done)


def test_up_without_a_person_or_yes_fetches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "up", "--gemeente", "GM9999"],
        cwd=CHECKOUT,
        env=os.environ | {"WOONZORG_VAR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 78
    assert "GiB" in done.stderr
    assert "minuten" in done.stderr
    assert "--yes" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_network_while_installing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pipelines/opstart").mkdir(parents=True)
    shutil.copy(CHECKOUT / environment._UV_LOCK, tmp_path / environment._UV_LOCK)
    (tmp_path / "requirements.lock").write_text("")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    assert environment.main([str(tmp_path), "requirements.lock"]) == 69
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert "geen verbinding met de pakketserver" in last


@pytest.fixture
def fake_checkout(tmp_path: Path) -> Path:
    """A checkout whose set-up only tells what it was asked."""
    shutil.copy(CHECKOUT / "woonzorg", tmp_path / "woonzorg")
    (tmp_path / "pipelines/opstart").mkdir(parents=True)
    (tmp_path / "pipelines/opstart/environment.py").write_text("import sys; print(sys.argv[2])\n")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    python = tmp_path / ".venv/bin/python"
    python.write_text('#!/bin/sh\necho "$@"; pwd\n')
    python.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "lock"),
    [
        ("demo", "requirements.lock"),
        ("test", "requirements-dev.lock"),
        ("check", "requirements-dev.lock"),
        ("bench", "requirements-dev.lock"),
    ],
)
def test_shell_chooses_the_lock_and_hands_over(
    fake_checkout: Path, command: str, lock: str
) -> None:
    done = subprocess.run(
        ["sh", str(fake_checkout / "woonzorg"), command, "a b"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        lock,
        f"-m pipelines.cli {command} a b",
        str(fake_checkout),
    ]


def test_shell_passes_over_an_unsuitable_python(fake_checkout: Path) -> None:
    old = fake_checkout / "oud"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["sh", str(fake_checkout / "woonzorg"), "demo"],
        env=os.environ | {"WOONZORG_PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("requirements.lock\n")
