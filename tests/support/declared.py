"""Small declarations for unit tests: one dataset with the columns a test needs."""

from types import MappingProxyType
from typing import Any

from data.model import CBS_CODES, Column, Dataset, Kind, Status

# Every mark of SOURCES.md for a figure that is not there, with what it means.
CODES = MappingProxyType(
    {**CBS_CODES, "nihil": Status.ONDERDRUKT, "NA": Status.ONTBREEKT, "<5": Status.ONDERDRUKT}
)


def dataset(*columns: Column, **more: Any) -> Dataset:
    """A dataset of the given columns; the first is its key."""
    given: dict[str, Any] = {
        "title": "Proef",
        "title_en": "Trial",
        "description": "Alleen voor tests.",
        "publisher": "niemand",
        "licence": "CC0 1.0",
        "attribution": "niemand",
        "theme": "proef",
        "codes": CODES,
        "key": (columns[0].name,) if columns else (),
    }
    return Dataset(name="proef", columns=columns, **(given | more))


def key(**more: Any) -> Column:
    """A text key."""
    return Column(name="code", title="Code", sources=("Code",), required=True, **more)


def number(name: str = "aantal", kind: Kind = Kind.COUNT, **more: Any) -> Column:
    """A figure with a status."""
    given: dict[str, Any] = {"type": "int", "unit": "stuks", "title": name, "sources": (name,)}
    return Column(name=name, value=True, kind=kind, **(given | more))
