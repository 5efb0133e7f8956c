"""Rules every declaration obeys: names, units, tiers, schedules, modules that belong to it."""

import importlib
import re
from pathlib import Path

import pytest

from data.model import Column, Dataset, Kind, Layer, Role
from data.registry import layers, registry
from data.tables import layer_columns
from pipelines.settings import CHECKOUT

DATASETS = list(registry().values())
LAYERS = list(layers().values())
IDS = {"ids": lambda one: one.name if isinstance(one, Dataset) else one[1].name}
# Words of Dutch law and statistics for origin, nationality and religion.
ORIGIN = re.compile(
    r"herkomst|westers|allocht|autocht|migratie|marokk|turk|surinam|antil|nationalit|religi|kerkel",
    re.IGNORECASE,
)


def stems(folder: str) -> set[str]:
    found = {path.stem for path in (CHECKOUT / folder).glob("*.py")}
    return found - {"__init__"}


def test_file_is_called_like_its_dataset() -> None:
    names = stems("data/datasets")
    assert names == set(registry())
    for name in names:
        assert importlib.import_module(f"data.datasets.{name}").DATASET.name == name


def test_preparation_belongs_to_a_feed() -> None:
    feeds = {dataset.name for dataset in DATASETS if not dataset.derived}
    helpers = {n for n in stems("pipelines/prepare") if n not in feeds}
    for name in helpers:  # shared by several: it prepares nothing itself
        assert not hasattr(importlib.import_module(f"pipelines.prepare.{name}"), "prepare"), name
    for name in stems("pipelines/prepare") - helpers:
        assert callable(importlib.import_module(f"pipelines.prepare.{name}").prepare)


def test_every_product_has_its_derivation_and_no_other_has() -> None:
    products = {dataset.name for dataset in DATASETS if dataset.derived}
    made = {
        name
        for name in stems("pipelines/derive")
        if hasattr(importlib.import_module(f"pipelines.derive.{name}"), "derive")
    }
    assert made == products


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_dataset_says_what_it_is(dataset: Dataset) -> None:
    for text in (dataset.title, dataset.title_en, dataset.description, dataset.publisher):
        assert text.strip()
    assert dataset.licence
    assert dataset.attribution
    assert dataset.derived or dataset.per_supplier or dataset.source_url or dataset.name
    if dataset.derived:
        assert dataset.method_version or dataset.name in {"gebieden", "locaties"}


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_every_figure_has_a_unit_a_kind_and_a_status(dataset: Dataset) -> None:
    for column in dataset.columns:
        assert column.title, column.name
        assert column.title_en, column.name
        if column.value and column.role is not Role.CLASS:
            assert column.unit, column.name
            assert column.unit_en, column.name
            assert column.kind, column.name
            assert column.status == f"{column.name}_status"
        if column.type in ("int", "float") and not column.value:
            assert column.role is not Role.VALUE, f"{column.name}: a figure without a status"


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_name_of_a_figure_carries_its_unit(dataset: Dataset) -> None:
    """A share ends in `_pct`, a distance in `_m`; names never promise another unit."""
    for column in dataset.columns:
        if column.kind is Kind.SHARE:
            assert column.name.endswith("_pct"), column.name
            assert column.unit == "%"
        if column.kind is Kind.DISTANCE:
            assert column.name.endswith("_m"), column.name
            assert column.unit == "m"


def test_a_year_of_the_calendar_says_that_it_is_one() -> None:
    """Readers know it by its unit: it is written without a mark between thousands."""
    named = re.compile(r"^(bouw|verslag|prijs|bron)?jaar(_start|_eind|_gereed|_mediaan)?$")
    years = {
        (dataset.name, column.name): column.unit
        for dataset in DATASETS
        for column in dataset.columns
        if column.type == "int" and named.match(column.name)
    }
    assert len(years) > 10
    assert {name for name, unit in years.items() if unit != "jaar"} == set()


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_nothing_runs_while_the_clock_may_jump(dataset: Dataset) -> None:
    minute, hour, *_ = dataset.cadence.cron.split()
    assert len(dataset.cadence.cron.split()) == 5
    assert minute.isdigit()
    assert hour.isdigit()
    assert hour != "2"
    assert dataset.cadence.late_days > 0


def test_schedules_of_the_orchestrator_keep_out_of_that_hour_too() -> None:
    for path in (CHECKOUT / "assets").glob("*.py"):
        for cron in re.findall(r"[\"'](\d+ \d+ [\d*/]+ [\d*/]+ [\d*/]+)[\"']", path.read_text()):
            assert cron.split()[1] != "2", f"{path.name}: {cron}"


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_no_column_is_about_origin_or_religion(dataset: Dataset) -> None:
    own = {"herkomst"} if dataset.name == "locaties" else set()  # which register a place is from
    for column in dataset.columns:
        names = {column.name, *column.sources} - own
        assert not [name for name in names if ORIGIN.search(name)], column.name


@pytest.mark.parametrize(("dataset", "layer"), LAYERS, ids=[layer.name for _, layer in LAYERS])
def test_open_layer_holds_open_columns_only(dataset: Dataset, layer: Layer) -> None:
    if layer.restricted:
        return
    for column in layer_columns(dataset, layer):
        if column.name not in layer.borrowed:
            assert dataset.may_be_open(column), f"{layer.name}: {column.name}"


@pytest.mark.parametrize(("dataset", "layer"), LAYERS, ids=[layer.name for _, layer in LAYERS])
def test_layer_says_what_it_is_and_by_what_its_rows_are_chosen(
    dataset: Dataset, layer: Layer
) -> None:
    for text in (layer.title, layer.title_en, layer.description, layer.theme):
        assert text.strip()
    assert layer.rows in ("gemeente", "alles")
    assert 0 <= layer.minzoom <= layer.maxzoom <= 15
    names = {column.name for column in dataset.columns}
    if layer.area:
        assert layer.area in names
    elif layer.rows == "gemeente" and not layer.restricted:
        assert dataset.geometry, f"{layer.name}: no column and no shape tells the gemeente"
    if layer.labels:
        assert layer.labels in {c.name for c in layer_columns(dataset, layer)}


def test_draaglast_shows_classes_and_never_an_order() -> None:
    for name in ("draaglast", "draaglast_per_wijk"):
        dataset, layer = layers()[name]
        for column in layer_columns(dataset, layer):
            assert not re.search(r"rang|positie|percentiel|punten|score", column.name), column.name
            if column.value and column.role is not Role.CLASS:
                assert column.kind is Kind.SHARE, column.name  # how much of the index is known


def test_units_are_written_one_way() -> None:
    known: dict[str, set[str]] = {}
    for dataset in DATASETS:
        for column in dataset.columns:
            if column.unit:
                known.setdefault(column.unit, set()).add(column.unit_en)
    assert {unit: names for unit, names in known.items() if len(names) > 1} == {}


def test_every_public_grant_stays_inside_pub() -> None:
    """What the migrations give to the public role; tests/data looks at the catalogue itself."""
    for path in sorted((CHECKOUT / "data" / "migrations" / "versions").glob("*.sql")):
        for grant in re.findall(r"GRANT [^;]*;", path.read_text(encoding="utf-8"), re.S):
            roles = re.split(r"\bTO\b", grant)[-1]
            if not re.search(r"woonzorg_api\b|PUBLIC", roles):
                continue
            assert re.search(
                r"ON (?:ALL TABLES IN )?SCHEMA (?:pub|pub, vraag|public)\b|ON vraag\.zoekvraag"
                r"|ON FUNCTION vraag\.zoekvraag_"
                r"|ON pub\.\w+ TO",
                grant,
            ), grant
            assert "pub_restricted" not in grant
            assert "store" not in grant


def column_titles(dataset: Dataset) -> list[str]:
    return [column.title for column in dataset.columns]


@pytest.mark.parametrize("dataset", DATASETS, **IDS)
def test_source_of_a_column_means_one_column(dataset: Dataset) -> None:
    seen: dict[str, Column] = {}
    for column in dataset.columns:
        for source in column.sources:
            assert source not in seen, f"{source}: {seen.get(source)} and {column.name}"
            seen[source] = column


# Figures of products that no tree of inputs can stand under, and why.
WITHOUT_PARTS = {
    "lift_in_gebruik_pct": "a value of the lift table in use, a parameter",
    "hbo_wo_waarde": "the table of education is no feed yet",
    "oppervlakte_m2": "the area of a hexagon, from its id alone",
    "doel": "each series of the monitor has its own feed, named in its row",
    "gerealiseerd": "each series of the monitor has its own feed, named in its row",
    "verwacht": "each series of the monitor has its own feed, named in its row",
    "ratio": "each series of the monitor has its own feed, named in its row",
    "waarde_openbaar": "each series of the monitor has its own feed, named in its row",
}


def test_every_figure_of_a_product_says_what_it_is_made_from() -> None:
    silent = {
        (name, column.name)
        for name, dataset in registry().items()
        for column in dataset.columns
        if dataset.derived and column.value and not column.parts
    }
    assert {column for _, column in silent} == set(WITHOUT_PARTS), sorted(silent)


def test_sample_and_tests_lie_where_they_should() -> None:
    assert not list(Path(CHECKOUT / "data" / "datasets").glob("*/*.py"))
