"""The kansenkaart under a named or an own weight profile."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.ask import asof, bodies, weighed
from geo_api.ask.bodies import F_JSON
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE, Asked
from geo_api.errors import Fault, bad_request
from geo_api.http import answers
from geo_api.http.links import Links
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.model import LayerVersion
from geo_api.services import Services, Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = Asked(weighed.WEEGPROFIEL, weighed.BUURT, RELEASE, F_JSON)
WEIGHED = asof.Released(RELEASE)


@router.get(
    "/kansen",
    summary="Kansscores onder een weegprofiel",
    description=(
        "Score en klasse per vak van 100 meter onder een weegprofiel met een naam, berekend uit de "
        "gepubliceerde deelscores zoals de kansenkaart zelf. In volgorde van de vakken, nooit in "
        "rangorde."
    ),
    responses=described.answers("De scores.", answers.JSON, "Weging", 404, 410, 503),
    openapi_extra=ASKED.document(),
)
async def named(
    request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
) -> Response:
    """Scores under a named profile."""
    faults: list[Fault] = []
    found, links = await _layer(shared, asked, faults)
    name, weights = weighed.profile(found, asked.get("weegprofiel"), faults)
    what = answers.digest(found.version, sorted(asked.items()), weights, links.base)
    etag = answers.tag(weighed.LAYER, found.version, "weging", what)
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match)
    codes = [code.strip() for code in asked["buurt"].split(",")] if "buurt" in asked else []
    content = await _content(shared, asked, (name, weights), codes, "query", faults)
    return answers.data(content, etag, answers.JSON)


@router.post(
    "/kansen/weging",
    summary="Kansscores onder eigen gewichten",
    description=(
        "Score en klasse per vak van 100 meter onder gewichten die u geeft. Niets wordt bewaard."
    ),
    responses=described.asked("De scores.", "Weging", 404, 410, 503),
    openapi_extra=bodies.document(weighed.SCHEMA, WEIGHED.document()),
)
async def own(
    shared: Shared,
    asked: Annotated[Mapping[str, str], Depends(WEIGHED)],
    body: Annotated[Any, Depends(bodies.reader(weighed.SCHEMA))],
) -> Response:
    """Scores under weights of one's own."""
    faults: list[Fault] = []
    used = (None, weighed.weights(body["gewichten"], faults))
    content = await _content(shared, asked, used, body.get("buurten", []), "body", faults)
    return Response(content, 200, {"Cache-Control": "no-store"}, answers.JSON)


async def _layer(
    shared: Services, asked: Mapping[str, str], faults: list[Fault]
) -> tuple[LayerVersion, Links]:
    """The map in the release asked for, and links that stay in it."""
    now = shared.current.require()
    state, links = await asof.of(shared.database, shared.links, now, asked, faults)
    return weighed.layer(state), links


async def _content(
    shared: Services,
    asked: Mapping[str, str],
    used: tuple[str | None, Mapping[str, float]],
    codes: list[str],
    where: str,
    faults: list[Fault],
) -> bytes:
    """The document as text; a second look when a release came between."""
    found, links = await _layer(shared, asked, [])
    try:
        cells = await shared.asking.cells.of(shared.database, found)
    except features.Moved:
        await shared.current.refresh()
        found, links = await _layer(shared, asked, [])
        cells = await shared.asking.cells.of(shared.database, found)
    only = weighed.buurten(codes, cells, where, faults)
    if faults:
        raise bad_request(faults)
    return await shared.asking.computing.run(
        lambda: answers.encode(weighed.answer(links, found, cells, used, only))
    )
