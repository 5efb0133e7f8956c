"""The schema of a layer (OGC API Features Part 5): name, type, role, meaning of each property."""

from typing import Any

from geo_api.describe import documents
from geo_api.http.links import Links
from geo_api.model import Column, LayerVersion

_TYPES: dict[str, dict[str, str]] = {
    "smallint": {"type": "integer"},
    "integer": {"type": "integer"},
    "bigint": {"type": "integer"},
    "real": {"type": "number"},
    "double precision": {"type": "number"},
    "numeric": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp with time zone": {"type": "string", "format": "date-time"},
    "json": {"type": "object"},
    "jsonb": {"type": "object"},
}
_ENDINGS = {
    "_status": "status",
    "_n": "aantal waarnemingen",
    "_ci_low": "ondergrens betrouwbaarheidsinterval",
    "_ci_high": "bovengrens betrouwbaarheidsinterval",
}


def queryables(links: Links, found: LayerVersion) -> dict[str, Any]:
    """What a filter may name (Part 3): the same properties, as JSON Schema, and no other."""
    return document(links, found) | {
        "$id": links.collection(found.laag, "/queryables"),
        "additionalProperties": False,
    }


def feature(links: Links, found: LayerVersion) -> dict[str, Any]:
    """JSON Schema of one feature as GeoJSON; GDAL takes the types of columns from it.

    Without it a column without a value on the first page would count as text. A null counts as
    absent, as in Part 5: GDAL reads a type beside null as text too.
    """
    flat = document(links, found)
    properties = {name: told for name, told in flat["properties"].items() if name != "geometry"}
    return flat | {
        "$id": links.collection(found.laag, "/schema/object"),
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {"type": ["object", "null"]},
            "properties": {"type": "object", "properties": properties},
        },
    }


def document(links: Links, found: LayerVersion) -> dict[str, Any]:
    """JSON Schema (2020-12) of properties and geometry, in the order in which they are served."""
    columns = {column.naam: column for column in found.columns}
    properties: dict[str, Any] = {}
    for number, (name, kind) in enumerate(found.properties.items(), start=1):
        content = _described(columns[name]) if name in columns else _companion(name, columns)
        if name == found.meta["sleutel"]:
            content["x-ogc-role"] = "id"
        properties[name] = {**content, **_type(kind), "x-ogc-propertySeq": number}
    if found.geometry:
        properties["geometry"] = {
            "title": "Geometrie",
            "x-ogc-role": "primary-geometry",
            "format": f"geometry-{found.geometry.lower()}",
            "x-ogc-propertySeq": len(properties) + 1,
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": links.collection(found.laag, "/schema"),
        "type": "object",
        "title": found.meta["titel"],
        "description": documents.description(found),
        "properties": properties,
    }


def _type(kind: str) -> dict[str, Any]:
    if kind.endswith("[]"):
        return {"type": "array", "items": _type(kind.removesuffix("[]"))}
    return dict(_TYPES.get(kind, {"type": "string"}))


def _described(column: Column) -> dict[str, Any]:
    content: dict[str, Any] = {"title": column.titel}
    unit = f"Eenheid: {column.eenheid}." if column.eenheid else None
    text = " ".join(part for part in (column.omschrijving, unit) if part)
    if text:
        content["description"] = text
    if column.eenheid:
        content["x-woonzorg-eenheid"] = column.eenheid
    if column.klassen:
        content["x-woonzorg-klassen"] = column.klassen
    if column.vervalt:
        content |= {"deprecated": True, "x-woonzorg-vervalt": column.vervalt}
    return content


def _companion(name: str, columns: dict[str, Column]) -> dict[str, Any]:
    if name == "peildatum":
        return {"title": "Peildatum", "description": "De dag die de gegevens beschrijven."}
    for ending, meaning in _ENDINGS.items():
        owner = columns.get(name.removesuffix(ending))
        if name.endswith(ending) and owner:
            return {"title": f"{owner.titel}: {meaning}"}
    return {"title": name}
