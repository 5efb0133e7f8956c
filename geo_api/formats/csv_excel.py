"""CSV for a spreadsheet set to Dutch: semicolons, decimal comma, titles for people.

A code such as `0014` would lose its zeros and a long one its last digits: text of digits is written
as ="0014", which a spreadsheet shows and compares as that text.
"""

from psycopg import sql

from geo_api.formats import csv_rfc, source
from geo_api.formats.export import FRACTIONS, NUMBERS, Export, Field
from geo_api.formats.kind import Format, Text
from geo_api.items.crs import RD

_MARK = b"\xef\xbb\xbf"
"""Byte order mark: without it a spreadsheet does not read UTF-8."""
_TEXT = sql.SQL(
    "CASE WHEN left({value}, 1) BETWEEN '0' AND '9' AND {value} ~ '^[0-9][0-9 .,:/eE+%%-]*$'"
    ' THEN \'"=""\' || {value} || \'"""\' ELSE {quoted} END'
)
_COMMA = sql.SQL("replace({}, '.', ',')")
_BOOLEAN = sql.SQL("CASE WHEN {} THEN 'WAAR' ELSE 'ONWAAR' END")
_NO_VALUE = sql.SQL("CASE WHEN {} IS NOT NULL THEN {} END")


def _row(export: Export) -> sql.Composed:
    cells = [_value(field) for field in export.fields]
    shape = [csv_rfc.quoted(csv_rfc.wkt(export))] if export.shaped else []
    return csv_rfc.line([*cells, *shape, csv_rfc.origin(export)], ";")


def _value(field: Field) -> sql.Composable:
    value, name = source.text(field), sql.Identifier("f", field.name)
    if field.kind in FRACTIONS:
        return _COMMA.format(value)
    if field.kind in NUMBERS or field.kind == "date":
        return value
    if field.kind == "boolean":
        return _NO_VALUE.format(name, _BOOLEAN.format(name))
    if field.textual:
        return _TEXT.format(value=value, quoted=csv_rfc.quoted(csv_rfc.defused(value)))
    return csv_rfc.quoted(value)


def _head(export: Export) -> bytes:
    names = [field.heading for field in export.fields]
    shape = ["Geometrie (WKT)"] if export.shaped else []
    text = csv_rfc.heading([*names, *shape, "Herkomst"], ";")
    return _MARK + text.encode()


FORMAT = Format(
    "csv-excel",
    "CSV voor een Nederlandse spreadsheet",
    csv_rfc.MEDIA_TYPE,
    "excel.csv",
    RD,
    Text(_row, _head),
)
