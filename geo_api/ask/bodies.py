"""Bodies of questions: one JSON Schema both checks a body and describes it in OpenAPI.

Belongs here: the few words of JSON Schema that bodies use. A word that is not checked here may not
stand in a schema, so that what is described is what is accepted.
"""

import json
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from fastapi import Request

from geo_api import texts
from geo_api.contract.parameters import MAX_FAULTS, Parameter
from geo_api.errors import Fault, Problem, bad_request

Schema = Mapping[str, Any]
JSON = "application/json"
F_JSON = Parameter("f", "Vorm van het antwoord; alleen json.", {"type": "string", "enum": ["json"]})
"""Of answers that are no reading for people."""
MOST_DEEP = 20
_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_WORDS = {
    "object": "een object",
    "array": "een lijst",
    "string": "een tekst",
    "boolean": "true of false",
    "integer": "een geheel getal",
    "number": "een getal",
}


def reader(schema: Schema) -> Callable[[Request], Awaitable[Any]]:
    """A dependency that gives the body of a request, checked.

    Args:
        schema: of the body, of the words that this module knows.
    """

    async def read(request: Request) -> Any:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != JSON:
            raise Problem(415, texts.NOT_JSON)
        found = parse(await request.body())
        faults = list(_first(wrong(schema, found)))
        if faults:
            raise bad_request(faults)
        return found

    return read


def document(schema: Schema, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the route adds to its operation in OpenAPI."""
    content = {JSON: {"schema": dict(schema)}}
    return {"requestBody": {"required": True, "content": content}, **(parameters or {})}


def parse(content: bytes) -> Any:
    """JSON as it was sent.

    Raises:
        Problem: 400, it is none, has numbers that are none, or lies too deep.
    """
    try:
        found = json.loads(content, parse_constant=_refuse, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise _no_json(f" (bij teken {error.pos + 1})") from None
    except (ValueError, RecursionError):
        raise _no_json("") from None
    if _depth(found) > MOST_DEEP:
        detail = f"De inhoud van deze vraag is dieper genest dan {MOST_DEEP} niveaus."
        raise bad_request([Fault("", "diepte", detail, place="body")])
    return found


def _no_json(place: str) -> Problem:
    detail = f"De inhoud van deze vraag is geen geldige JSON{place}."
    return bad_request([Fault("", "json", detail, place="body")])


def _refuse(word: str) -> float:
    raise ValueError(word)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _depth(found: Any) -> int:
    deep, level = 0, [found]
    while level and deep <= MOST_DEEP:
        deep += 1
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
    return deep


def _first(faults: Iterator[Fault]) -> Iterator[Fault]:
    for number, fault in enumerate(faults):
        if number == MAX_FAULTS:
            return
        yield fault


def wrong(schema: Schema, value: Any, name: str = "") -> Iterator[Fault]:
    """Everything in a value that is not as the schema says, one fault after the other."""
    options = schema.get("oneOf")
    if options is not None:
        if all(next(wrong(option, value, name), None) for option in options):
            yield _fault(name, "waarde", schema["description"])
        return
    kind = schema["type"]
    if not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield _fault(name, "soort", f"{_told(name)} is {_WORDS[kind]}.")
    elif isinstance(value, dict):
        yield from _object(schema, value, name)
    elif isinstance(value, list):
        yield from _array(schema, value, name)
    elif isinstance(value, str):
        yield from _string(schema, value, name)
    elif isinstance(value, int | float) and kind != "boolean":
        yield from _number(schema, value, name)


def _object(schema: Schema, value: dict[str, Any], name: str) -> Iterator[Fault]:
    known: Mapping[str, Schema] = schema.get("properties", {})
    other = schema["additionalProperties"]
    for needed in schema.get("required", ()):
        if needed not in value:
            detail = f"{_told(_under(name, needed))} ontbreekt: {_description(known[needed])}"
            yield _fault(_under(name, needed), "ontbreekt", detail)
    if len(value) > schema.get("maxProperties", len(value)):
        yield _fault(name, "lengte", f"{_told(name)} heeft ten hoogste {schema['maxProperties']}.")
        return
    for key, child in value.items():
        if key in known:
            yield from wrong(known[key], child, _under(name, key))
        elif other is False:
            near = texts.nearest(key[:60], known)
            hint = f" Bedoelde u '{near}'?" if near else ""
            detail = f"{_told(_under(name, key[:60]))} bestaat niet.{hint} Bekend: "
            detail += f"{', '.join(known) or 'geen'}."
            yield _fault(_under(name, key[:60]), "onbekend", detail, near)
        else:
            yield from wrong(other, child, _under(name, key[:60]))


def _array(schema: Schema, value: list[Any], name: str) -> Iterator[Fault]:
    least, most = schema.get("minItems", 0), schema["maxItems"]
    if not least <= len(value) <= most:
        detail = f"{_told(name)} heeft {len(value)} delen; verwacht {least} tot en met {most}."
        yield _fault(name, "lengte", detail)
        return
    for number, child in enumerate(value):
        yield from wrong(schema["items"], child, f"{name}[{number}]")


def _string(schema: Schema, value: str, name: str) -> Iterator[Fault]:
    valid = schema.get("enum")
    if valid is not None and value not in valid:
        near = texts.nearest(value[:60], valid)
        hint = f" Bedoelde u '{near}'?" if near else ""
        detail = f"{_told(name)} is een van: {', '.join(valid)}.{hint}"
        yield _fault(name, "waarde", detail, near)
    elif valid is None and len(value) > schema["maxLength"]:
        detail = f"{_told(name)} heeft ten hoogste {schema['maxLength']} tekens."
        yield _fault(name, "lengte", detail)
    elif any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in value):
        yield _fault(name, "tekens", f"{_told(name)} bevat tekens die niet te lezen zijn.")


def _number(schema: Schema, value: float, name: str) -> Iterator[Fault]:
    low, high = schema["minimum"], schema["maximum"]
    if not (low <= value <= high and math.isfinite(value)):
        yield _fault(name, "bereik", f"{_told(name)} ligt van {low} tot en met {high}.")


def _description(schema: Schema) -> str:
    found: str = schema.get("description") or f"verwacht {_WORDS[schema['type']]}."
    return found[0].lower() + found[1:]


def _under(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _told(name: str) -> str:
    return f"'{name}'" if name else "De inhoud"


def _fault(name: str, code: str, detail: str, near: str | None = None) -> Fault:
    return Fault(name, code, detail, near, place="body")
