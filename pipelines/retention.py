"""How long delivered bytes are kept: as long as a kept version was made from them, and the newest.

Quarantined rows go with the version they were set apart from.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import sql

from data.registry import registry
from pipelines import editions, quarantine
from pipelines.persons import erasing
from pipelines.work import Work

KEEP_DELIVERIES = 3
CLOSED_DAYS = 30


def forget(work: Work) -> int:
    """Erase what no kept version needs.

    Returns:
        Number of landed files erased.
    """
    _quarantined(work)
    # Editions stand beside each other: a refused one is not pushed out by good ones of other years.
    beside = [(n, day) for n in work.profile.bronnen for day in editions.beside(work.profile, n)]
    gone = work.connection.execute(
        "UPDATE log.levering SET toestand = 'opgeruimd'"
        " WHERE toestand NOT IN ('opgeruimd', 'gewist')"
        " AND levering IN (SELECT levering FROM ("
        " SELECT levering, row_number() OVER (PARTITION BY dataset, leverancier, e.dag"
        "  ORDER BY bevestigd DESC, levering DESC) AS n FROM log.levering"
        "  LEFT JOIN unnest(%s::text[], %s::date[]) AS e(feed, dag)"
        "  ON e.feed = dataset AND e.dag = peildatum) l"
        " WHERE n > %s AND NOT EXISTS (SELECT FROM log.versie v"
        "  WHERE v.toestand = 'goed' AND l.levering = ANY (v.leveringen))) RETURNING bestanden",
        ([name for name, _ in beside], [day for _, day in beside], KEEP_DELIVERIES),
    ).fetchall()
    kept = {
        file["sha256"]
        for row in work.connection.execute(
            "SELECT bestanden FROM log.levering WHERE toestand NOT IN ('opgeruimd', 'gewist')"
        )
        for file in row["bestanden"]
    }
    loose = {file["sha256"] for row in gone for file in row["bestanden"]} - kept
    return sum(landing.erase(sha256) for sha256 in loose for landing in work.stores)


def forget_closed(work: Work, now: datetime | None = None) -> int:
    """Delete what came with columns of tier C, 30 days after it was published (or refused).

    Gone are the landed bytes, the file in the watched folder and the rows set apart; the typed rows
    live on in the version made from them, as long as that is kept (D16).

    Args:
        work: the run.
        now: the moment it is; the clock when absent.

    Returns:
        Number of deliveries whose bytes went.
    """
    names = [name for name, dataset in registry().items() if dataset.closed and not dataset.derived]
    rows = work.connection.execute(
        "SELECT * FROM (SELECT l.*, coalesce((SELECT min(r.gepubliceerd_op) FROM log.versie v"
        "  JOIN log.release_dataset rd USING (version) JOIN pub.release r USING (release)"
        "  WHERE l.levering = ANY (v.leveringen)), l.ontvangen) AS sinds FROM log.levering l"
        "  WHERE l.dataset = ANY (%s) AND l.bytes_weg IS NULL AND l.toestand <> 'gewist') x"
        " WHERE sinds < %s",
        (names, (now or datetime.now(UTC)) - timedelta(days=CLOSED_DAYS)),
    ).fetchall()
    for row in rows:
        _forget_bytes(work, row)
    return len(rows)


def _forget_bytes(work: Work, row: dict[str, Any]) -> None:
    held = quarantine.ensure(work.connection, row["dataset"])
    for file in row["bestanden"]:
        for landing in work.stores:
            landing.erase(file["sha256"])
        found = erasing.copies(
            work, row["dataset"], row["leverancier"], file["sha256"], file["bytes"]
        )
        for copy in found:
            copy.unlink(missing_ok=True)
    with work.connection.transaction():
        work.connection.execute(
            sql.SQL("DELETE FROM {} WHERE levering = %s").format(held), (row["levering"],)
        )
        work.connection.execute(
            "UPDATE log.levering SET bytes_weg = clock_timestamp() WHERE levering = %s",
            (row["levering"],),
        )
        work.connection.execute(
            "SELECT audit.schrijf('bytes wissen', %s, 'gewist', %s, %s, %s)",
            (
                f"{row['dataset']}/{row['levering']}",
                f"verversing, run {work.epoch}",
                erasing.WHO,
                f"niveau C, {CLOSED_DAYS} dagen na publicatie",
            ),
        )


def _quarantined(work: Work) -> None:
    """Rows of versions that were pruned."""
    rows = work.connection.execute(
        "SELECT dataset, array_agg(version) AS versies FROM log.versie"
        " WHERE toestand = 'opgeruimd' GROUP BY dataset"
    ).fetchall()
    for row in rows:
        if row["dataset"] in registry() and not registry()[row["dataset"]].derived:
            quarantine.forget(work.connection, row["dataset"], row["versies"])
