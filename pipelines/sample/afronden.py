"""Rounding and secrecy as CBS applies them to figures of wijken and buurten.

Null (NaN) is "not given", never zero.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.rooster import Bools, Floats

MIN_INWONERS = 50
"""Below this number of residents most figures are not given."""
GEHEIM_ZORG = 7.5
"""Care counts of 1 to 7 are secret."""
ONDERDRUKT = -99997
LATER = -99995


def half_op(x: Floats, decimalen: int = 0) -> Floats:
    """Round half away from zero."""
    schaal = 10.0**decimalen
    return np.asarray(np.sign(x) * np.floor(np.abs(x) * schaal + 0.5 + 1e-9) / schaal)


def vijf(x: Floats) -> Floats:
    """To the nearest multiple of five."""
    return np.asarray(half_op(x / 5) * 5)


def tien(x: Floats) -> Floats:
    """To the nearest multiple of ten."""
    return np.asarray(half_op(x / 10) * 10)


def mits(waarde: Floats, voorwaarde: Bools) -> Floats:
    """The value where the condition holds, else null."""
    return np.where(voorwaarde, waarde, np.nan)


def deel(teller: Floats, noemer: Floats) -> Floats:
    """Quotient, null where the denominator is zero."""
    leeg = np.full(np.shape(teller), np.nan)
    return np.asarray(np.divide(teller, noemer, out=leeg, where=noemer > 0))


def procent(teller: Floats, noemer: Floats, minimum: float, decimalen: int = 0) -> Floats:
    """Rounded percentage, null where the denominator is below `minimum`."""
    return mits(half_op(100 * deel(teller, noemer), decimalen), noemer >= minimum)


def zorg(aantal: Floats) -> Floats:
    """Care counts: to five, secret below 7.5; a true zero stays zero."""
    return mits(vijf(aantal), (aantal >= GEHEIM_ZORG) | (aantal == 0))
