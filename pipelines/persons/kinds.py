"""Kinds of files that are not read, and so cannot be searched for personal data either.

Belongs here: knowing them by their first bytes and their name. What is done with them (refused, and
erased like a file with personal data) stands in `intake` and `erasing`.
"""

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from pipelines.connectors.folder import SUFFIXES

OLE = "oud Office-bestand of een bestand met een wachtwoord (.xls, .doc)"
OPEN_DOCUMENT = "OpenDocument (.ods, .odt)"
BINARY_BOOK = "binaire Excel-werkmap (.xlsb)"
TEXT, SLIDES = "Word-document (.docx)", "presentatie (.pptx)"
IMAGE, PACKED = "afbeelding", "ingepakt bestand"
ZIP = b"PK\x03\x04"
_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "RTF-document"),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"Rar!", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ\x00", PACKED),
)
_MEMBERS = (
    ("xl/workbook.bin", BINARY_BOOK),
    ("word/document.xml", TEXT),
    ("ppt/presentation.xml", SLIDES),
    ("mimetype", OPEN_DOCUMENT),
    ("content.xml", OPEN_DOCUMENT),
)


def unread(path: Path, name: str = "") -> str:
    """The kind of a file that is not read, in Dutch; empty when it may be one that is.

    Args:
        path: the bytes.
        name: what it was called where it was dropped; empty when nobody knows.
    """
    with path.open("rb") as stream:
        head = stream.read(16)
    kind = next((kind for start, kind in _STARTS if head.startswith(start)), "")
    if not kind and head.startswith(ZIP):
        kind = _zipped(path)
    suffix = PurePosixPath(name).suffix.lower()
    if kind or not name or suffix in SUFFIXES:
        return kind
    # Only an ending of the usual form is told on: a name may hold anything.
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6
    return f"bestand met de uitgang {suffix}" if plain else "bestand zonder bekende uitgang"


def _zipped(path: Path) -> str:
    """An office file is a zip of parts with fixed names."""
    try:
        with zipfile.ZipFile(path) as opened:
            names = set(opened.namelist())
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, OSError):
        return ""
    return next((kind for member, kind in _MEMBERS if member in names), "")
