"""Places found by numbers that somebody typed: RD coordinates, and the code of a square.

Coordinates are a place of this gemeente or nothing; the answer names the buurt they lie in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from geo_api.ask import figures, names, points
from geo_api.ask.place import Place
from geo_api.db import Database
from geo_api.items.crs import RD
from geo_api.model import State

COORDINATES, CELL = "coordinaten", "vak"
_NUMBER = r"([0-9]{4,6}(?:[.,][0-9]{1,3})?|[0-9]{1,3}\.[0-9]{3})"
_PAIR = re.compile(
    rf"(?:rd\s*:?\s*)?(?:x\s*[=:]?\s*)?{_NUMBER}\s*(?:[,;/]\s*|\s)(?:y\s*[=:]?\s*)?{_NUMBER}", re.I
)
_CELL = re.compile(r"E[0-9]{4}N[0-9]{4}", re.I)
_OF_CELL = sql.SQL(
    "SELECT ST_X(p), ST_Y(p) FROM (SELECT {place} AS p FROM {view} WHERE version = %s AND id = %s"
    " LIMIT 1) AS f"
)


@dataclass(frozen=True)
class Found:
    """A place by its numbers.

    Attributes:
        kind: what it is.
        laag, code: the area or square that it is, or lies in.
        point: in RD.
    """

    kind: str
    text: str
    laag: str
    code: str
    point: tuple[float, float]


def pair(text: str) -> tuple[float, float] | None:
    """RD coordinates as people type them, east first; a point of three figures parts thousands."""
    found = _PAIR.fullmatch(text)
    return (_value(found[1]), _value(found[2])) if found else None


def _value(text: str) -> float:
    thousands = "." in text and len(text.partition(".")[0]) < 4
    return float(text.replace(".", "") if thousands else text.replace(",", "."))


async def search(database: Database, state: State, text: str) -> Sequence[Found]:
    """What the text says by number: one place, or none."""
    given = pair(text)
    if given:
        return await _inside(database, state, given)
    return await _cell(database, state, text.upper()) if _CELL.fullmatch(text) else []


async def _inside(database: Database, state: State, given: tuple[float, float]) -> Sequence[Found]:
    """The coordinates where they lie in the gemeente, with the buurt around them."""
    place = Place(*given, RD)
    read = await points.at(database, state, place, ["buurten", "gemeenten"])
    whole = read.get("gemeenten")
    if whole and not whole[1]:
        return []
    for version, rows in read.values():
        if rows:
            named = figures.named(version, rows[0]) or rows[0]["id"]
            text = f"RD {given[0]:.0f}, {given[1]:.0f} ({named})"
            return [Found(COORDINATES, text, version.laag, rows[0]["id"], given)]
    return []


async def _cell(database: Database, state: State, code: str) -> Sequence[Found]:
    """The square of that code, in the first layer that has it."""
    for name in (name for name in points.CELLS if name in state.layers):
        held = state.layers[name].current
        query = _OF_CELL.format(place=names.PLACE, view=sql.Identifier("pub", held.laag))
        for x, y in await database.fetch(query, [held.version, code]):
            if x is not None:
                return [Found(CELL, code, held.laag, code, (x, y))]
    return []
