"""An initiative through the toetsingskader, with the facts of its place filled in.

The test itself is `pipelines.indicators.toetsingskader`; here is where its facts come from: the
published cell of walk access around the place. It tells what fits and what does not; people decide.
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from geo_api import texts
from geo_api.ask import place, points, rows
from geo_api.ask.place import Place
from geo_api.contract.parameters import MAX_FAULTS
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, bad_request
from geo_api.http.links import Links
from geo_api.model import LayerVersion, State

MOST_UNITS = 5000
VALUES = (0.0, 0.5, 1.0)
AROUND: Mapping[str, tuple[str, ...]] = {
    "draaglast": ("klasse",),
    "opgave_gebied_geclusterd": ("opgave_a", "opgave_b"),
}
"""What the buurt and the gebied of a place tell beside the test; no demand or wish asks it."""
REMARKS = (
    "De toets meldt wat past en wat niet; mensen besluiten.",
    "Eisen en wensen zijn een voorstel en per gemeente te kiezen.",
    "Afstanden en W zijn die van het vak waarin de plek ligt, afgerond zoals de laag ze toont.",
)
_YES: dict[str, Any] = {"type": "boolean"}
_PROGRAMME: dict[str, Any] = {
    "soort": {"type": "string", "maxLength": 100, "description": "Zoals CPO."},
    "woningen": {"type": "integer", "minimum": 0, "maximum": MOST_UNITS},
    "doelgroep": {"type": "string", "maxLength": 200, "description": "Voor wie, zoals ouderen."},
    "nultreden": _YES,
    "past_omgevingsplan": _YES,
    "ontmoetingsruimte": {"type": "boolean", "description": "In het gebouw."},
}
_ANSWER: dict[str, Any] = {
    "type": "object",
    "description": "Wat iemand antwoordde, wie en wanneer.",
    "required": ["waarde", "naam", "datum"],
    "additionalProperties": False,
    "properties": {
        "waarde": {
            "description": "Een antwoord is true of false; op een wens ook 0, 0.5 of 1.",
            "oneOf": [{"type": "boolean"}, {"type": "number", "minimum": 0, "maximum": 1}],
        },
        "naam": {
            "type": "string",
            "maxLength": 200,
            "description": "Organisatie of functie, geen naam van een mens.",
        },
        "datum": {"type": "string", "maxLength": 10, "description": "Datum, zoals 2026-11-29."},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["programma"],
    "additionalProperties": False,
    "properties": {
        "plaats": place.SCHEMA,
        "programma": {
            "type": "object",
            "description": "Wat het initiatief wil; wat ontbreekt is onbekend.",
            "additionalProperties": False,
            "properties": _PROGRAMME,
        },
        "antwoorden": {
            "type": "object",
            "description": "Antwoorden per veld van het toetsingskader.",
            "maxProperties": 40,
            "additionalProperties": _ANSWER,
        },
    },
}


def _rules() -> Any:
    """The module of the test: it brings numpy, which takes a moment the first time."""
    from pipelines.indicators import toetsingskader

    return toetsingskader


@cache
def rules() -> tuple[Any, ...]:
    """Every eis and wens as listed: `sleutel`, and `een_van`, the ways to meet it."""
    kader = _rules().standard()
    return (*kader.eisen, *kader.wensen)


@cache
def answerable() -> tuple[str, ...]:
    """Fields that people answer."""
    found = [way["veld"] for rule in rules() for way in rule.een_van if way["van"] == "antwoord"]
    return tuple(dict.fromkeys(found))


async def outcome(
    database: Database, links: Links, state: State, body: Mapping[str, Any]
) -> dict[str, Any]:
    """The outcome for one initiative.

    Args:
        database: the pool.
        links: the link maker.
        state: the release.
        body: as `SCHEMA` has it.

    Raises:
        Problem: 400, an answer to a field that nobody is asked, or with a value it cannot have; or
            a place outside the country.
    """
    toetsingskader = await asyncio.to_thread(_rules)
    faults: list[Fault] = []
    where = place.read(body["plaats"], "plaats", faults) if "plaats" in body else None
    answers = _answers(body.get("antwoorden", {}), faults)
    if faults:
        raise bad_request(faults[:MAX_FAULTS])
    read = await points.at(database, state, where, [points.WALK, *AROUND]) if where else {}
    facts, cell = _facts(links, read.get(points.WALK))
    programme = body["programma"]
    facts["balans_niet_slechter"] = toetsingskader.balance_not_worse(programme.get("doelgroep"))
    walk = read[points.WALK][1] if points.WALK in read else ()
    far = toetsingskader.too_far(walk[0]) if walk else {}
    found = toetsingskader.assess({**facts, **far}, programme, answers)
    return {
        "uitkomst": found.uitkomst,
        "label": found.label or None,
        "eisen": [_point(point) for point in found.eisen],
        "wensen": [
            _point(point) | {"gewicht": toetsingskader.standard().gewichten[point.sleutel]}
            for point in found.wensen
        ],
        "voldoetNiet": list(found.niet),
        "onbekend": list(found.onbekend),
        "wensscore": {"laag": _known(found.laag), "hoog": _known(found.hoog)},
        "feiten": facts,
        "vak": cell,
        "omgeving": [
            points.layer(links, *read[name], only)
            for name, only in AROUND.items()
            if name in read and read[name][1]
        ],
        "plaats": where.document() if where else None,
        "woonzorg": documents.release(state.told),
        "opmerkingen": [*REMARKS, *_missing(state, where, cell)],
    }


def _answers(given: Mapping[str, Mapping[str, Any]], faults: list[Fault]) -> dict[str, Any]:
    from pipelines.indicators.toetsingskader import Antwoord

    found = {}
    for name, answer in given.items():
        where = f"antwoorden.{name}"
        if name not in answerable():
            near = texts.nearest(name, answerable())
            hint = f" Bedoelde u '{near}'?" if near else ""
            detail = f"'{where}' wordt niet gevraagd.{hint} Wel: {', '.join(answerable())}."
            faults.append(Fault(where, "onbekend", detail, near, place="body"))
            continue
        if float(answer["waarde"]) not in VALUES:
            detail = f"'{where}.waarde' is true of false; van een wens ook 0, 0.5 of 1."
            faults.append(Fault(f"{where}.waarde", "waarde", detail, place="body"))
            continue
        day = _day(answer["datum"])
        if day is None:
            detail = f"'{where}.datum' is een datum zoals 2026-11-29."
            faults.append(Fault(f"{where}.datum", "datum", detail, place="body"))
            continue
        found[name] = Antwoord(answer["waarde"], answer["naam"], day)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _facts(
    links: Links, read: tuple[LayerVersion, Sequence[rows.Row]] | None
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Facts of the place by name, None where unknown; and the cell that they are of."""
    from pipelines.indicators import toetsingskader

    facts: dict[str, Any] = dict.fromkeys((*toetsingskader.LOOP, toetsingskader.NORM))
    if read is None or not read[1]:
        return facts, None
    found, held = read
    facts |= {name: held[0].get(column) for name, column in toetsingskader.LOOP.items()}
    origin = documents.origin(found)
    return facts, {**origin, "id": held[0]["id"], "href": links.feature(found.laag, held[0]["id"])}


def _point(point: Any) -> dict[str, Any]:
    told = asdict(point)
    told["datum"] = point.datum.isoformat() if point.datum else None
    told["oordeel"] = _known(point.oordeel)
    return {name: value if value != "" else None for name, value in told.items()}


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _missing(state: State, where: Place | None, cell: Mapping[str, Any] | None) -> list[str]:
    told = ["Hoeveel huisartsenzorg er is staat in geen open laag: zonder verklaring onbekend."]
    if where is None:
        told.append("Zonder plaats zijn de feiten van de plek onbekend.")
    elif state.asof and points.WALK in state.lacking:
        gone = texts.not_in_release(points.WALK, state.asof["release"])
        told.append(f"De feiten van de plek zijn onbekend. {gone}")
    elif points.WALK not in state.layers:
        told.append("De laag met loopafstanden is niet gepubliceerd: die feiten zijn onbekend.")
    elif cell is None:
        told.append("De plaats ligt in geen vak met loopafstanden: die feiten zijn onbekend.")
    return told
