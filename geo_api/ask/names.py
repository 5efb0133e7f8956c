"""Names of areas and streets, kept per release and compared with what is typed.

They are few, so they are compared here: the same letters give the same order on every server, with
accents and case left aside. What begins with the letters goes before a word in it, and that before
what merely looks like it (trigrams).
"""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from geo_api.ask.rows import Stale
from geo_api.db import Database
from geo_api.model import LayerVersion, State

NAMES: Mapping[str, str] = {
    "gemeenten": "plaats",
    "beleidsgebieden": "gebied",
    "wijken": "wijk",
    "buurten": "buurt",
}
"""Layers of names, and what one of each is; with equal letters the larger area comes first."""
ADDRESSES = "adressen"
KINDS = (*NAMES.values(), "straat")
MOST_KEPT = 2
"""The state of now, and one of an earlier release."""
ALIKE = 0.3
"""Share of trigrams in common from which a name counts as looking like what was typed."""
BEGIN, WORD, INSIDE, LIKE = range(4)
PLACE = sql.SQL("CASE WHEN geometry IS NOT NULL THEN ST_PointOnSurface(geometry) END")
_ALL = sql.SQL(
    "SELECT id, {name}, ST_X(p), ST_Y(p) FROM (SELECT *, {place} AS p FROM {view}"
    " WHERE version = %s) AS f ORDER BY id LIMIT 20000"
)
_FIRST = sql.SQL(
    "SELECT straat, huisnummer, postcode FROM {view} WHERE version = %s AND straat ~ '^[A-Z]'"
    " AND huisnummer IS NOT NULL AND postcode IS NOT NULL ORDER BY straat, huisnummer, id LIMIT 1"
)
_STREETS = sql.SQL(
    "SELECT DISTINCT ON (straat, woonplaats) id, straat, woonplaats, ST_X(geometry),"
    " ST_Y(geometry) FROM {view} WHERE version = %s AND straat IS NOT NULL"
    " ORDER BY straat, woonplaats, id LIMIT 20000"
)


@dataclass(frozen=True)
class Name:
    """A named area.

    Attributes:
        kind: plaats, gebied, wijk, buurt or straat.
        laag, code: where it is.
        text: what people call it.
        folded: the same without accents and case.
        place: a point in it, RD; None where it has no shape.
        grams: trigrams of `folded`.
    """

    kind: str
    laag: str
    code: str
    text: str
    folded: str
    place: tuple[float, float] | None
    grams: frozenset[str]


@dataclass
class Names:
    """The names of the last states that were asked, each read once.

    Attributes:
        held: all names, by state.
        firsts: an address and its postcode to give as an example, by state.
    """

    held: OrderedDict[str, Sequence[Name]] = field(default_factory=OrderedDict)
    firsts: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    async def of(self, database: Database, state: State) -> Sequence[Name]:
        """All names of a state."""
        known = self.held.get(state.tag)
        if known is None:
            found: list[Name] = []
            for laag, kind in NAMES.items():
                if laag in state.layers:
                    found += await _names(database, state.layers[laag].current, kind)
            if ADDRESSES in state.layers:
                found += await _streets(database, state.layers[ADDRESSES].current)
            known = self.held[state.tag] = tuple(found)
            if len(self.held) > MOST_KEPT:
                self.held.popitem(last=False)
        self.held.move_to_end(state.tag)
        return known

    async def first(self, database: Database, state: State) -> tuple[str, str] | None:
        """The first address and its postcode; None where there is none, or it cannot be read."""
        if ADDRESSES not in state.layers:
            return None
        if state.tag not in self.firsts:
            found = state.layers[ADDRESSES].current
            query = _FIRST.format(view=sql.Identifier("pub", found.laag))
            try:
                rows = await database.fetch(query, [found.version])
            except psycopg.Error:  # a form does without an example
                return None
            if len(self.firsts) >= MOST_KEPT:
                self.firsts.clear()
            spaced = [(f"{row[0]} {row[1]}", f"{row[2][:4]} {row[2][4:]}") for row in rows]
            self.firsts[state.tag] = spaced[0] if spaced else None
        return self.firsts[state.tag]


async def _streets(database: Database, found: LayerVersion) -> list[Name]:
    """Every street once per town, at an address of it."""
    query = _STREETS.format(view=sql.Identifier("pub", found.laag))
    rows = await database.fetch(query, [found.version])
    return [
        name("straat", found.laag, code, f"{street}, {town}" if town else street, place(x, y))
        for code, street, town, x, y in rows
    ]


async def _names(database: Database, found: LayerVersion, kind: str) -> list[Name]:
    column = next((c.naam for c in found.columns if c.rol == "naam"), "id")
    view = sql.Identifier("pub", found.laag)
    query = _ALL.format(name=sql.Identifier(column), place=PLACE, view=view)
    rows = await database.fetch(query, [found.version])
    if not rows and found.meta["aantal"]:
        raise Stale
    return [name(kind, found.laag, code, text or code, place(x, y)) for code, text, x, y in rows]


def name(kind: str, laag: str, code: str, text: str, where: tuple[float, float] | None) -> Name:
    """A name, ready to be compared."""
    folded = fold(text)
    return Name(kind, laag, code, text, folded, where, trigrams(folded))


def place(x: float | None, y: float | None) -> tuple[float, float] | None:
    """A point, or none."""
    return None if x is None or y is None else (x, y)


def fold(text: str) -> str:
    """Letters without accents, case and double spaces."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def trigrams(folded: str) -> frozenset[str]:
    """Three letters in a row of every word, as PostgreSQL's pg_trgm counts them."""
    words = re.findall(r"\w+", folded)
    padded = [f"  {word} " for word in words]
    return frozenset(word[k : k + 3] for word in padded for k in range(len(word) - 2))


def rank(
    asked: str, word: re.Pattern[str], grams: frozenset[str], name: Name
) -> tuple[int, float] | None:
    """How well a name fits: how, and how much; None when it does not. Lower is better.

    Args:
        asked: what was typed, folded.
        word: finds it at the beginning of a word.
        grams: its trigrams.
        name: to compare with.
    """
    share = -len(asked) / max(len(name.folded), 1)
    if name.folded.startswith(asked) or name.code.casefold().startswith(asked):
        return BEGIN, share
    if asked in name.folded:
        return (WORD if word.search(name.folded) else INSIDE), share
    alike = len(grams & name.grams) / max(len(grams | name.grams), 1)
    return (LIKE, -alike) if alike >= ALIKE else None


def best(asked: str, names: Iterable[Name], most: int) -> list[tuple[Name, str]]:
    """The names that fit, best first, with how they fit."""
    word, grams = re.compile(rf"\b{re.escape(asked)}"), trigrams(asked)
    ranked = [
        (found, name) for name in names if (found := rank(asked, word, grams, name)) is not None
    ]
    ranked.sort(key=lambda one: (one[0], KINDS.index(one[1].kind), one[1].folded, one[1].code))
    words = ("begin", "woord", "deel", "lijkt op")
    return [(name, words[found[0]]) for found, name in ranked[:most]]
