"""What CBS OData honours of `$filter`; in v3: topics fail, `ge` and `lt` only work on periods."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Test = Callable[[Row], bool]
MAX_OR = 100
"""More `or` clauses than this end in a 500."""
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<mark>[(),]))"
)
_OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le")


class FilterError(ValueError):
    """The server answers 500, as it does for a filter it does not understand."""


def _tokens(filter_: str) -> list[str]:
    result, position = [], 0
    filter_ = filter_.strip()
    while position < len(filter_):
        m = _TOKEN.match(filter_, position)
        if m is None:
            raise FilterError(f"Syntax error at position {position} in '{filter_}'.")
        result.append(m.group().strip())
        position = m.end()
    return result


class Parser:
    """Recursive descent over `or`, `and`, brackets, comparisons, `startswith` and `substringof`."""

    def __init__(self, filter_: str, dimensions: set[str]) -> None:
        """Keep the tokens; `dimensions` are the columns that may be filtered on."""
        self.rest = _tokens(filter_)
        self.dimensions = dimensions
        if self.rest.count("or") > MAX_OR:
            raise FilterError("The node count limit has been exceeded.")

    def parse(self) -> Test:
        """The filter as a test on a row."""
        test = self._or()
        if self.rest:
            raise FilterError(f"Syntax error: unexpected '{self.rest[0]}'.")
        return test

    def _take(self, expected: str = "") -> str:
        if not self.rest or (expected and self.rest[0] != expected):
            raise FilterError(f"Syntax error: expected '{expected or 'a value'}'.")
        return self.rest.pop(0)

    def _or(self) -> Test:
        parts = [self._and()]
        while self.rest[:1] == ["or"]:
            self._take()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else lambda row: any(d(row) for d in parts)

    def _and(self) -> Test:
        parts = [self._part()]
        while self.rest[:1] == ["and"]:
            self._take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else lambda row: all(d(row) for d in parts)

    def _part(self) -> Test:
        if self.rest[:1] == ["("]:
            self._take()
            test = self._or()
            self._take(")")
            return test
        name = self._take()
        if name in ("startswith", "substringof"):
            return self._function(name)
        return self._comparison(self._column(name))

    def _column(self, name: str) -> str:
        if name not in self.dimensions:
            raise FilterError("An error has occurred.")  # a topic column: the message tells nothing
        return name

    def _value(self) -> str:
        raw = self._take()
        return raw[1:-1].replace("''", "'") if raw.startswith("'") else raw

    def _function(self, name: str) -> Test:
        self._take("(")
        if name == "startswith":
            column = self._column(self._take())
            self._take(",")
            value = self._value()
            self._take(")")
            return lambda row: str(row[column]).startswith(value)
        value = self._value()
        self._take(",")
        column = self._column(self._take())
        self._take(")")
        return lambda row: value in str(row[column])

    def _comparison(self, column: str) -> Test:
        operator = self._take()
        if operator not in _OPERATORS:
            raise FilterError(f"Syntax error: unknown operator '{operator}'.")
        value = self._value()
        if operator == "eq":
            return lambda row: str(row[column]) == value
        if operator == "ne":
            return lambda row: str(row[column]) != value
        if column != "Perioden":
            return lambda _row: True  # silently ignored
        tests: dict[str, Test] = {
            "gt": lambda row: str(row[column]) > value,
            "ge": lambda row: str(row[column]) >= value,
            "lt": lambda row: str(row[column]) < value,
            "le": lambda row: str(row[column]) <= value,
        }
        return tests[operator]


class ParserV4(Parser):
    """The same for v4: `in` and `contains` work, and every comparison is one."""

    def _part(self) -> Test:
        if self.rest[:1] == ["contains"]:
            self._take()
            self._take("(")
            column = self._column(self._take())
            self._take(",")
            value = self._value()
            self._take(")")
            return lambda row: value in str(row[column])
        return super()._part()

    def _comparison(self, column: str) -> Test:
        if self.rest[:1] != ["in"]:
            return super()._comparison(column)
        self._take()
        self._take("(")
        values = {self._value()}
        while self.rest[:1] == [","]:
            self._take()
            values.add(self._value())
        self._take(")")
        return lambda row: str(row[column]) in values
