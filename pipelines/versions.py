"""Versions on record: begin one, call it good or refused, find the newest good one."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.model import Dataset
from data.tables import fields
from pipelines.database import Connection, one
from pipelines.work import Work


@dataclass(frozen=True)
class Outcome:
    """What became of one dataset in one run.

    Attributes:
        state: gepubliceerd (a new good version), ongewijzigd, geweigerd, onbereikbaar or
            overgeslagen.
        kept: the version readers keep.
    """

    dataset: str
    state: str
    peildatum: date | None = None
    version: int | None = None
    kept: int | None = None
    received: int = 0
    published: int = 0
    quarantined: int = 0
    duplicates: int = 0
    out_of_scope: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""


def as_outcome(said: dict[str, Any]) -> Outcome:
    """An outcome as another process wrote it, its date a date again."""
    moment = said["peildatum"]
    return Outcome(**said | {"peildatum": date.fromisoformat(moment) if moment else None})


def signature(dataset: Dataset) -> str:
    """Changes when the stored form of a dataset, its rules or its method change."""
    parts: list[Any] = [
        fields(dataset.columns, supplier=dataset.per_supplier),
        dataset.key,
        dataset.geometry,
        sorted((k, v.value) for k, v in dataset.codes.items()),
        dataset.scope,
        dataset.repairs,
        dataset.method_version,
        [
            (c.sources, c.factor, c.bounds, c.unknown, c.pattern, c.required, c.allowed, c.prefix)
            for c in dataset.columns
        ],
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def fingerprint(*parts: object) -> str:
    """One hash of everything a version was made from."""
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:32]


def begin(
    work: Work,
    dataset: Dataset,
    version: int,
    peildatum: date,
    year: int | None,
    print_: str,
    inputs: list[dict[str, Any]] | None = None,
) -> None:
    """Put a version on record as being made."""
    work.connection.execute(
        "INSERT INTO log.versie (version, dataset, peildatum, indelingsjaar, epoch, toestand, "
        "vingerafdruk,"
        " methode_versie, invoer) VALUES (%s, %s, %s, %s, %s, 'in_maak', %s, %s, %s)",
        (
            version,
            dataset.name,
            peildatum,
            year,
            work.epoch,
            print_,
            dataset.method_version,
            json.dumps(inputs or [], default=str),
        ),
    )


def made_from(work: Work, version: int, print_: str) -> None:
    """Correct the fingerprint of a version being made."""
    work.connection.execute(
        "UPDATE log.versie SET vingerafdruk = %s WHERE version = %s", (print_, version)
    )


def newest_good(
    connection: Connection, dataset: str, peildatum: date | None = None
) -> dict[str, Any] | None:
    """The newest good version of a dataset: newest peildatum first, then newest version."""
    return connection.execute(
        "SELECT * FROM log.versie WHERE dataset = %s AND toestand = 'goed'"
        " AND (%s::date IS NULL OR peildatum = %s::date) ORDER BY peildatum DESC, version DESC "
        "LIMIT 1",
        (dataset, peildatum, peildatum),
    ).fetchone()


def all_newest_good(connection: Connection) -> dict[str, dict[str, Any]]:
    """Per dataset its newest good version."""
    rows = connection.execute(
        "SELECT DISTINCT ON (dataset) * FROM log.versie WHERE toestand = 'goed'"
        " ORDER BY dataset, peildatum DESC, version DESC"
    )
    return {row["dataset"]: row for row in rows}


def good(connection: Connection, version: int, **values: Any) -> None:
    """Call a version good, with its counts and hash."""
    names = ", ".join(f"{name} = %({name})s" for name in values)
    connection.execute(
        f"UPDATE log.versie SET toestand = 'goed', {names} WHERE version = %(version)s",  # noqa: S608
        {**values, "version": version},
    )


def refused(connection: Connection, version: int, reason: str) -> None:
    """Call a version refused; its table is dropped by the caller."""
    connection.execute(
        "UPDATE log.versie SET toestand = 'geweigerd', reden = %s WHERE version = %s",
        (reason, version),
    )


def same_content(connection: Connection, dataset: str, peildatum: date, content: str) -> int | None:
    """The newest good version of a peildatum, if it already holds exactly this content."""
    newest = newest_good(connection, dataset, peildatum)
    return newest["version"] if newest and newest["inhoud_hash"] == content else None


def supplier_rows(connection: Connection, dataset: str, supplier: str, moment: date) -> int | None:
    """Rows of the last good delivery of one supplier: of the same peildatum, else the newest."""
    row = connection.execute(
        "SELECT rijen FROM log.levering WHERE dataset = %s AND leverancier = %s AND toestand = "
        "'goed'"
        " ORDER BY peildatum = %s DESC, peildatum DESC, levering DESC LIMIT 1",
        (dataset, supplier, moment),
    ).fetchone()
    return row["rijen"] if row else None


def count(connection: Connection) -> int:
    """Number of versions ever begun; for tests of 'nothing was written'."""
    return int(one(connection, "SELECT count(*) AS n FROM log.versie")["n"])
