"""Where to report a weakness: security.txt, as RFC 9116 describes it."""

from datetime import UTC, datetime, timedelta

from fastapi.responses import PlainTextResponse, Response

from geo_api.errors import Problem
from geo_api.http.headers import DATA_CACHE
from geo_api.http.routing import Router
from geo_api.services import Shared
from geo_api.settings import UNSET, Settings

router = Router(include_in_schema=False)
VALID_DAYS = 180
"""Well below the year that the standard allows; counted from the day it is asked for."""


@router.get("/.well-known/security.txt")
async def security(shared: Shared) -> Response:
    """The contact, when one is set."""
    contacts = _contacts(shared.settings)
    if not contacts:
        raise Problem(404, "Op deze installatie is nog geen contactadres ingesteld.")
    until = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}" for contact in contacts]
    lines += [f"Expires: {until + timedelta(days=VALID_DAYS):%Y-%m-%dT%H:%M:%SZ}"]
    if shared.settings.security_policy:
        lines.append(f"Policy: {shared.settings.security_policy}")
    lines += ["Preferred-Languages: nl, en"]
    lines += [f"Canonical: {shared.links.url('/.well-known/security.txt')}"]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": DATA_CACHE})


def _contacts(settings: Settings) -> list[str]:
    """Addresses that somebody chose; what the product ships with is nobody's."""
    chosen = [settings.security_contact] if settings.security_contact else []
    if not chosen and settings.contact_email != UNSET:
        chosen.append(f"mailto:{settings.contact_email}")
    if not chosen and settings.contact_url:
        chosen.append(settings.contact_url)
    return chosen
