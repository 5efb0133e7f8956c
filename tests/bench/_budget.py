"""One line of a measurement with the budget it is held to."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench._machine import say


@dataclass(frozen=True)
class Line:
    """What was measured.

    Attributes:
        name: what, with its size.
        value, unit: the figure (`s`, `MiB`, `%`).
        budget: the figure it must stay at or below.
    """

    name: str
    value: float
    unit: str
    budget: float

    @property
    def held(self) -> bool:
        """Whether it stays within the budget."""
        return self.value <= self.budget


def report(lines: Sequence[Line]) -> bool:
    """Say every line; True when all are within their budget."""
    for line in lines:
        word = "gehaald" if line.held else "NIET gehaald"
        say(
            f"{line.name}: {line.value:.2f} {line.unit} (budget {line.budget:g} {line.unit}) {word}"
        )
    return all(line.held for line in lines)
