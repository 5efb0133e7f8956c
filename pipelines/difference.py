"""Which rows of a layer differ from those readers have, and in which columns.

Counted when a version is made, outside the transaction that publishes it; the release tells it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from psycopg import sql

from data.shapes import READY
from pipelines.database import one
from pipelines.work import Work

_KEYS = frozenset({"id", "version", "peildatum", *READY})
_DIFFERS = sql.SQL("o.{name} IS DISTINCT FROM n.{name}")
_IN_FIELD = sql.SQL("count(*) FILTER (WHERE o.id = n.id AND {differs})")
_COUNTED = sql.SQL(
    "SELECT count(*) FILTER (WHERE o.id IS NULL) AS erbij,"
    " count(*) FILTER (WHERE n.id IS NULL) AS weg,"
    " count(*) FILTER (WHERE o.id = n.id AND ({changed})) AS gewijzigd,"
    " ARRAY[{fields}]::bigint[] AS velden"
    " FROM (SELECT * FROM {store} WHERE version = {version}) AS o"
    " FULL JOIN {made} AS n ON o.id = n.id"
)


def before(
    present: Mapping[tuple[str, date], Mapping[str, Any]], layer: str, moment: date
) -> int | None:
    """Version to compare with: of the same peildatum, else of the newest one; None without any."""
    same = present.get((layer, moment))
    if same:
        return int(same["version"])
    moments = [day for name, day in present if name == layer]
    return int(present[layer, max(moments)]["version"]) if moments else None


def count(
    work: Work, layer: str, table: sql.Identifier, version: int | None
) -> dict[str, Any] | None:
    """Rows that came, went and changed.

    Args:
        work: the run.
        layer: its name; what readers have stands in `store.<layer>`.
        table: the new version.
        version: the one to compare with.

    Returns:
        `tegen` (that version), `erbij`, `weg`, `gewijzigd`, and per column that both have
        `velden`: in how many rows of both it differs, those without a difference left out. None
        when there is nothing to compare with.
    """
    if version is None:
        return None
    names = _common(work, layer, table)
    other = [_DIFFERS.format(name=sql.Identifier(name)) for name in names]
    row = one(
        work.connection,
        _COUNTED.format(
            changed=sql.SQL(" OR ").join(other) if other else sql.SQL("false"),
            fields=sql.SQL(", ").join(_IN_FIELD.format(differs=differs) for differs in other),
            store=sql.Identifier("store", layer),
            version=sql.Literal(version),
            made=table,
        ),
    )
    fields = {name: n for name, n in zip(names, row["velden"], strict=True) if n}
    told = {name: row[name] for name in ("erbij", "weg", "gewijzigd")}
    return {"tegen": version, **told, "velden": fields}


def _common(work: Work, layer: str, table: sql.Identifier) -> list[str]:
    """Columns that both tables have with the same type, keys left out."""
    rows = work.connection.execute(
        "SELECT a.attname AS naam FROM pg_attribute a JOIN pg_attribute b"
        " ON (a.attname, a.atttypid) = (b.attname, b.atttypid)"
        " WHERE a.attrelid = to_regclass(%s) AND b.attrelid = to_regclass(%s) AND a.attnum > 0"
        " AND NOT a.attisdropped ORDER BY a.attnum",
        (table.as_string(), sql.Identifier("store", layer).as_string()),
    )
    return [row["naam"] for row in rows if row["naam"] not in _KEYS]
