"""The identity provider: OpenID Connect, code flow with PKCE; everything fails closed.

Belongs here: the conversation with the provider. What its token must satisfy is `tokens`.
"""

import base64
import hashlib
import json
import logging
import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from jwt import PyJWK, PyJWTError

from geo_api.beheer import tokens
from geo_api.beheer.settings import LOOPBACK, SignInSettings
from geo_api.errors import Problem

log = logging.getLogger(__name__)

SILENT = "De identiteitsprovider antwoordt nu niet. Probeer het over enkele minuten opnieuw."
REFUSED = "Aanmelden is niet gelukt. Begin opnieuw; blijft het misgaan, vraag dan de beheerder."

WAITING_S = 600.0
MOST_WAITING = 1000
KEYS_S = 300.0
MAX_BYTES = 256 * 1024


@dataclass(frozen=True)
class Attempt:
    """One sign-in under way, known by its state."""

    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    began: float = field(default_factory=time.monotonic)

    @property
    def challenge(self) -> str:
        """What the provider compares the verifier with (PKCE, S256)."""
        whole = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


@dataclass(frozen=True)
class Person:
    """Who the provider says somebody is, and the groups they are in."""

    who: str
    groups: tuple[str, ...]


class Provider:
    """The identity provider of this installation."""

    def __init__(self, settings: SignInSettings) -> None:
        """Ask nothing yet."""
        self._settings = settings
        self._waiting: dict[str, Attempt] = {}
        self._about: Mapping[str, Any] = {}
        self._keys: dict[str, PyJWK] = {}
        self._keys_at = float("-inf")

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        authority = self._settings.oidc_ca
        return ssl.create_default_context(cafile=str(authority) if authority else None)

    @property
    def _back(self) -> str:
        return f"{self._settings.base}/aanmelden/terug"

    async def begin(self) -> tuple[str, str]:
        """Address to send the browser to, and the state that its return must carry."""
        about = await self._described()
        now = time.monotonic()
        self._waiting = {
            state: one for state, one in self._waiting.items() if now - one.began < WAITING_S
        }
        while len(self._waiting) >= MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        state, attempt = secrets.token_urlsafe(32), Attempt()
        self._waiting[state] = attempt
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client,
            "redirect_uri": self._back,
            "scope": self._settings.oidc_scope,
            "state": state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        if self._settings.oidc_acr:
            asked["acr_values"] = self._settings.oidc_acr
        return f"{about['authorization_endpoint']}?{urlencode(asked)}", state

    async def finish(self, state: str, code: str, issuer: str) -> Person:
        """Who came back.

        Args:
            state: of the browser that began; each is taken once.
            code: to be exchanged.
            issuer: parameter `iss` of the return, empty when there is none.

        Raises:
            Problem: 403 for anything that does not fit, 503 when the provider is silent.
        """
        attempt = self._waiting.pop(state, None)
        late = attempt is None or time.monotonic() - attempt.began > WAITING_S
        if attempt is None or late or not code or issuer not in ("", self._settings.oidc_issuer):
            raise Problem(403, REFUSED)
        about = await self._described()
        said = await self._ask(
            "POST",
            about["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._back,
                "code_verifier": attempt.verifier,
            },
            auth=httpx.BasicAuth(self._settings.oidc_client, self._settings.client_secret),
        )
        try:
            return self._person(await self._claims(str(said.get("id_token", "")), attempt))
        except tokens.Untrusted as error:
            log.warning("sign-in refused: %s", error)
            raise Problem(403, REFUSED) from error

    async def bearer(self, token: str, audience: str) -> Person:
        """Who an access token speaks for.

        Args:
            token: as a client sent it.
            audience: for whom it must be made.

        Raises:
            Untrusted: it is not to be believed.
            Problem: 503 when the provider is silent.
        """
        if tokens.key_id(token, tokens.ACCESS) not in self._keys:
            await self._renew_keys()
        said = tokens.access(
            token, self._keys, issuer=self._settings.oidc_issuer, audience=audience
        )
        return self._person(said)

    async def _claims(self, token: str, attempt: Attempt) -> dict[str, Any]:
        if tokens.key_id(token) not in self._keys:
            await self._renew_keys()
        return tokens.claims(
            token,
            self._keys,
            issuer=self._settings.oidc_issuer,
            client=self._settings.oidc_client,
            nonce=attempt.nonce,
        )

    def _person(self, said: Mapping[str, Any]) -> Person:
        chosen = self._settings
        if chosen.oidc_acr and said.get("acr") != chosen.oidc_acr:
            raise tokens.Untrusted("zonder de gevraagde zekerheid (acr)")
        groups = said.get(chosen.oidc_groups_claim)
        given = groups if isinstance(groups, list) else [groups]
        names = sorted({name for name in given if isinstance(name, str)})
        name = said.get("name") or said.get("preferred_username") or said.get("email") or ""
        plain = "".join(letter for letter in str(name) if letter.isprintable())[:120]
        return Person(f"{plain} ({str(said['sub'])[:60]})".strip(), tuple(names))

    async def _described(self) -> Mapping[str, Any]:
        if not self._about:
            issuer = self._settings.oidc_issuer
            found = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            ends = [found.get(f"{n}_endpoint") for n in ("authorization", "token")]
            if found.get("issuer") != issuer or not all(map(_safe, [*ends, found.get("jwks_uri")])):
                log.error("identity provider describes itself otherwise than it is set here")
                raise Problem(503, SILENT)
            self._about = found
        return self._about

    async def _renew_keys(self) -> None:
        """Fetch the keys, at most once in five minutes: unknown key ids cost nobody anything."""
        now = time.monotonic()
        if now - self._keys_at < KEYS_S:
            return
        found = await self._ask("GET", (await self._described())["jwks_uri"])
        self._keys_at = now
        keys = {}
        for row in found.get("keys", []):
            if row.get("use", "sig") == "sig" and isinstance(row.get("kid"), str):
                try:
                    keys[row["kid"]] = PyJWK(row)
                except PyJWTError:
                    log.info("key %s of the identity provider is of a kind not used", row["kid"])
        self._keys = keys

    async def _ask(self, method: str, url: str, **values: Any) -> dict[str, Any]:
        """A small JSON document of the provider.

        Raises:
            Problem: 503 when it is silent or answers something else, 403 when it refuses the code.
        """
        body = bytearray()
        try:
            async with (
                httpx.AsyncClient(timeout=5, verify=self._trust, follow_redirects=False) as client,
                client.stream(method, url, **values) as answer,
            ):
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_BYTES:
                        raise Problem(503, SILENT)
                status = answer.status_code
            found = json.loads(body) if status < 300 else None
        except (httpx.HTTPError, ValueError) as error:
            log.warning("identity provider: %s", type(error).__name__)
            raise Problem(503, SILENT) from error
        if method == "POST" and 400 <= status < 500:
            raise Problem(403, REFUSED)
        if not isinstance(found, dict):
            raise Problem(503, SILENT)
        return found


def _safe(url: object) -> bool:
    parts = urlsplit(str(url))
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
