"""What somebody may read, as tables in the database say it: restricted layers, by name or theme.

Looked up at every request, so a right that is taken away is gone at once. Open layers are no
matter of rights.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from geo_api.db import Database

_OF = b"SELECT soort, naam FROM toegang.recht WHERE houder = %s AND van = ANY(%s)"


@dataclass(frozen=True)
class Rights:
    """Which restricted layers are shown.

    Attributes:
        layers: by name.
        themes: every restricted layer of these.
    """

    layers: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()

    def show(self, name: str, theme: str | None) -> bool:
        """Whether a restricted layer may be read."""
        return name in self.layers or (theme is not None and theme in self.themes)

    @property
    def tag(self) -> str:
        """Short name of these rights: equal for equal ones, other for others."""
        text = json.dumps([sorted(self.layers), sorted(self.themes)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


async def of(database: Database, holder: str, names: Sequence[str]) -> Rights:
    """The rights of a key, or of somebody in these groups.

    Args:
        database: the pool.
        holder: `sleutel` or `groep`.
        names: id of the key, or the groups.
    """
    if not names:
        return Rights()
    rows = await database.fetch(_OF, (holder, list(names)))
    given = {
        kind: frozenset(row[1] for row in rows if row[0] == kind) for kind in ("laag", "thema")
    }
    return Rights(given["laag"], given["thema"])
