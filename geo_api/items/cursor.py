"""The keyset cursor `na`: its version, the filter it was made under, and a feature to go on from.

It pins the version, so the pages of one answer come from one version while a new release is
published. It carries a checksum of the filter, so it cannot be replayed under another one. It is no
secret and needs no signature: with a made-up cursor a client reads only what it may read anyway.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cursor:
    """Where a page starts.

    Attributes:
        version: of the layer.
        check: checksum of the filter.
        last: id of the feature next to it.
        back: the page lies before that feature, not after it.
    """

    version: int
    check: str
    last: str
    back: bool = False

    def text(self) -> str:
        """The cursor as it stands in a link."""
        parts = [self.version, self.check, self.last, *([1] if self.back else [])]
        raw = json.dumps(parts, separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).rstrip(b"=").decode()


def checksum(laag: str, asked: Iterable[tuple[str, str]]) -> str:
    """Checksum of everything that decides which features belong to the answer, and their order."""
    return hashlib.sha256(json.dumps([laag, sorted(asked)]).encode()).hexdigest()[:12]


def parse(text: str) -> Cursor | None:
    """Read a cursor; None when it is not one of ours."""
    try:
        raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
        version, check, last, *back = json.loads(raw)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    if type(version) is not int or not isinstance(check, str) or not usable(last):
        return None
    return Cursor(version, check, last, back == [1]) if back in ([], [1]) else None


def usable(key: object) -> bool:
    """Whether a value can be a feature id: text that PostgreSQL accepts, of a sane length."""
    return isinstance(key, str) and 0 < len(key) <= 200 and key.isprintable()
