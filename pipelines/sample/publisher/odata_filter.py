"""The part of `$filter` that CBS OData v3 honours, with its traps.

Topics fail, `ge`/`lt` only work on periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Rij = dict[str, Any]
Test = Callable[[Rij], bool]
MAX_OF = 100
"""More `or` clauses than this end in a 500."""
_TEKEN = re.compile(
    r"\s*(?:(?P<tekst>'(?:[^']|'')*')|(?P<naam>[A-Za-z_]\w*)|(?P<getal>-?\d+(?:\.\d+)?)|(?P<los>[(),]))"
)
_VERGELIJK = ("eq", "ne", "gt", "ge", "lt", "le")


class FilterError(ValueError):
    """The server answers 500, as it does for a filter it does not understand."""


def _tekens(filter_: str) -> list[str]:
    uit, plek = [], 0
    filter_ = filter_.strip()
    while plek < len(filter_):
        m = _TEKEN.match(filter_, plek)
        if m is None:
            raise FilterError(f"Syntax error at position {plek} in '{filter_}'.")
        uit.append(m.group().strip())
        plek = m.end()
    return uit


class Ontleder:
    """Recursive descent over `or`, `and`, brackets, comparisons, `startswith` and `substringof`."""

    def __init__(self, filter_: str, dimensies: set[str]) -> None:
        """Keep the tokens; `dimensies` are the columns that may be filtered on."""
        self.rest = _tekens(filter_)
        self.dimensies = dimensies
        if self.rest.count("or") > MAX_OF:
            raise FilterError("The node count limit has been exceeded.")

    def ontleed(self) -> Test:
        """The filter as a test on a row."""
        test = self._of()
        if self.rest:
            raise FilterError(f"Syntax error: unexpected '{self.rest[0]}'.")
        return test

    def _pak(self, verwacht: str = "") -> str:
        if not self.rest or (verwacht and self.rest[0] != verwacht):
            raise FilterError(f"Syntax error: expected '{verwacht or 'a value'}'.")
        return self.rest.pop(0)

    def _of(self) -> Test:
        delen = [self._en()]
        while self.rest[:1] == ["or"]:
            self._pak()
            delen.append(self._en())
        return delen[0] if len(delen) == 1 else lambda rij: any(d(rij) for d in delen)

    def _en(self) -> Test:
        delen = [self._deel()]
        while self.rest[:1] == ["and"]:
            self._pak()
            delen.append(self._deel())
        return delen[0] if len(delen) == 1 else lambda rij: all(d(rij) for d in delen)

    def _deel(self) -> Test:
        if self.rest[:1] == ["("]:
            self._pak()
            test = self._of()
            self._pak(")")
            return test
        naam = self._pak()
        if naam in ("startswith", "substringof"):
            return self._functie(naam)
        return self._vergelijking(self._kolom(naam))

    def _kolom(self, naam: str) -> str:
        if naam not in self.dimensies:
            raise FilterError("An error has occurred.")  # a topic column: the message tells nothing
        return naam

    def _waarde(self) -> str:
        ruw = self._pak()
        return ruw[1:-1].replace("''", "'") if ruw.startswith("'") else ruw

    def _functie(self, naam: str) -> Test:
        self._pak("(")
        if naam == "startswith":
            kolom = self._kolom(self._pak())
            self._pak(",")
            waarde = self._waarde()
            self._pak(")")
            return lambda rij: str(rij[kolom]).startswith(waarde)
        waarde = self._waarde()
        self._pak(",")
        kolom = self._kolom(self._pak())
        self._pak(")")
        return lambda rij: waarde in str(rij[kolom])

    def _vergelijking(self, kolom: str) -> Test:
        hoe = self._pak()
        if hoe not in _VERGELIJK:
            raise FilterError(f"Syntax error: unknown operator '{hoe}'.")
        waarde = self._waarde()
        if hoe == "eq":
            return lambda rij: str(rij[kolom]) == waarde
        if hoe == "ne":
            return lambda rij: str(rij[kolom]) != waarde
        if kolom != "Perioden":
            return lambda _rij: True  # silently ignored
        tests: dict[str, Test] = {
            "gt": lambda rij: str(rij[kolom]) > waarde,
            "ge": lambda rij: str(rij[kolom]) >= waarde,
            "lt": lambda rij: str(rij[kolom]) < waarde,
            "le": lambda rij: str(rij[kolom]) <= waarde,
        }
        return tests[hoe]
