"""Homes and care side by side: which of the two falls short where (beyond M14, X2).

Belongs here: the quadrant of a housing gap and a care gap. Each gap has its own method: M4 and M8.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

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


def bounded(
    homes_gap: Floats, care_low: Floats, care_high: Floats, care_limit: float = 0.0
) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Quadrant of each area where the care gap is known between two bounds.

    Args:
        homes_gap: as for `quadrant`.
        care_low: the least the care gap can be, NaN unknown.
        care_high: the most it can be, NaN unknown.
        care_limit: as for `quadrant`.

    Returns:
        The quadrant where both bounds give the same one, else ONBEKEND.

    Raises:
        ValueError: a lower bound above its upper bound, or what `quadrant` refuses.
    """
    if (care_low > care_high + number("common.tolerance")).any():
        raise ValueError("Een ondergrens van het zorgtekort ligt boven zijn bovengrens.")
    low, high = (quadrant(homes_gap, end, care_limit=care_limit) for end in (care_low, care_high))
    return np.where(low == high, low, ONBEKEND).astype(object)


def uncovered(rows: pd.DataFrame) -> pd.DataFrame:
    """Share of residents without care per area, from the coverage of the wijk of each buurt.

    Args:
        rows: one row per buurt: `gebied`, `p75` (residents of 75 and over; NaN or 0 = nobody),
            `laag`, `hoog` (bounds of coverage, percent; NaN = nothing said, so 0 to 100).

    Returns:
        Index gebied: `laag`, `hoog` (percent; NaN where nobody lives), `p75`.
    """
    people = rows["p75"].astype(float).fillna(0.0)
    total = people.groupby(rows["gebied"]).sum()
    ends = {"laag": 100.0 - rows["hoog"].fillna(100.0), "hoog": 100.0 - rows["laag"].fillna(0.0)}
    made = {
        name: (people * gap).groupby(rows["gebied"]).sum() / total.where(total > 0)
        for name, gap in ends.items()
    }
    return pd.DataFrame(made | {"p75": total})
