"""One dataset from landed deliveries to a good version: read, conform, stage, check. Nothing readers see changes here."""

import json
import time
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
from psycopg import sql

from data.model import Dataset
from data.tables import dataset_table
from pipelines import checks, delivery, quarantine, store, versions
from pipelines.area import Area
from pipelines.conform import Context, Tally, arrow_schema, conform
from pipelines.database import bulk
from pipelines.errors import DeliveryRefused, SourceChanged, WoonzorgError
from pipelines.versions import Outcome
from pipelines.work import Work


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
    for group in _groups(work, dataset):
        started = time.monotonic()
        outcome = _version(work, dataset, group, area, started)
        found.append(outcome)
    return found


def pending(work: Work, dataset: Dataset, area: Area | None) -> bool:
    """Whether `ingest` would make a new version; looks only."""
    for group in _groups(work, dataset):
        usable, _ = _usable(work, group)
        if not usable:
            continue
        moment = max(row["peildatum"] for row in usable)
        before = versions.newest_good(
            work.connection, dataset.name, None if dataset.per_supplier else moment
        )
        if before is None or before["vingerafdruk"] != _fingerprint(work, dataset, usable, area):
            return True
    return False


def _groups(work: Work, dataset: Dataset) -> list[list[dict[str, Any]]]:
    """The deliveries that belong in one version each: all suppliers together, else one peildatum."""
    rows = work.connection.execute(
        "SELECT DISTINCT ON (leverancier, peildatum) * FROM log.levering WHERE dataset = %s"
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


def _version(
    work: Work, dataset: Dataset, group: list[dict[str, Any]], area: Area | None, started: float
) -> Outcome:
    usable, refusals = _usable(work, group)
    moment = max((row["peildatum"] for row in usable or group), default=group[0]["peildatum"])
    before = versions.newest_good(
        work.connection, dataset.name, None if dataset.per_supplier else moment
    )
    kept = before["version"] if before else None
    if not usable:
        return Outcome(dataset.name, "geweigerd", moment, kept=kept, reason="; ".join(refusals))
    print_ = _fingerprint(work, dataset, usable, area)
    if before and before["vingerafdruk"] == print_:
        state = "geweigerd" if refusals else "ongewijzigd"
        return Outcome(dataset.name, state, moment, kept=kept, reason="; ".join(refusals))
    version = store.next_version(work.connection)
    versions.begin(work, dataset, version, moment, usable[0]["indelingsjaar"], print_)
    parent = dataset_table(dataset)
    store.ensure_parent(work.connection, parent)
    table = store.create_stage(work.connection, parent, version)
    counted, used = [], []
    for levering in usable:
        done = _stage_or_last_good(work, dataset, levering, version, table, area, refusals)
        if done:
            counted.append(done[0])
            used.append(done[1])
    if not used:
        return _give_up(work, dataset, version, kept, moment, refusals, started)
    return _finish(work, dataset, version, table, counted, used, before, refusals, started)


def _usable(work: Work, group: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Per supplier the newest delivery, or the last good one where the newest stays refused."""
    usable, refusals = [], []
    for row in group:
        if row["toestand"] in ("ontvangen", "goed"):
            usable.append(row)
            continue
        refusals.append(row["reden"] or f"levering {row['levering']} is {row['toestand']}")
        if earlier := _last_good(work, row):
            usable.append(earlier)
    return usable, refusals


def _last_good(work: Work, row: dict[str, Any]) -> dict[str, Any] | None:
    return work.connection.execute(
        "SELECT * FROM log.levering WHERE dataset = %s AND leverancier = %s AND toestand = 'goed'"
        " AND levering <> %s ORDER BY peildatum DESC, levering DESC LIMIT 1",
        (row["dataset"], row["leverancier"], row["levering"]),
    ).fetchone()


def _fingerprint(
    work: Work, dataset: Dataset, usable: Iterable[dict[str, Any]], area: Area | None
) -> str:
    chosen = [
        (r["leverancier"], str(r["peildatum"]), r["inhoud_hash"], delivery.chosen(work, r).kolommen)
        for r in usable
    ]
    inside = area.fingerprint if area and any(rule.inside for rule in dataset.scope) else ""
    return versions.fingerprint(dataset.name, chosen, versions.signature(dataset), inside)


def _stage_or_last_good(
    work: Work,
    dataset: Dataset,
    levering: dict[str, Any],
    version: int,
    table: sql.Identifier,
    area: Area | None,
    refusals: list[str],
) -> tuple[checks.Counted, dict[str, Any]] | None:
    """Load one delivery; when it is refused, that supplier's last good one instead (suppliers only)."""
    try:
        return _stage(work, dataset, levering, version, table, area), levering
    except (DeliveryRefused, SourceChanged) as error:
        refusals.append(str(error))
        _refuse(work, dataset, levering, str(error))
        _clear(work, dataset, table, levering["leverancier"])
    earlier = _last_good(work, levering) if dataset.per_supplier else None
    return (_stage(work, dataset, earlier, version, table, area), earlier) if earlier else None


def _stage(
    work: Work,
    dataset: Dataset,
    levering: dict[str, Any],
    version: int,
    table: sql.Identifier,
    area: Area | None,
) -> checks.Counted:
    work.step("lezen", dataset.name, levering=levering["levering"])
    source = delivery.chosen(work, levering)
    bron, landed = delivery.reopen(work, levering, area)
    tally = Tally()
    context = Context(
        version,
        None if source.peildatum == "kolom" else levering["peildatum"],
        supplier=levering["leverancier"],
        names=source.kolommen,
        decimal=source.decimaal,
        crs=bron.crs or "",
        area=area.ring if area else None,
    )
    batches = delivery.prepared(dataset, bron, landed)
    work.step("klaarzetten", dataset.name, versie=version)
    rows = pa.RecordBatchReader.from_batches(
        arrow_schema(dataset), conform(dataset, batches, context, tally)
    )
    with bulk(work.dsn) as connection:
        store.copy(connection, store.stage_name(dataset.name, version), rows)
    quarantine.put(
        work.connection, dataset.name, levering["levering"], version, [*tally.bad, *tally.repaired]
    )
    return _check(work, dataset, levering, version, table, tally)


def _check(
    work: Work,
    dataset: Dataset,
    levering: dict[str, Any],
    version: int,
    table: sql.Identifier,
    tally: Tally,
) -> checks.Counted:
    work.step("controleren", dataset.name, versie=version)
    part = checks.Part(table, dataset, levering["levering"], version, levering["leverancier"])
    same, moved = checks.duplicates(work.connection, part)
    held = {name: row["version"] for name, row in versions.all_newest_good(work.connection).items()}
    moved += checks.references(work.connection, part, held)
    counted = checks.count_part(work.connection, part, tally, same, moved)
    before = versions.supplier_rows(work.connection, dataset.name, levering["leverancier"])
    checks.refuse_open_equation(dataset, counted)
    approved = levering["goedgekeurd"]
    if not approved:
        checks.refuse_bad_share(dataset, dataset.bounds, counted)
    checks.refuse_row_count(dataset, dataset.bounds, counted.published, before, approved=approved)
    work.finding(
        dataset.name,
        "rijen",
        f"{counted.published} van {counted.received} rijen gepubliceerd",
        passed=True,
        version=version,
        **checks.as_text(counted),
    )
    return counted


def _refuse(work: Work, dataset: Dataset, levering: dict[str, Any], reason: str) -> None:
    work.connection.execute(
        "UPDATE log.levering SET toestand = 'geweigerd', reden = %s WHERE levering = %s AND toestand <> 'goed'",
        (reason, levering["levering"]),
    )
    work.finding(
        dataset.name,
        "levering",
        reason,
        passed=False,
        levering=levering["levering"],
        leverancier=levering["leverancier"],
    )


def _clear(work: Work, dataset: Dataset, table: sql.Identifier, supplier: str) -> None:
    """Take the rows of a refused delivery out of the stage table again."""
    if not dataset.per_supplier:
        work.connection.execute(sql.SQL("TRUNCATE {}").format(table))
        return
    work.connection.execute(
        sql.SQL("DELETE FROM {} WHERE leverancier = %s").format(table), (supplier,)
    )


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
    moment = max(row["peildatum"] for row in used)
    same = before and before["inhoud_hash"] == content and before["peildatum"] == moment
    if not same:
        store.index_and_analyse(work.connection, table, geometry=bool(dataset.geometry))
    scope: dict[str, int] = {}
    for part in counted:
        for rule, rows in part.out_of_scope.items():
            scope[rule] = scope.get(rule, 0) + rows
    work.step("aanhechten", dataset.name, versie=version)
    with work.connection.transaction():
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


def _confirm(
    work: Work,
    dataset: Dataset,
    version: int,
    before: dict[str, Any],
    refusals: list[str],
    started: float,
) -> Outcome:
    """Other bytes, same content: the version that readers have stays, and knows the new fingerprint."""
    work.connection.execute(
        "UPDATE log.versie SET vingerafdruk = (SELECT vingerafdruk FROM log.versie WHERE version = %s)"
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


def failed(dataset: Dataset, record: dict[str, Any], kept: int | None) -> Outcome:
    """Outcome of a source that could not be pulled."""
    return Outcome(
        dataset.name, "onbereikbaar", record["peildatum"], kept=kept, reason=record["fout"]
    )


def safely(work: Work, dataset: Dataset, area: Area | None) -> list[Outcome]:
    """`ingest`, with any refusal as an outcome instead of an error."""
    try:
        return ingest(work, dataset, area)
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
