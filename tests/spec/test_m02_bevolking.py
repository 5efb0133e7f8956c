"""M2, bevolking 65+, 75+ en 80+ in 2030, 2035 en 2040: a cohort projection per buurt.

Definition. Residents of 65, 75 and 80 and over per buurt in the base year (that of the key figures
in use) and in 2030, 2035 and 2040, without births: whoever is 65 in 2040 is 45 or older today.

Formula. Hamilton-Perry in steps of five years: `P[b, a+5, t+5] = P[b, a, t] * CCR[b, a]` with
`CCR = P[a+5, t0] / P[a, t0-5]`; the open class is 85+, fed by 80-84 and by itself. Ratios of a
buurt are shrunk to those of its gemeente (`(n CCR_b + 200 CCR_gem) / (n + 200)`, n the people of
the class five years earlier) and clipped to half the survival of the life table and 1.3. After
every step each age class is multiplied with one factor per gemeente, so that buurten add up to the
cohorts of the gemeente as a whole; an official table by age takes that place when there is one.
Steps from 2024 reach 2029, 2034, 2039 and 2044; a year between two steps lies on the straight line
between them. The low and high variant take every ratio one standard deviation of the buurten of
the gemeente lower or higher, clipped alike. The half-width of the interval is the mean absolute
percentage error of the back-cast for buurten of that size; without older editions the interval is
that of the variants and the layer says so. People in planned dwellings are counted apart, after
raking: dwellings times the chance that the plan goes through, times the share of 65+, times
residents per dwelling, spread over ages like the 65+ of the gemeente.

Inputs. KWB 45-64 and 65+, 83502NED and 03759ned of the base year and of five and ten years
earlier, life table 37360ned, addresses of BAG; the plan list where a partner delivers it. A buurt
whose code cannot be read in the earlier year takes the ratios of its gemeente. Fewer than 50
residents of 75 and over in the base year: the buurt is shown as part of its wijk only.

Limits. PROPOSED: k = 200, the clip at 1.3 and half the survival, 50 people for a standard
deviation and for a buurt to be shown, the straight line between steps, the totals raked to, the
size classes of the error, share of 65+ and residents per planned dwelling. The error is that of one
step of five years, also for later years. Not a forecast: what moved and died in the last five
years goes on. Age detail of the regional projections of 2019 and 2022 was withdrawn by its makers
and is not used.
"""

import numpy as np
import pandas as pd

from pipelines.indicators import cohort

NAN = float("nan")
GM = np.array(["GM1"], dtype=object)


def row(**people: float) -> np.ndarray:
    return np.array([[people.get(name, 0.0) for name in cohort.KLASSEN]])


def table() -> pd.DataFrame:
    """A life table in which one in fifty dies each year, one in five from 80 on."""
    ages = np.arange(0, 101)
    alive = 100_000 * np.cumprod(np.append(1.0, np.where(ages[:-1] < 80, 0.98, 0.8)))
    return pd.DataFrame({"levenden": alive, "levensverwachting": 4.5}, index=ages)


def test_t10_one_step_of_five_years() -> None:
    """70-74 120, 75-79 80, 80-84 50, 85+ 30; ratios 0.90, 0.82, 0.66 and 0.35 for the open class:
    75-79 108.0, 80-84 65.6, 85+ 43.5, together 217.1 of 75 and over against 160 (+35.7 %).
    """
    now = row(**{"70_75": 120.0, "75_80": 80.0, "80_85": 50.0, "85plus": 30.0})
    rates = row(**{"70_75": 0.90, "75_80": 0.82, "80_85": 0.66, "85plus": 0.35})
    later = pd.Series(cohort.step(now, rates)[0], index=cohort.KLASSEN).round(1)
    assert later[["75_80", "80_85", "85plus"]].tolist() == [108.0, 65.6, 43.5]
    grown = cohort.of_age(cohort.step(now, rates), "75plus")[0]
    before = cohort.of_age(now, "75plus")[0]
    assert (round(grown, 1), before) == (217.1, 160.0)
    assert round(100 * (grown / before - 1), 1) == 35.7


def test_t11_shrunk_ratio() -> None:
    """N = 40, ratio of the buurt 0.70, of the gemeente 0.90, k = 200: 0.867."""
    found = cohort.shrink(np.array([[0.70]]), np.array([[40.0]]), np.array([[0.90]]))
    assert round(float(found[0, 0]), 3) == 0.867
