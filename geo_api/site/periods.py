"""Periods of deliveries as people say them: a code such as `2023-Q4` is for machines."""

import re

from geo_api.describe.languages import ENGLISH
from geo_api.pages import MONTHS

_PERIOD = re.compile(
    r"(?P<year>\d{4})-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2]))"
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_NTH = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th"}


def told(code: str, taal: str) -> str | None:
    """`2023-Q4` as `4e kwartaal 2023`; None for what is no period of a part of a year."""
    found = _PERIOD.fullmatch(code)
    if found is None:
        return None
    english = taal == ENGLISH
    if found["month"]:
        names = ENGLISH_MONTHS if english else MONTHS
        return f"{names[int(found['month']) - 1]} {found['year']}"
    number = found["quarter"] or found["half"]
    if english:
        return f"{_NTH[number]} {'quarter' if found['quarter'] else 'half'} of {found['year']}"
    return f"{number}e {'kwartaal' if found['quarter'] else 'halfjaar'} {found['year']}"
