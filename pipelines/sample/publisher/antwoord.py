"""Request and answer of the fake publisher, apart from any web server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Vraag:
    """One request; `velden` are the query pairs in the order sent, header names are lower case."""

    methode: str
    pad: str
    velden: tuple[tuple[str, str], ...]
    koppen: dict[str, str]

    @classmethod
    def van(cls, methode: str, doel: str, koppen: dict[str, str]) -> Vraag:
        """Parse a request target."""
        delen = urlsplit(doel)
        velden = tuple(parse_qsl(delen.query, keep_blank_values=True))
        return cls(methode, delen.path, velden, {k.lower(): v for k, v in koppen.items()})

    @property
    def params(self) -> dict[str, str]:
        """Query parameters; the first of a repeated one counts."""
        uit: dict[str, str] = {}
        for k, v in self.velden:
            uit.setdefault(k, v)
        return uit


@dataclass
class Antwoord:
    """One answer: a body, or a part of a file from `begin` on for `lengte` bytes."""

    status: int = 200
    koppen: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    bestand: Path | None = None
    begin: int = 0
    lengte: int = 0

    @property
    def grootte(self) -> int:
        """Length of what is sent."""
        return self.lengte if self.bestand else len(self.body)


def nu() -> str:
    """Time in the form of the `timeStamp` member."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def json_antwoord(
    inhoud: Any,
    soort: str = "application/json",
    status: int = 200,
    koppen: dict[str, str] | None = None,
) -> Antwoord:
    """Answer with a JSON body."""
    body = json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()
    return Antwoord(status, {"Content-Type": soort, **(koppen or {})}, body)


TITELS = {
    400: "Bad Request",
    404: "Not Found",
    406: "Not Acceptable",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


def probleem(status: int, detail: str) -> Antwoord:
    """`application/problem+json` as GoKoala sends it."""
    inhoud = {
        "detail": detail,
        "status": status,
        "timeStamp": nu(),
        "title": TITELS.get(status, "Error"),
    }
    return json_antwoord(inhoud, "application/problem+json", status)
