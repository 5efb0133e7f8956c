"""Who may read what is restricted: the verbs that change it, and API keys of machines.

The verbs are functions of the database; the command line and the steward's page call the same ones,
with what is here, and each puts itself on record.

A key is `wzk_<id>_<word>`: an id to find it by, and 256 random bits that are shown once. Kept is
HMAC-SHA-256 of the word with a secret of the installation, which stands outside the database: who
reads the table has no way in, and random bits need no slow password hash.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import LiteralString

from data.registry import layers

LAYER, THEME = "laag", "thema"
Right = tuple[str, str]
"""Kind (`laag` or `thema`) and name."""
MAKE: LiteralString = "SELECT * FROM beheer.sleutel_maken(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
WITHDRAW: LiteralString = "SELECT * FROM beheer.sleutel_intrekken(%s, %s, %s, %s)"
GRANT: LiteralString = "SELECT * FROM beheer.recht_geven(%s, %s, %s, %s, %s, %s)"
REVOKE: LiteralString = "SELECT * FROM beheer.recht_nemen(%s, %s, %s, %s, %s, %s)"
"""The last three values of each: who decides, why, and from where."""
USUAL_DAYS = 90
MOST_DAYS = 180
"""Longest life of a key."""
_FORM = re.compile(r"wzk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")


Values = tuple[object, ...]


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


def making(key: Key, secret: bytes, owner: str, days: int, rights: Sequence[Right]) -> Values:
    """The values of `MAKE` before who decides, why and from where.

    Args:
        key: a new one.
        secret: of the installation.
        owner: organisation that gets it.
        days: how long it holds.
        rights: what it may read.
    """
    named = {kind: [name for one, name in rights if one == kind] for kind in (LAYER, THEME)}
    return (key.id, key.digest(secret), owner, days, named[LAYER], named[THEME])


def closed() -> Mapping[str, Sequence[tuple[str, str]]]:
    """What a right can be to, by kind: name and title, in order of the title; themes by name."""
    held = {name: layer for name, (_, layer) in layers().items() if layer.restricted}
    by_title = sorted(((name, layer.title) for name, layer in held.items()), key=lambda row: row[1])
    themes = sorted({layer.theme for layer in held.values()})
    return {LAYER: by_title, THEME: [(name, name) for name in themes]}


def unknown(kind: str, name: str) -> str:
    """Why a name gives nobody anything, with the nearest that does; empty when it gives."""
    names = [one for one, _ in closed().get(kind, ())]
    if name in names:
        return ""
    near = get_close_matches(name, names, n=1)
    hint = f" Bedoelt u {near[0]}?" if near else f" Er zijn: {', '.join(sorted(names))}."
    return f"Er is geen besloten {kind} {name}.{hint}"


def new() -> Key:
    """A key nobody has yet."""
    return Key(secrets.token_hex(8), secrets.token_urlsafe(32))


def parse(text: str) -> Key | None:
    """The key in a header; None when it is none."""
    found = _FORM.fullmatch(text)
    return Key(*found.groups()) if found else None
