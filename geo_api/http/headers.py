"""Headers that every answer carries, and the Content-Security-Policy the viewer runs under."""

from collections.abc import Collection

from geo_api import API_VERSION
from geo_api.settings import Settings

Headers = list[tuple[bytes, bytes]]

DATA_CACHE = "max-age=300, must-revalidate"
"""Kept for five minutes, as long as a withdrawal may take, then asked again by ETag."""

_EXPOSED = (
    "API-Version, Content-Crs, Content-Disposition, Content-Range, ETag, Link, Location, "
    "OGC-NumberMatched, OGC-NumberReturned, RateLimit, RateLimit-Policy, Retry-After"
)
_ASKED = "Accept, Accept-Language, Content-Type, If-Match, If-None-Match, If-Range, Range"


def policy(settings: Settings) -> str:
    """The policy of all pages; the online background is the only foreign origin it can hold."""
    extra = "".join(f" {host}" for host in settings.background_hosts)
    rules = [
        "default-src 'self'",
        f"img-src 'self' data: blob:{extra}",
        "style-src 'self'",
        "worker-src 'self'",
        f"connect-src 'self'{extra}",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(rules)


def common(settings: Settings) -> Headers:
    """For every answer, errors too."""
    headers = {
        "api-version": API_VERSION,
        "content-security-policy": policy(settings),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
    }
    if settings.base.startswith("https://"):
        headers["strict-transport-security"] = "max-age=31536000"
    return _encoded(headers)


def cross_origin() -> Headers:
    """For the open API: readable from every site, never with credentials."""
    return _encoded({"access-control-allow-origin": "*", "access-control-expose-headers": _EXPOSED})


def preflight(methods: Collection[str]) -> Headers:
    """Answer to a browser that asks whether it may ask, by these methods."""
    named = ", ".join(sorted(methods))
    return _encoded(
        {
            "access-control-allow-methods": named,
            "access-control-allow-headers": _ASKED,
            "access-control-max-age": "86400",
            "allow": named,
        }
    )


def _encoded(headers: dict[str, str]) -> Headers:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
