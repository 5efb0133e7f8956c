"""How often something kept was there, and how often it was not."""

from dataclasses import dataclass


@dataclass
class Tally:
    """Counts since the process began.

    Attributes:
        hits: asked and there.
        misses: asked and made.
    """

    hits: int = 0
    misses: int = 0

    def count(self, *, found: bool) -> None:
        """Count one question."""
        if found:
            self.hits += 1
        else:
            self.misses += 1
