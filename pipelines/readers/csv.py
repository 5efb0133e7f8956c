"""CSV: every column as text. As agreed and strict for open files, found out for what people make.

Belongs here: the header of an open file on its first line, and the two ways. Not here: lines and
encoding (`csv_lines`), explanation rows and totals (`header`, `table`), numbers, dates and missing
values (conform).
"""

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pipelines import reading
from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import archive, csv_lines, encoding, header, stream, table
from pipelines.readers.csv_lines import AUTO, SIGNS, Text
from pipelines.readers.grid import Grid, Row
from pipelines.readers.header import Wanted


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows of one CSV file (plain, or the named member of a zip); see `pipelines.readers.read`."""
    path = delivery.files[0].path
    return stream.opened(stream.guarded(bron.name, _pieces(dataset, bron, path)))


def _pieces(dataset: str, bron: Bron, path: Path) -> stream.Pieces:
    with contextlib.ExitStack() as stack:
        with path.open("rb") as handle:
            zipped = handle.read(4) == b"PK\x03\x04"
        if zipped:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            opened = stack.enter_context(archive.opened(bron.name, path))
            info = archive.find(bron.name, opened, bron.lid or "*.csv")
            path = archive.unpack(bron.name, opened, info, folder / "data.csv")
        wanted = Wanted.of(dataset, bron)
        text = csv_lines.agreed(bron, path, wanted)
        found_out = AUTO in (bron.scheiding, bron.codering, bron.decimaal)
        yield from _found(bron, text, wanted) if found_out else _strict(bron, text)


def _found(bron: Bron, text: Text, wanted: Wanted) -> stream.Pieces:
    """A file as people make it: the header is looked for, totals and footnotes are set apart."""
    grid = Grid("", lambda: csv_lines.rows(bron, text))
    first: list[Row] = []
    with contextlib.closing(csv_lines.rows(bron, text)) as rows:
        for row in rows:
            first.append(row)
            if len(first) == header.LOOK:
                break
    found = header.find(bron, grid, wanted, first)
    if found is None:
        raise _refused(bron, "het bestand heeft geen kopregel", "een regel met kolomnamen")
    yield from table.pieces(table.Table(bron, grid, wanted, found, text.notes))


def _strict(bron: Bron, text: Text) -> stream.Pieces:
    """A file exactly as agreed: the header on its first line, as many fields on every line."""
    csv_lines.refuse_nul(bron, text.path)
    rows = csv_lines.rows(bron, text)
    names = _header(bron, next(rows, None))
    schema = pa.schema([*((name, pa.string()) for name in names), (reading.ROW, pa.int64())])
    yield schema
    part: list[Row] = []
    for part in _parts(rows):
        for row in part:
            if len(row.values) != len(names):
                raise DeliveryRefused(
                    f"{bron.name}: regel {row.number} is niet te lezen: {len(row.values)} velden, "
                    f"de kopregel heeft er {len(names)}. Vraag de leverancier om een nieuw bestand."
                )
        columns = zip(*(row.values for row in part), strict=True)
        arrays = [pa.array(column, pa.string()) for column in columns]
        arrays.append(pa.array([row.number for row in part], pa.int64()))
        yield encoding.check(bron.name, pa.RecordBatch.from_arrays(arrays, schema=schema))


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == stream.BATCH:
            yield part
            part = []
    if part:
        yield part


def _header(bron: Bron, row: Row | None) -> list[str]:
    names = [name.strip() for name in row.values] if row else []
    if not any(names):
        raise _refused(bron, "het bestand heeft geen kopregel", "kolomnamen op de eerste regel")
    other = next((sign for sign in SIGNS if sign != bron.scheiding and sign in names[0]), None)
    if len(names) == 1 and other:
        raise _refused(bron, f"velden gescheiden door {other!r}", f"scheiding {bron.scheiding!r}")
    double = [name for name, count in Counter(names).items() if count > 1]
    if double:
        raise SourceChanged(
            f"{bron.name}: kolom {double[0]!r} komt {names.count(double[0])} keer voor in de "
            "kopregel; elke kolom een keer verwacht. Vraag de leverancier om een nieuw bestand."
        )
    return names


def _refused(bron: Bron, found: str, expected: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: {found}; afgesproken is {expected}. "
        "Pas het profiel aan of vraag de leverancier om het afgesproken bestand."
    )
