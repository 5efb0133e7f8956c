"""Parameters of an items request as GoKoala reads them: limits, boxes, CRS URIs and cursors."""

from __future__ import annotations

import base64
import hashlib
import math

from pipelines.sample.publisher.ogc_bron import CRS84, STELSELS

STANDAARD, MAXIMUM = 10, 1000


class VerzoekError(ValueError):
    """A request the server answers with 400."""


def controlesom(params: dict[str, str]) -> str:
    """Checksum over all parameters but `f` and `cursor`.

    A cursor only fits the request it was made for.
    """
    tekst = "\n".join(f"{k}={v}" for k, v in sorted(params.items()) if k not in ("f", "cursor"))
    return hashlib.sha256(tekst.encode()).hexdigest()[:8]


def maak_cursor(fid: int, params: dict[str, str]) -> str:
    """Cursor to the page that starts at internal number `fid`."""
    return base64.urlsafe_b64encode(f"{fid}|{controlesom(params)}".encode()).decode().rstrip("=")


def lees_cursor(params: dict[str, str]) -> int:
    """Internal number to start at.

    0 when the cursor is absent, malformed or made for another request.
    """
    ruw = params.get("cursor", "")
    try:
        fid, som = base64.urlsafe_b64decode(ruw + "=" * (-len(ruw) % 4)).decode().split("|")
        return int(fid) if som == controlesom(params) else 0
    except (ValueError, UnicodeDecodeError):
        return 0


def grens(params: dict[str, str]) -> int:
    """Page size: 10 unless asked, at most 1000 (silently); no number or below 1 is an error."""
    ruw = params.get("limit")
    if ruw is None:
        return STANDAARD
    try:
        n = int(ruw)
    except ValueError as e:
        raise VerzoekError("limit should be a valid number") from e
    if n < 1:
        raise VerzoekError("limit should be a positive number")
    return min(n, MAXIMUM)


def stelsel(params: dict[str, str], naam: str) -> str:
    """CRS of parameter `naam` (`crs` or `bbox-crs`), CRS84 unless asked; only full URIs."""
    uri = params.get(naam, CRS84)
    if uri not in STELSELS:
        raise VerzoekError(
            f"{naam} param should start with http://www.opengis.net/def/crs, got: {uri}"
        )
    return uri


def kader(params: dict[str, str]) -> tuple[float, float, float, float] | None:
    """The box asked for: four numbers with a surface."""
    ruw = params.get("bbox")
    if ruw is None:
        return None
    try:
        a, b, c, d = (float(v) for v in ruw.split(","))
    except ValueError as e:
        raise VerzoekError(
            "bbox should contain exactly 4 values separated by commas: minx,miny,maxx,maxy"
        ) from e
    if not all(math.isfinite(v) for v in (a, b, c, d)) or (c - a) * (d - b) <= 0:
        raise VerzoekError("bbox has no surface area")
    return a, b, c, d
