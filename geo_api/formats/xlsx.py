"""XLSX: a sheet with the rows, and one that says where they come from and what each column means.

xlsxwriter makes the workbook around the rows; the rows themselves are encoded by the database and
put in their place while the file is sent, so that its length costs no memory.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from psycopg import sql

from geo_api.formats import source
from geo_api.formats.export import FRACTIONS, NUMBERS, Export, Field
from geo_api.formats.kind import BLOCK, Format, Text, Write
from geo_api.items.crs import RD

MOST = 2**20 - 1
"""Rows of a sheet, the heading left out."""
_LONGEST = 32_767
_DATA = "xl/worksheets/sheet1.xml"
_END = b"</sheetData>"
_EXTENT = re.compile(rb"<dimension [^>]*/>")
"""How far the cells of a sheet reach: true of the heading only, and not required."""
_DAY_STYLE = 1
"""Index of the day form in the workbook: the first that is used (see `_workbook`)."""
_CONTROL = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32)]))
_LEVEL = 1  # of deflate: a higher one costs more time than the database and saves a tenth

_TEXT = sql.SQL(
    '\'<c t="inlineStr"><is><t xml:space="preserve">\' || replace(replace(replace(translate('
    "left({}, {}), {}, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</t></is></c>'"
)
_NUMBER = sql.SQL("'<c><v>' || {} || '</v></c>'")
_FINITE = sql.SQL("CASE WHEN abs({0}) < 'Infinity' THEN {0} END")
_BOOLEAN = sql.SQL("'<c t=\"b\"><v>' || {}::int || '</v></c>'")
# Before March 1900 spreadsheets count days wrongly: such a day is text.
_DAY = sql.SQL(
    "CASE WHEN {name} < date '1900-03-01' THEN {text} ELSE"
    " '<c s=\"{style}\"><v>' || ({name} - date '1899-12-30') || '</v></c>' END"
)

_ORIGIN = (
    ("Titel", "titel"),
    ("Omschrijving", "omschrijving"),
    ("Bron", "bron"),
    ("Licentie", "licentie"),
    ("Naamsvermelding", "attributie"),
    ("Peildatum", "peildatum"),
    ("Gebiedsindeling", "indelingsjaar"),
    ("Methode", "methodeVersie"),
    ("Status", "status"),
    ("Versie van de laag", "version"),
    ("Release", "release"),
    ("Gepubliceerd", "gepubliceerdOp"),
    ("Adres", "adres"),
)
_COLUMN = (
    ("Kolom", "naam"),
    ("Betekenis", "titel"),
    ("Eenheid", "eenheid"),
    ("Toelichting", "omschrijving"),
    ("Bron", "bron"),
    ("Peildatum", "peildatum"),
    ("Methode", "methodeVersie"),
    ("Kolom met de status", "statuskolom"),
)
_NOTE = "Elke waarde heeft een kolom met haar status; onderdrukt is nooit nul."


def _row(export: Export) -> sql.Composed:
    cells = sql.SQL(" || ").join(
        sql.SQL("coalesce({}, '<c/>')").format(_value(field)) for field in export.fields
    )
    return sql.SQL("'<row>' || {} || '</row>'").format(cells)


def _value(field: Field) -> sql.Composable:
    name, value = sql.Identifier("f", field.name), source.text(field)
    text = _TEXT.format(value, sql.Literal(_LONGEST), sql.Literal(_CONTROL))
    if field.kind in NUMBERS:
        return _NUMBER.format(_FINITE.format(name) if field.kind in FRACTIONS else name)
    if field.kind == "boolean":
        return _BOOLEAN.format(name)
    if field.kind == "date":
        return _DAY.format(name=name, text=text, style=sql.SQL(str(_DAY_STYLE)))
    return text


def _wrap(export: Export, rows: Iterator[bytes], write: Write) -> None:
    """Copy the workbook, with the rows at the end of its first sheet."""
    with (
        zipfile.ZipFile(BytesIO(_workbook(export))) as made,
        zipfile.ZipFile(_Sink(write), "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out,  # type: ignore[call-overload]
    ):
        for entry in made.infolist():
            # An entry of its own: the read one holds sizes that no longer hold.
            fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            content = made.read(entry)
            with out.open(fresh, "w", force_zip64=entry.filename == _DATA) as target:
                if entry.filename == _DATA:
                    head, end, tail = content.partition(_END)
                    target.write(_EXTENT.sub(b"", head))
                    for block in _blocks(rows):
                        target.write(block)
                    target.write(end + tail)
                else:
                    target.write(content)


def _blocks(rows: Iterator[bytes]) -> Iterator[bytes]:
    held, size = [], 0
    for row in rows:
        held.append(row)
        size += len(row)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


class _Sink:
    """What a zip file needs of a file that only goes forward."""

    def __init__(self, write: Write) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _workbook(export: Export) -> bytes:
    """The workbook without its rows."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    about = export.about
    book.set_properties(
        {
            "title": about["titel"],
            "author": about["attributie"] or about["bron"] or "",
            "comments": f"{about['bron']}; {about['licentie']}",
            "created": datetime.fromisoformat(about["gepubliceerdOp"]).replace(tzinfo=None),
        }
    )
    data = book.add_worksheet("Gegevens")
    data.freeze_panes(1, 1)
    for place, field in enumerate(export.fields):
        width = min(max(len(field.heading) + 2, 12), 40)
        data.set_column(place, place, width, day if field.kind == "date" else None)
        data.write_string(0, place, field.heading, bold)
    _explain(book.add_worksheet("Toelichting"), export, bold, wrapped)
    book.close()
    return buffer.getvalue()


def _explain(sheet: Any, export: Export, bold: Any, wrapped: Any) -> None:
    about = export.about
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 3, 80)
    facts = [(title, about[name]) for title, name in _ORIGIN if about[name] is not None]
    coverage = about["dekking"] or {}
    facts += [("Ontbreekt", name) for name in coverage.get("ontbrekend", [])]
    facts += [
        ("Oudere levering behouden", f"{part.get('titel') or part['dataset']}, {part['peildatum']}")
        for part in coverage.get("invoer", [])
        if part.get("behouden")
    ]
    facts += [("Let op", text) for text in [*about["opmerkingen"], _NOTE]]
    for place, (title, value) in enumerate(facts):
        sheet.write_string(place, 0, title, bold)
        sheet.write_string(place, 1, str(value))
    first = len(facts) + 1
    for place, title in enumerate(title for title, _ in _COLUMN):
        sheet.write_string(first, place, title, bold)
    for line, column in enumerate(about["kolommen"], start=first + 1):
        for place, (_, name) in enumerate(_COLUMN):
            sheet.write_string(line, place, str(column.get(name) or ""), wrapped)


FORMAT = Format(
    "xlsx",
    "Werkblad (XLSX)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsx",
    RD,
    Text(_row, wrap=_wrap),
    most=MOST,
)
