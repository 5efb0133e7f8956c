"""The measurements measure what they say: the file, the verdict, the share of each phase."""

from collections import Counter
from pathlib import Path

import pyogrio
import pytest

from tests.bench import _machine, _points, analysis, ingest, refresh


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("meting") / "punten.gpkg"
    _points.write(path, 1500)
    return path


def test_points_have_bag_ids_dates_and_rd_points(file: Path) -> None:
    meta, table = pyogrio.read_arrow(file, layer=_points.LAYER)
    assert table.num_rows == 1500
    assert meta["crs"] == "EPSG:28992"
    assert meta["geometry_type"] == "Point"
    ids = table.column("identificatie").to_pylist()
    assert len(set(ids)) == 1500
    assert {len(one) for one in ids} == {16}
    assert {str(table.schema.field("begin_geldigheid").type)} <= {"date32[day]", "date32"}


def test_points_are_the_same_at_every_run(file: Path, tmp_path: Path) -> None:
    _points.write(tmp_path / "nogmaals.gpkg", 1500)
    first = pyogrio.read_arrow(file)[1]
    assert first.equals(pyogrio.read_arrow(tmp_path / "nogmaals.gpkg")[1])


def _loads(seconds: float, peak: float = 100.0) -> ingest.Measured:
    return ingest.Measured([seconds] * 3, [1.0] * 3, [seconds] * 3, [peak] * 3)


@pytest.mark.parametrize(
    ("ours", "ogr", "peak", "status"),
    [
        (1.0, 3.0, 100.0, 0),
        (2.0, 3.0, 100.0, 1),  # not fast enough beside ogr2ogr
        (1.0, 3.0, 500.0, 1),  # too much memory
    ],
)
def test_ingest_is_judged_by_its_budgets(ours: float, ogr: float, peak: float, status: int) -> None:
    found = {
        "pipeline": _loads(ours, peak),
        "ogr2ogr": _loads(ogr),
        "geopandas": _loads(30.0),
        "whole": ingest.Measured(),
    }
    assert ingest._judge(found, 1000) == status


def test_index_counts_beside_the_load_it_followed() -> None:
    measured = ingest.Measured([1.0, 5.0, 2.0], [0.5, 0.1, 0.2])
    assert measured.plain == 2.0
    assert measured.indexed == 2.2


def test_asking_the_publisher_is_no_step() -> None:
    phases = Counter({("", "starten"): 1.0, ("bag_panden", "landen"): 2.0})
    assert refresh.Measured("", 3.0, 1.0, 0.0, phases).steps == set()
    phases["bag_panden", "lezen"] = 0.1
    assert refresh.Measured("", 3.0, 1.0, 0.0, phases).steps == {"bag_panden"}


def test_machine_says_what_it_is_and_how_busy() -> None:
    assert "kernen" in _machine.describe()
    assert "belasting" in _machine.describe()


def test_analysis_measures_the_parts_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"netwerk", "locaties"} <= set(analysis.parts())
    with pytest.raises(SystemExit) as stopped:
        analysis.main(["geen"])
    assert stopped.value.code == 2
    assert "onbekend deel geen" in capsys.readouterr().err
