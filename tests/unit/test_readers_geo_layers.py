"""GeoPackages as people make them: more layers, heights, arcs, empty shapes, opened read-only."""

import sqlite3
import struct
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from data.model import Column, Role
from pipelines import reading, shapes
from pipelines.errors import SourceChanged
from pipelines.readers import geo_layers, header
from pipelines.readers.header import Wanted
from tests.support import declared
from tests.support.making import table

PLACE = declared.dataset(
    Column(name="code", sources=("code",), required=True, role=Role.KEY),
    Column(name="naam", sources=("naam",), optional=True),
    geometry="Point",
)
AREA = declared.dataset(*PLACE.columns, geometry="MultiPolygon", repairs=("make_valid",))
POINTS = [shapely.Point(200_000, 500_000, 3), shapely.Point(200_010, 500_000, 4)]
# A circle of 50 m around (200050, 500000): a curved polygon of one circular string.
CIRCLE = [(200_000, 500_000), (200_050, 500_050), (200_100, 500_000), (200_050, 499_950)]
ARC = struct.pack("<BIIBII", 1, 10, 1, 1, 8, 5) + b"".join(
    struct.pack("<dd", *point) for point in (*CIRCLE, CIRCLE[0])
)


@pytest.fixture
def wants(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declare what `proef` is."""

    def declare(dataset: Any) -> None:
        monkeypatch.setattr(header, "registry", lambda: {"proef": dataset})

    return declare


def layer(
    path: Path, name: str, made: list[Any], crs: str = "EPSG:28992", kind: str = "", **columns: Any
) -> Path:
    count = len(made)
    given = {"code": [f"{name}{n}" for n in range(count)], "naam": ["x"] * count} | columns
    frame = geopandas.GeoDataFrame(given, geometry=made, crs=crs)
    more = {"geometry_type": kind} if kind else {}
    frame.to_file(path, layer=name, driver="GPKG", layer_options={"SPATIAL_INDEX": "NO"}, **more)
    return path


def test_heights_are_left_out_and_told(tmp_path: Path, wants: Any) -> None:
    wants(PLACE)
    found = table(layer(tmp_path / "a.gpkg", "punten", POINTS, "EPSG:7415"), dataset="proef")
    assert reading.notes(found.schema) == ["Hoogtes (Z) zijn weggelaten."]
    assert found.schema.metadata[b"crs"] == b"EPSG:28992"
    read = shapes.read(PLACE, found["geometry"].to_pylist(), "EPSG:28992")
    assert [shape.coords[0] for shape in read.geometries] == [
        (200_000, 500_000),
        (200_010, 500_000),
    ]


def test_the_layer_that_fits(tmp_path: Path, wants: Any) -> None:
    path = layer(tmp_path / "a.gpkg", "punten", POINTS)
    layer(path, "vlakken", [shape.buffer(5) for shape in POINTS])
    layer(path, "los", POINTS, code=[1, 2], naam=["a", "b"])
    wants(AREA)
    found = table(path, dataset="proef")
    assert found["code"].to_pylist() == ["vlakken0", "vlakken1"]
    assert "Gelezen is laag vlakken; niet gelezen: punten en los." in reading.notes(found.schema)
    wants(PLACE)
    with pytest.raises(SourceChanged, match="even goed passen punten en los"):
        table(path, dataset="proef")
    assert table(path, dataset="proef", laag="los")["code"].to_pylist() == [1, 2]
    wants(declared.dataset(declared.key(pattern="^x$")))
    with pytest.raises(SourceChanged, match=r"laag \(niet genoemd\) verwacht, gevonden: punten"):
        table(path, dataset="onbekend")


def with_arc(path: Path, name: str) -> None:
    """Put an arc where the first shape was."""
    connection = sqlite3.connect(path)
    (blob,) = connection.execute(f"SELECT geom FROM {name} WHERE fid = 1").fetchone()  # noqa: S608
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    connection.execute(
        f"UPDATE {name} SET geom = ? WHERE fid = 1",  # noqa: S608
        (blob[: 8 + envelope] + ARC,),
    )
    connection.commit()
    connection.close()


def test_arcs_are_read_as_short_straight_pieces(tmp_path: Path, wants: Any) -> None:
    wants(AREA)
    circles = [shape.buffer(5) for shape in POINTS]
    path = layer(tmp_path / "a.gpkg", "vlakken", circles, kind="Unknown")
    with_arc(path, "vlakken")
    found = table(path, dataset="proef")
    assert "Bogen zijn gelezen als korte rechte stukken." in reading.notes(found.schema)
    read = shapes.read(AREA, found["geometry"].to_pylist(), "EPSG:28992")
    assert list(read.reasons) == ["", ""]
    assert read.geometries[0].area == pytest.approx(np.pi * 50**2, rel=0.01)
    assert read.geometries[1].area == pytest.approx(np.pi * 5**2, rel=0.02)
    plain = table(path, "gpkg", "proef")  # an open file: read alike
    assert plain["geometry"].to_pylist() == found["geometry"].to_pylist()


def test_empty_shapes_are_bad_rows(tmp_path: Path, wants: Any) -> None:
    wants(PLACE)
    path = layer(tmp_path / "a.gpkg", "punten", [POINTS[0], None, shapely.Point()])
    found = table(path, dataset="proef")
    read = shapes.read(PLACE, found["geometry"].to_pylist(), "EPSG:28992")
    assert list(read.reasons) == ["", "geen geometrie", "geen geometrie"]


def test_nothing_is_written_beside_the_file(tmp_path: Path, wants: Any) -> None:
    wants(PLACE)
    path = layer(tmp_path / "a.gpkg", "punten", POINTS)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
    connection.execute("CREATE TABLE los (a TEXT)")
    connection.commit()
    connection.close()
    path.chmod(0o444)
    before = path.read_bytes()
    assert table(path, dataset="proef").num_rows == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.gpkg"]
    assert path.read_bytes() == before


def test_a_name_that_is_not_declared_wants_nothing() -> None:
    assert Wanted(None, {}).columns(["a"]) == {}
    assert geo_layers.WORDS[str(PLACE.geometry)] == "Point"
