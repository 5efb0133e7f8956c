"""What the service says at its start of tables that lack an index."""

import asyncio
import logging

from geo_api import indexed
from geo_api.db import Database


def told(settings):
    async def ask():
        database = Database(settings)
        await database.open()
        try:
            return await indexed.missing(database, "pub")
        finally:
            await database.close()

    return asyncio.run(ask())


def test_a_table_without_an_index_is_named_and_others_are_not(own):
    assert told(own.settings()) == []
    with own.connect() as db:
        db.execute("DROP INDEX store.haltes_2_geometry_idx")
    assert told(own.settings()) == ["haltes_2.geometry"]
    with own.connect() as db:
        db.execute("DROP INDEX store.haltes_2_version_id_idx")
    assert told(own.settings()) == ["haltes_2.geometry", "haltes_2.id"]


def test_the_log_says_so_at_the_start_and_the_service_answers(own, serve, caplog):
    with own.connect() as db:
        db.execute("DROP INDEX store.haltes_2_geometry_idx")
    with caplog.at_level(logging.WARNING), serve(own.settings()) as client:
        for _ in range(50):
            assert client.get("/v1/collections/haltes/items?limit=1").status_code == 200
            if "haltes_2.geometry" in caplog.text:
                break
        assert "no index, questions will be slow: haltes_2.geometry" in caplog.text


def test_a_database_that_is_away_is_no_fault(own, serve):
    with serve(own.settings(api_dsn="host=/nergens dbname=x", pool_wait_s=0.1)) as client:
        assert client.get("/health/live").status_code == 200
