"""Rows of several layers in one statement, so that an answer is made from one moment.

Names come from the description of the layers and are quoted as identifiers; values are bound.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from psycopg import sql

from geo_api import texts
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.items import selection
from geo_api.model import LayerVersion, State
from geo_api.state import Current

T = TypeVar("T")

Row = dict[str, Any]
_PART = sql.SQL(
    "(SELECT {number}, row_to_json(f)::text FROM (SELECT id, {columns} FROM {view}"
    " WHERE version = %s AND {condition} ORDER BY id LIMIT {most}) AS f)"
)
_RELEASE = sql.SQL("(SELECT -1, max(release)::text FROM pub.release)")


class Stale(Problem):
    """A release came between what is known of the layers and their tables."""

    def __init__(self) -> None:
        """Ask the reader to try again; `from_now` does so itself first."""
        super().__init__(503, texts.BUSY)


@dataclass(frozen=True)
class Wanted:
    """Rows of one layer.

    Attributes:
        version: of the layer.
        condition: over the columns of its view, with `%s` for every value.
        values: what is bound to them.
        most: number of rows after which the rest stays unread.
        also: expressions to read beside the properties, each with its name.
    """

    version: LayerVersion
    condition: sql.Composable
    values: tuple[object, ...] = ()
    most: int = 1
    also: tuple[sql.Composable, ...] = ()


async def read(database: Database, state: State, wanted: Sequence[Wanted]) -> list[list[Row]]:
    """The rows of each, in its order: properties by name, and `id`.

    Raises:
        Stale: the tables are of another release than the state.
    """
    found: list[list[Row]] = [[] for _ in wanted]
    parts = [_RELEASE, *(_part(number, one) for number, one in enumerate(wanted))]
    values = [value for one in wanted for value in (one.version.version, *one.values)]
    for number, text in await database.fetch(sql.SQL(" UNION ALL ").join(parts), values):
        if number >= 0:
            found[number].append(json.loads(text))
        elif text != str(state.release["release"]):
            raise Stale
    return found


async def from_now(current: Current, make: Callable[[State], Awaitable[T]]) -> T:
    """An answer from one release; once more when a newer one came while it was made."""
    try:
        return await make(current.require())
    except Stale:
        await current.refresh()
        return await make(current.require())


def _part(number: int, one: Wanted) -> sql.Composed:
    columns: Iterable[sql.Composable] = map(sql.Identifier, one.version.properties)
    return _PART.format(
        number=sql.Literal(number),
        columns=sql.SQL(", ").join([*columns, *one.also]),
        view=selection.view(one.version),
        condition=one.condition,
        most=sql.Literal(one.most),
    )
