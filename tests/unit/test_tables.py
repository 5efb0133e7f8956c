"""From a declaration to tables: the same columns everywhere, written down once."""

from typing import Any

import pytest

from data.model import SRID, Column, Dataset, Kind, Layer
from data.registry import layers, registry
from data.tables import dataset_table, fields, layer_columns, layer_table, stored
from pipelines.store import ddl
from tests.support import declared

COLUMNS = (
    declared.key(),
    declared.number(),
    declared.number("pct", Kind.SHARE, type="float", interval=True),
    Column(name="peildatum", type="date"),
)


def layer(**more: Any) -> Layer:
    given: dict[str, Any] = {"title": "", "title_en": "", "description": "", "theme": ""}
    return Layer(name="laag", **(given | more))


def test_figure_has_a_status_and_an_estimate_its_interval() -> None:
    assert list(stored(COLUMNS)) == [
        ("code", "text"),
        ("aantal", "int"),
        ("aantal_status", "text"),
        ("pct", "float"),
        ("pct_status", "text"),
        ("pct_ci_low", "float"),
        ("pct_ci_high", "float"),
    ]


def test_every_table_says_version_id_and_moment_first() -> None:
    head = [("version", "int"), ("id", "text"), ("peildatum", "date")]
    assert fields(COLUMNS)[:3] == head
    assert fields(COLUMNS, supplier=True)[:4] == [*head, ("leverancier", "text")]


def test_table_is_typed_and_shapes_are_in_rd() -> None:
    made = ddl(dataset_table(declared.dataset(*COLUMNS, geometry="MultiPolygon")))
    assert "CREATE TABLE store.proef" in made
    assert f"geometry(MULTIPOLYGON,{SRID})" in made
    assert "aantal BIGINT" in made
    assert "pct DOUBLE PRECISION" in made
    assert "version BIGINT NOT NULL" in made
    assert "id TEXT NOT NULL" in made


def test_table_without_shapes_has_no_geometry() -> None:
    assert "geometry" not in dataset_table(declared.dataset(*COLUMNS)).c


def test_layer_shows_its_choice_in_its_order() -> None:
    dataset = declared.dataset(*COLUMNS)
    chosen = layer(columns=("pct", "code"))
    assert [c.name for c in layer_columns(dataset, chosen)] == ["pct", "code"]
    names = [c.name for c in layer_table(dataset, chosen, None).columns]
    assert names[3:] == ["pct", "pct_status", "pct_ci_low", "pct_ci_high", "code"]


def test_layer_without_a_choice_shows_what_is_open() -> None:
    dataset = declared.dataset(declared.key(), declared.number(tier="B"), declared.number("vrij"))
    assert [c.name for c in layer_columns(dataset, layer())] == ["code", "vrij"]


def test_borrowed_name_stands_after_the_key() -> None:
    dataset = declared.dataset(*COLUMNS)
    shown = layer(
        columns=("code", "aantal"),
        geometry_from=("cbs_buurten", "buurtcode"),
        borrowed=("buurtnaam",),
    )
    assert [c.name for c in layer_columns(dataset, shown)] == ["code", "buurtnaam", "aantal"]
    assert "geometry" in layer_table(dataset, shown, "MultiPolygon").c


@pytest.mark.parametrize("dataset", list(registry().values()), ids=list(registry()))
def test_every_declaration_makes_a_table(dataset: Dataset) -> None:
    table = dataset_table(dataset)
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert all(len(name) <= 63 for name in names)
    assert ("geometry" in names) == bool(dataset.geometry)


@pytest.mark.parametrize("name", list(layers()))
def test_every_layer_makes_a_table(name: str) -> None:
    dataset, shown = layers()[name]
    kind = registry()[shown.geometry_from[0]].geometry if shown.geometry_from else dataset.geometry
    names = [column.name for column in layer_table(dataset, shown, kind).columns]
    assert len(names) == len(set(names))
