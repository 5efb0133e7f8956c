"""M9, hexagons of the kansenkaart: a form of delivery, area-weighted, with the true area.

Definition. Scores of the 100 m cells carried over to hexagons of H3, resolution 9, for who works
with those. The analysis stays on the grid.

Formula. The value of a hexagon is the mean of the cells under it by the area they share; it has one
where cells with a value cover half of it or more. Its area is measured in RD, not taken from the
world mean of the resolution. It is told with the buurt its centre lies in; a centre in none, beyond
the edge of the gemeente, or on a line between two gives the buurt that covers most of it.

Inputs. The cells of `m09_kansen`; the buurten of CBS, only to tell where a hexagon lies.

Limits. A hexagon says nothing that the cells under it do not say, and its borders follow no street
or buurt. The resolution and the half are PROPOSED.
"""

import h3  # type: ignore[import-untyped]
import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.indicators.kansen_h3 import buurten, carry_over, hexagons
from pipelines.indicators.raster import cell_boxes, cell_corners, cell_names

SIDE = 14
CELLS = cell_names(
    np.tile(np.arange(2330, 2330 + SIDE), SIDE), np.repeat(np.arange(5810, 5810 + SIDE), SIDE)
)


def test_hexagons_cover_the_cells() -> None:
    ids, shapes = hexagons(CELLS)
    town = shapely.union_all(cell_boxes(*cell_corners(CELLS)))
    assert shapely.union_all(shapes).buffer(0.5).contains(town)
    assert shapely.intersects(shapes, town).all()
    assert len(set(ids)) == len(ids)
    assert {h3.get_resolution(one) for one in ids} == {9}


def test_example_the_mean_is_weighted_by_area_and_the_area_is_that_of_the_hexagon() -> None:
    ids, shapes = hexagons(CELLS)
    east, _ = cell_corners(CELLS)
    values = pd.DataFrame({"score": np.where(east < 2337, 20.0, 80.0), "zelfde": 50.0})
    found = carry_over(CELLS, values, ids, shapes)
    whole = found["gedekt_pct"] > 99.9
    assert whole.sum() > 5
    assert found.loc[whole, "zelfde"].tolist() == pytest.approx([50.0] * int(whole.sum()))
    border = shapely.box(0, 0, 233_700, 700_000)
    low = shapely.area(shapely.intersection(shapes, border)) / shapely.area(shapes)
    expected = (20 * low + 80 * (1 - low))[whole.to_numpy()]
    assert found.loc[whole, "score"].to_numpy() == pytest.approx(expected)
    # true areas differ per hexagon and from the world mean of 105,332 m2; RD keeps them to 0.1%
    assert found["oppervlakte_m2"].to_numpy() == pytest.approx(shapely.area(shapes), rel=5e-3)


def test_a_hexagon_with_values_on_less_than_half_has_none() -> None:
    ids, shapes = hexagons(CELLS)
    east, _ = cell_corners(CELLS)
    values = pd.DataFrame({"score": np.where(east < 2332, 70.0, np.nan)})
    found = carry_over(CELLS, values, ids, shapes)
    few = found["gedekt_pct"] < 50
    assert found.loc[few, "score"].isna().all()
    assert found.loc[~few, "score"].tolist() == pytest.approx([70.0] * int((~few).sum()))


def test_example_a_hexagon_is_told_with_the_buurt_its_centre_lies_in() -> None:
    """Town of 1,400 m, two buurten with the line at x = 233,700; beyond it there is no buurt."""
    ids, shapes = hexagons(CELLS)
    west, east = (shapely.box(x, 581_000, x + 700, 582_400) for x in (233_000, 233_700))
    found = buurten(shapes, ["BU00020002", "BU00010001"], [east, west])
    x = shapely.get_x(shapely.centroid(shapes))
    inside = shapely.intersects(shapely.centroid(shapes), shapely.union(west, east))
    assert len(found) == len(ids)
    assert found[inside].tolist() == [
        "BU00010001" if at < 233_700 else "BU00020002" for at in x[inside]
    ]
    assert (~inside).sum() > 10  # at the edge: the buurt that covers most of what lies in the town
    covered = [shapely.area(shapely.intersection(shapes, one)) for one in (west, east)]
    assert found[~inside].tolist() == [
        "BU00010001" if a > b else "BU00020002"
        for a, b in zip(*(one[~inside] for one in covered), strict=True)
    ]


def test_a_hexagon_that_no_buurt_covers_has_none() -> None:
    _, shapes = hexagons(CELLS)
    far = shapely.box(100_000, 400_000, 101_000, 401_000)
    assert set(buurten(shapes, ["BU00010001"], [far])) == {None}
