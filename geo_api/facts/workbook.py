"""The table of a workbook (xlsx): the first sheet that is shown, every cell as it was stored.

Of a formula the stored value counts. A workbook with macros is refused, and so is one that unpacks
to more than a table can be; nothing in it is followed or run.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from geo_api.facts.table import MOST_COLUMNS, MOST_ROWS, Table, bounded, wrong

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 32 * 2**20
"""Of all parts together, unpacked."""
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OF = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, etree.LxmlError),
    *(LookupError, ValueError, OverflowError),
    *(NotImplementedError, RuntimeError),  # a way of packing, a password
)
_NO_WORKBOOK = "De inhoud is geen leesbare werkmap (xlsx)."


def read(content: bytes) -> Table:
    """Read a workbook.

    Raises:
        Problem: 400, with what is wrong.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check(parts)
            texts = _texts(parts)
            lines = _square(_rows(parts, _first(parts), texts))
    except _BROKEN:
        raise wrong(_NO_WORKBOOK) from None
    return bounded(lines, ";")


def _check(parts: zipfile.ZipFile) -> None:
    if sum(info.file_size for info in parts.infolist()) > MOST_BYTES:
        raise wrong("De werkmap is uitgepakt te groot.")
    if any(name.lower().endswith("vbaproject.bin") for name in parts.namelist()):
        raise wrong("De werkmap heeft macro's; sla haar op zonder.")


def _elements(parts: zipfile.ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """The elements of a part, one at a time; what is packed larger than it says is an error."""
    with parts.open(name) as file:
        wanted = tuple(_SHEET + tag for tag in tags) or None
        safe: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
        for _, element in etree.iterparse(file, tag=wanted, huge_tree=False, **safe):
            yield element
            element.clear()


def _texts(parts: zipfile.ZipFile) -> list[str]:
    """The shared texts; of a text in parts the whole, without how it sounds."""
    name = "xl/sharedStrings.xml"
    return [_text(one) for one in _elements(parts, name, "si")] if name in parts.namelist() else []


def _text(element: Any) -> str:
    own = element.findall(f"{_SHEET}t") + element.findall(f"{_SHEET}r/{_SHEET}t")
    return "".join(part.text or "" for part in own)


def _first(parts: zipfile.ZipFile) -> str:
    """The part of the first sheet that is shown."""
    for sheet in _elements(parts, "xl/workbook.xml", "sheet"):
        if sheet.get("state", "visible") == "visible":
            wanted = sheet.get(_OF)
            break
    else:
        raise wrong("De werkmap heeft geen zichtbaar blad.")
    with parts.open("xl/_rels/workbook.xml.rels") as file:
        safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        tree = etree.parse(file, safe)
    targets = {one.get("Id"): str(one.get("Target")) for one in tree.getroot()}
    return (
        posixpath.normpath(posixpath.join("xl", targets[wanted]))
        .lstrip("/")
        .replace("xl/xl/", "xl/")
    )


def _rows(parts: zipfile.ZipFile, sheet: str, texts: list[str]) -> Iterator[dict[int, Any]]:
    """The rows that hold something: values by the number of their column."""
    seen = 0
    for row in _elements(parts, sheet, "row"):
        found = {}
        for at, cell in enumerate(row.findall(f"{_SHEET}c")):
            value = _value(cell, texts)
            if value is not None:
                found[_column(cell.get("r"), at)] = value
        if found:
            seen += 1
            yield found
        if seen > MOST_ROWS + 1:
            return


def _column(place: str | None, at: int) -> int:
    found = _PLACE.fullmatch(place or "")
    if not found:
        return at
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, texts: list[str]) -> Any:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_SHEET}v")
    if kind == "inlineStr":
        inner = cell.find(f"{_SHEET}is")
        return None if inner is None else _text(inner) or None
    if not value or kind == "e":  # an error, or a formula that was never worked out
        return None
    if kind == "s":
        return texts[int(value)] or None
    if kind == "b":
        return value == "1"
    return value if kind == "str" else _number(value)


def _number(text: str) -> str:
    """A number as it is shown: whole without a point, so that a code stays a code."""
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _square(rows: Iterator[dict[int, Any]]) -> list[tuple[Any, ...]]:
    """Lines of equal length, from the columns that have a name."""
    head = next(rows, None)
    if head is None:
        return []
    columns = sorted(head)[: MOST_COLUMNS + 1]
    lines = [tuple(str(head[at]) for at in columns)]
    return lines + [tuple(row.get(at) for at in columns) for row in rows]
