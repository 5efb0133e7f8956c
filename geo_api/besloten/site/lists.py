"""A list over one restricted layer: what is shown, in which order, and the links that change that.

Filters and order are those of items (`geo_api.items.question`), so a list shows what the API gives,
and a saved question works here too. Everything is a plain link.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from geo_api.ask.rows import Row
from geo_api.besloten.site import plan, reading, said
from geo_api.besloten.site.plan import Part
from geo_api.contract import parameters
from geo_api.items import features, question
from geo_api.items.question import Question
from geo_api.model import Column, Layer, LayerVersion
from geo_api.saved.held import ZOEKVRAAG
from geo_api.services import Services
from geo_api.site import blocks, words
from geo_api.site.words import Pair

PLACES = "#plaatsen"
"""In a row: its place among all rows, by column."""
SHORT = {words.DUTCH: "te weinig mensen", words.ENGLISH: "too few people"}
"""Why a figure is held back, in a cell; the reading rules below the list say the rest."""
Draw = Callable[[Row, str], Markup | str]
OWN = ("taal",)
ASKED = parameters.Asked(
    ZOEKVRAAG,
    parameters.OFFSET,
    parameters.Parameter("sortby", "Volgorde.", {"type": "string"}),
    parameters.Parameter("filter", "Filter, CQL2.", {"type": "string"}),
    parameters.Parameter("filter-lang", "Taal van het filter.", {"type": "string"}),
    parameters.Parameter("taal", "Taal.", {"type": "string"}),
    free=parameters.COLUMNS,
)


@dataclass(frozen=True)
class Shown:
    """A column of a list.

    Attributes:
        name: of the layer, or of what `draw` makes.
        title: when it is not that of the column.
        unit: shown behind the title, when it is not that of the column.
        draw: makes the cell; without, it is the value as text.
        sorts: column to sort by, empty for none.
        down: the first link sorts from high to low.
        numeric: figures stand right.
    """

    name: str
    title: Pair | None = None
    unit: Pair | None = None
    draw: Draw | None = None
    sorts: str = ""
    down: bool = False
    numeric: bool = False


@dataclass(frozen=True)
class Listing:
    """What a list shows.

    Attributes:
        part: the page.
        columns: the first names the row.
        order: `sortby` when nothing is asked.
        choices: columns of which one value can be chosen.
        places: columns in which the place of a row among all is told.
    """

    part: Part
    columns: Sequence[Shown]
    order: str
    choices: Sequence[str] = ()
    places: Sequence[str] = ()


@dataclass(frozen=True)
class Head:
    """Heading of a column; `sort` is `ascending`, `descending` or empty."""

    title: str
    unit: str
    numeric: bool
    href: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Choice:
    """Something to filter by: what is chosen, and the links to the other values."""

    title: str
    chosen: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class Table:
    """A list, filled."""

    listing: Listing
    version: LayerVersion
    read: Question
    rows: Sequence[Row]
    heads: Sequence[Head]
    cells: Sequence[Sequence[Markup | str]]
    choices: Sequence[Choice]
    matched: int
    first: int
    before: str
    after: str


async def read(
    shared: Services,
    listing: Listing,
    layer: Layer,
    asked: Mapping[str, str],
    taal: str,
    extra: Mapping[str, float | None] | None = None,
) -> Table:
    """Read a page of a list.

    Args:
        shared: the services.
        listing: what is shown.
        layer: of it.
        asked: the query.
        taal: language of the page.
        extra: further numbers that cells are drawn with, beside the places of a row.

    Raises:
        Problem: 400 for what the layer does not have.
        Moved: a release came between.
    """
    given = {name: text for name, text in asked.items() if name not in OWN}
    own = {"limit": str(plan.ROWS), "skipGeometry": "true", **given}
    if listing.order:
        own.setdefault("sortby", listing.order)
    state = shared.current.require()
    held = await shared.questions.held(asked.get("zoekvraag"), state)
    found = question.read(layer, own, held)
    if found.selection is None:
        raise features.Moved(layer.current)
    version = found.selection.version
    rows = await reading.page(shared.database, found)
    matched = await reading.count(shared.database, found.selection)
    places = await reading.places(
        shared.database, version, listing.places, [row["id"] for row in rows]
    )
    for row in rows:
        row[PLACES] = {name: among.get(row["id"]) for name, among in places.items()}
        row[PLACES] |= extra or {}
    offset = found.offset or 0
    links = _Links(listing, asked)
    return Table(
        listing,
        version,
        found,
        rows,
        [_head(one, version, links, taal) for one in listing.columns],
        [[_cell(one, version, row, taal) for one in listing.columns] for row in rows],
        await _choices(shared, listing, version, links, taal),
        matched,
        offset + 1 if rows else 0,
        links.at(max(offset - plan.ROWS, 0)) if offset else "",
        links.at(offset + plan.ROWS) if offset + len(rows) < matched else "",
    )


@dataclass(frozen=True)
class _Links:
    """Addresses of the same list, asked otherwise."""

    listing: Listing
    given: Mapping[str, str]

    def with_(self, **changed: str | None) -> str:
        told = {name: text for name, text in self.given.items() if name != "offset"}
        told |= {name: text for name, text in changed.items() if text is not None}
        for name, text in changed.items():
            if text is None:
                told.pop(name, None)
        return self.listing.part.path + (f"?{urlencode(told)}" if told else "")

    def at(self, offset: int) -> str:
        return self.with_(offset=str(offset) if offset else None)

    @property
    def order(self) -> str:
        """The first column that the list is in order of."""
        return self.given.get("sortby", self.listing.order).split(",")[0]


def _head(one: Shown, version: LayerVersion, links: _Links, taal: str) -> Head:
    column = _column(version, one.name)
    told = blocks.head(column, taal) if column else None
    title = words.said(one.title, taal) if one.title else (told.title if told else one.name)
    unit = words.said(one.unit, taal) if one.unit else (told.unit if told and not one.title else "")
    numeric = one.numeric or bool(told and told.numeric and not one.draw)
    if not one.sorts:
        return Head(title, unit, numeric)
    order = links.order
    up, down = order == one.sorts, order == f"-{one.sorts}"
    other = f"-{one.sorts}" if up or (one.down and not down) else one.sorts
    sort = "ascending" if up else "descending" if down else ""
    return Head(title, unit, numeric, links.with_(sortby=other), sort)


def _cell(one: Shown, version: LayerVersion, row: Row, taal: str) -> Markup | str:
    if one.draw:
        return one.draw(row, taal)
    column = _column(version, one.name)
    if column is None or (row.get(one.name) is None and not column.statuskolom):
        return "–"  # a remark that is not made
    if _withheld(row, column):
        return SHORT[taal]
    told = blocks.cell(column, row, taal)
    return said.word(told, taal) if column.type == "text" else told


def _withheld(row: Row, column: Column) -> bool:
    held = row.get(column.statuskolom) if column.statuskolom else None
    return row.get(column.naam) is None and held == "onderdrukt"


def _column(version: LayerVersion, name: str) -> Column | None:
    return next((column for column in version.columns if column.naam == name), None)


async def _choices(
    shared: Services, listing: Listing, version: LayerVersion, links: _Links, taal: str
) -> list[Choice]:
    names = [name for name in listing.choices if name in version.properties]
    held = await reading.values(shared.database, version, names)
    return [_choice(_column(version, name), held[name], links, taal) for name in names]


def _choice(column: Column | None, values: Sequence[str], links: _Links, taal: str) -> Choice:
    name = column.naam if column else ""
    chosen = links.given.get(name, "")
    every = words.said(("alle", "all"), taal)
    options = [(every, links.with_(**{name: None}), not chosen)]
    options += [
        (said.word(value, taal), links.with_(**{name: value}), value == chosen) for value in values
    ]
    title = blocks.head(column, taal, units=False).title if column else ""
    return Choice(title, said.word(chosen, taal) if chosen else every, options)


def described(table: Table, taal: str) -> dict[str, Any]:
    """What stands under a list: where it comes from, and how to read it."""
    return {
        "herkomst": blocks.origin(table.version, taal),
        "status": table.version.meta["status"] or "",
        "opmerkingen": table.version.meta["opmerkingen"] or (),
    }
