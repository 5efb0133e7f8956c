"""What a request for statistics asks; read as a whole, so one answer names every fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo_api import texts
from geo_api.contract.parameters import COLUMNS, TAAL, Asked, F, Parameter
from geo_api.errors import Fault, bad_request
from geo_api.formats.export import NUMBERS
from geo_api.items import question
from geo_api.items.selection import Selection
from geo_api.model import Column, Layer, LayerVersion
from geo_api.saved.held import Held
from geo_api.statistics import bins, declared, grouping
from geo_api.statistics.declared import Allowed
from geo_api.statistics.grouping import Grouping

MOST_COLUMNS = 5
KOLOM = Parameter(
    "kolom",
    f"Hoogstens {MOST_COLUMNS} kolommen om over te rekenen; zonder: alleen het aantal objecten.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_COLUMNS},
)
OWN = (KOLOM, grouping.GROEP, grouping.PER, bins.KWANTIELEN, bins.KLASSEN, F, TAAL)
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
    edges, number = bins.classes(asked.get("klassen"), faults)
    measures = _measures(found, asked, edges, faults)
    plan = Plan(
        chosen,
        measures,
        grouping.read(found, layers, asked, faults),
        bins.quantiles(asked.get("kwantielen"), faults),
        number,
    )
    if faults:
        raise bad_request(faults)
    return plan


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
        drawn = asked.get("klassen") == bins.DRAWN
        own = bins.drawn(column, faults) if drawn else edges
        number = found.properties[name] in NUMBERS
        measures.append(Measure(column, number, declared.of(found.laag, name, shown), own))
    return tuple(measures)


def _unfit(found: LayerVersion, name: str, column: Column | None) -> str | None:
    """Why no figure is made of a column, None when it is."""
    if column is None:
        return f"Deze laag heeft geen kolom '{name[:60]}'."
    number = found.properties[name] in NUMBERS
    if number and declared.bare(found):
        return f"'{name}' is een getal; van draaglast worden alleen klassen geteld."
    if not number and not declared.words(column):
        return f"'{name}' heeft geen getallen en geen vaste klassen; tel haar waarden met 'groep'."
    return None
