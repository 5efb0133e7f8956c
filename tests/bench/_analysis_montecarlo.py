"""Monte Carlo of M1 and of the kansenkaart: what the products call, timed.

Part of `bench analysis`. The areas are made up; their number and the number of indicators, criteria
and draws are those of the budget.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from data.parameters import integer, numbers_by_name
from pipelines.indicators import draaglast, kansen_weging
from pipelines.indicators.draaglast_methode import slots, standard
from tests.bench._budget import Line

DRAWS, BUURTEN, REFERENCE, CELLS = 1000, 100, 3000, 6000
TIMES = 5
BUDGET_BUURTEN, BUDGET_CELLS = 2.0, 10.0
SEED = 7


def measure() -> list[Line]:
    """Seconds of each, the median of five runs after one to warm up.

    Raises:
        ValueError: the register has another number of draws than the budget is about.
    """
    if integer("gevoeligheid.draws") != DRAWS:
        raise ValueError(f"Het register trekt {integer('gevoeligheid.draws')} keer, niet {DRAWS}.")
    country = _country()
    reference = draaglast.reference_of(country, country, aandeel_65plus_volwassenen=0.25)
    here = country.iloc[:BUURTEN]
    cells = _cells()
    scored = np.ones(CELLS, dtype=bool)
    return [
        Line(
            f"M1 voor {BUURTEN} buurten, {DRAWS} trekkingen",
            _median(lambda: draaglast.bereken(here, reference, aandeel_65plus_volwassenen=0.25)),
            "s",
            BUDGET_BUURTEN,
        ),
        Line(
            f"kansenkaart voor {CELLS} cellen, {DRAWS} wegingen",
            _median(lambda: kansen_weging.agreement_top(cells, scored)),
            "s",
            BUDGET_CELLS,
        ),
    ]


def _median(call: Callable[[], object]) -> float:
    call()
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _country() -> pd.DataFrame:
    """Buurten with every open slot, its error, both age groups, and some gaps."""
    rng = np.random.default_rng(SEED)
    made: dict[str, object] = {"inwoners": rng.integers(200, 6000, REFERENCE).astype(float)}
    for dimension in standard().dimensies:
        for name in () if dimension.partner else dimension.slots:
            values = rng.gamma(4.0, 3.0, REFERENCE)
            values[rng.random(REFERENCE) < 0.03] = np.nan
            made |= {name: values, f"{name}_sd": np.full(REFERENCE, 0.8)}
            if slots()[name].rivm:
                made |= {f"{name}_18_65": values, f"{name}_65plus": values + 1.0}
            if slots()[name].krimp:
                made[f"{name}_telling"] = rng.integers(1, 80, REFERENCE).astype(float)
    made["gemeente"] = "GM0001"
    return pd.DataFrame(made, index=[f"BU{at:08d}" for at in range(REFERENCE)])


def _cells() -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    codes = list(numbers_by_name("kans.weights"))
    cells = rng.random((CELLS, len(codes)))
    cells[rng.random(cells.shape) < 0.05] = np.nan
    return pd.DataFrame(cells, columns=codes)
