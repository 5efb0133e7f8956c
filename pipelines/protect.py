"""The protected table of a layer: the only thing the API may read of a dataset.

One INSERT … SELECT per layer: its columns, its rows, figures rounded and withheld as declared, and
for a table without shapes the shapes of the areas it is about. What a layer leaves out is counted
by rule, like
everywhere else.
"""

from dataclasses import dataclass
from typing import Any

import shapely
from psycopg import sql

from data import places
from data.model import Column, Dataset, Layer, Scope
from data.registry import dataset as declared
from data.shapes import DEGREES, DIGITS, NUMBER_OF, READY
from data.tables import layer_columns, layer_table, stored
from pipelines import store
from pipelines.area import Area
from pipelines.database import one
from pipelines.placing import shield
from pipelines.work import Work

_NUMBER = sql.SQL(NUMBER_OF).format(sql.SQL("d.id"))
_TEXT = sql.SQL("ST_AsGeoJSON(ST_Transform(({})::geometry, {}), {}, 0)")


@dataclass(frozen=True)
class Shown:
    """What one layer is made from.

    Attributes:
        source: version record of the dataset.
        shapes: version record of the dataset that lends its shapes, None without.
        signed: reason of the profile line that lets codes of another year stand, empty where years
            are equal.
        undrawn: why the rows have no shape, empty where they have.
    """

    dataset: Dataset
    layer: Layer
    source: dict[str, Any]
    shapes: dict[str, Any] | None
    signed: str = ""
    undrawn: str = ""

    @property
    def geometry(self) -> str | None:
        """Geometry type of the layer, None for a table."""
        if not self.layer.geometry_from or (places.drawn(self.layer) and self.dataset.geometry):
            return self.dataset.geometry
        return declared(self.layer.geometry_from[0]).geometry

    @property
    def lent(self) -> object:
        """What the lent shapes are: a version, or of places the print of those of this feed."""
        if not self.shapes or not places.drawn(self.layer):
            return self.shapes["version"] if self.shapes else None
        feeds = (self.shapes["dekking"] or {}).get("feeds", {})
        return feeds.get(self.dataset.name, {}).get("afdruk")


def shown(
    work: Work,
    dataset: Dataset,
    layer: Layer,
    source: dict[str, Any],
    held: dict[str, dict[str, Any]],
) -> Shown:
    """Decide which shapes belong to a version.

    Of its own division year, or by a signed line of the profile.
    """
    if not layer.geometry_from:
        return Shown(dataset, layer, source, None)
    shapes = held.get(layer.geometry_from[0])
    if shapes is None:
        why = "er zijn geen grenzen om op te tekenen"
        if places.drawn(layer):
            why = "de adressen zijn nog niet geplaatst"
        return Shown(dataset, layer, source, None, undrawn=why)
    years = source["indelingsjaar"], shapes["indelingsjaar"]
    if places.drawn(layer) or years[0] == years[1]:
        return Shown(dataset, layer, source, shapes)
    line = work.profile.same_codes(years[0], dataset.name)
    if line and line.naar == years[1]:
        return Shown(dataset, layer, source, shapes, signed=line.reden)
    why = f"de indeling van {years[0]} past niet op de grenzen van {years[1]}"
    return Shown(dataset, layer, source, None, undrawn=why)


def shows_rows(work: Work, item: Shown, area: Area) -> bool:
    """Whether a layer has anything to show of this version; an empty one is not published."""
    rules = [condition for _, condition in _rules(work, item, area)]
    found = one(
        work.connection,
        sql.SQL("SELECT EXISTS (SELECT FROM {} d {} WHERE d.version = {} AND {}) AS x").format(
            sql.Identifier("store", item.dataset.name),
            _join(item),
            sql.Literal(item.source["version"]),
            sql.SQL(" AND ").join([sql.SQL("true"), *rules]),
        ),
    )
    return bool(found["x"])


def build(
    work: Work, item: Shown, area: Area, version: int
) -> tuple[sql.Identifier, int, dict[str, int]]:
    """Fill the stage table of one layer version.

    Returns:
        The table, its number of rows, and the rows of the dataset left out per rule.
    """
    work.step("beschermen", item.layer.name, versie=version)
    parent = layer_table(item.dataset, item.layer, item.geometry)
    store.ensure_parent(work.connection, parent)
    table = store.create_stage(work.connection, parent, version)
    columns = layer_columns(item.dataset, item.layer)
    names = [name for name, _ in stored(columns)]
    shape = ["geometry", *READY] if item.geometry else []
    target = ["version", "id", "peildatum", *names, *shape]
    values: list[sql.Composable] = [sql.Literal(version), sql.SQL("d.id"), sql.SQL("d.peildatum")]
    for column in columns:
        if column.name in item.layer.borrowed:
            values.append(_borrowed(item, column))
        else:
            own, *rest = _values(column, signed=bool(item.signed))
            values += [shield.covered(item.dataset, column, own), *rest]
    if item.geometry:
        values += [_geometry(item), _TEXT.format(_geometry(item), DEGREES, DIGITS), _NUMBER]
    rules = _rules(work, item, area)
    statement = sql.SQL(
        "INSERT INTO {} ({}) SELECT {} FROM {} d {} WHERE d.version = {} AND {}"
    ).format(
        table,
        sql.SQL(", ").join(map(sql.Identifier, target)),
        sql.SQL(", ").join(values),
        sql.Identifier("store", item.dataset.name),
        _join(item),
        sql.Literal(item.source["version"]),
        sql.SQL(" AND ").join([sql.SQL("true"), *(condition for _, condition in rules)]),
    )
    rows = work.connection.execute(statement).rowcount
    left_out = _left_out(work, item, rules)
    store.index_and_analyse(work.connection, table, geometry=bool(item.geometry))
    return table, rows, left_out


def _values(column: Column, *, signed: bool) -> list[sql.Composable]:
    """Expressions for the stored fields of a column, in the order of `stored`."""
    value: sql.Composable = sql.SQL("d.{}").format(sql.Identifier(column.name))
    if not column.value:
        return [value]
    status: sql.Composable = sql.SQL("d.{}").format(sql.Identifier(column.status))
    ends: list[sql.Composable] = [
        sql.SQL("d.{}").format(sql.Identifier(f"{column.name}_{end}"))
        for end in (("ci_low", "ci_high") if column.interval else ())
    ]
    if column.minimum:
        small = sql.SQL("d.{} < {}").format(
            sql.Identifier(column.name), sql.Literal(column.minimum)
        )
        status = sql.SQL("CASE WHEN {} THEN 'onderdrukt' ELSE {} END").format(small, status)
        hide = sql.SQL("CASE WHEN {} THEN NULL ELSE {} END")
        value, ends = hide.format(small, value), [hide.format(small, end) for end in ends]
    if column.round_to:
        step = sql.Literal(column.round_to)
        kind = sql.SQL("bigint" if column.type == "int" else "double precision")
        value = sql.SQL("(round({} / {}::numeric) * {})::{}").format(
            sql.SQL("({})::numeric").format(value), step, step, kind
        )
    if signed:
        status = sql.SQL("CASE WHEN {0} = 'waargenomen' THEN 'geschat' ELSE {0} END").format(status)
    return [value, status, *ends]


def _borrowed(item: Shown, column: Column) -> sql.Composable:
    return sql.SQL("g.{}").format(sql.Identifier(column.name)) if item.shapes else sql.SQL("NULL")


def _geometry(item: Shown) -> sql.Composable:
    lent: sql.Composable = sql.SQL("g.geometry" if item.shapes else "NULL")
    if not item.layer.geometry_from:
        lent = sql.SQL("d.geometry")
    elif item.dataset.geometry:
        lent = sql.SQL("coalesce(d.geometry, {})").format(lent)
    return shield.without(item.dataset, lent)


def _join(item: Shown) -> sql.Composable:
    if not item.layer.geometry_from or not item.shapes:
        return sql.SQL("")
    other, column = item.layer.geometry_from
    if places.drawn(item.layer):
        return sql.SQL("LEFT JOIN {} g ON g.version = {} AND g.id = {} || d.id").format(
            sql.Identifier("store", other),
            sql.Literal(item.shapes["version"]),
            sql.Literal(f"{item.dataset.name}:"),
        )
    return sql.SQL("LEFT JOIN {} g ON g.version = {} AND g.{} = d.{}").format(
        sql.Identifier("store", other),
        sql.Literal(item.shapes["version"]),
        sql.Identifier(column),
        sql.Identifier(item.layer.area),
    )


def _rules(work: Work, item: Shown, area: Area) -> list[tuple[str, sql.Composable]]:
    """Conditions a row must meet, each with the name of the rule that leaves others out."""
    found = [(rule.name, _condition(rule)) for rule in item.layer.scope]
    found += shield.rules(item.dataset)
    if item.layer.rows != "gemeente":
        return found
    own = list(work.profile.gemeenten)
    if item.layer.area:
        column = sql.Identifier(item.layer.area)
        condition: sql.Composable = sql.SQL("substr(d.{}, 3, 4) = ANY ({})").format(
            column, sql.Literal([code[2:] for code in own])
        )
    else:
        shape = _geometry(item)
        condition = sql.SQL("ST_Intersects({}, ST_GeomFromWKB({}, 28992))").format(
            shape, sql.Literal(shapely.to_wkb(area.own))
        )
        if places.drawn(item.layer):  # a row without a place is counted, not left out
            condition = sql.SQL("({} OR ({}) IS NULL)").format(condition, shape)
    return [*found, ("andere_gemeente", condition)]


def _condition(rule: Scope) -> sql.Composable:
    column = sql.SQL("d.{}").format(sql.Identifier(rule.column))
    if rule.keep:
        return sql.SQL("{} = ANY ({})").format(column, sql.Literal(list(rule.keep)))
    prefixes = rule.starts or rule.leaves
    starts = [sql.SQL("starts_with({}, {})").format(column, sql.Literal(s)) for s in prefixes]
    form = "NOT ({})" if rule.leaves else "({})"
    return sql.SQL(form).format(sql.SQL(" OR ").join(starts))


def _left_out(work: Work, item: Shown, rules: list[tuple[str, sql.Composable]]) -> dict[str, int]:
    """Rows that a layer does not show, counted by the first rule that leaves them out."""
    counted: dict[str, int] = {}
    earlier: list[sql.Composable] = []
    for name, condition in rules:
        row = one(
            work.connection,
            sql.SQL(
                "SELECT count(*) AS n FROM {} d {} WHERE d.version = {} AND {} AND NOT coalesce({},"
                " false)"
            ).format(
                sql.Identifier("store", item.dataset.name),
                _join(item),
                sql.Literal(item.source["version"]),
                sql.SQL(" AND ").join([sql.SQL("true"), *earlier]),
                condition,
            ),
        )
        counted[name] = row["n"]
        earlier.append(condition)
    return counted
