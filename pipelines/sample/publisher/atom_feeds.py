"""ATOM feeds as service.pdok.nl gives them: one entry per file in `downloads` beside the feed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from lxml import etree

from pipelines.sample.publisher.messages import Answer, Request

HOST = "https://service.pdok.nl"
ATOM = "http://www.w3.org/2005/Atom"
TYPES = {".gpkg": "application/geopackage+sqlite3", ".zip": "application/x-zip-compressed"}


class AtomFeeds:
    """Feeds over the folders of downloads."""

    def __init__(self, folder: Path) -> None:
        """Serve below this folder: `/x/atom/feed.xml` lists `x/atom/downloads/*`."""
        self.folder = folder

    def answer(self, request: Request) -> Answer | None:
        """The feed at a path; null where there is none."""
        place = PurePosixPath(request.path)
        downloads = self.folder / str(place.parent).lstrip("/") / "downloads"
        if place.suffix != ".xml" or ".." in place.parts or not downloads.is_dir():
            return None
        base = f"{HOST}{place.parent}/downloads"
        body = etree.tostring(_feed(f"{HOST}{place}", base, downloads), xml_declaration=True)
        return Answer(200, {"Content-Type": "application/atom+xml; charset=utf-8"}, body)


def _feed(address: str, base: str, downloads: Path) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "title", "Fictieve gegevens")
    _add(root, "id", address)
    files = sorted(p for p in downloads.iterdir() if p.is_file())
    _add(root, "updated", max(map(_changed, files), default="2025-01-01T00:00:00Z"))
    for path in files:
        entry = _add(root, "entry")
        _add(entry, "title", path.name)
        _add(entry, "id", f"{base}/{path.name}")
        _add(entry, "updated", _changed(path))
        link = _add(entry, "link")
        link.set("rel", "alternate")
        link.set("href", f"{base}/{path.name}")
        link.set("type", TYPES.get(path.suffix, "application/octet-stream"))
        link.set("length", str(path.stat().st_size))
    return root


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text or None
    return element


def _changed(path: Path) -> str:
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
