"""How many restricted objects one caller may ask in a day: so that a leaked key empties no layer.

What is asked counts, not what came: a page by its size, a file by the objects of its layer. Only of
tiles it is what came. Kept in memory; a restart begins anew.
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
        self._drawn: dict[tuple[str, str], int] = {}

    def take(self, who: str, objects: int) -> None:
        """Count objects.

        Raises:
            Problem: 429 until the day is over.
        """
        past = self._today()
        asked = self._asked.get(who, 0)
        if asked + objects > self._most:
            told = {"Retry-After": str(DAY_S - past)}
            raise Problem(429, _SPENT.format(asked, self._most), headers=told)
        self._asked[who] = asked + objects

    def drawn(self, who: str, layer: str, objects: int, whole: int) -> None:
        """Count the objects of a tile that was sent; together never more than the layer has.

        A map shows the same objects in many tiles. It may end above what is allowed: then the next
        question is refused.

        Args:
            who: the caller.
            layer: name of it.
            objects: in the tile.
            whole: objects of the layer.
        """
        self._today()
        before = self._drawn.get((who, layer), 0)
        more = min(objects, max(whole - before, 0))
        self._drawn[who, layer] = before + more
        self._asked[who] = self._asked.get(who, 0) + more

    def _today(self) -> int:
        """Begin anew when the day is over; how many seconds of this one are past."""
        day, past = divmod(int(self._clock()), DAY_S)
        if day != self._day:
            self._day, self._asked, self._drawn = day, {}, {}
        return past
