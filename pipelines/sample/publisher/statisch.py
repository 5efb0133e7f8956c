"""Downloads: strong ETag, Last-Modified, one Range, conditional requests.

`-latest` redirects to the dated file.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from pipelines.sample.publisher.antwoord import Antwoord, Vraag

GEWIJZIGD = "Mon, 31 Mar 2025 02:00:00 GMT"
SOORTEN = {
    ".zip": "application/zip",
    ".pbf": "application/octet-stream",
    ".csv": "text/csv; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3",
    ".md5": "text/plain",
}
_BEREIK = re.compile(r"^bytes=(\d*)-(\d*)$")
DATUM = "250331"


@cache
def _etag(pad: Path, _stempel: tuple[int, int]) -> str:
    with pad.open("rb") as f:
        return f'"{hashlib.file_digest(f, "sha256").hexdigest()[:32]}"'


def etag(pad: Path) -> str:
    """Strong ETag of a file (cached by size and time)."""
    stat = pad.stat()
    return _etag(pad, (stat.st_size, stat.st_mtime_ns))


class Downloads:
    """Files under the paths of their publishers."""

    def __init__(self, map_: Path) -> None:
        """Serve everything below this folder."""
        self.map = map_

    def antwoord(self, v: Vraag) -> Antwoord:
        """Answer a request for a file."""
        if v.pad.endswith("-latest.osm.pbf"):
            return Antwoord(302, {"Location": v.pad.replace("-latest", f"-{DATUM}")})
        pad = self._pad(v.pad)
        if pad is None:
            return Antwoord(
                404,
                {"Content-Type": "text/html"},
                b"<html><body><h1>404 Not Found</h1></body></html>",
            )
        grootte, tag = pad.stat().st_size, etag(pad)
        koppen = {
            "Content-Type": SOORTEN.get(pad.suffix, "application/octet-stream"),
            "ETag": tag,
            "Last-Modified": GEWIJZIGD,
            "Accept-Ranges": "bytes",
        }
        if self._ongewijzigd(v, tag):
            return Antwoord(304, koppen)
        bereik = v.koppen.get("range")
        if bereik and v.koppen.get("if-range", tag) in (tag, GEWIJZIGD):
            return self._deel(pad, grootte, koppen, bereik)
        return Antwoord(200, koppen, bestand=pad, lengte=grootte)

    def _pad(self, pad: str) -> Path | None:
        doel = (
            self.map / pad.lstrip("/").replace(f"-{DATUM}.osm.pbf", "-latest.osm.pbf")
        ).resolve()
        binnen = doel.is_relative_to(self.map.resolve())
        return doel if binnen and doel.is_file() else None

    @staticmethod
    def _ongewijzigd(v: Vraag, tag: str) -> bool:
        if "if-none-match" in v.koppen:
            gevraagd = {t.strip().removeprefix("W/") for t in v.koppen["if-none-match"].split(",")}
            return tag in gevraagd or "*" in gevraagd
        return v.koppen.get("if-modified-since") == GEWIJZIGD

    @staticmethod
    def _deel(pad: Path, grootte: int, koppen: dict[str, str], bereik: str) -> Antwoord:
        m = _BEREIK.match(bereik)
        if m is None or not any(m.groups()):
            return Antwoord(200, koppen, bestand=pad, lengte=grootte)
        van, tot = m.groups()
        begin = int(van) if van else max(grootte - int(tot), 0)
        einde = min(int(tot), grootte - 1) if van and tot else grootte - 1
        if begin > einde:
            return Antwoord(416, {**koppen, "Content-Range": f"bytes */{grootte}"})
        koppen["Content-Range"] = f"bytes {begin}-{einde}/{grootte}"
        return Antwoord(206, koppen, bestand=pad, begin=begin, lengte=einde - begin + 1)
