"""Which layers and columns are asked for, and how a row of the table names its place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo_api import texts
from geo_api.contract.parameters import MAX_FAULTS, RELEASE, Asked, Parameter
from geo_api.errors import Fault, bad_request
from geo_api.facts.table import Table
from geo_api.items import bbox, crs
from geo_api.model import LayerVersion, State

MOST_LAYERS = 10
MOST_VALUES = 60
KEYS = (
    "code",
    "buurtcode",
    "wijkcode",
    "gemeentecode",
    "gebiedscode",
    "gebied",
    "bag_id",
    "identificatie",
    "pand",
    "postcode",
    "id",
)
"""Names by which a column of codes is recognised when `sleutel` does not say."""
_SHOWN = ("naam", "waarde", "klasse")

LAGEN = Parameter(
    "lagen",
    f"De lagen waarvan feiten gevraagd worden, hoogstens {MOST_LAYERS}.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_LAYERS},
)
KOLOMMEN = Parameter(
    "kolommen",
    f"Alleen deze kolommen, als laag.kolom, hoogstens {MOST_VALUES}; zonder: alle cijfers en "
    "klassen van de lagen.",
    {"type": "array", "items": {"type": "string"}, "maxItems": MOST_VALUES},
)
SLEUTEL = Parameter(
    "sleutel",
    "Kolom van de tabel met codes of BAG-id's; zonder: de eerste met een bekende naam, zoals "
    "buurtcode, identificatie of code.",
    {"type": "string"},
)
X = Parameter("x", "Kolom met de x-coördinaat in RD; samen met y.", {"type": "string"})
Y = Parameter("y", "Kolom met de y-coördinaat in RD; samen met x.", {"type": "string"})
F_FACTS = Parameter(
    "f",
    "Vorm van het antwoord; zonder: die van de tabel.",
    {"type": "string", "enum": ["json", "csv"]},
)
FEITEN = Asked(LAGEN, KOLOMMEN, SLEUTEL, X, Y, F_FACTS, RELEASE)


@dataclass(frozen=True)
class Wanted:
    """What is asked.

    Attributes:
        layers: with in `columns` only what is asked of them.
        places: per row a code (text) or a point (x, y); None where the row names none.
        points: whether the places are points.
    """

    layers: tuple[LayerVersion, ...]
    places: tuple[Any, ...]
    points: bool


def read(state: State, table: Table, asked: Mapping[str, str], faults: list[Fault]) -> Wanted:
    """Read the parameters.

    Args:
        state: what is published, in the release that is asked for.
        table: the rows that were sent.
        asked: the query.
        faults: what is wrong already; told with the rest.

    Raises:
        Problem: 400 with every fault; 404 or 410 of a layer.
    """
    chosen = layers(state, asked, faults)
    points = "x" in asked or "y" in asked
    places = _points(table, asked, faults) if points else _codes(table, asked, faults)
    if faults:
        raise bad_request(faults)
    return Wanted(tuple(chosen), places, points)


def layers(state: State, asked: Mapping[str, str], faults: list[Fault]) -> list[LayerVersion]:
    """The layers that are asked, with in `columns` only what is asked of them.

    Raises:
        Problem: 404 or 410 of a layer.
    """
    names = [name for name in asked.get("lagen", "").split(",") if name]
    if not 1 <= len(names) <= MOST_LAYERS or len(set(names)) < len(names):
        detail = f"'lagen' noemt 1 tot en met {MOST_LAYERS} verschillende lagen."
        faults.append(Fault("lagen", "aantal", detail))
        names = []
    shown = [state.layer(name).current for name in names]
    found = _chosen(shown, asked.get("kolommen"), faults)
    if sum(len(layer.columns) for layer in found) > MOST_VALUES and not faults:
        detail = f"Dit zijn meer dan {MOST_VALUES} kolommen; kies met 'kolommen'."
        faults.append(Fault("kolommen", "aantal", detail))
    return found


def _chosen(
    layers: list[LayerVersion], text: str | None, faults: list[Fault]
) -> list[LayerVersion]:
    usable = {
        layer.laag: [
            column
            for column in layer.columns
            if column.naam in layer.properties and column.rol in _SHOWN
        ]
        for layer in layers
    }
    wanted = None if text is None else [name.strip() for name in text.split(",")]
    known = [f"{laag}.{column.naam}" for laag, found in usable.items() for column in found]
    wrong = [name for name in dict.fromkeys(wanted or ()) if name not in known]
    for name in wrong[:MAX_FAULTS]:
        near = texts.nearest(name[:80], known)
        hint = f" Bedoelde u '{near}'?" if near else ""
        detail = f"'{name[:80]}' is geen laag.kolom van de gevraagde lagen.{hint}"
        faults.append(Fault("kolommen", "onbekend", detail, near))
    return [
        replace(
            layer,
            columns=tuple(
                column
                for column in usable[layer.laag]
                if wanted is None or f"{layer.laag}.{column.naam}" in wanted
            ),
        )
        for layer in layers
    ]


def _codes(table: Table, asked: Mapping[str, str], faults: list[Fault]) -> tuple[Any, ...]:
    name = asked.get("sleutel") or next((key for key in KEYS if key in table.names), None)
    if name is None or name not in table.names:
        near = texts.nearest((name or "")[:60], table.names)
        detail = (
            f"De tabel heeft geen kolom '{name[:60]}'."
            if name
            else "Noem met 'sleutel' de kolom met codes, of met 'x' en 'y' die met RD-coördinaten."
        )
        faults.append(Fault("sleutel", "onbekend", detail, near))
        return ()
    place = table.names.index(name)
    return tuple(_code(row[place]) for row in table.rows)


def _code(value: Any) -> str | None:
    """A code as text; a BAG id that JSON wrote as a number has lost its zeros and is unknown."""
    text = value.strip() if isinstance(value, str) else None
    return text or None


def _points(table: Table, asked: Mapping[str, str], faults: list[Fault]) -> tuple[Any, ...]:
    found = []
    for axis in ("x", "y"):
        name = asked.get(axis)
        if name is None or name not in table.names:
            near = texts.nearest((name or axis)[:60], table.names)
            detail = f"'{axis}' noemt een kolom van de tabel; 'x' en 'y' gaan samen."
            faults.append(Fault(axis, "onbekend", detail, near))
        else:
            found.append(table.names.index(name))
    if "sleutel" in asked:
        faults.append(Fault("sleutel", "samen", "Vraag 'sleutel', of 'x' en 'y'; niet beide."))
    if len(found) < 2:
        return ()
    comma = table.delimiter != ","
    return tuple(_point(row[found[0]], row[found[1]], comma=comma) for row in table.rows)


def _point(x: Any, y: Any, *, comma: bool) -> tuple[float, float] | None:
    """A point within the field of RD New, None when it is something else."""
    west, south, east, north = bbox.field(crs.RD)
    try:
        place = tuple(_number(value, comma=comma) for value in (x, y))
    except ValueError:
        return None
    inside = west <= place[0] <= east and south <= place[1] <= north
    return (place[0], place[1]) if inside else None


def _number(value: Any, *, comma: bool) -> float:
    if isinstance(value, bool) or value is None:
        raise ValueError(value)
    text = str(value).strip()
    found = float(text.replace(",", ".") if comma else text)
    if "_" in text or not math.isfinite(found):
        raise ValueError(value)
    return found
