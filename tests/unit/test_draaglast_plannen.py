"""Planned places of opvang per level, and the what-if where none are named (METHODS 5)."""

from typing import Any

import numpy as np
import pandas as pd

from pipelines.derive.draaglast_partner import PLANNED, Level, _after_plans, _planned_at
from pipelines.indicators.draaglast_partner import planned_places

OF: dict[str, Any] = {
    "buurt": pd.Series(["B1", "B2", "B3"], ["B1", "B2", "B3"]),
    "wijk": pd.Series(["W1", "W1", "W2"], ["B1", "B2", "B3"]),
    "gebied": pd.Series(["N", "N", "Z"], ["B1", "B2", "B3"]),
}


def planned(*rows: tuple[str, str, float]) -> "pd.Series[float]":
    made = [("a", level, code, "beschermd wonen", "2023", n) for level, code, n in rows]
    return planned_places(pd.DataFrame(made, columns=[*PLANNED]))


def test_an_area_takes_what_is_delivered_for_it_else_the_sum_of_its_parts() -> None:
    found = planned(("wijk", "W1", 10.0), ("wijk", "W2", 7.0), ("gebied", "Z", 5.0))
    assert _planned_at(found, "gebied", OF).to_dict() == {"N": 10.0, "Z": 5.0}
    assert _planned_at(found, "wijk", OF).to_dict() == {"W1": 10.0, "W2": 7.0}
    assert _planned_at(found, "buurt", OF).empty  # nothing is spread down


def test_without_a_plan_there_is_nothing_to_compute() -> None:
    codes = ["B1", "B2"]
    none = pd.Series(np.nan, codes)
    level = Level("buurt", pd.DataFrame(index=codes), pd.DataFrame(index=codes), none, none, 3)
    reference: Any = None
    found = _after_plans(level, pd.DataFrame(index=codes), reference)
    assert found["D"].isna().all()
    assert found["klasse"].isna().all()
    assert _planned_at(planned(), "gebied", OF).empty
