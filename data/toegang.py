"""API keys of machines: how one looks, and what is kept of it.

A key is `wzk_<id>_<word>`: an id to find it by, and 256 random bits that are shown once. Kept is
HMAC-SHA-256 of the word with a secret of the installation, which stands outside the database: who
reads the table has no way in, and random bits need no slow password hash.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

MOST_DAYS = 180
"""Longest life of a key."""
_FORM = re.compile(r"wzk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Key:
    """A key, as its owner holds it.

    Attributes:
        id: what it is called, in the list and on record; no secret.
        word: the secret, 43 letters for 256 bits.
    """

    id: str
    word: str

    @property
    def text(self) -> str:
        """What the owner sends, in a header."""
        return f"wzk_{self.id}_{self.word}"

    def digest(self, secret: bytes) -> str:
        """What is kept, in hexadecimal.

        Args:
            secret: of the installation.
        """
        return hmac.new(secret, f"{self.id}.{self.word}".encode(), hashlib.sha256).hexdigest()


def new() -> Key:
    """A key nobody has yet."""
    return Key(secrets.token_hex(8), secrets.token_urlsafe(32))


def parse(text: str) -> Key | None:
    """The key in a header; None when it is none."""
    found = _FORM.fullmatch(text)
    return Key(*found.groups()) if found else None
