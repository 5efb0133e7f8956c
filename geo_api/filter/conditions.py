"""What a CQL2 tree means in SQL: conditions with bound values, and names from the layer only.

Every node becomes a `Term`: text with `%s` for each value, and what kind of value it gives. Kinds
are checked here, so the database never gets a comparison it would refuse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from psycopg import sql

from geo_api import texts
from geo_api.filter import temporal, terms
from geo_api.filter.cql import Wrong
from geo_api.filter.cqltext import Node
from geo_api.filter.temporal import Period
from geo_api.filter.terms import DAY, KINDS, LISTS, MOMENT, NUMBER, OTHER, SHAPE, TEXT, TRUTH, Term
from geo_api.items.crs import Crs

TEXTS = " Een tekst staat tussen enkele aanhalingstekens."
MOST_LISTED = 100
MOST_PATTERN = 64
MOST_WILD = 4
"""Wildcards in a pattern: with many, matching takes long on every row."""
COMPARED = ("=", "<>", "<", ">", "<=", ">=")
COUNTED = {
    "+": "({}::float8 + {}::float8)",
    "-": "({}::float8 - {}::float8)",
    "*": "({}::float8 * {}::float8)",
    "/": "({}::float8 / NULLIF({}::float8, 0))",
    "%": "mod({}::numeric, NULLIF({}::numeric, 0))",
    "div": "div({}::numeric, NULLIF({}::numeric, 0))",
    "^": "power({}::float8, {}::float8)",
}
FOLDED = {
    "casei": "lower({})",
    "accenti": "regexp_replace(normalize({}, NFD), '[\u0300-\u036f]+', '', 'g')",
}
SPATIAL = {
    "s_intersects": "ST_Intersects({}, {})",
    "s_within": "ST_Within({}, {})",
    "s_contains": "ST_Contains({}, {})",
    "s_disjoint": "ST_Disjoint({}, {})",
    "s_touches": "ST_Touches({}, {})",
    "s_crosses": "ST_Crosses({}, {})",
    "s_overlaps": "ST_Overlaps({}, {})",
    "s_equals": "ST_Equals({}, {})",
}
LISTED = {
    "a_contains": ("({} @> {})",),
    "a_containedby": ("({} <@ {})",),
    "a_overlaps": ("({} && {})",),
    "a_equals": ("({} @> {})", "({} <@ {})"),  # as sets
}
_ARRAYS = {LISTS[TEXT]: "{}::text[]", LISTS[NUMBER]: "{}::float8[]"}
_RD = sql.SQL("ST_Transform(%s::geometry, 28992)")
_EMPTY = sql.SQL("'SRID=28992;POLYGON EMPTY'::geometry")


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
            return terms.number(node)
        if isinstance(node, str):
            return terms.text(node)
        if isinstance(node, list):
            return self._list(node)
        if isinstance(node, dict):
            try:
                return self._document(node)
            except Wrong as wrong:
                wrong.at = node.get("at") if wrong.at is None else wrong.at
                raise
        raise Wrong("Of iets leeg is, vraagt 'filter' met IS NULL.")

    def _document(self, node: dict[str, Node]) -> Term:
        if "op" in node:
            return self._operation(str(node["op"]), node.get("args"))
        if "property" in node:
            return self._property(str(node["property"]))
        if "date" in node:
            return terms.day(node["date"])
        if "timestamp" in node:
            return terms.moment(node["timestamp"])
        if "type" in node or "bbox" in node:
            # Here, not above: it brings numpy, and a service starts without it.
            from geo_api.filter import literals

            found = literals.ewkb(node, self.crs)
            return Term(_RD, (found,), SHAPE) if found else Term(_EMPTY, (), SHAPE)
        raise Wrong("'filter' bevat een waarde van een onbekende soort.")

    def _property(self, name: str) -> Term:
        if name == "geometry" and self.shaped:
            return Term(sql.Identifier(name), (), SHAPE)
        if name not in self.properties:
            near = texts.nearest(name[:60], self.properties)
            hint = f" Bedoelde u '{near}'?" if near else TEXTS
            raise Wrong(f"Deze laag heeft geen kolom '{name[:60]}'.{hint}", near)
        kind = KINDS.get(self.properties[name], OTHER)
        return Term(sql.Identifier(name), (), kind)

    def _list(self, items: list[Node]) -> Term:
        """A list of plain texts or numbers."""
        found = [self.term(item) for item in items[: MOST_LISTED + 1]]
        kinds = {term.kind for term in found}
        if len(items) <= MOST_LISTED and kinds in ({TEXT}, {NUMBER}):
            kind = LISTS[kinds.pop()]
            return terms.made(f"ARRAY[{', '.join(['{}'] * len(found))}]", kind, *found)
        raise Wrong(f"Een lijst in 'filter' heeft 1 tot {MOST_LISTED} teksten, of getallen.")

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
        if wanted & {DAY, MOMENT} and wanted <= {DAY, MOMENT, TEXT}:
            found = [_as_time(term, node) for term, node in zip(found, nodes, strict=True)]
            wanted = {MOMENT}
        if len(wanted) != 1 or not wanted <= {*kinds}:
            shown = " met een ".join(sorted(wanted))
            raise Wrong(f"'filter' vergelijkt een {shown}; dat kan hier niet.")
        return found

    def _logical(self, name: str, args: list[Node]) -> Term:
        parts = [self._fitting(node, TRUTH) for node in args]
        return terms.joined(parts, f" {name.upper()} ", TRUTH)

    def _not(self, _: str, args: list[Node]) -> Term:
        (inner,) = _exactly(args, 1)
        return terms.made("(NOT {})", TRUTH, self._fitting(inner, TRUTH))

    def _compare(self, name: str, args: list[Node]) -> Term:
        kinds = (NUMBER, TEXT, DAY, MOMENT, TRUTH)
        return terms.joined(self._alike(_exactly(args, 2), *kinds), f" {name} ", TRUTH)

    def _between(self, _: str, args: list[Node]) -> Term:
        parts = self._alike(_exactly(args, 3), NUMBER, TEXT, DAY, MOMENT)
        return terms.made("({} BETWEEN {} AND {})", TRUTH, *parts)

    def _in(self, _: str, args: list[Node]) -> Term:
        value, listed = _exactly(args, 2)
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_LISTED:
            raise Wrong(f"De lijst bij IN in 'filter' heeft 1 tot {MOST_LISTED} waarden.")
        first, *rest = self._alike([value, *listed], NUMBER, TEXT, DAY, MOMENT, TRUTH)
        return terms.made("({} IN {})", TRUTH, first, terms.joined(rest, ", ", TRUTH))

    def _like(self, _: str, args: list[Node]) -> Term:
        pair = [self._fitting(node, TEXT) for node in _exactly(args, 2)]
        _check_pattern(args[1])
        return terms.joined(pair, " LIKE ", TRUTH)

    def _is_null(self, _: str, args: list[Node]) -> Term:
        (inner,) = _exactly(args, 1)
        return terms.made("({} IS NULL)", TRUTH, self.term(inner))

    def _fold(self, name: str, args: list[Node]) -> Term:
        (inner,) = _exactly(args, 1)
        return terms.made(FOLDED[name], TEXT, self._fitting(inner, TEXT))

    def _count(self, name: str, args: list[Node]) -> Term:
        return terms.made(
            COUNTED[name], NUMBER, *(self._fitting(node, NUMBER) for node in _exactly(args, 2))
        )

    def _spatial(self, name: str, args: list[Node]) -> Term:
        return terms.made(
            SPATIAL[name], TRUTH, *(self._fitting(node, SHAPE) for node in _exactly(args, 2))
        )

    def _temporal(self, name: str, args: list[Node]) -> Term:
        one, other = (self._period(node) for node in _exactly(args, 2))
        return temporal.related(name, one, other)

    def _period(self, node: Node) -> Period:
        """Start and end of a period; of a moment twice the same."""
        if not isinstance(node, dict) or "interval" not in node:
            found = self._time(node)
            return found, found
        ends = node["interval"]
        if not isinstance(ends, list) or len(ends) != 2 or ends == ["..", ".."]:
            raise Wrong("INTERVAL in 'filter' heeft een begin en een eind; '..' is een open eind.")
        return self._end(ends, temporal.START), self._end(ends, temporal.END)

    def _end(self, ends: list[Node], which: int) -> Term:
        if ends[which] == "..":
            return temporal.unbounded(which, self._time(ends[1 - which]).kind)
        return self._time(ends[which])

    def _time(self, node: Node) -> Term:
        return terms.instant(node) if isinstance(node, str) else self._fitting(node, DAY, MOMENT)

    def _listed(self, name: str, args: list[Node]) -> Term:
        # One value in brackets is no list to the grammar, but meant as one.
        lists = [[n] if isinstance(n, str | int | float) else n for n in _exactly(args, 2)]
        pair = self._alike(lists, *_ARRAYS)
        cast = [terms.made(_ARRAYS[term.kind], term.kind, term) for term in pair]
        parts = [terms.made(template, TRUTH, *cast) for template in LISTED[name]]
        return terms.joined(parts, " AND ", TRUTH)


_Make = Callable[[Meaning, str, list[Node]], Term]
_OPERATIONS: Mapping[str, _Make] = (
    {"and": Meaning._logical, "or": Meaning._logical, "not": Meaning._not}
    | dict.fromkeys(COMPARED, Meaning._compare)
    | {"between": Meaning._between, "in": Meaning._in, "like": Meaning._like}
    | {"isNull": Meaning._is_null}
    | dict.fromkeys(FOLDED, Meaning._fold)
    | dict.fromkeys(COUNTED, Meaning._count)
    | dict.fromkeys(SPATIAL, Meaning._spatial)
    | dict.fromkeys(temporal.RELATIONS, Meaning._temporal)
    | dict.fromkeys(LISTED, Meaning._listed)
)


def _exactly(args: list[Node], wanted: int) -> list[Node]:
    if len(args) != wanted:
        raise Wrong(f"'filter' geeft {len(args)} argumenten waar er {wanted} horen.")
    return args


def _as_time(term: Term, node: Node) -> Term:
    """A literal text as the day or moment it says; a column of text is neither."""
    if term.kind != TEXT:
        return term
    if not isinstance(node, str):
        raise Wrong("'filter' vergelijkt een datum met een tekst; dat kan hier niet.")
    return terms.instant(node)


def _check_pattern(node: Node) -> None:
    """A pattern is written out, short and with few wildcards."""
    while isinstance(node, dict) and node.get("op") in FOLDED:
        (node,) = _exactly(node["args"], 1)
    if not isinstance(node, str):
        raise Wrong("Het patroon bij LIKE in 'filter' is een tekst tussen aanhalingstekens.")
    if (len(node) - len(node.rstrip("\\"))) % 2:
        raise Wrong("Het patroon bij LIKE in 'filter' eindigt op een losse schuine streep.")
    if len(node) > MOST_PATTERN or sum(map(node.count, "%_")) > MOST_WILD:
        raise Wrong(
            f"Het patroon bij LIKE in 'filter' heeft hoogstens {MOST_PATTERN} tekens en "
            f"{MOST_WILD} jokers (% en _)."
        )
