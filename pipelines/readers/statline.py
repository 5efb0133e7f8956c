"""CSV as StatLine exports it with the regions as columns: turned round, so that a region is a row.

Belongs here: title lines above the table, subjects in the first column, the source line below.
Not here: an export with a region per row, which is plain CSV (`csv.py`).
"""

import csv as stdlib_csv
import io

import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.readers import encoding, stream

HEADER, TITLE = "Onderwerp", "regio"
LABELS = 2  # subject and unit stand before the regions
END = "Bron:"


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """One row per region: its title, and a text column per subject path (`Groep|Onderwerp`)."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    raw = delivery.files[0].path.read_bytes()
    text = raw.decode(encoding.codec(bron)).removeprefix("\ufeff")
    lines = list(stdlib_csv.reader(io.StringIO(text), delimiter=bron.scheiding))
    start = next((at for at, line in enumerate(lines) if line[:1] == [HEADER]), None)
    if start is None:
        raise DeliveryRefused(
            f"{bron.name}: geen regel begint met {HEADER}; verwacht een StatLine-bestand met de "
            "gebieden als kolommen. Kies vorm csv voor een gebied per regel."
        )
    names = lines[start][LABELS:]
    columns: dict[str, list[str]] = {TITLE: names}
    for line in lines[start + 1 :]:
        if not line or line[0].startswith(END) or not any(line):
            continue
        if len(line) != len(names) + LABELS or line[0] in columns:
            raise DeliveryRefused(
                f"{bron.name}: onderwerp {line[0][:60]!r} heeft {len(line) - LABELS} waarden of "
                f"staat er twee keer; verwacht {len(names)} gebieden. Exporteer de tabel opnieuw."
            )
        columns[line[0]] = line[LABELS:]
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    yield table.schema
    yield from table.to_batches()
