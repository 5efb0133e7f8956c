"""M2: residents of 65, 75 and 80 and over in later years (METHODS 6, readings 38-42, 89).

Hamilton-Perry in steps of five years: the people of an age class times the ratio with which the
class before passed into the next one. Belongs here: ratios, shrinking, steps, raking, years between
two steps. Ages per buurt to start from are `leeftijd`; errors of the past are `cohort_fout`.

Arrays have one row per area. START has ten classes (45-49 up to 85-89 and 90+), KLASSEN nine (85+
is the open class). NaN is unknown and stays unknown.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.normaliseren import Floats

STAP_JAAR: Final = 5
START: Final = (*(f"{a}_{a + 5}" for a in range(45, 90, 5)), "90plus")
KLASSEN: Final = (*START[:8], "85plus")
OPEN: Final = 85
VANAF: Final = {"65plus": 4, "75plus": 6, "80plus": 7}
"""Measure -> first of KLASSEN that counts."""

Codes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Loop:
    """A projection.

    Attributes:
        midden, laag, hoog: persons, (steps + 1, areas, 9); step 0 is the base year. Classes younger
            than 45 in the base year are NaN.
        factor: what raking multiplied with, (steps + 1, areas, 9); 1 where it did not rake.
    """

    midden: Floats
    laag: Floats
    hoog: Floats
    factor: Floats


def survival(table: pd.DataFrame) -> Floats:
    """Five-year survival of the classes 45-49 up to 80-84, then of the open class 85+.

    From person-years of the life table, both sexes together: L(a+5) / L(a), and T(90) / T(85) for
    85+ (readings 39 and 89).

    Args:
        table: index = age in years, one row each; `levenden` (survivors of the table) and
            `levensverwachting` (years to live).

    Returns:
        Shape (9,).

    Raises:
        ValueError: an age from 45 to 95 is not in the table.
    """
    ages = table.sort_index()
    needed = range(45, 96)
    if not set(needed) <= set(ages.index):
        raise ValueError("Overlevingstafel: leeftijden 45 tot en met 95 zijn nodig.")
    alive = ages["levenden"].to_numpy(dtype=float)
    last = alive[-1] * float(ages["levensverwachting"].iloc[-1])
    years = pd.Series(np.append((alive[:-1] + alive[1:]) / 2, last), index=ages.index)
    left = years[::-1].cumsum()[::-1]  # T(x): person-years from age x on
    total = left.reindex(range(45, 95, 5)).to_numpy(dtype=float)
    lived = total[:-1] - total[1:]  # 45-49 .. 85-89
    return np.append(lived[1:] / lived[:-1], total[-1] / total[-2])


def ratios(now: Floats, before: Floats) -> tuple[Floats, Floats]:
    """Cohort change ratios and the number of people each rests on (reading 38).

    Args:
        now: (n, 10) persons by START, in t0.
        before: (n, 10) the same areas five years earlier.

    Returns:
        CCR (n, 9): 45-49 -> 50-54 up to 80-84 -> 85-89, then 85+ -> 90+; NaN where nobody was
        there or a class is unknown. And n (n, 9): persons five years earlier, 0 where unknown.
    """
    there = np.column_stack([before[:, :8], before[:, 8:].sum(axis=1)])
    came = now[:, 1:]
    known = ~np.isnan(there) & ~np.isnan(came) & (there > 0)
    ccr = np.where(known, came / np.where(known, there, 1.0), np.nan)
    return np.asarray(ccr), np.where(known, there, 0.0)


def shrink(ccr: Floats, n: Floats, whole: Floats) -> Floats:
    """`CCR* = (n CCR_b + k CCR_gem) / (n + k)`, with n = 0 the ratio of the gemeente (T-11).

    Args:
        ccr: ratios of the areas, first answer of `ratios`.
        n: people each rests on, second answer of `ratios`.
        whole: (n, 9) ratio of the gemeente of each area.
    """
    k = number("cohort.shrink_k")
    return np.asarray((n * np.where(n > 0, ccr, 0.0) + k * whole) / (n + k))


def clip(ccr: Floats, survival: Floats) -> Floats:
    """Keep ratios between half the survival of the life table and the agreed maximum."""
    low = number("cohort.ccr_min_survival_factor") * survival
    return np.asarray(np.clip(ccr, low, number("cohort.ccr_max")))


def step(people: Floats, ccr: Floats) -> Floats:
    """Everybody five years older (T-10).

    Args:
        people: (n, 9) persons by KLASSEN.
        ccr: (n, 9) ratios of the same classes.

    Returns:
        (n, 9); 45-49 is NaN, because nobody of 40-44 was counted.
    """
    older = np.full_like(people, np.nan)
    older[:, 1:8] = people[:, :7] * ccr[:, :7]
    older[:, 8] = people[:, 7] * ccr[:, 7] + people[:, 8] * ccr[:, 8]
    return older


def rake(people: Floats, gemeente: Codes, totals: pd.DataFrame) -> Floats:
    """One factor per gemeente and age class that brings the sum of its areas to a total.

    Args:
        people: (n, 9) persons; NaN counts as nobody.
        gemeente: code per row.
        totals: index = gemeente, nine columns; a gemeente that is absent or NaN is left alone.

    Returns:
        Factor per row and class, (n, 9).
    """
    codes, place = np.unique(gemeente.astype(str), return_inverse=True)
    sums = np.zeros((len(codes), people.shape[1]))
    np.add.at(sums, place, np.nan_to_num(people))
    wanted = totals.reindex(codes).to_numpy(dtype=float)
    fits = ~np.isnan(wanted) & (sums > 0)
    factor = np.where(fits, wanted / np.where(sums > 0, sums, 1.0), 1.0)
    return np.asarray(factor[place])


def spread(ccr: Floats, n: Floats, gemeente: Codes) -> Floats:
    """Standard deviation of the ratios over the areas of each gemeente with n >= 50 (reading 42).

    Returns:
        (n, 9), divisor n. A class of which fewer than two areas are large enough takes the value of
        the nearest younger class that has one `[PROPOSED]`; NaN where none has.
    """
    enough = (n >= number("cohort.sd_min_n") - number("common.tolerance")) & ~np.isnan(ccr)
    kept = pd.DataFrame(np.where(enough, ccr, np.nan))
    code = gemeente.astype(str)
    sd = kept.groupby(code).std(ddof=0)
    sd = sd.where(kept.notna().groupby(code).sum() > 1)
    return np.asarray(sd.ffill(axis=1).reindex(code).to_numpy(dtype=float))


def project(
    now: Floats,
    before: Floats,
    gemeente: Codes,
    wholes: tuple[pd.DataFrame, pd.DataFrame],
    survival: Floats,
    steps: int,
) -> Loop:
    """Steps of five years per area, raked to the cohorts of its gemeente (reading 40).

    No official age table of later years is in use (METHODS 6), so the totals that areas are raked
    to are those of the gemeente by the same model, times the share of its people that the areas
    hold in the base year.

    Args:
        now: (n, 10) persons by START, in the base year.
        before: (n, 10) the same areas five years earlier.
        gemeente: code per row.
        wholes: the gemeenten in the base year and five years earlier, index = code, columns START.
            A gemeente that is not there takes the ratios of all that are, and is not raked.
        survival: answer of `survival`.
        steps: number of steps.
    """
    wholes = (wholes[0], wholes[1].reindex(wholes[0].index))
    totals, general = _gemeenten(wholes, survival, steps)
    ratio = pd.DataFrame(_ratio_of(wholes, survival), index=wholes[0].index)
    own = ratio.reindex(gemeente).to_numpy(dtype=float)
    own = np.where(np.isnan(own), general, own)
    crude, n = ratios(now, before)
    middle = shrink(crude, n, own)
    sd = spread(crude, n, gemeente)
    rates = [clip(r, survival) for r in (middle, middle - sd, middle + sd)]
    start = np.column_stack([now[:, :8], now[:, 8:].sum(axis=1)])
    held = _share_held(start, gemeente, totals[0])
    paths = [np.full((steps + 1, *start.shape), np.nan) for _ in rates]
    factors = np.ones((steps + 1, *start.shape))
    for path in paths:
        path[0] = start
    for at in range(1, steps + 1):
        older = step(paths[0][at - 1], rates[0])
        factors[at] = rake(older, gemeente, totals[at].mul(held, axis=0))
        for path, rate in zip(paths, rates, strict=True):
            path[at] = step(path[at - 1], rate) * factors[at]
    middle_path, low_path, high_path = paths
    return Loop(middle_path, low_path, high_path, factors)


def of_gemeenten(
    now: pd.DataFrame, before: pd.DataFrame, survival: Floats, steps: int
) -> list[pd.DataFrame]:
    """The cohorts of whole areas by their own ratios, clipped; nothing is shrunk or raked.

    Args:
        now: the base year; index = code, columns START.
        before: five years earlier, the same.
        survival: answer of `survival`.
        steps: number of steps.

    Returns:
        One frame per step, base year first; index of `now`, columns KLASSEN.
    """
    return _gemeenten((now, before.reindex(now.index)), survival, steps)[0]


def between(path: Floats, base: int, year: int) -> Floats:
    """Persons in a year: on the straight line between the steps before and after it.

    Steps of five years from 2024 give 2029, 2034, 2039 and 2044; 2030 lies one fifth on the way
    from 2029 to 2034 `[PROPOSED]`.

    Args:
        path: (steps + 1, n, classes).
        base: year of step 0.
        year: from `base` up to the last step.

    Raises:
        ValueError: the year lies outside the path.
    """
    place = (year - base) / STAP_JAAR
    if not 0 <= place <= len(path) - 1:
        raise ValueError(f"Jaar {year} valt buiten de stappen vanaf {base}.")
    low = min(int(place), len(path) - 2) if len(path) > 1 else 0
    if place == low:
        return np.asarray(path[low])
    part = place - low
    return np.asarray((1 - part) * path[low] + part * path[low + 1])


def of_age(people: Floats, measure: str) -> Floats:
    """Persons of 65, 75 or 80 and over (`65plus`, `75plus`, `80plus`); (n, 9) -> (n,)."""
    return np.asarray(people[:, VANAF[measure] :].sum(axis=1))


def steps_to(base: int, year: int) -> int:
    """Number of steps that reach a year."""
    return -(-(year - base) // STAP_JAAR)


def _ratio_of(wholes: tuple[pd.DataFrame, pd.DataFrame], survival: Floats) -> Floats:
    now, before = (whole[list(START)].to_numpy(dtype=float) for whole in wholes)
    return clip(ratios(now, before)[0], survival)


def _gemeenten(
    wholes: tuple[pd.DataFrame, pd.DataFrame], survival: Floats, steps: int
) -> tuple[list[pd.DataFrame], Floats]:
    """Cohorts of the gemeenten, and the ratios of all of them together."""
    now = wholes[0][list(START)].to_numpy(dtype=float)
    known = ~np.isnan(now).any(axis=1) & ~wholes[1][list(START)].isna().any(axis=1).to_numpy()
    together = [frame[list(START)][known].sum().to_frame().T for frame in wholes]
    general = _ratio_of((together[0], together[1]), survival)[0]
    rate = _ratio_of(wholes, survival)
    path = [np.column_stack([now[:, :8], now[:, 8:].sum(axis=1)])]
    for _ in range(steps):
        path.append(step(path[-1], rate))
    frames = [pd.DataFrame(p, index=wholes[0].index, columns=list(KLASSEN)) for p in path]
    return frames, general


def _share_held(start: Floats, gemeente: Codes, whole: pd.DataFrame) -> "pd.Series[float]":
    """Part of the people of 45 and over of each gemeente that its areas hold in the base year."""
    here = pd.Series(np.nan_to_num(start).sum(axis=1)).groupby(gemeente.astype(str)).sum()
    everybody = whole.sum(axis=1, skipna=False)
    return here.reindex(whole.index) / everybody.where(everybody > 0)
