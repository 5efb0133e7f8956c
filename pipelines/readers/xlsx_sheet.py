"""The cells of one worksheet, row by row, in one pass and without holding the sheet in memory.

Belongs here: stored values and what they are. A formula is never computed: its stored value counts,
and where there is none the cell says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice

from pipelines.errors import DeliveryRefused
from pipelines.readers.grid import WHOLE, Grid, Kind, Row, Span
from pipelines.readers.xlsx_package import STEP, Book, Sheet, unescaped, walker

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
LEAP_BUG = 60  # Lotus took 1900 for a leap year; Excel kept 29 February 1900 as day 60
LAST_DAY = 2_958_465  # 31 December 9999
SEAM = 64
UNREAL = ("inf", "-inf", "nan")
END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
MERGED = re.compile(rb"mergeCell\s+ref=[\"']([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)[\"']")
Value = tuple[str, Kind]
NOTHING: Value = ("", Kind.EMPTY)


@dataclass
class Seen:
    """What there is beside the rows: places of hidden columns, known before the first row."""

    hidden: set[int] = field(default_factory=set)


class _Cells:
    """Handlers of the parser; finished rows wait in `rows`."""

    def __init__(self, book: Book, seen: Seen) -> None:
        self.texts, self.formats, self.since_1904 = book.texts, book.formats, book.since_1904
        self.name, self.seen = book.name, seen
        self.rows: list[Row] = []
        self.number = 0
        self.place = -1
        self.row: Row | None = None
        self.cell: dict[str, str] = {}
        self.pieces: list[str] = []
        self.listening = self.formula = self.stored = self.aside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self.cell = attributes
            self.pieces = []
            self.formula = self.stored = False
            self.place = _column(attributes["r"]) if "r" in attributes else self.place + 1
        elif tag == "v":
            self.listening = self.stored = True
        elif tag == "t":
            self.listening = not self.aside
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.place = -1
            hidden = attributes.get("hidden", "0") in ("1", "true")
            self.row = Row(self.number, [], bytearray(), hidden)
        elif tag == "rPh":
            self.aside = True
        elif tag == "col" and attributes.get("hidden", "0") in ("1", "true"):
            last = min(int(attributes["max"]), MAX_COLUMN)
            self.seen.hidden |= set(range(int(attributes["min"]) - 1, last))

    def text(self, piece: str) -> None:
        """Characters, where they count."""
        if self.listening:
            self.pieces.append(piece)

    def end(self, tag: str) -> None:
        """An element closes."""
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in ("v", "t"):
            self.listening = False
        elif tag == "c":
            self._close_cell()
        elif tag == "row" and self.row is not None:
            if self.number > MAX_ROW:
                raise DeliveryRefused(f"{self.name}: regel {self.number} kan niet bestaan.")
            if self.row.values:
                self.rows.append(self.row)
            self.row = None
        elif tag == "rPh":
            self.aside = False

    def _close_cell(self) -> None:
        text, kind = self._value("".join(self.pieces))
        row = self.row
        if row is None:
            return
        if self.formula:
            row.formula = True
        if not kind:
            return
        gap = self.place - len(row.values)
        if gap:
            if self.place >= MAX_COLUMN:
                raise DeliveryRefused(f"{self.name}: regel {self.number} heeft te veel kolommen.")
            row.values.extend([""] * gap)
            row.kinds.extend(bytes(max(gap, 0)))
        if gap < 0:  # cells out of order
            row.values[self.place], row.kinds[self.place] = text, kind
            return
        row.values.append(text)
        row.kinds.append(kind)

    def _value(self, text: str) -> Value:
        given = self.cell.get("t")
        if given is None or given == "n":
            return self._number(text)
        if given == "s":
            text = self.texts[int(text)] if text else ""
        elif given == "b":
            return ("WAAR" if text == "1" else "ONWAAR", Kind.BOOL) if text else NOTHING
        elif given == "e":
            return text or "#WAARDE!", Kind.ERROR
        elif given == "d":
            return _iso(text)
        else:
            text = unescaped(text)
        if self.formula and not self.stored:
            return "", Kind.MISSING
        return (text, Kind.TEXT) if text and not text.isspace() else NOTHING

    def _number(self, text: str) -> Value:
        if not text:
            return ("", Kind.MISSING) if self.formula else NOTHING
        style = int(self.cell.get("s", 0))
        kind = self.formats[style] if self.formats else Kind.NUMBER
        if kind is Kind.NUMBER or kind is Kind.PADDED:
            number = number_text(text)
            return number, kind if number not in UNREAL else Kind.ERROR
        if kind == Kind.PERCENT:
            return percent_text(text), kind
        return serial(text, since_1904=self.since_1904)


def number_text(text: str) -> str:
    """A stored number as plain text: `12`, `0.1`; the shortest that is the same number."""
    if len(text) < 16 and text.isdigit() and text.isascii():
        return str(int(text))
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < 10 * WHOLE else repr(value)


def percent_text(text: str) -> str:
    """The number before the percent sign: 0.07 is `7`."""
    try:
        return format((Decimal(number_text(text)) * 100).normalize(), "f")
    except (InvalidOperation, ValueError):
        return number_text(text)


def serial(text: str, *, since_1904: bool = False) -> Value:
    """A day number as a date, a moment or a time; one that does not exist is an error."""
    value = float(text)
    seconds = round(value * 86_400)
    days, rest = divmod(seconds, 86_400)
    if 0 <= value < 1 and rest and not since_1904:
        return str(timedelta(seconds=rest)).rjust(8, "0"), Kind.TIME
    if not 0 <= days <= LAST_DAY or (not since_1904 and days in (0, LEAP_BUG)):
        return f"dagnummer {number_text(text)}", Kind.ERROR
    day = (EPOCH_1904 if since_1904 else EPOCH_1900) + timedelta(days=days)
    if not since_1904 and days < LEAP_BUG:
        day += timedelta(days=1)
    if not rest:
        return day.isoformat(), Kind.DATE
    return f"{day.isoformat()} {timedelta(seconds=rest)!s:0>8}", Kind.MOMENT


def _iso(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text, Kind.ERROR
    midnight = moment.time() == datetime.min.time()
    return (
        (moment.date().isoformat(), Kind.DATE)
        if midnight
        else (moment.isoformat(" ", "seconds"), Kind.MOMENT)
    )


_COLUMNS: dict[str, int] = {}


def _column(reference: str) -> int:
    """Place of the column of `BC12`, from 0."""
    name = reference.rstrip("0123456789")
    place = _COLUMNS.get(name)
    if place is None:
        place = 0
        for letter in name:
            place = place * 26 + ord(letter) - 64
        place -= 1
        if len(_COLUMNS) < MAX_COLUMN:
            _COLUMNS[name] = place
    return place


def _span(reference: str) -> Span:
    first, _, last = reference.partition(":")
    last = last or first
    rows = [int(end.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for end in (first, last)]
    return Span(rows[0], rows[1], _column(first), _column(last))


def rows(book: Book, sheet: Sheet, seen: Seen) -> Iterator[Row]:
    """Rows with something in them, in the order of the file.

    Args:
        book: the open file.
        sheet: which of its sheets.
        seen: filled on the way.
    """
    cells = _Cells(book, seen)
    parser = walker(cells.start, cells.end, cells.text)
    for _ in book.parse(sheet.part, parser):
        yield from cells.rows
        cells.rows.clear()


def grid(book: Book, sheet: Sheet) -> Grid:
    """A sheet to look for a table in."""
    first = Seen()
    for _ in islice(rows(book, sheet, first), 1):
        pass  # columns are described before the first row
    return Grid(
        sheet.name,
        lambda: rows(book, sheet, Seen()),
        _spans(book, sheet),
        frozenset(first.hidden),
        typed=True,
    )


def _spans(book: Book, sheet: Sheet) -> list[Span]:
    """Merged areas: they stand behind the cells, where bytes are skipped faster than parsed."""
    tail, past = b"", False
    with book.zip.open(sheet.part) as stream:
        while chunk := stream.read(STEP):
            tail += chunk
            end = None if past or b"sheetData" not in tail else END.search(tail)
            if end:
                past, tail = True, tail[end.end() :]
            elif not past:
                tail = tail[-SEAM:]
    return [_span(ref.decode()) for ref in MERGED.findall(tail)]
