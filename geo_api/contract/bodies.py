"""What is sent with a request: its media type, and how OpenAPI describes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request

from geo_api import texts
from geo_api.errors import Problem


def media_type(request: Request, valid: Sequence[str]) -> str:
    """The media type of what was sent, without its parameters.

    Raises:
        Problem: 415 when it is none of these.
    """
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in valid:
        raise Problem(415, texts.media_type(found, valid))
    return found


def document(contents: Mapping[str, Any], parameters: Mapping[str, Any] | None = None) -> Any:
    """What a route adds to its operation: what it reads, by media type."""
    content = {name: {"schema": schema} for name, schema in contents.items()}
    return {"requestBody": {"required": True, "content": content}, **(parameters or {})}
