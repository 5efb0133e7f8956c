"""How much one client may ask, as a setting writes it."""

import math
from dataclasses import dataclass
from typing import Self

OTHER = "overig"
"""The kind of every question that has no rate of its own."""


@dataclass(frozen=True)
class Rate:
    """So many a second, and so many at once after a pause."""

    per_second: float
    burst: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `10/40`: ten a second, forty at once.

        Raises:
            ValueError: it is something else.
        """
        often, slash, burst = text.partition("/")
        rate = cls(float(often), int(burst)) if slash else None
        if rate is None or not (0 < rate.per_second < math.inf and rate.burst >= 1):
            message = f"een tempo is AANTAL PER SECONDE/VOORRAAD, zoals 10/40, niet {text!r}"
            raise ValueError(message)
        return rate
