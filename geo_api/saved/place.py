"""The area of a question that is sent: codes that exist, or a drawn shape within bounds."""

from typing import Any

from psycopg import sql

from geo_api import texts
from geo_api.db import Database
from geo_api.errors import Fault
from geo_api.filter.cql import Wrong
from geo_api.items import areas, blocks, crs, selection
from geo_api.model import Layer, State

MOST_AREAS = 200
MOST_KM2 = 5_000
"""About twice a province; more is no neighbourhood but the layer."""
_AREA = ("vlak", "crs", "regel", "codes")
_MOVED = sql.SQL(
    "SELECT ST_AsEWKB(g), ST_Area(g), ST_IsValid(g)"
    " FROM (SELECT ST_Transform(%s::geometry, 28992) AS g) AS s"
)
_NAMED = sql.SQL("SELECT id FROM {} WHERE version = %s AND id = ANY(%s::text[])")


def fault(name: str, code: str, detail: str, suggestion: str | None = None) -> Fault:
    """A fault of what was sent."""
    return Fault(name, code, detail, suggestion, "body")


async def read(
    database: Database, state: State, layer: Layer, given: Any, faults: list[Fault]
) -> tuple[dict[str, Any], bytes | None]:
    """The area to keep, and a drawn one in RD as EWKB.

    Args:
        database: moves a drawn area to RD, and knows the codes.
        state: what is published.
        layer: to which it is to be applied.
        given: what was sent as `gebied`.
        faults: receives what is wrong.
    """
    shape: bytes | None = None
    if not isinstance(given, dict) or ("vlak" in given) == ("codes" in given):
        detail = "'gebied' is een object met 'vlak' (en 'crs', 'regel') of met 'codes'."
        faults.append(fault("gebied", "soort", detail))
        return {}, None
    faults += [unknown("gebied/", name, _AREA) for name in given if name not in _AREA]
    if "codes" in given:
        area = await _codes(database, state, layer, given, faults)
    else:
        area, shape = await _drawn(database, given, faults)
    if not faults:
        try:
            blocks.holds(layer.current, {**area, "id": ""}, state.layers)
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
            text = _NAMED.format(selection.view(shapes))
            known |= {row[0] for row in await database.fetch(text, (shapes.version, own))}
    return [code for code in codes if code not in known]


async def _drawn(
    database: Database, given: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], bytes | None]:
    rule, shape = given.get("regel", blocks.POINT), given["vlak"]
    uri = given.get("crs", crs.CRS84.uri)
    found: list[Fault] = []
    system, _ = crs.parse("gebied/crs", uri if isinstance(uri, str) else "", found)
    faults += [fault(one.name, one.code, one.detail) for one in found]
    if rule not in blocks.RULES:
        near = texts.nearest(str(rule)[:40], blocks.RULES)
        detail = f"'regel' is een van: {', '.join(blocks.RULES)}."
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
    from geo_api.filter import literals

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


def unknown(path: str, name: str, known: tuple[str, ...]) -> Fault:
    """The fault of a member that is not read."""
    shown = name[:60]
    hint = texts.did_you_mean(shown, known)
    detail = f"'{path}{shown}' wordt niet gelezen.{hint} Bekend: {', '.join(known)}."
    return fault(path + shown, "onbekend", detail, texts.nearest(shown, known))
