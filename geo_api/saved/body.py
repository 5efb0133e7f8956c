"""What is sent to be saved: read whole, brought to one form, so that equal questions are equal.

The content that is kept: `laag`; `filter`, `filter-lang` and `filter-crs` when there is a filter;
`gebied` with either `codes`, or `vlak` and `crs` as they were drawn, and `regel`. The shape in RD
goes with it for the database alone.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from psycopg import sql

from geo_api import areas, crs, filters, texts
from geo_api.bbox import MOST_POINTS
from geo_api.cql import Wrong
from geo_api.db import Database
from geo_api.errors import Fault, bad_request
from geo_api.model import Layer, State

MOST_AREAS = 200
MOST_DEPTH = 20
MOST_KM2 = 5_000
"""About twice a province; more is no neighbourhood but the layer."""
_KNOWN = ("laag", *filters.NAMES, "gebied")
_AREA = ("vlak", "crs", "regel", "codes")
_MOVED = sql.SQL(
    "SELECT ST_AsEWKB(g), ST_Area(g), ST_IsValid(g)"
    " FROM (SELECT ST_Transform(%s::geometry, 28992) AS g) AS s"
)
_NAMED = sql.SQL("SELECT id FROM {} WHERE version = %s AND id = ANY(%s::text[])")
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
                    f"{MOST_POINTS} punten en {MOST_KM2} km².",
                },
                "crs": {"type": "string", "enum": crs.URIS, "default": crs.CRS84.uri},
                "regel": {"type": "string", "enum": list(areas.RULES), "default": areas.POINT},
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


def fault(name: str, code: str, detail: str, suggestion: str | None = None) -> Fault:
    """A fault of what was sent."""
    return Fault(name, code, detail, suggestion, "body")


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


def key(content: Mapping[str, Any]) -> str:
    """The id of a question: the same for the same question."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


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
    faults = [_unknown("", name, _KNOWN) for name in given if name not in _KNOWN]
    laag = given.get("laag")
    if not isinstance(laag, str):
        faults.append(fault("laag", "ontbreekt", "'laag' is de naam van een laag."))
        raise bad_request(faults)
    layer = state.layer(laag)
    content: dict[str, Any] = {"laag": laag, **_filter(layer, given, faults)}
    shape: bytes | None = None
    if "gebied" in given:
        content["gebied"], shape = await _area(database, state, layer, given["gebied"], faults)
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


async def _area(
    database: Database, state: State, layer: Layer, given: Any, faults: list[Fault]
) -> tuple[dict[str, Any], bytes | None]:
    shape: bytes | None = None
    if not isinstance(given, dict) or ("vlak" in given) == ("codes" in given):
        detail = "'gebied' is een object met 'vlak' (en 'crs', 'regel') of met 'codes'."
        faults.append(fault("gebied", "soort", detail))
        return {}, None
    faults += [_unknown("gebied/", name, _AREA) for name in given if name not in _AREA]
    if "codes" in given:
        area = await _codes(database, state, layer, given, faults)
    else:
        area, shape = await _drawn(database, given, faults)
    if not faults:
        try:
            areas.holds(layer.current, {**area, "id": ""}, state.layers)
        except Wrong as wrong:
            faults.append(fault("gebied", "gebied", wrong.detail))
    return area, shape


async def _codes(
    database: Database, state: State, layer: Layer, given: dict[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    codes = given["codes"]
    fit = isinstance(codes, list) and all(isinstance(one, str) and len(one) <= 100 for one in codes)
    if not fit or not 1 <= len(codes) <= MOST_AREAS or len(given) > 1:
        detail = f"'codes' is een lijst van 1 tot en met {MOST_AREAS} codes of namen van gebieden."
        faults.append(fault("gebied/codes", "soort", detail))
        return {}
    wanted = sorted(set(codes))
    try:
        missing = await _missing(database, state, layer, wanted)
    except Wrong as wrong:
        faults.append(fault("gebied/codes", "gebied", wrong.detail))
        return {}
    if missing:
        shown = ", ".join(f"'{code[:60]}'" for code in missing[:5])
        detail = f"Deze gebieden bestaan hier niet in de gepubliceerde indeling: {shown}."
        faults.append(fault("gebied/codes", "onbekend", detail))
    return {"codes": wanted}


async def _missing(database: Database, state: State, layer: Layer, codes: list[str]) -> list[str]:
    known: set[str] = set()
    for level in areas.LEVELS.values():
        own = [code for code in codes if areas.level_of(code) is level and code.isprintable()]
        if own:
            shapes = areas.version(level, layer.current, state.layers)
            text = _NAMED.format(sql.Identifier("pub", shapes.laag))
            known |= {row[0] for row in await database.fetch(text, (shapes.version, own))}
    return [code for code in codes if code not in known]


async def _drawn(
    database: Database, given: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], bytes | None]:
    rule, shape = given.get("regel", areas.POINT), given["vlak"]
    uri = given.get("crs", crs.CRS84.uri)
    found: list[Fault] = []
    system, _ = crs.parse("gebied/crs", uri if isinstance(uri, str) else "", found)
    faults += [fault(one.name, one.code, one.detail) for one in found]
    if rule not in areas.RULES:
        near = texts.nearest(str(rule)[:40], areas.RULES)
        detail = f"'regel' is een van: {', '.join(areas.RULES)}."
        faults.append(fault("gebied/regel", "onbekend", detail, near))
    if not isinstance(shape, dict) or shape.get("type") not in ("Polygon", "MultiPolygon"):
        detail = "'vlak' is een GeoJSON-geometrie van type Polygon of MultiPolygon."
        faults.append(fault("gebied/vlak", "soort", detail))
    if faults:
        return {}, None
    try:
        numbers = _rounded(shape.get("coordinates"), system.digits)
        plain = {"type": shape["type"], "coordinates": numbers}
        moved = await _moved(database, plain, system)
    except Wrong as wrong:
        faults.append(fault("gebied/vlak", "vorm", wrong.detail))
        return {}, None
    return {"vlak": plain, "crs": system.uri, "regel": rule}, moved


async def _moved(database: Database, shape: dict[str, Any], system: crs.Crs) -> bytes:
    """A drawn area in RD as EWKB.

    Raises:
        Wrong: it is no area, too large, or elsewhere.
    """
    # Here, not above: it brings numpy, and a service starts without it.
    from geo_api import literals

    found = literals.ewkb(shape, system, "'vlak'")
    if found is None:
        raise Wrong("Het vlak ligt buiten Nederland. Klopt de asvolgorde van 'crs'?")
    shape_rd, square_m, valid = (await database.fetch(_MOVED, (found,)))[0]
    if not valid or not square_m:
        raise Wrong("Het vlak heeft in RD geen geldige oppervlakte.")
    if square_m > MOST_KM2 * 1e6:
        size = f"{square_m / 1e6:.0f}"
        raise Wrong(f"Het vlak is {size} km²; hoogstens {MOST_KM2} km² wordt bewaard.")
    return bytes(shape_rd)


def _rounded(node: Any, digits: int) -> Any:
    """Coordinates without heights, at the precision that is served: 1, 1.0 and 1.0000000001 alike.

    Raises:
        Wrong: something in them is no number.
    """
    if isinstance(node, list) and node and all(isinstance(item, list) for item in node):
        return [_rounded(item, digits) for item in node]
    plain = isinstance(node, list) and len(node) in (2, 3)
    if not plain or not all(type(item) in (int, float) for item in node):
        raise Wrong("'vlak' bevat een vorm die geen geldige geometrie is.")
    try:
        return [round(float(item), digits) for item in node[:2]]
    except OverflowError:
        raise Wrong("'vlak' bevat een getal dat te groot is.") from None


def _unknown(path: str, name: str, known: tuple[str, ...]) -> Fault:
    shown = name[:60]
    hint = texts.did_you_mean(shown, known)
    detail = f"'{path}{shown}' wordt niet gelezen.{hint} Bekend: {', '.join(known)}."
    return fault(path + shown, "onbekend", detail, texts.nearest(shown, known))


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
