"""OGC API Features as GoKoala serves it: pages by cursor, `links[rel=next]` followed as it stands.

Belongs here: paging and the proof that nothing was missed or given twice. Not here: features as
rows (`readers/ogc.py`). The traps are those of the server: a changed parameter silently restarts
at page 1, `limit` is silently lowered, and a collection may move while it is being paged.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.errors import SourceChanged
from pipelines.http.client import Fetch
from pipelines.landing import Landed

RESTARTS = 3
PAGES = 200_000
PAGE_CAP = 512 << 20
_decode = json.JSONDecoder().raw_decode
_space = re.compile(r"[ \t\n\r]*").match


class Moved(Exception):  # noqa: N818 - a state, turned into SourceChanged after the restarts
    """The source changed, or repeated itself, while it was being paged."""


@dataclass(slots=True)
class _Walk:
    """What was seen so far of one start address."""

    files: list[Landed] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    matched: int | None = None
    features: int = 0
    size: int = 0


def pull(bron: Bron, context: Pull) -> Delivery:
    """All pages of all addresses; see `pipelines.connectors.pull`."""
    fetches: list[Fetch] = []
    for attempt in range(1, RESTARTS + 2):
        try:
            return _all(bron, context, fetches)
        except Moved as moved:
            if attempt > RESTARTS:
                raise SourceChanged(
                    f"{bron.name}: {moved}, ook na {RESTARTS} keer opnieuw beginnen. "
                    "De laatste goede versie blijft; meld het de bron als dit aanhoudt."
                ) from moved
    raise AssertionError


def _all(bron: Bron, context: Pull, fetches: list[Fetch]) -> Delivery:
    files: list[Landed] = []
    content, total = hashlib.sha256(), 0
    for adres in bron.adres:
        walk = _walk(bron, adres, context, fetches, content)
        files.extend(walk.files)
        total += walk.features
    if not total:
        raise SourceChanged(
            f"{bron.name}: geen enkel object ontvangen. Controleer bbox (volgorde van de "
            "assen) en filter."
        )
    mark = content.hexdigest()
    return Delivery(
        dataset=bron.dataset,
        supplier=bron.supplier,
        files=tuple(files),
        content_hash=mark,
        unchanged=mark == context.previous.content_hash,
        modified=None,
        fetches=tuple(fetches),
        received_note={"features": str(total), "pages": str(len(files))},
    )


def _walk(
    bron: Bron, adres: str, context: Pull, fetches: list[Fetch], content: "hashlib._Hash"
) -> _Walk:
    """Follow one address to its last page, checking each page before the next is asked."""
    walk, url = _Walk(), adres
    params: dict[str, str] | None = dict(bron.parameters)
    for _ in range(PAGES):
        answer = context.http.get(
            url, params, cap_bytes=min(bron.cap_bytes, PAGE_CAP), expect="json", name=bron.name
        )
        fetches.extend(answer.fetches)
        if answer.landed is None:
            raise SourceChanged(f"{bron.name}: antwoord zonder inhoud op {url}.")
        _check_crs(bron, answer.headers.get("content-crs", ""))
        page, written = _page(bron, answer.landed)
        features = _features(walk, page)
        content.update(written.encode())
        walk.files.append(replace(answer.landed, role="page"))
        following = _next(bron, adres, answer.landed.url, page)
        if following is None:
            _check_matched(walk, page)
            return walk
        if not features or following in walk.urls:
            raise Moved("de verwijzing naar de volgende bladzijde draait rond")
        walk.size = walk.size or len(features)
        if len(features) != walk.size:  # only the last page may be shorter
            raise Moved(f"een bladzijde geeft {len(features)} objecten, de eerste {walk.size}")
        walk.urls.add(following)
        url, params = following, None
    raise SourceChanged(f"{bron.name}: meer dan {PAGES} bladzijden; controleer het filter.")


def _page(bron: Bron, landed: Landed) -> tuple[dict[str, Any], str]:
    """A page, and its features as written: what changes at every request stands beside them."""
    try:
        page, written = _members(landed.path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise Moved(f"een bladzijde is geen geldige JSON ({error})") from error
    if page.get("type") != "FeatureCollection":
        raise SourceChanged(
            f"{bron.name}: geen FeatureCollection ontvangen op {landed.url}. "
            "Controleer adres en collectie in het profiel."
        )
    return page, written


def _members(text: str) -> tuple[dict[str, Any], str]:
    """A JSON object member by member, and the text of its member `features`.

    Raises:
        ValueError: not one whole JSON object.
    """
    found: dict[str, Any] = {}
    written = ""
    at = _past(text, _past(text, 0, ""), "{")
    if text[at : at + 1] == "}":
        raise ValueError("leeg object")
    while True:
        name, at = _decode(text, at)
        if not isinstance(name, str):
            raise ValueError(f"naam verwacht voor plaats {at}")
        start = _past(text, _past(text, at, ""), ":")
        found[name], at = _decode(text, start)
        if name == "features":
            written = text[start:at]
        at = _past(text, at, "")
        if text[at : at + 1] == "}":
            break
        at = _past(text, at, ",")
    if _past(text, at, "}") != len(text):
        raise ValueError(f"tekst na het object op plaats {at}")
    return found, written


def _past(text: str, at: int, sign: str) -> int:
    """Place after a sign and the white space behind it."""
    if not text.startswith(sign, at):
        raise ValueError(f"{sign} verwacht op plaats {at}")
    space = _space(text, at + len(sign))
    return space.end() if space else at


def _features(walk: _Walk, page: dict[str, Any]) -> list[dict[str, Any]]:
    """The features of a page, after the proof that they are complete and new."""
    features: list[dict[str, Any]] = page.get("features") or []
    returned = page.get("numberReturned")
    if returned is not None and returned != len(features):
        raise Moved(f"een bladzijde zegt {returned} objecten en bevat er {len(features)}")
    ids = [str(feature["id"]) for feature in features if feature.get("id") is not None]
    before = len(walk.ids)
    walk.ids.update(ids)
    if len(walk.ids) != before + len(ids):
        raise Moved("objecten komen dubbel voor (een bladzijde is herhaald of verschoven)")
    walk.features += len(features)
    matched = page.get("numberMatched")
    if isinstance(matched, int) and walk.matched is None:
        walk.matched = matched
    return features


def _check_matched(walk: _Walk, page: dict[str, Any]) -> None:
    for number in (walk.matched, page.get("numberMatched")):
        if isinstance(number, int) and number != walk.features:
            raise Moved(f"{walk.features} objecten ontvangen, de bron telt er {number}")


def _next(bron: Bron, start: str, asked: str, page: dict[str, Any]) -> str | None:
    """The next address, which must be of the same collection: anything else is another question."""
    hrefs = [link.get("href") for link in page.get("links") or [] if link.get("rel") == "next"]
    if not hrefs or not hrefs[0]:
        return None
    href = urljoin(asked, str(hrefs[0]))
    if urlsplit(href).path.rstrip("/") != urlsplit(start).path.rstrip("/"):
        raise SourceChanged(
            f"{bron.name}: de volgende bladzijde wijst naar {urlsplit(href).path}, "
            f"verwacht was {urlsplit(start).path}. Controleer het adres in het profiel."
        )
    return href


def _check_crs(bron: Bron, header: str) -> None:
    """`Content-Crs` names what was really sent; only that is believed."""
    asked = bron.parameters.get("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
    sent = header.strip().strip("<>")
    if sent and sent != asked:
        raise SourceChanged(
            f"{bron.name}: coordinaten in {sent} ontvangen, {asked} gevraagd. "
            "Controleer parameter crs in het profiel."
        )
