"""Care whose place is never shown: what a layer leaves out of such a row, or the row itself.

Belongs here: the conditions in SQL, on the row `d` of a dataset. Not here: which care that is
(`data/reference/nooit_een_punt.toml`) or which columns tell where a row is (`data/places.py`).
"""

from psycopg import sql

from data import places
from data.model import Column, Dataset

RULE = "nooit_een_punt"
_GEMEENTE = "^GM[0-9]{4}$"


def hidden(dataset: Dataset) -> sql.Composable | None:
    """True for rows about such care; None where the rows of a dataset are no locations of care."""
    names = places.telling(dataset)
    if not names:
        return None
    innocent, telling = places.patterns()
    tests = [
        sql.SQL("regexp_replace(lower(d.{}), {}, ' ', 'g') ~ {}").format(
            sql.Identifier(name), sql.Literal(innocent), sql.Literal(telling)
        )
        for name in names
    ]
    return sql.SQL("coalesce({}, false)").format(sql.SQL(" OR ").join(map(_certain, tests)))


def _certain(test: sql.Composable) -> sql.Composable:
    return sql.SQL("coalesce({}, false)").format(test)


def covered(dataset: Dataset, column: Column, value: sql.Composable) -> sql.Composable:
    """The value of a column, null where it could tell the place of such a row."""
    return without(dataset, value) if places.reveals(dataset, column) else value


def without(dataset: Dataset, value: sql.Composable) -> sql.Composable:
    """A value, null for such a row."""
    condition = hidden(dataset)
    if condition is None:
        return value
    return sql.SQL("CASE WHEN {} THEN NULL ELSE {} END").format(condition, value)


def rules(dataset: Dataset) -> list[tuple[str, sql.Composable]]:
    """Rows that cannot be shown at all: their key names an area below the gemeente."""
    condition = hidden(dataset)
    tell = places.AREA_KEYS | places.STREETS | set(places.ADDRESS)
    areas = [name for name in dataset.key if name in tell]
    if condition is None or not areas:
        return []
    wide = sql.SQL(" AND ").join(
        sql.SQL("d.{}::text ~ {}").format(sql.Identifier(name), sql.Literal(_GEMEENTE))
        for name in areas
    )
    return [(RULE, sql.SQL("(NOT {} OR ({}))").format(condition, wide))]
