"""CSV as RFC 4180 has it: for programs, with a point in numbers and the column names as they are.

Text stands in quotes, so that an empty text differs from no value. Text that a spreadsheet would
run as a formula gets a single quote in front.
"""

from collections.abc import Sequence

from psycopg import sql

from geo_api.formats import source
from geo_api.formats.export import NUMBERS, Export, Field
from geo_api.formats.export import line as export_line
from geo_api.formats.kind import Format, Text
from geo_api.items.crs import RD

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
ORIGIN = "laag_herkomst"
"""Column with source, licence, date, method and status."""
RISKY = "=+-@\t\r"
_BARE = NUMBERS | {"boolean", "date"}
_DEFUSED = sql.SQL("CASE WHEN left({0}, 1) IN ({1}) THEN '''' || {0} ELSE {0} END")
_QUOTED = sql.SQL("""'"' || replace({}, '"', '""') || '"'""")


def quoted(value: sql.Composable) -> sql.Composed:
    """Text in quotes, inner ones doubled."""
    return _QUOTED.format(value)


def defused(value: sql.Composable) -> sql.Composed:
    """Text that no spreadsheet takes for a formula."""
    return _DEFUSED.format(value, sql.SQL(", ").join(map(sql.Literal, RISKY)))


def line(cells: Sequence[sql.Composable], delimiter: str) -> sql.Composed:
    """A line of cells; no value is an empty cell."""
    joint = sql.SQL(" || ';' || " if delimiter == ";" else " || ',' || ")
    whole = joint.join(sql.SQL("coalesce({}, '')").format(cell) for cell in cells)
    return sql.SQL("{} || {}").format(whole, sql.Literal("\r\n"))


def wkt(export: Export) -> sql.Composed:
    """The shape as text."""
    return sql.SQL("ST_AsText({}, {})").format(
        source.shape(sql.SQL("f.geometry"), export.crs), sql.Literal(export.crs.digits)
    )


def heading(names: Sequence[str], delimiter: str) -> str:
    """The first line."""
    return delimiter.join(_cell(name) for name in names) + "\r\n"


def _cell(text: str) -> str:
    safe = f"'{text}" if text.startswith(tuple(RISKY)) else text
    return '"' + safe.replace('"', '""') + '"'


def row(export: Export) -> sql.Composed:
    """A line as the database writes it."""
    cells: list[sql.Composable] = [_value(field) for field in export.fields]
    shape = [quoted(wkt(export))] if export.shaped else []
    return line([*cells, *shape, origin(export)], ",")


def origin(export: Export) -> sql.Composable:
    """The last cell of every line: a table has no other place for source and licence."""
    return sql.Literal(_cell(export_line(export.about)).replace("%", "%%"))  # values are bound


def _value(field: Field) -> sql.Composable:
    value = source.text(field)
    if field.kind in _BARE:
        return value
    return quoted(defused(value) if field.textual else value)


def head(export: Export) -> bytes:
    """The names of the columns."""
    names = [field.name for field in export.fields]
    shape = ["geometry"] if export.shaped else []
    return heading([*names, *shape, ORIGIN], ",").encode()


FORMAT = Format("csv", "CSV", MEDIA_TYPE, "csv", RD, Text(row, head))
