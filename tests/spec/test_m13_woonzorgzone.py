"""M13, woonzorgzone: what lies within a walk, and a profile as rows with norms.

Definition. An area where housing, environment, welfare and care are organised together. A project
of kind `woonzorgzone` is one: its face as drawn (a whole kern), or the walk around its point or
address. A buurthuis, dorpshuis or multifunctional centre of the municipality that is open to the
buurt and lies in no such zone is a candidate, with the walk of 500 m around it.

Formula. The walk is every street within 500 m over the network of the senior profile, snap distance
counted, with 25 m on either side, like every isochrone (M6). `In of nabij` is 250 m outside the
line. A figure of a zone comes from figures per buurt or square by its dwellings: a sum takes the
share of the dwellings that are in the zone, a mean is over dwellings, a distance norm is the share
of dwellings that hold it. A norm gives voldoet, voldoet niet or onbekend: 5,000 to 15,000
inhabitants, a service centre within 500 m and a stop within 300 m for 90% of the dwellings, care
by day and night for 90%.

Inputs. `projecten`, `ontmoetingsruimten`, streets, dwellings, Kerncijfers, walk access, ages;
closed: complexes, service areas of providers, sites. The list of indicators is
`data/reference/woonzorgzone.toml`; a row whose source is not there is `onbekend`.

Limits. A candidate is no decision. A zone need not lie near a 24-hour location. Meeting places
stand for service centres. The 90% and the 250 m are PROPOSED.
"""

import math
import tomllib

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data import parameters
from data.registry import registry
from pipelines.indicators.bereik import isochrone
from pipelines.indicators.netwerk import Graaf, network
from pipelines.indicators.woonzorgzone import (
    as_faces,
    inside,
    judge,
    measured,
    near,
    of_dwellings,
    served_share,
)

NAN = math.nan
# One straight street of 2 km in four pieces, and a side street at 1,000 m.
STREET = Graaf.from_edges(
    [1, 2, 3, 4, 3],
    [2, 3, 4, 5, 6],
    [
        [[0, 0], [500, 0]],
        [[500, 0], [1000, 0]],
        [[1000, 0], [1500, 0]],
        [[1500, 0], [2000, 0]],
        [[1000, 0], [1000, 400]],
    ],
)
NET = network(STREET, "senior")


def reach(x: float, y: float = 0.0, limit: float | None = None) -> shapely.Geometry:
    return isochrone(NET, x, y, parameters.number("zone.walk_m") if limit is None else limit)


def test_the_walk_ends_at_500_metres_along_the_streets() -> None:
    zone = reach(800)
    assert shapely.bounds(zone).tolist() == pytest.approx([275, -25, 1325, 325], abs=1)
    assert inside(zone, np.array([310.0, 1290.0, 1000.0, 1000.0]), np.array([0, 0, 290, 360.0]))[
        :3
    ].all()
    assert not shapely.contains_xy(zone, 1000, 360)


def test_the_way_to_the_street_counts() -> None:
    """Reading 49: 30 m to the street leaves 470 m along it."""
    zone = reach(700, 30)
    assert shapely.bounds(zone)[0] == pytest.approx(700 - 470 - 25, abs=1)


def test_a_centre_within_one_piece_of_street_reaches_both_ways() -> None:
    zone = reach(250, limit=100)
    assert shapely.bounds(zone).tolist() == pytest.approx([125, -25, 375, 25], abs=1)


def test_a_centre_off_the_streets_has_no_zone() -> None:
    assert reach(250, 300).is_empty
    assert reach(250, 40, limit=30).is_empty


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 2000), st.floats(60, 500), st.floats(0, 300))
def test_a_longer_walk_never_reaches_less(x: float, limit: float, more: float) -> None:
    small, large = reach(x, limit=limit), reach(x, limit=limit + more)
    assert shapely.area(small.difference(large)) < 1.0


def test_near_is_250_metres_outside_the_line() -> None:
    assert shapely.bounds(near(shapely.box(0, 0, 100, 100))).tolist() == [-250, -250, 350, 350]


def test_shapes_without_area_are_no_zone() -> None:
    assert as_faces(shapely.Point(0, 0)).is_empty
    assert as_faces(shapely.box(0, 0, 1, 1)).geom_type == "MultiPolygon"


# Figures by dwellings

AREA = ["A"] * 4 + ["B"] * 2
VALUES = pd.Series({"A": 100.0, "B": 40.0})


def chosen(*rows: int) -> np.ndarray:
    return np.isin(np.arange(6), rows)


def test_example_a_sum_takes_the_share_of_the_dwellings_in_the_zone() -> None:
    assert of_dwellings("som", VALUES, AREA, chosen(0, 4)) == pytest.approx(100 / 4 + 40 / 2)
    assert of_dwellings("som", VALUES, AREA, chosen(0, 1, 2, 3, 4, 5)) == pytest.approx(140)


def test_a_sum_with_an_unknown_area_is_unknown_and_a_mean_is_over_what_is_known() -> None:
    hidden = pd.Series({"A": 100.0, "B": NAN})
    assert math.isnan(of_dwellings("som", hidden, AREA, chosen(0, 4)))
    assert of_dwellings("som", hidden, AREA, chosen(0)) == 25.0
    assert of_dwellings("gemiddelde", hidden, AREA, chosen(0, 4)) == 100.0
    assert of_dwellings("gemiddelde", VALUES, AREA, chosen(0, 1, 4)) == pytest.approx(80.0)


def test_a_distance_norm_is_the_share_of_dwellings_within() -> None:
    metres = pd.Series({"A": 300.0, "B": 300.1})
    assert of_dwellings("binnen", metres, AREA, chosen(0, 1, 2, 4), 300) == 75.0


def test_what_lies_beyond_reach_is_not_within_and_not_unknown() -> None:
    """Reading 48: nothing within 2 km has no number, and a class that says so."""
    metres = measured(pd.Series({"A": 200.0, "B": NAN}), pd.Series({"A": "goed", "B": "slecht"}))
    assert of_dwellings("binnen", metres, AREA, chosen(0, 1, 4, 5), 300) == 50.0
    unknown = measured(pd.Series({"A": 200.0, "B": NAN}), pd.Series({"A": "goed", "B": None}))
    assert of_dwellings("binnen", unknown, AREA, chosen(0, 1, 4, 5), 300) == 100.0


def test_a_dwelling_of_which_no_provider_speaks_is_unknown_and_not_unserved() -> None:
    yes, no = [True] * 9, [False]
    assert served_share(np.array(yes + no), np.array(yes + no)) == 90.0  # unknown, but enough
    assert math.isnan(served_share(np.array([True, False]), np.array([True, False])))
    assert served_share(np.array([True, False]), np.array([True, True])) == 50.0
    assert served_share(np.array([False] * 4), np.array([True, True, True, False])) == 0.0
    assert math.isnan(served_share(np.zeros(3, dtype=bool), np.zeros(3, dtype=bool)))
    assert math.isnan(served_share(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)))


def test_an_empty_zone_is_unknown() -> None:
    for way in ("som", "gemiddelde", "binnen"):
        assert math.isnan(of_dwellings(way, VALUES, AREA, chosen(), 300))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_zones_that_share_out_the_dwellings_share_out_the_people(zone: list[int]) -> None:
    parts = [of_dwellings("som", VALUES, AREA, np.array(zone) == k) for k in set(zone)]
    assert sum(parts) == pytest.approx(140)


# Judgement


def test_inhabitants_between_5000_and_15000() -> None:
    words = [judge(v, "zone.inhabitants")[0] for v in (4999, 5000, 15000, 15001, NAN)]
    assert words == ["voldoet niet", "voldoet", "voldoet", "voldoet niet", "onbekend"]
    assert judge(NAN, "zone.inhabitants")[1] == "5000 tot en met 15000"


def test_a_share_is_held_against_a_fraction_of_the_register() -> None:
    assert judge(90.0, "zone.reached_share", percent=True) == ("voldoet", "minstens 90%")
    assert judge(89.9, "zone.reached_share", percent=True)[0] == "voldoet niet"
    with parameters.chosen({"zone.reached_share": 0.8}):
        assert judge(89.9, "zone.reached_share", percent=True)[0] == "voldoet"


def test_without_a_norm_there_is_no_judgement() -> None:
    assert judge(3.0, "") == ("geen norm", "")
    assert judge(NAN, "") == ("onbekend", "")


def test_every_listed_indicator_can_be_read() -> None:
    listed = tomllib.loads((parameters.REFERENCE / "woonzorgzone.toml").read_text("utf-8"))
    rows = listed["indicatoren"]
    assert len({row["sleutel"] for row in rows}) == len(rows)
    for row in rows:
        assert {"sleutel", "titel", "eenheid"} <= set(row)
        for key in ("norm", "grens"):
            if key in row:
                parameters.parameter(row[key])
        if "dataset" in row:
            assert row["wijze"] in ("som", "gemiddelde", "binnen")
            assert row["per"] in ("wijk", "buurt", "cel")
            named = {column.name for column in registry()[row["dataset"]].columns}
            assert {row["kolom"], *row.get("filter", {})} <= named
            assert ("tel" in row) == ("onbekend" in row)
