"""Answers with a strong ETag, made only when the client does not hold them yet.

The ETag names what an answer is made of (layer version or state, and the question), so 304 is
decided without touching a table. A feature page also holds the time of the answer; that second is
the last part of its ETag, and
when a client shows such a tag, the second is left out of the comparison: what it holds is still
what is published.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response

from geo_api.describe import languages, negotiated
from geo_api.http.headers import DATA_CACHE
from geo_api.settings import PACKAGE
from geo_api.site import reading, words

JSON = "application/json"
GEOJSON = "application/geo+json"
TILE = "application/vnd.mapbox-vector-tile"
HTML = "text/html; charset=utf-8"


_PARTS = (
    # Every part of this package, also one that is made later: none may be forgotten.
    *("*.py", "*/*.py", "*/*/*.py", "sql/*.sql", "pages/*.*", "pages/*/*.*"),
    *("viewer/src/model/*.json", "viewer/src/i18n/*.json"),  # colours and words of legends
)


def _build() -> str:
    """Hash of this code and its templates: another build may word the same data differently."""
    whole = hashlib.sha256()
    for kind in _PARTS:
        for path in sorted(PACKAGE.glob(kind)):
            whole.update(path.read_bytes())
    # What is declared of figures is told too: titles, formulas, weights, lists.
    for kind in ("data/*.py", "data/datasets/*.py", "data/reference/*.*", "pipelines/indicators/*"):
        for path in sorted(PACKAGE.parent.glob(kind)):
            if path.is_file():
                whole.update(path.read_bytes())
    return whole.hexdigest()


BUILD = _build()


def tag(*parts: object) -> str:
    """A strong ETag of readable parts, such as layer and version."""
    return '"' + "-".join(str(part) for part in parts) + '"'


def digest(*parts: object) -> str:
    """Short hash of a question, for the end of an ETag."""
    text = json.dumps([BUILD, *parts], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def held(header: str | None, etag: str, *, timed: bool = False) -> str | None:
    """The tag of `If-None-Match` that makes the answer a 304, or None.

    Args:
        header: value of If-None-Match.
        etag: the tag the answer would carry.
        timed: the tag ends in the second of the answer, which does not count.
    """
    if not header:
        return None
    wanted = _timeless(etag) if timed else etag
    for text in header.split(","):
        given = text.strip().removeprefix("W/")
        if given == "*":
            return etag
        if (_timeless(given) if timed else given) == wanted:
            return given
    return None


def _timeless(etag: str) -> str:
    return etag.rpartition("-")[0]


def not_modified(etag: str, extra: Mapping[str, str] | None = None) -> Response:
    """304: the client holds it."""
    return Response(
        status_code=304, headers={"ETag": etag, "Cache-Control": DATA_CACHE, **(extra or {})}
    )


def data(
    body: bytes, etag: str, media_type: str, extra: Mapping[str, str] | None = None
) -> Response:
    """200 with the caching of published data."""
    headers = {"ETag": etag, "Cache-Control": DATA_CACHE, **(extra or {})}
    return Response(body, 200, headers, media_type)


def document(
    request: Request,
    etag: str,
    make: Callable[[], Any],
    media_type: str = JSON,
    *,
    page: Callable[[], str] | None = None,
    title: str = "",
    usual: negotiated.Form = "json",
) -> Response:
    """A small document for programs, or its page for people; only made when it is news.

    Args:
        request: says which of the two it wants.
        etag: of the document; the page has one of its own.
        make: the document.
        media_type: of the document.
        page: its page, in the language of the reader; without one a page is made that shows the
            document as it is.
        title: heading of that page, Dutch; without it what the document is called.
        usual: the form that the address stands for.
    """
    if negotiated.form(request, usual, (media_type,)) == "json":
        return only(request, etag, make, media_type, negotiated.VARY)
    taal = languages.lenient(request)
    own, told = page_tag(request, etag, taal), languages.told(taal)
    match = held(request.headers.get("if-none-match"), own)
    if match:
        return not_modified(match, told)
    text = page() if page else reading.page(request, make(), as_json(request), title)
    return data(text.encode(), own, HTML, told)


def has(request: Request, etag: str, usual: negotiated.Form = "json") -> bool:
    """Whether the client holds the form of a document that it wants."""
    document = negotiated.form(request, usual) == "json"
    wanted = etag if document else page_tag(request, etag, languages.lenient(request))
    return held(request.headers.get("if-none-match"), wanted) is not None


def page_tag(request: Request, etag: str, taal: str) -> str:
    """Tag of the page of a document in one language; a page tells the release at its foot."""
    state = request.app.state.services.current.state
    release = state.release["release"] if state and state.releases else 0
    return f'{etag[:-1]}-pagina-{release}{"" if taal == words.DUTCH else f"-{taal}"}"'


def as_json(request: Request) -> str:
    """Address of what was asked, as a document."""
    query = [(name, text) for name, text in request.query_params.multi_items() if name != "f"]
    return f"{quote(request.scope['path'])}?{urlencode([*query, ('f', 'json')])}"


def only(
    request: Request,
    etag: str,
    make: Callable[[], Any],
    media_type: str = JSON,
    extra: Mapping[str, str] | None = None,
) -> Response:
    """A document that has no other form."""
    match = held(request.headers.get("if-none-match"), etag)
    return not_modified(match, extra) if match else data(encode(make()), etag, media_type, extra)


def page(
    request: Request, etag: str, make: Callable[[], str], extra: Mapping[str, str] | None = None
) -> Response:
    """A page that has no other form."""
    match = held(request.headers.get("if-none-match"), etag)
    return not_modified(match, extra) if match else data(make().encode(), etag, HTML, extra)


def unkept(content: Any, status: int = 200, extra: Mapping[str, str] | None = None) -> Response:
    """An answer to a question with a body; no cache keeps it."""
    headers = {"Cache-Control": "no-store", **(extra or {})}
    return Response(encode(content), status, headers, JSON)


def encode(content: Any) -> bytes:
    """JSON without spaces, in UTF-8; a number that is none is a fault, never written."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
