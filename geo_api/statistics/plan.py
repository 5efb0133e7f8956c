"""What a request for statistics asks; read as a whole, so one answer names every fault."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from geo_api import areas, question, terms, texts
from geo_api.cql import Wrong
from geo_api.errors import Fault, bad_request
from geo_api.formats.export import NUMBERS
from geo_api.model import Column, Layer, LayerVersion
from geo_api.parameters import COLUMNS, Asked, F, Parameter
from geo_api.saved.held import Held
from geo_api.selection import Selection
from geo_api.statistics import declared
from geo_api.statistics.declared import Allowed
from geo_api.terms import Term

MOST_COLUMNS = 5
MOST_BINS = 20
MOST_QUANTILES = 9
DRAWN = "kaart"
"""Value of `klassen` that takes the classes of the map."""

KOLOM = Parameter(
    "kolom",
    f"Hoogstens {MOST_COLUMNS} kolommen om over te rekenen; zonder: alleen het aantal objecten.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_COLUMNS},
)
GROEP = Parameter(
    "groep",
    "Kolom met klassen of andere woorden: de cijfers komen ook per waarde daarvan.",
    {"type": "string"},
)
PER = Parameter(
    "per",
    "De cijfers komen ook per gebied van deze soort.",
    {"type": "string", "enum": list(areas.LEVELS)},
)
KWANTIELEN = Parameter(
    "kwantielen",
    f"Hoogstens {MOST_QUANTILES} kansen van 0 tot en met 1, zoals 0.25,0.5,0.75.",
    {"type": "array", "items": {"type": "number"}, "maxItems": MOST_QUANTILES},
)
KLASSEN = Parameter(
    "klassen",
    f"Histogram: een aantal even brede klassen (2 tot en met {MOST_BINS}), eigen grenzen (zoals "
    f"0,50,100) of '{DRAWN}' voor de klassen van de kaart.",
    {"type": "string"},
)
OWN = (KOLOM, GROEP, PER, KWANTIELEN, KLASSEN, F)
STATISTIEK = Asked(*question.FILTERS, *OWN, free=COLUMNS)


@dataclass(frozen=True)
class Measure:
    """A column to work on.

    Attributes:
        column: as published.
        number: whether it holds numbers; otherwise only its classes are counted.
        allowed: what may be made of it.
        edges: of its histogram, empty for none or for equal widths that are still unknown.
    """

    column: Column
    number: bool
    allowed: Allowed
    edges: tuple[float, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """By what the figures are split.

    Attributes:
        term: the value of each feature.
        name: the column, or the kind of area.
        level: the kind of area, None for a column.
        order: the values in the order in which they are shown, as far as declared.
    """

    term: Term
    name: str
    level: areas.Level | None = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Which figures over which features.

    Attributes:
        selection: None when no version lies in the asked interval.
        bins: number of equal classes, 0 for none.
    """

    selection: Selection | None
    measures: tuple[Measure, ...]
    grouping: Grouping | None
    quantiles: tuple[float, ...]
    bins: int


def read(
    layer: Layer, layers: Mapping[str, Layer], asked: Mapping[str, str], held: Held | None
) -> Plan:
    """Read the parameters.

    Args:
        layer: what is asked.
        layers: all that are published, for areas.
        asked: the query.
        held: the saved question that it names.

    Raises:
        Problem: 400 with every fault; 410 when the version asked for is no longer kept.
    """
    faults: list[Fault] = []
    own = [parameter.name for parameter in OWN]
    chosen = question.select(layer, asked, faults, others=own, held=held)
    found = chosen.version if chosen else layer.current
    edges, bins = _classes(asked.get("klassen"), faults)
    measures = _measures(found, asked, edges, faults)
    plan = Plan(
        chosen,
        measures,
        _grouping(found, layers, asked, faults),
        _quantiles(asked.get("kwantielen"), faults),
        bins,
    )
    if faults:
        raise bad_request(faults)
    return plan


def bare(found: LayerVersion) -> bool:
    """Whether of a layer only classes are counted: draaglast is never a number, never a rank."""
    classes = any(column.rol == "klasse" for column in found.columns)
    return classes and found.meta["thema"] == "draaglast"


def _measures(
    found: LayerVersion, asked: Mapping[str, str], edges: tuple[float, ...], faults: list[Fault]
) -> tuple[Measure, ...]:
    text = asked.get("kolom")
    names = list(dict.fromkeys(text.split(","))) if text is not None else []
    if len(names) > MOST_COLUMNS:
        faults.append(Fault("kolom", "aantal", f"'kolom' noemt hoogstens {MOST_COLUMNS} kolommen."))
        return ()
    known = {column.naam: column for column in found.columns if column.naam in found.properties}
    shown = frozenset(found.properties)
    measures = []
    for name in names:
        column = known.get(name)
        fault = _unfit(found, name, column)
        if fault or column is None:
            usable = [n for n, c in known.items() if _unfit(found, n, c) is None]
            near = texts.nearest(name[:60], usable)
            hint = f" Bedoelde u '{near}'?" if near and near != name else ""
            faults.append(Fault("kolom", "onbekend", f"{fault}{hint}", near))
            continue
        drawn = asked.get("klassen") == DRAWN
        own = _drawn(column, faults) if drawn else edges
        number = found.properties[name] in NUMBERS
        measures.append(Measure(column, number, declared.of(found.laag, name, shown), own))
    return tuple(measures)


def _unfit(found: LayerVersion, name: str, column: Column | None) -> str | None:
    """Why no figure is made of a column, None when it is."""
    if column is None:
        return f"Deze laag heeft geen kolom '{name[:60]}'."
    number = found.properties[name] in NUMBERS
    if number and bare(found):
        return f"'{name}' is een getal; van draaglast worden alleen klassen geteld."
    if not number and not _words(column):
        return f"'{name}' heeft geen getallen en geen vaste klassen; tel haar waarden met 'groep'."
    return None


def _words(column: Column) -> list[str]:
    return [str(item["waarde"]) for item in column.klassen or [] if "waarde" in item]


def _drawn(column: Column, faults: list[Fault]) -> tuple[float, ...]:
    """The edges of the classes of the map; the last class may be open."""
    edges = [float(item["van"]) for item in column.klassen or [] if "van" in item]
    if not edges:
        detail = f"De kaart heeft voor '{column.naam}' geen klassen met grenzen."
        faults.append(Fault("klassen", "waarde", detail))
        return ()
    last = (column.klassen or [])[-1].get("tot")
    return (*edges, math.inf if last is None else float(last))


def _classes(text: str | None, faults: list[Fault]) -> tuple[tuple[float, ...], int]:
    """Edges, or the number of equal classes."""
    if text is None or text == DRAWN:
        return (), 0
    if text.isascii() and text.isdigit() and len(text) < 4 and 2 <= int(text) <= MOST_BINS:
        return (), int(text)
    numbers = _numbers(text)
    if (
        len(numbers) < 2
        or len(numbers) > MOST_BINS + 1
        or not all(a < b for a, b in pairwise(numbers))
    ):
        detail = (
            f"'klassen' is een aantal van 2 tot en met {MOST_BINS}, '{DRAWN}', of oplopende "
            f"grenzen voor hoogstens {MOST_BINS} klassen."
        )
        faults.append(Fault("klassen", "waarde", detail))
        return (), 0
    return numbers, 0


def _quantiles(text: str | None, faults: list[Fault]) -> tuple[float, ...]:
    if text is None:
        return ()
    numbers = _numbers(text)
    if not numbers or len(numbers) > MOST_QUANTILES or not all(0 <= n <= 1 for n in numbers):
        detail = f"'kwantielen' noemt 1 tot en met {MOST_QUANTILES} kansen van 0 tot en met 1."
        faults.append(Fault("kwantielen", "waarde", detail))
        return ()
    return numbers


def _numbers(text: str) -> tuple[float, ...]:
    """Finite numbers between commas, empty when something else is there."""
    if len(text) > 400 or "_" in text:
        return ()
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) else ()


def _grouping(
    found: LayerVersion, layers: Mapping[str, Layer], asked: Mapping[str, str], faults: list[Fault]
) -> Grouping | None:
    name, per = asked.get("groep"), asked.get("per")
    if name is not None and per is not None:
        faults.append(Fault("per", "samen", "Vraag 'groep' of 'per', niet beide."))
    if name is not None:
        return _by_column(found, name, faults)
    return _by_area(found, layers, per, faults) if per is not None else None


def _by_column(found: LayerVersion, name: str, faults: list[Fault]) -> Grouping | None:
    kinds = (terms.TEXT, terms.TRUTH)
    roles = {column.naam: column for column in found.columns}
    usable = [
        column
        for column, kind in found.properties.items()
        if terms.KINDS.get(kind) in kinds
        and not (bare(found) and (column not in roles or roles[column].rol != "klasse"))
    ]
    if name not in usable:
        near = texts.nearest(name[:60], usable)
        hint = texts.did_you_mean(name[:60], usable)
        detail = f"Naar '{name[:60]}' kan deze laag niet groeperen.{hint}"
        faults.append(Fault("groep", "onbekend", detail, near))
        return None
    meaning = areas.column(found, name)
    order = tuple(_words(roles[name])) if name in roles else ()
    return Grouping(meaning, name, order=order)


def _by_area(
    found: LayerVersion, layers: Mapping[str, Layer], per: str, faults: list[Fault]
) -> Grouping | None:
    level = areas.LEVELS.get(per)
    if level is None:
        valid = list(areas.LEVELS)
        detail = f"'per' is een van: {', '.join(valid)}.{texts.did_you_mean(per[:40], valid)}"
        faults.append(Fault("per", "onbekend", detail, texts.nearest(per[:40], valid)))
        return None
    if bare(found) and level.column == areas.grain(found):
        detail = f"Draaglast wordt niet per {per} opgesomd; tel de klassen in een groter gebied."
        faults.append(Fault("per", "draaglast", detail))
        return None
    try:
        return Grouping(areas.of_feature(found, level, layers), per, level)
    except Wrong as wrong:
        faults.append(Fault("per", "gebied", wrong.detail))
        return None
