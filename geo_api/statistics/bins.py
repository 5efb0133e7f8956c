"""Edges of histograms and chances of quantiles, as they are written."""

import math
from itertools import pairwise

from geo_api.contract.parameters import Parameter
from geo_api.errors import Fault
from geo_api.model import Column

MOST_BINS = 20
MOST_QUANTILES = 9
DRAWN = "kaart"
"""Value of `klassen` that takes the classes of the map."""

KWANTIELEN = Parameter(
    "kwantielen",
    f"Hoogstens {MOST_QUANTILES} kansen van 0 tot en met 1, zoals 0.25,0.5,0.75.",
    {"type": "array", "items": {"type": "number"}, "maxItems": MOST_QUANTILES},
)
KLASSEN = Parameter(
    "klassen",
    f"Histogram: een aantal even brede klassen (2 tot en met {MOST_BINS}), eigen grenzen (zoals "
    f"0,50,100) of '{DRAWN}' voor de klassen van de kaart.",
    {"type": "string"},
)


def drawn(column: Column, faults: list[Fault]) -> tuple[float, ...]:
    """The edges of the classes of the map; the last class may be open."""
    edges = [float(item["van"]) for item in column.klassen or [] if "van" in item]
    if not edges:
        detail = f"De kaart heeft voor '{column.naam}' geen klassen met grenzen."
        faults.append(Fault("klassen", "waarde", detail))
        return ()
    last = (column.klassen or [])[-1].get("tot")
    return (*edges, math.inf if last is None else float(last))


def classes(text: str | None, faults: list[Fault]) -> tuple[tuple[float, ...], int]:
    """Edges, or the number of equal classes."""
    if text is None or text == DRAWN:
        return (), 0
    if text.isascii() and text.isdigit() and len(text) < 4 and 2 <= int(text) <= MOST_BINS:
        return (), int(text)
    numbers = _numbers(text)
    if (
        len(numbers) < 2
        or len(numbers) > MOST_BINS + 1
        or not all(a < b for a, b in pairwise(numbers))
    ):
        detail = (
            f"'klassen' is een aantal van 2 tot en met {MOST_BINS}, '{DRAWN}', of oplopende "
            f"grenzen voor hoogstens {MOST_BINS} klassen."
        )
        faults.append(Fault("klassen", "waarde", detail))
        return (), 0
    return numbers, 0


def quantiles(text: str | None, faults: list[Fault]) -> tuple[float, ...]:
    """Chances from 0 to 1; empty when none are asked."""
    if text is None:
        return ()
    numbers = _numbers(text)
    if not numbers or len(numbers) > MOST_QUANTILES or not all(0 <= n <= 1 for n in numbers):
        detail = f"'kwantielen' noemt 1 tot en met {MOST_QUANTILES} kansen van 0 tot en met 1."
        faults.append(Fault("kwantielen", "waarde", detail))
        return ()
    return numbers


def _numbers(text: str) -> tuple[float, ...]:
    """Finite numbers between commas, empty when something else is there."""
    if len(text) > 400 or "_" in text:
        return ()
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) else ()
