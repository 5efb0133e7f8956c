"""How far somebody walks."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.ask import asof, place, walking
from geo_api.ask.bodies import F_JSON
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE, Asked
from geo_api.errors import Fault, bad_request
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = Asked(*place.PARAMETERS, walking.MINUTEN, walking.PERSOON, RELEASE, F_JSON)


@router.get(
    "/isochroon",
    summary="Hoe ver iemand loopt",
    description=(
        "Het gebied dat iemand vanaf een plek te voet bereikt, als GeoJSON in het gevraagde "
        "stelsel. Ligt de plek te ver van een straat, dan is er geen gebied en zegt 'status' dat."
    ),
    responses=described.answers(
        "Het gebied.",
        answers.GEOJSON,
        "Isochroon",
        *(404, 410, 503),
        headers=described.CONTENT_CRS,
    ),
    openapi_extra=ASKED.document(),
)
async def isochrone(
    request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
) -> Response:
    """The area that somebody reaches."""
    faults: list[Fault] = []
    where = place.parse(asked, faults)
    person, minutes = walking.read(asked, faults)
    now = shared.current.require()
    state, links = await asof.of(shared.database, shared.links, now, asked, faults)
    if faults:
        raise bad_request(faults)
    found = walking.layer(state)
    streets = await shared.asking.walks.file(state)
    what = answers.digest(streets.name, sorted(asked.items()), links.base)
    etag = answers.tag(walking.LAYER, found.version, "isochroon", what)
    extra = {"Content-Crs": f"<{where.crs.uri}>"}
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match, extra)
    x, y = await where.rd(shared.database)
    measured = await shared.asking.walks.isochrone(streets, cast(Any, person), x, y, minutes)
    content = await walking.feature(
        shared.database, links, found, where, (person, minutes), measured
    )
    return answers.data(answers.encode(content), etag, answers.GEOJSON, extra)
