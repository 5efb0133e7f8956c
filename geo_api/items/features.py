"""The statements that read features: their text is made in the database and passed on.

Names come from `pub.kolom` (checked against the view when the state was loaded) and are quoted as
identifiers; values are bound. One text per layer version, system and filter, so each connection
prepares it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from geo_api import texts
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.formats import source
from geo_api.items.order import Order, beyond, clause
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion

# One row comes back, however many features: a thousand of them cost as many objects and a wake-up
# for every few kilobytes. The one beyond the page only says that there is more.
_PAGE = sql.SQL(
    "SELECT o.gezien, o.ids[1], o.ids[cardinality(o.ids)], o.tekst FROM ("
    "SELECT count(*) AS gezien, array_agg(r.id) FILTER (WHERE r.plek <= %s) AS ids,"
    " string_agg(r.tekst, {}) FILTER (WHERE r.plek <= %s) AS tekst FROM ({} ORDER BY {}) AS r) AS o"
)
_PLACED = sql.SQL("f.id, {} AS tekst, row_number() OVER (ORDER BY {}) AS plek")
_ONE = sql.SQL("f.id, {}")
_ORDER = sql.SQL(" ORDER BY {} LIMIT %s OFFSET %s")
_IS = sql.SQL("id = %s")
_VISIBLE = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE version = %s)")


class Moved(Problem):
    """The version that was to be read is no longer shown: a release came between."""

    def __init__(self, found: LayerVersion) -> None:
        """Ask the reader to try again; the route does so itself first."""
        super().__init__(503, texts.gone(found.laag, found.version))


@dataclass(frozen=True)
class Part:
    """Which features of a selection make a page.

    Attributes:
        size: how many at most.
        order: by what to sort before the id.
        beside: id next to which it lies, None for the start.
        back: it lies before that one, not after it.
        skipped: how many to leave out first.
        between: what stands between the texts of two features.
    """

    size: int
    order: Order = ()
    beside: str | None = None
    back: bool = False
    skipped: int = 0
    between: str = ","


@dataclass(frozen=True)
class Rows:
    """Features as they were read.

    Attributes:
        count: how many.
        first, last: id of the first and the last one, "" without any.
        text: all of them, in order.
        more: whether others follow in the direction in which they were read.
    """

    count: int = 0
    first: str = ""
    last: str = ""
    text: str = ""
    more: bool = False


async def page(database: Database, chosen: Selection, text: sql.Composable, part: Part) -> Rows:
    """Features in order; of id, unless another is asked.

    Args:
        database: the pool.
        chosen: the features to read.
        text: expression that writes a feature (see `formats.source`).
        part: which of them.

    Raises:
        Moved: the version is no longer shown.
    """
    rest = chosen
    if part.beside is not None:
        condition, times = beyond(part.order, chosen.view, back=part.back)
        place = (chosen.version.version, part.beside)
        rest = chosen.with_(condition, *place * times, part.beside)
    bound = [part.size, part.size, *rest.bound, part.size + 1, part.skipped]
    seen, first, last, made = (await database.fetch(_page(rest, text, part), bound))[0]
    if not seen:
        await ensure_shown(database, chosen.version)
        return Rows()
    return Rows(min(seen, part.size), first, last, made, seen > part.size)


async def one(
    database: Database, found: LayerVersion, text: sql.Composable, key: str
) -> str | None:
    """The text of one feature, None when there is none with this id."""
    chosen = Selection(found).with_(_IS, key)
    rows = await database.fetch(source.rows(chosen, _ONE.format(text)), chosen.bound)
    if not rows:
        await ensure_shown(database, found)
    return str(rows[0][1]) if rows else None


def shown(found: LayerVersion) -> tuple[sql.Composable, Sequence[object]]:
    """A query that says whether readers still see a version, and what is bound to it.

    Of an empty version nothing can be seen: it counts as shown.
    """
    if not found.meta["aantal"]:
        return sql.SQL("SELECT true"), ()
    return _VISIBLE.format(sql.Identifier(found.schema, found.laag)), (found.version,)


async def ensure_shown(database: Database, *versions: LayerVersion) -> None:
    """Nothing was found: because there is nothing, or because a pointer just moved?

    Raises:
        Moved: one of these versions is no longer shown.
    """
    asked = [shown(found) for found in versions]
    if not asked:
        return
    listed = sql.SQL(", ").join(sql.SQL("({})").format(query) for query, _ in asked)
    values = [value for _, bound in asked for value in bound]
    rows = await database.fetch(sql.SQL("SELECT {}").format(listed), values)
    for found, visible in zip(versions, rows[0], strict=True):
        if not visible:
            raise Moved(found)


def _page(chosen: Selection, text: sql.Composable, part: Part) -> sql.Composed:
    inner = _ORDER.format(clause(part.order, back=part.back))
    names = [key.name for key in part.order]
    placed = _PLACED.format(text, clause(part.order, "f", back=part.back))
    rows = source.rows(chosen, placed, inner, names)
    return _PAGE.format(sql.Literal(part.between), rows, clause(part.order, "f"))
