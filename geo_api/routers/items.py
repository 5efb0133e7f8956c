"""Features of a layer: a page of them, or one."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.contract import described
from geo_api.contract.described import Key, Laag
from geo_api.describe import documents, languages, negotiated
from geo_api.errors import Fault, Problem, bad_request
from geo_api.formats import geojson, pages
from geo_api.formats.export import fields
from geo_api.http import answers
from geo_api.http.links import HTML, Links, link
from geo_api.http.routing import Router
from geo_api.items import areas, crs, cursor, features, paging, question
from geo_api.items import shown as visibility
from geo_api.items.counts import Count
from geo_api.items.question import Question
from geo_api.model import Layer, LayerVersion
from geo_api.services import Services, Shared
from geo_api.site import reading

router = Router(prefix="/v1/collections/{laag}/items", tags=["Objecten"])
_CHAIN: described.Headers = {
    "Link": {
        "description": "Bij CSV: next, prev en collection; bij JSON-FG het profiel.",
        "schema": {"type": "string"},
    }
}


@router.get(
    "",
    summary="Objecten van een laag",
    description=(
        "Een pagina objecten in vaste volgorde; volg 'next' voor de volgende. Alle "
        "pagina's komen uit één versie. Bij CSV staat 'next' in de kopregel Link. Wie alles wil, "
        "gebruikt de download."
    ),
    responses=described.answers(
        "De objecten.",
        answers.GEOJSON,
        "Objecten",
        *(404, 410, 503),
        also=[pages.CSV],
        headers=described.CONTENT_CRS | _CHAIN,
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
    if "f" not in asked and negotiated.first(request.headers.get("accept", ""), "text/csv"):
        asked = {**asked, "f": "csv"}  # links of the answer name it too
    state = shared.current.require()
    layer = state.layer(laag)
    held = await shared.questions.held(asked.get("zoekvraag"), state)
    read = question.read(layer, asked, held)
    version = read.version.version if read.version else 0
    now = datetime.now(UTC).replace(microsecond=0)
    kind = asked.get("f") or negotiated.form(request, types=(answers.GEOJSON,))
    page, told = pages.PAGES.get(kind), negotiated.VARY
    # Whether an area holds a feature may rest on the shapes of another layer.
    resting = state.tag if held else ""
    if kind == "html":
        taal = languages.lenient(request)
        told, resting = languages.told(taal), f"{state.tag} {taal}"
    what = answers.digest(sorted(read.query.items()), kind, shared.links.base, resting)
    etag = answers.tag(laag, version, what, int(now.timestamp()))
    extra = {"Content-Crs": f"<{read.crs_uri}>", **told}
    match = answers.held(request.headers.get("if-none-match"), etag, timed=True)
    if match:
        return answers.not_modified(match, extra)
    page = page or pages.table(layer, reading.values(request))
    rows = await _rows(shared, read, page)
    if held and held.area and read.version:
        shapes = areas.rests_on(read.version, state.layers)
        await features.ensure_shown(shared.database, *shapes)
    count = await _count(shared, read, rows)
    head = _head(shared.links, layer, read, now, count)
    head["numberReturned"] = rows.count
    head["links"] += paging.around(shared.links, layer, read, rows, page.media_type)
    body, links = page.body(shared.links, read, head, rows.text)
    return answers.data(body, etag, page.media_type, {**extra, **links})


async def _rows(shared: Services, read: Question, page: pages.Page) -> features.Rows:
    """The page in order."""
    if read.selection is None or read.version is None or read.selection.empty:
        return features.Rows()
    shown = replace(read.selection, version=read.version)
    beside, back = (read.place.last, read.place.back) if read.place else (None, False)
    part = features.Part(read.limit, read.order, beside, back, read.offset or 0, page.between)
    try:
        text = page.row(shared.links, shown, read.crs)
        rows = await features.page(shared.database, shown, text, part)
    except features.Moved:
        if not read.place:
            raise
        rows = features.Rows()
    if not rows.count and read.place:
        # A link is only given when something lies there: the version went away meanwhile.
        raise Problem(410, texts.gone(shown.version.laag, shown.version.version))
    return rows


async def _count(shared: Services, read: Question, rows: features.Rows) -> Count:
    if read.selection is None:
        return Count(matched=0)
    return await shared.counts.of(shared.database, read.selection, read.count, rows.count)


_FORMS = {
    "json": (answers.GEOJSON, "Als GeoJSON"),
    "jsonfg": (answers.GEOJSON, "Als JSON-FG"),
    "csv": ("text/csv", "Als CSV"),
    "html": (HTML, "Als pagina"),
}


def _head(
    links: Links, layer: Layer, read: Question, now: datetime, count: Count
) -> dict[str, Any]:
    """What the page says of itself, without its features."""
    path = f"/v1/collections/{layer.name}/items"
    form = str(read.query.get("f", "json"))
    plain = links.url(path, {name: text for name, text in read.query.items() if name != "f"})
    chain = [
        link("self", links.url(path, read.query), pages.MEDIA_TYPES[form], "Deze pagina"),
        link("collection", links.collection(layer.name), answers.JSON, "De laag"),
        *(
            link("alternate", f"{plain}&f={other}", media_type, title)
            for other, (media_type, title) in _FORMS.items()
            if other != form
        ),
    ]
    head: dict[str, Any] = {"type": "FeatureCollection", "links": chain}
    head["timeStamp"] = now.isoformat().replace("+00:00", "Z")
    if count.matched is not None:
        head["numberMatched"] = count.matched
    if read.version:
        head["woonzorg"] = documents.origin(read.version)
        if count.estimated is not None:
            head["woonzorg"]["geschatAantal"] = count.estimated
    return head


@router.get(
    "/{feature_id:path}",
    summary="Een object",
    description="Een object van een laag, met al zijn kolommen en statussen.",
    responses=described.answers(
        "Het object.",
        answers.GEOJSON,
        "Object_van_laag",
        *(404, 410, 503),
        headers=described.CONTENT_CRS,
    ),
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
    found, system, uri = _one(shared.current.require().layer(laag), asked)
    if not cursor.usable(feature_id):
        raise Problem(404, texts.no_feature(laag, "".join(filter(str.isprintable, feature_id))))
    kind, told = negotiated.form(request, types=(answers.GEOJSON,)), negotiated.VARY
    what = answers.digest(feature_id, sorted(asked.items()), kind, shared.links.base)
    etag = answers.tag(laag, found.version, what)
    if kind == "html":
        taal = languages.lenient(request)
        etag, told = answers.page_tag(request, etag, taal), languages.told(taal)
    extra = {"Content-Crs": f"<{uri}>", **told}
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match, extra)
    text = await features.one(shared.database, found, geojson.text(found, system), feature_id)
    if text is None:
        raise Problem(404, texts.no_feature(laag, feature_id))
    body = _feature(shared.links, found, feature_id, asked, text)
    if kind == "html":
        text = _page(request, shared.links, found, body)
        return answers.data(text.encode(), etag, answers.HTML, extra)
    return answers.data(body, etag, answers.GEOJSON, extra)


def _page(request: Request, links: Links, found: LayerVersion, body: bytes) -> str:
    """The feature for people: its values under the titles of their columns."""
    feature = json.loads(body)
    titles = {field.name: field.heading for field in fields(links, found)}
    often = Counter(titles.values())
    taal, held = languages.lenient(request), feature["properties"]
    values = {
        titles[name] if often[titles.get(name, "")] == 1 else name: reading.coded(value, taal, name)
        for name, value in held.items()
    }
    told = {"links": feature["links"], **values, "herkomst": feature["woonzorg"]}
    named = next((held.get(one.naam) for one in found.columns if one.rol == "naam"), None)
    title = f"{found.meta['titel']}: {named or feature['id']}"
    return reading.page(request, told, answers.as_json(request), title)


def _one(layer: Layer, asked: Mapping[str, str]) -> tuple[LayerVersion, crs.Crs, str]:
    faults: list[Fault] = []
    system, uri = crs.parse("crs", asked.get("crs"), faults)
    found = question.version(layer, asked, faults) or layer.current
    visible = visibility.version(found, asked, faults)
    system = visibility.system(system, asked, faults)
    if faults:
        raise bad_request(faults)
    return visible, system, uri


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
            link(
                "alternate",
                own + links.url("", {**asked, "f": "html"}).removeprefix(links.base),
                HTML,
                "Als pagina",
            ),
        ],
        "woonzorg": documents.origin(found),
    }
    return text.encode()[:-1] + b"," + answers.encode(tail)[1:]
