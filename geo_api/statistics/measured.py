"""The figures of a statement, each as an expression over the rows `f` with what is bound to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from psycopg import sql

from data.model import Status
from geo_api.model import LayerVersion
from geo_api.statistics import declared
from geo_api.statistics.plan import Measure, Plan

_WEIGHED = "sum({x}::float8 * {w}) / NULLIF(sum({w}) FILTER (WHERE {x} IS NOT NULL AND {w} > 0), 0)"


@dataclass(frozen=True)
class Cell:
    """One figure of the statement: of which column, what, and what is bound."""

    column: str
    name: str
    text: sql.Composable
    values: tuple[object, ...] = ()


def dimensions(found: LayerVersion) -> list[str]:
    """Columns of the layer that tell several rows about one area apart."""
    return [name for name in declared.dimensions(found.laag) if name in found.properties]


def all_of(found: LayerVersion, plan: Plan) -> Iterator[Cell]:
    """Every figure that is asked, the number of features first."""
    yield Cell("", "aantal", sql.SQL("count(*)"))
    for name in dimensions(found):
        distinct = sql.SQL("count(DISTINCT {})").format(sql.Identifier("f", name))
        yield Cell(name, "verschillend", distinct)
    for measure in plan.measures:
        yield from _counts(measure, found)
        yield from _numbers(measure, plan) if measure.number else _classes(measure)


def _counts(measure: Measure, found: LayerVersion) -> Iterator[Cell]:
    name, status = measure.column.naam, measure.column.statuskolom
    yield Cell(name, "metWaarde", made("count({x})", measure))
    if status and status in found.properties:
        for one in Status:
            text = sql.SQL("count(*) FILTER (WHERE {} = %s)").format(sql.Identifier("f", status))
            yield Cell(name, f"status:{one.value}", text, (one.value,))


def _classes(measure: Measure) -> Iterator[Cell]:
    for item in measure.column.klassen or []:
        if "waarde" in item:
            text = made("count(*) FILTER (WHERE {x} = %s)", measure)
            yield Cell(measure.column.naam, f"klasse:{item['waarde']}", text, (item["waarde"],))


def _numbers(measure: Measure, plan: Plan) -> Iterator[Cell]:
    name, allowed = measure.column.naam, measure.allowed
    yield Cell(name, "kleinste", made("min({x})", measure))
    yield Cell(name, "grootste", made("max({x})", measure))
    if allowed.no_sum is None:
        yield Cell(name, "som", made("sum({x})", measure))
    if allowed.no_mean is None:
        yield Cell(name, "gemiddelde", made(_WEIGHED if allowed.weight else "avg({x})", measure))
    if plan.quantiles:
        text = "percentile_cont(%s::float8[]) WITHIN GROUP (ORDER BY {x}::float8)"
        yield Cell(name, "kwantielen", made(text, measure), (list(plan.quantiles),))
    last = len(measure.edges) - 2
    for number, (low, high) in enumerate(pairwise(measure.edges)):
        sign = "<=" if number == last else "<"
        text = f"count(*) FILTER (WHERE {{x}} >= %s::float8 AND {{x}} {sign} %s::float8)"
        yield Cell(name, f"vak:{number}", made(text, measure), (low, high))


def made(template: str, measure: Measure) -> sql.Composed:
    """A template over the column (`x`) and its weight (`w`)."""
    return sql.SQL(template).format(
        x=sql.Identifier("f", measure.column.naam),
        w=sql.Identifier("f", measure.allowed.weight or measure.column.naam),
    )
