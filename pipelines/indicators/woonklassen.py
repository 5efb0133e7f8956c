"""M4: the class a dwelling counts in, once, in the highest one (METHODS 2 and 8).

zorggeschikt > geclusterd > nultreden. Belongs here: the classes of dwellings and the monitor test
of a cluster from the register of a partner.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.parameters import number

KLASSEN: Final = ("zorggeschikt", "geclusterd", "nultreden")
ROLSTOEL_STERREN: Final = 4


def for_older(complexes: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Complexes that may count as clustered for older people, meeting room apart (METHODS 2).

    At least 12 dwellings, at least half meant for people of 55 and over, no nursing home places,
    and not said to need stairs. An unknown number or share counts as no; unknown places are none;
    of what nobody said, stairs are not assumed.

    Args:
        complexes: `woningen`, `doelgroep_ouderen_pct` and `intramurale_plaatsen`, NaN = unknown;
            `traploos`, as the association judges it: step-free where new, reached without stairs
            after a small adaptation where it stands; absent or empty = unknown.
    """
    tolerance = number("common.tolerance")
    big = complexes["woningen"].astype(float) >= number("cluster.min_units_monitor") - tolerance
    share = complexes["doelgroep_ouderen_pct"].astype(float)
    older = share >= 100 * number("cluster.share55") - tolerance
    care_home = complexes["intramurale_plaatsen"].astype(float).fillna(0.0) > 0
    told = complexes.get("traploos", pd.Series(None, complexes.index, dtype=object))
    return np.asarray(big & older & ~care_home & ~told.eq(False), dtype=bool)


def clusters(complexes: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which complexes pass the monitor test (METHODS 2): those of `for_older` with a meeting room.

    The one test of every product that counts clusters there are (M4, M9, M10, M13).

    Args:
        complexes: as for `for_older`, and `ontmoetingsruimte` (bool; unknown counts as no).
    """
    meeting = np.asarray(complexes["ontmoetingsruimte"].eq(True), dtype=bool)
    return np.asarray(for_older(complexes) & meeting, dtype=bool)


def of_dwellings(homes: pd.DataFrame) -> "pd.Series[str]":
    """Class of each dwelling; empty where it is in none, or too little is known.

    Zorggeschikt: in a cluster and fit for a wheelchair (four stars). Geclusterd: in a cluster.
    Nultreden: any other dwelling reached and lived in without steps.

    Args:
        homes: `cluster` (bool), `nultreden` (bool, empty = unknown), `sterren` (0-4, empty =
            unknown).
    """
    cluster = homes["cluster"].eq(True)
    wheelchair = homes["sterren"].astype(float) >= ROLSTOEL_STERREN
    stepfree = homes["nultreden"].eq(True) | (homes["sterren"].astype(float) >= 1)
    found = np.select([cluster & wheelchair, cluster, stepfree], KLASSEN, default="")
    return pd.Series(found, index=homes.index, dtype=object)
