"""Start clean and stay small.

Leftovers of a killed run go at the next start, old versions after each release.
"""

import shutil
from typing import Any

from pipelines import retention, store
from pipelines.database import Connection, durable, one
from pipelines.persons import erasing
from pipelines.work import Work

KEEP_VERSIONS = 3
KEEP_RELEASES = 3

# Tables of versions that are written off but whose table a killed run did not get to drop.
_ORPHANS = """
SELECT substring(c.relname FROM '^(.*)_[0-9]+$') AS naam,
       substring(c.relname FROM '[0-9]+$')::bigint AS version
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'stage' AND c.relkind = 'r' AND c.relname ~ '_[0-9]+$'
  AND NOT EXISTS (SELECT FROM log.versie v WHERE c.relname = v.dataset || '_' || v.version
                  AND (v.toestand IN ('goed', 'teruggedraaid')
                       OR (v.toestand = 'in_maak' AND v.epoch = %s)))
  AND NOT EXISTS (SELECT FROM log.laagversie l WHERE c.relname = l.laag || '_' || l.version
                  AND (l.toestand = 'goed' OR (l.toestand = 'in_maak' AND l.epoch = %s)))
"""


def abandon_dead_runs(work: Work) -> None:
    """We hold the run lock, so every other run that says it works is dead: fence it out."""
    work.connection.execute(
        "UPDATE log.run SET toestand = 'verlaten', geeindigd = clock_timestamp(),"
        " reden = 'opgevolgd door run ' || %s WHERE toestand = 'loopt' AND epoch <> %s",
        (str(work.epoch), work.epoch),
    )


def drop_leftovers(work: Work) -> int:
    """Throw away what runs before this one began and did not finish.

    Returns the number of tables dropped.
    """
    connection = work.connection
    dropped = 0
    for table in ("versie", "laagversie"):
        name = "dataset" if table == "versie" else "laag"
        rows = connection.execute(
            f"SELECT {name} AS naam, version FROM log.{table}"  # noqa: S608
            " WHERE toestand = 'in_maak' AND epoch <> %s",
            (work.epoch,),
        ).fetchall()
        state = "geweigerd" if table == "versie" else "opgeruimd"
        for row in rows:
            store.detach_and_drop(connection, row["naam"], row["version"])
            connection.execute(
                f"UPDATE log.{table} SET toestand = %s WHERE version = %s AND toestand = 'in_maak'",  # noqa: S608
                (state, row["version"]),
            )
            dropped += 1
    for row in connection.execute(_ORPHANS, (work.epoch, work.epoch)).fetchall():
        store.detach_and_drop(connection, row["naam"], row["version"])
        dropped += 1
    _drop_unknown_tiles(work)
    for landing in work.stores:
        landing.sweep(0)  # we hold the run lock: nobody else is writing
    shutil.rmtree(work.settings.spare, ignore_errors=True)
    erasing.finish(work)
    retention.forget_closed(work)
    return dropped


def _drop_unknown_tiles(work: Work) -> None:
    known = {r["bestand"] for r in work.connection.execute("SELECT bestand FROM pub.archief")}
    known |= {
        f"{r['laag']}-{r['version']}.pmtiles"
        for r in work.connection.execute(
            "SELECT laag, version FROM log.laagversie WHERE toestand = 'in_maak' AND epoch = %s",
            (work.epoch,),
        )
    }
    for file in work.settings.tiles.glob("*"):
        if file.name not in known:
            file.unlink(missing_ok=True)


def prune(work: Work) -> int:
    """Drop versions that nobody needs.

    Not among the last three, not in a kept release, not the last of a peildatum.

    Returns:
        Number of versions dropped.
    """
    work.step("opruimen", "versies")
    connection = work.connection
    oldest = (
        int(one(connection, "SELECT coalesce(max(release), 0) AS n FROM pub.release")["n"])
        - KEEP_RELEASES
    )
    dropped = 0
    for row in _superfluous(connection, oldest):
        # Written off first: a run killed in between leaves a table that the next start drops.
        connection.execute(
            "UPDATE log.versie SET toestand = 'opgeruimd' WHERE version = %s", (row["version"],)
        )
        store.detach_and_drop(connection, row["dataset"], row["version"])
        dropped += 1
    for row in _superfluous_layers(connection, oldest):
        _forget_layer(work, row["laag"], row["version"])
        dropped += 1
    retention.forget(work)
    return dropped


def _forget_layer(work: Work, layer: str, version: int) -> None:
    """Take a layer version away: first out of readers' sight, then its table and its tiles."""
    with durable(work.connection):
        for table in ("pub.laag", "pub.kolom", "pub_restricted.laag", "pub_restricted.kolom"):
            work.connection.execute(
                f"DELETE FROM {table} WHERE laag = %s AND version = %s",  # noqa: S608
                (layer, version),
            )
        file = work.connection.execute(
            "DELETE FROM pub.archief WHERE laag = %s AND version = %s RETURNING bestand",
            (layer, version),
        ).fetchone()
        work.connection.execute(
            "UPDATE log.laagversie SET toestand = 'opgeruimd' WHERE laag = %s AND version = %s",
            (layer, version),
        )
    store.detach_and_drop(work.connection, layer, version)
    if file:
        (work.settings.tiles / file["bestand"]).unlink(missing_ok=True)


def _superfluous(connection: Connection, oldest: int) -> list[dict[str, Any]]:
    return connection.execute(
        "SELECT dataset, version FROM ("
        " SELECT dataset, version, row_number() OVER (PARTITION BY dataset ORDER BY version "
        "DESC) AS n,"
        " row_number() OVER (PARTITION BY dataset, peildatum ORDER BY version DESC) AS m"
        " FROM log.versie WHERE toestand IN ('goed', 'teruggedraaid')) v"
        " WHERE n > %(keep)s AND (m > 1 OR NOT EXISTS (SELECT FROM log.release_dataset rd JOIN "
        "pub.release r USING (release)"
        "  WHERE rd.version = v.version AND r.release > %(oldest)s))"
        " AND NOT EXISTS (SELECT FROM log.release_dataset rd WHERE rd.version = v.version AND "
        "rd.release > %(oldest)s)"
        " AND NOT EXISTS (SELECT FROM log.versie later WHERE later.toestand = 'goed' AND "
        "later.invoer @>"
        "  jsonb_build_array(jsonb_build_object('version', v.version)))",
        {"keep": KEEP_VERSIONS, "oldest": oldest},
    ).fetchall()


def _superfluous_layers(connection: Connection, oldest: int) -> list[dict[str, Any]]:
    return connection.execute(
        "SELECT laag, version FROM (SELECT laag, version, row_number() OVER (PARTITION BY laag "
        "ORDER BY version DESC) AS n"
        " FROM log.laagversie WHERE toestand = 'goed') v WHERE n > %(keep)s AND NOT EXISTS"
        " (SELECT FROM log.release_laag rl WHERE rl.laag = v.laag AND rl.version = v.version AND "
        "rl.release > %(oldest)s)",
        {"keep": KEEP_VERSIONS, "oldest": oldest},
    ).fetchall()
