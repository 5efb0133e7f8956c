"""Rate limits: a bucket of tokens per client and kind of question, in bounded memory.

Kept as one number per bucket: the moment at which it is full again. Published tiles, archives and
files of the viewer are not counted; they cost next to nothing.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from geo_api import texts
from geo_api.errors import Problem
from geo_api.http.headers import Headers
from geo_api.http.rates import OTHER, Rate

MOST_CLIENTS = 20_000
UNCOUNTED = ("/static/", "/health")
KINDS = {"items": "objecten", "statistiek": "statistiek", "tiles": "tegels"}
"""Kinds by the path segment behind the layer; a kind is also the name of a setting of its rate."""
COMPUTED = ("/v1/isochroon", "/v1/kansen", "/v1/watals", "/v1/toets", "/v1/locatiekeuze")


def kind(path: str, method: str = "GET") -> str:
    """The kind of question a path is, for counting; what is sent costs more than what is read."""
    if path.startswith(COMPUTED):
        return "rekenwerk"
    if method == "POST":
        return "vragen"
    parts = path.split("/", 5)
    return KINDS.get(parts[4], OTHER) if len(parts) > 4 and parts[2] == "collections" else OTHER


class Limiter:
    """Counts the questions of each client."""

    def __init__(
        self, rates: Mapping[str, Rate], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Know the rate of each kind; every kind without one follows `overig`."""
        self._rates = rates
        self._clock = clock
        self._full: OrderedDict[tuple[str, str], float] = OrderedDict()

    def __len__(self) -> int:
        """Number of buckets in memory."""
        return len(self._full)

    def take(self, kind: str, client: str) -> Headers:
        """Take one token.

        Returns:
            Headers that tell the client what it has left.

        Raises:
            Problem: 429 with the seconds to wait.
        """
        rate = self._rates.get(kind) or self._rates[OTHER]
        now, step = self._clock(), 1 / rate.per_second
        key = (kind, client)
        full = max(self._full.get(key, now), now) + step
        left = math.floor(rate.burst - (full - now) / step + 1e-9)
        policy = f'"{kind}";q={rate.burst};w={math.ceil(rate.burst * step)}'
        if left < 0:
            wait = math.ceil(full - now - rate.burst * step)
            told = {"Retry-After": str(max(wait, 1)), "RateLimit-Policy": policy}
            told["RateLimit"] = f'"{kind}";r=0;t={max(wait, 1)}'
            raise Problem(429, texts.too_many(max(wait, 1)), headers=told)
        self._full[key] = full
        self._full.move_to_end(key)
        if len(self._full) > MOST_CLIENTS:
            self._full.popitem(last=False)
        told_left = f'"{kind}";r={left};t={math.ceil(full - now - 1e-6)}'
        return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", told_left.encode())]
