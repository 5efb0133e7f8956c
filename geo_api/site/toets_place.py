"""Where the initiative of a toets stands: an address of this gemeente, or RD coordinates in it."""

from collections.abc import Mapping
from typing import Any

from psycopg import sql

from geo_api.ask import gazetteer
from geo_api.errors import Fault
from geo_api.items import bbox, crs
from geo_api.model import State
from geo_api.services import Services
from geo_api.site import words
from geo_api.site.toets_form import Form

Wrong = tuple[str, str, str]
"""A field, and what is wrong with it in Dutch and English."""
RD = crs.RD.uri
NO_PLACE: Wrong = (
    "adres",
    "Deze plek is niet gevonden. Vul een adres of postcode in deze gemeente in, of RD-coördinaten.",
    "This place was not found. Give an address or postcode here, or RD coordinates.",
)
_GEMEENTEN = sql.SQL(
    "SELECT gemeentenaam, ST_XMin(geometry), ST_XMax(geometry), ST_YMin(geometry),"
    " ST_YMax(geometry), ST_Intersects(geometry, ST_SetSRID(ST_MakePoint(%s, %s), 28992))"
    " FROM pub.gemeenten WHERE version = %s AND geometry IS NOT NULL ORDER BY gemeentenaam"
)


async def find(
    shared: Services, state: State, form: Form
) -> tuple[Mapping[str, Any] | None, str | None, list[Wrong]]:
    """The place of the form, what it is called, and what is wrong with it.

    Coordinates go first, else the best address.
    """
    if form["x"] and form["y"]:
        x, y = (float(form[name].replace(",", ".")) for name in ("x", "y"))
        wrong = await _outside(shared, state, x, y)
        return {"x": x, "y": y, "crs": RD}, f"RD {x:.0f}, {y:.0f}", wrong
    if not form["adres"]:
        return None, None, []
    faults: list[Fault] = []
    asked = gazetteer.read({"q": form["adres"], "limit": "1"}, faults)
    if faults:
        return None, None, [NO_PLACE]
    names = await shared.asking.names.of(shared.database, state)
    found = await gazetteer.search(shared.database, shared.links, state, names, asked, crs.RD)
    first = next((one for one in found["plekken"] if one["punt"]), None)
    return (first["punt"] | {"crs": RD}, first["naam"], []) if first else (None, None, [NO_PLACE])


async def _outside(shared: Services, state: State, x: float, y: float) -> list[Wrong]:
    """That coordinates lie outside what is known here, with the numbers that do lie in it."""
    known = []
    if "gemeenten" in state.layers:
        version = state.layers["gemeenten"].current.version
        known = await shared.database.fetch(_GEMEENTEN, [x, y, version])
    if any(row[-1] for row in known):
        return []
    if not known:
        west, south, east, north = bbox.field(crs.RD)
        inside = west <= x <= east and south <= y <= north
        return [] if inside else [("x", *_told(("Nederland", "the Netherlands"), _COUNTRY))]
    named = " of ".join(str(row[0]) for row in known)
    bounds = [min(row[1] for row in known), max(row[2] for row in known)]
    bounds += [min(row[3] for row in known), max(row[4] for row in known)]
    here = (f"de gemeente {named}", f"the municipality of {named}")
    return [("x", *_told(here, tuple(bounds)))]


_COUNTRY = (0.0, 280_000.0, 300_000.0, 625_000.0)
"""Least and most X and Y of the Netherlands, as people know them."""


def _told(where: words.Pair, bounds: tuple[float, ...]) -> words.Pair:
    nl = [words.number(one, words.DUTCH, 0) for one in bounds]
    en = [words.number(one, words.ENGLISH, 0) for one in bounds]
    return (
        f"Deze plek ligt niet in {where[0]}. X loopt daar van {nl[0]} tot {nl[1]} en Y van "
        f"{nl[2]} tot {nl[3]}. Kijk of X en Y kloppen en niet zijn verwisseld.",
        f"This place is not in {where[1]}. There X runs from {en[0]} to {en[1]} and Y from "
        f"{en[2]} to {en[3]}. Check that X and Y are right and not swapped.",
    )
