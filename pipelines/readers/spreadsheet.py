"""XLSX as people make them: the sheet that fits, the table on it, and a report of what was assumed.

Belongs here: choosing the sheet. Safety and parts are `xlsx_package`, cells `xlsx_sheet`, the table
`header` and `table`.
"""

from itertools import islice

import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import header, stream, table, xlsx_package, xlsx_sheet
from pipelines.readers.grid import Grid, Row, listed
from pipelines.readers.header import Header, Wanted
from pipelines.readers.xlsx_package import Book, Sheet

Found = tuple[Sheet, Grid, Header]


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows of one sheet of one file; see `pipelines.readers.read`.

    Raises:
        DeliveryRefused: what `xlsx_package` refuses, no table, a formula without a stored value.
        SourceChanged: no sheet fits, or more than one.
    """
    return stream.opened(stream.guarded(bron.name, _pieces(dataset, bron, delivery)))


def _pieces(dataset: str, bron: Bron, delivery: Delivery) -> stream.Pieces:
    wanted = Wanted.of(dataset, bron)
    with xlsx_package.opened(bron.name, delivery.files[0].path) as book:
        sheet, grid, found = _choose(bron, book, wanted)
        notes = tuple(_told(book, sheet))
        yield from table.pieces(table.Table(bron, grid, wanted, found, notes))


def _choose(bron: Bron, book: Book, wanted: Wanted) -> Found:
    """The agreed sheet, or the visible one that has most of the declared columns."""
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    if bron.laag:
        shown = [sheet for sheet in shown if sheet.name.casefold() == bron.laag.casefold()]
        if not shown:
            raise SourceChanged(
                f"{bron.name}: blad {bron.laag!r} verwacht, zichtbaar zijn: {_names(book)}. Noem "
                "het blad met laag in het profiel, of vraag het afgesproken blad."
            )
    filled = [found for sheet in shown if (found := _look(bron, book, wanted, sheet))]
    if not filled:
        raise DeliveryRefused(
            f"{bron.name}: geen zichtbaar blad heeft een tabel met een kopregel (bladen: "
            f"{_names(book)}). Vraag de leverancier om een blad met kolomnamen en rijen."
        )
    most = max(found.fits for _, _, found in filled)
    best = [one for one in filled if one[2].fits == most]
    if len(best) > 1:
        best = [one for one in best if _has_rows(one)] or best
    if len(best) > 1:
        raise SourceChanged(
            f"{bron.name}: meer bladen passen even goed: {listed([s.name for s, _, _ in best])}. "
            "Noem het juiste met laag in het profiel, of vraag een bestand met een van deze."
        )
    return best[0]


def _look(bron: Bron, book: Book, wanted: Wanted, sheet: Sheet) -> Found | None:
    grid = xlsx_sheet.grid(book, sheet)
    first: list[Row] = list(islice(grid.rows(), header.LOOK))
    found = header.find(bron, grid, wanted, first)
    return (sheet, grid, found) if found else None


def _has_rows(one: Found) -> bool:
    _, grid, found = one
    return any(row.number > found.last and not row.hidden for row in grid.rows())


def _names(book: Book) -> str:
    return listed([sheet.name for sheet in book.sheets if not sheet.hidden]) or "geen"


def _told(book: Book, chosen: Sheet) -> list[str]:
    others = [s.name for s in book.sheets if s is not chosen and not s.hidden]
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    notes = []
    if len(book.sheets) > 1:
        notes.append(f"Gelezen is blad {chosen.name}.")
    if others:
        notes.append(f"Niet gelezen: blad {listed(others)}.")
    if hidden:
        notes.append(f"Niet gelezen, want verborgen: blad {listed(hidden)}.")
    if book.since_1904:
        notes.append("Datums tellen in dit bestand vanaf 1904.")
    if book.connected:
        notes.append("Aan het bestand hangt een gegevensbron; de opgeslagen waarden zijn gelezen.")
    return notes
