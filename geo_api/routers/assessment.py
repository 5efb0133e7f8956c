"""An initiative through the toetsingskader."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from geo_api.ask import asof, bodies, rows, tested
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = asof.Released(RELEASE)


@router.post(
    "/toets",
    summary="Een initiatief langs het toetsingskader",
    description=(
        "Eisen en wensen voor een programma op een plek, met de feiten van die plek ingevuld: wat "
        "voldoet, wat niet, wat onbekend is, en tussen welke grenzen de wensscore ligt. De toets "
        "besluit niets en bewaart niets."
    ),
    responses=described.asked("De uitkomst.", "Toets", 410, 503),
    openapi_extra=bodies.document(tested.SCHEMA, ASKED.document()),
)
async def assessment(
    shared: Shared,
    query: Annotated[Mapping[str, str], Depends(ASKED)],
    body: Annotated[Any, Depends(bodies.reader(tested.SCHEMA))],
) -> Response:
    """Test one initiative."""

    async def make(now: State) -> dict[str, Any]:
        state, links = await asof.of(shared.database, shared.links, now, query, [])
        return await tested.outcome(shared.database, links, state, body)

    return answers.unkept(await rows.from_now(shared.current, make))
