"""Which recorded deliveries make up a version, and whether that version exists already.

Belongs here: choosing. Reading and checking is `staging`, making the version is `ingest`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from data.model import Dataset
from pipelines import delivery, versions
from pipelines.area import Area
from pipelines.work import Work, code_version


def pending(work: Work, dataset: Dataset, area: Area | None) -> bool:
    """Whether `ingest` would make a new version; looks only."""
    for group in groups(work, dataset):
        chosen, _ = usable(work, dataset, group)
        if not chosen:
            continue
        moment = max(row["peildatum"] for row in chosen)
        held = before(work, dataset, moment)
        if held is None or held["vingerafdruk"] != fingerprint(work, dataset, chosen, area):
            return True
    return False


def groups(work: Work, dataset: Dataset) -> list[list[dict[str, Any]]]:
    """The deliveries that belong in one version each.

    All suppliers together, else one peildatum.
    """
    rows = work.connection.execute(
        "SELECT DISTINCT ON (leverancier, peildatum) * FROM log.levering WHERE dataset = %s"
        " AND toestand <> 'opgeruimd'"
        " ORDER BY leverancier, peildatum, bevestigd DESC, levering DESC",
        (dataset.name,),
    ).fetchall()
    if not rows:
        return []
    if dataset.per_supplier:
        newest = {row["leverancier"]: row for row in sorted(rows, key=lambda r: r["bevestigd"])}
        return [list(newest.values())]
    fixed = {s.peildatum for s in work.profile.sources(dataset.name)}
    if fixed & {"ontvangst", "kolom"}:
        return [[max(rows, key=lambda r: (r["bevestigd"], r["levering"]))]]
    return [[row] for row in rows if row["peildatum"] in fixed]


def usable(
    work: Work, dataset: Dataset, group: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Per supplier the newest delivery, or the last good one where the newest stays refused."""
    chosen, refusals = [], []
    for row in group:
        judged_otherwise = row["toestand"] == "geweigerd" and row["beoordeeld_met"] != judge(
            dataset
        )
        if row["toestand"] in ("ontvangen", "goed") or judged_otherwise:
            chosen.append(row)
            continue
        refusals.append(row["reden"] or f"levering {row['levering']} is {row['toestand']}")
        if earlier := last_good(work, row):
            chosen.append(earlier)
    return chosen, refusals


def judge(dataset: Dataset) -> str:
    """What a refusal was based on.

    After an upgrade or another declaration the delivery is tried again.
    """
    return f"{code_version()}/{versions.signature(dataset)}"


def last_good(work: Work, row: dict[str, Any]) -> dict[str, Any] | None:
    """The newest good delivery of the same supplier, this one left out."""
    return work.connection.execute(
        "SELECT * FROM log.levering WHERE dataset = %s AND leverancier = %s AND toestand = 'goed'"
        " AND levering <> %s ORDER BY peildatum DESC, levering DESC LIMIT 1",
        (row["dataset"], row["leverancier"], row["levering"]),
    ).fetchone()


def fingerprint(
    work: Work, dataset: Dataset, usable: Iterable[dict[str, Any]], area: Area | None
) -> str:
    """Everything a version depends on.

    Deliveries, names, declaration and, with a rule on place, the area.
    """
    chosen = [
        (r["leverancier"], str(r["peildatum"]), r["inhoud_hash"], delivery.chosen(work, r).kolommen)
        for r in sorted(usable, key=lambda r: (r["leverancier"], r["levering"]))
    ]
    inside = area.fingerprint if area and any(rule.inside for rule in dataset.scope) else ""
    return versions.fingerprint(dataset.name, chosen, versions.signature(dataset), inside)


def before(work: Work, dataset: Dataset, moment: date) -> dict[str, Any] | None:
    """The good version a new one would follow.

    Of the same peildatum, or the newest where that rolls.
    """
    rolls = dataset.per_supplier or any(
        s.peildatum in ("ontvangst", "kolom") for s in work.profile.sources(dataset.name)
    )
    return versions.newest_good(work.connection, dataset.name, None if rolls else moment)
