"""Who is signed in: sessions in the memory of this process, found by a random cookie.

A restart ends all sessions. Of the cookie only a hash is kept: what is in memory is no way in.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response

from geo_api.beheer.settings import SignInSettings

MOST = 500
"""Sessions at once; the oldest goes first."""


@dataclass(frozen=True)
class Refusal:
    """A form of which something is wrong, as it comes back to the person who sent it.

    Attributes:
        form: name of the form on its page.
        fields: what was filled in.
        field: the field that is at fault; empty when it is none of them.
        more: other fields at fault, each with what is wrong with it.
    """

    form: str
    fields: Mapping[str, str]
    field: str
    more: tuple[tuple[str, str], ...] = ()

    def faults(self, said: str) -> list[tuple[str, str]]:
        """Where on the page something is wrong, and what; no place when it is no field.

        Args:
            said: about the first.
        """
        told = ((self.field, said), *self.more)
        return [(f"{name}-{self.form}" if name else "", text) for name, text in told]


@dataclass
class Session:
    """One person in one browser.

    Attributes:
        who: name as it goes on record.
        right: `inzien` or `beheren` on the steward's pages; empty elsewhere.
        groups: groups at the identity provider, for a service that looks up rights itself.
        csrf: token that every form of this session carries.
        began, seen: moments of the clock that sessions run by, in seconds.
        once: what is shown on the next page and never again, such as a new key.
        said, well: sentence to show on the next page, after an act, and whether it was done.
        refused: the form that `said` is about, when it was not done.
    """

    who: str
    right: str
    began: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    said: str = ""
    well: bool = True
    refused: Refusal | None = None
    once: str = ""
    groups: tuple[str, ...] = ()

    @property
    def may_act(self) -> bool:
        """Whether this person may do more than look."""
        return self.right == "beheren"

    def owns(self, token: str) -> bool:
        """Whether a form carries this session's token."""
        return hmac.compare_digest(token.encode(), self.csrf.encode())

    def tell(self, said: str, *, well: bool, refused: Refusal | None = None) -> None:
        """Have something said on the next page."""
        self.said, self.well, self.refused = said, well, refused

    def take_once(self) -> str:
        """What is shown once; it is nowhere afterwards."""
        found, self.once = self.once, ""
        return found

    def take(self) -> tuple[str, bool, Refusal | None]:
        """What is to be said, once, whether it is good news, and the form it is about."""
        said, self.said = self.said, ""
        refused, self.refused = self.refused, None
        return said, self.well, refused


class Sessions:
    """All sessions of this process."""

    def __init__(
        self,
        settings: SignInSettings,
        clock: Callable[[], float] = time.monotonic,
        name: str = "woonzorg-beheer",
    ) -> None:
        """Nobody is signed in; services on one host have cookies of different names."""
        self._held: dict[str, Session] = {}
        self._clock = clock
        self._longest = settings.session_h * 3600
        self._idle = settings.idle_min * 60
        self._secure = settings.secure
        # Browsers take the prefix, which keeps other hosts from setting it, over TLS only.
        self.cookie = f"__Host-{name}" if settings.secure else name

    def begin(
        self, response: Response, who: str, right: str = "", groups: tuple[str, ...] = ()
    ) -> Session:
        """A new session, its cookie set on the response."""
        now = self._clock()
        self._forget(now)
        word = secrets.token_urlsafe(32)
        session = Session(who, right, now, now, groups=groups)
        self._held[_hash(word)] = session
        response.set_cookie(
            self.cookie, word, path="/", httponly=True, samesite="lax", secure=self._secure
        )
        return session

    def find(self, request: Request) -> Session | None:
        """The session of a request; None for nobody, or one that has ended."""
        word = request.cookies.get(self.cookie, "")
        session = self._held.get(_hash(word)) if word else None
        now = self._clock()
        if session is None or self._over(session, now):
            return None
        session.seen = now
        return session

    def end(self, request: Request, response: Response) -> None:
        """Sign out."""
        self._held.pop(_hash(request.cookies.get(self.cookie, "")), None)
        response.delete_cookie(
            self.cookie, path="/", httponly=True, samesite="lax", secure=self._secure
        )

    def _over(self, session: Session, now: float) -> bool:
        return now - session.began > self._longest or now - session.seen > self._idle

    def _forget(self, now: float) -> None:
        for key in [key for key, session in self._held.items() if self._over(session, now)]:
            del self._held[key]
        while len(self._held) >= MOST:
            del self._held[next(iter(self._held))]


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
