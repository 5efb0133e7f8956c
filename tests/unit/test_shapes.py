"""Shapes on their way in: nothing is turned silently, repaired only by a listed method."""

import numpy as np
import pytest
import shapely

from data.model import Dataset
from pipelines import shapes
from pipelines.errors import DeliveryRefused
from tests.support import declared

RD = "EPSG:28992"
BOWTIE = "POLYGON ((0 0, 100 100, 100 0, 0 100, 0 0))"
X, Y = 233_900.0, 582_000.0


def areas(*repairs: str, geometry: str = "MultiPolygon") -> Dataset:
    return declared.dataset(declared.key(), geometry=geometry, repairs=repairs)


def read(dataset: Dataset, *given: shapely.Geometry | None, crs: str = RD) -> shapes.Shapes:
    return shapes.read(dataset, [None if g is None else shapely.to_wkb(g) for g in given], crs)


def moved(text: str) -> shapely.Geometry:
    """A shape around the origin, moved into the country."""
    return shapely.transform(shapely.from_wkt(text), lambda xy: xy + np.array([X, Y]))


def test_swapped_axes_are_refused_and_not_turned() -> None:
    with pytest.raises(DeliveryRefused, match="x en y verwisseld"):
        read(areas(geometry="Point"), *[shapely.Point(Y, X)] * 20)


def test_degrees_called_rd_are_refused() -> None:
    with pytest.raises(DeliveryRefused, match="geen coordinaten in EPSG:28992"):
        read(areas(geometry="Point"), *[shapely.Point(6.56, 53.22)] * 20)


def test_swapped_degrees_are_refused() -> None:
    with pytest.raises(DeliveryRefused, match="buiten Nederland"):
        read(areas(geometry="Point"), *[shapely.Point(53.22, 6.56)] * 20, crs="EPSG:4326")


def test_one_far_point_among_many_is_a_bad_row() -> None:
    found = read(areas(geometry="Point"), *[shapely.Point(X, Y)] * 200, shapely.Point(0, 0))
    assert found.reasons[-1] == "ligt buiten het bereik van RD"
    assert not any(found.reasons[:-1])
    assert found.geometries[-1] is None


@pytest.mark.parametrize("crs", ["EPSG:4326", "OGC:CRS84", "EPSG:4258"])
def test_degrees_become_metres_east_first(crs: str) -> None:
    # The origin of RD: the tower in Amersfoort.
    found = read(areas(geometry="Point"), shapely.Point(5.387206, 52.155174), crs=crs)
    assert found.geometries[0].distance(shapely.Point(155_000, 463_000)) < 1.5


def test_height_is_dropped() -> None:
    found = read(areas(geometry="Point"), shapely.Point(X, Y, 7.5))
    assert not found.geometries[0].has_z
    assert (found.geometries[0].x, found.geometries[0].y) == (X, Y)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("MultiPolygon", "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        ("MultiLineString", "LINESTRING (0 0, 1 0)"),
        ("MultiPolygon", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"),
    ],
)
def test_single_becomes_multi(kind: str, text: str) -> None:
    found = read(areas(geometry=kind), moved(text), moved(text))
    assert [g.geom_type for g in found.geometries] == [kind] * 2
    assert found.geometries[0].equals(moved(text))


def test_listed_repair_is_done_and_noted() -> None:
    found = read(areas("make_valid"), moved(BOWTIE), moved("POLYGON ((0 0, 1 0, 1 1, 0 0))"))
    assert list(found.repaired) == [0]
    assert "Self-intersection" in found.repaired[0]
    assert found.geometries[0].is_valid
    assert found.geometries[0].geom_type == "MultiPolygon"


def test_unlisted_repair_is_a_bad_row() -> None:
    found = read(areas(), moved(BOWTIE))
    assert found.reasons[0].startswith("ongeldige vorm: Self-intersection")
    assert found.repaired == {}
    assert found.geometries[0] is None


@pytest.mark.parametrize("given", [None, shapely.Point()])
def test_no_shape_is_a_bad_row(given: shapely.Geometry | None) -> None:
    assert read(areas(geometry="Point"), given).reasons[0] == "geen geometrie"


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("Point", "LINESTRING (0 0, 1 0)", "is geen punt"),
        ("MultiPolygon", "LINESTRING (0 0, 1 0)", "is geen MultiPolygon"),
        ("MultiLineString", "POINT (0 0)", "is geen MultiLineString"),
    ],
)
def test_another_kind_of_shape_is_a_bad_row(kind: str, text: str, why: str) -> None:
    assert read(areas(geometry=kind), moved(text)).reasons[0] == why


def test_collection_keeps_the_parts_of_the_declared_kind() -> None:
    both = "GEOMETRYCOLLECTION (POLYGON ((0 0, 9 0, 9 9, 0 0)), LINESTRING (0 0, 1 0))"
    found = read(areas(), moved(both))
    assert found.geometries[0].geom_type == "MultiPolygon"
    assert found.geometries[0].area == pytest.approx(40.5)
