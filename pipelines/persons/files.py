"""All tables of a landed file, to look for personal data: every sheet, layer and text in it.

Belongs here: opening whatever arrived as widely as can be, also hidden sheets, layers nobody chose,
comments, and files of the wrong kind. Not here: reading what was agreed (`readers`), which comes
later and is strict. Zips of a partner are looked into, not unpacked to a shared place.
"""

import codecs
import csv
import itertools
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.persons.search import Table
from pipelines.readers import archive, xlsx_package, xlsx_sheet

ZIP, SQLITE = b"PK\x03\x04", b"SQLite format 3\x00"
ROWS = 20_000
HEAD = 30
SAMPLE = 1 << 16
MOST_TEXT = 64 << 20
SHEETS = ("[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin", "content.xml")
NOTES = re.compile(r"(comment|note|annotation|drawing|vmlDrawing|persons?/)", re.I)
_TAG = re.compile(r"<[^>]*>")
_LONG = 40


def tables(path: Path, spare: Path) -> Iterator[Table]:
    """Every table of one file, by what its first bytes say it is.

    Args:
        path: the landed file.
        spare: directory for a member that must be unpacked to be read.
    """
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(ZIP):
        yield from _zipped(path, spare)
    elif head.startswith(b"PAR1"):
        yield from _parquet(path)
    elif head.startswith(SQLITE) or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        yield from _layers(path, spare)
    else:
        yield from _text(path)


def anything(path: Path) -> Iterator[Table]:
    """The first texts of a file that cannot be opened as what it says it is, torn at line ends."""
    with path.open("rb") as stream:
        start = stream.read(MOST_TEXT)
    if not start.startswith(ZIP):
        yield _lines(start)
        return
    left = MOST_TEXT
    try:
        with zipfile.ZipFile(path) as opened:
            for info in opened.infolist():
                if not info.filename.lower().endswith((".xml", ".csv", ".txt", ".vml")):
                    continue
                with opened.open(info) as member:
                    text = member.read(left)
                left -= len(text)
                yield _lines(_TAG.sub("\n", _decoded(text)).encode())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        yield _lines(start)


def _lines(data: bytes) -> Table:
    lines = [line for line in re.split(r"[\r\n\x00]+", _decoded(data)) if line.strip()]
    return Table("", ((),), ([pa.array(part, pa.string())] for part in _slices(lines)))


def _slices(lines: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(lines), ROWS):
        yield lines[at : at + ROWS]


def _text(path: Path) -> Iterator[Table]:
    """A text with columns, whatever its separator and encoding, read piece by piece."""
    name = _encoding(path)
    with path.open(encoding=name, errors="replace", newline="") as stream:
        sign = _separator(stream.read(SAMPLE).splitlines()[:HEAD])
        stream.seek(0)
        rows = csv.reader(stream, delimiter=sign)
        first = list(itertools.islice(rows, HEAD))
        yield _streamed(first, rows)


def _streamed(first: list[list[str]], rest: Iterator[list[str]], name: str = "") -> Table:
    """The table of a text; a row longer than the first ones gets columns of its own at the end."""
    headers = _headers(first)

    def batches() -> Iterator[list[pa.Array]]:
        rows = itertools.chain(first, rest)
        while piece := list(itertools.islice(rows, ROWS)):
            yield _columns(piece, len(headers))

    return Table(name, (*headers, ()), batches(), inside=True)


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[pa.Array]:
    """Rows of unequal length as columns; what stands beyond the last one is put together."""
    columns = list(itertools.zip_longest(*rows, fillvalue=""))
    columns += [("",) * len(rows)] * (width - len(columns))
    beyond = [" ".join(texts) for texts in zip(*columns[width:], strict=True)] or [""] * len(rows)
    return [pa.array(column, pa.string()) for column in (*columns[:width], beyond)]


def _separator(lines: list[str]) -> str:
    """The sign that most lines hold, and hold often."""
    return max(
        ";,\t|",
        key=lambda sign: sum(min(line.count(sign), 1) * 1000 + line.count(sign) for line in lines),
    )


def _encoding(path: Path) -> str:
    """By its byte order mark, else UTF-8 where all of it is, else Windows-1252."""
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        try:
            decoder.decode(head)
            while piece := stream.read(1 << 20):
                decoder.decode(piece)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _decoded(data: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else Windows-1252 with holes."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace").replace("\x00", "")
    try:
        return data.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").replace("\x00", "")


def _headers(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The fullest of the first rows names the columns, with those above it.

    All rows are values too: what looks like a header may be the first person.
    """
    width = max((len(row) for row in rows), default=0)
    words = [sum(map(_wordy, row)) for row in rows]
    named = rows[: words.index(max(words)) + 1] if words else []
    return tuple(
        tuple(row[c] for row in named if c < len(row) and _wordy(row[c])) for c in range(width)
    )


def _wordy(cell: str) -> bool:
    """Whether a cell may name a column: a short text with a letter in it."""
    return 0 < len(cell.strip()) <= _LONG and any(map(str.isalpha, cell))


def _sheets(path: Path) -> Iterator[Table]:
    """All sheets of a workbook, hidden ones too, and its comments."""
    with xlsx_package.opened("levering", path) as book:
        for sheet in book.sheets:
            found = xlsx_sheet.rows(book, sheet, xlsx_sheet.Seen())
            rows = (row.values for row in found)
            yield _streamed(list(itertools.islice(rows, HEAD)), rows, sheet.name)
        for part in book.zip.namelist():
            if NOTES.search(part) and part.endswith((".xml", ".vml")):
                texts = _TAG.sub("\n", _decoded(book.zip.read(part))).split("\n")
                yield Table(part, (), (), tuple(t.strip() for t in texts if t.strip()))


def _zipped(path: Path, spare: Path) -> Iterator[Table]:
    with archive.opened("levering", path) as opened:
        if not any(info.filename in SHEETS for info in opened.infolist()):
            for info in archive.members(opened):
                yield from _member(opened, info, spare)
            return
    yield from _sheets(path)


def _member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, spare: Path) -> Iterator[Table]:
    """One file in a zip; of a shapefile only the table of attributes counts."""
    suffix = PurePosixPath(info.filename).suffix.lower()
    if suffix in (".shp", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix"):
        return
    spare.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spare) as folder:
        target = archive.unpack("levering", opened, info, Path(folder) / f"lid{suffix}")
        if suffix == ".dbf":
            yield from _geo(target)
        else:
            yield from tables(target, spare)


def _layers(path: Path, spare: Path) -> Iterator[Table]:
    """All layers and tables of a geo file; GDAL wants a name of the right kind."""
    spare.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as stream:
        suffix = "gpkg" if stream.read(16).startswith(SQLITE) else "geojson"
    with tempfile.TemporaryDirectory(dir=spare) as folder:
        link = Path(folder) / f"data.{suffix}"
        link.symlink_to(path.resolve())
        yield from _geo(link)


def _geo(path: Path) -> Iterator[Table]:
    import pyogrio  # GDAL takes its time to load, and most deliveries are no maps

    for row in pyogrio.list_layers(path):
        options = {"DATE_AS_STRING": "YES"} if path.suffix == ".geojson" else {}
        opened = pyogrio.open_arrow(
            path, layer=row[0], read_geometry=False, use_pyarrow=True, batch_size=ROWS, **options
        )
        with opened as (_, reader):
            names = [field.name for field in reader.schema if not _binary(field.type)]
            batches = ([batch.column(name) for name in names] for batch in reader)
            yield Table(str(row[0]), tuple((name,) for name in names), batches)


def _parquet(path: Path) -> Iterator[Table]:
    file = pq.ParquetFile(path)
    names = [field.name for field in file.schema_arrow if not _binary(field.type)]
    batches = ([b.column(n) for n in names] for b in file.iter_batches(ROWS, columns=names))
    yield Table("", tuple((name,) for name in names), batches)


def _binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
