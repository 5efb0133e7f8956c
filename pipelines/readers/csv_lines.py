"""Lines of a text file as rows with the number of the line they begin on, and what was agreed.

Belongs here: encoding, byte order mark, separator, quotes; for `auto` what the bytes prove. Not
here: the header and the table.
"""

import codecs
import csv as stdlib_csv
from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pipelines.connectors.bron import Bron
from pipelines.errors import DeliveryRefused
from pipelines.readers import encoding, header
from pipelines.readers.grid import Grid, Kind, Row
from pipelines.readers.header import Wanted

AUTO = "auto"
SIGNS = ";,\t|"
STEP = 1 << 20
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARKUP = (b"<!doctype", b"<html", b"<?xml")
WORDS = {";": "puntkomma", ",": "komma", "\t": "tab", "|": "staande streep"}
# What Dutch texts hold beside ASCII; Windows-1252 has other signs too, but those are more often a
# sign that the bytes are of another code page (DOS, Macintosh).
LETTERS = "àáâäåæçèéêëìíîïñòóôöøùúûüýÿßÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜÝœŒ"
MARKS = "’‘“”–—…€°²³½¼±·§©®´«»µ×™\u00a0"
INSIDE = "‘“”"  # between two letters these are letters of another code page


@dataclass(frozen=True)
class Text:
    """How a text file is read.

    Attributes:
        skip: lines before the rows, of a `sep=;` line.
        notes: what was proved instead of agreed, in sentences.
    """

    path: Path
    codec: str
    sign: str
    skip: int = 0
    notes: tuple[str, ...] = ()


def rows(bron: Bron, text: Text) -> Generator[Row, None, None]:
    """Rows with something on them, by the line they begin on; a quoted value may hold line ends.

    Raises:
        DeliveryRefused: quotes that do not close, or bytes that are no text.
    """
    codec = "utf-8-sig" if text.codec == "utf-8" else text.codec  # the mark stands before a quote
    with text.path.open(encoding=codec, errors="strict", newline="") as stream:
        lines = stdlib_csv.reader(stream, delimiter=text.sign, strict=True)
        before = 0
        try:
            for values in lines:
                number, before = before + 1, lines.line_num
                if number > text.skip and values:
                    kinds = bytearray(Kind.TEXT if v and not v.isspace() else 0 for v in values)
                    yield Row(number, values, kinds)
        except stdlib_csv.Error as error:
            raise DeliveryRefused(
                f"{bron.name}: regel {before + 1} is niet te lezen ({error}). Controleer de "
                "aanhalingstekens, of vraag een nieuwe levering."
            ) from error


def agreed(bron: Bron, path: Path, wanted: Wanted) -> Text:
    """How to read a file: as agreed, and where that is `auto` as its bytes prove.

    Raises:
        DeliveryRefused: nothing is proved, or the file is UTF-16 and that was not agreed.
    """
    with path.open("rb") as stream:
        head = stream.read(1024)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(MARKUP):
        raise _refused(bron, "het bestand is een webpagina of XML", "een CSV-bestand")
    codec, notes = _codec(bron, path, head)
    text = Text(path, codec, bron.scheiding if bron.scheiding != AUTO else ";", 0, tuple(notes))
    if bron.scheiding != AUTO:
        return text
    with path.open(encoding=codec, newline="") as stream:
        first = stream.readline().removeprefix("\ufeff").strip().strip('"')
    if first.lower().startswith("sep=") and first[4:5] in SIGNS:
        return replace(text, sign=first[4:5] or "\t", skip=1)
    return _signed(bron, text, wanted)


def _codec(bron: Bron, path: Path, head: bytes) -> tuple[str, list[str]]:
    if bron.codering != AUTO:
        if head.startswith(WIDE_MARKS) and "16" not in bron.codering:
            raise _refused(bron, "het bestand is UTF-16", f"codering {bron.codering}")
        return encoding.codec(bron), []
    if head.startswith(WIDE_MARKS):
        return "utf-16", ["De tekens zijn gelezen als UTF-16."]
    refuse_nul(bron, path)
    if _decodes(path, "utf-8"):
        return "utf-8", []
    _prove_cp1252(bron, path)
    return "cp1252", ["De tekens zijn gelezen als Windows-1252."]


def refuse_nul(bron: Bron, path: Path) -> None:
    """No text holds a zero byte, and the database takes none.

    Raises:
        DeliveryRefused: the file has one.
    """
    with path.open("rb") as stream:
        while chunk := stream.read(STEP):
            if b"\0" in chunk:
                raise _refused(bron, "het bestand bevat nul-bytes", "een tekstbestand")


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(STEP):
                decoder.decode(chunk)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _prove_cp1252(bron: Bron, path: Path) -> None:
    """Every sign outside ASCII must be one that Dutch texts have, where they have it."""
    expected = "UTF-8 of Windows-1252"
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if raw.isascii():
                continue
            try:
                line = raw.decode("cp1252")
            except UnicodeDecodeError:
                raise _refused(bron, f"regel {number} heeft onbekende tekens", expected) from None
            odd = {s for s in line if ord(s) > 127 and s not in LETTERS + MARKS}
            between = any(
                line[at] in INSIDE and line[at - 1].isalpha() and line[at + 1].isalpha()
                for at in range(1, len(line) - 1)
            )
            if odd or between:
                found = f"regel {number} heeft tekens die in Windows-1252 niet voorkomen"
                raise _refused(bron, found, expected)


def _signed(bron: Bron, text: Text, wanted: Wanted) -> Text:
    """The separator under which the declared columns are found, else the one that divides best."""
    fits: dict[str, tuple[int, int]] = {}
    for sign in SIGNS:
        try:
            with closing(rows(bron, replace(text, sign=sign))) as lines:
                first = list(islice(lines, header.LOOK))
        except DeliveryRefused:
            continue
        found = header.find(bron, Grid("", lambda: iter(())), wanted, first)
        width = Counter(len(row.values) for row in first).most_common(1)
        alike = width[0][1] * width[0][0] if width and width[0][0] > 1 else 0
        fits[sign] = (found.fits if found else 0, alike)
    if not fits:
        raise _refused(bron, "de aanhalingstekens kloppen niet", "een CSV-bestand")
    best = max(fits.values())
    signs = [sign for sign, fit in fits.items() if fit == best]
    if best == (0, 0) or (best[0] == 1 and not best[1]):
        return replace(text, sign=";")
    if len(signs) > 1:
        words = " en ".join(WORDS[sign] for sign in signs)
        raise _refused(bron, f"zowel {words} kan het scheidingsteken zijn", "een scheidingsteken")
    note = f"Het scheidingsteken is een {WORDS[signs[0]]}."
    return replace(text, sign=signs[0], notes=(*text.notes, note))


def _refused(bron: Bron, found: str, expected: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: {found}; afgesproken is {expected}. "
        "Pas het profiel aan of vraag de leverancier om het afgesproken bestand."
    )
