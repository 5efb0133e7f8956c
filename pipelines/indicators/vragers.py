"""Vragers and dragers: bounds of a head count from overlapping prevalences (methods 5, reading 34).

The union of prevalences that overlap is not known, so both Frechet bounds are given beside a
central value that takes them as independent. No default mix is shown (reading 76).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.status import GESCHAT, statuses


def vragers(
    volwassenen: npt.ArrayLike, prevalenties: npt.ArrayLike, index: pd.Index | None = None
) -> pd.DataFrame:
    """Bounds of the number of vragers, and dragers per vrager (T-09).

    Args:
        volwassenen: adults (18+) per area.
        prevalenties: (areas, k) shares of the adults, 0 to 1: Wmo clients 18+, persons with
            bijstand, langdurig ernstig beperkt. Only shares of adults.
        index: codes of the areas.

    Returns:
        `vragers_onder`, `vragers_midden`, `vragers_boven` (persons), `dragers_per_vrager_boven`,
        `_midden`, `_onder` (ratio at the lower, central and upper number of vragers), NaN without
        vragers; `status` (`geschat`, or `ontbreekt` where a prevalence is missing: the union can
        then be anything).

    Raises:
        ValueError: a prevalence outside 0 to 1.
    """
    p = np.atleast_2d(np.asarray(prevalenties, dtype=float))
    if np.any((p < 0) | (p > 1)):
        raise ValueError("Vragers: een prevalentie ligt buiten 0 tot 1; verwacht aandelen.")
    adults = np.atleast_1d(np.asarray(volwassenen, dtype=float))
    missing = np.isnan(p).any(axis=1) | np.isnan(adults)
    low, central, high = p.max(axis=1), 1.0 - np.prod(1.0 - p, axis=1), p.sum(axis=1).clip(max=1.0)
    columns = {
        "vragers_onder": adults * low,
        "vragers_midden": adults * central,
        "vragers_boven": adults * high,
        "dragers_per_vrager_boven": _ratio(low),
        "dragers_per_vrager_midden": _ratio(central),
        "dragers_per_vrager_onder": _ratio(high),
    }
    table = pd.DataFrame(columns, index=index)
    table.loc[missing] = np.nan
    table["status"] = statuses(~missing, GESCHAT)
    return table


def _ratio(p: Floats) -> Floats:
    return np.asarray((1.0 - p) / np.where(p > 0, p, np.nan))
