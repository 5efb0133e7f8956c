"""Landed pages of a CBS OData v3 table as batches, with the titles of the columns beside them.

Belongs here: rows and metadata. Column keys carry a number that shifts between editions, so who
uses a column finds it by title: the schema metadata `titles`, `paths` and `units` hold them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.readers import stream

TEXT_TYPES = ("Dimension", "GeoDimension", "GeoDetail", "TimeDimension")


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows of all pages; text without the publisher's padding; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    properties = [
        entry
        for file in delivery.files
        if file.role == "dataproperties"
        for entry in _values(bron, file.path)
    ]
    described = describe(properties)
    types: dict[str, pa.DataType | None] = {}
    for rows in _pages(bron, delivery):
        for row in rows:
            for key, value in row.items():
                types[key] = stream.kind(value, types.get(key))
    fixed = {key: _typed(key, kind, described["kinds"]) for key, kind in types.items()}
    metadata = {
        name: json.dumps(described[name], ensure_ascii=False)
        for name in ("titles", "paths", "units")
    }
    schema = pa.schema(list(fixed.items()), metadata=metadata)
    yield schema
    for rows in _pages(bron, delivery):
        for part in stream.slices(rows):
            arrays = stream.columns(part, fixed, trim=True)
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def describe(properties: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Titles, paths (titles of the groups above and its own), units and kinds by column key."""
    groups = {entry.get("ID"): entry for entry in properties}
    found: dict[str, dict[str, Any]] = {"titles": {}, "paths": {}, "units": {}, "kinds": {}}
    for entry in properties:
        key = str(entry.get("Key") or "").strip()
        if not key:
            continue
        found["titles"][key] = str(entry.get("Title") or "").strip()
        found["paths"][key] = _path(entry, groups)
        found["units"][key] = str(entry.get("Unit") or "").strip()
        found["kinds"][key] = str(entry.get("Type") or "")
    return found


def _path(entry: dict[str, Any], groups: dict[Any, dict[str, Any]]) -> list[str]:
    """Titles from the outermost group to the column itself; a loop of parents ends it."""
    titles: list[str] = []
    seen: set[Any] = set()
    current: dict[str, Any] | None = entry
    while current is not None and current.get("ID") not in seen:
        seen.add(current.get("ID"))
        titles.insert(0, str(current.get("Title") or "").strip())
        current = groups.get(current.get("ParentID"))
    return titles


def _typed(key: str, kind: pa.DataType | None, kinds: dict[str, str]) -> pa.DataType:
    """Dimensions and ids are text, whatever they look like; figures are real numbers."""
    if key == "ID":
        return pa.int64()
    if kinds.get(key) in TEXT_TYPES or kind is None or kind == pa.string():
        return pa.string() if kinds.get(key) != "Topic" or kind is not None else pa.float64()
    return pa.float64()


def _pages(bron: Bron, delivery: Delivery) -> Iterator[list[dict[str, Any]]]:
    for file in delivery.files:
        if file.role in ("page", "data"):
            yield _values(bron, file.path)


def _values(bron: Bron, path: Path) -> list[dict[str, Any]]:
    try:
        values: list[dict[str, Any]] = json.loads(path.read_bytes())["value"]
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryRefused(
            f"{bron.name}: een antwoord is geen OData ({error}). Haal de bron opnieuw op."
        ) from error
    return values
