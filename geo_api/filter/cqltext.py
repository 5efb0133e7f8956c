"""CQL2 text, read into the tree that CQL2 JSON writes.

By hand, because a filter comes from anyone: each sign is read once, so the work grows with the
length of the text, and depth is counted while reading. (The library `cql2` reads the same language;
64 characters keep it busy for seconds and a row of minus signs ends the process. It is the second
opinion of the tests.) Every operation and property carries `at`, the sign where it stands.
"""

import re
from typing import Any

Node = Any
"""A JSON value of CQL2 JSON: an operation, a property, a literal or a list."""

MOST_NESTED = 40
"""Brackets within brackets; a literal multipolygon needs four."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^'\\]|''|\\(?s:.))*') | (?P<quoted>"(?:[^"]|"")*")
    | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>(?:[^\W\d]|:)[\w.:]*) | (?P<sign><>|<=|>=|[-+*/^%=<>(),])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"''|\\['abtnvfr]|(?P<before>\\\\(?=''))|\\\\")
_SIGNS = dict(zip("'abtnvfr", "'\a\b\t\n\v\f\r", strict=True))
"""What an escaped sign stands for; any other backslash stays, as LIKE needs it. Only before a quote
that is written twice a backslash is written twice too."""
_BINDS = {"OR": 1, "AND": 2}
_BINDS |= dict.fromkeys(("=", "<>", "<", ">", "<=", ">=", "LIKE", "BETWEEN", "IN", "IS", "NOT"), 4)
_BINDS |= {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "DIV": 6, "^": 7}
_NOT = 3
_COMPARED = _BINDS["="]
_RESERVED = _BINDS.keys() | {"TRUE", "FALSE", "NULL"}
_SHAPES = {
    "POINT": ("Point", 0),
    "LINESTRING": ("LineString", 1),
    "MULTIPOINT": ("MultiPoint", 1),
    "POLYGON": ("Polygon", 2),
    "MULTILINESTRING": ("MultiLineString", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}
"""Name in GeoJSON, and how deep its coordinates lie."""


class UnreadableError(ValueError):
    """The text is no CQL2.

    Attributes:
        at: the sign where it goes wrong, counted from 1.
    """

    def __init__(self, at: int) -> None:
        """Say where."""
        super().__init__(f"sign {at}")
        self.at = at


class DeepError(ValueError):
    """The brackets go too deep."""


def parse(text: str) -> Node:
    """Read a whole text.

    Raises:
        UnreadableError: it is no CQL2.
        DeepError: more than `MOST_NESTED` brackets lie within one another.
    """
    reader = _Reader(text)
    tree = reader.expression(0)
    reader.end()
    return tree


class _Reader:
    """Reads from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self._depth = 0
        self._step()

    def _step(self) -> str:
        """Go to the next token; gives the one that was read."""
        read = getattr(self, "_value", "")
        found = _TOKEN.match(self._text, self._next)
        if found is None:
            rest = self._text[self._next :]
            raise UnreadableError(self._next + len(rest) - len(rest.lstrip()) + 1)
        self._kind = str(found.lastgroup)
        self._value: str = found[self._kind]
        self._at = found.start(self._kind) + 1
        self._word = self._value.upper() if self._kind in ("name", "sign") else ""
        self._next = found.end()
        return read

    def _take(self, word: str) -> bool:
        if self._word != word:
            return False
        self._step()
        return True

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise UnreadableError(self._at)

    def end(self) -> None:
        """Nothing may follow."""
        if self._kind != "end":
            raise UnreadableError(self._at)

    def expression(self, above: int) -> Node:
        """What binds tighter than `above`."""
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise DeepError
        left = self._operand()
        while (binds := _BINDS.get(self._word, 0)) > above:
            left = self._joined(left, binds)
        self._depth -= 1
        return left

    def _joined(self, left: Node, binds: int) -> Node:
        at, word = self._at, self._step().upper()
        if word in ("AND", "OR"):
            parts = [left, self.expression(binds)]
            while self._take(word):
                parts.append(self.expression(binds))
            return _operation(word.lower(), parts, at)
        if word == "IS":
            turned = self._take("NOT")
            self._expect("NULL")
            return _turned(_operation("isNull", [left], at), at, turned=turned)
        if word == "NOT":
            if self._word not in ("LIKE", "BETWEEN", "IN"):
                raise UnreadableError(self._at)
            return _turned(self._joined(left, binds), at, turned=True)
        if word == "BETWEEN":
            low = self.expression(_COMPARED)
            self._expect("AND")
            return _operation("between", [left, low, self.expression(_COMPARED)], at)
        if word == "IN":
            self._expect("(")
            return _operation("in", [left, self._list()], at)
        # A power is worked out from the right.
        return _operation(word.lower(), [left, self.expression(binds - (word == "^"))], at)

    def _operand(self) -> Node:
        kind, at = self._kind, self._at
        if kind == "text":
            return _ESCAPED.sub(_sign, self._step()[1:-1])
        if kind == "quoted":
            return {"property": self._step()[1:-1].replace('""', '"'), "at": at}
        if kind == "number":
            return _number(self._step())
        if self._word in ("-", "+"):
            return self._signed(at)
        if self._take("("):
            if self._word == ")":
                return self._list()
            inner = self.expression(0)
            return [inner, *self._list()] if self._take(",") else self._closed(inner)
        if kind == "name":
            return self._named(at)
        raise UnreadableError(at)

    def _closed(self, inner: Node) -> Node:
        self._expect(")")
        return inner

    def _list(self) -> list[Node]:
        """What follows an opening bracket, up to and with the closing one."""
        if self._take(")"):
            return []
        items = [self.expression(0)]
        while self._take(","):
            items.append(self.expression(0))
        self._expect(")")
        return items

    def _signed(self, at: int) -> Node:
        turned = False
        while self._word in ("-", "+"):
            turned ^= self._step() == "-"
        value = self._operand()
        if not turned:
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return -value
        return _operation("*", [-1, value], at)

    def _named(self, at: int) -> Node:
        name = self._step()
        word = name.upper()
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        if word == "NULL":
            return None
        if word == "NOT":
            return _operation("not", [self.expression(_NOT)], at)
        if word in _RESERVED:
            raise UnreadableError(at)
        if word in _SHAPES or word == "GEOMETRYCOLLECTION":
            self._take("Z")
            if self._word == "(":
                return self._shape(word)
        if self._take("("):
            return self._called(word, at)
        return {"property": name, "at": at}

    def _called(self, word: str, at: int) -> Node:
        if word == "BBOX":
            numbers = [self._coordinate()]
            while self._take(","):
                numbers.append(self._coordinate())
            self._expect(")")
            return {"bbox": numbers}
        args = self._list()
        if word in ("DATE", "TIMESTAMP"):
            if len(args) != 1:
                raise UnreadableError(at)
            return {word.lower(): args[0]}
        return {"interval": args} if word == "INTERVAL" else _operation(word.lower(), args, at)

    def _shape(self, word: str) -> Node:
        if word == "GEOMETRYCOLLECTION":
            self._expect("(")
            shapes = [self._part()]
            while self._take(","):
                shapes.append(self._part())
            self._expect(")")
            return {"type": "GeometryCollection", "geometries": shapes}
        kind, level = _SHAPES[word]
        if level == 0:
            self._expect("(")
            return {"type": kind, "coordinates": self._closed(self._position())}
        return {"type": kind, "coordinates": self._coordinates(level)}

    def _part(self) -> Node:
        if self._word not in _SHAPES:
            raise UnreadableError(self._at)
        word = self._step().upper()
        self._take("Z")
        return self._shape(word)

    def _coordinates(self, level: int) -> list[Node]:
        self._expect("(")
        items = [self._below(level)]
        while self._take(","):
            items.append(self._below(level))
        self._expect(")")
        return items

    def _below(self, level: int) -> list[Node]:
        if level > 1:
            return self._coordinates(level - 1)
        # The points of a multipoint may stand in brackets of their own.
        return self._closed(self._position()) if self._take("(") else self._position()

    def _position(self) -> list[Node]:
        numbers = [self._coordinate()]
        while self._word not in (",", ")"):
            numbers.append(self._coordinate())
        return numbers

    def _coordinate(self) -> float:
        turned = self._take("-")
        if self._kind != "number":
            raise UnreadableError(self._at)
        value = _number(self._step())
        return -value if turned else value


def _number(text: str) -> float:
    return int(text) if text.isdigit() else float(text)


def _sign(found: re.Match[str]) -> str:
    return "\\" if found["before"] else _SIGNS.get(found[0][1], found[0])


def _operation(name: str, args: list[Node], at: int) -> Node:
    return {"op": name, "args": args, "at": at}


def _turned(node: Node, at: int, *, turned: bool) -> Node:
    return _operation("not", [node], at) if turned else node
