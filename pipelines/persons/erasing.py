"""Erasing a delivery that holds personal data or cannot be searched for them, everywhere.

First it is put on record what is to go (`log.gewist`, without `voltooid`), then everything goes,
then it is called done and written in the audit log. A killed run is finished by the next, so
every act may be done twice. Belongs here: the
places a delivery can be in. Not here: how personal data are recognised (`persons`).
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg import sql

from pipelines.connectors import Delivery
from pipelines.connectors.bron import local_path
from pipelines.database import Connection, durable, one
from pipelines.landing import CHUNK
from pipelines.persons.search import Findings
from pipelines.work import Work

WHO = "woonzorgkaart"


def sentence(dataset: str, findings: Findings) -> str:
    """Why a delivery was refused and erased: kinds, rows and columns, no value."""
    kinds = ", ".join(f"{kind} ({rows} rijen)" for kind, rows in findings.kinds.items())
    return (
        f"{dataset}: de levering bevat persoonsgegevens: {kinds}. Kolommen: "
        f"{', '.join(findings.columns)}. Zij is geweigerd en overal gewist; bewaard zijn alleen de "
        "hash, de kolomnamen en deze reden. Lever opnieuw zonder deze gegevens."
    )


def sentence_of_kind(dataset: str, kind: str) -> str:
    """Why a file of a kind that is not read was refused and erased, and how to save it."""
    return (
        f"{dataset}: de levering is een {kind}; dat lezen wij niet en kunnen wij niet doorzoeken "
        "op persoonsgegevens. Zij is geweigerd en overal gewist; bewaard zijn alleen de hash, de "
        "soort en deze reden. Open het bestand en sla het op als Excel-werkmap (.xlsx) of CSV, en "
        "lever het opnieuw."
    )


def begin(
    work: Work, levering: dict[str, Any], pulled: Delivery, findings: Findings, kind: str = ""
) -> str:
    """Put on record that a delivery must go, before anything goes.

    Args:
        work: the run.
        levering: its record.
        pulled: what landed.
        findings: what was found in it.
        kind: the kind of file that was not searched; empty for one that was.

    Returns:
        The reason.
    """
    name = levering["dataset"]
    reason = sentence_of_kind(name, kind) if kind else sentence(name, findings)
    with durable(work.connection):
        for file in pulled.files:
            work.connection.execute(
                "INSERT INTO log.gewist (sha256, dataset, leverancier, levering, bytes, soorten,"
                " kolommen, bestandssoort) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (
                    file.sha256,
                    levering["dataset"],
                    levering["leverancier"],
                    levering["levering"],
                    file.bytes,
                    json.dumps(findings.kinds),
                    findings.columns,
                    kind,
                ),
            )
        work.connection.execute(
            "UPDATE log.levering SET toestand = 'gewist', reden = %s, goedgekeurd = false"
            " WHERE levering = %s",
            (reason, levering["levering"]),
        )
    return reason


def finish(work: Work) -> int:
    """Erase all that is on record as to be erased; returns the number of files' hashes."""
    rows = work.connection.execute(
        "SELECT * FROM log.gewist WHERE voltooid IS NULL ORDER BY gevonden"
    ).fetchall()
    for row in rows:
        _erase(work, row)
    work.erased.update(row["sha256"] for row in rows)
    return len(rows)


def again(work: Work, dataset: str, supplier: str, sha256: str) -> None:
    """Bytes that were erased before came once more, perhaps from another: take them away again."""
    row = one(work.connection, "SELECT * FROM log.gewist WHERE sha256 = %s", (sha256,))
    _rows(work.connection, row)
    _files(work, row | {"dataset": dataset, "leverancier": supplier})


def why(row: dict[str, Any]) -> str:
    """What bytes on record were erased for, in a few words."""
    if row["bestandssoort"]:
        return f"niet te doorzoeken: {row['bestandssoort']}"
    return f"persoonsgegevens: {', '.join(row['soorten'])}"


def _erase(work: Work, row: dict[str, Any]) -> None:
    work.say({"naam": "wissen", "dataset": row["dataset"], "levering": row["levering"]})
    _rows(work.connection, row)
    _files(work, row)
    with durable(work.connection):
        done = work.connection.execute(
            "UPDATE log.gewist SET voltooid = clock_timestamp()"
            " WHERE sha256 = %s AND voltooid IS NULL",
            (row["sha256"],),
        ).rowcount
        if done:
            work.connection.execute(
                "SELECT audit.schrijf('wissen', %s, 'gewist', %s, %s, %s)",
                (
                    f"{row['dataset']}/{row['levering']}",
                    f"verversing, run {work.epoch}",
                    WHO,
                    f"{why(row)}; sha256 {row['sha256']}",
                ),
            )


def _rows(connection: Connection, row: dict[str, Any]) -> None:
    """Everything in the database: rows set apart, and names of files, which may be of people."""
    same = connection.execute(
        "UPDATE log.levering SET toestand = 'gewist', bestanden = (SELECT jsonb_agg(f || "
        '\'{"url": ""}\') FROM jsonb_array_elements(bestanden) f), verschil = NULL'
        " WHERE bestanden @> jsonb_build_array(jsonb_build_object('sha256', %s::text))"
        " RETURNING dataset, levering",
        (row["sha256"],),
    ).fetchall()
    for levering in same:
        table = sql.Identifier("quarantine", levering["dataset"])
        known = connection.execute(
            "SELECT to_regclass(%s) IS NOT NULL AS er", (f"quarantine.{levering['dataset']}",)
        ).fetchone()
        if known and known["er"]:
            connection.execute(
                sql.SQL("DELETE FROM {} WHERE levering = %s").format(table),
                (levering["levering"],),
            )
    connection.execute(
        "UPDATE log.fetch SET url = 'gewist' WHERE sha256 = %s AND url <> 'gewist'",
        (row["sha256"],),
    )


def _files(work: Work, row: dict[str, Any]) -> None:
    """Everything on disk: both landing stores, the watched folder, unpacked members, reports."""
    for store in work.stores:
        store.erase(row["sha256"])
    for file in copies(work, row["dataset"], row["leverancier"], row["sha256"], row["bytes"]):
        file.unlink(missing_ok=True)
    shutil.rmtree(work.settings.spare, ignore_errors=True)


def copies(work: Work, dataset: str, supplier: str, sha256: str, size: int) -> Iterator[Path]:
    """Files with these bytes where the supplier delivers: by content, whatever their name."""
    for place in _places(work, dataset, supplier):
        files = [place] if place.is_file() else sorted(place.glob("*")) if place.is_dir() else []
        for file in files:
            if file.is_symlink() or not file.is_file() or file.stat().st_size != size:
                continue
            if digest(file) == sha256:
                yield file


def _places(work: Work, dataset: str, supplier: str) -> Iterator[Path]:
    """Where deliveries of a supplier lie; a file outside the run-time directory is not ours."""
    for source in work.profile.bronnen.get(dataset, ()):
        for adres in (source.adres,) if isinstance(source.adres, str) else source.adres:
            if not adres or "://" in adres:
                continue
            path = local_path(adres, work.settings.var, dataset)
            if path and source.vorm == "map":
                yield path / supplier if supplier else path
            elif path and path.resolve().is_relative_to(work.settings.var.resolve()):
                yield path


def digest(file: Path) -> str:
    """The sha256 of a file."""
    whole = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            whole.update(chunk)
    return whole.hexdigest()
