"""What a form is: names, defaults, and how its bytes are made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from psycopg import sql

from geo_api.formats.export import Export
from geo_api.items.crs import Crs

Write = Callable[[bytes], None]
BLOCK = 2**18
"""Bytes that are passed on at once."""


@dataclass(frozen=True)
class Text:
    """A form that the database encodes row by row.

    Attributes:
        row: expression over `f` and `p` (see `source`) that gives the text of a feature.
        head: before the first row.
        between: between two rows.
        tail: after the last one.
        wrap: writes rows into a container instead (a workbook), None for plain text.
    """

    row: Callable[[Export], sql.Composable]
    head: Callable[[Export], bytes] = lambda _: b""
    between: bytes = b""
    tail: bytes = b""
    wrap: Callable[[Export, Iterator[bytes], Write], None] | None = None

    def write(self, export: Export, rows: Iterator[bytes], write: Write) -> None:
        """Write a whole file, in blocks; memory does not grow with the rows."""
        if self.wrap:
            self.wrap(export, rows, write)
            return
        held, size = [self.head(export)], 0
        for number, row in enumerate(rows):
            if number:
                held.append(self.between)
            held.append(row)
            size += len(row)
            if size >= BLOCK:
                write(b"".join(held))
                held, size = [], 0
        write(b"".join([*held, self.tail]))


@dataclass(frozen=True)
class Arrow:
    """A form that the program beside this one writes from typed columns.

    Attributes:
        lists, boxes: as in `source.records`.
    """

    lists: bool = False
    boxes: bool = False


@dataclass(frozen=True)
class Format:
    """A form.

    Attributes:
        name: in this code.
        title: for people, Dutch.
        extension: in the address of the file.
        crs: system of the coordinates.
        made: how.
        most: rows it can hold, None without a bound.
    """

    name: str
    title: str
    media_type: str
    extension: str
    crs: Crs
    made: Text | Arrow
    most: int | None = None
