"""Classes, balance line and notes of M1 (methods 5, readings 8, 14, 32, 67, 71, 82-85)."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.draaglast_referentie import Lijn
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.samengesteld import Mask
from pipelines.indicators.status import Texts

ONDER_DRUK: Final = "onder druk"
DRAAGKRACHTIG: Final = "draagkrachtig"
ZWAAR_MAAR_GEDRAGEN: Final = "zwaar maar gedragen"
OVERIG: Final = "overig"
KLASSEN: Final = (ONDER_DRUK, ZWAAR_MAAR_GEDRAGEN, DRAAGKRACHTIG, OVERIG)
GEEN_KLASSE: Final = -1

BEZOEKERS: Final = "bezoekers"
PER_INWONER: Final = ("banen_per_inwoner", "horeca_per_inwoner")
STUDENTEN: Final = "studenten"
ONBEKEND: Final = "onbekend"


def class_codes(d: Floats, k: Floats) -> npt.NDArray[np.int8]:
    """Number of the class in `KLASSEN` per area, -1 without D or K; any shape.

    Onder druk: D >= 55 and K < 50. Draagkrachtig: D < 50 and K >= 55. Zwaar maar gedragen:
    D >= 55 and K >= 50. Overig: the rest.
    """
    tolerance = number("common.tolerance")
    heavy = d >= number("draaglast.class_D") - tolerance
    carries = k >= number("draaglast.class_K") - tolerance
    light = d < number("draaglast.class_draagkrachtig_D") - tolerance
    strong = k >= number("draaglast.class_draagkrachtig_K") - tolerance
    codes = np.select([heavy & ~carries, heavy & carries, light & strong], [0, 1, 2], 3)
    return np.where(np.isnan(d) | np.isnan(k), GEEN_KLASSE, codes).astype(np.int8)


def class_names(codes: npt.NDArray[np.int8]) -> Texts:
    """Name per class number; None without class."""
    return np.array([*KLASSEN, None], dtype=object)[codes]


def stapeling(dimensions: Floats, d: Floats) -> Floats:
    """Number of load dimensions present with at least 58.4; NaN where D is (reading 32)."""
    threshold = number("draaglast.stapeling_score") - number("common.tolerance")
    return np.where(np.isnan(d), np.nan, (dimensions >= threshold).sum(axis=1))


def fit_line(d: Floats, k: Floats) -> Lijn:
    """Least squares of D on K with intercept over the areas that have both (reading 83)."""
    both = ~np.isnan(d) & ~np.isnan(k)
    n = int(both.sum())
    x, y = k[both], d[both]
    spread = float(((x - x.mean()) ** 2).sum()) if n else 0.0
    if n < 3 or spread <= 0:
        return Lijn(np.nan, np.nan, np.nan, n)
    b = float(((x - x.mean()) * (y - y.mean())).sum() / spread)
    a = float(y.mean() - b * x.mean())
    return Lijn(a, b, float(np.std(y - a - b * x)), n)


def balance(d: Floats, k: Floats, line: Lijn) -> Floats:
    """B: residual of D on K, divided by its sd, times 10; 0 = the load usual at this capacity."""
    if not line.sd > 1e-12:
        return np.full(d.shape, np.nan)
    return np.asarray(number("common.t_sd") * (d - line.a - line.b * k) / line.sd)


def visitors(frame: pd.DataFrame, has_l4: Mask) -> Texts:
    """Note of L4 per area: `bezoekers`, `onbekend` (neither input is there), or empty (reading 14).

    Args:
        frame: `banen_per_inwoner` and `horeca_per_inwoner`, both optional, NaN = not known.
        has_l4: L4 is present; without it there is nothing to note.
    """
    jobs = optional(frame, "banen_per_inwoner")
    places = optional(frame, "horeca_per_inwoner")
    tolerance = number("common.tolerance")
    many = (jobs > number("draaglast.bezoekers_banen_per_inwoner") + tolerance) | (
        places > number("draaglast.bezoekers_horeca_per_inwoner") + tolerance
    )
    unknown = np.isnan(jobs) & np.isnan(places)
    note = np.select([~has_l4, many, unknown], ["", BEZOEKERS, ONBEKEND], "")
    return note.astype(object)


def students(frame: pd.DataFrame) -> Mask:
    """Whether 30% or more of the inhabitants are aged 15-24; False where not known (reading 71)."""
    share = share_of_inhabitants(frame, "inwoners_15_25")
    return np.asarray(share >= number("draaglast.studenten_aandeel") - number("common.tolerance"))


def share_of_inhabitants(frame: pd.DataFrame, column: str) -> Floats:
    """A population column as a share of `inwoners`; NaN where either is missing or zero people."""
    people = optional(frame, "inwoners")
    return optional(frame, column) / np.where(people > 0, people, np.nan)


def optional(frame: pd.DataFrame, column: str) -> Floats:
    """A float column, all NaN when the frame does not have it."""
    if column not in frame:
        return np.full(len(frame), np.nan)
    return np.asarray(frame[column].to_numpy(dtype=float, na_value=np.nan))
