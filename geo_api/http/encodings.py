"""Content encodings: which ones a client takes, and how hard each is compressed."""

import gzip
from collections.abc import Callable

import brotli
import zstandard
from isal import igzip, isal_zlib

IDENTITY = "identity"
STRONG = {"br": 9, "zstd": 12, "gzip": 9}
"""Levels for what stays the same for a release: made once, kept, sent often."""
QUICK = {"zstd": 1, "br": 3, "gzip": 1}
"""Levels for what is large or asked once: compressing must not outlast sending."""
LARGE = 128 * 1024
_LAST = 0.001

TEXTUAL = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/schema+json",
    "application/ld+json",
    "application/vnd.oai.openapi+json",
    "application/vnd.mapbox.style+json",
    "application/xml",
    "application/geo+json-seq",
    "image/svg+xml",
    "application/vnd.mapbox-vector-tile",
)
"""Media types that gain; an archive, GeoPackage, Parquet or FlatGeobuf is packed already."""


def _gzip(body: bytes, level: int) -> bytes:
    """ISA-L makes less of a page in a third of the time; it ends at level 3."""
    if level <= isal_zlib.ISAL_BEST_COMPRESSION:
        return igzip.compress(body, level, mtime=0)
    return gzip.compress(body, level, mtime=0)


_WHOLE: dict[str, Callable[[bytes, int], bytes]] = {
    "br": lambda body, level: bytes(brotli.compress(body, quality=level)),
    "zstd": lambda body, level: zstandard.ZstdCompressor(level).compress(body),
    "gzip": _gzip,
}


def gains(media_type: str) -> bool:
    """Whether an answer of this type becomes smaller."""
    return media_type.startswith(TEXTUAL)


def accepted(header: str | None) -> dict[str, float]:
    """The encodings a client takes, with their weights.

    `identity` is among them unless it is refused, last when it is not named; without a header it is
    the only one. Never empty: who refuses everything gets the plain answer, as RFC 9110 allows.
    """
    if not header:
        return {IDENTITY: 1.0}
    given = dict(map(_weighed, header.lower().split(",")))
    rest = given.get("*")
    weights = {name: given.get(name, rest or 0.0) for name in STRONG}
    weights[IDENTITY] = given.get(IDENTITY, _LAST if rest is None else rest)
    return {name: weight for name, weight in weights.items() if weight > 0} or {IDENTITY: 1.0}


def _weighed(item: str) -> tuple[str, float]:
    name, _, parameters = item.partition(";")
    key, _, value = parameters.replace(" ", "").partition("=")
    try:
        weight = float(value) if key == "q" else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight if 0 <= weight <= 1 else 0.0


def best(weights: dict[str, float], size: int | None) -> tuple[str, int]:
    """Encoding and level for an answer: what the client likes best, the quickest when it is large.

    Args:
        weights: what the client takes.
        size: bytes of the answer; None when it is not the same twice.
    """
    levels = STRONG if size is not None and size < LARGE else QUICK
    most = max(weights.values())
    liked = [name for name in levels if weights.get(name) == most]
    return (liked[0], levels[liked[0]]) if liked else (IDENTITY, 0)


def compress(name: str, level: int, body: bytes) -> bytes:
    """A whole body, compressed."""
    return _WHOLE[name](body, level)
