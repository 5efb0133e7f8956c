"""Bad input (METHODS 3.6): the conditions, the table that says what holds each cell, one look."""

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TESTS = Path(__file__).parents[1]
TABLE = TESTS / "spec" / "slechte_invoer.toml"

MISSING, HELD_BACK, STALE, LOOSE, OFF, ZERO, ONE, EQUAL, INFEASIBLE = CONDITIONS = (
    "ontbreekt",
    "onderdrukt",
    "verouderd",
    "los deel van het net",
    "bestemming niet aan een straat",
    "noemer nul",
    "één buurt",
    "alles gelijk",
    "locatievraag zonder antwoord",
)


@cache
def table() -> dict[str, dict[str, Any]]:
    """Product -> condition -> tests that hold it, or why it cannot meet the product."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """What was made, with every way of saying `no value` as None; infinity is a fault."""
    if isinstance(value, tuple):
        return tuple(plain(part) for part in value)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, np.ndarray | pd.Series):
        return plain(np.asarray(value, dtype=object).ravel()[0])
    if value is None or value is pd.NA:
        return None
    if isinstance(value, float | np.floating):
        assert not math.isinf(value)
        return None if math.isnan(value) else float(value)
    return value
