"""Columns on origin, nationality or religion: dropped on reading, so never staged or quarantined.

Belongs here: knowing them by their name or title. A municipality's own sheet is treated alike.
"""

import re
from collections.abc import Iterator

import pyarrow as pa

from pipelines.aliases import titles

# Parts of names and titles, without spaces, signs and case; CBS renamed these columns in 2022.
_PARTS = (
    "herkomst",
    "nationaliteit",
    "migratieachtergrond",
    "allochto",
    "autochto",
    "westers",
    "geboorteland",
    "geboreninnederland",
    "geborenbuitennederland",
    "etniciteit",
    "marokko",
    "turkije",
    "suriname",
    "antillen",
    "europaexclusiefnederland",
    "buiteneuropa",
    "geloof",
    "religie",
    "godsdienst",
    "kerkelijk",
)
_WHOLE = ("nederland", "europa")
_SIGNS = re.compile(r"[^a-z]")


def told(name: str, title: str = "") -> bool:
    """Whether a column tells where people come from or what they believe.

    Args:
        name: field name at the publisher.
        title: its title, `Group|Title` where it stands in a group.
    """
    words = [_SIGNS.sub("", text.casefold()) for text in (name, title, title.split("|")[-1])]
    return any(part in word for word in words for part in _PARTS) or words[0] in _WHOLE


def dropped(batches: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """The same rows without those columns."""
    known = titles(batches.schema)
    kept = [name for name in batches.schema.names if not told(name, known.get(name, ""))]
    if len(kept) == len(batches.schema.names):
        return batches
    schema = pa.schema([batches.schema.field(name) for name in kept], batches.schema.metadata)

    def narrowed() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch.select(kept).cast(schema)

    return pa.RecordBatchReader.from_batches(schema, narrowed())
