"""Request and answer of the fake publisher, apart from any web server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """One request; `fields` are the query pairs in the order sent, header names are lower case."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    headers: dict[str, str]

    @classmethod
    def parse(cls, method: str, target: str, headers: dict[str, str]) -> Request:
        """Parse a request target."""
        parts = urlsplit(target)
        fields = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return cls(method, parts.path, fields, {k.lower(): v for k, v in headers.items()})

    @property
    def params(self) -> dict[str, str]:
        """Query parameters; the first of a repeated one counts."""
        result: dict[str, str] = {}
        for k, v in self.fields:
            result.setdefault(k, v)
        return result


@dataclass
class Answer:
    """One answer: a body, or a part of a file from `begin` on for `length` bytes."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    file: Path | None = None
    begin: int = 0
    length: int = 0

    @property
    def size(self) -> int:
        """Length of what is sent."""
        return self.length if self.file else len(self.body)


def now() -> str:
    """Time in the form of the `timeStamp` member."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def json_answer(
    content: Any,
    kind: str = "application/json",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, {"Content-Type": kind, **(headers or {})}, body)


TITLES = {
    400: "Bad Request",
    404: "Not Found",
    406: "Not Acceptable",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


def problem(status: int, detail: str) -> Answer:
    """`application/problem+json` as GoKoala sends it."""
    content = {
        "detail": detail,
        "status": status,
        "timeStamp": now(),
        "title": TITLES.get(status, "Error"),
    }
    return json_answer(content, "application/problem+json", status)
