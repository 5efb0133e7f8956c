"""Pieces of SQL with bound values: what the parts of a filter become."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import sql

from geo_api.filter.cql import Wrong

NUMBER, TEXT, TRUTH, DAY, MOMENT = "getal", "tekst", "ja of nee", "datum", "tijdstip"
SHAPE, OTHER = "vorm", "samengestelde waarde"
LISTS = {TEXT: "lijst van teksten", NUMBER: "lijst van getallen"}
_NUMERIC = ("smallint", "integer", "bigint", "real", "double precision", "numeric")
KINDS = dict.fromkeys(_NUMERIC, NUMBER) | {
    "text": TEXT,
    "character varying": TEXT,
    "boolean": TRUTH,
    "date": DAY,
    "timestamp with time zone": MOMENT,
}
KINDS |= {f"{name}[]": LISTS[kind] for name, kind in KINDS.items() if kind in LISTS}
"""Kind of a column, by its type in the database."""


@dataclass(frozen=True)
class Term:
    """A piece of SQL with its values and the kind it gives."""

    text: sql.Composable
    values: tuple[object, ...]
    kind: str


def made(template: str, kind: str, *terms: Term) -> Term:
    """Terms in a template of our own, in the order in which it names them."""
    text = sql.SQL(template).format(*(term.text for term in terms))
    return Term(text, tuple(value for term in terms for value in term.values), kind)


def joined(terms: Iterable[Term], sign: str, kind: str) -> Term:
    """Terms with a sign between them, in brackets."""
    parts = list(terms)
    return made(f"({sign.join(['{}'] * len(parts))})", kind, *parts)


def number(value: float) -> Term:
    """A whole number as one, so that an index on whole numbers serves."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        small = -(2**31) <= value < 2**31
        return Term(sql.SQL("%s::integer" if small else "%s::bigint"), (value,), NUMBER)
    try:
        wide = float(value)
    except OverflowError:
        wide = math.inf
    if not math.isfinite(wide):
        raise Wrong("'filter' bevat een getal dat te groot is.")
    return Term(sql.SQL("%s::float8"), (wide,), NUMBER)


def text(value: str) -> Term:
    """A text; the database knows no NUL."""
    if "\x00" in value:
        raise Wrong("'filter' bevat een teken dat nergens in de gegevens kan staan.")
    return Term(sql.SQL("%s::text"), (value,), TEXT)


def day(value: object) -> Term:
    """A date as it is written."""
    try:
        found = date.fromisoformat(str(value)) if len(str(value)) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise Wrong("Een datum in 'filter' is JJJJ-MM-DD, zoals DATE('2026-01-31').")
    return Term(sql.SQL("%s::date"), (found,), DAY)


def moment(value: object) -> Term:
    """A moment as it is written."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Wrong("Een tijdstip in 'filter' is zoals TIMESTAMP('2026-01-31T12:00:00Z').")
    return Term(sql.SQL("%s::timestamptz"), (found,), MOMENT)


def instant(value: str) -> Term:
    """A date or a moment, whichever the text is."""
    return moment(value) if "T" in value.upper() else day(value)
