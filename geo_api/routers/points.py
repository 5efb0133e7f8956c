"""Facts at a point."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.ask import asof, place, points, rows
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE, TAAL, Asked, F
from geo_api.errors import Fault, bad_request
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = Asked(*place.PARAMETERS, RELEASE, F, TAAL)


@router.get(
    "/feiten/punt",
    summary="Feiten op een plek",
    description=(
        "In welke buurt, wijk, gebied en vak een plek ligt, wat de kansenkaart er uitsluit, en wat "
        "de lagen er zeggen over bereikbaarheid en omgeving. Alleen gepubliceerde gegevens."
    ),
    responses=described.answers("De feiten.", answers.JSON, "Feiten_van_plek", 410, 503),
    openapi_extra=ASKED.document(),
)
async def point(
    request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
) -> Response:
    """Facts at a point."""

    async def make(now: State) -> Response:
        faults: list[Fault] = []
        found = place.parse(asked, faults)
        state, links = await asof.of(shared.database, shared.links, now, asked, faults)
        if faults:
            raise bad_request(faults)
        what = answers.digest(found.document(), state.tag, shared.links.base)
        etag = answers.tag("feiten", what)
        if answers.has(request, etag):
            return answers.document(request, etag, dict)
        content = await points.facts(shared.database, links, state, found)
        return answers.document(request, etag, lambda: content, title="Feiten op een plek")

    return await rows.from_now(shared.current, make)
