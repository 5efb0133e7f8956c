"""M2 per gemeente: its own cohorts, without shrinking or raking."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.bevolking import LATER, MEASURES, START_YEAR
from data.parameters import number
from pipelines.derive.kohorten import Kohorten
from pipelines.indicators import cohort
from pipelines.indicators.normaliseren import Floats
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

NAMES = tuple(name for name, _, _ in MEASURES)
NO_EARLIER = "Geen leeftijden van vijf jaar eerder, dus geen cijfers voor later."
NO_ERROR = "Geen terugrekening: leeftijden van tien jaar voor het basisjaar zijn er niet."


def derive(inputs: Inputs) -> Derived:
    """One row per own gemeente and year."""
    ages = Kohorten(inputs)
    base: int = inputs.versions["cbs_leeftijd_gemeente"]["peildatum"].year
    now = ages.gemeenten(base)
    earlier = [ages.gemeenten(base - k * cohort.STAP_JAAR).reindex(now.index) for k in (1, 2)]
    years = (base, *(int(year) for year in LATER if int(year) > base))
    steps = cohort.steps_to(base, years[-1])
    path = np.stack(cohort.of_gemeenten(now, earlier[0], ages.survival, steps))
    once = cohort.of_gemeenten(earlier[0], earlier[1], ages.survival, 1)[1].to_numpy(dtype=float)
    error = {
        name: _error(cohort.of_age(once, name), cohort.of_age(path[0], name)) for name in NAMES
    }
    then: Floats = np.asarray(ages.total_75(START_YEAR).reindex(now.index), dtype=float)
    if base < START_YEAR:
        then = cohort.of_age(cohort.between(path, base, START_YEAR), "75plus")
    parts = [_year(now.index, path, error, then, base, year) for year in years]
    whole = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
    remarks = [
        text
        for text, frame in ((NO_EARLIER, earlier[0]), (NO_ERROR, earlier[1]))
        if frame.isna().to_numpy().all()
    ]
    return Derived(pa.table(whole), {"ontbrekend": [], "opmerkingen": [*remarks, *ages.told]})


def _error(forecast: Floats, observed: Floats) -> Floats:
    """Absolute error in percent; NaN without either, or with nobody there."""
    known = ~np.isnan(forecast) & (observed > 0)
    off = np.abs(forecast - observed) / np.where(known, observed, 1.0)
    return np.where(known, 100 * off, np.nan)


def _year(
    codes: "pd.Index[str]",
    path: Floats,
    error: dict[str, Floats],
    then: Floats,
    base: int,
    year: int,
) -> dict[str, pa.Array]:
    people = cohort.between(path, base, year)
    status = "waargenomen" if year == base else "scenario"
    made: dict[str, pa.Array] = {
        "gemeentecode": texts(codes),
        "jaar": texts([str(year)] * len(codes)),
    }
    step = number("common.round_count")
    for name in NAMES:
        values = cohort.of_age(people, name)
        half = values * error[name] / 100 if year > base else np.full(len(values), np.nan)
        made |= stated(f"inwoners_{name}", values, status)
        made[f"inwoners_{name}_ci_low"] = numbers(step * np.floor((values - half) / step))
        made[f"inwoners_{name}_ci_high"] = numbers(step * np.ceil((values + half) / step))
    growth = cohort.of_age(people, "75plus") - then
    made |= stated("groei_75plus", growth, status)
    shown = error["75plus"] if year > base else np.full(len(codes), np.nan)
    made |= stated("fout_pct", shown, "geschat")
    made["interval_uit"] = texts(np.where(np.isnan(shown), "", "terugrekening"))
    return made
