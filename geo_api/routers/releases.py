"""The releases: when something was published, why, and what changed."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from geo_api import answers, described, documents
from geo_api.links import Links, link
from geo_api.model import State
from geo_api.routers.landing import ONLY_F, Plain
from geo_api.services import Shared

router = APIRouter(prefix="/v1", tags=["Dienst"])


@router.get(
    "/releases",
    summary="Releases",
    description="De laatste honderd releases, nieuwste eerst, met reden en wijzigingen.",
    responses=described.answers("De releases.", answers.JSON, "Releases", 503),
    openapi_extra=ONLY_F.document(),
)
async def releases(request: Request, shared: Shared, _: Plain) -> Response:
    """The releases, newest first."""
    state = shared.current.require()
    etag = answers.tag(
        "releases", state.release["release"], answers.digest(state.tag, shared.links.base)
    )
    return answers.document(request, etag, lambda: _all(shared.links, state))


def _all(links: Links, state: State) -> dict[str, Any]:
    return {
        "links": [link("self", links.url("/v1/releases"), answers.JSON, "Releases")],
        "releases": [documents.change(row) for row in state.releases],
    }
