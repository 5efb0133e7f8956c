"""Which field of the publisher is which column of ours: by name or title, never by position."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import pyarrow as pa

from data.model import Column, Dataset
from pipelines.errors import SourceChanged
from pipelines.reading import RESERVED

_ORDINAL = re.compile(r"_\d+$")


def titles(schema: pa.Schema) -> dict[str, str]:
    """Titles of the fields, as an OData reader leaves them in the schema.

    Empty for other sources.
    """
    held = (schema.metadata or {}).get(b"titles")
    return dict(json.loads(held)) if held else {}


def paths(schema: pa.Schema) -> dict[str, list[str]]:
    """Titles of the groups above each field and its own, outermost first.

    Empty for sources other than OData.
    """
    held = (schema.metadata or {}).get(b"paths")
    return dict(json.loads(held)) if held else {}


def resolve(dataset: Dataset, schema: pa.Schema, chosen: Mapping[str, str]) -> dict[str, str]:
    """Our column -> field of the source, for every column the source has.

    Args:
        dataset: the declaration.
        schema: fields of the source; OData titles in its metadata.
        chosen: names the profile gives for this source; they win.

    Raises:
        SourceChanged: a column that must be there is not, or a name fits two fields.
    """
    fields = [name for name in schema.names if name != "geometry" and name not in RESERVED]
    known = _names(fields, titles(schema), paths(schema))
    found: dict[str, str] = {}
    for column in dataset.columns:
        wanted = [chosen[column.name]] if column.name in chosen else [*column.sources, column.name]
        field = _first(dataset, column, wanted, known)
        if field:
            found[column.name] = field
        elif not column.optional:
            near = get_close_matches(wanted[0], fields, n=1)
            hint = f"; lijkt op {near[0]}" if near else ""
            raise SourceChanged(
                f"{dataset.name}: kolom {column.name} ontbreekt (gezocht: "
                f"{', '.join(dict.fromkeys(wanted))}; "
                f"gevonden: {', '.join(fields[:12])}{' …' if len(fields) > 12 else ''}){hint}. "
                "Geef de nieuwe naam op in het profiel (kolommen)."
            )
    return found


def fitting(dataset: Dataset, fields: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Our column -> the one field it fits, as `resolve` would; what is absent or unclear is not."""
    known = _names(fields, {}, {})
    found: dict[str, str] = {}
    for column in dataset.columns:
        wanted = [chosen[column.name]] if column.name in chosen else [*column.sources, column.name]
        try:
            field = _first(dataset, column, wanted, known)
        except SourceChanged:
            continue
        if field:
            found[column.name] = field
    return found


def absent(dataset: Dataset, schema: pa.Schema, chosen: Mapping[str, str]) -> list[str]:
    """Declared columns that a source leaves out, as it may; see `resolve`."""
    found = resolve(dataset, schema, chosen)
    return [column.name for column in dataset.columns if column.name not in found]


def _names(
    fields: Iterable[str], title: Mapping[str, str], path: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """Every way to call a field -> the fields it may mean; a title also behind its groups."""
    known: dict[str, list[str]] = {}
    for field in fields:
        ways = {field.casefold(), _ORDINAL.sub("", field).casefold()}
        if field in title:
            ways |= {title[field].casefold(), title[field].split("|")[-1].casefold()}
        groups = [part.casefold() for part in path.get(field, [])]
        ways |= {"|".join(groups[at:]) for at in range(len(groups) - 1)}
        for way in ways:
            known.setdefault(way, []).append(field)
    return known


def _first(
    dataset: Dataset, column: Column, wanted: list[str], known: Mapping[str, list[str]]
) -> str:
    for word in wanted:
        fits = known.get(word.casefold(), [])
        exact = [field for field in fits if field == word]
        if exact:
            return exact[0]
        if len(fits) > 1:
            raise SourceChanged(
                f"{dataset.name}: {word} (voor kolom {column.name}) past op "
                f"{', '.join(sorted(fits))}; "
                "kies er een in het profiel (kolommen)."
            )
        if fits:
            return fits[0]
    return ""
