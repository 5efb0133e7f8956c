"""What a CQL2 tree means in SQL: conditions with bound values, and names from the layer only.

Every node becomes a `Term`: text with `%s` for each value, and what kind of value it gives. Kinds
are checked here, so the database never gets a comparison it would refuse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import sql

from geo_api import texts
from geo_api.cql import Node, Wrong
from geo_api.crs import Crs

MOST_LISTED = 100
NUMBER, TEXT, TRUTH, DAY, MOMENT = "getal", "tekst", "ja of nee", "datum", "tijdstip"
SHAPE, OTHER = "vorm", "lijst"
_NUMERIC = ("smallint", "integer", "bigint", "real", "double precision", "numeric")
_KINDS = dict.fromkeys(_NUMERIC, NUMBER) | {
    "text": TEXT,
    "character varying": TEXT,
    "boolean": TRUTH,
    "date": DAY,
    "timestamp with time zone": MOMENT,
}
COMPARED = {"=": "=", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
COUNTED = {"+": "+", "-": "-", "*": "*"}
SPATIAL = {
    "s_intersects": "ST_Intersects",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_crosses": "ST_Crosses",
    "s_overlaps": "ST_Overlaps",
    "s_equals": "ST_Equals",
}
_RD = sql.SQL("ST_Transform(%s::geometry, 28992)")


@dataclass(frozen=True)
class Term:
    """A piece of SQL with its values and the kind it gives."""

    text: sql.Composable
    values: tuple[object, ...]
    kind: str


@dataclass(frozen=True)
class Meaning:
    """Reads trees for one layer.

    Attributes:
        properties: names with their database type.
        shaped: the layer has geometry.
        crs: system of shapes in the filter.
    """

    properties: Mapping[str, str]
    shaped: bool
    crs: Crs

    def condition(self, tree: Node) -> Term:
        """A whole filter.

        Raises:
            Wrong: something in it does not exist here, or does not fit.
        """
        return self._fitting(tree, TRUTH)

    def term(self, node: Node) -> Term:
        """Any node."""
        if isinstance(node, bool):
            return Term(sql.SQL("%s::boolean"), (node,), TRUTH)
        if isinstance(node, int | float):
            return _number(node)
        if isinstance(node, str):
            return Term(sql.SQL("%s::text"), (_clean(node),), TEXT)
        if isinstance(node, dict):
            return self._document(node)
        raise Wrong("'filter' bevat iets op een plaats waar een waarde hoort.")

    def _document(self, node: dict[str, Node]) -> Term:
        if "op" in node:
            return self._operation(str(node["op"]), node.get("args"))
        if "property" in node:
            return self._property(str(node["property"]))
        if "date" in node:
            return Term(sql.SQL("%s::date"), (_day(node["date"]),), DAY)
        if "timestamp" in node:
            return Term(sql.SQL("%s::timestamptz"), (_moment(node["timestamp"]),), MOMENT)
        if "type" in node or "bbox" in node:
            # Here, not above: it brings numpy, and a service starts without it.
            from geo_api import literals

            found = literals.ewkb(node, self.crs)
            empty = sql.SQL("'SRID=28992;POLYGON EMPTY'::geometry")
            return Term(_RD, (found,), SHAPE) if found else Term(empty, (), SHAPE)
        raise Wrong("'filter' bevat een waarde van een onbekende soort.")

    def _property(self, name: str) -> Term:
        if name == "geometry" and self.shaped:
            return Term(sql.Identifier(name), (), SHAPE)
        if name not in self.properties:
            near = texts.nearest(name[:60], self.properties)
            hint = f" Bedoelde u '{near}'?" if near else ""
            raise Wrong(f"Deze laag heeft geen kolom '{name[:60]}'.{hint}", near)
        kind = _KINDS.get(self.properties[name], OTHER)
        return Term(sql.Identifier(name), (), kind)

    def _operation(self, name: str, args: Node) -> Term:
        if not isinstance(args, list) or not args:
            raise Wrong(f"'{name[:40]}' in 'filter' heeft geen argumenten.")
        make = _OPERATIONS.get(name.lower() if name != "isNull" else name)
        if make is None:
            near = texts.nearest(name[:40], _OPERATIONS)
            hint = f" Bedoelde u '{near}'?" if near else ""
            raise Wrong(f"'filter' kent geen '{name[:40]}'.{hint}", near)
        return make(self, name.lower(), args)

    def _fitting(self, node: Node, *kinds: str) -> Term:
        found = self.term(node)
        if found.kind not in kinds:
            raise Wrong(f"In 'filter' staat een {found.kind} waar een {' of '.join(kinds)} hoort.")
        return found

    def _alike(self, nodes: list[Node], *kinds: str) -> list[Term]:
        """Terms of one kind; a date and a moment go together, as text a date is read as one."""
        found = [self.term(node) for node in nodes]
        wanted = {term.kind for term in found}
        if DAY in wanted and wanted <= {DAY, TEXT}:
            found = [_as_day(term) for term in found]
            wanted = {DAY}
        if wanted == {DAY, MOMENT}:
            wanted = {MOMENT}
        if len(wanted) != 1 or not wanted <= {*kinds}:
            shown = " met een ".join(sorted(wanted))
            raise Wrong(f"'filter' vergelijkt een {shown}; dat kan hier niet.")
        return found

    def _logical(self, name: str, args: list[Node]) -> Term:
        return _joined([self._fitting(node, TRUTH) for node in args], f" {name.upper()} ", TRUTH)

    def _not(self, _: str, args: list[Node]) -> Term:
        (inner,) = self._exactly(args, 1)
        term = self._fitting(inner, TRUTH)
        return Term(sql.SQL("(NOT {})").format(term.text), term.values, TRUTH)

    def _compare(self, name: str, args: list[Node]) -> Term:
        kinds = (NUMBER, TEXT, DAY, MOMENT, *((TRUTH,) if name in ("=", "<>") else ()))
        return _joined(self._alike(self._exactly(args, 2), *kinds), f" {COMPARED[name]} ", TRUTH)

    def _between(self, _: str, args: list[Node]) -> Term:
        value, low, high = self._alike(self._exactly(args, 3), NUMBER, TEXT, DAY, MOMENT)
        text = sql.SQL("({} BETWEEN {} AND {})").format(value.text, low.text, high.text)
        return Term(text, (*value.values, *low.values, *high.values), TRUTH)

    def _in(self, _: str, args: list[Node]) -> Term:
        value, listed = self._exactly(args, 2)
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_LISTED:
            raise Wrong(f"De lijst bij IN in 'filter' heeft 1 tot {MOST_LISTED} waarden.")
        first, *rest = self._alike([value, *listed], NUMBER, TEXT, DAY, MOMENT)
        inner = sql.SQL(", ").join(term.text for term in rest)
        values = [one for term in rest for one in term.values]
        return Term(
            sql.SQL("({} IN ({}))").format(first.text, inner), (*first.values, *values), TRUTH
        )

    def _like(self, _: str, args: list[Node]) -> Term:
        return _joined(
            [self._fitting(node, TEXT) for node in self._exactly(args, 2)], " LIKE ", TRUTH
        )

    def _is_null(self, _: str, args: list[Node]) -> Term:
        (inner,) = self._exactly(args, 1)
        term = self.term(inner)
        return Term(sql.SQL("({} IS NULL)").format(term.text), term.values, TRUTH)

    def _casei(self, _: str, args: list[Node]) -> Term:
        (inner,) = self._exactly(args, 1)
        term = self._fitting(inner, TEXT)
        return Term(sql.SQL("lower({})").format(term.text), term.values, TEXT)

    def _count(self, name: str, args: list[Node]) -> Term:
        terms = [self._fitting(node, NUMBER) for node in args]
        wide = [Term(sql.SQL("{}::float8").format(t.text), t.values, NUMBER) for t in terms]
        return _joined(wide, f" {COUNTED[name]} ", NUMBER)

    def _divide(self, _: str, args: list[Node]) -> Term:
        above, below = (self._fitting(node, NUMBER) for node in self._exactly(args, 2))
        text = sql.SQL("({}::float8 / NULLIF({}::float8, 0))").format(above.text, below.text)
        return Term(text, (*above.values, *below.values), NUMBER)

    def _spatial(self, name: str, args: list[Node]) -> Term:
        one, other = (self._fitting(node, SHAPE) for node in self._exactly(args, 2))
        text = sql.SQL("{}({}, {})").format(sql.SQL(SPATIAL[name]), one.text, other.text)
        return Term(text, (*one.values, *other.values), TRUTH)

    @staticmethod
    def _exactly(args: list[Node], number: int) -> list[Node]:
        if len(args) != number:
            raise Wrong(f"'filter' geeft {len(args)} argumenten waar er {number} horen.")
        return args


_Make = Callable[[Meaning, str, list[Node]], Term]
_OPERATIONS: Mapping[str, _Make] = (
    {"and": Meaning._logical, "or": Meaning._logical, "not": Meaning._not}
    | dict.fromkeys(COMPARED, Meaning._compare)
    | {"between": Meaning._between, "in": Meaning._in, "like": Meaning._like}
    | {"isNull": Meaning._is_null, "casei": Meaning._casei, "/": Meaning._divide}
    | dict.fromkeys(COUNTED, Meaning._count)
    | dict.fromkeys(SPATIAL, Meaning._spatial)
)


def _joined(terms: list[Term], sign: str, kind: str) -> Term:
    text = sql.SQL("({})").format(sql.SQL(sign).join(term.text for term in terms))
    return Term(text, tuple(value for term in terms for value in term.values), kind)


def _number(value: float) -> Term:
    """A whole number as one, so that an index on whole numbers serves."""
    whole = int(value) if float(value).is_integer() and abs(value) < 2**53 else None
    if whole is None:
        return Term(sql.SQL("%s::float8"), (float(value),), NUMBER)
    small = -(2**31) <= whole < 2**31
    return Term(sql.SQL("%s::integer" if small else "%s::bigint"), (whole,), NUMBER)


def _clean(text: str) -> str:
    if "\x00" in text:
        raise Wrong("'filter' bevat een teken dat nergens in de gegevens kan staan.")
    return text


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Wrong("Een datum in 'filter' is JJJJ-MM-DD, zoals DATE('2026-01-31').") from None


def _moment(text: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Wrong("Een tijdstip in 'filter' is zoals TIMESTAMP('2026-01-31T12:00:00Z').")
    return found


def _as_day(term: Term) -> Term:
    """A literal text as the day it says; a column of text is no date."""
    if term.kind == DAY:
        return term
    if not term.values:
        raise Wrong("'filter' vergelijkt een datum met een tekst; dat kan hier niet.")
    return Term(sql.SQL("%s::date"), (_day(term.values[0]),), DAY)
