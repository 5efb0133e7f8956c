"""One dataset from landed deliveries to a good version: read, conform, stage, check.

Nothing readers see changes here.
"""

import json
import time
from datetime import date
from typing import Any

from psycopg import sql

from data.model import Dataset
from data.tables import dataset_table
from pipelines import checks, choosing, staging, store, versions
from pipelines.area import Area
from pipelines.conform import arrow_schema
from pipelines.database import one
from pipelines.errors import PublicationRefused, WoonzorgError
from pipelines.versions import Outcome
from pipelines.work import Work, check_epoch


def ingest(work: Work, dataset: Dataset, area: Area | None) -> list[Outcome]:
    """Make a new version of every peildatum of a dataset whose deliveries changed.

    Args:
        work: the run.
        dataset: a feed.
        area: the covered area, None for the dataset that tells it.

    Returns:
        One outcome per peildatum; a refused delivery leaves the last good version and says why.
    """
    found = []
    for group in choosing.groups(work, dataset):
        started = time.monotonic()
        outcome = _version(work, dataset, group, area, started)
        found.append(outcome)
    return found


def _version(
    work: Work, dataset: Dataset, group: list[dict[str, Any]], area: Area | None, started: float
) -> Outcome:
    usable, refusals = choosing.usable(work, dataset, group)
    moment = max((row["peildatum"] for row in usable or group), default=group[0]["peildatum"])
    before = choosing.before(work, dataset, moment)
    kept = before["version"] if before else None
    if not usable:
        return Outcome(dataset.name, "geweigerd", moment, kept=kept, reason="; ".join(refusals))
    print_ = choosing.fingerprint(work, dataset, usable, area)
    if before and before["vingerafdruk"] == print_:
        state = "geweigerd" if refusals else "ongewijzigd"
        return Outcome(dataset.name, state, moment, kept=kept, reason="; ".join(refusals))
    version = store.next_version(work.connection)
    versions.begin(work, dataset, version, moment, usable[0]["indelingsjaar"], print_)
    parent = dataset_table(dataset)
    store.ensure_parent(work.connection, parent)
    table = store.create_stage(work.connection, parent, version)
    counted, used = [], []
    # Who was here first keeps an id that two suppliers deliver.
    for levering in sorted(usable, key=lambda row: (row["toestand"] != "goed", row["leverancier"])):
        done = staging.stage_or_last_good(work, dataset, levering, version, table, area, refusals)
        if done:
            counted.append(done[0])
            used.append(done[1])
    if not used:
        return _give_up(work, dataset, version, kept, moment, refusals, started)
    if refusals:  # what it was made from is not what was tried: an approval must count as news
        versions.made_from(work, version, choosing.fingerprint(work, dataset, used, area))
    return _finish(work, dataset, version, table, counted, used, before, refusals, started)


def _give_up(
    work: Work,
    dataset: Dataset,
    version: int,
    kept: int | None,
    moment: Any,
    refusals: list[str],
    started: float,
) -> Outcome:
    reason = "; ".join(refusals)
    versions.refused(work.connection, version, reason)
    store.drop_stage(work.connection, dataset.name, version)
    return Outcome(
        dataset.name,
        "geweigerd",
        moment,
        kept=kept,
        reason=reason,
        seconds=time.monotonic() - started,
    )


def _finish(
    work: Work,
    dataset: Dataset,
    version: int,
    table: sql.Identifier,
    counted: list[checks.Counted],
    used: list[dict[str, Any]],
    before: dict[str, Any] | None,
    refusals: list[str],
    started: float,
) -> Outcome:
    columns = [name for name in arrow_schema(dataset).names if name != "version"]
    content = store.content_hash(work.connection, table, columns)
    moment = _moment(work, table, used)
    same = before and before["inhoud_hash"] == content and before["peildatum"] == moment
    if not same:
        store.index_and_analyse(work.connection, table, geometry=bool(dataset.geometry))
    scope: dict[str, int] = {}
    for part in counted:
        for rule, rows in part.out_of_scope.items():
            scope[rule] = scope.get(rule, 0) + rows
    work.step("aanhechten", dataset.name, versie=version)
    with work.connection.transaction():
        check_epoch(work.connection, work.epoch)
        for row, part in zip(used, counted, strict=True):
            work.connection.execute(
                "UPDATE log.levering SET toestand = 'goed', reden = NULL, rijen = %s"
                " WHERE levering = %s",
                (part.published, row["levering"]),
            )
        if before and same:
            return _confirm(work, dataset, version, before, refusals, started)
        done = Outcome(
            dataset.name,
            "geweigerd" if refusals else "gepubliceerd",
            moment,
            version,
            version,
            sum(p.received for p in counted),
            sum(p.published for p in counted),
            sum(p.quarantined for p in counted),
            sum(p.duplicates for p in counted),
            scope,
            time.monotonic() - started,
            "; ".join(refusals),
        )
        store.attach(work.connection, dataset_table(dataset), version)
        versions.good(
            work.connection,
            version,
            inhoud_hash=content,
            peildatum=moment,
            leveringen=[row["levering"] for row in used],
            ontvangen=done.received,
            gepubliceerd=done.published,
            afgekeurd=done.quarantined,
            dubbel=done.duplicates,
            buiten_bereik=json.dumps(scope),
            seconden=done.seconds,
            reden=done.reason or None,
        )
    return done


def _moment(work: Work, table: sql.Identifier, used: list[dict[str, Any]]) -> date:
    """The moment a version describes.

    The newest that its rows state, else that of its deliveries.
    """
    row = one(work.connection, sql.SQL("SELECT max(peildatum) AS m FROM {}").format(table))
    newest: date = row["m"] or max(levering["peildatum"] for levering in used)
    return newest


def _confirm(
    work: Work,
    dataset: Dataset,
    version: int,
    before: dict[str, Any],
    refusals: list[str],
    started: float,
) -> Outcome:
    """Other bytes, same content.

    The version that readers have stays, and knows the new fingerprint.
    """
    work.connection.execute(
        "UPDATE log.versie SET vingerafdruk = (SELECT vingerafdruk FROM log.versie WHERE version "
        "= %s)"
        " WHERE version = %s",
        (version, before["version"]),
    )
    versions.refused(work.connection, version, "zelfde inhoud als de vorige versie")
    store.drop_stage(work.connection, dataset.name, version)
    return Outcome(
        dataset.name,
        "geweigerd" if refusals else "ongewijzigd",
        before["peildatum"],
        kept=before["version"],
        seconds=time.monotonic() - started,
        reason="; ".join(refusals),
    )


def failed(work: Work, dataset: Dataset, record: dict[str, Any]) -> Outcome:
    """Outcome of a source that could not be pulled: the version of its peildatum is kept."""
    moment = record["peildatum"]
    if moment:
        before = choosing.before(work, dataset, moment)
    else:
        before = versions.newest_good(work.connection, dataset.name)
    kept = before["version"] if before else None
    return Outcome(dataset.name, "onbereikbaar", moment, kept=kept, reason=record["fout"])


def safely(work: Work, dataset: Dataset, area: Area | None) -> list[Outcome]:
    """`ingest`, with any refusal as an outcome instead of an error."""
    try:
        return ingest(work, dataset, area)
    except PublicationRefused:  # of the run, not of this dataset
        raise
    except WoonzorgError as error:
        work.finding(dataset.name, "verwerking", str(error), passed=False)
        before = versions.newest_good(work.connection, dataset.name)
        return [
            Outcome(
                dataset.name,
                "geweigerd",
                kept=before["version"] if before else None,
                reason=str(error),
            )
        ]
    except Exception:
        check_epoch(work.connection, work.epoch)  # a newer run may have cleared our tables away
        raise
