"""A part of a page that shows one layer as a table, or says why it cannot and who can help.

Three answers, never an empty place: the rows; or that the layer is closed and where it is read; or
that nothing was delivered, what the delivery is called and who can make it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from psycopg import sql

from data.model import Layer as DeclaredLayer
from data.registry import layers, registry
from geo_api.ask.rows import Row, Wanted
from geo_api.model import Column, LayerVersion, State
from geo_api.site import words
from geo_api.site.words import Pair

MOST_ROWS = 1000
EVERY = sql.SQL("true")


@dataclass(frozen=True)
class Block:
    """What a page wants to show.

    Attributes:
        title, text: heading and one or two sentences.
        layer: the layer; also where it is restricted now, for a decision may open it.
        columns: what is shown of it, in this order; those it lacks are left out.
        feed: dataset that must be delivered for it; empty where open data make it.
    """

    title: Pair
    text: Pair
    layer: str
    columns: tuple[str, ...] = ()
    feed: str = ""


@dataclass(frozen=True)
class Head:
    """Heading of a column: what it is, its unit."""

    title: str
    unit: str
    numeric: bool


@dataclass(frozen=True)
class Shown:
    """A block, filled; `rows` is None where there is nothing to show and `missing` says why.

    Each row has a link, to the page of the area it is about, or "".
    """

    title: str
    text: str
    layer: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str]] | None
    missing: str
    origin: str
    remarks: Sequence[str]
    links: Sequence[str] = ()


def wanted(state: State, block: Block, condition: sql.Composable = EVERY, *values: Any) -> Wanted:
    """The rows of a block whose layer is published."""
    version = state.layers[block.layer].current
    return Wanted(version, condition, values, MOST_ROWS)


def filled(state: State, block: Block, rows: Sequence[Row] | None, taal: str) -> Shown:
    """A block for a reader.

    Args:
        state: the release.
        block: what is wanted.
        rows: of its layer; None where that is not published.
        taal: language of the page.
    """
    title, text = words.said(block.title, taal), words.said(block.text, taal)
    if rows is None or block.layer not in state.layers:
        return Shown(title, text, block.layer, (), None, absent(block, taal), "", ())
    version = state.layers[block.layer].current
    columns, ordered = _columns(version, block), _sorted(_columns(version, block), rows)
    cells = [[cell(column, row, taal) for column in columns] for row in ordered]
    held = [f"{_why(taal).capitalize()}."] if any(_why(taal) in row for row in cells) else []
    return Shown(
        title,
        text,
        block.layer,
        [head(column, taal, units="eenheid" not in version.properties) for column in columns],
        [[brief(told, taal) for told in row] for row in cells],
        "" if rows else absent(block, taal),
        " ".join([*held, origin(version, taal)]),
        version.meta["opmerkingen"] or (),
        [_link(columns[0].naam, row) if columns else "" for row in ordered],
    )


def brief(told: str, taal: str) -> str:
    """A cell of a table of many columns: what is suppressed takes two words there."""
    return words.said(words.HELD, taal) if told == _why(taal) else told


def _why(taal: str) -> str:
    return words.said(words.STATUS["onderdrukt"], taal)


def _link(first: str, row: Row) -> str:
    """The page of the area that a row is about, where its name stands first."""
    if first == "buurtnaam" and row.get("buurtcode"):
        return f"/buurt/{row['buurtcode']}"
    return f"/gebied/{quote(str(row['gebied']), safe='')}" if first == "gebied" else ""


def _columns(version: LayerVersion, block: Block) -> list[Column]:
    known = {column.naam: column for column in version.columns}
    names = block.columns or tuple(known)
    return [known[name] for name in names if name in known and name in version.properties]


def _sorted(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """By the first columns that are words: names in the order of the alphabet, never by height."""
    texts = [column.naam for column in columns if column.rol not in ("waarde", "klasse")]
    return sorted(rows, key=lambda row: [str(row.get(name) or "") for name in texts])


def head(column: Column, taal: str, *, units: bool = True) -> Head:
    """Heading of a column in one language; its unit where the title does not say it already."""
    english = taal == words.ENGLISH
    title = (column.titel_en if english else None) or column.titel
    unit = column.eenheid or ""
    if english and unit:
        unit = column.eenheid_en or words.names(unit, taal)
    named = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", title, re.IGNORECASE)
    shown = unit if units and not named else ""
    return Head(title, shown, column.rol == "waarde")


def cell(column: Column, row: Mapping[str, Any], taal: str) -> str:
    """A value as text; one that is not there says why."""
    value = row.get(column.naam)
    if isinstance(value, bool):
        return words.value("ja" if value else "nee", taal)
    if value is None:
        if row.get("beschikbaar") == "besloten":  # a series that says so itself
            return words.said(("niet openbaar", "not public"), taal)
        return words.status(row.get(column.statuskolom) if column.statuskolom else None, taal)
    if column.type == "date":
        return words.day(str(value), taal)
    if isinstance(value, int | float):
        unit = row.get("eenheid") or column.eenheid
        return f"{value:.0f}" if column.calendar_year else words.figure(value, unit, taal)
    return words.value(str(value), taal, column.naam)


def origin(version: LayerVersion, taal: str) -> str:
    """Source, reference date, method and state of a layer, in one line."""
    meta = version.meta
    told = [
        words.said(("Bron: ", "Source: "), taal) + (words.names(meta["bron"], taal) or "-"),
        words.said(("peildatum ", "reference date "), taal) + words.day(version.peildatum, taal),
    ]
    if meta["methode_versie"]:
        told.append(
            words.said(("methode ", "method "), taal) + words.method(meta["methode_versie"])
        )
    return ", ".join(told) + "."


def absent(block: Block, taal: str) -> str:
    """Why there is nothing, and who can do something about it."""
    declared = layers().get(block.layer)
    if declared and declared[1].restricted:
        return _closed(declared[1], block, taal)
    who = _who(block, taal)
    return words.said(
        (f"Dit ontbreekt in deze release. {who}", f"This is missing in this release. {who}"), taal
    )


def _closed(layer: DeclaredLayer, block: Block, taal: str) -> str:
    name = layer.title_en if taal == words.ENGLISH else layer.title
    who = _who(block, taal)
    return words.said(
        (
            f"De laag ‘{name}’ is niet openbaar: zij bevat gegevens van partners. Wie daarvoor "
            f"is aangemeld, leest haar in de besloten omgeving. {who}",
            f"The layer ‘{name}’ is not public: it holds data of partners. Those who have "
            f"access read it in the restricted environment. {who}",
        ),
        taal,
    )


def _who(block: Block, taal: str) -> str:
    if not block.feed:
        return words.said(
            (
                "Zij komt er zodra haar open bronnen zijn gelezen.",
                "It comes with its open sources.",
            ),
            taal,
        )
    feed = registry()[block.feed]
    who = words.value(feed.publisher.lower(), taal)
    return words.said(
        (
            f"Wie kan dit leveren: {who}, met de levering ‘{feed.title}’.",
            f"Who can deliver this: {who} (delivery ‘{feed.title_en}’).",
        ),
        taal,
    )
