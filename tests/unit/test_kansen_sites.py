"""Scores of sites: what each criterion adds is told, and nothing of a site that is excluded."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipelines.derive import kansen_sites
from pipelines.indicators.kansen_plek import PARTS, complex_weights

NAN = float("nan")


def inputs(**profile: Any) -> Any:
    return SimpleNamespace(work=SimpleNamespace(profile=SimpleNamespace(**profile)))


def scored(criteria: dict[str, list[float]], split: Any = dict) -> pd.DataFrame:
    frame = pd.DataFrame(criteria)
    excluded = np.array([False, True])
    why = np.array([None, "water"], dtype=object)
    made = kansen_sites.score(inputs(weegprofielen={}), frame, excluded, why, split)
    return pa.table(made).to_pandas()


def test_contributions_of_a_plan_site_add_up_to_its_score() -> None:
    row = {"V": 0.8, "T": 0.7, "Z": NAN, "R": 0.4, "B": 1.0, "H": 0.5}
    table = scored({name: [value, value] for name, value in row.items()})
    parts = {name: f"bijdrage_{name.lower()}" for name in row}
    assert table.loc[0, list(parts.values())].sum() == pytest.approx(table.loc[0, "score"])
    assert table.loc[0, "bijdrage_v"] == pytest.approx(100 * 0.25 * 0.8 / 0.85)
    assert np.isnan(table.loc[0, "bijdrage_z"])
    assert table.loc[0, "bijdrage_z_status"] == "ontbreekt"
    assert table.loc[1, list(parts.values())].isna().all()
    assert {table.loc[1, f"{name}_status"] for name in parts.values()} == {"uitgesloten"}


def test_each_part_of_the_feasibility_of_a_complex_adds_its_own_points() -> None:
    row = dict.fromkeys("VTZRB", 0.5) | dict.fromkeys(PARTS, 1.0)
    table = scored({name: [value, value] for name, value in row.items()}, complex_weights)
    told = [table.loc[0, f"bijdrage_{name.lower()}"] for name in PARTS]
    assert told == pytest.approx([5.0, 5.0, 3.0, 2.0])
    assert table.loc[0, "score"] == pytest.approx(50 * 0.85 + 15)
