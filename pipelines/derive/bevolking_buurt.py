"""M2 per buurt: the cohorts from ages of now and of five years earlier, as declared columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.bevolking import LATER, MEASURES, START_YEAR
from data.getallen import counted, dutch
from data.parameters import number
from pipelines.derive import plannen
from pipelines.derive.kohorten import Kohorten
from pipelines.indicators import cohort, cohort_fout, cohort_groei, nieuwbouw
from pipelines.indicators.normaliseren import Floats
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

NAMES = tuple(name for name, _, _ in MEASURES)


@dataclass(frozen=True)
class _Made:
    """What all years share.

    Attributes:
        held: ages of `leeftijd_buurt` per buurt.
        fout: mean errors per size class; None without a back-cast.
        toen: residents of 75 and over in the first year of the national programme.
        plans: plans with the buurt they lie in (`plannen.placed`); None without a plan list.
    """

    ages: Kohorten
    loop: cohort.Loop
    held: pd.DataFrame
    fout: pd.DataFrame | None
    toen: Floats
    plans: pd.DataFrame | None


def derive(inputs: Inputs) -> Derived:
    """One row per buurt and year, neighbours in the ring included."""
    ages = Kohorten(inputs)
    years = (ages.base, *(int(year) for year in LATER if int(year) > ages.base))
    loop = ages.run(ages.base, cohort.steps_to(ages.base, years[-1]))
    held = inputs.frame("leeftijd_buurt").set_index("buurtcode").reindex(ages.buurten.index)
    remarks: list[str] = []
    made = _Made(
        ages,
        loop,
        held,
        _errors(ages, remarks),
        _then(ages, loop, held),
        _plans(ages, remarks),
    )
    parts = [_year(made, year) for year in years]
    whole = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
    return Derived(pa.table(whole), _coverage(made, remarks))


def _errors(ages: Kohorten, remarks: list[str]) -> pd.DataFrame | None:
    """Back-casts of one step, of every start for which the earlier ages are there."""
    own = ages.own
    found: list[tuple[pd.DataFrame, pd.DataFrame, Floats]] = []
    for start in (ages.base - cohort.STAP_JAAR, ages.base - 2 * cohort.STAP_JAAR):
        end = ages.at(start + cohort.STAP_JAAR)
        if ages.at(start) is None or ages.at(start - cohort.STAP_JAAR) is None or end is None:
            continue
        path = ages.run(start, 1).midden[:, own]
        seen = _nine(end)[own]
        found.append((_measures(path[1]), _measures(seen), cohort.of_age(path[0], "75plus")))
    if not found:
        remarks.append(
            "Geen terugrekening: leeftijden per buurt van tien jaar voor het basisjaar zijn er "
            "niet, of hun codes mogen niet als die van nu worden gelezen. Het interval volgt uit "
            "de lage en de hoge variant."
        )
        return None
    forecast = pd.concat([one[0] for one in found], ignore_index=True)
    observed = pd.concat([one[1] for one in found], ignore_index=True)
    return cohort_fout.errors(forecast, observed, np.concatenate([one[2] for one in found]))


def _nine(ages: pd.DataFrame) -> Floats:
    """START to KLASSEN."""
    values = ages.to_numpy(dtype=float)
    return np.column_stack([values[:, :8], values[:, 8:].sum(axis=1)])


def _measures(people: Floats) -> pd.DataFrame:
    return pd.DataFrame({name: cohort.of_age(people, name) for name in NAMES})


def _then(ages: Kohorten, loop: cohort.Loop, held: pd.DataFrame) -> Floats:
    """Residents of 75 and over in the first year of the national programme."""
    first, now = ages.base - cohort.STAP_JAAR, held["inwoners_75plus"].to_numpy(dtype=float)
    if ages.base <= START_YEAR:
        return cohort.of_age(cohort.between(loop.midden, ages.base, START_YEAR), "75plus")
    if first > START_YEAR:
        return np.full(len(now), np.nan)
    earlier = ages.at(first)
    before = np.full(len(now), np.nan) if earlier is None else _of_75(_nine(earlier))
    return cohort_groei.in_year(
        now,
        before,
        ages.buurten["gemeente"].to_numpy(dtype=object),
        (START_YEAR - first) / cohort.STAP_JAAR,
        ages.total_75(START_YEAR),
        ages.total_75(ages.base),
    )


def _of_75(people: Floats) -> Floats:
    return cohort.of_age(people, "75plus")


def _plans(ages: Kohorten, remarks: list[str]) -> pd.DataFrame | None:
    if not ages.inputs.has("plannen"):
        remarks.append("Geen planlijst, dus geen bewoners van geplande woningen.")
        return None
    plans = plannen.placed(ages.inputs)
    lost = int((plans["gebied"].isna() | plans["jaar_gereed"].isna()).sum())
    if lost:
        remarks.append(
            counted(
                lost,
                "{} plan zonder plek of jaar van oplevering telt niet mee.",
                "{} plannen zonder plek of jaar van oplevering tellen niet mee.",
            )
        )
    return plans


def _year(made: _Made, year: int) -> dict[str, pa.Array]:
    held, base = made.held, made.ages.base
    now = held["inwoners_75plus"].to_numpy(dtype=float)
    enough = now >= number("cohort.publish_min_75plus") - number("common.tolerance")
    result: dict[str, pa.Array] = {
        "buurtcode": texts(held.index),
        "jaar": texts([str(year)] * len(held)),
        "niveau": texts(np.where(enough, "buurt", "wijk")),
    }
    middle = cohort.between(made.loop.midden, base, year)
    ends = tuple(cohort.between(p, base, year) for p in (made.loop.laag, made.loop.hoog))
    for name in NAMES:
        result |= _people(made, name, year, middle, ends)
    p75 = now if year == base else _of_75(middle)
    result |= stated("groei_75plus", p75 - made.toen, "geschat" if year == base else "scenario")
    error = _error(made, now, "75plus", year)
    result |= stated("fout_pct", error, "geschat")
    source = np.where(np.isnan(error), "lage en hoge variant", "terugrekening")
    result["interval_uit"] = texts(np.where(np.isnan(p75) | (year == base), "", source))
    return result | _new(made, middle, year)


def _people(
    made: _Made, name: str, year: int, middle: Floats, ends: tuple[Floats, ...]
) -> dict[str, pa.Array]:
    held, column = made.held, f"inwoners_{name}"
    status = held[f"{column}_status"].to_numpy(dtype=object)
    if year == made.ages.base:
        empty = np.full(len(held), np.nan)
        result = stated(column, held[column].to_numpy(dtype=float), status)
        for end in ("laag", "hoog"):
            result |= stated(f"{column}_{end}", empty, "scenario")
        return result | {f"{column}_{end}": numbers(empty) for end in ("ci_low", "ci_high")}
    values = cohort.of_age(middle, name)
    low, high = (cohort.of_age(end, name) for end in ends)
    result = stated(column, values, later(values, status))
    result |= stated(f"{column}_laag", low, "scenario")
    result |= stated(f"{column}_hoog", high, "scenario")
    now = held["inwoners_75plus"].to_numpy(dtype=float)
    bounds = cohort_fout.interval(values, _error(made, now, name, year), low, high)
    step = number("common.round_count")
    result[f"{column}_ci_low"] = numbers(step * np.floor(bounds[0] / step))
    result[f"{column}_ci_high"] = numbers(step * np.ceil(bounds[1] / step))
    return result


def later(values: Floats, status: Any) -> Any:
    """`scenario` where there is a figure; else why the base year has none."""
    absent = np.where(status == "onderdrukt", "onderdrukt", "ontbreekt")
    return np.where(np.isnan(values), absent, "scenario")


def _error(made: _Made, p75: Floats, name: str, year: int) -> Floats:
    if made.fout is None or year == made.ages.base:
        return np.full(len(p75), np.nan)
    return cohort_fout.error_of(made.fout, p75, name)


def _new(made: _Made, middle: Floats, year: int) -> dict[str, pa.Array]:
    """Residents of planned dwellings, with the ages of the 65+ of the gemeente (reading 41)."""
    n = len(made.held)
    if made.plans is None or year == made.ages.base:
        people = np.full(n, np.nan)
    else:
        plans = plannen.counted_once(made.plans, year)
        plans["personen"] = nieuwbouw.residents(plans)
        people = nieuwbouw.added(plans, made.held.index, year)
        people = np.where(made.ages.own, people, np.nan)
    code = made.ages.buurten["gemeente"].to_numpy(dtype=object)
    result: dict[str, pa.Array] = {}
    for name in NAMES:
        share = nieuwbouw.share_of_age(middle, code, name)
        result |= stated(f"nieuw_{name}", people * share, "scenario")
    return result


def _coverage(made: _Made, remarks: list[str]) -> dict[str, Any]:
    own = made.ages.own
    earlier = made.ages.at(made.ages.base - cohort.STAP_JAAR)
    without = int(own.sum()) if earlier is None else int(earlier[own].isna().any(axis=1).sum())
    if without:
        remarks.append(
            f"{dutch(without)} buurten zonder eigen cijfers van vijf jaar eerder volgen hun "
            "gemeente."
        )
    if (own & np.isnan(made.toen)).all():
        remarks.append(f"Groei sinds {START_YEAR} is niet te bepalen.")
    absent = [] if made.ages.inputs.has("plannen") else ["plannen"]
    errors = {} if made.fout is None else made.fout.round(1).to_dict("index")
    return {
        "ontbrekend": absent,
        "opmerkingen": [*remarks, *made.ages.told],
        "gemiddelde_fout_pct": {str(k): v for k, v in errors.items()},
        "buurten_zonder_eigen_verhouding": without,
    }
