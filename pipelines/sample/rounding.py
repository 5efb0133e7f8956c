"""Rounding and secrecy as CBS applies them to figures of wijken and buurten.

Null (NaN) is "not given", never zero.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.lattice import Bools, Floats

MIN_RESIDENTS = 50
"""Below this number of residents most figures are not given."""
SECRET_CARE = 7.5
"""Care counts of 1 to 7 are secret."""
SUPPRESSED = -99997
LATER = -99995


def round_half_up(x: Floats, decimals: int = 0) -> Floats:
    """Round half away from zero."""
    scale = 10.0**decimals
    return np.asarray(np.sign(x) * np.floor(np.abs(x) * scale + 0.5 + 1e-9) / scale)


def to_five(x: Floats) -> Floats:
    """To the nearest multiple of five."""
    return np.asarray(round_half_up(x / 5) * 5)


def to_ten(x: Floats) -> Floats:
    """To the nearest multiple of ten."""
    return np.asarray(round_half_up(x / 10) * 10)


def where_given(value: Floats, condition: Bools) -> Floats:
    """The value where the condition holds, else null."""
    return np.where(condition, value, np.nan)


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Quotient, null where the denominator is zero."""
    empty = np.full(np.shape(numerator), np.nan)
    return np.asarray(np.divide(numerator, denominator, out=empty, where=denominator > 0))


def percent(numerator: Floats, denominator: Floats, minimum: float, decimals: int = 0) -> Floats:
    """Rounded percentage, null where the denominator is below `minimum`."""
    return where_given(
        round_half_up(100 * ratio(numerator, denominator), decimals), denominator >= minimum
    )


def care(count: Floats) -> Floats:
    """Care counts: to five, secret below 7.5; a true zero stays zero."""
    return where_given(to_five(count), (count >= SECRET_CARE) | (count == 0))
