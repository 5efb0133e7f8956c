"""One delivery into the stage table of a version: read, conform, copy, check.

Refused as a whole or taken.
"""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from psycopg import sql

from data.getallen import dutch
from data.model import Dataset
from pipelines import aliases, checks, choosing, delivery, quarantine, reading, store, versions
from pipelines.area import Area
from pipelines.conform import Context, Tally, arrow_schema, conform
from pipelines.errors import DeliveryRefused, SourceChanged, WoonzorgError
from pipelines.partners import carrying, mapping, verschil
from pipelines.persons import intake
from pipelines.schedule import today
from pipelines.work import Work


def stage_or_last_good(
    work: Work,
    dataset: Dataset,
    levering: dict[str, Any],
    version: int,
    table: sql.Identifier,
    area: Area | None,
    refusals: list[str],
) -> tuple[checks.Counted, dict[str, Any]] | None:
    """Load one delivery.

    When it is refused, that supplier's last good one instead (suppliers only).
    """
    try:
        return _stage(work, dataset, levering, version, table, area), levering
    except (DeliveryRefused, SourceChanged) as error:
        # Where it is kept and shown, the feed stands beside it.
        reason = str(error).removeprefix(f"{dataset.name}: ")
        refusals.append(reason)
        _refuse(work, dataset, levering, reason)
        _clear(work, dataset, table, levering["leverancier"])
    earlier = choosing.last_good(work, levering) if dataset.per_supplier else None
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
    if levering["bytes_weg"] or not work.holds(levering["bestanden"]):
        return carrying.carry_over(work.connection, dataset, levering, version, table)
    source = delivery.chosen(work, levering)
    bron, landed = delivery.reopen(work, levering, area)
    tally = Tally()
    batches = delivery.prepared(dataset, bron, landed)
    _tell(work, dataset, levering, reading.notes(batches.schema))
    intake.require(work, dataset, source, levering, landed)
    names = mapping.chosen(source, mapping.of(work, levering), batches.schema)
    context = Context(
        version,
        None if source.peildatum == "kolom" else levering["peildatum"],
        supplier=levering["leverancier"],
        names=names,
        decimal=source.decimaal,
        crs=bron.crs or "",
        area=area.ring if area else None,
        asked=area.box if area and "bbox" in bron.parameters else None,
        today=today(),
    )
    batches = mapping.require(work, dataset, levering, batches, names)
    if not levering["goedgekeurd"]:
        absent = aliases.absent(dataset, batches.schema, names)
        before = choosing.before(work, dataset, levering["peildatum"])
        supplier = levering["leverancier"]
        checks.refuse_lost_columns(work.connection, dataset, supplier, absent, before)
    work.step("klaarzetten", dataset.name, versie=version)
    refusal: list[WoonzorgError] = []
    rows = pa.RecordBatchReader.from_batches(
        arrow_schema(dataset), _kept(conform(dataset, batches, context, tally), refusal)
    )
    try:
        with work.bulk() as connection:
            store.copy(
                connection, store.stage_name(dataset.name, version), rows, second=work.second
            )
    except Exception:
        if refusal:
            raise refusal[0] from None
        raise
    quarantine.put(
        work.connection, dataset.name, levering["levering"], version, [*tally.bad, *tally.repaired]
    )
    return _check(work, dataset, levering, version, table, tally)


def _tell(work: Work, dataset: Dataset, levering: dict[str, Any], notes: list[str]) -> None:
    """Put on record what was assumed while reading."""
    work.connection.execute(
        "UPDATE log.levering SET gelezen = %s WHERE levering = %s",
        (json.dumps(notes, ensure_ascii=False), levering["levering"]),
    )
    if notes:
        work.finding(
            dataset.name,
            "gelezen",
            " ".join(notes),
            passed=True,
            severity="waarschuwing",
            levering=levering["levering"],
            leverancier=levering["leverancier"],
        )


def _kept(
    batches: Iterator[pa.RecordBatch], refusal: list[WoonzorgError]
) -> Iterator[pa.RecordBatch]:
    """The same batches; a refusal on the way is kept, for Arrow tells the driver only its text."""
    try:
        yield from batches
    except WoonzorgError as error:
        refusal.append(error)
        raise


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
    held = {name: row["version"] for name, row in versions.all_newest_good(work.connection).items()}
    counted = checks.settle(work.connection, part, tally, held)
    _note(work, part, levering, counted, tally)
    before = versions.supplier_rows(
        work.connection, dataset.name, levering["leverancier"], levering["peildatum"]
    )
    checks.refuse_open_equation(dataset, counted)
    approved = levering["goedgekeurd"]
    if not approved:
        checks.refuse_bad_share(dataset, dataset.bounds, counted)
    checks.refuse_row_count(dataset, dataset.bounds, counted.published, before, approved=approved)
    work.finding(
        dataset.name,
        "rijen",
        f"{dutch(counted.published)} van {dutch(counted.received)} rijen gepubliceerd",
        passed=True,
        version=version,
        levering=levering["levering"],
        **checks.as_text(counted),
    )
    return counted


def _note(
    work: Work,
    part: checks.Part,
    levering: dict[str, Any],
    counted: checks.Counted,
    tally: Tally,
) -> None:
    """Keep with the delivery where its rows went and what it changes, also when it is refused."""
    work.connection.execute(
        "UPDATE log.levering SET telling = %s WHERE levering = %s",
        (json.dumps(checks.as_text(counted)), levering["levering"]),
    )
    if part.dataset.per_supplier and levering["toestand"] != "goed":
        before = choosing.before(work, part.dataset, levering["peildatum"])
        verschil.note(work.connection, part, before, tally.numbers.bad)


def _refuse(work: Work, dataset: Dataset, levering: dict[str, Any], reason: str) -> None:
    work.connection.execute(
        "UPDATE log.levering SET toestand = 'geweigerd', reden = %s, beoordeeld_met = %s WHERE "
        "levering = %s AND toestand NOT IN ('goed', 'gewist')",
        (reason, choosing.judge(work, dataset, levering), levering["levering"]),
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
