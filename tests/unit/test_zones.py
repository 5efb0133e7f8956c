"""What a zone reads of statements of providers and of places on the map (METHODS 17)."""

import math
from typing import Any

import numpy as np
import pandas as pd
import shapely

from pipelines.derive import zones

ZONE = shapely.box(0, 0, 100, 100)


class _Tables:
    """Stands for the inputs of a run: the tables that are there."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = tables

    def has(self, name: str) -> bool:
        return name in self.tables

    def frame(self, name: str, columns: list[str]) -> pd.DataFrame:
        return self.tables[name][columns].copy()


def said(*rows: tuple[str | None, bool, bool | None]) -> Any:
    names = ["wijkcode", "levert", "dag_en_nacht"]
    frame = pd.DataFrame(list(rows), columns=names, dtype=object)
    return _Tables(verzorgingsgebieden=frame.assign(geometry=None))


def homes(*wijken: str) -> pd.DataFrame:
    return pd.DataFrame({"wijk": list(wijken), "x": 50.0, "y": 50.0})


def night(inputs: Any, stock: pd.DataFrame) -> float:
    return zones._night(inputs, stock)(ZONE, np.ones(len(stock), dtype=bool))


def test_where_no_provider_speaks_of_the_night_it_is_unknown() -> None:
    here = homes("W1", "W1")
    assert math.isnan(night(said(("W2", True, True)), here))
    assert math.isnan(night(said(("W1", True, None)), here))  # delivers, by night not said
    assert night(said(("W1", True, False)), here) == 0.0
    assert night(said(("W1", False, None)), here) == 0.0  # who does not deliver is not there
    assert night(said(("W1", True, False), ("W1", True, True)), here) == 100.0


def test_exercise_gardens_in_or_near_are_counted_and_a_map_without_any_is_unknown() -> None:
    def gardens(*tags: str) -> float:
        points = shapely.points([(50.0, 50.0), (300.0, 50.0), (400.0, 50.0)])[: len(tags)]
        frame = pd.DataFrame({"leisure": list(tags), "geometry": points})
        inputs: Any = _Tables(osm_bestemmingen=frame)
        return zones._gardens(inputs, homes())(ZONE, None)

    assert gardens("fitness_station", "fitness_station", "fitness_station") == 2.0
    assert gardens("park", "park", "fitness_station") == 0.0
    assert math.isnan(gardens("park"))
