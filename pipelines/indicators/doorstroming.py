"""M14, moving on: single-family homes that older households could free, and the chain after them.

What belongs here: the potential of METHODS 18, the chain multiplier and the open estimate of who
lives in a single-family home. Nothing is read from the CBS table of chain lengths (2021), which
carries an erratum: every number is a parameter.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number, numbers, parameter
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.status import GESCHAT, ONDERDRUKT, ONTBREEKT

FIGURES = ("hh65_eengezins", "verhuizingen", "geholpen", "geholpen_laag", "geholpen_hoog")


def chain_multiplier(q: float) -> float:
    """Households helped per home that comes free: `m = 1 / (1 - q)` (WHI71).

    Args:
        q: probability that a filled vacancy leaves another vacancy, 0 up to but not including 1.

    Raises:
        ValueError: q outside [0, 1): the chain would never end.
    """
    if not 0.0 <= q < 1.0:
        raise ValueError(f"q is {q}; verwacht een kans van 0 tot 1, 1 niet meegerekend.")
    return 1.0 / (1.0 - q)


def moves(hh65_eengezins: npt.ArrayLike, willing: float, realised: float) -> Floats:
    """Moves per year out of single-family homes: `M = HH65_eengezins * willing * realisation`.

    Args:
        hh65_eengezins: households of 65 and over in a single-family home; NaN is unknown.
        willing: share of them that wants to move when something suitable is there.
        realised: share of those that moves within a year.

    Returns:
        Moves per year, equal to the single-family homes that come free; NaN where unknown.

    Raises:
        ValueError: a share outside [0, 1].
    """
    for share in (willing, realised):
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"Aandeel is {share}; verwacht 0 tot 1.")
    return np.asarray(hh65_eengezins, dtype=np.float64) * willing * realised


def open_estimate(residents65: npt.ArrayLike, eengezins_pct: npt.ArrayLike) -> pd.DataFrame:
    """Households of 65 and over, and those in a single-family home, from open figures (biased).

    Older households live in flats more often than others of their buurt, and this estimate gives
    them the share of the whole buurt: where both kinds stand it is too high.

    Args:
        residents65: residents of 65 and over; NaN is unknown.
        eengezins_pct: share of single-family homes in the stock, in percent; NaN is unknown.

    Returns:
        `hh65` and `hh65_eengezins`, households.
    """
    hh65 = np.asarray(residents65, np.float64) / number("doorstroming.personen_per_huishouden_65")
    share = np.asarray(eengezins_pct, dtype=np.float64) / 100.0
    return pd.DataFrame({"hh65": hh65, "hh65_eengezins": hh65 * share})


def potential(hh65: npt.ArrayLike, hh65_eengezins: npt.ArrayLike) -> pd.DataFrame:
    """Potential per area with the parameters of the register, low and high from their ranges.

    Args:
        hh65: households of 65 and over; NaN is unknown.
        hh65_eengezins: those in a single-family home; NaN is unknown.

    Returns:
        `hh65`, `hh65_eengezins`, `verhuizingen` (M), `geholpen` (M times m), `geholpen_laag`,
        `geholpen_hoog`, each with `_status`: `geschat`, `ontbreekt` where unknown, and
        `onderdrukt` where fewer than `common.min_publish_n` households of 65 and over live.
    """
    held = np.asarray(hh65, dtype=np.float64)
    homes = np.asarray(hh65_eengezins, dtype=np.float64)
    middle = _helped(homes, *(number(f"doorstroming.{name}") for name in _KEYS))
    made = {
        "hh65": held,
        "hh65_eengezins": homes,
        "verhuizingen": moves(homes, *(number(f"doorstroming.{name}") for name in _KEYS[:2])),
        "geholpen": middle,
        "geholpen_laag": _helped(homes, *(_end(name, 0) for name in _KEYS)),
        "geholpen_hoog": _helped(homes, *(_end(name, 1) for name in _KEYS)),
    }
    small = held < number("common.min_publish_n") - number("common.tolerance")
    table: dict[str, object] = {}
    for name, values in made.items():
        status = np.where(np.isnan(values), ONTBREEKT, GESCHAT).astype(object)
        status[small & ~np.isnan(values)] = ONDERDRUKT
        table[name] = np.where(small, np.nan, values)
        table[f"{name}_status"] = status
    return pd.DataFrame(table)


def observed_rate() -> tuple[float, float]:
    """Low and high share of people of 65 to 75 that moved in a year (CBSM, 2017), as a check."""
    inside = number("doorstroming.waargenomen_binnen")
    low, high = numbers("doorstroming.waargenomen_tussen")
    return inside + low, inside + high


_KEYS = ("bereid", "realisatie", "q")


def _helped(homes: Floats, willing: float, realised: float, q: float) -> Floats:
    return moves(homes, willing, realised) * chain_multiplier(q)


def _end(name: str, at: int) -> float:
    """An end of the range; never inside the value chosen, which a profile may put beyond it."""
    chosen = number(f"doorstroming.{name}")
    end = float(parameter(f"doorstroming.{name}").bereik[at])
    return min(end, chosen) if at == 0 else max(end, chosen)
