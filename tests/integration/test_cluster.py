"""The private cluster on a real PostgreSQL: making, access, crashes, an outside server."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from pipelines.cluster import Cluster, server
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import flows, location, note, roles
from pipelines.opstart.external import ExternalServer
from pipelines.settings import Settings


def _made(var: Path) -> Iterator[Cluster]:
    # pytest's directories are 0700 and user postgres cannot get there; clusters go beside them.
    with tempfile.TemporaryDirectory(prefix="wzk-") as outside:
        Path(outside).chmod(0o755)
        one = Cluster(var, system_root=Path(outside))
        one.ensure()
        try:
            yield one
        finally:
            one.destroy()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    yield from _made(tmp_path_factory.mktemp("var"))


@pytest.fixture
def own_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """The same cluster for a test that breaks something; mended afterwards."""
    yield cluster
    (cluster.var / "cluster.wachtwoorden.json").unlink(missing_ok=True)
    cluster.ensure()


def _ask(dsn: str, query: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_cluster_is_utf8_with_checksums_and_postgis(cluster: Cluster) -> None:
    dsn = cluster.dsn("postgres")
    assert _ask(dsn, "SHOW server_encoding") == "UTF8"
    assert _ask(dsn, "SHOW data_checksums") == "on"
    assert _ask(dsn, "SHOW lc_collate" if "15" in _major(cluster) else "SELECT 'C.UTF-8'") in {
        "C.UTF-8",
        "C.utf8",
    }
    assert _ask(dsn, "SELECT postgis_lib_version()") is not None


def _major(cluster: Cluster) -> str:
    return str(_ask(cluster.dsn("postgres"), "SHOW server_version"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("shared_buffers", "512MB"),
        ("jit", "off"),
        ("random_page_cost", "1.1"),
        ("max_connections", "100"),
        ("listen_addresses", ""),
        ("password_encryption", "scram-sha-256"),
    ],
)
def test_settings_for_a_small_machine(cluster: Cluster, setting: str, value: str) -> None:
    assert _ask(cluster.dsn("woonzorg_pipeline"), f"SHOW {setting}") == value


@pytest.mark.parametrize("role", [role for role in roles.LOGINS if role != roles.DAGSTER_ROLE])
def test_roles_log_in_as_themselves_without_power(cluster: Cluster, role: str) -> None:
    dsn = cluster.dsn(role)
    assert _ask(dsn, "SELECT current_user::text") == role
    power = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles"
    assert _ask(dsn, f"{power} WHERE rolname = current_user") is False


def test_owner_cannot_log_in_but_migrations_act_as_owner(cluster: Cluster) -> None:
    dsn = cluster.dsn("woonzorg_owner")
    assert _ask(dsn, "SELECT current_user::text") == "woonzorg_owner"
    can_log_in = "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'woonzorg_owner'"
    assert _ask(dsn, can_log_in) is False
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE SCHEMA proef")
        owner = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'proef'"
        row = connection.execute(owner).fetchone()
        connection.rollback()
    assert row == ("woonzorg_owner",)


@pytest.mark.parametrize(
    ("role", "database"),
    [
        ("woonzorg_api", "dagster"),
        ("woonzorg_pipeline", "dagster"),
        (roles.DAGSTER_ROLE, "woonzorg"),
    ],
)
def test_roles_enter_only_their_own_database(cluster: Cluster, role: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(cluster.dsn(role, database))


def test_api_role_makes_nothing(cluster: Cluster) -> None:
    with (
        psycopg.connect(cluster.dsn("woonzorg_api")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE public.x (y int)")


def test_password_is_needed_even_for_the_superuser(cluster: Cluster) -> None:
    for role in ("postgres", "woonzorg_pipeline"):
        parts = psycopg.conninfo.conninfo_to_dict(cluster.dsn(role))
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**(parts | {"password": "fout"}))


def test_socket_and_passwords_are_private(cluster: Cluster) -> None:
    found = note.read(cluster.var / "cluster.json")
    assert found is not None
    assert Path(found.socket).stat().st_mode & 0o777 == 0o700
    assert (cluster.var / "cluster.wachtwoorden.json").stat().st_mode & 0o777 == 0o600


def test_address_for_sqlalchemy_and_dagster(cluster: Cluster) -> None:
    for driver in ("psycopg", "psycopg2"):
        url = cluster.sqlalchemy_url(roles.DAGSTER_ROLE, "dagster", driver)
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        with engine.connect() as connection:
            name = connection.execute(sqlalchemy.text("SELECT current_database()")).scalar()
        assert name == "dagster"


def test_second_start_does_nothing(cluster: Cluster) -> None:
    since = _ask(cluster.dsn("postgres"), "SELECT pg_postmaster_start_time()")
    before = (cluster.var / "cluster.wachtwoorden.json").read_bytes()
    cluster.ensure()
    assert _ask(cluster.dsn("postgres"), "SELECT pg_postmaster_start_time()") == since
    assert (cluster.var / "cluster.wachtwoorden.json").read_bytes() == before


def test_closed_parent_sends_the_cluster_outside_the_checkout(tmp_path: Path) -> None:
    closed = tmp_path / "dicht"
    (closed / "var").mkdir(parents=True)
    closed.chmod(0o700)
    outside = tmp_path / "buiten"
    base = location.base_directory(closed / "var", location.server_user(), outside)
    # Only root hands over to another user; anyone else can get below its own directory.
    expected = outside if os.geteuid() == 0 else closed / "var"
    assert base.parent == expected
    assert (closed / "var" / "postgres").exists() is (os.geteuid() != 0)


def test_committed_data_survive_a_crash(own_cluster: Cluster) -> None:
    with psycopg.connect(own_cluster.dsn("woonzorg_owner")) as connection:
        connection.execute("CREATE SCHEMA proef")
        connection.execute("CREATE TABLE proef.x AS SELECT 1 AS y")
    own_cluster.stop("immediate")
    assert own_cluster.state() == "gestopt"
    with pytest.raises(EnvironmentUnfit, match="onverwacht gestopt"):
        flows.alive(own_cluster)
    own_cluster.ensure()
    assert own_cluster.state() == "draait"
    assert _ask(own_cluster.dsn("woonzorg_owner"), "SELECT y FROM proef.x") == 1


def test_pid_file_of_another_program_does_not_stop_us(own_cluster: Cluster) -> None:
    own_cluster.stop()
    found = note.read(own_cluster.var / "cluster.json")
    assert found is not None
    data = Path(found.data)
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n\n\n")
    assert own_cluster.state() == "gestopt"
    own_cluster.ensure()
    assert own_cluster.state() == "draait"


def test_lost_passwords_are_replaced(own_cluster: Cluster) -> None:
    before = own_cluster.dsn("woonzorg_api")
    (own_cluster.var / "cluster.wachtwoorden.json").unlink()
    own_cluster.ensure()
    assert own_cluster.dsn("woonzorg_api") != before
    assert _ask(own_cluster.dsn("woonzorg_api"), "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(before)


def test_lost_note_finds_the_cluster_again(own_cluster: Cluster) -> None:
    since = _ask(own_cluster.dsn("postgres"), "SELECT pg_postmaster_start_time()")
    (own_cluster.var / "cluster.json").unlink()
    own_cluster.ensure()
    assert _ask(own_cluster.dsn("postgres"), "SELECT pg_postmaster_start_time()") == since


def test_two_starters_at_once_make_one_server(own_cluster: Cluster) -> None:
    own_cluster.stop()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: own_cluster.ensure(), range(2)))
    assert _ask(own_cluster.dsn("woonzorg_api"), "SELECT 1") == 1


def test_server_that_does_not_start_says_why(own_cluster: Cluster) -> None:
    own_cluster.stop()
    found = note.read(own_cluster.var / "cluster.json")
    assert found is not None
    with (Path(found.data) / "postgresql.auto.conf").open("a") as file:
        file.write("shared_buffers = 'onzin'\n")
    with pytest.raises(EnvironmentUnfit, match=r"PostgreSQL start niet: .*contains errors"):
        own_cluster.ensure()
    (Path(found.data) / "postgresql.auto.conf").write_text("")


def test_last_command_out_stops_the_server(own_cluster: Cluster) -> None:
    own_cluster.stop()
    program = (
        "import sys, time; from pathlib import Path;"
        "from pipelines.cluster import Cluster; from pipelines.opstart import commands;"
        "var, root = map(Path, sys.argv[1:]);"
        "use = commands.using(Cluster(var, root), var, 'proef');"
        "use.__enter__(); print('in', flush=True); sys.stdin.readline();"
        "use.__exit__(None, None, None); print('uit', flush=True)"
    )
    command = [sys.executable, "-c", program, str(own_cluster.var), str(own_cluster._system_root)]
    users = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        for user in users:
            assert user.stdout is not None
            assert user.stdout.readline() == "in\n"
        users[0].communicate("\n", timeout=30)
        assert own_cluster.state() == "draait"
        users[1].communicate("\n", timeout=30)
        assert own_cluster.state() == "gestopt"
    finally:
        for user in users:
            with suppress(ProcessLookupError):
                user.kill()
            user.communicate()


def test_server_of_someone_else_is_filled_not_run(own_cluster: Cluster, tmp_path: Path) -> None:
    with psycopg.connect(own_cluster.dsn("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE elders")
    url = own_cluster.dsn("postgres", "elders")
    outside = server(Settings(DATABASE_URL=url, var=tmp_path / "ander"))
    assert isinstance(outside, ExternalServer)
    outside.ensure()
    outside.ensure()
    assert outside.state() == "extern"
    assert _ask(outside.dsn("woonzorg_owner"), "SELECT current_database()::text") == "elders"
    assert _ask(outside.dsn("woonzorg_api"), "SELECT postgis_lib_version()") is not None
    outside.stop()
    assert own_cluster.state() == "draait"


def test_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    outside = ExternalServer("postgresql://a:b@127.0.0.1:1/x", tmp_path)
    with pytest.raises(EnvironmentUnfit, match="antwoordt niet"):
        outside.ensure()
