"""WFS 2.0: counted before and after, paged by `startIndex`, every object told apart by its id.

A source is written like this; `filter` becomes a FES filter, `bbox` is always west, south, east,
north in RD, and a further parameter (`sortBy`) is passed on::

    [bronnen.bag_verblijfsobjecten]
    vorm = "wfs"
    adres = "https://service.pdok.nl/lv/bag/wfs/v2_0"
    laag = "bag:verblijfsobject"
    crs = "EPSG:28992"
    parameters = { bbox = "{bbox}" }        # or: filter = { gemeentecode = "{gemeenten}" }

Belongs here: paging and the proof that nothing was missed. Not here: writing the question
(`wfs_question.py`), features as rows (`readers/ogc.py`). The traps are those of the servers: a page
of at most 1000 whatever is asked, no stable order, an end at `startIndex` 50,000, filters that are
ignored, and a fault as XML with status 200.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipelines import strict_xml
from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.connectors.ogc import RESTARTS, Moved
from pipelines.connectors.wfs_question import Question, question
from pipelines.errors import SourceChanged
from pipelines.http.body import Expect
from pipelines.http.client import Answer, Fetch
from pipelines.landing import Landed

PAGE = 1000
DEPTH = 50_000
PAGE_CAP = 512 << 20
SMALLEST_M = 1.0


@dataclass(slots=True)
class _Walk:
    """One attempt: what was seen so far.

    Attributes:
        ids: feature id -> hash of the feature; tiles and unstable pages give some twice.
    """

    bron: Bron
    context: Pull
    fetches: list[Fetch]
    files: list[Landed] = field(default_factory=list)
    ids: dict[str, bytes] = field(default_factory=dict)
    received: int = 0

    def ask(self, params: dict[str, str], expect: Expect) -> Landed:
        """One answer."""
        answer: Answer = self.context.http.get(
            self.bron.adres[0],
            params,
            cap_bytes=min(self.bron.cap_bytes, PAGE_CAP),
            expect=expect,
            name=self.bron.name,
        )
        self.fetches.extend(answer.fetches)
        if answer.landed is None:
            raise SourceChanged(f"{self.bron.name}: antwoord zonder inhoud van de WFS.")
        return answer.landed


def pull(bron: Bron, context: Pull) -> Delivery:
    """All pages of the question; see `pipelines.connectors.pull`."""
    asked = question(bron)
    fetches: list[Fetch] = []
    for attempt in range(1, RESTARTS + 2):
        walk = _Walk(bron, context, fetches)
        try:
            return _all(walk, asked)
        except Moved as moved:
            if attempt > RESTARTS:
                raise SourceChanged(
                    f"{bron.name}: {moved}, ook na {RESTARTS} keer opnieuw beginnen. "
                    "De laatste goede versie blijft; meld het de bron als dit aanhoudt."
                ) from moved
    raise AssertionError


def _all(walk: _Walk, asked: Question) -> Delivery:
    matched = _matched(walk, asked)
    if not matched:
        raise SourceChanged(
            f"{walk.bron.name}: geen enkel object ontvangen. Controleer bbox (volgorde van de "
            "assen) en filter."
        )
    _tile(walk, asked, matched)
    after = _matched(walk, asked)
    if not matched == after == len(walk.ids):
        raise Moved(
            f"{len(walk.ids)} verschillende objecten ontvangen, de bron telt er {matched} voor en "
            f"{after} na het ophalen"
        )
    content = hashlib.sha256(b"".join(sorted(walk.ids.values()))).hexdigest()
    return Delivery(
        dataset=walk.bron.dataset,
        supplier=walk.bron.supplier,
        files=tuple(walk.files),
        content_hash=content,
        unchanged=content == walk.context.previous.content_hash,
        modified=None,
        fetches=tuple(walk.fetches),
        received_note={
            "features": str(len(walk.ids)),
            "repeated": str(walk.received - len(walk.ids)),
            "pages": str(len(walk.files)),
        },
    )


def counted(bron: Bron, context: Pull, asked: Question) -> int:
    """How many objects fit a question, as the source says; asks nothing else."""
    return _matched(_Walk(bron, context, []), asked)


def _matched(walk: _Walk, asked: Question) -> int:
    """How many objects the source says there are."""
    landed = walk.ask(asked.counted(), "xml")
    root = strict_xml.parsed(walk.bron.name, landed.path.read_bytes())
    text = str(root.get("numberMatched") or "")
    if not text.isdigit():
        raise SourceChanged(
            f"{walk.bron.name}: de WFS telt zijn objecten niet (numberMatched={text or 'geen'}); "
            "dan is niet te zien of alles er is. Kies een ander adres of een download."
        )
    return int(text)


def _tile(walk: _Walk, asked: Question, matched: int) -> None:
    """Everything in one box; a box with more than can be paged is cut in four."""
    if matched <= DEPTH:
        _pages(walk, asked, matched)
        return
    if asked.side < SMALLEST_M:
        raise SourceChanged(
            f"{walk.bron.name}: meer dan {DEPTH} objecten op een plek van {SMALLEST_M:g} m; "
            "zo ver bladert een WFS niet. Kies een download."
        )
    for quarter in asked.quarters():
        within = _matched(walk, quarter)
        if within:
            _tile(walk, quarter, within)


def _pages(walk: _Walk, asked: Question, matched: int) -> None:
    start = 0
    count = min(PAGE, int(walk.bron.parameters.get("count", PAGE)))
    seen: set[str] = set()
    while start < matched:
        landed = walk.ask(asked.page(start, count), "json")
        features = list(_features(walk, landed, matched))
        before = len(seen)
        seen.update(key for key, _ in features)
        if len(seen) == before:
            raise Moved("een bladzijde brengt geen enkel nieuw object (herhaald of leeg)")
        for key, mark in features:
            if walk.ids.setdefault(key, mark) != mark:
                raise Moved(f"object {key} kwam twee keer, met verschillende inhoud")
        walk.received += len(features)
        walk.files.append(replace(landed, role="page"))
        start += len(features)


def _features(walk: _Walk, landed: Landed, matched: int) -> Iterator[tuple[str, bytes]]:
    """Id and hash of the features of a page that is whole and answers the question."""
    page = _page(walk.bron, landed)
    features: list[dict[str, Any]] = page.get("features") or []
    said = page.get("numberReturned")
    if said is not None and said != len(features):
        raise Moved(f"een bladzijde zegt {said} objecten en bevat er {len(features)}")
    total = page.get("numberMatched")
    if isinstance(total, int) and total != matched:
        raise Moved(f"een bladzijde telt {total} objecten, eerder waren het er {matched}")
    for feature in features:
        key = feature.get("id")
        if key is None:
            raise SourceChanged(
                f"{walk.bron.name}: objecten zonder id; dan zijn dubbele niet te herkennen."
            )
        _check_filter(walk.bron, feature.get("properties") or {})
        text = json.dumps(feature, sort_keys=True, separators=(",", ":"))
        yield str(key), hashlib.sha256(text.encode()).digest()


def _page(bron: Bron, landed: Landed) -> dict[str, Any]:
    try:
        page = json.loads(landed.path.read_bytes())
    except ValueError as error:
        raise Moved(f"een bladzijde is geen geldige JSON ({error})") from error
    if not isinstance(page, dict) or page.get("type") != "FeatureCollection":
        raise SourceChanged(
            f"{bron.name}: geen FeatureCollection ontvangen. Controleer adres en laag in het "
            "profiel."
        )
    return page


def _check_filter(bron: Bron, properties: dict[str, Any]) -> None:
    """A server that ignores the filter sends the whole country with status 200."""
    for name, wanted in bron.filter.items():
        local = name.rpartition(":")[2]
        if local not in properties:
            continue
        values = (wanted,) if isinstance(wanted, str) else wanted
        if str(properties[local]) not in values:
            raise SourceChanged(
                f"{bron.name}: gevraagd {local} = {', '.join(values)}, ontvangen "
                f"{properties[local]!r}: de bron negeert het filter. Controleer het in het profiel."
            )
