"""Choosing sites as a task: asked, looked at while it runs, cancelled."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from geo_api.ask import asof, bodies, rows, sites, tasks
from geo_api.contract import described, parameters
from geo_api.contract.parameters import RELEASE
from geo_api.describe.documents import moment
from geo_api.http import answers
from geo_api.http.links import Links, link
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers.landing import Bare
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = asof.Released(RELEASE)
Id = Annotated[str, Path(description="Id van de taak, zoals in Location.", max_length=64)]


@router.post(
    "/locatiekeuze",
    summary="Kiezen waar clusters bij komen",
    description=(
        "Uit uw eigen plekken de beste om clusters toe te voegen: de minste loopafstand samen, of "
        "de meeste mensen dichtbij. Het antwoord is een taak; Location zegt waar zij staat. Zonder "
        "eigen plekken is er geen antwoord: een lijst van beste plekken is besloten."
    ),
    status_code=202,
    responses=described.asked("De taak.", "Taak", 404, 410, 503, status=202),
    openapi_extra=bodies.document(sites.SCHEMA, ASKED.document()),
)
async def choose(
    request: Request,
    shared: Shared,
    query: Annotated[Mapping[str, str], Depends(ASKED)],
    body: Annotated[Any, Depends(bodies.reader(sites.SCHEMA))],
) -> Response:
    """Put the question in the queue."""

    async def make(now: State) -> dict[str, Any]:
        state, _ = await asof.of(shared.database, shared.links, now, query, [])
        streets = await shared.asking.walks.file(state)
        return await sites.job(shared.database, state, body, str(streets))

    job = await rows.from_now(shared.current, make)
    parameters.settle(request)
    task = shared.asking.tasks.add("worker", job)
    extra = {"Location": shared.links.url(f"/v1/taken/{task.id}"), "Retry-After": "1"}
    return answers.unkept(_document(shared.links, shared.asking.tasks, task), 202, extra)


@router.get(
    "/taken/{taak}",
    summary="Een taak",
    description=(
        "Hoe ver een taak is en, als zij klaar is, haar uitkomst. Na 'verloopt' weet de dienst er "
        "niets meer van; ook na een herstart."
    ),
    responses=described.asked("De taak.", "Taak", 404, body=False),
)
async def task(shared: Shared, taak: Id, _: Bare) -> Response:
    """A task as it stands."""
    found = shared.asking.tasks.get(taak)
    extra = {} if found.state in tasks.ENDED else {"Retry-After": "1"}
    return answers.unkept(_document(shared.links, shared.asking.tasks, found), 200, extra)


@router.delete(
    "/taken/{taak}",
    summary="Een taak stoppen",
    description="Stopt een taak, ook als zij al loopt, en vergeet haar uitkomst.",
    status_code=204,
    responses=described.emptied("De taak is gestopt en vergeten.", 404),
)
async def cancel(request: Request, shared: Shared, taak: Id, _: Bare) -> Response:
    """Stop and forget."""
    parameters.settle(request)
    shared.asking.tasks.cancel(taak)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _document(links: Links, queue: tasks.Tasks, found: tasks.Task) -> dict[str, Any]:
    place = queue.waiting.index(found.id) + 1 if found.id in queue.waiting else None
    return {
        "id": found.id,
        "toestand": found.state,
        "voortgang": round(found.progress, 3),
        "stap": found.step,
        "plaatsInRij": place,
        "gemaakt": moment(found.made.isoformat(timespec="seconds")),
        "verloopt": moment(found.ends.isoformat(timespec="seconds")),
        "reden": found.reason,
        "uitkomst": found.result,
        "links": [link("self", links.url(f"/v1/taken/{found.id}"), answers.JSON, "Deze taak")],
    }
