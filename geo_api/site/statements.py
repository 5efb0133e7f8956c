"""What the site says of itself: accessibility and privacy."""

from fastapi import Request
from fastapi.responses import Response

from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared
from geo_api.settings import UNSET
from geo_api.site import shown

router = Router(include_in_schema=False)


@router.get("/toegankelijkheid")
async def accessibility(request: Request, shared: Shared) -> Response:
    """A draft of the statement that every deployment makes its own."""
    return await _statement(request, shared, "site/toegankelijkheid.html")


@router.get("/privacy")
async def privacy(request: Request, shared: Shared) -> Response:
    """What is shown, what is kept of visitors, and whom to ask."""
    return await _statement(request, shared, "site/privacy.html")


async def _statement(request: Request, shared: Shared, template: str) -> Response:
    async def make(state: State, taal: str) -> shown.Values:  # noqa: ARG001 - the template has both
        known = shared.settings.contact_email != UNSET
        return {"adres": shared.settings.contact_email if known else ""}

    return await shown.page(request, shared, template, make)
