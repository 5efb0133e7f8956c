"""By what figures are split: a column of words, or a kind of area."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo_api import texts
from geo_api.contract.parameters import Parameter
from geo_api.errors import Fault
from geo_api.filter import terms
from geo_api.filter.cql import Wrong
from geo_api.filter.terms import Term
from geo_api.items import areas
from geo_api.model import Layer, LayerVersion
from geo_api.statistics import declared

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


def read(
    found: LayerVersion, layers: Mapping[str, Layer], asked: Mapping[str, str], faults: list[Fault]
) -> Grouping | None:
    """Read `groep` and `per`; None when neither is asked.

    Args:
        found: the layer version.
        layers: all that are published, for areas.
        asked: the query.
        faults: receives what is wrong.
    """
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
        and not (declared.bare(found) and (column not in roles or roles[column].rol != "klasse"))
    ]
    if name not in usable:
        near = texts.nearest(name[:60], usable)
        hint = texts.did_you_mean(name[:60], usable)
        detail = f"Naar '{name[:60]}' kan deze laag niet groeperen.{hint}"
        faults.append(Fault("groep", "onbekend", detail, near))
        return None
    meaning = areas.column(found, name)
    order = tuple(declared.words(roles[name])) if name in roles else ()
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
    if declared.bare(found) and level.column == areas.grain(found):
        detail = f"Draaglast wordt niet per {per} opgesomd; tel de klassen in een groter gebied."
        faults.append(Fault("per", "draaglast", detail))
        return None
    try:
        return Grouping(areas.of_feature(found, level, layers), per, level)
    except Wrong as wrong:
        faults.append(Fault("per", "gebied", wrong.detail))
        return None
