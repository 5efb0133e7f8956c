"""The table that is sent: CSV or JSON, within bounds, every cell as it was written.

Workbooks are read in `workbook`.
"""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from data.getallen import dutch
from geo_api.errors import Problem, bad_request
from geo_api.saved.place import fault

MOST_ROWS = 10_000
MOST_COLUMNS = 50
MOST_CELL = 1_000
_DELIMITERS = ",;\t"
_SCALAR = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Table:
    """Rows in order.

    Attributes:
        names: of the columns.
        rows: one value per name; text from CSV, anything simple from JSON.
        delimiter: of CSV, so that the answer has the same.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    delimiter: str = ","


def bounded(lines: list[tuple[Any, ...]], delimiter: str) -> Table:
    """A table of a line of names and rows, within bounds.

    Raises:
        Problem: 400, with what is wrong.
    """
    if not lines:
        raise wrong("De tabel is leeg; de eerste regel noemt de kolommen.")
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(lines[0]):
            raise wrong(f"Regel {number} heeft {len(cells)} cellen; de kop heeft {len(lines[0])}.")
    names = tuple(str(name or "").strip() for name in lines[0])
    return _bounded(Table(names, tuple(lines[1:]), delimiter))


def from_csv(content: bytes) -> Table:
    """Read CSV in UTF-8 with a line of names; `;`, `,` or tab between cells.

    Raises:
        Problem: 400, with the line that is wrong.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(f"De tabel is geen UTF-8 (byte {error.start}).") from None
    if "\0" in text:
        raise wrong("De tabel bevat een teken (NUL) dat nergens in de gegevens kan staan.")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines: list[tuple[str, ...]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if line:
                lines.append(tuple(line))
            if len(lines) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise wrong(f"Regel {len(lines) + 1} is geen CSV: {error}.") from None
    return bounded(lines, delimiter)


def from_json(content: bytes) -> Table:
    """Read a list of objects with simple values.

    Raises:
        Problem: 400, with the row that is wrong.
    """
    try:
        given = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise wrong("De inhoud is geen JSON in UTF-8 met eindige getallen.") from None
    if not isinstance(given, list) or not given:
        raise wrong("De inhoud is een lijst van objecten, een per rij.")
    if len(given) > MOST_ROWS:
        raise wrong(f"Een tabel heeft hoogstens {dutch(MOST_ROWS)} rijen.")
    names: dict[str, None] = {}
    for number, row in enumerate(given, start=1):
        if not isinstance(row, dict) or not all(isinstance(v, _SCALAR) for v in row.values()):
            raise wrong(f"Rij {number} is geen object met alleen teksten, getallen of null.")
        names |= dict.fromkeys(row)
        if len(names) > MOST_COLUMNS:
            break
    rows = tuple(tuple(row.get(name) for name in names) for row in given)
    return _bounded(Table(tuple(names), rows))


def _bounded(table: Table) -> Table:
    if len(table.rows) > MOST_ROWS:
        raise wrong(f"Een tabel heeft hoogstens {dutch(MOST_ROWS)} rijen.")
    if len(table.names) > MOST_COLUMNS:
        raise wrong(f"Een tabel heeft hoogstens {MOST_COLUMNS} kolommen.")
    if not table.rows:
        raise wrong("De tabel heeft geen rijen.")
    if len(set(table.names)) < len(table.names) or not all(table.names):
        raise wrong("Elke kolom van de tabel heeft een eigen naam.")
    for number, row in enumerate(table.rows, start=1):
        for cell in (*table.names, *row) if number == 1 else row:
            if isinstance(cell, str) and (len(cell) > MOST_CELL or "\0" in cell):
                raise wrong(f"Rij {number} heeft een cel van meer dan {MOST_CELL} tekens, of NUL.")
    return table


def wrong(detail: str) -> Problem:
    """A table that cannot be read."""
    return bad_request([fault("", "tabel", detail)])


def _no_number(name: str) -> None:
    raise ValueError(name)
