"""What planned places would change."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from geo_api.ask import asof, bodies, plans, rows, whatif
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE
from geo_api.errors import Fault
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = asof.Released(RELEASE)


@router.post(
    "/watals",
    summary="Wat geplande plekken veranderen",
    description=(
        "Per buurt of gebied wat geplande woningen of opvangplaatsen doen met de klasse van "
        "draaglast, de balans en de opgave. Wat op besloten cijfers rust, wordt gezegd en niet "
        "getoond. Niets wordt bewaard."
    ),
    responses=described.asked("Het effect.", "Watals", 410, 503),
    openapi_extra=bodies.document(plans.SCHEMA, ASKED.document()),
)
async def effect(
    shared: Shared,
    query: Annotated[Mapping[str, str], Depends(ASKED)],
    body: Annotated[Any, Depends(bodies.reader(plans.SCHEMA))],
) -> Response:
    """The effect of some plans."""
    faults: list[Fault] = []
    asked = plans.read(body, faults)

    async def make(now: State) -> dict[str, Any]:
        state, links = await asof.of(shared.database, shared.links, now, query, [])
        return await whatif.answer(shared.database, links, state, asked, list(faults))

    return answers.unkept(await rows.from_now(shared.current, make))
