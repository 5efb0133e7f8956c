"""How routes describe themselves: shared path parameters, and the answers they can give."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Path

from geo_api.errors import MEDIA_TYPE

Laag = Annotated[
    str, Path(description="Naam van de laag, zoals in /v1/collections.", examples=["buurten"])
]
Key = Annotated[str, Path(description="Id van het object, zoals 'id' in de objecten van de laag.")]

JSON = "application/json"
_PROBLEMS = {
    400: "Een parameter is onbekend of onjuist; 'errors' noemt alle fouten.",
    404: "Bestaat niet; de tekst noemt zo mogelijk de naam die er het meest op lijkt.",
    406: "Deze vorm is er niet.",
    410: "De laag is ingetrokken of de versie wordt niet meer bewaard.",
    413: "Wat gestuurd werd is te groot.",
    415: "De inhoud is van een soort die hier niet gelezen wordt.",
    412: "De voorwaarde in If-Match geldt niet meer.",
    416: "Het gevraagde bereik ligt buiten het bestand.",
    503: "De database of het archief is nu niet beschikbaar; Retry-After zegt wanneer wel.",
}

TOO_MANY = "Meer vragen dan een bezoeker mag stellen; Retry-After zegt wanneer het weer kan."
"""Of every route that is counted."""

Responses = dict[int | str, dict[str, Any]]
Headers = dict[str, dict[str, Any]]
_LOCATION = {"description": "Adres ervan.", "schema": {"type": "string", "format": "uri"}}
CONTENT_CRS: Headers = {
    "Content-Crs": {
        "description": "Stelsel van de coördinaten, tussen punthaken.",
        "required": True,
        "schema": {"type": "string"},
    }
}
"""Of answers with coordinates in a system that was asked."""
OF_A_TILE: Headers = {
    name: {"description": text, "schema": {"type": "integer", "minimum": 0}}
    for name, text in {
        "OGC-NumberReturned": "Objecten in de tegel; alleen bij een tegel van een vraag.",
        "OGC-NumberMatched": "Objecten die erin horen; meer dan in de tegel staan: zij is vol.",
    }.items()
}


def reference(name: str) -> dict[str, str]:
    """A reference to a schema of the API description."""
    return {"$ref": f"#/components/schemas/{name}"}


def problem(text: str) -> dict[str, Any]:
    """An answer that is a problem document."""
    return {"description": text, "content": {MEDIA_TYPE: {"schema": reference("Probleem")}}}


def made(description: str, schema: str, *problems: int) -> Responses:
    """The answers of an operation that keeps something and says where it is."""
    found: Responses = {
        201: {
            "description": description,
            "content": {"application/json": {"schema": reference(schema)}},
            "headers": {"Location": _LOCATION},
        }
    }
    found |= {status: problem(_PROBLEMS[status]) for status in (400, *problems)}
    return found | {"default": problem("Een andere fout.")}


def answers(
    description: str,
    media_type: str,
    schema: str | None,
    *problems: int,
    also: Iterable[str] = (),
    headers: Headers | None = None,
    kept: bool = True,
) -> Responses:
    """The answers of an operation.

    Args:
        description: what a 200 holds, in Dutch.
        media_type: of the 200.
        schema: name of its schema, None for text or bytes.
        problems: statuses it may refuse with, beside 400.
        also: other media types of the 200, as text or bytes.
        headers: that the 200 has beside those of every answer.
        kept: a cache may keep it, so it has a tag by which it is asked again.
    """
    shape: dict[str, Any] = reference(schema) if schema else {"type": "string"}
    found: Responses = {
        200: {"description": description, "content": {media_type: {"schema": shape}}},
    }
    if kept:
        text = "Niet gewijzigd: wat u heeft (If-None-Match) is nog geldig."
        found[304] = {"description": text}
    plain = {"schema": {"type": "string", "format": "binary"}}
    found[200]["content"] |= dict.fromkeys(also, plain)
    found[200]["headers"] = {**(headers or {})}
    found |= {status: problem(_PROBLEMS[status]) for status in (400, *problems)}
    return found | {"default": problem("Een andere fout.")}


def asked(
    description: str, schema: str, *problems: int, status: int = 200, body: bool = True
) -> Responses:
    """The answers of an operation whose answers no cache keeps.

    Args:
        description: what a good answer holds, in Dutch.
        schema: name of its schema.
        problems: statuses it may refuse with, beside those of every question.
        status: of a good answer.
        body: it takes a body, and may refuse that.
    """
    content = {JSON: {"schema": reference(schema)}}
    found: Responses = {status: {"description": description, "content": content}}
    if status == 202:
        found[status]["headers"] = {"Location": _LOCATION}
    refused = (400, 413, 415, *problems) if body else (400, *problems)
    found |= {code: problem(_PROBLEMS[code]) for code in refused}
    return found | {"default": problem("Een andere fout.")}


def emptied(description: str, *problems: int) -> Responses:
    """The answers of an operation that takes something away."""
    found: Responses = {204: {"description": description}}
    found |= {code: problem(_PROBLEMS[code]) for code in (400, *problems)}
    return found | {"default": problem("Een andere fout.")}
