"""How long delivered bytes are kept: as long as a kept version was made from them, and the newest.

Quarantined rows go with the version they were set apart from.
"""

from data.registry import registry
from pipelines import quarantine
from pipelines.work import Work

KEEP_DELIVERIES = 3


def forget(work: Work) -> int:
    """Erase what no kept version needs.

    Returns:
        Number of landed files erased.
    """
    _quarantined(work)
    gone = work.connection.execute(
        "UPDATE log.levering SET toestand = 'opgeruimd' WHERE toestand <> 'opgeruimd'"
        " AND levering IN (SELECT levering FROM ("
        " SELECT levering, row_number() OVER (PARTITION BY dataset, leverancier"
        "  ORDER BY bevestigd DESC, levering DESC) AS n FROM log.levering) l"
        " WHERE n > %s AND NOT EXISTS (SELECT FROM log.versie v"
        "  WHERE v.toestand = 'goed' AND l.levering = ANY (v.leveringen))) RETURNING bestanden",
        (KEEP_DELIVERIES,),
    ).fetchall()
    kept = {
        file["sha256"]
        for row in work.connection.execute(
            "SELECT bestanden FROM log.levering WHERE toestand <> 'opgeruimd'"
        )
        for file in row["bestanden"]
    }
    loose = {file["sha256"] for row in gone for file in row["bestanden"]} - kept
    return sum(work.landing.erase(sha256) for sha256 in loose)


def _quarantined(work: Work) -> None:
    """Rows of versions that were pruned."""
    rows = work.connection.execute(
        "SELECT dataset, array_agg(version) AS versies FROM log.versie"
        " WHERE toestand = 'opgeruimd' GROUP BY dataset"
    ).fetchall()
    for row in rows:
        if row["dataset"] in registry() and not registry()[row["dataset"]].derived:
            quarantine.forget(work.connection, row["dataset"], row["versies"])
