"""Rows of a sheet as people make them: texts with a kind per cell, before anyone knows the header.

Belongs here: the form that spreadsheets and messy CSV share. Not here: finding the table in it
(`header`, `table`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

WHOLE = 10**15  # a spreadsheet keeps 15 digits of a number


class Kind(IntEnum):
    """What a cell holds; its text is the stored value, never the way it was shown."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3  # yyyy-mm-dd
    MOMENT = 4  # a date with a time that is not midnight
    TIME = 5
    BOOL = 6  # WAAR or ONWAAR
    PERCENT = 7  # a number shown as a percentage: 0.25 is «25»
    PADDED = 8  # a number whose leading zeros are in its format only
    ERROR = 9  # #N/A, #REF!, a date that does not exist
    MISSING = 10  # a formula without a stored value


@dataclass(slots=True)
class Row:
    """One row: the number a person sees, a text and a kind per cell.

    Attributes:
        hidden: people do not see it, for it was hidden or filtered away.
        formula: a value in it was computed.
    """

    number: int
    values: list[str]
    kinds: bytearray
    hidden: bool = False
    formula: bool = False

    def filled(self) -> list[int]:
        """Places of the cells that hold something."""
        return [place for place, kind in enumerate(self.kinds) if kind]


@dataclass(frozen=True)
class Span:
    """A merged area: rows by number, columns by place, ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Something to look for a table in; its rows can be gone through more than once.

    Attributes:
        name: of the sheet; empty for a text file.
        rows: from the first to the last, empty ones may be absent.
        spans: merged areas near the top.
        hidden: places of hidden columns.
        typed: cells have kinds of their own; in a text file all is text.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    spans: Sequence[Span] = ()
    hidden: frozenset[int] = frozenset()
    typed: bool = False


def letters(place: int) -> str:
    """Name of a column as a spreadsheet shows it: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def listed(items: Sequence[object], most: int = 8) -> str:
    """`a, b en c`, cut where it gets long."""
    shown = [str(item) for item in items[:most]]
    if len(items) > most:
        return f"{', '.join(shown)} en {len(items) - most} meer"
    return " en ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
