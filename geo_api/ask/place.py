"""A place that is asked about: two numbers in a served system.

`x` is always easting or longitude and `y` northing or latitude, whatever the axis order of the
system: they are named, not listed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from geo_api.contract import parameters
from geo_api.contract.parameters import Parameter
from geo_api.db import Database
from geo_api.errors import Fault
from geo_api.items import bbox, crs
from geo_api.items.crs import Crs

POINT = sql.SQL("ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s), 28992)")
_RD = sql.SQL("SELECT ST_X(p), ST_Y(p) FROM (SELECT {} AS p) AS q").format(POINT)
X = Parameter(
    "x",
    "Oost- of lengtecoördinaat. Altijd deze, ook in stelsels met de breedte voorop.",
    {"type": "number"},
    required=True,
)
Y = Parameter("y", "Noord- of breedtecoördinaat.", {"type": "number"}, required=True)
PARAMETERS = (X, Y, parameters.CRS)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Een plek: x (oost of lengte), y (noord of breedte) en het stelsel daarvan.",
    "required": ["x", "y"],
    "additionalProperties": False,
    "properties": {
        "x": {"type": "number", "minimum": -1e7, "maximum": 1e7, "description": "Oost of lengte."},
        "y": {
            "type": "number",
            "minimum": -1e7,
            "maximum": 1e7,
            "description": "Noord of breedte.",
        },
        "crs": {
            "type": "string",
            "enum": crs.URIS,
            "description": "Stelsel; zonder: CRS84 (lengte en breedte).",
        },
    },
}


@dataclass(frozen=True)
class Place:
    """A point, easting or longitude first, in a served system."""

    x: float
    y: float
    crs: Crs

    @property
    def bound(self) -> tuple[float, float, int]:
        """What is bound to `POINT`."""
        return (self.x, self.y, self.crs.srid)

    async def rd(self, database: Database) -> tuple[float, float]:
        """Its coordinates in RD, metres."""
        rows = await database.fetch(_RD, self.bound)
        return float(rows[0][0]), float(rows[0][1])

    def document(self) -> dict[str, Any]:
        """The place as it was asked."""
        return {"x": self.x, "y": self.y, "crs": self.crs.uri}


def parse(asked: Mapping[str, str], faults: list[Fault]) -> Place:
    """The place of a query; what is wrong with it goes to `faults`."""
    system, _ = crs.parse("crs", asked.get("crs"), faults)
    numbers = [_number(name, asked.get(name), faults) for name in ("x", "y")]
    if faults:
        return Place(0.0, 0.0, system)
    found = Place(numbers[0], numbers[1], system)
    faults += _outside(found, "", "query")
    return found


def read(body: Mapping[str, Any], name: str, faults: list[Fault]) -> Place:
    """The place of a body that was checked against `SCHEMA`.

    One that lies where RD means nothing goes to `faults`.
    """
    system, _ = crs.parse("crs", body.get("crs"), [])
    found = Place(float(body["x"]), float(body["y"]), system)
    faults += _outside(found, f"{name}.", "body")
    return found


def _number(name: str, text: str | None, faults: list[Fault]) -> float:
    if text is None:
        faults.append(Fault(name, "ontbreekt", f"'{name}' ontbreekt: vraag x en y samen."))
        return 0.0
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or "_" in text or len(text) > 40:
        faults.append(Fault(name, "getal", f"'{name}' is een eindig getal."))
        return 0.0
    return found


def _outside(found: Place, name: str, where: str) -> list[Fault]:
    west, south, east, north = bbox.field(found.crs)
    faults = []
    for axis, value, low, high in (("x", found.x, west, east), ("y", found.y, south, north)):
        if not low <= value <= high:
            detail = (
                f"'{name}{axis}' is {value:g}; in {found.crs.uri} ligt Nederland van {low:g} tot "
                f"{high:g}. Klopt 'crs', en staan x en y niet omgewisseld?"
            )
            faults.append(Fault(f"{name}{axis}", "bereik", detail, place=where))
    return faults
