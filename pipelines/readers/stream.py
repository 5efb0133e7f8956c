"""Small things all readers share: a generator as a batch reader, and rows of JSON as columns."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.errors import DeliveryRefused

BATCH = 16_384
Pieces = Generator[Any, None, None]


def opened(pieces: Pieces) -> pa.RecordBatchReader:
    """A reader over a generator that gives its schema first and then its batches.

    What the generator holds open (files, temporary directories) closes when it ends or is dropped.
    """
    schema = next(pieces)
    return pa.RecordBatchReader.from_batches(schema, pieces)


def kind(value: Any, before: pa.DataType | None) -> pa.DataType | None:
    """The narrowest type that holds a JSON value and what was seen before; null says nothing."""
    if value is None:
        return before
    if isinstance(value, bool):
        found = pa.bool_()
    elif isinstance(value, int) and -(2**63) <= value < 2**63:
        found = pa.int64()
    elif isinstance(value, float):
        found = pa.float64()
    else:
        found = pa.string()
    if before is None or before == found:
        return found
    numbers = {pa.int64(), pa.float64()}
    return pa.float64() if {before, found} == numbers else pa.string()


def kinds(rows: Iterable[Mapping[str, Any]]) -> dict[str, pa.DataType]:
    """Column types over all rows, in order of first appearance; a column of nulls is text."""
    found: dict[str, pa.DataType | None] = {}
    for row in rows:
        for key, value in row.items():
            found[key] = kind(value, found.get(key))
    return {key: value if value is not None else pa.string() for key, value in found.items()}


def column_kind(values: Sequence[Any], before: pa.DataType | None) -> pa.DataType | None:
    """`kind` over a whole column: one value per Python type tells, of whole numbers the largest."""
    types = set(map(type, values))
    for one in types - {type(None)}:
        if one is int:
            whole = [value for value in values if type(value) is int]
            before = kind(min(whole), kind(max(whole), before))
        else:
            before = kind(next(value for value in values if type(value) is one), before)
    return before


def text(value: Any) -> str | None:
    """A JSON value as text: lists of plain values joined by a comma, other nesting as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ",".join(str(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def columns(
    rows: Sequence[Mapping[str, Any]], types: Mapping[str, pa.DataType], trim: bool = False
) -> list[pa.Array]:
    """Arrow columns of rows of JSON; an absent key is null."""
    arrays = []
    for key, wanted in types.items():
        values: list[Any] = [row.get(key) for row in rows]
        if wanted == pa.string():
            if not set(map(type, values)) <= {str, type(None)}:
                values = [text(value) for value in values]
            if trim:
                values = [None if value is None else value.strip() for value in values]
        elif wanted == pa.float64():
            values = [None if value is None else float(value) for value in values]
        arrays.append(pa.array(values, wanted))
    return arrays


def slices(rows: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """Consecutive pieces of at most `size` rows."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def guarded(name: str, pieces: Pieces) -> Pieces:
    """Pass pieces on, with Arrow's own complaints turned into a sentence."""
    try:
        yield from pieces
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise DeliveryRefused(
            f"{name}: het bestand is niet te lezen: {str(error).splitlines()[0]}. "
            "Controleer scheiding, codering en kopregel, of vraag een nieuwe levering."
        ) from error
