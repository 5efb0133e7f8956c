"""An initiative through the toetsingskader."""

from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from geo_api.ask import bodies, rows, tested
from geo_api.contract import described
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.routers.landing import Bare
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])


@router.post(
    "/toets",
    summary="Een initiatief langs het toetsingskader",
    description=(
        "Eisen en wensen voor een programma op een plek, met de feiten van die plek ingevuld: wat "
        "voldoet, wat niet, wat onbekend is, en tussen welke grenzen de wensscore ligt. De toets "
        "besluit niets en bewaart niets."
    ),
    responses=described.asked("De uitkomst.", "Toets", 503),
    openapi_extra=bodies.document(tested.SCHEMA),
)
async def assessment(
    shared: Shared, _: Bare, body: Annotated[Any, Depends(bodies.reader(tested.SCHEMA))]
) -> Response:
    """Test one initiative."""
    found = await rows.from_now(
        shared.current, lambda state: tested.outcome(shared.database, shared.links, state, body)
    )
    return answers.unkept(found)
