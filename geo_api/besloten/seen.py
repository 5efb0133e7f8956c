"""The release as somebody's rights show it: what they may not read is not there at all.

A layer without the right to it is unknown (404, as any name that nobody ever gave), stands in no
list, is no nearest name, and is not told to be withdrawn.
"""

import hashlib
import re
from dataclasses import replace

from geo_api.besloten.rights import Rights
from geo_api.db import statement
from geo_api.loader import load_both
from geo_api.model import State
from geo_api.state import Catalogue, Current


def _both() -> bytes:
    """The statement of the public catalogue, and the same for `pub_restricted`, in one snapshot."""
    public = statement("state")
    twins = rb"\bpub\.(?=(pointer|laag|kolom|inhoud|ingetrokken)\b)"
    closed = re.sub(twins, b"pub_restricted.", public).replace(b"'pub'", b"'pub_restricted'")
    return b"SELECT json_build_array((\n" + public + b"\n), (\n" + closed + b"\n))"


CATALOGUE = Catalogue(_both(), load_both)


class Seen(Current):
    """A part of another `Current`, which alone looks at the database."""

    def __init__(self, whole: Current, rights: Rights) -> None:
        """Show what these rights allow."""
        self._whole = whole
        self._rights = rights
        self._from: State | None = None
        self._part: State | None = None

    @property
    def state(self) -> State | None:
        """The state, made once per state of the whole."""
        whole = self._whole.state
        if whole is not self._from:
            self._from, self._part = whole, part(whole, self._rights) if whole else None
        return self._part

    @property
    def fault(self) -> str | None:
        """That of the whole."""
        return self._whole.fault

    async def refresh(self) -> None:
        """Let the whole look."""
        await self._whole.refresh()

    async def watch(self) -> None:
        """The whole watches."""


def part(state: State, rights: Rights) -> State:
    """A state with open layers, and the restricted ones that these rights show."""
    layers = {
        name: layer
        for name, layer in state.layers.items()
        if not layer.current.closed or rights.show(name, layer.current.meta["thema"])
    }
    withdrawn = {
        name: row
        for name, row in state.withdrawn.items()
        if row["schema"] == "pub" or rights.show(name, row["thema"])
    }
    tag = hashlib.sha256(f"{state.tag} {rights.tag}".encode()).hexdigest()[:16]
    return replace(state, tag=tag, layers=layers, withdrawn=withdrawn, broken=())


def closed(state: State | None) -> frozenset[str]:
    """Names of the restricted layers, shown or withdrawn."""
    if state is None:
        return frozenset()
    shown = {name for name, layer in state.layers.items() if layer.current.closed}
    return frozenset(shown | {n for n, row in state.withdrawn.items() if row["schema"] != "pub"})
