"""Links from a page of features to the next and the previous one, which stay on its version."""

from collections.abc import Mapping
from typing import Any

from geo_api.contract.parameters import MOST_SKIPPED
from geo_api.http.links import Links, link
from geo_api.items.cursor import Cursor
from geo_api.items.features import Rows
from geo_api.items.question import Question
from geo_api.model import Layer

_TITLES = {"next": "Volgende pagina", "prev": "Vorige pagina"}


def around(
    links: Links,
    layer: Layer,
    read: Question,
    rows: Rows,
    media_type: str,
) -> list[dict[str, Any]]:
    """The links `next` and `prev`, as far as there is something.

    Args:
        links: the link maker.
        layer: of the features.
        read: the question of this page.
        rows: the features on it.
        media_type: of the pages.
    """
    path = f"/v1/collections/{layer.name}/items"
    pages = {
        "next": _following(layer, read, rows),
        "prev": _earlier(layer, read, rows),
    }
    return [
        link(rel, links.url(path, query), media_type, _TITLES[rel])
        for rel, query in pages.items()
        if query
    ]


Query = Mapping[str, object] | None


def _following(layer: Layer, read: Question, rows: Rows) -> Query:
    back = read.place is not None and read.place.back
    if not rows.count or not (rows.more or back):
        return None
    if read.offset is not None and read.offset + read.limit <= MOST_SKIPPED:
        return _skipping(layer, read, read.offset + read.limit, read.limit)
    return _beside(read, rows.last, back=False)


def _earlier(layer: Layer, read: Question, rows: Rows) -> Query:
    if read.offset:
        size = min(read.limit, read.offset)
        return _skipping(layer, read, read.offset - size, size)
    if not rows.count or read.place is None or (read.place.back and not rows.more):
        return None
    return _beside(read, rows.first, back=True)


def _beside(read: Question, key: str, *, back: bool) -> Query:
    if read.selection is None:
        return None
    place = Cursor(read.selection.version.version, read.check, key, back)
    query = {name: value for name, value in read.query.items() if name != "offset"}
    return {**query, "na": place.text()}


def _skipping(layer: Layer, read: Question, offset: int, limit: int) -> Query:
    """A number of features says nothing of their version; the release does."""
    release = {"release": max(layer.by_release)} if layer.by_release else {}
    return {**release, **read.query, "offset": offset, "limit": limit}
