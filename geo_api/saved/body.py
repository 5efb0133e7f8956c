"""What is sent to be saved: read whole, brought to one form, so that equal questions are equal.

The content that is kept: `laag`; `filter`, `filter-lang` and `filter-crs` when there is a filter;
`gebied` with either `codes`, or `vlak` and `crs` as they were drawn, and `regel`. The shape in RD
goes with it for the database alone.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from data.getallen import dutch
from geo_api.db import Database
from geo_api.errors import Fault, bad_request
from geo_api.filter import filters
from geo_api.items import blocks, crs
from geo_api.items.bbox import MOST_POINTS
from geo_api.model import Layer, State
from geo_api.saved import place
from geo_api.saved.place import MOST_AREAS, MOST_KM2, fault, unknown

MOST_DEPTH = 20
_KNOWN = ("laag", *filters.NAMES, "gebied")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["laag"],
    "additionalProperties": False,
    "properties": {
        "laag": {"type": "string", "description": "Naam van de laag."},
        "filter": {"description": "CQL2 als tekst, of als object bij cql2-json."},
        "filter-lang": {"type": "string", "enum": ["cql2-text", "cql2-json"]},
        "filter-crs": {"type": "string", "enum": crs.URIS},
        "gebied": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "vlak": {
                    "type": "object",
                    "description": f"GeoJSON Polygon of MultiPolygon, hoogstens "
                    f"{dutch(MOST_POINTS)} punten en {dutch(MOST_KM2)} km².",
                },
                "crs": {"type": "string", "enum": crs.URIS, "default": crs.CRS84.uri},
                "regel": {"type": "string", "enum": list(blocks.RULES), "default": blocks.POINT},
                "codes": {
                    "type": "array",
                    "maxItems": MOST_AREAS,
                    "items": {"type": "string"},
                    "description": "Codes van buurten, wijken of gemeenten, of namen van gebieden.",
                },
            },
        },
    },
}


def parse(content: bytes) -> dict[str, Any]:
    """The JSON object that was sent, finite and not too deep.

    Raises:
        Problem: 400 otherwise.
    """
    try:
        found = json.loads(content, parse_constant=_no_number)
        if isinstance(found, dict) and _depth(found) <= MOST_DEPTH:
            return found
    except (ValueError, RecursionError):
        pass
    detail = (
        f"De inhoud is een JSON-object (UTF-8) van hoogstens {MOST_DEPTH} lagen diep, met eindige "
        "getallen."
    )
    raise bad_request([fault("", "json", detail)])


def key(content: Mapping[str, Any], salt: str = "") -> str:
    """The id of a question: the same for the same question.

    Args:
        content: as it is kept.
        salt: who may ask it, where that differs; equal questions of others then have other ids.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((salt + text).encode()).hexdigest()[:32]


async def read(
    database: Database, state: State, given: Mapping[str, Any]
) -> tuple[dict[str, Any], bytes | None]:
    """The content to keep, and a drawn area in RD as EWKB.

    Args:
        database: moves a drawn area to RD, and knows the codes.
        state: what is published.
        given: what was sent.

    Raises:
        Problem: 400 with every fault; 404 or 410 of the layer.
    """
    faults = [unknown("", name, _KNOWN) for name in given if name not in _KNOWN]
    laag = given.get("laag")
    if not isinstance(laag, str):
        faults.append(fault("laag", "ontbreekt", "'laag' is de naam van een laag."))
        raise bad_request(faults)
    layer = state.layer(laag)
    content: dict[str, Any] = {"laag": laag, **_filter(layer, given, faults)}
    shape: bytes | None = None
    if "gebied" in given:
        content["gebied"], shape = await place.read(database, state, layer, given["gebied"], faults)
    elif "filter" not in given:
        detail = "Een zoekvraag heeft een 'filter', een 'gebied', of beide."
        faults.append(fault("gebied", "ontbreekt", detail))
    if faults:
        raise bad_request(faults)
    return content, shape


def _filter(layer: Layer, given: Mapping[str, Any], faults: list[Fault]) -> dict[str, str]:
    """The parameters of a filter, as an address would have them."""
    asked: dict[str, str] = {}
    for name in filters.NAMES:
        value = given.get(name)
        if isinstance(value, dict) and name == "filter":
            value = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            asked.setdefault("filter-lang", "cql2-json")
        if isinstance(value, str):
            asked[name] = value
        elif value is not None:
            faults.append(fault(name, "soort", f"'{name}' is een tekst."))
    if isinstance(given.get("filter"), dict) and "filter-lang" not in given:
        asked["filter-lang"] = "cql2-json"
    found: list[Fault] = []
    filters.read(layer.current, asked, found)
    faults += [fault(one.name, one.code, one.detail, one.suggestion) for one in found]
    return asked if "filter" in asked else {}


def _no_number(name: str) -> None:
    raise ValueError(name)


def _depth(node: Any) -> int:
    """Levels of a document, looked at level by level and no deeper than is allowed."""
    level, depth = [node], 0
    while level and depth <= MOST_DEPTH:
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level, depth = below, depth + 1
    return depth
