"""Where to add N clusters among places of one's own: the question, and what the worker is handed.

Best places without candidates would be a list of optimal sites, which stays closed until a decision
of the municipality opens it; so the candidates are the asker's own. Demand is what the squares
publish: residents of 65 and over per cell; secret cells do not count and are told. The answer is
found by the program beside the service (`geo_api.ask.worker`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from geo_api.ask import place, rows
from geo_api.contract.parameters import MAX_FAULTS
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, Problem, bad_request
from geo_api.items import crs
from geo_api.model import LayerVersion, State

SQUARES, OPPORTUNITY = "vierkanten", "kansenkaart"
MOST_SITES, MOST_CANDIDATES, MOST_EXISTING = 10, 100, 100
MOST_CELLS = 20_000
EXCLUDED = "uitgesloten"
MODELS = ("p-mediaan", "dekking")
REMARKS = (
    "Vraag is het aantal inwoners van 65 jaar en ouder per vak zoals CBS het publiceert; geheime "
    "en kleine aantallen tellen niet mee.",
    "Zoekgebied, geen planologische uitspraak; alleen uw eigen plekken zijn vergeleken.",
)
_SITE: dict[str, Any] = {
    "type": "object",
    "description": "Een plek in het stelsel 'crs' van de vraag.",
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
        "naam": {"type": "string", "maxLength": 100},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["aantal", "kandidaten"],
    "additionalProperties": False,
    "properties": {
        "model": {
            "type": "string",
            "enum": list(MODELS),
            "description": (
                "p-mediaan: minste loopafstand samen; dekking: de meeste mensen binnen straal_m. "
                "Zonder: p-mediaan."
            ),
        },
        "aantal": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_SITES,
            "description": "Hoeveel plekken erbij komen.",
        },
        "kandidaten": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_CANDIDATES,
            "description": "Uw eigen plekken waaruit wordt gekozen.",
            "items": _SITE,
        },
        "bestaand": {
            "type": "array",
            "minItems": 0,
            "maxItems": MOST_EXISTING,
            "description": "Clusters die er al zijn; ze tellen mee en liggen vast.",
            "items": _SITE,
        },
        "straal_m": {
            "type": "integer",
            "minimum": 100,
            "maximum": 2000,
            "description": "Binnen hoeveel meter lopen iemand gedekt is; zonder: 500.",
        },
        "crs": {"type": "string", "enum": crs.URIS, "description": "Zonder: CRS84."},
    },
}
_CELLS = sql.SQL(
    "SELECT ST_X(ST_Centroid(geometry)), ST_Y(ST_Centroid(geometry)), inwoners_65plus,"
    " inwoners_65plus_status FROM {} WHERE version = %s ORDER BY id LIMIT %s"
)
_RD = sql.SQL(
    "SELECT ST_X(p), ST_Y(p) FROM (SELECT n, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), %s),"
    " 28992) AS p FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS u (x, y, n)) AS q"
    " ORDER BY n"
)
_IN_CELL = sql.SQL("ST_Intersects(geometry, ST_SetSRID(ST_MakePoint(%s, %s), 28992))")


async def job(
    database: Database, state: State, body: Mapping[str, Any], streets: str
) -> dict[str, Any]:
    """What the worker needs, as plain data.

    Args:
        database: the pool.
        state: the release.
        body: as `SCHEMA` has it.
        streets: file of the network.

    Raises:
        Problem: 400, more sites than candidates or a place outside the country; 404 or 410, the
            squares are not published.
    """
    faults: list[Fault] = []
    if body["aantal"] > len(body["kandidaten"]):
        detail = f"'aantal' is {body['aantal']}; er zijn {len(body['kandidaten'])} kandidaten."
        faults.append(Fault("aantal", "bereik", detail, place="body"))
    found = state.layer(SQUARES).current
    existing = body.get("bestaand", [])
    places = await _places(database, body, [*body["kandidaten"], *existing], faults)
    own = places[: len(body["kandidaten"])]
    cells = await database.fetch(
        _CELLS.format(sql.Identifier("pub", found.laag)), [found.version, MOST_CELLS + 1]
    )
    if not cells and found.meta["aantal"]:
        raise rows.Stale
    if len(cells) > MOST_CELLS:
        raise Problem(503, f"Deze installatie heeft meer dan {MOST_CELLS} vakken; dat is te veel.")
    known = [(x, y, float(number)) for x, y, number, _ in cells if number]
    return {
        "straten": streets,
        "model": body.get("model", MODELS[0]),
        "aantal": body["aantal"],
        "straal_m": body.get("straal_m"),
        "vraag": known,
        "kandidaten": own,
        "namen": [one.get("naam") for one in body["kandidaten"]],
        "bestaand": places[len(own) :],
        **await _cells(database, state, own),
        "herkomst": _origin(state, found, cells, len(known)),
    }


async def _places(
    database: Database,
    body: Mapping[str, Any],
    sites: Sequence[Mapping[str, Any]],
    faults: list[Fault],
) -> list[tuple[float, float]]:
    """RD coordinates of the places of a body.

    Raises:
        Problem: 400, with `faults` and every place outside the country.
    """
    system = body.get("crs", crs.CRS84.uri)
    number = len(body["kandidaten"])
    for k, site in enumerate(sites):
        name = f"kandidaten[{k}]" if k < number else f"bestaand[{k - number}]"
        place.read({"x": site["x"], "y": site["y"], "crs": system}, name, faults)
    if faults:
        raise bad_request(faults[:MAX_FAULTS])
    srid = crs.parse("crs", system, [])[0].srid
    x, y = ([float(site[axis]) for site in sites] for axis in ("x", "y"))
    return [(a, b) for a, b in await database.fetch(_RD.format(), [srid, x, y])]


async def _cells(
    database: Database, state: State, sites: Sequence[tuple[float, float]]
) -> dict[str, list[Any]]:
    """Of each candidate the score of the kansenkaart, for sets that are otherwise equal.

    And which ones it excludes: they are compared all the same, for they are the asker's own.
    """
    if OPPORTUNITY not in state.layers:
        return {"scores": [None] * len(sites), "uitgesloten": []}
    found = state.layers[OPPORTUNITY].current
    wanted = [rows.Wanted(found, _IN_CELL, site) for site in sites]
    held = [one[0] if one else {} for one in await rows.read(database, state, wanted)]
    return {
        "scores": [one.get("score") for one in held],
        "uitgesloten": [k for k, one in enumerate(held) if one.get("score_status") == EXCLUDED],
    }


def _origin(
    state: State, found: LayerVersion, cells: Sequence[Sequence[Any]], known: int
) -> dict[str, Any]:
    secret = sum(status == "onderdrukt" for *_, status in cells)
    return {
        "woonzorg": documents.release(state.release),
        "herkomstVraag": {
            **documents.origin(found),
            "kolom": "inwoners_65plus",
            "vakken": len(cells),
            "metVraag": known,
            "geheim": secret,
        },
        "opmerkingen": list(REMARKS),
    }
