"""What the declarations know of a figure: whether it may be summed, and how it may be averaged.

The published description of a layer says what a column means to a reader; what it measures stands
in `data/datasets`. A column that is not declared there gets no sum and no mean.
"""

from dataclasses import dataclass

from data.model import Column, Kind
from data.registry import layers
from geo_api.model import Column as Published
from geo_api.model import LayerVersion

AREA_KEYS = frozenset(
    {"buurtcode", "wijkcode", "gemeentecode", "gebiedscode", "gebied", "vierkant", "h3", "postcode"}
)
"""Columns that name a block: an area that a published figure is about."""

_MEASURED = {
    Kind.SHARE: "een percentage",
    Kind.RATE: "een verhouding",
    Kind.DISTANCE: "een afstand",
    Kind.AMOUNT: "een bedrag per eenheid",
    Kind.SCORE: "een score",
    Kind.SIGNED: "een getal dat geen aantal is",
}
_UNDECLARED = "Wat deze kolom meet staat niet in de beschrijving van de gegevens."


@dataclass(frozen=True)
class Allowed:
    """What may be made of a column.

    Attributes:
        no_sum: why there is no sum, None when there is one.
        no_mean: why there is no mean, None when there is one.
        weight: column by which a mean is weighed, None for a plain one.
    """

    no_sum: str | None
    no_mean: str | None
    weight: str | None = None


def of(laag: str, column: str, shown: frozenset[str]) -> Allowed:
    """What may be made of a column.

    Args:
        laag: the layer.
        column: a number in it.
        shown: columns of the published layer; a weight outside it cannot be used.
    """
    found = _column(laag, column)
    if found is None or found.kind is None:
        return Allowed(_UNDECLARED, _UNDECLARED)
    if found.kind is Kind.COUNT:
        return Allowed(None, None)
    measured = _MEASURED[found.kind]
    no_sum = f"Dit is {measured}; dat telt niet op."
    if found.mean_over in shown:
        return Allowed(no_sum, None, found.mean_over)
    if areal(laag) or found.kind in (Kind.SHARE, Kind.RATE):
        no_mean = (
            f"Dit is {measured} per gebied; zonder opgegeven gewicht is het gemiddelde van "
            "gebieden niet dat van wie er wonen."
        )
        return Allowed(no_sum, no_mean)
    return Allowed(no_sum, None)


def bare(found: LayerVersion) -> bool:
    """Whether of a layer only classes are counted: draaglast is never a number, never a rank."""
    classes = any(column.rol == "klasse" for column in found.columns)
    return classes and found.meta["thema"] == "draaglast"


def words(column: Published) -> list[str]:
    """The fixed values of a column of classes, in declared order."""
    return [str(item["waarde"]) for item in column.klassen or [] if "waarde" in item]


def areal(laag: str) -> bool:
    """Whether the features of a layer are areas, or rows about areas."""
    found = layers().get(laag)
    return found is not None and not AREA_KEYS.isdisjoint(found[0].key)


def dimensions(laag: str) -> tuple[str, ...]:
    """Columns that tell several rows about one area apart (year, scenario); empty for objects."""
    found = layers().get(laag)
    if found is None or not areal(laag):
        return ()
    return tuple(name for name in found[0].key if name not in AREA_KEYS)


def _column(laag: str, name: str) -> Column | None:
    found = layers().get(laag)
    if found is None:
        return None
    return next((column for column in found[0].columns if column.name == name), None)
