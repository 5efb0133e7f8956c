"""Search without JavaScript: what fits, with links to its factsheet and to the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response
from psycopg import sql

from geo_api.ask import gazetteer
from geo_api.errors import Fault
from geo_api.http.routing import Router
from geo_api.items import crs
from geo_api.model import State
from geo_api.services import Services, Shared
from geo_api.site import shown, words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
MOST = "30"
PAGES = {"buurt": "/buurt/", "gebied": "/gebied/"}
"""Kinds of places that have a page of their own."""
KINDS: Mapping[str, Pair] = {
    "plaats": ("gemeente", "municipality"),
    "gebied": ("gebied", "area"),
    "wijk": ("wijk", "district"),
    "buurt": ("buurt", "neighbourhood"),
    "straat": ("straat", "street"),
    "postcode": ("postcode", "postcode"),
    "adres": ("adres", "address"),
    "coordinaten": ("RD-coördinaten", "RD coordinates"),
    "vak": ("vak", "square"),
}
MAPS = {
    "buurt": "draaglast",
    "wijk": "draaglast_per_wijk",
    "gebied": "draaglast_per_gebied",
    "plaats": "draaglast_per_gemeente",
}
"""The layer that a place of a kind is shown in."""
WRONG: Pair = (
    "Typ minstens twee en hoogstens 80 letters of cijfers.",
    "Type at least two and at most 80 letters or figures.",
)
_INSIDE = sql.SQL(
    "SELECT u.n, {key}, {name} FROM (SELECT n, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 4326),"
    " 28992) AS p FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS q (x, y, n)) AS u"
    " JOIN pub.{view} AS b ON b.version = %s AND ST_Intersects(b.geometry, u.p)"
)


@dataclass(frozen=True)
class Hit:
    """One place that was found.

    Attributes:
        page: address of its own page, "" for none.
        map: address of the map there.
        within: name and page of the buurt that a street, postcode or address lies in.
    """

    name: str
    kind: str
    page: str
    map: str
    within: tuple[str, str] | None


@router.get("/zoek")
async def search(request: Request, shared: Shared) -> Response:
    """What was found, best first."""

    async def make(state: State, taal: str) -> shown.Values:
        text = " ".join(request.query_params.get("q", "").split())
        faults: list[Fault] = []
        asked = gazetteer.read({"q": text, "limit": MOST}, faults)
        if faults:
            wrong = [("zoek-q", words.said(WRONG, taal))] if "q" in request.query_params else []
            return {"vraag": text[: gazetteer.MOST_LETTERS], "fouten": wrong, "gevonden": None}
        names = await shared.asking.names.of(shared.database, state)
        found = await gazetteer.search(
            shared.database, shared.links, state, names, asked, crs.CRS84
        )
        hits = await _hits(shared, state, found["plekken"], taal)
        example = None if hits else await shared.asking.names.first(shared.database, state)
        return {"vraag": text, "fouten": [], "gevonden": hits, "voorbeeld": example}

    return await shown.page(request, shared, "site/zoek.html", make)


async def _hits(
    shared: Services, state: State, found: Sequence[Mapping[str, Any]], taal: str
) -> list[Hit]:
    within = await _within(shared, state, found)
    return [
        Hit(
            one["naam"],
            words.said(KINDS.get(one["soort"], (one["soort"],) * 2), taal),
            f"{PAGES[one['soort']]}{quote(one['code'], safe='')}" if one["soort"] in PAGES else "",
            on_map(state, one),
            None if one["soort"] in MAPS else within.get(number),
        )
        for number, one in enumerate(found, 1)
    ]


async def _within(
    shared: Services, state: State, found: Sequence[Mapping[str, Any]]
) -> dict[int, tuple[str, str]]:
    """By place, counted from 1: name and page of the buurt it lies in."""
    if not found or "buurten" not in state.layers:
        return {}
    own = state.layers["buurten"].current
    query = _INSIDE.format(
        key=sql.Identifier("buurtcode"),
        name=sql.Identifier("buurtnaam"),
        view=sql.Identifier("buurten"),
    )
    points = [one["punt"] or {"x": None, "y": None} for one in found]
    rows = await shared.database.fetch(
        query, [[p["x"] for p in points], [p["y"] for p in points], own.version]
    )
    return {number: (str(name or code), f"/buurt/{code}") for number, code, name in rows}


def on_map(state: State, one: Mapping[str, Any]) -> str:
    """The map with a place in sight, "" where nothing says where it is."""
    layer = MAPS.get(one["soort"])
    if layer in state.layers:
        return "/kaart?" + urlencode({"laag": layer, "object": one["code"]})
    if not one["punt"]:
        return ""
    at = f"kaart=16/{one['punt']['y']:.5f}/{one['punt']['x']:.5f}"
    square = {"laag": one["laag"], "object": one["code"]} if one["soort"] == "vak" else {}
    return f"/kaart?{at}" + (f"&{urlencode(square)}" if square else "")
