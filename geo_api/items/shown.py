"""What of each feature is shown: some of its properties, its shape or not, how many decimals."""

from collections.abc import Mapping
from dataclasses import replace

from geo_api import texts
from geo_api.contract.parameters import MAX_FAULTS, Parameter
from geo_api.errors import Fault
from geo_api.items.crs import Crs
from geo_api.model import LayerVersion

GEOMETRY = "geometry"
"""The name of the shape among queryables, which `properties` may hold too."""
PROPERTIES = Parameter(
    "properties",
    "Alleen deze kolommen, tussen komma's; zonder: alle. De vorm komt mee, ook zonder dat "
    "'geometry' genoemd is; weglaten doet 'skipGeometry'. Wie een waarde kiest en haar status "
    "niet, ziet niet waarom een waarde ontbreekt.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1},
)
SKIP_GEOMETRY = Parameter(
    "skipGeometry",
    "Met true komen de objecten zonder geometrie.",
    {"type": "boolean", "default": False},
)
PRECISION = Parameter(
    "precision",
    "Aantal decimalen van coördinaten; zonder: een millimeter, wat ook het meeste is.",
    {"type": "integer", "minimum": 0, "maximum": 8},
)
PARAMETERS = (PROPERTIES, SKIP_GEOMETRY, PRECISION)


def version(found: LayerVersion, asked: Mapping[str, str], faults: list[Fault]) -> LayerVersion:
    """A version as if it had only what is shown of it.

    Args:
        found: the whole version.
        asked: the query.
        faults: receives what is wrong.
    """
    skipped = asked.get("skipGeometry", "false")
    if skipped not in ("true", "false"):
        detail = "'skipGeometry' is true of false."
        faults.append(Fault("skipGeometry", "waarde", detail))
    kept = _kept(found, asked.get("properties"), faults)
    if skipped == "true" and GEOMETRY in _names(asked.get("properties", "")):
        detail = f"'properties' noemt '{GEOMETRY}' en 'skipGeometry' laat haar weg: kies een."
        faults.append(Fault("skipGeometry", "samen", detail))
    meta = {**found.meta, "geometrie": None} if skipped == "true" else found.meta
    return replace(found, properties=kept, meta=meta)


def _kept(found: LayerVersion, text: str | None, faults: list[Fault]) -> Mapping[str, str]:
    if text is None:
        return found.properties
    wanted = dict.fromkeys(_names(text))
    known = {*found.properties, *([GEOMETRY] if found.geometry else [])}
    for name in [name for name in wanted if name not in known][:MAX_FAULTS]:
        near = texts.nearest(name[:60], found.properties)
        hint = f" Bedoelde u '{near}'?" if near else ""
        detail = f"Deze laag heeft geen kolom '{name[:60]}'.{hint}"
        faults.append(Fault("properties", "onbekend", detail, near))
    return {name: kind for name, kind in found.properties.items() if name in wanted}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def system(found: Crs, asked: Mapping[str, str], faults: list[Fault]) -> Crs:
    """A system with as many decimals as are asked, at most what it has."""
    text = asked.get("precision")
    if text is None:
        return found
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        detail = "'precision' is een geheel getal: hoeveel decimalen coördinaten hebben."
        faults.append(Fault("precision", "getal", detail))
        return found
    return replace(found, digits=min(found.digits, int(text)))
