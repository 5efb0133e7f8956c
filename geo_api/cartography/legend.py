"""The legend of a layer: its classes with colour and words, and the ways of having no value.

Map, style, legend and QGIS file take colours and words from one place (`signs`). Draaglast has one
hue, whatever palette was published with it, and says that there is no order of rank.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_api.cartography import signs
from geo_api.describe import documents
from geo_api.http.links import HTML, Links, link
from geo_api.model import Column, LayerVersion

PLAIN = "effen"
"""The style of a layer without classes."""
_LOAD = re.compile(r"^(draaglast|draagkracht|balans|s_b)(_|$)")
_SHOWN = ("waarde", "klasse", "toelichting")


@dataclass(frozen=True)
class Entry:
    """A class.

    Attributes:
        titles: by language.
        value: of a class column, None of a range.
        low: a range begins here, None when it is open.
        high: it ends before this, None when it is open.
    """

    colour: str
    titles: Mapping[str, str]
    value: str | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Legend:
    """What the map of a layer shows.

    Attributes:
        column: the coloured one, None when the layer has no classes.
        palette: its name, None without classes.
        entries: the classes in order; one without a column.
    """

    column: Column | None
    palette: str | None
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Identifier of the style."""
        return self.column.naam if self.column else PLAIN

    @property
    def status(self) -> str:
        """Column that says why a value is absent."""
        return (self.column.statuskolom or f"{self.column.naam}_status") if self.column else ""


def load(found: LayerVersion, column: Column | None) -> bool:
    """Whether it shows draaglast, draagkracht or their balance: classes only, never ranked."""
    theme = (found.meta["thema"] or "").lower()
    named = [found.laag, *([column.naam] if column else [])]
    return theme == "draaglast" or any(_LOAD.match(name) for name in named)


def columns(found: LayerVersion) -> list[Column]:
    """The columns that can colour a map, the one that does so first."""
    usable = [one for one in found.columns if one.klassen and one.rol in _SHOWN]
    first = next((one for one in usable if one.rol == "klasse"), next(iter(usable), None))
    return sorted(usable, key=lambda one: one is not first)


def of(found: LayerVersion, column: Column | None) -> Legend:
    """The legend of a layer coloured by a column."""
    if column is None:
        titles = {"nl": found.meta["titel"], "en": found.meta["titel_en"] or found.meta["titel"]}
        return Legend(None, None, (Entry(signs.sign("effen"), titles, None, None, None),))
    classes = column.klassen or []
    palette = _palette(found, column)
    ramp = signs.colours(palette, len(classes))
    last = len(classes) - 1
    made = (
        _entry(ramp[place], item, column, last=place == last) for place, item in enumerate(classes)
    )
    return Legend(column, palette, tuple(made))


def _palette(found: LayerVersion, column: Column) -> str:
    asked = column.palet if column.palet in signs.palettes() else None
    if load(found, column):
        return "greys" if asked == "greys" else "purples"
    return asked or (signs.KINDS if column.rol == "klasse" else signs.RAMP)


def _entry(colour: str, item: Mapping[str, Any], column: Column, *, last: bool) -> Entry:
    ranged = "waarde" not in item
    titles = {
        language: _own(item, language)
        or (_range(item, column, language, last=last) if ranged else _value(item, language))
        for language in signs.LANGUAGES
    }
    value = None if ranged else str(item["waarde"])
    return Entry(colour, titles, value, item.get("van"), item.get("tot"))


def _own(item: Mapping[str, Any], language: str) -> str | None:
    own = item.get("titelEn") if language == "en" else None
    return own or item.get("titel")


def _value(item: Mapping[str, Any], language: str) -> str:
    text = str(item["waarde"])
    # Published words are Dutch; only English has texts for them.
    key = f"waarde.{text}"
    return signs.word(language, key) if language == "en" and signs.known(key, "en") else text


def _range(item: Mapping[str, Any], column: Column, language: str, *, last: bool) -> str:
    ends = {
        end: str(item[end]) if column.calendar_year else signs.figure(item[end], language)
        for end in ("van", "tot")
        if item.get(end) is not None
    }
    if "van" not in ends:
        return signs.word(language, "klasse.onder", tot=ends.get("tot", ""))
    if "tot" not in ends:
        return signs.word(language, "klasse.vanaf", **ends)
    if not last and column.type == "int" and item["tot"] == item["van"] + 1:
        return ends["van"]  # one number is no range
    return signs.word(language, "klasse.tot-en-met" if last else "klasse.tot", **ends)


def titles(legend: Legend) -> dict[str, str]:
    """Title of the legend by language, with its unit."""
    one = legend.column
    if one is None:
        return dict(legend.entries[0].titles)
    unit, unit_en = one.eenheid, one.eenheid_en or one.eenheid
    return {
        "nl": one.titel + (f" ({unit})" if unit else ""),
        "en": (one.titel_en or one.titel) + (f" ({unit_en})" if unit_en else ""),
    }


def document(links: Links, found: LayerVersion, legend: Legend) -> dict[str, Any]:
    """The legend for programs; what is not there is left out."""
    told = titles(legend)
    path = f"/styles/{legend.name}"
    note = {
        "uitleg": signs.word("nl", "legenda.draaglast.uitleg"),
        "uitlegEn": signs.word("en", "legenda.draaglast.uitleg"),
    }
    absent = [
        {
            "status": name,
            "kleur": signs.pattern(name)["ground"],
            "lijnkleur": signs.pattern(name)["ink"],
            "titel": signs.word("nl", f"afwezig.{name}"),
            "titelEn": signs.word("en", f"afwezig.{name}"),
        }
        for name in signs.absences()
    ]
    page = "Als pagina"
    return {
        "titel": told["nl"],
        "titelEn": told["en"],
        "kolom": legend.column.naam if legend.column else None,
        "palet": legend.palette,
        **(note if load(found, legend.column) else {}),
        "klassen": [_told(entry) for entry in legend.entries],
        "afwezig": absent if legend.column else [],
        "links": [
            link(
                "self",
                links.collection(found.laag, path + "/legend"),
                "application/json",
                "Legenda",
            ),
            link("alternate", links.collection(found.laag, path + "/legend?f=svg"), SVG, "Legenda"),
            link("alternate", links.collection(found.laag, path + "/legend?f=html"), HTML, page),
            link("collection", links.collection(found.laag), "application/json", "De laag"),
        ],
        "woonzorg": documents.origin(found),
    }


SVG = "image/svg+xml"


def _told(entry: Entry) -> dict[str, Any]:
    told = {
        "kleur": entry.colour,
        "titel": entry.titles["nl"],
        "titelEn": entry.titles["en"],
        "waarde": entry.value,
        "van": entry.low,
        "tot": entry.high,
    }
    return {name: value for name, value in told.items() if value is not None}
