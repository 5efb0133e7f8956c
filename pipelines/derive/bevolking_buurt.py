"""M2 per buurt: the cohorts from ages of now and of five years earlier, as declared columns."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.bevolking import LATER, MEASURES
from data.parameters import number
from pipelines.derive.kohorten import Kohorten
from pipelines.indicators import cohort
from pipelines.inputs import Derived, Inputs, numbers, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt and year, neighbours in the ring included."""
    ages = Kohorten(inputs)
    years = (ages.base, *(int(year) for year in LATER))
    loop = ages.run(ages.base, cohort.steps_to(ages.base, years[-1]))
    held = inputs.frame("leeftijd_buurt").set_index("buurtcode").reindex(ages.buurten.index)
    parts = [_year(ages, loop, held, year) for year in years]
    whole = {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
    return Derived(pa.table(whole), {"ontbrekend": [], "opmerkingen": ages.remarks})


def _year(ages: Kohorten, loop: cohort.Loop, held: pd.DataFrame, year: int) -> dict[str, pa.Array]:
    n = len(held)
    base = year == ages.base
    few = held["inwoners_75plus"].astype(float)
    enough = few >= number("cohort.publish_min_75plus") - number("common.tolerance")
    made: dict[str, pa.Array] = {
        "buurtcode": texts(held.index),
        "jaar": texts([str(year)] * n),
        "niveau": texts(np.where(enough, "buurt", "wijk")),
    }
    for name, _, _ in MEASURES:
        status = held[f"inwoners_{name}_status"].to_numpy(dtype=object)
        middle, low, high = (
            cohort.of_age(cohort.between(path, ages.base, year), name)
            for path in (loop.midden, loop.laag, loop.hoog)
        )
        if base:
            middle = held[f"inwoners_{name}"].to_numpy(dtype=float)
        later = status if base else _later(middle, status)
        made |= stated(f"inwoners_{name}", middle, later)
        ends = (np.full(n, np.nan),) * 2 if base else (low, high)
        for end, values in zip(("laag", "hoog"), ends, strict=True):
            made |= stated(f"inwoners_{name}_{end}", values, "scenario")
        made[f"inwoners_{name}_ci_low"] = numbers(ends[0])
        made[f"inwoners_{name}_ci_high"] = numbers(ends[1])
    return made | _open(n)


def _later(values: Any, status: Any) -> Any:
    """`scenario` where there is a figure; else why the base year has none."""
    known = ~np.isnan(values)
    why = np.where(np.isin(status, ("onderdrukt",)), "onderdrukt", "ontbreekt")
    return np.where(known, "scenario", why)


def _open(n: int) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    empty = np.full(n, np.nan)
    for name in ("groei_75plus", "fout_pct", *(f"nieuw_{m}" for m, _, _ in MEASURES)):
        made |= stated(name, empty, "scenario")
    return made
