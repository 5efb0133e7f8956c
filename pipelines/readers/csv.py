"""CSV: every column as text, strictly decoded with the agreed encoding.

Belongs here: delimiter, encoding, byte order mark, header. Not here: numbers, dates and missing
values (conform); explanation rows above the header are not read.
"""

import codecs
import contextlib
import csv as stdlib_csv
import io
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import archive, encoding, stream

HEADER_BYTES = 1 << 20
BLOCK = 4 << 20
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows of one CSV file (plain, or the named member of a zip); see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery.files[0].path)))


def _pieces(bron: Bron, path: Path) -> stream.Pieces:
    with contextlib.ExitStack() as stack:
        with path.open("rb") as handle:
            zipped = handle.read(4) == b"PK\x03\x04"
        if zipped:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            opened = stack.enter_context(archive.opened(bron.name, path))
            info = archive.find(bron.name, opened, bron.lid or "*.csv")
            path = archive.unpack(bron.name, opened, info, folder / "data.csv")
        names = header(bron, path)
        batches = stack.enter_context(table(bron, path, names))
        yield pa.schema([(name, pa.string()) for name in names])
        for batch in batches:
            yield encoding.check(bron.name, batch)


def header(bron: Bron, path: Path) -> list[str]:
    """The column names.

    Raises:
        DeliveryRefused: no usable header, another separator or encoding than agreed.
        SourceChanged: a column twice.
    """
    with path.open("rb") as handle:
        head = handle.read(HEADER_BYTES)
    if head.startswith(WIDE_MARKS) and "16" not in bron.codering:
        raise _refused(bron, "het bestand is UTF-16", f"codering {bron.codering}")
    decoder = codecs.getincrementaldecoder(encoding.codec(bron))("strict")
    text = decoder.decode(head).removeprefix("\ufeff")
    rows = stdlib_csv.reader(io.StringIO(text), delimiter=bron.scheiding)
    names = [name.strip() for name in next(rows, [])]
    if not names or not any(names):
        raise _refused(bron, "het bestand heeft geen kopregel", "kolomnamen op de eerste regel")
    other = next((sign for sign in ";,\t|" if sign != bron.scheiding and sign in names[0]), None)
    if len(names) == 1 and other:
        raise _refused(bron, f"velden gescheiden door {other!r}", f"scheiding {bron.scheiding!r}")
    double = [name for name, count in Counter(names).items() if count > 1]
    if double:
        raise SourceChanged(
            f"{bron.name}: kolom {double[0]!r} komt {names.count(double[0])} keer voor in de "
            "kopregel; elke kolom een keer verwacht. Vraag de leverancier om een nieuw bestand."
        )
    return names


def table(bron: Bron, source: Any, names: list[str]) -> Any:
    """A streaming reader over the rows below the header.

    Args:
        bron: separator and encoding.
        source: path or readable binary file.
        names: all column names, in order.
    """
    return pa_csv.open_csv(
        source,
        read_options=pa_csv.ReadOptions(
            column_names=names, skip_rows=1, encoding=encoding.codec(bron), block_size=BLOCK
        ),
        parse_options=pa_csv.ParseOptions(delimiter=bron.scheiding, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _refused(bron: Bron, found: str, expected: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: {found}; afgesproken is {expected}. "
        "Pas het profiel aan of vraag de leverancier om het afgesproken bestand."
    )
