"""M14, fair share: a regional total over gemeenten by a key, in whole places (METHODS 18, 16).

What belongs here: the key, largest remainder in exact arithmetic (reading 65 and 66), deviation,
places per 1,000 inhabitants and evenness. Floating point never decides who gets the last place.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from pipelines.indicators.normaliseren import Floats

Key = int | Fraction


def largest_remainder(total: int, keys: Sequence[Key], codes: Sequence[str]) -> list[int]:
    """Whole places that sum to the total: the floor of each share, the rest by largest remainder.

    Equal remainders: the larger key first, then the lower code (reading 66).

    Args:
        total: places to divide, at least 0.
        keys: size of each gemeente by the key, exact (int or Fraction), not negative.
        codes: code of each gemeente, each once.

    Returns:
        Places per gemeente, in the order given; empty for no gemeenten.

    Raises:
        ValueError: a negative total or key, keys that are all zero, or a code twice.
    """
    if total < 0 or any(key < 0 for key in keys):
        raise ValueError("Totaal en sleutels mogen niet negatief zijn.")
    if len(set(codes)) != len(codes) or len(codes) != len(keys):
        raise ValueError("Elke gemeente hoort één keer en met één sleutel voor te komen.")
    if not codes:
        return []
    whole = sum(Fraction(key) for key in keys)
    if whole == 0:
        raise ValueError("De sleutel is voor elke gemeente nul; er valt niets te verdelen.")
    exact = [total * Fraction(key) / whole for key in keys]
    places = [share.numerator // share.denominator for share in exact]
    order = sorted(
        range(len(codes)), key=lambda at: (places[at] - exact[at], -Fraction(keys[at]), codes[at])
    )
    for at in order[: total - sum(places)]:
        places[at] += 1
    return places


def mixed_key(
    inhabitants: Sequence[int], vacated: Sequence[int], weight_inhabitants: float
) -> list[Fraction]:
    """Key of inhabitants mixed with vacated social rentals, each as a share of its total.

    Args:
        inhabitants: per gemeente.
        vacated: social rentals that came free in a year, per gemeente.
        weight_inhabitants: weight of the first, 0 to 1; the rest is that of the second.

    Raises:
        ValueError: weight outside [0, 1], or a total of zero that has weight.
    """
    weight = Fraction(str(weight_inhabitants))
    if not 0 <= weight <= 1:
        raise ValueError(f"Gewicht is {weight_inhabitants}; verwacht 0 tot 1.")
    parts = [(weight, inhabitants), (1 - weight, vacated)]
    result = [Fraction(0)] * len(inhabitants)
    for share, values in parts:
        whole = sum(values)
        if share and not whole:
            raise ValueError("Een sleutel met gewicht is voor elke gemeente nul.")
        if share:
            result = [
                held + share * Fraction(value, whole)
                for held, value in zip(result, values, strict=True)
            ]
    return result


def deviation(realised: npt.ArrayLike, target: npt.ArrayLike) -> Floats:
    """Realised / target; NaN where either is unknown or the target is zero."""
    top, bottom = np.asarray(realised, np.float64), np.asarray(target, np.float64)
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))


def per_1000(places: npt.ArrayLike, inhabitants: npt.ArrayLike) -> Floats:
    """Places per 1,000 inhabitants; NaN without inhabitants or without a known number."""
    return 1000.0 * deviation(places, inhabitants)


def evenness(places: npt.ArrayLike, inhabitants: npt.ArrayLike) -> float:
    """Dissimilarity of places and inhabitants over gemeenten (METHODS 16, DUN55).

    `D = 0.5 * sum |s_i / S - o_i / O|` with s places and o inhabitants: 0 is spread like the
    inhabitants, towards 1 is all in one place. Gemeenten with an unknown figure are left out.

    Returns:
        0 to 1; NaN where fewer than two gemeenten are known or nothing is placed.
    """
    s, o = np.asarray(places, np.float64), np.asarray(inhabitants, np.float64)
    known = ~np.isnan(s) & ~np.isnan(o)
    s, o = s[known], o[known]
    if len(s) < 2 or s.sum() <= 0 or o.sum() <= 0:
        return float("nan")
    return float(0.5 * np.abs(s / s.sum() - o / o.sum()).sum())
