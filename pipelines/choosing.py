"""Which recorded deliveries make up a version, and whether that version exists already.

Belongs here: choosing. Reading and checking is `staging`, making the version is `ingest`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from data.model import Dataset
from pipelines import delivery, versions
from pipelines.area import Area
from pipelines.partners import mapping
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
        tried = row["toestand"] == "geweigerd" and row["bestanden"]
        judged_otherwise = tried and row["beoordeeld_met"] != judge(work, dataset, row)
        if row["toestand"] in ("ontvangen", "goed") or judged_otherwise:
            chosen.append(row)
            continue
        earlier = last_good(work, row)
        if row["bestanden"] or not earlier:  # a file that is not read was told at landing
            refusals.append(row["reden"] or f"levering {row['levering']} is {row['toestand']}")
        # An edition of another peildatum is a version of its own, and never stands in for this one.
        if earlier and (dataset.per_supplier or _same_edition(work, row, earlier)):
            chosen.append(earlier)
    return chosen, refusals


def _same_edition(work: Work, row: dict[str, Any], other: dict[str, Any]) -> bool:
    moments = {source.peildatum for source in work.profile.sources(row["dataset"])}
    return row["peildatum"] not in moments or row["peildatum"] == other["peildatum"]


def judge(work: Work, dataset: Dataset, row: dict[str, Any]) -> str:
    """What a refusal was based on.

    After an upgrade, another declaration or other column names the delivery is tried again.
    """
    named = versions.fingerprint(_named(work, row))[:12]
    return f"{code_version()}/{versions.signature(dataset)}/{named}"


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
        (r["leverancier"], str(r["peildatum"]), r["inhoud_hash"], _named(work, r))
        for r in sorted(usable, key=lambda r: (r["leverancier"], r["levering"]))
    ]
    inside = area.fingerprint if area and any(rule.inside for rule in dataset.scope) else ""
    return versions.fingerprint(dataset.name, chosen, versions.signature(dataset), inside)


def _named(work: Work, row: dict[str, Any]) -> dict[str, str]:
    """What the profile and the steward say about the columns of a delivery."""
    source = delivery.chosen(work, row)
    return {**source.kolommen, **mapping.latest(mapping.of(work, row)), **source.vast}


def before(work: Work, dataset: Dataset, moment: date) -> dict[str, Any] | None:
    """The good version a new one would follow.

    Of the same peildatum, or the newest where that rolls.
    """
    rolls = dataset.per_supplier or any(
        s.peildatum in ("ontvangst", "kolom") for s in work.profile.sources(dataset.name)
    )
    return versions.newest_good(work.connection, dataset.name, None if rolls else moment)
