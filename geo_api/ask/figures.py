"""A row of a layer as figures that each say what they are: unit, source, moment, method, status.

What is published is all there is: a layer that shows classes gives classes. Null comes with the
status that says why.
"""

from collections.abc import Mapping
from typing import Any

from geo_api.ask.rows import Row
from geo_api.loader import COMPANIONS
from geo_api.model import Column, LayerVersion

_VALUES = ("waarde", "klasse")
_NAMES = dict(zip(COMPANIONS, ("n", "ciLow", "ciHigh"), strict=True))


def figure(column: Column, row: Row) -> dict[str, Any]:
    """One figure of a row."""
    told: dict[str, Any] = {
        "kolom": column.naam,
        "titel": column.titel,
        "titelEn": column.titel_en,
        "waarde": row.get(column.naam),
        "eenheid": column.eenheid or None,
        "eenheidEn": column.eenheid_en or None,
        "status": row.get(column.statuskolom) if column.statuskolom else None,
        "soort": column.rol,
        "bron": column.bron,
        "peildatum": row.get("peildatum") or column.peildatum,
        "methodeVersie": column.methode_versie or None,
    }
    for ending, name in _NAMES.items():
        if column.naam + ending in row:
            told[name] = row[column.naam + ending]
    return told


def of_row(found: LayerVersion, row: Row) -> dict[str, Any]:
    """A row: which one it is (its key), its figures, and the notes beside them."""
    return {
        "id": row["id"],
        "sleutel": {name: row.get(name) for name in key_of(found) if name in row},
        "cijfers": [
            figure(column, row)
            for column in found.columns
            if column.rol in _VALUES and column.naam in found.properties
        ],
        "toelichting": {
            column.naam: row[column.naam]
            for column in found.columns
            if column.rol == "toelichting" and row.get(column.naam) is not None
        },
    }


def key_of(found: LayerVersion) -> list[str]:
    """Columns that together tell one row of a layer from another."""
    key: str = found.meta["sleutel"] or ""
    return key.split(":")


def named(found: LayerVersion, row: Mapping[str, Any]) -> str | None:
    """What people call a row."""
    names = [column.naam for column in found.columns if column.rol == "naam"]
    return next((str(row[name]) for name in names if row.get(name) is not None), None)
