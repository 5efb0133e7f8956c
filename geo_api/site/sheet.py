"""The factsheet of a buurt or gebied: what is published about it, read and put under headings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from data.registry import registry
from geo_api.ask.profiles import LEVELS, Level, check, unknown
from geo_api.ask.rows import Row, Wanted
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.model import State
from geo_api.site import words
from geo_api.site.words import Pair

MOST = 200
IS = sql.SQL("{} = %s")
SUBJECTS: Mapping[str, Pair] = {
    name: (name, english)
    for name, english in (
        ("Bevolking", "People"),
        ("Wonen", "Homes"),
        ("Voorzieningen te voet", "Facilities on foot"),
        ("Met een rolstoel", "With a wheelchair"),
        ("Zorg", "Care"),
        ("Ontmoeting", "Meeting places"),
        ("Doorstroming", "Moving on"),
        ("Partijen", "Parties"),
        ("Opgave", "Need"),
    )
} | {"Draaglast en draagkracht": ("Vragers en dragers", "Askers and carriers")}
"""Headings of the factsheet; one that is not here keeps its Dutch name."""
RATIO = "verhouding"
"""Unit of a share from 0 to 1; people read per cent."""
MADE = frozenset({"waargenomen", "geschat", "geimputeerd", "scenario"})
CLOSED: Pair = ("niet openbaar", "not public")
LEVEL_WORDS = ("onder gemiddeld", "gemiddeld", "boven gemiddeld")
LEVELS_TOLD: Mapping[str, Mapping[str, Pair]] = {
    "draaglast": {
        "onder gemiddeld": ("minder belasting", "less load"),
        "boven gemiddeld": ("meer belasting", "more load"),
    },
    "draagkracht": {
        "onder gemiddeld": ("minder draagkracht", "less capacity"),
        "boven gemiddeld": ("meer draagkracht", "more capacity"),
    },
}
"""What a level says of a part of either index: above average is a burden or a strength."""
PARTS: tuple[tuple[str, Pair], ...] = (
    ("draaglast", ("Draaglast", "Support load")),
    ("klasse_l1", ("Zorg en ondersteuning", "Care and support")),
    ("klasse_l2", ("Psychosociaal", "Psychosocial")),
    ("klasse_l3", ("Bestaanszekerheid", "Security of livelihood")),
    ("klasse_l4", ("Overlast en veiligheid", "Nuisance and safety")),
    ("draagkracht", ("Draagkracht", "Capacity")),
    ("klasse_k1", ("Samenhang", "Cohesion")),
    ("klasse_k2", ("Inzet", "Commitment")),
    ("klasse_k3", ("Hulpbronnen", "Resources")),
    ("klasse_k4", ("Ontmoeting en voorzieningen", "Meeting and facilities")),
)
"""Draaglast and draagkracht with their parts, as they are published."""


MEANINGS: Mapping[str, Pair] = {
    "onder druk": (
        "Veel draaglast; draagkracht niet boven het gemiddelde van Nederland.",
        "Much load; capacity not above the average of the Netherlands.",
    ),
    "zwaar maar gedragen": (
        "Veel draaglast; draagkracht niet onder het gemiddelde van Nederland.",
        "Much load; capacity not below the average of the Netherlands.",
    ),
    "draagkrachtig": (
        "Veel draagkracht; draaglast niet boven het gemiddelde van Nederland.",
        "Much capacity; load not above the average of the Netherlands.",
    ),
    "overig": (
        "Niet veel draaglast, vergeleken met Nederland, en niet draagkrachtig.",
        "Not much load, compared with the Netherlands, and not strong.",
    ),
}
"""What each class says, by its formula (`data.draaglast`).

"Gemiddeld" is a band about the mean: within it a class tells only on which side of the mean it is,
in words that agree with the level that stands beside it.
"""


@dataclass(frozen=True)
class Fact:
    """One figure as a reader sees it; every text is in the language of the page.

    Attributes:
        told: the value, or in words why there is none.
        known: whether there is a value.
        source: number of its line in the list of sources.
    """

    title: str
    told: str
    unit: str
    known: bool
    status: str
    source: int


@dataclass(frozen=True)
class Facts:
    """Figures under their headings, and the sources they refer to by number, from 1."""

    by_heading: Mapping[str, Sequence[Fact]]
    sources: Sequence[str]


@dataclass(frozen=True)
class Load:
    """Draaglast and draagkracht: a class and levels of its parts, never a number or a rank.

    Attributes:
        told, means: the class, and what it says; empty without one.
    """

    klasse: str | None
    told: str
    means: str
    parts: Sequence[tuple[str, str, int | None]]
    sure: str
    reason: str
    source: str
    date: str
    method: str


def facts(rows: Sequence[Row], taal: str, without: Collection[str] = ()) -> Facts:
    """Rows of the factsheet layer under their headings, in the order of the list.

    Args:
        rows: of one area.
        taal: language of the page.
        without: headings that the page tells otherwise.
    """
    found: dict[str, list[Fact]] = {}
    sources: dict[str, int] = {}
    for row in sorted(rows, key=lambda one: one.get("volgorde") or 0):
        if row["onderwerp"] in without or row["indicator"].startswith("draaglast_"):
            continue
        heading = words.said(SUBJECTS.get(row["onderwerp"], (row["onderwerp"],) * 2), taal)
        number = sources.setdefault(_source(row, taal), len(sources) + 1)
        found.setdefault(heading, []).append(_fact(row, taal, number))
    return Facts(found, list(sources))


def _source(row: Row, taal: str) -> str:
    method = row.get("methode_versie")
    who = words.names(row.get("bron"), taal) or "-"
    told = f"{who}, {words.day(row.get('cijfer_van'), taal)}"
    return told + (
        words.said((", methode ", ", method "), taal) + words.method(method) if method else ""
    )


def _fact(row: Row, taal: str, source: int) -> Fact:
    title, unit = _named(row, taal)
    value, klasse, status = row.get("waarde"), row.get("klasse"), row.get("status")
    if klasse:
        return Fact(title, words.value(klasse, taal), "", True, words.status(status, taal), source)
    if value is None:
        told, why = _absent(row, taal)
        return Fact(title, told, "", False, why, source)
    if row.get("eenheid") == RATIO:
        value, unit = value * 100, "%"
    unit = "" if "bouwjaar" in row["indicator"] else words.of_one(unit, value)
    return Fact(title, _number(row, value, taal), unit, True, words.status(status, taal), source)


def _absent(row: Row, taal: str) -> tuple[str, str]:
    """Why there is no figure: one that was made is there, but not for everybody to read."""
    if row.get("status") in MADE:
        return words.said(CLOSED, taal), ""
    return words.status(row.get("status"), taal), words.value(row.get("reden") or "", taal)


def _number(row: Row, value: float, taal: str) -> str:
    """A year has no mark between thousands, a large number no decimals."""
    if "bouwjaar" in row["indicator"]:
        return f"{value:.0f}"
    return words.figure(value, row.get("eenheid"), taal)


def _named(row: Row, taal: str) -> tuple[str, str]:
    """Title and unit; the factsheet has them in Dutch, the declaration of the column in both."""
    if taal == words.ENGLISH:
        dataset, _, column = row["indicator"].partition(".")
        try:
            declared = registry()[dataset].column(column.partition(":")[0])
        except KeyError:
            return row["titel"], row.get("eenheid") or ""
        title = declared.title_en
        if "2030" in row["titel"] and "2030" not in title:
            title += " (2030)"
        if ":" in column:
            title += f" ({words.value(column.partition(':')[2], taal)})"
        return title, declared.unit_en or declared.unit
    return row["titel"], row.get("eenheid") or ""


def load(row: Row | None, meta: Mapping[str, Any], taal: str) -> Load | None:
    """Draaglast of an area, None without a row of it."""
    if row is None:
        return None
    parts = [
        (words.said(title, taal), _level(row.get(name), name, taal), _step(row, name))
        for name, title in PARTS
    ]
    return Load(
        row.get("klasse"),
        words.value(row["klasse"], taal) if row.get("klasse") else "",
        words.said(MEANINGS.get(row.get("klasse") or "", ("", "")), taal),
        parts,
        words.value(row.get("zekerheid") or "", taal),
        words.value(row.get("reden") or "", taal),
        words.names(meta["bron"], taal),
        words.day(row.get("peildatum") or meta["peildatum"], taal),
        words.method(meta["methode_versie"] or ""),
    )


def _level(word: str | None, name: str, taal: str) -> str:
    load = name == "draaglast" or name.startswith("klasse_l")
    told = LEVELS_TOLD["draaglast" if load else "draagkracht"].get(word or "")
    return words.said(told, taal) if told else words.value(word or "onbekend", taal)


def _step(row: Row, name: str) -> int | None:
    word = row.get(name)
    return LEVEL_WORDS.index(word) + 1 if word in LEVEL_WORDS else None


def by_key(state: State, layer: str, column: str, code: str, most: int = MOST) -> Wanted | None:
    """Rows of a layer about one area, None when it is not published or knows no such column."""
    if layer not in state.layers or column not in state.layers[layer].current.properties:
        return None
    return Wanted(state.layers[layer].current, IS.format(sql.Identifier(column)), (code,), most)


async def refuse(database: Database, state: State, level: Level, code: str) -> Problem:
    """The problem of an area that is not there, with the nearest code."""
    return Problem(404, await unknown(database, check(state, level, code), level, code))


BUURT, GEBIED = LEVELS["buurten"], LEVELS["gebieden"]
