"""Places found by name while they are typed: areas, streets, postcodes and addresses.

Names are compared in memory (`names`). Postcodes and addresses are many: they are found by their
beginning in the database. Coordinates and squares are found by their number (`numbered`).
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from geo_api.ask import asof, names, numbered
from geo_api.ask.profiles import LEVELS
from geo_api.contract.parameters import Parameter
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault
from geo_api.http.links import Links
from geo_api.items.crs import CRS84, Crs
from geo_api.model import State

LEAST, MOST_LETTERS, MOST_FOUND, DEFAULT_FOUND = 2, 80, 50, 10
Q = Parameter(
    "q",
    "Wat u zoekt: het begin van een naam, code, postcode of adres, of RD-coördinaten; "
    f"{LEAST} tot {MOST_LETTERS} tekens.",
    {"type": "string", "minLength": LEAST, "maxLength": MOST_LETTERS},
    required=True,
)
LIMIT = Parameter(
    "limit",
    f"Hoeveel plekken hoogstens; meer dan {MOST_FOUND} wordt {MOST_FOUND}.",
    {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": DEFAULT_FOUND},
)
POSTCODES = "postcodegebieden"
_ADDRESSES = sql.SQL(
    "SELECT id, ST_X(geometry), ST_Y(geometry), straat, huisnummer, huisletter, toevoeging,"
    " postcode, woonplaats FROM {view} WHERE version = %s AND {condition}"
    " ORDER BY straat, huisnummer, huisletter NULLS FIRST, toevoeging NULLS FIRST, id LIMIT %s"
)
_POSTCODES = sql.SQL(
    "SELECT id, ST_X(p), ST_Y(p) FROM (SELECT id, {place} AS p FROM {view} WHERE version = %s"
    " AND id >= %s AND id < %s ORDER BY id LIMIT %s) AS f"
)
_POSTCODES_OF_ADDRESSES = sql.SQL(
    "SELECT DISTINCT ON (postcode) postcode, id, ST_X(geometry), ST_Y(geometry) FROM {view}"
    " WHERE version = %s AND starts_with(postcode, %s) ORDER BY postcode, id LIMIT %s"
)
_OUT = sql.SQL(
    "SELECT ST_X(p), ST_Y(p) FROM (SELECT n, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 28992),"
    " %s) AS p FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS u (x, y, n)) AS q"
    " ORDER BY n"
)
_HOUSE = r"\s+([0-9]{1,5})\s*([A-Za-z0-9-]{0,6})"
_POSTCODE = re.compile(rf"([1-9][0-9]{{3}})\s?([A-Za-z]{{0,2}})(?:{_HOUSE})?")
_STREET = re.compile(rf"(\D.*?){_HOUSE}")


def read(asked: Mapping[str, str], faults: list[Fault]) -> tuple[str, int]:
    """What is looked for, and how many."""
    text = " ".join(asked.get("q", "").split())
    if not LEAST <= len(text) <= MOST_LETTERS or not text.isprintable():
        detail = f"'q' heeft {len(text)} tekens; verwacht {LEAST} tot {MOST_LETTERS}, leesbaar."
        faults.append(Fault("q", "lengte" if "q" in asked else "ontbreekt", detail))
    given = asked.get("limit")
    if given is None:
        return text, DEFAULT_FOUND
    if not (given.isascii() and given.isdigit()) or not given.strip("0"):
        faults.append(Fault("limit", "getal", "'limit' is een geheel getal vanaf 1."))
        return text, DEFAULT_FOUND
    return text, MOST_FOUND if len(given) > 9 else min(int(given), MOST_FOUND)


async def search(
    database: Database,
    links: Links,
    state: State,
    known: Sequence[names.Name],
    asked: tuple[str, int],
    system: Crs,
) -> dict[str, Any]:
    """The places found, best first.

    Args:
        database: the pool.
        links: the link maker.
        state: the release.
        known: names of that release.
        asked: text and number.
        system: of the points in the answer.
    """
    text, most = asked
    found = [
        _found(one.kind, one.text, one.code, one.laag, links, one.point)
        for one in await numbered.search(database, state, text)
    ]
    found += await _by_code(database, links, state, text, most - len(found))
    profiles = {level.layer: level.path for level in LEVELS.values()}
    # Beside the loop: thousands of streets take some milliseconds at every letter.
    best = await asyncio.to_thread(names.best, names.fold(text), known, most - len(found))
    for name, how in best:
        path = profiles.get(name.laag)
        told = _found(name.kind, name.text, name.code, name.laag, links, name.place)
        profile = links.area(path, name.code) if path else None
        found.append(told | {"past": how, "profiel": profile})
    await _into(database, found, system)
    query = {
        "q": text,
        "limit": most if most != DEFAULT_FOUND else None,
        "crs": system.uri if system != CRS84 else None,
    }
    layers = (*names.NAMES, POSTCODES, names.ADDRESSES)
    return {
        "q": text,
        "aantal": len(found),
        "plekken": found,
        "crs": system.uri,
        "nietGepubliceerd": [
            name for name in layers if name not in state.layers and name not in state.lacking
        ],
        **asof.lacking(state, *layers),
        "woonzorg": documents.release(state.told),
        "links": links.both("/v1/zoek", "Deze vraag", query),
    }


async def _by_code(
    database: Database, links: Links, state: State, text: str, most: int
) -> list[dict[str, Any]]:
    """Addresses and postcodes that begin with what was typed; none when it is neither."""
    postcode, street = _POSTCODE.fullmatch(text), _STREET.fullmatch(text)
    found: list[dict[str, Any]] = []
    if postcode:
        code = f"{postcode[1]}{postcode[2].upper()}"
        if len(code) == 6:
            condition = sql.SQL("postcode = %s AND (%s::int IS NULL OR huisnummer = %s)")
            number = int(postcode[3]) if postcode[3] else None
            values: tuple[object, ...] = (code, number, number)
            found = await _addresses(database, links, state, (condition, values), postcode[4] or "")
        if POSTCODES in state.layers and not (postcode[3] and found):
            held = state.layers[POSTCODES].current
            query = _POSTCODES.format(place=names.PLACE, view=sql.Identifier("pub", held.laag))
            rows = await database.fetch(query, [held.version, code, code + "[", most])
            areas = [
                _found("postcode", one, one, held.laag, links, names.place(x, y))
                for one, x, y in rows
            ]
            found = [*areas, *found] if len(code) == 6 else areas
        elif len(code) < 6 and names.ADDRESSES in state.layers and not postcode[3]:
            held = state.layers[names.ADDRESSES].current
            query = _POSTCODES_OF_ADDRESSES.format(view=sql.Identifier("pub", held.laag))
            found = [
                _found("postcode", one, key, held.laag, links, names.place(x, y))
                for one, key, x, y in await database.fetch(query, [held.version, code, most])
            ]
    elif street:
        condition = sql.SQL("lower(straat) = lower(%s) AND huisnummer = %s")
        values = (street[1], int(street[2]))
        found = await _addresses(database, links, state, (condition, values), street[3])
    return found[:most]


async def _addresses(
    database: Database,
    links: Links,
    state: State,
    where: tuple[sql.SQL, Sequence[object]],
    addition: str,
) -> list[dict[str, Any]]:
    """Addresses under a condition, with the typed beginning of what follows the number."""
    if names.ADDRESSES not in state.layers:
        return []
    held = state.layers[names.ADDRESSES].current
    query = _ADDRESSES.format(view=sql.Identifier("pub", held.laag), condition=where[0])
    found = []
    for code, x, y, street, number, letter, extra, postcode, town in await database.fetch(
        query, [held.version, *where[1], 200]
    ):
        behind = f"{letter or ''}{'-' if letter and extra else ''}{extra or ''}"
        if behind.upper().startswith(addition.upper()):
            house = f"{number}{'-' if extra and not letter else ''}{behind}"
            first = f"{street or ''} {house}".strip()
            told = ", ".join(
                part for part in (first, " ".join(filter(None, (postcode, town)))) if part
            )
            found.append(_found("adres", told, code, held.laag, links, names.place(x, y)))
    return found


def _found(
    kind: str, text: str, code: str, laag: str, links: Links, where: tuple[float, float] | None
) -> dict[str, Any]:
    return {
        "soort": kind,
        "naam": text,
        "code": code,
        "laag": laag,
        "past": "begin",
        "href": links.feature(laag, code),
        "profiel": None,
        "punt": where,
    }


async def _into(database: Database, found: Sequence[dict[str, Any]], system: Crs) -> None:
    """Put the points in the asked system, as x (easting or longitude) and y."""
    placed = [one for one in found if one["punt"]]
    if placed:
        x, y = ([one["punt"][axis] for one in placed] for axis in (0, 1))
        for one, point in zip(
            placed, await database.fetch(_OUT.format(), [system.srid, x, y]), strict=True
        ):
            one["punt"] = {
                "x": round(point[0], system.digits),
                "y": round(point[1], system.digits),
            }
