"""What planned places would change."""

from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from geo_api.ask import bodies, plans, rows, whatif
from geo_api.contract import described
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.routers.landing import Bare
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])


@router.post(
    "/watals",
    summary="Wat geplande plekken veranderen",
    description=(
        "Per buurt of gebied wat geplande woningen of opvangplaatsen doen met de klasse van "
        "draaglast, de balans en de opgave. Wat op besloten cijfers rust, wordt gezegd en niet "
        "getoond. Niets wordt bewaard."
    ),
    responses=described.asked("Het effect.", "Watals", 503),
    openapi_extra=bodies.document(plans.SCHEMA),
)
async def effect(
    shared: Shared, _: Bare, body: Annotated[Any, Depends(bodies.reader(plans.SCHEMA))]
) -> Response:
    """The effect of some plans."""
    asked = plans.read(body)
    found = await rows.from_now(
        shared.current, lambda state: whatif.answer(shared.database, shared.links, state, asked)
    )
    return answers.unkept(found)
