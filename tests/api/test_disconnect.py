"""A client that goes away takes its work with it, down to the statement in the database."""

import asyncio
import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from psycopg import AsyncConnection

from geo_api.errors import Problem
from geo_api.http import watched
from geo_api.http.flight import Flights

SLOW = "CREATE OR REPLACE VIEW pub.haltes AS SELECT h.* FROM store.haltes AS h, pg_sleep(60)"
OURS = """
    FROM pg_stat_activity
    WHERE application_name = 'geo_api' AND state = 'active' AND wait_event = 'PgSleep'
      AND datname = current_database()
"""  # another process of the tests may sleep in a database of its own
RUNNING, BACKEND = f"SELECT count(*) {OURS}", f"SELECT pid {OURS}"
ALIVE = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s)"


def alone(story):
    """Run a story in a loop of its own, whatever loop a test before this one left running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def until(db, wanted):
    """Wait until so many slow statements run."""
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        if db.execute(RUNNING).fetchone()[0] == wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"not {wanted} statements within 8 seconds")


@pytest.mark.parametrize("lost", [0, 3], ids=["heard", "three cancels lost"])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/collections/haltes/items",
        "/v1/collections/haltes/tiles/NetherlandsRDNewQuad/7/48/75",
    ],
)
def test_query_stops_when_its_reader_leaves(own, serve, path, lost, monkeypatch):
    """The only connection of the pool is free for the next one; a cancel may come too early."""
    cancels = []
    cancel = AsyncConnection.cancel_safe

    async def cancel_safe(connection, **limits):
        cancels.append(limits)
        if len(cancels) > lost:
            await cancel(connection, **limits)

    monkeypatch.setattr(AsyncConnection, "cancel_safe", cancel_safe)
    with own.connect() as db:
        db.execute(SLOW)
        with serve(own.settings(statement_timeout_ms=60_000, pool_size=1)) as client:
            sent, left = [], asyncio.Event()

            async def send(message):
                sent.append(message)

            said = [{"type": "http.request", "body": b""}]

            async def receive():
                if said:
                    return said.pop()
                await left.wait()
                return {"type": "http.disconnect"}

            async def asking():
                scope = {"type": "http", "method": "GET", "path": path, "query_string": b""}
                scope |= {"headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1)}
                work = asyncio.create_task(client.app(scope, receive, send))
                await asyncio.to_thread(until, db, 1)
                (used,) = db.execute(BACKEND).fetchone()
                left.set()
                await asyncio.to_thread(until, db, 0)
                await asyncio.wait_for(work, 5)
                # PostGIS keeps a cancel that comes too late, and stops at the next shape it clips:
                # who comes next gets another backend.
                while db.execute(ALIVE, [used]).fetchone()[0]:
                    await asyncio.sleep(0.05)

            client.run(asyncio.wait_for(asking(), 30))
            assert sent == []
            assert len(cancels) > lost
            assert client.get("/v1/collections/buurten/items?limit=1").status_code == 200


def test_query_stops_when_a_reader_of_the_real_server_leaves(own, processes):
    limits = {"WOONZORG_STATEMENT_TIMEOUT_MS": "60000", "WOONZORG_POOL_SIZE": "1"}
    with own.connect() as db:
        db.execute(SLOW)
        with processes.start(own.api_dsn, own.tiles.parent, **limits) as process:
            with socket.create_connection(("127.0.0.1", process.port)) as reader:
                path = b"/v1/collections/haltes/items"
                reader.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                until(db, 1)
            until(db, 0)
            found = httpx.get(f"{process.base}/v1/collections/buurten/items?limit=1", timeout=10)
            assert found.status_code == 200


def receiver(*messages):
    waiting = list(messages)

    async def receive():
        if waiting:
            return waiting.pop(0)
        return await asyncio.Event().wait()

    return receive


def piece(size, *, more):
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


def test_body_has_a_size_and_a_time():
    whole = receiver(piece(10, more=True), piece(5, more=False))
    assert alone(watched.body(whole)) == b"x" * 15
    large = receiver(*[piece(100_000, more=True)] * 3)
    with pytest.raises(Problem) as refused:
        alone(watched.body(large))
    assert refused.value.status == 413
    with pytest.raises(Problem) as refused:
        alone(watched.body(receiver(piece(1, more=True)), seconds=0.05))
    assert refused.value.status == 408
    with pytest.raises(watched.ClientDisconnectedError):
        alone(watched.body(receiver({"type": "http.disconnect"})))


def test_equal_questions_are_asked_once_and_stop_with_the_last_reader():
    asked, stopped = [], []

    async def make():
        asked.append(1)
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            stopped.append(1)
            raise

    async def story():
        flights = Flights()
        first, second = (asyncio.create_task(flights.run("a", make)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0.01)
        assert (len(asked), len(stopped), len(flights)) == (1, 0, 1)
        second.cancel()
        await asyncio.sleep(0.01)
        assert (len(stopped), len(flights)) == (1, 0)
        for task in (first, second):
            with contextlib.suppress(asyncio.CancelledError):
                await task

    alone(story())
