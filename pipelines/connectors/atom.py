"""ATOM: the download that a feed names, with `<updated>` as the mark of change.

A source is written like this. The feed is a container like a zip: `lid` names the download by its
file name (`*` as wildcard), and after a slash the member when the download is a zip; without `lid`
the newest entry is taken::

    [bronnen.bag_panden]
    vorm = "atom"
    adres = "https://service.pdok.nl/lv/bag/atom/bag.xml"
    lid = "bag-light.gpkg"                   # in a zip: lid = "wijkbuurt*.zip/*.gpkg"
    laag = "pand"

Belongs here: choosing the entry. Not here: the file itself (`download.py`, `readers/atom.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from pipelines import strict_xml
from pipelines.connectors import download
from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.errors import SourceChanged
from pipelines.http.client import Fetch

ATOM = "{http://www.w3.org/2005/Atom}"
FEED_CAP = 64 << 20
DOWNLOADS = ("alternate", "enclosure", "section")
LEVELS = 2  # a service feed names dataset feeds, those name downloads


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that a feed offers.

    Attributes:
        url: address of the file.
        updated: when it last changed, as written; empty when the feed does not say.
        feed: it is a feed itself.
    """

    url: str
    updated: str
    feed: bool

    @property
    def file(self) -> str:
        """File name in the address."""
        return unquote(PurePosixPath(urlsplit(self.url).path).name)


def pull(bron: Bron, context: Pull) -> Delivery:
    """The chosen download; see `pipelines.connectors.pull`."""
    entry, fetches = chosen(bron, context)
    modified = f"{entry.updated}#{bron.fingerprint()}" if entry.updated else None
    previous = context.previous
    if modified and modified == previous.modified and previous.content_hash:
        return _delivery(bron, fetches, previous.content_hash, modified)
    landed, lines = download.fetched(bron, entry.url, context)
    content = download.digest([landed.sha256, repr((bron.laag, bron.lid))])
    done = _delivery(bron, [*fetches, *lines], content, modified)
    return replace(done, files=(landed,), unchanged=content == previous.content_hash)


def _delivery(
    bron: Bron, fetches: list[Fetch], content_hash: str, modified: str | None
) -> Delivery:
    return Delivery(
        dataset=bron.dataset,
        supplier=bron.supplier,
        files=(),
        content_hash=content_hash,
        unchanged=True,
        modified=modified,
        fetches=tuple(fetches),
    )


def chosen(bron: Bron, context: Pull) -> tuple[Entry, list[Fetch]]:
    """The download that `lid` names, or the newest.

    Raises:
        SourceChanged: none, or several that cannot be told apart.
        DeliveryRefused: the feed is no XML or has a DOCTYPE.
    """
    url, fetches = bron.adres[0], list[Fetch]()
    pattern = (bron.lid or "").partition("/")[0].lower()
    for _ in range(LEVELS):
        entries, lines = _entries(bron, url, context)
        fetches += lines
        files = [entry for entry in entries if not entry.feed]
        if not files and len(entries) == 1:
            url = entries[0].url
            continue
        fits = [e for e in files if not pattern or fnmatch(e.file.lower(), pattern)]
        newest = max((e.updated for e in fits), default="")
        fits = [e for e in fits if e.updated == newest]
        if len({e.url for e in fits}) == 1:
            return fits[0], fetches
        named = ", ".join(sorted({e.file for e in (fits or entries)})[:8])
        raise SourceChanged(
            f"{bron.name}: {len(fits)} downloads in de feed passen bij "
            f"{pattern or 'de nieuwste'}, een verwacht; gevonden: {named or 'niets'}. "
            "Noem het bestand met lid in het profiel."
        )
    raise SourceChanged(f"{bron.name}: de feed op {bron.adres[0]} noemt geen enkel bestand.")


def _entries(bron: Bron, url: str, context: Pull) -> tuple[list[Entry], tuple[Fetch, ...]]:
    answer = context.http.get(url, cap_bytes=FEED_CAP, expect="xml", name=bron.name)
    if answer.landed is None:
        raise SourceChanged(f"{bron.name}: antwoord zonder inhoud op {url}.")
    root = strict_xml.parsed(bron.name, answer.landed.path.read_bytes())
    if root.tag != f"{ATOM}feed":
        raise SourceChanged(
            f"{bron.name}: op {url} staat {root.tag!r}, een ATOM-feed verwacht. Controleer het "
            "adres in het profiel."
        )
    return list(_links(url, root)), answer.fetches


def _links(base: str, root: strict_xml.Element) -> Iterator[Entry]:
    general = root.findtext(f"{ATOM}updated", "")
    for entry in root.iterfind(f"{ATOM}entry"):
        updated = entry.findtext(f"{ATOM}updated", general).strip()
        for link in entry.iterfind(f"{ATOM}link"):
            href, kind = link.get("href", ""), link.get("type", "")
            if href and link.get("rel", "alternate") in DOWNLOADS and "html" not in kind:
                yield Entry(urljoin(base, href), updated, "atom+xml" in kind)
