"""Readers see one version, whatever is published meanwhile.

Cursors, notifications, withdrawal, a database that is away, what the role may read.
"""

import subprocess
import sys
import time

import psycopg
import pytest


def until(check, seconds=5.0):
    """Wait for something that happens on its own."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def following(document):
    return next((link["href"] for link in document["links"] if link["rel"] == "next"), None)


def version(client, laag="buurten"):
    return client.get(f"/v1/collections/{laag}").json()["woonzorg"]["version"]


def publish(own, layers, number=11, release=3):
    with own.connect() as db, db.transaction():
        layers.load(db, layers.BUURTEN, number, "2024-01-01", own.tiles)
        layers.point(db, "buurten", number, "2024-01-01", release)


def test_cursor_stays_on_its_version(own, serve, layers):
    with serve(own.settings()) as client:
        first = client.get("/v1/collections/buurten/items?limit=50").json()
        assert first["woonzorg"]["version"] == 10
        publish(own, layers)
        until(lambda: version(client) == 11)
        seen, url, versions = list(first["features"]), following(first), set()
        while url:
            page = client.get(url).json()
            versions.add(page["woonzorg"]["version"])
            seen, url = seen + page["features"], following(page)
        assert versions == {10}
        assert len({feature["id"] for feature in seen}) == len(seen) == 120
        assert client.get("/v1/collections/buurten/items").json()["woonzorg"]["version"] == 11
        assert client.get("/v1/collections").json()["woonzorg"]["release"] == 3


def test_cursor_of_a_pruned_version_is_gone(own, serve, layers):
    with serve(own.settings()) as client:
        url = following(client.get("/v1/collections/buurten/items?limit=50").json())
        publish(own, layers)
        with own.connect() as db:
            db.execute("DROP TABLE store.buurten_10")
        until(lambda: version(client) == 11)
        forgotten = client.get(url)  # its description is still there, its rows are not
        with own.connect() as db:
            db.execute("DELETE FROM pub.laag WHERE laag = 'buurten' AND version = 10")
            db.execute("SELECT pg_notify('woonzorg_release', '3')")
        until(lambda: "Versie 10" in client.get(url).json()["detail"])
        for answer in (forgotten, client.get(url)):
            assert answer.status_code == 410
            assert "niet meer bewaard" in answer.json()["detail"]


POINTED = """CREATE OR REPLACE VIEW pub.buurten AS SELECT * FROM store.buurten WHERE version = ANY (
    ARRAY(SELECT p.version FROM pub.pointer AS p WHERE p.laag = 'buurten'))"""


def test_release_between_state_and_table_is_never_an_empty_answer(own, serve, layers):
    """The pointer moved and this process does not know yet: the answer comes from the new one."""
    with own.connect() as db:
        db.execute(POINTED)
    with serve(own.settings()) as client:
        first = client.get("/v1/collections/buurten/items?limit=5").json()
        with own.connect() as db:
            layers.load(db, layers.BUURTEN, 11, "2024-01-01", own.tiles)
            change = "UPDATE pub.pointer SET version = %s WHERE laag = 'buurten' AND version = %s"
            db.execute(change, [11, 10])  # without a notification
        box = {"bbox": "6,53,7,54"}
        assert (
            client.get("/v1/collections/buurten/items", params=box).json()["numberReturned"] == 100
        )
        with own.connect() as db:
            db.execute(change, [10, 11])
        one = client.get("/v1/collections/buurten/items/BU99990000")
        assert (one.status_code, one.json()["woonzorg"]["version"]) == (200, 10)
        with own.connect() as db:
            db.execute(change, [11, 10])
        assert client.get(following(first)).status_code == 410
        nothing = client.get("/v1/collections/buurten/items?bbox=3.4,51,3.5,51.1")
        assert (nothing.status_code, nothing.json()["features"]) == (200, [])
        assert client.get("/v1/collections/buurten/items/BU0").status_code == 404


def test_tiles_of_a_pruned_version_are_gone(own, serve, layers):
    with serve(own.settings()) as client:
        tile = "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"
        assert client.get(f"{tile}?v=10").status_code == 200
        publish(own, layers)
        until(lambda: version(client) == 11)
        assert client.get(f"{tile}?v=10").status_code == 200
        with own.connect() as db:
            db.execute("DELETE FROM pub.archief WHERE laag = 'buurten' AND version = 10")
            db.execute("SELECT pg_notify('woonzorg_release', '3')")
        until(lambda: client.get(f"{tile}?v=10").status_code == 410)
        assert client.get("/v1/archives/buurten.pmtiles?v=10").status_code == 410
        assert client.get(tile).headers["etag"].startswith('"buurten-11-')


def test_cursor_under_another_filter_is_refused(client):
    url = following(client.get("/v1/collections/buurten/items?limit=5").json())
    assert client.get(url + "&bbox=6,53,7,54").status_code == 400
    assert client.get(url.replace("buurten", "haltes")).status_code == 400
    assert client.get(url + "&peildatum=2024-01-01").status_code == 400


@pytest.mark.parametrize(
    "cursor", ["", "x", "bnVsbA", "W10", "é", "WzEsMixdXQ", "A" * 1500, "WzEwLCJ4IiwiXHUwMDAwIl0"]
)
def test_cursor_that_is_none_of_ours_is_refused(client, cursor):
    answer = client.get("/v1/collections/buurten/items", params={"na": cursor})
    assert answer.status_code == 400
    assert "rel=next" in answer.json()["detail"]


def test_withdrawal_is_said_everywhere_within_moments(own, serve):
    paths = [
        "/v1/collections/haltes",
        "/v1/collections/haltes/items",
        "/v1/collections/haltes/items/000001",
        "/v1/collections/haltes/schema",
        "/v1/collections/haltes/tilejson",
        "/v1/collections/haltes/tiles/WebMercatorQuad/10/332/530",
        "/v1/archives/haltes.pmtiles",
        "/lagen/haltes",
    ]
    with serve(own.settings()) as client:
        assert {client.get(path).status_code for path in paths} == {200}
        with own.connect() as db, db.transaction():
            db.execute(
                "INSERT INTO pub.ingetrokken"
                " VALUES ('haltes', '2026-03-01', 'de bron trok haar in')"
            )
            db.execute("SELECT pg_notify('woonzorg_release', '2')")
        until(lambda: client.get(paths[0]).status_code == 410)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 410, path
            assert "ingetrokken: de bron trok haar in." in answer.json()["detail"]
        assert "haltes" not in {
            item["id"] for item in client.get("/v1/collections").json()["collections"]
        }
        assert "de bron trok haar in" in client.get("/lagen").text
        assert client.get("/health/ready").status_code == 200


def test_poll_is_a_net_when_no_notification_comes(own, serve):
    with serve(own.settings(poll_s=0.2)) as client:
        with own.connect() as db:
            db.execute("INSERT INTO pub.ingetrokken VALUES ('haltes', now(), 'stil')")
        until(lambda: client.get("/v1/collections/haltes").status_code == 410)


def test_lost_connections_come_back(own, serve, layers):
    with serve(own.settings()) as client:
        assert version(client) == 10
        with own.connect() as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = 'woonzorg_api'"
            )
        until(lambda: client.get("/v1/collections/haltes/items?limit=1").status_code == 200)
        until(lambda: _listeners(own) == 1)
        publish(own, layers)
        until(lambda: version(client) == 11)


def _listeners(own):
    with own.connect() as db:
        row = db.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND query LIKE 'LISTEN%%'",
            [own.name],
        ).fetchone()
    return row[0]


def test_no_database_at_start_is_503_and_alive(own, serve):
    with serve(own.settings(api_dsn="host=/nergens dbname=x user=y", pool_wait_s=0.1)) as client:
        assert client.get("/health/live").status_code == 200
        for path in ("/health/ready", "/v1/collections", "/v1/collections/buurten/items"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "De database antwoordt nu niet" in page.text
        assert client.get("/v1").status_code == 200
        assert client.get("/v1/openapi.json").status_code == 200


def test_no_release_yet_is_503(own, serve):
    with own.connect() as db:
        db.execute("DELETE FROM pub.release")
    with serve(own.settings()) as client:
        answer = client.get("/v1/collections")
        assert answer.status_code == 503
        assert "nog geen release" in answer.json()["detail"]


def test_slow_database_is_503_with_retry_after(own, serve):
    """A view that never ends is cut off by the statement timeout."""
    with own.connect() as db:
        db.execute(
            "CREATE OR REPLACE VIEW pub.haltes AS SELECT h.* FROM store.haltes AS h, pg_sleep(60)"
        )
    with serve(own.settings(statement_timeout_ms=300)) as client:
        start = time.monotonic()
        answer = client.get("/v1/collections/haltes/items")
        assert time.monotonic() - start < 3
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "te veel tijd" in answer.json()["detail"]
        assert client.get("/v1/collections/buurten/items").status_code == 200


def test_full_pool_is_503_and_not_a_hang(own, serve):
    with own.connect() as db:
        db.execute(
            "CREATE OR REPLACE VIEW pub.haltes AS SELECT h.* FROM store.haltes AS h, pg_sleep(60)"
        )
    settings = own.settings(pool_size=1, pool_wait_s=0.2, statement_timeout_ms=1500)
    with serve(settings) as client:
        import asyncio

        async def both():
            slow = asyncio.create_task(client._client.get("/v1/collections/haltes/items"))
            await asyncio.sleep(0.3)
            start = time.monotonic()
            waiting = await client._client.get("/v1/collections/buurten/items")
            return waiting, time.monotonic() - start, await slow

        waiting, seconds, slow = client.run(both())
        assert waiting.status_code == slow.status_code == 503
        assert seconds < 1


def test_ready_names_what_cannot_be_read(own, serve):
    with own.connect() as db:
        db.execute("REVOKE SELECT ON pub.haltes FROM woonzorg_api")
    (own.tiles / "draaglast-4.pmtiles").unlink()
    with serve(own.settings()) as client:
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert "pub.haltes" in answer.json()["detail"]
        assert "draaglast-4.pmtiles" in answer.json()["detail"]
        assert client.get("/v1/collections/haltes/items").status_code == 503
        tile = client.get("/v1/collections/draaglast/tiles/WebMercatorQuad/10/332/530")
        assert tile.status_code == 503
        assert client.get("/health/live").status_code == 200


def test_role_reads_nothing_but_pub(place):
    with psycopg.connect(place.api_dsn, autocommit=True) as db:
        for table in (
            "store.buurten",
            "store.buurten_10",
            "quarantine.buurten",
            "stage.buurten",
            "log.fetch",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(f"TABLE {table}")
        for change in (
            "INSERT INTO pub.ingetrokken VALUES ('x', now(), 'y')",
            "UPDATE pub.pointer SET version = 1",
            "DELETE FROM pub.buurten",
            "CREATE TABLE pub.eigen (x int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(change)


def test_connections_are_read_only_and_limited(place):
    from geo_api.db import conninfo

    with psycopg.connect(conninfo(place.settings()), autocommit=True) as db:
        for name, value in (
            ("default_transaction_read_only", "on"),
            ("statement_timeout", "3s"),
            ("lock_timeout", "500ms"),
        ):
            assert db.execute(f"SHOW {name}").fetchone() == (value,)


def test_the_service_imports_no_pipeline():
    code = "import sys, geo_api.server; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    out = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=_checkout()
    )
    loaded = set(out.stdout.split())
    assert not loaded & {
        "pipelines",
        "assets",
        "dagster",
        "geopandas",
        "pandas",
        "numpy",
        "shapely",
        "sqlalchemy",
    }


def _checkout():
    from pathlib import Path

    return Path(__file__).resolve().parents[2]
