"""Who asks: an access token, an API key or a session of a browser, one proof per request.

A proof that does not hold is refused, also when another one would do: it is never ignored. Every
refusal reads alike, so that it tells nobody which keys there are.
"""

import hmac
import logging
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

from data import toegang
from geo_api.beheer.oidc import Provider
from geo_api.beheer.sessions import Sessions
from geo_api.beheer.tokens import Untrusted
from geo_api.besloten import rights
from geo_api.besloten.rights import Rights
from geo_api.besloten.settings import BeslotenSettings
from geo_api.db import Database
from geo_api.errors import Problem

log = logging.getLogger(__name__)

NOBODY = (
    "Deze dienst antwoordt alleen wie zich bekendmaakt: met een toegangstoken (Authorization: "
    "Bearer …), een sleutel (X-API-Key: …), of in een browser na aanmelden op /aanmelden."
)
REFUSED = (
    "Het token of de sleutel geldt hier niet (meer). Vraag een nieuw token aan de "
    "identiteitsprovider, of een nieuwe sleutel aan de beheerder."
)
ONE = "Geef één bewijs van wie u bent: een token of een sleutel, niet beide."
_KEY = (
    b"SELECT hash, eigenaar FROM toegang.sleutel"
    b" WHERE id = %s AND ingetrokken IS NULL AND verloopt > now()"
)
_CHALLENGE = 'Bearer realm="woonzorgkaart"'


@dataclass(frozen=True)
class Caller:
    """Somebody who proved who they are.

    Attributes:
        who: as it goes on record.
        holder: `groep` or `sleutel`: what their rights hang on.
        names: their groups, or the id of their key.
    """

    who: str
    holder: str
    names: tuple[str, ...]


class NoCaller(Problem):
    """401: nobody, or somebody whose proof does not hold.

    Attributes:
        proof: whether one was given.
    """

    def __init__(self, detail: str = NOBODY, *, proof: bool = False) -> None:
        """Say how to come in."""
        error = ', error="invalid_token"' if proof else ""
        super().__init__(401, detail, headers={"WWW-Authenticate": _CHALLENGE + error})
        self.proof = proof


class Callers:
    """Tells who asks."""

    def __init__(
        self,
        settings: BeslotenSettings,
        database: Database,
        provider: Provider | None,
        sessions: Sessions,
    ) -> None:
        """Know the ways in."""
        self._audience = settings.oidc_audience
        self._secret = settings.key_secret
        self._database = database
        self._provider = provider
        self._sessions = sessions

    async def of(self, scope: Scope) -> Caller:
        """Who asks.

        Raises:
            NoCaller: nobody that we know.
            Problem: 503 when that cannot be told now.
        """
        given = [pair for pair in scope["headers"] if pair[0] in (b"authorization", b"x-api-key")]
        if len(given) > 1:
            raise NoCaller(ONE, proof=True)
        if given:
            name, value = given[0][0], given[0][1].decode("latin-1").strip()
            return await (self._token(value) if name == b"authorization" else self._key(value))
        session = self._sessions.find(Request(scope))
        if session is None:
            raise NoCaller
        return Caller(session.who, "groep", session.groups)

    async def rights(self, caller: Caller) -> Rights:
        """What they may read now."""
        return await rights.of(self._database, caller.holder, caller.names)

    async def _token(self, value: str) -> Caller:
        scheme, _, token = value.partition(" ")
        if scheme.lower() != "bearer" or self._provider is None or not self._audience:
            raise NoCaller(REFUSED, proof=True)
        try:
            person = await self._provider.bearer(token.strip(), self._audience)
        except Untrusted as error:
            log.warning("token refused: %s", error)
            raise NoCaller(REFUSED, proof=True) from None
        return Caller(person.who, "groep", person.groups)

    async def _key(self, value: str) -> Caller:
        key = toegang.parse(value)
        if key is None or not self._secret:
            raise NoCaller(REFUSED, proof=True)
        rows = await self._database.fetch(_KEY, (key.id,))
        held, owner = rows[0] if rows else ("", "")
        if not hmac.compare_digest(key.digest(self._secret), held):
            log.warning("key refused: %s", key.id)
            raise NoCaller(REFUSED, proof=True)
        return Caller(f"sleutel {key.id} ({owner})", "sleutel", (key.id,))
