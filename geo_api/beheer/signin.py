"""Signing in and out: by the identity provider, or by the link that the command printed."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from geo_api import pages
from geo_api.beheer import browser, forms, spoken
from geo_api.beheer.office import Office, OfficeOf, Reader
from geo_api.beheer.oidc import Person
from geo_api.beheer.settings import RIGHTS
from geo_api.errors import Problem

router = APIRouter()
COOKIE = "woonzorg-aanmelden"
USED = (
    "Deze link is al gebruikt of hoort niet bij deze dienst. Start ./woonzorg serve --restricted "
    "opnieuw; die toont een nieuwe link."
)
NO_RIGHT = "U bent herkend, maar u hebt geen recht op deze pagina's. Vraag de beheerder erom."
NAMELESS = "Vul uw naam in, van 2 tot 100 tekens. Bij alles wat u doet, wordt uw naam vastgelegd."


@router.get("/aanmelden")
async def sign_in(request: Request, office: OfficeOf) -> Response:
    """How to come in."""
    if office.sessions.find(request):
        return RedirectResponse("/", 303)
    return _page(request, office, ended="verlopen" in request.query_params)


@router.get("/aanmelden/oidc")
async def to_provider(office: OfficeOf) -> Response:
    """To the identity provider; the browser that goes is the one that must come back."""
    return await browser.depart(office.provider, COOKIE, secure=office.settings.secure)


@router.get("/aanmelden/terug")
async def from_provider(request: Request, office: OfficeOf) -> Response:
    """Back from the identity provider."""
    secure = office.settings.secure
    try:
        person = await browser.arrived(request, office.provider, COOKIE, secure=secure)
        right = _right(office, person)
    except Problem as problem:
        if problem.status == 403:
            await office.acts.note("aanmelden", "oidc", "onbekend", done=False, said=problem.detail)
        raise
    await office.acts.note("aanmelden", f"oidc, {right}", person.who)
    response = RedirectResponse("/", 303)
    browser.settled(response, COOKIE, secure=secure)
    office.sessions.begin(response, person.who, right)
    return response


@router.get("/aanmelden/link/{woord}")
async def with_link(request: Request, office: OfficeOf, woord: str) -> Response:
    """The printed link: asks for a name. Looking at it does not use it up."""
    if office.local is None or not office.local.fits(woord):
        return _page(request, office, fault=USED, status=403)
    return _page(request, office, word=woord)


@router.post("/aanmelden/link")
async def take_link(request: Request, office: OfficeOf) -> Response:
    """Exchange the link for a session."""
    fields = await forms.read(request)
    word, name = fields.get("woord", ""), " ".join(fields.get("naam", "").split())
    if office.local is None or not office.local.fits(word):
        await office.acts.note(
            "aanmelden", "link", name or "onbekend", done=False, said="geen link"
        )
        return _page(request, office, fault=USED, status=403)
    if not (2 <= len(name) <= 100 and name.isprintable()):
        return _page(request, office, word=word, name=name, fault=NAMELESS, status=400)
    await office.acts.note("aanmelden", "link", name)
    if not office.local.use(word):  # somebody else came first while this was put on record
        return _page(request, office, fault=USED, status=403)
    response = RedirectResponse("/", 303)
    office.sessions.begin(response, name, "beheren")
    return response


@router.post("/afmelden")
async def sign_out(request: Request, office: OfficeOf, session: Reader) -> Response:
    """End the session."""
    await forms.signed(request, session)
    await office.acts.note("afmelden", "sessie", session.who)
    response = RedirectResponse("/aanmelden", 303)
    office.sessions.end(request, response)
    return response


def _right(office: Office, person: Person) -> str:
    """The highest right that follows from somebody's groups.

    Raises:
        Problem: 403 when none does.
    """
    given = office.settings.oidc_rights
    rights = {given[name] for name in person.groups if name in given}
    if not rights:
        raise Problem(403, NO_RIGHT)
    return max(rights, key=RIGHTS.index)


def _page(
    request: Request,
    office: Office,
    *,
    word: str = "",
    name: str = "",
    fault: str = "",
    status: int = 200,
    ended: bool = False,
) -> Response:
    common = spoken.values(request)
    content = pages.render(
        "beheer/aanmelden.html",
        session=None,
        fouten=[("naam" if word else "", common["zin"](fault))] if fault else [],
        public=office.settings.public_url,
        provider=office.provider is not None,
        word=word,
        name=name,
        verlopen=ended,
        **common,
    )
    return HTMLResponse(content, status)
