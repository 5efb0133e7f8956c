"""Parameters of an items request as GoKoala reads them: limits, boxes, CRS URIs and cursors."""

from __future__ import annotations

import base64
import hashlib
import math

from pipelines.sample.publisher.ogc_store import CRS84, KNOWN_CRS

DEFAULT, MAXIMUM = 10, 1000


class RequestError(ValueError):
    """A request the server answers with 400."""


def checksum(params: dict[str, str]) -> str:
    """Checksum over all parameters but `f` and `cursor`: a cursor fits one request only."""
    text = "\n".join(f"{k}={v}" for k, v in sorted(params.items()) if k not in ("f", "cursor"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def make_cursor(fid: int, params: dict[str, str]) -> str:
    """Cursor to the page that starts at internal number `fid`."""
    return base64.urlsafe_b64encode(f"{fid}|{checksum(params)}".encode()).decode().rstrip("=")


def read_cursor(params: dict[str, str]) -> int:
    """Internal number to start at; 0 when the cursor is absent, malformed or of another request."""
    raw = params.get("cursor", "")
    try:
        fid, check = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode().split("|")
        return int(fid) if check == checksum(params) else 0
    except (ValueError, UnicodeDecodeError):
        return 0


def page_size(params: dict[str, str]) -> int:
    """Page size: 10 unless asked, at most 1000 (silently); no number or below 1 is an error."""
    raw = params.get("limit")
    if raw is None:
        return DEFAULT
    try:
        n = int(raw)
    except ValueError as e:
        raise RequestError("limit should be a valid number") from e
    if n < 1:
        raise RequestError("limit should be a positive number")
    return min(n, MAXIMUM)


def crs(params: dict[str, str], name: str) -> str:
    """CRS of parameter `name` (`crs` or `bbox-crs`), CRS84 unless asked; only full URIs."""
    uri = params.get(name, CRS84)
    if uri not in KNOWN_CRS:
        raise RequestError(
            f"{name} param should start with http://www.opengis.net/def/crs, got: {uri}"
        )
    return uri


def box(params: dict[str, str]) -> tuple[float, float, float, float] | None:
    """The box asked for: four numbers with a surface."""
    raw = params.get("bbox")
    if raw is None:
        return None
    try:
        a, b, c, d = (float(v) for v in raw.split(","))
    except ValueError as e:
        raise RequestError(
            "bbox should contain exactly 4 values separated by commas: minx,miny,maxx,maxy"
        ) from e
    if not all(math.isfinite(v) for v in (a, b, c, d)) or (c - a) * (d - b) <= 0:
        raise RequestError("bbox has no surface area")
    return a, b, c, d
