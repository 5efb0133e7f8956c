"""The one statement that computes every figure, in total and per group.

Columns are those of the layer; edges, chances, class names and the filter are bound values.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from data.getallen import dutch
from geo_api.db import Database
from geo_api.errors import Fault, bad_request
from geo_api.items import features
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion
from geo_api.statistics import measured
from geo_api.statistics.grouping import Grouping
from geo_api.statistics.measured import Cell
from geo_api.statistics.plan import Measure, Plan

MOST_GROUPS = 1000
_INNER = sql.SQL("SELECT {columns} FROM {view} WHERE {where}")
_TOTAL = sql.SQL("SELECT 1 AS geheel, NULL, {cells} FROM ({rows}) AS f")
_GROUPS = sql.SQL(
    "SELECT grouping(gevraagde_groep) AS geheel, gevraagde_groep, {cells} FROM ({rows}) AS f"
    " GROUP BY GROUPING SETS ((), (gevraagde_groep)) LIMIT %s"
)
_BOUNDS = sql.SQL("SELECT {cells} FROM ({rows}) AS f")


@dataclass(frozen=True)
class Row:
    """The figures of all features, or of one group.

    Attributes:
        group: its value, None in the total and for what has none.
        count: number of features.
        mixed: dimensions of which it holds several values (years, scenarios).
        figures: by column and figure.
    """

    group: Any
    count: int
    mixed: tuple[str, ...]
    figures: dict[tuple[str, str], Any]


@dataclass(frozen=True)
class Figures:
    """What the statement found.

    Attributes:
        plan: with the edges of histograms filled in.
        total: over all features.
        groups: in the order in which they are shown: declared order, else by value.
    """

    plan: Plan
    total: Row
    groups: tuple[Row, ...]


async def figures(database: Database, plan: Plan, chosen: Selection) -> Figures:
    """Compute them.

    Args:
        database: the pool.
        plan: what to compute.
        chosen: over which features.

    Raises:
        Moved: the version is no longer shown.
        Problem: 400, more groups than are given.
    """
    plan = await _with_edges(database, plan, chosen)
    cells = list(measured.all_of(chosen.version, plan))
    total: Row | None = None
    groups = []
    for row in await database.fetch(*_statement(plan, chosen, cells)):
        read = _row(row[1], cells, row[2:])
        if row[0]:
            total = read
        else:
            groups.append(read)
    if total is None or (total.count == 0 and chosen.version.meta["aantal"]):
        await features.ensure_shown(database, chosen.version)
    if len(groups) > MOST_GROUPS:
        detail = (
            f"Dit geeft meer dan {dutch(MOST_GROUPS)} groepen; kies een kolom met minder waarden."
        )
        raise bad_request([Fault("groep", "aantal", detail)])
    total = total or _row(None, cells, [0] * len(cells))
    return Figures(plan, total, tuple(_ordered(groups, plan.grouping)))


def _statement(
    plan: Plan, chosen: Selection, cells: Sequence[Cell]
) -> tuple[sql.Composed, list[object]]:
    rows, inner = _rows(plan, chosen)
    text = sql.SQL(", ").join(cell.text for cell in cells)
    values = [value for cell in cells for value in cell.values] + inner
    if plan.grouping is None:
        return _TOTAL.format(cells=text, rows=rows), values
    return _GROUPS.format(cells=text, rows=rows), [*values, MOST_GROUPS + 2]


def _rows(plan: Plan, chosen: Selection) -> tuple[sql.Composed, list[object]]:
    """The features with what is needed of each, and the value they are grouped by."""
    names = [name for measure in plan.measures for name in _needed(measure, chosen.version)]
    names += measured.dimensions(chosen.version)
    columns: list[sql.Composable] = [sql.Identifier(name) for name in dict.fromkeys(names)]
    values: list[object] = []
    if plan.grouping:
        columns.append(sql.SQL("{} AS gevraagde_groep").format(plan.grouping.term.text))
        values += plan.grouping.term.values
    listed = sql.SQL(", ").join(columns)
    rows = _INNER.format(columns=listed, view=chosen.view, where=chosen.where)
    return rows, [*values, *chosen.bound]


def _needed(measure: Measure, found: LayerVersion) -> Iterator[str]:
    yield measure.column.naam
    for name in (measure.column.statuskolom, measure.allowed.weight):
        if name and name in found.properties:
            yield name


def _row(group: Any, cells: Sequence[Cell], values: Sequence[Any]) -> Row:
    found = {(cell.column, cell.name): value for cell, value in zip(cells, values, strict=True)}
    mixed = [name for (name, what), value in found.items() if what == "verschillend" and value > 1]
    return Row(group, int(found["", "aantal"]), tuple(mixed), found)


def _ordered(groups: Iterable[Row], grouping: Grouping | None) -> list[Row]:
    """Declared order, else by value; never by height."""
    order = {value: number for number, value in enumerate(grouping.order if grouping else ())}

    def place(row: Row) -> tuple[bool, int, str]:
        return (row.group is None, order.get(row.group, len(order)), str(row.group))

    return sorted(groups, key=place)


async def _with_edges(database: Database, plan: Plan, chosen: Selection) -> Plan:
    """Fill in equal classes between the smallest and the largest value."""
    numbers = [measure for measure in plan.measures if measure.number]
    if not plan.bins or not numbers:
        return plan
    rows, values = _rows(replace(plan, grouping=None), chosen)
    cells = sql.SQL(", ").join(
        measured.made("min({x})::float8, max({x})::float8", measure) for measure in numbers
    )
    found = iter((await database.fetch(_BOUNDS.format(cells=cells, rows=rows), values))[0])
    edges = {
        measure.column.naam: _equal(next(found), next(found), plan.bins) for measure in numbers
    }
    measures = [replace(one, edges=edges.get(one.column.naam, ())) for one in plan.measures]
    return replace(plan, measures=tuple(measures))


def _equal(low: float | None, high: float | None, bins: int) -> tuple[float, ...]:
    if low is None or high is None:
        return ()
    if low == high:
        return (low, high)
    step = (high - low) / bins
    return (*(low + number * step for number in range(bins)), high)
