"""A derived dataset: computed when an input or the method changed, stored as a version."""

import importlib
import json
import math
import time
from collections.abc import Container
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql

from data import parameters
from data.model import Dataset, Status
from data.registry import registry
from data.tables import dataset_table
from pipelines import editions, store, versions
from pipelines.area import Area
from pipelines.conform import arrow_schema
from pipelines.database import one
from pipelines.editions import Editions
from pipelines.errors import DeliveryRefused, PublicationRefused, WoonzorgError
from pipelines.versions import Outcome
from pipelines.work import Work, check_epoch

if TYPE_CHECKING:
    from pipelines.inputs import Derived


def derive(work: Work, dataset: Dataset, area: Area) -> Outcome:
    """A new version of a derived dataset, or the outcome that says why there is none.

    Raises:
        DeliveryRefused: the method cannot compute with these inputs or parameters, or the computed
            table breaks the declaration.
    """
    started = time.monotonic()
    good = versions.all_newest_good(work.connection)
    before = good.get(dataset.name)
    kept = before["version"] if before else None
    available = editions.held(work)
    if unwanted := _unwanted(work, dataset, available):
        return Outcome(dataset.name, "overgeslagen", kept=kept, reason=unwanted)
    if not dataset.makeable(available):
        absent = [n for n in (dataset.inputs or dataset.one_of) if n not in available]
        return Outcome(
            dataset.name, "overgeslagen", kept=kept, reason=f"invoer ontbreekt: {', '.join(absent)}"
        )
    found = _inputs(dataset, available)
    held = {name: one.default for name, one in found.items()}
    moment: date = next(iter(held.values()))["peildatum"]
    print_ = fingerprint(work, dataset, area, found)
    if before and before["vingerafdruk"] == print_:
        return Outcome(dataset.name, "ongewijzigd", moment, kept=kept)
    from pipelines.inputs import Inputs  # loads pandas, which looking alone does not need

    work.step("afleiden", dataset.name)
    module = importlib.import_module(f"pipelines.derive.{dataset.name}")
    with parameters.chosen(work.profile.chosen):
        every = {name: one.all for name, one in found.items()}
        inputs = Inputs(work, area, held, every)
        try:
            product: Derived = module.derive(inputs)
        except (ValueError, parameters.ParameterError) as error:
            raise DeliveryRefused(f"{dataset.name} is niet te berekenen: {error}") from error
    outcome = _store(work, dataset, product, moment, print_, inputs.used(), before)
    return replace(outcome, seconds=time.monotonic() - started)


def _unwanted(work: Work, dataset: Dataset, available: Container[str]) -> str:
    """Why it is not made: switched off, or neither profile nor delivery asks for it."""
    if off := work.profile.uit.get(dataset.name):
        return f"uitgezet in het profiel: {off}"
    delivered = any(name in available for name in dataset.optional_inputs)
    key = dataset.profile_key
    if not key or bool(getattr(work.profile, key)) or delivered:
        return ""
    return f"{key} staat niet in het profiel"


def _inputs(dataset: Dataset, available: dict[str, Editions]) -> dict[str, Editions]:
    wanted = (*dataset.inputs, *dataset.optional_inputs)
    return {name: available[name] for name in wanted if name in available}


def fingerprint(work: Work, dataset: Dataset, area: Area, found: dict[str, Editions]) -> str:
    """Everything a product depends on.

    Inputs by content (all their editions), method, parameters, and the choices of the profile.
    """
    profile = work.profile
    return versions.fingerprint(
        dataset.name,
        versions.signature(dataset),
        sorted(
            (name, row["inhoud_hash"], str(row["peildatum"]), row is one.default)
            for name, one in found.items()
            for row in one.all
        ),
        area.fingerprint,
        sorted(profile.gemeenten),
        profile.indelingsjaar,
        profile.rho,
        profile.weegprofielen,
        profile.chosen,
        sorted((name, sorted(codes)) for name, codes in profile.gebieden.items()),
        [line.model_dump() for line in profile.gelijke_codes],
    )


def _store(
    work: Work,
    dataset: Dataset,
    product: "Derived",
    moment: date,
    print_: str,
    inputs: list[dict[str, Any]],
    before: dict[str, Any] | None,
) -> Outcome:
    version = store.next_version(work.connection)
    versions.begin(work, dataset, version, moment, work.profile.indelingsjaar, print_, inputs)
    parent = dataset_table(dataset)
    store.ensure_parent(work.connection, parent)
    table = store.create_stage(work.connection, parent, version)
    work.step("klaarzetten", dataset.name, versie=version)
    rows = complete(dataset, product.table, version, moment)
    try:
        check(dataset, rows)
    except DeliveryRefused as error:
        versions.refused(work.connection, version, str(error))
        store.drop_stage(work.connection, dataset.name, version)
        raise
    with work.bulk() as connection:
        store.copy(connection, store.stage_name(dataset.name, version), rows.to_reader())
    return _finish(work, dataset, version, table, rows.num_rows, product, moment, before)


def _finish(
    work: Work,
    dataset: Dataset,
    version: int,
    table: sql.Identifier,
    rows: int,
    product: "Derived",
    moment: date,
    before: dict[str, Any] | None,
) -> Outcome:
    work.step("controleren", dataset.name, versie=version)
    columns = [name for name in arrow_schema(dataset).names if name != "version"]
    content = store.content_hash(work.connection, table, columns)
    coverage = json.dumps(plain(product.coverage), default=str, allow_nan=False)
    if before and before["inhoud_hash"] == content and before["dekking"] == json.loads(coverage):
        work.connection.execute(
            "UPDATE log.versie b SET vingerafdruk = n.vingerafdruk, invoer = n.invoer FROM "
            "log.versie n"
            " WHERE b.version = %s AND n.version = %s",
            (before["version"], version),
        )
        versions.refused(work.connection, version, "zelfde inhoud als de vorige versie")
        store.drop_stage(work.connection, dataset.name, version)
        return Outcome(dataset.name, "ongewijzigd", moment, kept=before["version"])
    store.index_and_analyse(work.connection, table, geometry=bool(dataset.geometry))
    with work.connection.transaction():
        check_epoch(work.connection, work.epoch)
        store.attach(work.connection, dataset_table(dataset), version)
        versions.good(
            work.connection,
            version,
            inhoud_hash=content,
            ontvangen=rows,
            gepubliceerd=rows,
            afgekeurd=0,
            dubbel=0,
            dekking=coverage,
        )
    return Outcome(dataset.name, "gepubliceerd", moment, version, version, rows, rows)


def plain(told: Any) -> Any:
    """Coverage as JSON can hold it: a figure that is NaN or infinite is unknown, None."""
    if isinstance(told, dict):
        return {key: plain(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [plain(value) for value in told]
    return None if isinstance(told, float) and not math.isfinite(told) else told


def complete(dataset: Dataset, table: pa.Table, version: int, moment: date) -> pa.Table:
    """The computed table in stored form.

    With version, id and peildatum, in declared order and type.
    """
    schema = arrow_schema(dataset)
    keys = [pc.cast(table.column(key), pa.string()) for key in dataset.key]
    made = {name: table.column(name) for name in table.column_names}
    made["version"] = pa.array(np.full(table.num_rows, version), pa.int64())
    made["id"] = keys[0] if len(keys) == 1 else pc.binary_join_element_wise(*keys, ":")
    made["peildatum"] = pa.array([moment] * table.num_rows, pa.date32())
    unknown = set(made) - set(schema.names)
    if unknown:
        raise DeliveryRefused(
            f"{dataset.name}: berekende kolommen staan niet in de declaratie: {sorted(unknown)}."
        )
    arrays = [
        made[name].cast(kind) if name in made else pa.nulls(table.num_rows, kind)
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.table(arrays, schema=schema)


def check(dataset: Dataset, rows: pa.Table) -> None:
    """A computed table keeps the promises of its declaration.

    Raises:
        DeliveryRefused: a key twice, NaN or infinity, a value without status, a null called
            observed, or no rows.
    """
    if rows.num_rows == 0 and dataset.bounds.first[0] > 0:
        raise DeliveryRefused(f"{dataset.name}: de berekening gaf geen enkele rij.")
    if pc.count_distinct(rows.column("id")).as_py() != rows.num_rows:
        raise DeliveryRefused(f"{dataset.name}: de berekening gaf een sleutel twee keer.")
    allowed = {status.value for status in Status}
    absent = {Status.ONTBREEKT.value, Status.ONDERDRUKT.value, Status.UITGESLOTEN.value}
    for column in dataset.columns:
        values = rows.column(column.name)
        if (
            pa.types.is_floating(values.type)
            and not pc.all(pc.is_finite(values), min_count=0).as_py()
        ):
            raise DeliveryRefused(
                f"{dataset.name}: kolom {column.name} bevat NaN of oneindig; zonder waarde hoort "
                "daar niets te staan, met een reden."
            )
        if column.value:
            status = rows.column(column.status)
            seen = {s for s in pc.unique(status).to_pylist() if s is not None}
            if status.null_count or not seen <= allowed:
                raise DeliveryRefused(
                    f"{dataset.name}: kolom {column.status} heeft een onbekende of lege status."
                )
            empty = pc.is_in(status, pa.array(sorted(absent)))
            if not pc.all(pc.equal(empty, pc.is_null(values)), min_count=0).as_py():
                raise DeliveryRefused(
                    f"{dataset.name}: bij {column.name} spreken waarde en status elkaar tegen."
                )


def safely(work: Work, dataset: Dataset, area: Area) -> Outcome:
    """`derive`, with a refusal as an outcome instead of an error."""
    try:
        return derive(work, dataset, area)
    except PublicationRefused:  # of the run, not of this dataset
        raise
    except WoonzorgError as error:
        work.finding(dataset.name, "afleiden", str(error), passed=False)
        before = versions.newest_good(work.connection, dataset.name)
        return Outcome(
            dataset.name, "geweigerd", kept=before["version"] if before else None, reason=str(error)
        )
    except Exception:
        check_epoch(work.connection, work.epoch)  # a newer run may have cleared our tables away
        raise


def stale(work: Work, area: Area) -> set[str]:
    """Derived datasets that would be computed anew; looks only."""
    available = editions.held(work)
    good = versions.all_newest_good(work.connection)
    found = set()
    for name, dataset in registry().items():
        if not dataset.derived or not dataset.makeable(available):
            continue
        if _unwanted(work, dataset, available):
            continue
        before = good.get(name)
        print_ = fingerprint(work, dataset, area, _inputs(dataset, available))
        if before is None or before["vingerafdruk"] != print_:
            found.add(name)
    return found


def rows_of(work: Work, dataset: str) -> int:
    """Rows of the newest good version."""
    return int(
        one(
            work.connection,
            "SELECT coalesce(max(gepubliceerd), 0) AS n FROM log.versie WHERE dataset = %s AND "
            "toestand = 'goed'",
            (dataset,),
        )["n"]
    )
