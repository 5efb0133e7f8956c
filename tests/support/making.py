"""Files as people make them, written with other code than reads them."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.landing import Landed
from pipelines.readers import read

AUTO = {"scheiding": "auto", "codering": "auto", "decimaal": "auto"}
Lines = Sequence[Sequence[Any]]


def table(path: Path, vorm: str = "map", dataset: str = "corporatiecomplexen", **more: Any) -> Any:
    """All rows of a dropped file as a table with its notes in the schema."""
    return reader(path, vorm, dataset, **more).read_all()


def reader(
    path: Path, vorm: str = "map", dataset: str = "corporatiecomplexen", **more: Any
) -> pa.RecordBatchReader:
    """A dropped file opened as a refresh opens it."""
    given = {**(AUTO if vorm == "map" else {}), **more}
    bron = Bron(dataset, "", vorm, (str(path),), **given)  # type: ignore[arg-type]
    landed = Landed("0" * 64, path.stat().st_size, path, url=str(path))
    return read(dataset, bron, Delivery(dataset, "", (landed,), "", False, None, ()))


def book(path: Path, sheets: dict[str, Lines], change: Callable[[Any], None] | None = None) -> Path:
    """A workbook of sheets of rows.

    Args:
        path: where to.
        sheets: name -> rows.
        change: does more to it before it is saved.
    """
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    if change:
        change(made)
    made.save(path)
    return path


def repacked(path: Path, parts: Mapping[str, bytes | None]) -> Path:
    """The same zip with parts added or replaced; None takes one out."""
    with zipfile.ZipFile(path) as old:
        held = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in {**held, **parts}.items():
            if content is not None:
                out.writestr(name, content)
    return path


def shared(path: Path) -> Path:
    """The same workbook with its texts in the part that all sheets share, as Excel writes it."""
    sheet, rels = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
    texts: list[bytes] = []

    def moved(hit: "re.Match[bytes]") -> bytes:
        texts.append(hit[2])
        return b"%b<v>%d</v></c>" % (hit[1].replace(b"inlineStr", b"s"), len(texts) - 1)

    cells = re.sub(rb"(<c [^>]*>)<is>(.*?)</is></c>", moved, part(path, sheet))
    assert texts
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    items = b"".join(b"<si>%b</si>" % text for text in texts)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Id="rId77" Target="sharedStrings.xml" Type="%b"/>' % kind
    known = part(path, rels).replace(b"</Relationships>", relation + b"</Relationships>")
    parts = {sheet: cells, rels: known, "xl/sharedStrings.xml": head + items + b"</sst>"}
    return repacked(path, parts)


def part(path: Path, name: str) -> bytes:
    """One member of a zip."""
    with zipfile.ZipFile(path) as opened:
        return opened.read(name)
