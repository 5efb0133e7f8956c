"""A file that is sent with a form: streamed into the watched folder under a hidden name.

Belongs here: taking it in, counted while it comes. The file gets its real name, which the watched
folder looks for, only when it is whole. What is in it is judged by the refresh.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from fastapi import Request
from python_multipart.multipart import MultipartParser, parse_options_header

from geo_api.errors import Problem
from geo_api.pages import AMSTERDAM

CHUNK_S = 30.0
MAX_FIELD = 4096
MAX_PARTS = 20
NO_FILE = "Kies een bestand om aan te leveren."
CUT = "Het bestand is onderweg afgebroken. Er is niets aangeleverd; probeer het opnieuw."
FULL = "Het bestand kan niet worden bewaard: de schijf is vol of niet toegankelijk."


@dataclass
class Taken:
    """A whole file, not yet under its real name.

    Attributes:
        name: as the sender calls it.
        draft: where it stands.
        sha256: of its bytes.
    """

    name: str
    draft: Path
    size: int
    sha256: str

    def settle(self, folder: Path) -> Path:
        """Give it its real name in one step; never over another file."""
        stamp = datetime.now(AMSTERDAM).strftime("%Y-%m-%dT%H%M%S-%f")
        target = folder / f"{stamp}-{self.sha256[:6]}-{plain(self.name)}"
        self.draft.replace(target)
        return target

    def drop(self) -> None:
        """Throw it away."""
        self.draft.unlink(missing_ok=True)


def plain(name: str) -> str:
    """A file name without path, spaces or signs; its ending in lower case."""
    last = PurePosixPath(name.replace("\\", "/")).name
    letters = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    stem, dot, ending = letters.rpartition(".")
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:80] or "levering"
    return f"{kept}{dot}{re.sub(r'[^a-z0-9]', '', ending.lower())}"


@dataclass
class _Form:
    """What the parser found so far; the file is written as it comes.

    Attributes:
        start: gives the draft once the fields before the file allow it.
        fields: what was read of the fields.
        chunks: bytes of the file that still have to be written.
    """

    limit: int
    start: Callable[[dict[str, str], str], Path]
    fields: dict[str, str]
    filename: str = ""
    draft: Path | None = None
    size: int = 0
    whole: bool = False
    chunks: list[bytes] = field(default_factory=list)
    _header: bytearray = field(default_factory=bytearray)
    _headers: dict[str, bytes] = field(default_factory=dict)
    _name: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _field: str = ""
    _file: bool = False
    _parts: int = 0

    def part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise Problem(400, "Het formulier heeft te veel velden.")
        self._headers, self._value, self._file = {}, bytearray(), False

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_end(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = bytes(self._header)
        self._name, self._header = bytearray(), bytearray()

    def headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", errors="replace")
        given = options.get(b"filename", b"").decode("utf-8", errors="replace")
        if given:
            if self.filename:
                raise Problem(400, "Lever één bestand per keer aan.")
            self._file, self.filename = True, given
            self.draft = self.start(self.fields, given)

    def part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self.size += end - start
            if self.size > self.limit:
                raise Problem(413, f"Het bestand is groter dan {self.limit >> 20} MB.")
            self.chunks.append(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > MAX_FIELD:
            raise Problem(413, "Een veld van het formulier is te groot.")

    def part_end(self) -> None:
        if not self._file:
            self.fields[self._field] = self._value.decode("utf-8", errors="replace").strip()

    def end(self) -> None:
        self.whole = True


async def take(
    request: Request,
    limit: int,
    start: Callable[[dict[str, str], str], Path],
    fields: dict[str, str],
) -> tuple[dict[str, str], Taken]:
    """Read a form with one file.

    Args:
        request: with a multipart body, its fields before the file.
        limit: largest file, in bytes.
        start: called with the fields and the file's name when the file begins; gives the place of
            the draft, or raises what is wrong.
        fields: empty; holds what was read of the fields, also when the form is refused.

    Returns:
        The fields, and the file that is whole and on disk.

    Raises:
        Problem: 400, 403 or 413 with nothing left behind.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary or len(boundary) > 200:
        raise Problem(400, "Dit adres verwacht een formulier met een bestand.")
    form = _Form(limit, start, fields)
    whole = hashlib.sha256()
    file: IO[bytes] | None = None
    stream = request.stream().__aiter__()
    try:
        parser = _parser(form, boundary)
        while (chunk := await _next(stream)) is not None:
            _parse(parser, chunk)
            if form.draft and file is None:
                file = await asyncio.to_thread(_open, form.draft)
            if file and form.chunks:
                data, form.chunks = b"".join(form.chunks), []
                whole.update(data)
                await asyncio.to_thread(file.write, data)
        if not form.whole:
            raise Problem(400, CUT)
        if file is None or form.draft is None or not form.size:
            raise Problem(400, NO_FILE)
        await asyncio.to_thread(_finish, file)
    except OSError as error:
        _clear(file, form.draft)
        raise Problem(503, FULL) from error
    except Problem:
        _clear(file, form.draft)
        await _drain(stream, limit)
        raise
    except BaseException:
        _clear(file, form.draft)
        raise
    return form.fields, Taken(form.filename, form.draft, form.size, whole.hexdigest())


def draft(folder: Path) -> Path:
    """A place for a file that is not whole: hidden, so that nobody takes it for a delivery."""
    return folder / f".{secrets.token_hex(8)}.deel"


def _parser(form: _Form, boundary: bytes) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_part_begin": form.part_begin,
            "on_header_field": form.header_field,
            "on_header_value": form.header_value,
            "on_header_end": form.header_end,
            "on_headers_finished": form.headers_finished,
            "on_part_data": form.part_data,
            "on_part_end": form.part_end,
            "on_end": form.end,
        },
    )


def _parse(parser: MultipartParser, chunk: bytes) -> None:
    try:
        parser.write(chunk)
    except ValueError as error:  # what the parser raises is one
        raise Problem(400, "Het formulier is niet te lezen.") from error


async def _next(stream: object) -> bytes | None:
    """The next bytes of a body; None at its end."""
    try:
        async with asyncio.timeout(CHUNK_S):
            chunk: bytes = await anext(stream)  # type: ignore[call-overload]
    except StopAsyncIteration:
        return None
    except TimeoutError as error:
        raise Problem(413, "Het bestand kwam te langzaam binnen.") from error
    return chunk


async def _drain(stream: object, limit: int) -> None:
    """Let the rest of a refused body come: a browser that is still sending reads no answer."""
    left = limit
    with contextlib.suppress(Problem, RuntimeError):  # too slow, or gone: then there is no reader
        while left > 0 and (chunk := await _next(stream)) is not None:
            left -= len(chunk)


def _open(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _finish(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _clear(file: IO[bytes] | None, path: Path | None) -> None:
    if file:
        file.close()
    if path:
        path.unlink(missing_ok=True)
