"""Text that was decoded with the wrong encoding and encoded again (CafÃ© for Café).

Belongs here: finding it. Never repairing it: a guess would turn one wrong name into another.
"""

import codecs
import re

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.connectors.bron import Bron
from pipelines.errors import ConfigurationError, DeliveryRefused

# UTF-8 lead bytes C2, C3 and E2 80 read as Latin-1 or Windows-1252, followed by what can follow.
DOUBLE = (
    "[\u00c2\u00c3][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160"
    "\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
    "\u017e\u0178]|\u00e2(\u20ac|\u0080)"
)


def check(name: str, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give the batch back, or refuse it when a text column holds doubly encoded text.

    Raises:
        DeliveryRefused: with the column and the text found.
    """
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if not (pa.types.is_string(field.type) or pa.types.is_large_string(field.type)):
            continue
        hits = pc.match_substring_regex(column, DOUBLE)
        if pc.any(hits).as_py():
            found = column.filter(hits)[0].as_py()
            raise DeliveryRefused(
                f"{name}: in kolom {field.name} staat {found!r}: tekst die twee keer gecodeerd "
                "is. Vraag de leverancier om het bestand opnieuw, of stel codering goed in."
            )
    return batch


def codec(bron: Bron) -> str:
    """The one name of the agreed encoding; GDAL ignores names it does not know, so none passes.

    Raises:
        ConfigurationError: no such encoding.
    """
    try:
        return codecs.lookup(bron.codering).name
    except LookupError as error:
        raise ConfigurationError(
            f"{bron.name}: codering {bron.codering!r} bestaat niet; kies utf-8 of cp1252."
        ) from error


def damaged(text: str) -> bool:
    """Whether one text is doubly encoded."""
    return re.search(DOUBLE, text) is not None
