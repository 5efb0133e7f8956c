"""To the identity provider and back: the browser that goes is the one that must come back."""

import hmac

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from geo_api.beheer.oidc import Person, Provider
from geo_api.errors import Problem

NO_PROVIDER = "Hier is geen identiteitsprovider ingesteld."
OTHER = "Deze aanmelding is in een andere browser begonnen. Begin opnieuw."
WAITING_S = 600


async def depart(provider: Provider | None, name: str, *, secure: bool) -> Response:
    """Send a browser to the provider.

    Args:
        provider: of this service.
        name: of the cookie that the return is known by.
        secure: whether this service is reached over TLS.

    Raises:
        Problem: 404 when there is no provider, 503 when it is silent.
    """
    if provider is None:
        raise Problem(404, NO_PROVIDER)
    url, state = await provider.begin()
    response = RedirectResponse(url, 303)
    response.set_cookie(
        cookie(name, secure=secure),
        state,
        max_age=WAITING_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return response


async def arrived(
    request: Request, provider: Provider | None, name: str, *, secure: bool
) -> Person:
    """Who came back.

    Raises:
        Problem: 403 for anything that does not fit, 404 or 503 as above.
    """
    if provider is None:
        raise Problem(404, NO_PROVIDER)
    told = request.query_params
    held = request.cookies.get(cookie(name, secure=secure), "")
    state = told.get("state", "")
    if not held or not hmac.compare_digest(held.encode(), state.encode()):
        raise Problem(403, OTHER)
    return await provider.finish(state, told.get("code", ""), told.get("iss", ""))


def settled(response: Response, name: str, *, secure: bool) -> None:
    """Take the cookie of the way there back."""
    response.delete_cookie(cookie(name, secure=secure), path="/", secure=secure, httponly=True)


def cookie(name: str, *, secure: bool) -> str:
    """Its whole name; browsers keep other hosts from setting one with the prefix."""
    return f"__Host-{name}" if secure else name
