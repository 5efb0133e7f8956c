"""From a declaration to tables: the same columns in stage, store and pub, written down once.

Every table of a dataset holds `version` (when we loaded it), `peildatum` (the moment it describes),
`id` (the key joined by a colon), the declared columns, a status per figure, and the geometry in RD
New; what a layer has beside it stands in `data.shapes`.
"""

from collections.abc import Iterator
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Boolean, Date, Double, MetaData, Table, Text
from sqlalchemy import Column as SqlColumn
from sqlalchemy.types import TypeEngine

from data import registry
from data.model import SRID, Column, Dataset, Layer
from data.shapes import NUMBER, SHAPE_TEXT

TYPES: dict[str, TypeEngine[Any]] = {
    "text": Text(),
    "int": BigInteger(),
    "float": Double(),
    "bool": Boolean(),
    "date": Date(),
}


def stored(columns: tuple[Column, ...]) -> Iterator[tuple[str, str]]:
    """Names and types of what is stored for the declared columns: value, status, interval."""
    for column in columns:
        if column.name == "peildatum":  # every table has it already
            continue
        yield column.name, column.type
        if column.value:
            yield column.status, "text"
        if column.interval:
            yield f"{column.name}_ci_low", "float"
            yield f"{column.name}_ci_high", "float"


def fields(columns: tuple[Column, ...], *, supplier: bool = False) -> list[tuple[str, str]]:
    """All stored fields but the geometry, in table order, as (name, type)."""
    head = [("version", "int"), ("id", "text"), ("peildatum", "date")]
    if supplier:
        head.append(("leverancier", "text"))
    return head + list(stored(columns))


def table(
    name: str,
    columns: tuple[Column, ...],
    geometry: str | None,
    *,
    schema: str,
    supplier: bool = False,
) -> Table:
    """SQLAlchemy table of a dataset or layer.

    Args:
        name: table name.
        columns: declared columns.
        geometry: geometry type, None for a table without one.
        schema: schema it lives in.
        supplier: with a column `leverancier`.
    """
    parts = [
        SqlColumn(field, TYPES[kind], nullable=field not in ("version", "id"))
        for field, kind in fields(columns, supplier=supplier)
    ]
    if geometry:
        parts.append(SqlColumn("geometry", Geometry(geometry, srid=SRID, spatial_index=False)))
    return Table(name, MetaData(), *parts, schema=schema)


def dataset_table(dataset: Dataset, *, schema: str = "store", name: str = "") -> Table:
    """Table of a dataset in `store`, or one version of it in `stage`."""
    return table(
        name or dataset.name,
        dataset.columns,
        dataset.geometry,
        schema=schema,
        supplier=dataset.per_supplier,
    )


def layer_columns(dataset: Dataset, layer: Layer) -> tuple[Column, ...]:
    """The columns a layer shows, in its order, the borrowed ones after the first."""
    if layer.columns:
        own = tuple(dataset.column(name) for name in layer.columns)
    else:
        own = tuple(c for c in dataset.columns if dataset.may_be_open(c))
    if not layer.borrowed or not layer.geometry_from:
        return own
    lender = registry.dataset(layer.geometry_from[0])
    return (own[0], *(lender.column(name) for name in layer.borrowed), *own[1:])


def layer_geometry(dataset: Dataset, layer: Layer, joined: str | None) -> str | None:
    """Geometry type of a layer: its own, else that of the dataset it is joined with (`joined`)."""
    return joined if layer.geometry_from else dataset.geometry


def layer_table(
    dataset: Dataset, layer: Layer, joined: str | None, *, schema: str = "store", name: str = ""
) -> Table:
    """Protected table of a layer in `store`, or one version of it in `stage`."""
    made = table(
        name or layer.name,
        layer_columns(dataset, layer),
        layer_geometry(dataset, layer, joined),
        schema=schema,
    )
    if "geometry" in made.c:
        made.append_column(SqlColumn(SHAPE_TEXT, Text()))
        made.append_column(SqlColumn(NUMBER, BigInteger()))
    return made
