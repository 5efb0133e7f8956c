"""The parts of an XLSX file: looked through for danger first, then the small ones read.

Belongs here: what is refused before any value is read (macros, links to other files, encryption,
DOCTYPE, what `archive` refuses of every zip), the list of sheets, number formats and shared texts.
Not here: the cells (`xlsx_sheet`).
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pipelines.errors import DeliveryRefused
from pipelines.readers import archive
from pipelines.readers.grid import Kind

STEP = 1 << 20
TEXTS = 512 << 20  # of shared texts, unpacked: they are held in memory
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XML = (".xml", ".rels", ".vml")
ACTIVE = ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "xl/activex/", "xl/vbadata")
LINKED = "xl/externallinks/"
HARMLESS = ("hyperlink",)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

# Formats without a code of their own in the file: dates and times by number (ECMA-376, 18.8.30).
BUILT_IN: dict[int, Kind] = {
    **dict.fromkeys([9, 10], Kind.PERCENT),
    **dict.fromkeys([*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)], Kind.DATE),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 45, 46, 47], Kind.TIME),
}
PLAIN_WORDS = ("general", "standaard", "standard", "@")
ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, whether people see it, and the part that holds it."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class Book:
    """An XLSX file that may be read.

    Attributes:
        sheets: worksheets in order; sheets with only a chart are left out.
        texts: shared texts.
        formats: kind of a number per cell style.
        since_1904: dates are counted from 1904, as old Macs did.
        connected: a query or other source is attached; its stored values are read.
    """

    name: str
    zip: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    texts: list[str]
    formats: list[Kind]
    since_1904: bool
    connected: bool

    def parse(self, part: str, parser: Any) -> Iterator[None]:
        """Feed a part to a parser piece by piece."""
        with self.zip.open(part) as stream:
            yield from fed(self.name, part, stream, parser)


@contextmanager
def opened(name: str, path: Path) -> Iterator[Book]:
    """Open an XLSX file that is what it says and holds nothing that could act.

    Raises:
        DeliveryRefused: encrypted, an old .xls, a macro, a link to another file, an unsafe zip, a
            DOCTYPE, or damaged.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == OLE:
        raise _refused(
            name,
            "het bestand is beveiligd met een wachtwoord of een oud .xls-bestand",
            "een .xlsx-bestand zonder wachtwoord",
        )
    with archive.opened(name, path) as opened_zip:
        parts = {info.filename.lower(): info.filename for info in opened_zip.infolist()}
        _refuse_active(name, opened_zip, parts)
        try:
            found = _book(name, opened_zip, parts)
        except (KeyError, ValueError) as error:  # a part says less than it must, or no number
            said = f"een onderdeel van de werkmap is beschadigd ({error})"
            raise _refused(name, said, "een heel bestand") from error
        yield found


def _refuse_active(name: str, opened_zip: zipfile.ZipFile, parts: dict[str, str]) -> None:
    for lower in parts:
        if any(word in lower for word in ACTIVE):
            raise _refused(name, "er zitten macro's in het bestand", "een .xlsx zonder macro")
        if lower.startswith(LINKED):
            raise _linked(name)
    for lower, part in parts.items():
        if lower.endswith(XML):
            _refuse_doctype(name, opened_zip, part)
        if lower.endswith(".rels"):
            _refuse_links(name, opened_zip, part)


def _refuse_doctype(name: str, opened_zip: zipfile.ZipFile, part: str) -> None:
    tail = b""
    with opened_zip.open(part) as stream:
        while chunk := stream.read(STEP):
            if b"\0" in chunk:
                raise _refused(name, f"onderdeel {part} is geen UTF-8", "gewone XML in UTF-8")
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise _refused(name, f"onderdeel {part} heeft een DOCTYPE", "XML zonder DOCTYPE")
            tail = chunk[-10:]


def _refuse_links(name: str, opened_zip: zipfile.ZipFile, part: str) -> None:
    for tag, attributes in _elements(name, opened_zip, part):
        outside = attributes.get("TargetMode", "").lower() == "external"
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if tag == "Relationship" and outside and kind not in HARMLESS:
            raise _linked(name)


def _linked(name: str) -> DeliveryRefused:
    return _refused(
        name,
        "het bestand verwijst naar andere bestanden",
        "een bestand zonder koppelingen (Gegevens, Koppelingen bewerken, Koppeling verbreken)",
    )


def _book(name: str, opened_zip: zipfile.ZipFile, parts: dict[str, str]) -> Book:
    main = parts.get("xl/workbook.xml") or _main_part(name, opened_zip)
    if main not in opened_zip.namelist():
        raise _refused(name, "de zip bevat geen werkmap", "een .xlsx-bestand")
    folder = posixpath.dirname(main)
    targets, kinds = {}, {}
    rels = f"{folder}/_rels/{posixpath.basename(main)}.rels"
    for tag, attributes in _elements(name, opened_zip, parts.get(rels.lower(), rels)):
        if tag == "Relationship":
            target = posixpath.normpath(posixpath.join("/" + folder, attributes["Target"]))[1:]
            targets[attributes["Id"]] = target
            kinds[attributes["Type"].rpartition("/")[2]] = target
    sheets, since_1904 = [], False
    for tag, attributes in _elements(name, opened_zip, main):
        if tag == "workbookPr":
            since_1904 = attributes.get("date1904", "0").lower() in ("1", "true")
        if tag == "sheet":
            target = targets.get(attributes.get("r:id") or _relation(attributes), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(Sheet(attributes["name"], hidden, target))
    worksheets = tuple(
        s for s in sheets if s.part in opened_zip.namelist() and "chartsheet" not in s.part
    )
    texts = _texts(name, opened_zip, kinds.get("sharedStrings", ""))
    formats = _formats(name, opened_zip, kinds.get("styles", ""))
    connected = "xl/connections.xml" in parts
    return Book(name, opened_zip, worksheets, texts, formats, since_1904, connected)


def _main_part(name: str, opened_zip: zipfile.ZipFile) -> str:
    """The workbook by the relations of the package, for programs that name it otherwise."""
    for tag, attributes in _elements(name, opened_zip, "_rels/.rels"):
        if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            return attributes["Target"].lstrip("/")
    return ""


def _relation(attributes: dict[str, str]) -> str:
    return next((v for key, v in attributes.items() if key.endswith(":id")), "")


def _texts(name: str, opened_zip: zipfile.ZipFile, part: str) -> list[str]:
    """Shared texts, runs of one text joined, phonetic help left out."""
    if part not in opened_zip.namelist():
        return []
    if opened_zip.getinfo(part).file_size > TEXTS:
        raise _refused(
            name, f"meer dan {TEXTS >> 20} MB aan teksten", "een kleiner bestand; verdeel het"
        )
    found: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "aside": False}

    def start(tag: str, _attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "si":
            pieces.clear()
        state["aside"] = state["aside"] or local == "rPh"
        state["text"] = local == "t" and not state["aside"]

    def end(tag: str) -> None:
        local = tag.rpartition(":")[2]
        state["text"] = False
        if local == "rPh":
            state["aside"] = False
        elif local == "si":
            found.append(unescaped("".join(pieces)))

    parser = walker(start, end, lambda text: pieces.append(text) if state["text"] else None)
    with opened_zip.open(part) as stream:
        for _ in fed(name, part, stream, parser):
            pass
    return found


def unescaped(text: str) -> str:
    """`_x000D_` as the character it stands for; what no text may hold stays as written."""
    if "_x" not in text:
        return text

    def character(hit: re.Match[str]) -> str:
        code = int(hit[1], 16)
        return chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 else hit[0]

    return ESCAPED.sub(character, text)


def _formats(name: str, opened_zip: zipfile.ZipFile, part: str) -> list[Kind]:
    """What a number is, per style of a cell."""
    if part not in opened_zip.namelist():
        return []
    codes: dict[int, Kind] = dict(BUILT_IN)
    found: list[Kind] = []
    inside = False
    for tag, attributes in _elements(name, opened_zip, part, ends=True):
        if tag == "numFmt" and "numFmtId" in attributes:
            codes[int(attributes["numFmtId"])] = format_kind(attributes.get("formatCode", ""))
        elif tag in ("cellXfs", "/cellXfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            found.append(codes.get(int(attributes.get("numFmtId", 0)), Kind.NUMBER))
    return found


def format_kind(code: str) -> Kind:
    """What a number is by the code of its format: date, time, percentage, padded or plain."""
    first = code.split(";")[0]
    if first.strip().lower() in PLAIN_WORDS:
        return Kind.NUMBER
    bare = ASIDE.sub("", first).lower()
    if re.search(r"[dyj]", bare) or re.search(r"m{3,}", bare):
        return Kind.DATE
    if re.search(r"[hs]", bare):
        return Kind.TIME
    if "m" in bare:
        return Kind.DATE
    if "%" in bare:
        return Kind.PERCENT
    return Kind.PADDED if re.match(r"[#,]*0[0,]+(?![.\d]*[eE])", bare) else Kind.NUMBER


def _elements(
    name: str, opened_zip: zipfile.ZipFile, part: str, *, ends: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    """Tags (without prefix) and attributes of a small part, in order; ends as `/tag`."""
    if part not in opened_zip.namelist():
        return
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], attributes))

    def end(tag: str) -> None:
        if ends:
            found.append(("/" + tag.rpartition(":")[2], {}))

    parser = walker(start, end, None)
    with opened_zip.open(part) as stream:
        for _ in fed(name, part, stream, parser):
            yield from found
            found.clear()


def walker(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], object] | None,
) -> Any:
    """A parser that refuses a DOCTYPE whatever the bytes look like."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise _Doctype

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


class _Doctype(Exception):  # noqa: N818 - never leaves this module
    """A DOCTYPE was met."""


def fed(name: str, part: str, stream: Any, parser: Any) -> Iterator[None]:
    """Give a stream to a parser piece by piece, with a pause after each.

    Raises:
        DeliveryRefused: no XML, or XML with a DOCTYPE.
    """
    try:
        while chunk := stream.read(STEP):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError, ArithmeticError) as error:
        raise _refused(name, f"onderdeel {part} is beschadigd ({error})", "een heel bestand") from (
            error
        )
    except _Doctype as error:
        raise _refused(name, f"onderdeel {part} heeft een DOCTYPE", "XML zonder DOCTYPE") from error


def _refused(name: str, found: str, expected: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{name}: {found}; gelezen wordt {expected}. De laatste goede versie blijft; vraag de "
        "leverancier om het bestand zo op te slaan."
    )
