"""What the steward's routes share, and what each asks of whoever comes in.

Rights hang on routes: a route takes `Reader`, `Actor` or `Form`, and without one of those it does
not know who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from geo_api import pages
from geo_api.beheer import forms, spoken
from geo_api.beheer.acts import Acts, Done
from geo_api.beheer.desk import Desk
from geo_api.beheer.local import LocalLink
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Refusal, Session, Sessions
from geo_api.beheer.settings import RestrictedSettings
from geo_api.db import Database
from geo_api.errors import Problem

ONLY_LOOK = "U mag deze pagina's inzien, niet beheren. Er is niets gedaan."
ENDED = (
    "U bent niet meer aangemeld: de tijd is verlopen, of de dienst is opnieuw gestart. Er is niets "
    "gedaan. Met de knop Terug van uw browser ziet u nog wat u invulde; bewaar dat, meld u opnieuw "
    "aan en verstuur het dan."
)
"""Of a form that comes without a session."""


NAME = "vorm"
"""Field in which a form says what it is called on its page."""
ASKED = ("groep", "eigenaar", "reden")
"""Fields that must be filled in, in the order of the forms."""


@dataclass(frozen=True)
class Office:
    """The settings, both pools, the sessions, and the ways in."""

    settings: RestrictedSettings
    database: Database
    desk: Desk
    acts: Acts
    sessions: Sessions
    provider: Provider | None
    local: LocalLink | None


class NotSignedIn(Exception):  # noqa: N818 - reads as a statement
    """Nobody is signed in; a person is led to the sign-in page."""


def of(request: Request) -> Office:
    """The office of the app that answers this request."""
    found: Office = request.app.state.office
    return found


OfficeOf = Annotated[Office, Depends(of)]


def signed_in(request: Request, office: OfficeOf) -> Session:
    """The session of the person who asks.

    Raises:
        NotSignedIn: there is none.
    """
    session = office.sessions.find(request)
    if session is None:
        raise NotSignedIn
    return session


Reader = Annotated[Session, Depends(signed_in)]


async def acting(request: Request, office: OfficeOf, session: Reader) -> Session:
    """The session of a person who may act; a refusal is put on record.

    Raises:
        Problem: 403 for somebody who may only look.
    """
    if not session.may_act:
        await _refused(request, office, session, "geen recht om te beheren")
        raise Problem(403, ONLY_LOOK)
    return session


Actor = Annotated[Session, Depends(acting)]


async def posted(request: Request, office: OfficeOf, session: Actor) -> dict[str, str]:
    """The fields of a form of this session; one without its token is put on record.

    Raises:
        Problem: 400, 403 or 413.
    """
    try:
        return await forms.signed(request, session)
    except Problem as problem:
        if problem.status == 403:
            await _refused(request, office, session, "formulier zonder geldig kenmerk")
        raise


Form = Annotated[dict[str, str], Depends(posted)]


async def _refused(request: Request, office: Office, session: Session, why: str) -> None:
    act = request.scope["route"].name
    await office.acts.note(act, request.scope["path"], session.who, done=False, said=why)


def page(request: Request, session: Session, template: str, **values: Any) -> Response:
    """A page for somebody who is signed in, in their language, with what is left to be said."""
    said, well, refused = session.take()
    common = spoken.values(request)
    told = common["zin"]
    content = pages.render(
        f"beheer/{template}",
        session=session,
        said=told(said),
        well=well,
        refused=refused,
        fouten=[(at, told(text)) for at, text in refused.faults(said)] if refused else [],
        public=of(request).settings.public_url,
        **common,
        **values,
    )
    return HTMLResponse(content)


def after(session: Session, done: Done, path: str, fields: Mapping[str, str]) -> Response:
    """To a page that says what became of an act; a reload does not repeat it.

    Args:
        session: of the person who acted.
        done: what became of it.
        path: the page.
        fields: of the form; they come back when it was refused.
    """
    session.tell(done.said, well=done.done, refused=None if done.done else refusal(done, fields))
    return RedirectResponse(path, 303)


def refusal(done: Done, fields: Mapping[str, str]) -> Refusal:
    """A form that was refused: at the field that is named, else the first that was left empty."""
    left = next((name for name in ASKED if name in fields and not fields[name]), "")
    kept = {name: text for name, text in fields.items() if name != "token"}
    return Refusal(fields.get(NAME, ""), kept, done.field or left, done.more)
