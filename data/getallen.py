"""Numbers as sentences for readers have them, in Dutch, and the same in English.

Belongs here: what every sentence with a number in it uses, whoever writes it. Not years, codes and
coordinates, which have no mark between thousands and are written as they are.
"""

import re

_TURNED = str.maketrans(",.", ".,")
_WRITTEN = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


def dutch(value: float, digits: int = 0) -> str:
    """A number with so many decimals and a mark between thousands: `12.345`, `48,5`."""
    return f"{value:,.{digits}f}".translate(_TURNED)


def counted(number: int, one: str, more: str) -> str:
    """A sentence about so many: of one it has another verb; `{}` is the number."""
    return (one if number == 1 else more).format(dutch(number))


def plain(value: float) -> str:
    """A parameter: as many decimals as it was given with."""
    return f"{value:,g}".translate(_TURNED)


def english(text: str) -> str:
    """A number of a Dutch sentence as English has it: `12.345,6` is `12,345.6`.

    Args:
        text: one that is not written so, as the version `1.2`, stays what it is.
    """
    return text.translate(_TURNED) if _WRITTEN.fullmatch(text) else text
