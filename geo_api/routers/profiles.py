"""Profiles of buurten, wijken and gebieden."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from geo_api.ask import asof, profiles, rows
from geo_api.contract import described
from geo_api.contract.parameters import RELEASE, TAAL, Asked, F
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Services, Shared

router = Router(prefix="/v1", tags=["Plekken"])
_ABOUT = (
    "Alle gepubliceerde cijfers van {} bij elkaar, per laag, elk met eenheid, bron, peildatum, "
    "methode en status. Draaglast staat er als klasse. Lagen zonder rij van dit gebied worden "
    "genoemd, en met 'release' ook die welke die release niet heeft."
)
_ANSWERS: Any = described.answers("Het profiel.", answers.JSON, "Profiel", 404, 410, 503)
_ASKED = Asked(RELEASE, F, TAAL)
_FORM = _ASKED.document()
_Query = Annotated[Mapping[str, str], Depends(_ASKED)]


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
    asked: _Query,
) -> Response:
    """A buurt."""
    return await _profile(request, shared, "buurten", code, asked)


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
    asked: _Query,
) -> Response:
    """A wijk."""
    return await _profile(request, shared, "wijken", code, asked)


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
    asked: _Query,
) -> Response:
    """A gebied."""
    return await _profile(request, shared, "gebieden", code, asked)


async def _profile(
    request: Request, shared: Services, path: str, code: str, asked: Mapping[str, str]
) -> Response:
    async def make(now: State) -> Response:
        state, links = await asof.only(shared.database, shared.links, now, asked)
        level = profiles.LEVELS[path]
        profiles.check(state, level, code)
        etag = answers.tag("profiel", answers.digest(path, code, state.tag, shared.links.base))
        if answers.has(request, etag):
            return answers.document(request, etag, dict)
        found = await profiles.profile(shared.database, links, state, level, code)
        title = f"{found['naam'] or code} ({level.word})"
        return answers.document(request, etag, lambda: found, title=title)

    return await rows.from_now(shared.current, make)
