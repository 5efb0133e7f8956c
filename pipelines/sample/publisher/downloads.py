"""Downloads: strong ETag, Last-Modified, one Range, conditional requests, `-latest` redirects."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from pipelines.sample.publisher.messages import Answer, Request

MODIFIED = "Mon, 31 Mar 2025 02:00:00 GMT"
CONTENT_TYPES = {
    ".zip": "application/zip",
    ".pbf": "application/octet-stream",
    ".csv": "text/csv; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3",
    ".md5": "text/plain",
}
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
DATE = "250331"


@cache
def _etag(path: Path, _stamp: tuple[int, int]) -> str:
    with path.open("rb") as f:
        return f'"{hashlib.file_digest(f, "sha256").hexdigest()[:32]}"'


def etag(path: Path) -> str:
    """Strong ETag of a file (cached by size and time)."""
    stat = path.stat()
    return _etag(path, (stat.st_size, stat.st_mtime_ns))


class Downloads:
    """Files under the paths of their publishers."""

    def __init__(self, folder: Path) -> None:
        """Serve everything below this folder."""
        self.folder = folder

    def answer(self, request: Request) -> Answer:
        """Answer a request for a file."""
        if request.path.endswith("-latest.osm.pbf"):
            return Answer(302, {"Location": request.path.replace("-latest", f"-{DATE}")})
        path = self._path(request.path)
        if path is None:
            return Answer(
                404,
                {"Content-Type": "text/html"},
                b"<html><body><h1>404 Not Found</h1></body></html>",
            )
        size, tag = path.stat().st_size, etag(path)
        headers = {
            "Content-Type": CONTENT_TYPES.get(path.suffix, "application/octet-stream"),
            "ETag": tag,
            "Last-Modified": MODIFIED,
            "Accept-Ranges": "bytes",
        }
        if self._unchanged(request, tag):
            return Answer(304, headers)
        byte_range = request.headers.get("range")
        if byte_range and request.headers.get("if-range", tag) in (tag, MODIFIED):
            return self._part(path, size, headers, byte_range)
        return Answer(200, headers, file=path, length=size)

    def _path(self, path: str) -> Path | None:
        target = (
            self.folder / path.lstrip("/").replace(f"-{DATE}.osm.pbf", "-latest.osm.pbf")
        ).resolve()
        inside = target.is_relative_to(self.folder.resolve())
        return target if inside and target.is_file() else None

    @staticmethod
    def _unchanged(request: Request, tag: str) -> bool:
        if "if-none-match" in request.headers:
            asked = {
                t.strip().removeprefix("W/") for t in request.headers["if-none-match"].split(",")
            }
            return tag in asked or "*" in asked
        return request.headers.get("if-modified-since") == MODIFIED

    @staticmethod
    def _part(path: Path, size: int, headers: dict[str, str], byte_range: str) -> Answer:
        m = _RANGE.match(byte_range)
        if m is None or not any(m.groups()):
            return Answer(200, headers, file=path, length=size)
        start, until = m.groups()
        begin = int(start) if start else max(size - int(until), 0)
        last = min(int(until), size - 1) if start and until else size - 1
        if begin > last:
            return Answer(416, {**headers, "Content-Range": f"bytes */{size}"})
        headers["Content-Range"] = f"bytes {begin}-{last}/{size}"
        return Answer(206, headers, file=path, begin=begin, length=last - begin + 1)
