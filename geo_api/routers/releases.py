"""The releases: when something was published, why, and what changed per layer and column."""

import json
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.contract import described, parameters
from geo_api.contract.parameters import Told
from geo_api.db import statement
from geo_api.describe.negotiated import Form
from geo_api.describe.releasenotes import announced, notes
from geo_api.errors import Problem
from geo_api.http import answers
from geo_api.http.links import link
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers.landing import FORMS, Plain
from geo_api.services import Services, Shared
from geo_api.site import shown

router = Router(tags=["Dienst"])
OWN = "/v1/releases"
_CHANGES, _RELEASE = statement("wijzigingen"), statement("release")
Number = Annotated[str, Path(description="Nummer van de release.", examples=["1"])]


@router.get(
    OWN,
    summary="Releases",
    description=(
        "De laatste honderd releases, nieuwste eerst: per laag en kolom wat er veranderde en "
        "waarom, en welke kolommen na deze release verdwijnen of een andere naam krijgen."
    ),
    responses=described.answers("De releases.", answers.JSON, "Releases", 503),
    openapi_extra=FORMS.document(),
)
async def releases(request: Request, shared: Shared, _: Plain) -> Response:
    """The releases, newest first."""
    return await _all(request, shared, "json")


@router.get("/releases", include_in_schema=False)
async def releases_page(request: Request, shared: Shared, _: Told) -> Response:
    """The page of all releases."""
    return await _all(request, shared, "html")


async def _all(request: Request, shared: Services, usual: Form) -> Response:
    state = shared.current.require()
    what = answers.digest(state.tag, shared.links.base)
    etag = answers.tag("releases", state.release["release"], what)
    changed = {} if answers.has(request, etag, usual) else await _changes(shared, state)
    content = {
        "links": shared.links.both("/v1/releases", "Releases"),
        "aangekondigd": announced(state),
        "releases": [
            {
                **notes(state, row, changed.get(str(row["release"]), ())),
                "links": [
                    link("item", _address(shared, row["release"]), answers.JSON, "Deze release")
                ],
            }
            for row in state.releases
        ],
    }
    return answers.document(
        request,
        etag,
        lambda: content,
        page=lambda: shown.also(
            request, shared, state, "releases.html", pad="/releases", told=content
        ),
        usual=usual,
    )


@router.get(
    OWN + "/{nummer}",
    summary="Een release",
    description=(
        "Wat een release veranderde, per laag en kolom, met het aantal rijen per kolom en de "
        "reden: een nieuwe levering, een andere parameter, teruggedraaid of ingetrokken."
    ),
    responses=described.answers("De release.", answers.JSON, "Release", 404, 503),
    openapi_extra=FORMS.document(),
)
async def release(request: Request, shared: Shared, nummer: Number, _: Plain) -> Response:
    """One release."""
    return await _one(request, shared, nummer, "json")


@router.get("/releases/{nummer}", include_in_schema=False)
async def release_page(request: Request, shared: Shared, nummer: str, _: Told) -> Response:
    """The page of one release."""
    return await _one(request, shared, nummer, "html")


async def _one(request: Request, shared: Services, nummer: str, usual: Form) -> Response:
    state = shared.current.require()
    newest = state.release["release"]
    number = parameters.whole(nummer, newest)
    rows = await shared.database.fetch(_RELEASE, {"release": number}) if number else []
    if not rows:
        raise Problem(404, texts.no_release(nummer, newest))
    changed = await _changes(shared, state, number)
    told = notes(state, json.loads(rows[0][0]), changed.get(str(number), ()))
    path = f"/v1/releases/{number}"
    chain = shared.links.both(path, f"Release {number}")
    chain.append(link("up", shared.links.url("/v1/releases"), answers.JSON, "Alle releases"))
    what = answers.digest(state.tag, shared.links.base)
    return answers.document(
        request,
        answers.tag("release", number, what),
        lambda: {"links": chain, **told},
        page=lambda: shown.also(
            request, shared, state, "release.html", pad=f"/releases/{number}", told=told
        ),
        usual=usual,
    )


async def _changes(
    shared: Services, state: State, number: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Rows of `pub.wijziging` by release: of one, or of all that are listed."""
    first, last = state.releases[-1]["release"], state.release["release"]
    between = {"eerste": number or first, "laatste": number or last}
    rows = await shared.database.fetch(_CHANGES, between)
    found: dict[str, list[dict[str, Any]]] = json.loads(rows[0][0])["releases"]
    return found


def _address(shared: Services, number: int) -> str:
    return shared.links.url(f"/v1/releases/{number}")
