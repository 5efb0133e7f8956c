"""Which cells M10 takes as candidates: one rule for rho, and a remark only where it is unknown."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import english
from pipelines.derive import beste_locaties
from tests.unit.test_opgaven import Tables

HERE, THERE = "GM0001", "GM0002"


def cells() -> pd.DataFrame:
    """Two cells in either gemeente, far apart; 100 and 1,000 residents of 75 and over in each."""
    return pd.DataFrame(
        {
            "gemeentecode": [HERE, HERE, THERE, THERE],
            "vraag": [100.0, 1000.0, 100.0, 1000.0],
            "x": [0.0, 5000.0, 10_000.0, 15_000.0],
            "y": 0.0,
            "status": "geschat",
            "score": 50.0,
            "aangesloten": True,
        }
    )


def opgave(**rho: float) -> pd.DataFrame:
    """Rows as `opgave_gemeente` has them: rho in one row per gemeente, elsewhere nothing."""
    rows = [{"gemeentecode": code, "rho": value} for code, value in rho.items()]
    return pd.DataFrame([*rows, {"gemeentecode": HERE, "rho": np.nan}])


def candidates(profile: float | None = None, **tables: pd.DataFrame) -> tuple[list[int], list[str]]:
    inputs: Any = Tables(**tables)
    inputs.work.profile.rho = profile
    remarks: list[str] = []
    found = beste_locaties._candidates(inputs, cells(), remarks)
    return found.index.tolist(), remarks


@pytest.mark.parametrize(
    ("profile", "of_opgave", "kept"),
    [
        (0.05, None, [1, 3]),  # 5 and 50 dwellings asked for; a cluster is 12
        (None, {HERE: 0.05, THERE: 0.05}, [1, 3]),
        (None, {HERE: 0.2, THERE: 0.001}, [0, 1]),  # each gemeente by its own
        (0.2, {HERE: 0.001, THERE: 0.001}, [0, 1, 2, 3]),  # the profile goes first
        (None, {HERE: -0.01, THERE: 0.0}, []),  # more is there than is wanted
    ],
)
def test_a_candidate_has_the_demand_to_fill_a_cluster_by_the_rho_of_m9(
    profile: float | None, of_opgave: dict[str, float] | None, kept: list[int]
) -> None:
    tables = {} if of_opgave is None else {"opgave_gemeente": opgave(**of_opgave)}
    found, remarks = candidates(profile, **tables)
    assert found == kept
    assert remarks == ["Kandidaat is een vak waar binnen 500 m vraag is naar minstens 12 woningen."]
    assert english.sentence(remarks[0])


def test_where_rho_cannot_be_known_nothing_is_tested_and_that_is_said() -> None:
    assert candidates() == (
        [0, 1, 2, 3],
        [
            "Zonder gewenst aandeel (profiel of opgave) is in GM0001, GM0002 niet getoetst of een "
            "cluster vol komt."
        ],
    )
    found, remarks = candidates(opgave_gemeente=opgave(**{HERE: 0.05}))
    assert found == [1, 2, 3]
    assert "is in GM0002 niet getoetst" in remarks[0]
    assert english.sentence(remarks[0])
