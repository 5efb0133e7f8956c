"""Features of a layer: a page of them, or one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from geo_api import answers, bbox, crs, cursor, described, documents, features, question, texts
from geo_api.described import Key, Laag
from geo_api.errors import Fault, Problem, bad_request
from geo_api.formats import geojson, pages
from geo_api.links import HTML, Links, link
from geo_api.model import Layer, LayerVersion
from geo_api.question import Question
from geo_api.services import Services, Shared

router = APIRouter(prefix="/v1/collections/{laag}/items", tags=["Objecten"])


@router.get(
    "",
    summary="Objecten van een laag",
    description=(
        "Een pagina objecten in vaste volgorde; volg 'next' voor de volgende. Alle "
        "pagina's komen uit één versie. Bij CSV staat 'next' in de kopregel Link. Wie alles wil, "
        "gebruikt de download."
    ),
    responses=described.answers(
        "De objecten.", answers.GEOJSON, "Objecten", 404, 410, 503, also=[pages.CSV]
    ),
    openapi_extra=question.ITEMS.document(),
)
async def items(
    request: Request,
    shared: Shared,
    laag: Laag,
    asked: Annotated[Mapping[str, str], Depends(question.ITEMS)],
) -> Response:
    """A page of features."""
    try:
        return await _answer(request, shared, laag, asked)
    except features.Moved:  # a release came between state and table: once more, from the new one
        await shared.current.refresh()
        return await _answer(request, shared, laag, asked)


async def _answer(
    request: Request, shared: Services, laag: str, asked: Mapping[str, str]
) -> Response:
    layer = shared.current.require().layer(laag)
    read = question.read(layer, asked)
    version = read.version.version if read.version else 0
    now = datetime.now(UTC).replace(microsecond=0)
    what = answers.digest(sorted(read.query.items()), shared.links.base)
    etag = answers.tag(laag, version, what, int(now.timestamp()))
    page = pages.PAGES[asked.get("f", "json")]
    extra = {"Content-Crs": f"<{read.crs_uri}>"}
    match = answers.held(request.headers.get("if-none-match"), etag, timed=True)
    if match:
        return answers.not_modified(match, extra)
    rows = await _rows(shared, read, page)
    shown = [text for _, text in rows[: read.limit]]
    head = _head(shared.links, layer, read, rows, now, page.media_type)
    body, links = page.body(shared.links, read, head, shown)
    return answers.data(body, etag, page.media_type, {**extra, **links})


async def _rows(shared: Services, read: Question, page: pages.Page) -> list[features.Feature]:
    """The page and one feature more, which tells whether another page follows."""
    chosen = read.selection
    if chosen is None:
        return []
    size = read.limit + 1
    try:
        text = page.row(shared.links, chosen, read.crs)
        rows = await features.page(shared.database, chosen, text, read.last, size, read.order)
    except features.Moved:
        if read.last is None:
            raise
        rows = []
    if not rows and read.last is not None:
        # A next link is only given when something follows: the version went away meanwhile.
        raise Problem(410, texts.gone(chosen.version.laag, chosen.version.version))
    return rows


def _head(
    links: Links,
    layer: Layer,
    read: Question,
    rows: list[features.Feature],
    now: datetime,
    media_type: str,
) -> dict[str, Any]:
    """What the page says of itself, without its features."""
    shown = rows[: read.limit]
    path = f"/v1/collections/{layer.name}/items"
    chain = [
        link("self", links.url(path, read.query), media_type, "Deze pagina"),
        link("collection", links.collection(layer.name), answers.JSON, "De laag"),
        link("alternate", links.url(f"/lagen/{layer.name}"), HTML, "De laag: pagina"),
    ]
    head: dict[str, Any] = {"type": "FeatureCollection", "links": chain}
    if read.version and len(rows) > read.limit:
        following = cursor.Cursor(read.version.version, read.check, shown[-1][0]).text()
        target = links.url(path, {**read.query, "na": following})
        chain.append(link("next", target, media_type, "Volgende pagina"))
    head["timeStamp"] = now.isoformat().replace("+00:00", "Z")
    head["numberReturned"] = len(shown)
    matched = _matched(read)
    if matched is not None:
        head["numberMatched"] = matched
    if read.version:
        head["woonzorg"] = documents.origin(read.version)
    return head


def _matched(read: Question) -> int | None:
    """The exact count where it is known without counting: of a whole version, or of nothing."""
    if read.version is None or read.box == bbox.NOTHING:
        return 0
    if read.filtered:
        return None
    count: int | None = read.version.meta["aantal"]
    return count


@router.get(
    "/{feature_id:path}",
    summary="Een object",
    description="Een object van een laag, met al zijn kolommen en statussen.",
    responses=described.answers("Het object.", answers.GEOJSON, "Object_van_laag", 404, 410, 503),
    openapi_extra=question.ITEM.document(),
)
async def item(
    request: Request,
    shared: Shared,
    laag: Laag,
    feature_id: Key,
    asked: Annotated[Mapping[str, str], Depends(question.ITEM)],
) -> Response:
    """One feature."""
    try:
        return await _answer_one(request, shared, laag, feature_id, asked)
    except features.Moved:
        await shared.current.refresh()
        return await _answer_one(request, shared, laag, feature_id, asked)


async def _answer_one(
    request: Request, shared: Services, laag: str, feature_id: str, asked: Mapping[str, str]
) -> Response:
    found, chosen, uri = _one(shared.current.require().layer(laag), asked)
    if not cursor.usable(feature_id):
        raise Problem(404, texts.no_feature(laag, "".join(filter(str.isprintable, feature_id))))
    what = answers.digest(feature_id, uri, asked.get("peildatum"), shared.links.base)
    etag = answers.tag(laag, found.version, what)
    extra = {"Content-Crs": f"<{uri}>"}
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match, extra)
    text = await features.one(shared.database, found, geojson.text(found, chosen), feature_id)
    if text is None:
        raise Problem(404, texts.no_feature(laag, feature_id))
    return answers.data(
        _feature(shared.links, found, feature_id, asked, text), etag, answers.GEOJSON, extra
    )


def _one(layer: Layer, asked: Mapping[str, str]) -> tuple[LayerVersion, crs.Crs, str]:
    faults: list[Fault] = []
    chosen, uri = crs.parse("crs", asked.get("crs"), faults)
    found = question.dated_version(layer, asked.get("peildatum"), faults)
    if faults:
        raise bad_request(faults)
    return found, chosen, uri


def _feature(
    links: Links, found: LayerVersion, key: str, asked: Mapping[str, str], text: str
) -> bytes:
    """The feature of the database with links and origin behind it."""
    own = links.feature(found.laag, key)
    query = links.url("", asked).removeprefix(links.base)
    tail = {
        "links": [
            link("self", own + query, answers.GEOJSON, "Dit object"),
            link("collection", links.collection(found.laag), answers.JSON, "De laag"),
            link("alternate", links.url(f"/lagen/{found.laag}"), HTML, "De laag: pagina"),
        ],
        "woonzorg": documents.origin(found),
    }
    return text.encode()[:-1] + b"," + answers.encode(tail)[1:]
