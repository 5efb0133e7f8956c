"""How many restricted objects one caller may ask in a day: so that a leaked key empties no layer.

What is asked counts, not what came: a page by its size, a file by the objects of its layer. Kept in
memory; a restart begins anew.
"""

import time
from collections.abc import Callable

from geo_api.errors import Problem

DAY_S = 86_400
_SPENT = (
    "U hebt vandaag {} objecten van besloten lagen opgevraagd; meer dan {} kan niet op een dag."
)


class Quota:
    """Counts objects per caller and day (UTC)."""

    def __init__(self, most: int, clock: Callable[[], float] = time.time) -> None:
        """Know how many are allowed."""
        self._most = most
        self._clock = clock
        self._day = 0
        self._asked: dict[str, int] = {}

    def take(self, who: str, objects: int) -> None:
        """Count objects.

        Raises:
            Problem: 429 until the day is over.
        """
        day, past = divmod(int(self._clock()), DAY_S)
        if day != self._day:
            self._day, self._asked = day, {}
        asked = self._asked.get(who, 0)
        if asked + objects > self._most:
            told = {"Retry-After": str(DAY_S - past)}
            raise Problem(429, _SPENT.format(asked, self._most), headers=told)
        self._asked[who] = asked + objects
