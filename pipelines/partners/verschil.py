"""What a delivery changes: keys that are new, gone or changed against the supplier's last good one.

Belongs here: comparing a staged delivery with the version readers have, and keeping the outcome
with the delivery. Not here: telling it (`verslag`).
"""

import json
from collections.abc import Collection
from itertools import takewhile
from typing import Any

from psycopg import sql

from data.model import Dataset
from data.tables import fields
from pipelines import quarantine
from pipelines.checks import Part
from pipelines.database import Connection, one

MOST = 20
KINDS = ("nieuw", "weg", "gewijzigd", "apart")
_PLAIN = ("version", "peildatum", "leverancier", "id")


def note(
    connection: Connection, part: Part, before: dict[str, Any] | None, bad: Collection[str]
) -> None:
    """Compare the rows of a staged delivery with those readers have of the same supplier.

    Args:
        connection: control connection.
        part: the staged rows.
        before: record of the good version before this one; None at a first delivery.
        bad: keys of rows that were delivered and set apart; they are not gone.
    """
    found = _compare(connection, part, before["version"], bad) if before else None
    connection.execute(
        "UPDATE log.levering SET verschil = %s WHERE levering = %s",
        (json.dumps(found) if found else None, part.levering),
    )


def _compare(
    connection: Connection, part: Part, version: int, bad: Collection[str]
) -> dict[str, Any] | None:
    """Numbers, and up to 20 keys of each kind where the tier allows keys to be shown."""
    mine: sql.Composable = sql.SQL("true")
    if part.dataset.per_supplier:
        mine = sql.SQL("leverancier = {}").format(sql.Literal(part.supplier))
    old, new = sql.Identifier("store", part.dataset.name), part.table
    held = one(
        connection,
        sql.SQL("SELECT count(*) AS n FROM {} WHERE version = {} AND {}").format(
            old, sql.Literal(version), mine
        ),
    )["n"]
    if not held:
        return None
    query = sql.SQL(
        "SELECT soort, count(*) AS n, (array_agg(id ORDER BY id))[1:{most}] AS sleutels FROM ("
        " SELECT coalesce(n.id, o.id) AS id, CASE WHEN o.id IS NULL THEN 'nieuw'"
        "  WHEN n.id IS NULL AND (o.id = ANY ({bad}) OR EXISTS (SELECT FROM {held} q"
        "   WHERE q.levering = {levering} AND q.version = {made} AND q.inhoud ->> 'id' = o.id))"
        "  THEN 'apart'"
        "  WHEN n.id IS NULL THEN 'weg' WHEN ({a}) IS DISTINCT FROM ({b}) THEN 'gewijzigd' END"
        "  AS soort"
        " FROM (SELECT * FROM {new} WHERE {mine}) n FULL JOIN"
        " (SELECT * FROM {old} WHERE version = {version} AND {mine}) o ON n.id = o.id) x"
        " WHERE soort IS NOT NULL GROUP BY soort"
    ).format(
        most=sql.Literal(MOST),
        a=_row("n", part.dataset),
        b=_row("o", part.dataset),
        new=new,
        old=old,
        mine=mine,
        version=sql.Literal(version),
        bad=sql.Literal(sorted(bad)),
        held=quarantine.ensure(connection, part.dataset.name),
        levering=sql.Literal(part.levering),
        made=sql.Literal(part.version),
    )
    rows = {row["soort"]: row for row in connection.execute(query)}
    counts = {kind: rows[kind]["n"] if kind in rows else 0 for kind in KINDS}
    keys = {kind: rows[kind]["sleutels"] for kind in rows if not part.dataset.closed}
    own = _shared([key for some in keys.values() for key in some])
    shown = {kind: [key.removeprefix(own) for key in some] for kind, some in keys.items()}
    return {"versie": version, "vorige_rijen": held, **counts, "sleutels": shown}


def _shared(keys: list[str]) -> str:
    """The parts in front that all keys have, such as the name of the supplier."""
    parts = zip(*(key.split(":")[:-1] for key in keys), strict=False)
    shared = takewhile(lambda same: len(set(same)) == 1, parts)
    return "".join(f"{same[0]}:" for same in shared)


def _row(alias: str, dataset: Dataset) -> sql.Composable:
    """The columns that make a row different: not its version, moment and supplier."""
    names = [
        name
        for name, _ in fields(dataset.columns, supplier=dataset.per_supplier)
        if name not in _PLAIN
    ]
    columns: list[sql.Composable] = [sql.Identifier(alias, name) for name in names]
    if dataset.geometry:
        shape = sql.SQL("ST_AsBinary({})").format(sql.Identifier(alias, "geometry"))
        columns.append(shape)
    return sql.SQL("ROW({})").format(sql.SQL(", ").join(columns))
