"""The plain records around the HTTP client: limits, what is known of an address, the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipelines.landing import Landed


class Caller(Protocol):
    """What the client needs of the settings."""

    @property
    def contact(self) -> str:
        """Address at which a publisher can reach the people of this installation."""

    @property
    def landing(self) -> Path:
        """Root of the landing store."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long is waited, in seconds; the defaults are those of the design."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 900.0
    tries: int = 5
    wait: float = 1.0
    wait_max: float = 30.0
    retry_after_max: float = 3600.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address since the last time."""

    etag: str | None
    last_modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """One line of the fetch log: one try at one address; `status` is null when no answer came."""

    url: str
    at: datetime
    status: int | None
    bytes: int
    sha256: str | None
    etag: str | None
    last_modified: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request; `landed` is null when the source says it did not change."""

    fetches: tuple[Fetch, ...]
    landed: Landed | None
    headers: Mapping[str, str] = field(default_factory=dict)
