"""Files: a conditional GET, or a copy from a local path, and a look at the first bytes.

Belongs here: everything that is one body per address. Not here: opening archives
(`readers/archive.py`).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.connectors.bron import Bron, Delivery, Pull, local_path
from pipelines.errors import DeliveryRefused, SourceUnavailable
from pipelines.http.body import Expect
from pipelines.http.client import Fetch
from pipelines.landing import Landed

EXPECT: dict[str, Expect] = {
    "geojson": "json",
    "ogc": "json",
    "odata3": "json",
    "json": "json",
    "csv": "csv",
    "statline": "csv",
}
ZIP, SQLITE, OLE = b"PK\x03\x04", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0"
SIGNATURES: dict[str, tuple[tuple[int, bytes], ...]] = {
    "gpkg": ((0, ZIP), (0, SQLITE)),
    "shp": ((0, ZIP),),
    "xlsx": ((0, ZIP), (0, OLE)),  # of the latter the reader says what it is
    "gtfs": ((0, ZIP),),
    "parquet": ((0, b"PAR1"),),
    "pbf": ((6, b"OSMHeader"), (5, b"OSMHeader"), (4, b"OSMHeader")),
}


def pull(bron: Bron, context: Pull) -> Delivery:
    """One file per address; see `pipelines.connectors.pull`."""
    files: list[Landed] = []
    fetches: list[Fetch] = []
    for adres in bron.adres:
        path = local_path(adres, context.root, bron.name)
        landed, lines = copied(bron, path, context) if path else fetched(bron, adres, context)
        check_signature(bron, bron.vorm, landed.path)
        files.append(landed)
        fetches.extend(lines)
    part = [repr((bron.bbox, bron.laag, bron.lid))] if bron.bbox or bron.laag or bron.lid else []
    content = digest([*(file.sha256 for file in files), *part])  # another part of the same bytes
    return Delivery(
        dataset=bron.dataset,
        supplier=bron.supplier,
        files=tuple(files),
        content_hash=content,
        unchanged=content == context.previous.content_hash,
        modified=next((fetch.last_modified for fetch in fetches if fetch.last_modified), None),
        fetches=tuple(fetches),
    )


def fetched(bron: Bron, url: str, context: Pull) -> tuple[Landed, tuple[Fetch, ...]]:
    """Land one address, by a conditional request; a body of earlier in this run is not asked again.

    Raises:
        SourceUnavailable: no answer, or "unchanged" without a body to go back to.
        SourceChanged: another answer than agreed.
    """
    if url in context.recent and context.landing.has(context.recent[url].sha256):
        return context.recent[url], ()
    known = context.known.get(url)
    answer = context.http.get(
        url,
        known=known,
        cap_bytes=bron.cap_bytes,
        expect=_expected(bron, url),
        name=bron.name,
    )
    landed = answer.landed
    if landed is None:
        if known is None:
            raise SourceUnavailable(
                f"{bron.name}: de bron zegt ongewijzigd, maar er is geen versie."
            )
        landed = context.landing.get(known.sha256, url=url)
    context.recent[url] = landed
    return landed, answer.fetches


def _expected(bron: Bron, url: str) -> Expect:
    if url.partition("?")[0].lower().endswith((".zip", ".gz")):
        return "binary"
    return EXPECT.get(bron.vorm, "binary")


def copied(bron: Bron, path: Path, context: Pull) -> tuple[Landed, tuple[Fetch, ...]]:
    """Land a local file.

    Raises:
        SourceUnavailable: the file is not there.
    """
    if not path.is_file():
        raise SourceUnavailable(f"{bron.name}: bestand {path} bestaat niet. Zet het daar neer.")
    landed = replace(context.landing.put_file(path, bron.cap_bytes, bron.name), url=str(path))
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    line = Fetch(
        str(path), datetime.now(UTC), None, landed.bytes, landed.sha256, None, moment, None
    )
    context.http.on_fetch(line)
    return landed, (line,)


def check_signature(bron: Bron, vorm: str, path: Path) -> None:
    """Refuse a file whose first bytes are of another format than declared.

    Raises:
        DeliveryRefused: empty, or another format.
    """
    with path.open("rb") as stream:
        head = stream.read(64)
    wanted = SIGNATURES.get(vorm)
    if head and (not wanted or any(head[at : at + len(sign)] == sign for at, sign in wanted)):
        return
    raise DeliveryRefused(
        f"{bron.name}: het bestand begint met {head[:16]!r}, dat is geen {vorm}. "
        "De laatste goede versie blijft; vraag de leverancier om het juiste bestand."
    )


def digest(parts: Iterable[str]) -> str:
    """One hash over several, in order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
