"""M11: what is shown of a count, and the interval of that."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipelines.derive.complexmonitor import _counted

CODES = pd.Index(["a:1", "a:2", "a:3"], name="complex")


def shown(counts: list[float], small: list[bool]) -> dict[str, list[object]]:
    chart = pd.DataFrame(
        {"aantal": counts, "basis": 0.8, "u": 4.0, "grens": 10.71, "ewma": np.nan},
        index=CODES,
    ).assign(signaal="geen")
    newest = pd.DataFrame({"mutaties": counts, "mutaties_status": "waargenomen"}, index=CODES)
    made = _counted("mutaties", chart, newest, np.array(small))
    return {name: column.to_pylist() for name, column in made.items()}


def test_the_interval_is_exact_poisson_of_the_rounded_count() -> None:
    """9 reports in 80 dwellings are shown as 10: 12.5 per 100, 4.795 to 18.39 over 0.8."""
    made = shown([9.0, 11.0, 4.0], [False] * 3)
    low, high = stats.chi2.ppf([0.025, 0.975], [20, 22]) / 2 / 0.8
    assert made["mutaties_getoond_per_100"] == [12.5, 12.5, None]
    assert made["mutaties_getoond_per_100_ci_low"] == [
        pytest.approx(low),
        pytest.approx(low),  # 9 and 11 tell the same: bounds do not give the count away
        None,
    ]
    assert made["mutaties_getoond_per_100_ci_high"][:2] == [pytest.approx(high)] * 2
    assert (round(low * 0.8, 3), round(high * 0.8, 2)) == (4.795, 18.39)


def test_a_complex_that_is_too_small_has_no_interval() -> None:
    made = shown([9.0, 9.0, np.nan], [True, False, False])
    ends = ["mutaties_getoond_per_100_ci_low", "mutaties_getoond_per_100_ci_high"]
    assert [[value is None for value in made[end]] for end in ends] == [[True, False, True]] * 2
    assert made["mutaties_getoond_per_100_status"][0] == "onderdrukt"
