"""How many features answer a question: known, counted, or estimated and then called so.

A count belongs to a version and a filter and does not change, so it is kept.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass, field

from psycopg import sql
from psycopg.errors import QueryCanceled

from geo_api import texts
from geo_api.contract.parameters import Parameter
from geo_api.db import Database
from geo_api.errors import Fault, Problem
from geo_api.items.features import Moved
from geo_api.items.selection import Selection

KNOWN, EXACT, ESTIMATE, NONE = "bekend", "exact", "schatting", "geen"
TELLEN = Parameter(
    "tellen",
    "Of er wordt geteld hoeveel objecten bij de vraag horen: alleen als het al bekend is (bekend), "
    "altijd (exact), geschat als 'geschatAantal' (schatting) of niet (geen).",
    {"type": "string", "enum": [KNOWN, EXACT, ESTIMATE, NONE], "default": KNOWN},
)
MOST_KEPT = 1000
_COUNT = sql.SQL("SELECT count(*) FROM {} WHERE {}")
_PLAN = sql.SQL("EXPLAIN (FORMAT JSON) SELECT FROM {} WHERE {}")


@dataclass(frozen=True)
class Count:
    """What is said of the number of features; None is not said.

    Attributes:
        matched: exact.
        estimated: by the planner of the database.
    """

    matched: int | None = None
    estimated: int | None = None


@dataclass(frozen=True)
class Counts:
    """The exact counts of this process, the least recently asked of which goes first."""

    _kept: OrderedDict[str, int] = field(default_factory=OrderedDict)

    async def of(self, database: Database, chosen: Selection, how: str, seen: int) -> Count:
        """The count of a selection.

        Args:
            database: the pool.
            chosen: the features.
            how: one of the values of `tellen`.
            seen: how many were just read.

        Raises:
            Problem: 503, it takes longer than a statement may.
            Moved: the version is no longer shown.
        """
        known = chosen.known
        if how == NONE:
            return Count()
        if known is not None or how == KNOWN:
            return Count(matched=known)
        if how == ESTIMATE:
            return Count(estimated=await _estimate(database, chosen))
        return Count(matched=await self._exact(database, chosen, seen))

    async def _exact(self, database: Database, chosen: Selection, seen: int) -> int:
        key = f"{chosen.view.as_string()} {chosen.where.as_string()} {chosen.bound!r}"
        found = self._kept.get(key)
        if found is None:
            query = _COUNT.format(chosen.view, chosen.where)
            try:
                found = int((await database.fetch(query, chosen.bound))[0][0])
            except QueryCanceled:
                raise Problem(503, texts.COUNT_SLOW) from None
            if found < seen:
                raise Moved(chosen.version)
            self._kept[key] = found
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found


async def _estimate(database: Database, chosen: Selection) -> int:
    rows = await database.fetch(_PLAN.format(chosen.view, chosen.where), chosen.bound)
    return int(json.loads(rows[0][0])[0]["Plan"]["Plan Rows"])


def parse(text: str | None, faults: list[Fault]) -> str:
    """Read `tellen`."""
    valid = TELLEN.schema["enum"]
    if text is None or text in valid:
        return text or KNOWN
    near = texts.nearest(text[:40], valid)
    faults.append(Fault("tellen", "waarde", f"'tellen' is een van: {', '.join(valid)}.", near))
    return KNOWN
