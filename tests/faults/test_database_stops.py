"""PostgreSQL that stops at once in the middle of a refresh, and a connection lost after COMMIT."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from pipelines.opstart.dsn import libpq_url
from pipelines.work import STEPS
from tests.faults.support import Site, Swing, farm, reached

POINTS = (
    ("landen", "rivm_gezondheid"),
    ("lezen", "rivm_gezondheid"),
    ("klaarzetten", "rivm_gezondheid"),
    ("controleren", "zorgaanbieders"),
    ("aanhechten", "zorgaanbieders"),
    ("afleiden", "locaties"),
    ("beschermen", "voorzieningen"),
    ("tegels", "voorzieningen"),
    ("publiceren", ""),
    ("opruimen", ""),
)


@pytest.fixture(scope="module")
def swing() -> Iterator[Swing]:
    made = Swing()
    yield made
    farm().cluster.ensure()
    made.site.drop()


def test_every_numbered_step_is_in_the_sweep() -> None:
    assert {step for step, _ in POINTS} == set(STEPS)


@pytest.mark.parametrize(("step", "dataset"), POINTS, ids=["-".join(p).strip("-") for p in POINTS])
def test_server_stops_at_a_step(swing: Swing, step: str, dataset: str) -> None:
    site, cluster = swing.site, farm().cluster
    goal, before, release = swing.turn(), swing.look(), site.release
    with site.publisher(), swing.reader() as reader:
        with site.start() as running:
            assert running.until(reached(step, dataset)), running.said.read_text()
            cluster.stop("immediate")
            broken = running.finish()
        cluster.ensure()
        halfway = swing.look()
        done = site.refresh()
    # One sentence, no traceback: unless the run had nothing left to do when the server went.
    assert broken.status in (0, 1)
    assert "Traceback" not in broken.text
    assert broken.status == 0 or "Lezers houden de laatste goede release" in broken.text.replace(
        "\n", " "
    )
    assert done.status == 0, done.text
    assert site.content() == goal
    assert site.leftovers() == []
    assert site.release == release + 1
    after = swing.look()
    assert halfway in (before, after)
    assert set(reader.seen) <= {before, after}


class Cut:
    """Stands between the pipeline and PostgreSQL, and hangs up right after one COMMIT.

    The COMMIT that ends the transaction with `mark` reaches the server and is done; its answer does
    not reach the client.
    """

    def __init__(self, server: str, mark: bytes) -> None:
        """Listen on a free port; `server` is the path of the server's socket."""
        self.server, self.mark = server, mark
        self.hung_up = threading.Event()
        self._listen = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listen.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listen.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listen.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(self.server)
        silent = threading.Event()
        back = threading.Thread(target=self._back, args=(server, client, silent), daemon=True)
        back.start()
        marked = False
        with suppress(OSError), client:
            while data := client.recv(1 << 16):
                marked = marked or self.mark in data
                last = marked and b"COMMIT" in data and not self.hung_up.is_set()
                if last:
                    silent.set()
                server.sendall(data)
                if last:
                    back.join(timeout=10)  # until the server has answered: the commit is a fact
                    self.hung_up.set()
                    break
        server.close()

    @staticmethod
    def _back(server: socket.socket, client: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(1 << 16):
                if silent.is_set():
                    return
                client.sendall(data)


@contextmanager
def _cut(site: Site, mark: bytes) -> Iterator[Cut]:
    address = urlsplit(site.dsn())
    asked = parse_qs(address.query)
    place = f"{asked['host'][0]}/.s.PGSQL.{asked.get('port', ['5432'])[0]}"
    between = Cut(place, mark)
    site.extra["WOONZORG_PIPELINE_DSN"] = libpq_url(
        str(address.username),
        unquote(str(address.password)),
        site.name,
        {"host": "127.0.0.1", "port": str(between.port)},
    )
    try:
        yield between
    finally:
        site.extra.clear()
        between.close()


def test_connection_lost_right_after_commit(swing: Swing) -> None:
    site = swing.site
    goal, before, release = swing.turn(), swing.look(), site.release
    with site.publisher(), swing.reader() as reader:
        with _cut(site, b"wijs_aan") as between:
            broken = site.refresh()
            assert between.hung_up.is_set()
        assert broken.status == 1
        assert "Traceback" not in broken.text
        # The answer was lost, the release was not; it is found, not made again.
        assert site.release == release + 1
        done = site.refresh()
    assert done.status == 0, done.text
    assert site.release == release + 1
    assert site.content() == goal
    assert site.leftovers() == []
    assert set(reader.seen) <= {before, swing.look()}
    assert not [event for event in done.events if event.get("naam") not in ("landen", None)]
