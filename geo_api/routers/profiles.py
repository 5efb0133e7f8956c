"""Profiles of buurten, wijken and gebieden."""

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from geo_api.ask import profiles, rows
from geo_api.contract import described
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers.landing import FORMS, Plain
from geo_api.services import Services, Shared

router = Router(prefix="/v1", tags=["Plekken"])
_ABOUT = (
    "Alle gepubliceerde cijfers van {} bij elkaar, per laag, elk met eenheid, bron, peildatum, "
    "methode en status. Draaglast staat er als klasse. Lagen zonder rij van dit gebied worden "
    "genoemd."
)
_ANSWERS: Any = described.answers("Het profiel.", answers.JSON, "Profiel", 404, 410, 503)
_FORM = FORMS.document()


@router.get(
    "/buurten/{code}",
    summary="Profiel van een buurt",
    description=_ABOUT.format("een buurt"),
    responses=_ANSWERS,
    openapi_extra=_FORM,
)
async def buurt(
    request: Request,
    shared: Shared,
    code: Annotated[str, Path(description="Buurtcode.", examples=["BU00000101"])],
    _: Plain,
) -> Response:
    """A buurt."""
    return await _profile(request, shared, "buurten", code)


@router.get(
    "/wijken/{code}",
    summary="Profiel van een wijk",
    description=_ABOUT.format("een wijk"),
    responses=_ANSWERS,
    openapi_extra=_FORM,
)
async def wijk(
    request: Request,
    shared: Shared,
    code: Annotated[str, Path(description="Wijkcode.", examples=["WK000001"])],
    _: Plain,
) -> Response:
    """A wijk."""
    return await _profile(request, shared, "wijken", code)


@router.get(
    "/gebieden/{code}",
    summary="Profiel van een gebied",
    description=_ABOUT.format("een gebied van de gemeente"),
    responses=_ANSWERS,
    openapi_extra=_FORM,
)
async def gebied(
    request: Request,
    shared: Shared,
    code: Annotated[str, Path(description="Naam van het gebied.", examples=["Centrum"])],
    _: Plain,
) -> Response:
    """A gebied."""
    return await _profile(request, shared, "gebieden", code)


async def _profile(request: Request, shared: Services, path: str, code: str) -> Response:
    async def make(state: State) -> Response:
        level = profiles.LEVELS[path]
        profiles.check(state, level, code)
        etag = answers.tag("profiel", answers.digest(path, code, state.tag, shared.links.base))
        if answers.has(request, etag):
            return answers.document(request, etag, dict)
        found = await profiles.profile(shared.database, shared.links, state, level, code)
        title = f"{found['naam'] or code} ({level.word})"
        return answers.document(request, etag, lambda: found, title=title)

    return await rows.from_now(shared.current, make)
