"""Homes and care side by side: which of the two falls short where (beyond M14, X2).

Belongs here: the quadrant of a housing gap and a care gap. Each gap has its own method: M4 and M8.
"""

from typing import Any, Final

import numpy as np

from data.parameters import number
from pipelines.indicators.normaliseren import Floats

BEIDE: Final = "woningen en zorg tekort"
WONINGEN: Final = "woningen tekort"
ZORG: Final = "zorg tekort"
GEEN: Final = "geen tekort"
ONBEKEND: Final = "onbekend"
KWADRANTEN: Final = (BEIDE, WONINGEN, ZORG, GEEN)


def quadrant(
    homes_gap: Floats, care_gap: Floats, homes_limit: float = 0.0, care_limit: float = 0.0
) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Quadrant of each area.

    A gap above its limit is a shortage; exactly at the limit is none. Where one of the two is
    unknown the area is `onbekend`, even if the other is a shortage: a quadrant says something of
    both.

    Args:
        homes_gap: dwellings short per area (M4); negative is a surplus, NaN unknown.
        care_gap: care short per area in the unit of its method (M8), NaN unknown.
        homes_limit: from which number of dwellings on it is called a shortage.
        care_limit: the same for care.

    Returns:
        One of KWADRANTEN or ONBEKEND per area.

    Raises:
        ValueError: arrays of different length, or a negative limit.
    """
    if homes_gap.shape != care_gap.shape:
        raise ValueError(f"{len(homes_gap)} woningtekorten en {len(care_gap)} zorgtekorten.")
    if min(homes_limit, care_limit) < 0:
        raise ValueError("Een grens onder nul maakt van een overschot een tekort.")
    tolerance = number("common.tolerance")
    homes, care = homes_gap > homes_limit + tolerance, care_gap > care_limit + tolerance
    found = np.select([homes & care, homes, care], [BEIDE, WONINGEN, ZORG], default=GEEN)
    unknown = np.isnan(homes_gap) | np.isnan(care_gap)
    return np.where(unknown, ONBEKEND, found).astype(object)
