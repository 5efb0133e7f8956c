"""The Python environment: pip's configuration handed to uv, stamps, sentences for failures."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.opstart import environment
from pipelines.settings import CHECKOUT


def test_pip_settings_prefer_environment_over_files() -> None:
    listing = (
        "global.index-url='https://files.example/simple'\n"
        "install.index-url='https://install.example/simple'\n"
        ":env:.cert='/etc/ssl/own.pem'\n"
        "global.cert='/etc/ssl/other.pem'\n"
        "freeze.exclude='x'\n"
        "no equals sign\n"
    )
    assert environment.pip_settings(listing) == {
        "index-url": "https://install.example/simple",
        "cert": "/etc/ssl/own.pem",
    }


def test_uv_gets_index_certificates_and_proxy(tmp_path: Path) -> None:
    pip = {
        "index-url": "https://i.example/simple",
        "extra-index-url": "https://a.example/simple\nhttps://b.example/simple",
        "find-links": f"{tmp_path} /does/not/exist https://wheels.example",
        "trusted-host": "i.example",
        "cert": "/etc/ssl/own.pem",
        "proxy": "http://proxy.example:3128",
        "timeout": "99",
    }
    told = environment.uv_environment(pip, {"PATH": "/bin"})
    assert told == {
        "PATH": "/bin",
        "UV_DEFAULT_INDEX": "https://i.example/simple",
        "UV_INDEX": "https://a.example/simple https://b.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": f"{tmp_path},https://wheels.example",
        "UV_INSECURE_HOST": "i.example",
        "UV_HTTP_TIMEOUT": "99",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "HTTP_PROXY": "http://proxy.example:3128",
    }


def test_what_the_user_told_uv_stays() -> None:
    told = environment.uv_environment(
        {"index-url": "https://pip.example", "proxy": "http://pip.example"},
        {"UV_DEFAULT_INDEX": "https://uv.example", "https_proxy": "http://own.example"},
    )
    assert told["UV_DEFAULT_INDEX"] == "https://uv.example"
    assert "HTTPS_PROXY" not in told


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"{name}\n")
    return tmp_path


def test_environment_is_current_only_for_the_lock_it_was_made_from(checkout: Path) -> None:
    venv, lock = checkout / ".venv", checkout / "requirements.lock"
    assert not environment.is_current(venv, lock)
    environment._write_stamp(venv, lock)
    assert environment.is_current(venv, lock)
    lock.write_text("changed\n")
    assert not environment.is_current(venv, lock)


def test_stamp_of_the_other_lock_goes_when_that_lock_changed(checkout: Path) -> None:
    venv = checkout / ".venv"
    environment._write_stamp(venv, checkout / "requirements.lock")
    environment._write_stamp(venv, checkout / "requirements-dev.lock")
    assert environment.is_current(venv, checkout / "requirements.lock")
    (checkout / "requirements.lock").write_text("changed\n")
    environment._write_stamp(venv, checkout / "requirements-dev.lock")
    assert set(json.loads((venv / "woonzorg.json").read_text())) == {"requirements-dev.lock"}


def test_moved_or_broken_environment_is_not_current(checkout: Path) -> None:
    venv, lock = checkout / ".venv", checkout / "requirements.lock"
    environment._write_stamp(venv, lock)
    python = venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/does/not/exist")
    assert not environment.is_current(venv, lock)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("error: dns error: failed to lookup address", "geen verbinding met de pakketserver"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "certificaat"),
        ("OSError: [Errno 28] No space left on device", "schijf is vol"),
        ("Hash mismatch for `numpy`", "andere inhoud dan vastgelegd"),
        ("something else", "something else"),
    ],
)
def test_failure_says_what_to_do(words: str, part: str) -> None:
    assert part in environment.explain(words)


def test_failing_program_becomes_one_sentence() -> None:
    command = [sys.executable, "-c", "print('Connection refused'); raise SystemExit(2)"]
    with pytest.raises(environment.SetupError, match=r"^Mislukt: geen verbinding"):
        environment._run(command, {}, "Mislukt")


def test_only_the_standard_library_is_used_before_there_is_an_environment() -> None:
    text = (CHECKOUT / "pipelines/opstart/environment.py").read_text(encoding="utf-8")
    modules = set(re.findall(r"^(?:import|from) (\w+)", text, flags=re.MULTILINE))
    assert modules <= sys.stdlib_module_names


def _pins(lock: str) -> dict[str, str]:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, flags=re.MULTILINE))


def test_both_locks_agree_so_that_one_environment_serves_both() -> None:
    runtime, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert runtime
    assert {name: development.get(name) for name in runtime} == runtime


@pytest.mark.parametrize(
    "lock",
    ["requirements.lock", "requirements-dev.lock", "pipelines/opstart/requirements-uv.txt"],
)
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^\S+==.*(?:\n    .*)*", text, flags=re.MULTILINE)
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
