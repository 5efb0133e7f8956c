"""Planned places, as they are asked: where, what, how many and how sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from data.opgave import CLASSES
from geo_api.ask.profiles import LEVELS
from geo_api.db import Database
from geo_api.errors import Fault
from geo_api.model import State

SHELTER = ("beschermd wonen", "maatschappelijke opvang", "directe bemiddeling")
STATES = ("idee", "zacht", "hard", "in uitvoering")
MOST_PLANS, MOST_PLACES = 50, 2000
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["plannen"],
    "additionalProperties": False,
    "properties": {
        "plannen": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_PLANS,
            "description": "Geplande plekken, per buurt of gebied.",
            "items": {
                "type": "object",
                "description": "Een plan: waar, wat, hoeveel, en hoe zeker.",
                "required": ["soort", "aantal"],
                "additionalProperties": False,
                "properties": {
                    "buurt": {"type": "string", "maxLength": 20},
                    "gebied": {"type": "string", "maxLength": 100},
                    "soort": {"type": "string", "enum": [*CLASSES, *SHELTER]},
                    "aantal": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": MOST_PLACES,
                        "description": "Aantal woningen of plaatsen.",
                    },
                    "status": {
                        "type": "string",
                        "enum": list(STATES),
                        "description": "Hoe zeker; zonder: in uitvoering, dus alles telt.",
                    },
                },
            },
        }
    },
}
_GEBIED = sql.SQL(
    "SELECT b.id, g.id FROM {buurten} AS b JOIN {gebieden} AS g"
    " ON ST_Intersects(g.geometry, ST_PointOnSurface(b.geometry))"
    " WHERE b.version = %s AND g.version = %s AND b.id = ANY(%s) ORDER BY b.id, g.id"
)


@dataclass(frozen=True)
class Plan:
    """One plan, as asked.

    Attributes:
        level: `buurten` or `gebieden`.
        code: of the area.
        where: in the body it stands.
        gebied: the gebied it adds to; None where there is none.
    """

    level: str
    code: str
    where: str
    soort: str
    aantal: int
    status: str
    gebied: str | None = None


def read(body: Mapping[str, Any], faults: list[Fault]) -> list[Plan]:
    """The plans of a body; one that names no area or two goes to `faults`."""
    plans = []
    for number, given in enumerate(body["plannen"]):
        where = f"plannen[{number}]"
        if ("buurt" in given) == ("gebied" in given):
            detail = f"'{where}' noemt een buurt of een gebied, een van de twee."
            faults.append(Fault(where, "plek", detail, place="body"))
            continue
        level = "buurten" if "buurt" in given else "gebieden"
        code = given["buurt" if level == "buurten" else "gebied"]
        status = given.get("status", STATES[-1])
        plans.append(Plan(level, code, where, given["soort"], given["aantal"], status))
    return plans


async def placed(database: Database, state: State, plans: Sequence[Plan]) -> list[Plan]:
    """Plans with the gebied that they add to."""
    own, gebieden = LEVELS["buurten"].layer, LEVELS["gebieden"].layer
    member: dict[str, str] = {}
    codes = [plan.code for plan in plans if plan.level == "buurten"]
    if codes and gebieden in state.layers:
        versions = [state.layers[name].current.version for name in (own, gebieden)]
        query = _GEBIED.format(
            buurten=sql.Identifier("pub", own), gebieden=sql.Identifier("pub", gebieden)
        )
        for code, gebied in await database.fetch(query, [*versions, codes]):
            member.setdefault(code, gebied)
    return [
        replace(plan, gebied=member.get(plan.code) if plan.level == "buurten" else plan.code)
        for plan in plans
    ]
