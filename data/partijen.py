"""Organisations per gebied as the Groningen programme prints them: reference, not a delivery.

Presence, never coverage: a name in the list does not say how much care there is (METHODS 12, 18).
The file has the columns of feed `partijen_gebied`, so a municipality may deliver one like it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "reference" / "partijen_groningen_2023.csv"


@dataclass(frozen=True)
class Party:
    """One organisation in one role in one gebied, with where and when it was printed."""

    gebied: str
    rol: str
    partij: str
    bron: str
    peildatum: date


@cache
def groningen() -> tuple[Party, ...]:
    """The annex as printed, in its order; names of organisations are facts and stay as they are."""
    with SOURCE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Party(
                row["gebied"],
                row["rol"],
                row["partij"],
                row["bron"],
                date.fromisoformat(row["peildatum"]),
            )
            for row in csv.DictReader(stream, delimiter=";")
        )
