"""Earlier years of the sample: who lived in its dwellings then.

Whoever lives there now was younger and lived there already, if the dwelling stood; for everybody of
a year of birth some have died since, by the life table of the sample. Nobody else moved, except
that of the oldest some came to live near care: at most MOST per year are missing for each who is
there now. So an earlier year is a weighted sum over the residents of now, rounded as the publisher
rounds.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.lattice import Floats
from pipelines.sample.objects import Objects
from pipelines.sample.population import Population

AGES = 111
# Yearly chance of dying, both sexes: level and slope of a law of mortality `[PROPOSED]`.
LEVEL, SLOPE = 2.1e-5, 0.1015
MOST = 1.14
YEARS = (2014, 2019, 2022, 2023, 2024)
"""1 January of the years that the tables of ages and of areas hold."""
KWB_YEARS = (2014, 2019, 2020, 2021)


def weights(objects: Objects, people: Population, year: int, now: int) -> Floats:
    """How many people of `year` each resident of `now` stands for.

    0 where the resident was not born or the dwelling not built, else one over the chance to have
    lived until now.
    """
    ago = now - year
    alive = np.append(1.0, np.cumprod(1 - np.minimum(LEVEL * np.exp(SLOPE * np.arange(AGES)), 0.9)))
    age = np.minimum(people.p_age, AGES - 1)
    there = (age >= ago) & (objects.build_year[people.p_object] <= year)
    younger = np.maximum(age - ago, 0)
    missing = np.minimum(alive[younger] / alive[age], MOST**ago)
    return np.where(there if ago else True, missing, 0.0)
