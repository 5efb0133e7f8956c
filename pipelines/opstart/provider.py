"""An identity provider for made-up data: OpenID Connect on the loopback, people without a password.

Code flow with PKCE, each code once and for a minute, ID tokens signed RS256: the restricted process
asks it what it asks a real one. Who the people are comes from whoever starts it (`people`), and
nothing else of the installation is known here.
"""

import base64
import hashlib
import hmac
import html
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

SETTINGS = "WOONZORG_PROEFAANBIEDER"
"""Holds as JSON: client, secret, the address to come back to, and the people."""
DOOR, TOKEN, KEYS = "/naar-binnen", "/token", "/sleutels"
ABOUT = "/.well-known/openid-configuration"
CODE_S, TOKEN_S = 60, 300
MOST_BYTES = 16_384
_JSON = "application/json"
_PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Aanmelden als proefpersoon</title>
<h1>Aanmelden als proefpersoon</h1>
<p>Deze aanbieder hoort bij de fictieve gegevens van de demo. De mensen bestaan niet en hebben geen
wachtwoord. Kies wie u bent:</p><form method="post">{}</form></html>"""
_BUTTON = '<p><button name="persoon" value="{}">{}</button> {}</p>'


@dataclass(frozen=True)
class Client:
    """The service that sends people here, and who those may be.

    Attributes:
        people: by id: `naam`, `groepen` and `over`.
    """

    client: str
    secret: str
    back: str
    people: Mapping[str, Mapping[str, Any]]


@dataclass
class Provider:
    """What it answers; one signing key as long as it runs."""

    known: Client
    issuer: str
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    codes: dict[str, tuple[float, str, Mapping[str, str]]] = field(default_factory=dict)

    def document(self, path: str) -> Mapping[str, Any] | None:
        """How it describes itself, or its keys."""
        if path == ABOUT:
            return {
                "issuer": self.issuer,
                "authorization_endpoint": self.issuer + DOOR,
                "token_endpoint": self.issuer + TOKEN,
                "jwks_uri": self.issuer + KEYS,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        if path == KEYS:
            own = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**own, "kid": "proef", "use": "sig"}]}
        return None

    def fits(self, asked: Mapping[str, str]) -> bool:
        """Whether a request to sign in is one of our service, with PKCE."""
        wanted = {
            "response_type": "code",
            "client_id": self.known.client,
            "redirect_uri": self.known.back,
            "code_challenge_method": "S256",
        }
        given = all(asked.get(name) for name in ("state", "nonce", "code_challenge"))
        return given and all(asked.get(name) == text for name, text in wanted.items())

    def choice(self) -> str:
        """The page where somebody says who they are."""
        rows = (
            _BUTTON.format(*map(html.escape, (key, one["naam"], one["over"])))
            for key, one in self.known.people.items()
        )
        return _PAGE.format("".join(rows))

    def chosen(self, person: str, asked: Mapping[str, str]) -> str:
        """Where the browser of a person goes on."""
        now = time.monotonic()
        self.codes = {key: kept for key, kept in self.codes.items() if now - kept[0] < CODE_S}
        code = secrets.token_urlsafe(24)
        self.codes[code] = (now, person, asked)
        told = {"state": asked["state"], "code": code, "iss": self.issuer}
        return f"{self.known.back}?{urlencode(told)}"

    def exchange(self, fields: Mapping[str, str], proof: str) -> Mapping[str, Any] | None:
        """Tokens for a code; None when anything does not fit. A code is taken once."""
        began, person, asked = self.codes.pop(fields.get("code", ""), (0.0, "", {}))
        own = base64.b64encode(f"{self.known.client}:{self.known.secret}".encode()).decode()
        whole = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(whole).rstrip(b"=").decode()
        good = (
            person
            and time.monotonic() - began < CODE_S
            and hmac.compare_digest(proof.encode(), f"Basic {own}".encode())
            and fields.get("grant_type") == "authorization_code"
            and fields.get("redirect_uri") == asked["redirect_uri"]
            and hmac.compare_digest(challenge, asked["code_challenge"])
        )
        if not good:
            return None
        return {"token_type": "Bearer", "id_token": self._token(person, asked["nonce"])}

    def _token(self, person: str, nonce: str) -> str:
        one, now = self.known.people[person], int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": person,
            "aud": self.known.client,
            "iat": now,
            "exp": now + TOKEN_S,
            "nonce": nonce,
            "name": one["naam"],
            "groups": list(one["groepen"]),
        }
        return jwt.encode(claims, self.key, "RS256", {"kid": "proef"})


class Server(ThreadingHTTPServer):
    """A provider that listens on the loopback."""

    def __init__(self, known: Client, port: int = 0) -> None:
        """Take a port; 0 for any that is free."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.provider = Provider(known, f"http://127.0.0.1:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        """Its documents, and the page of the choice."""
        provider, parts = self.server.provider, urlsplit(self.path)
        document = provider.document(parts.path)
        if document is not None:
            self._say(200, _JSON, json.dumps(document))
        elif parts.path == DOOR and provider.fits(_plain(parts.query)):
            self._say(200, "text/html; charset=utf-8", provider.choice())
        else:
            self._refuse(400 if parts.path == DOOR else 404)

    def do_POST(self) -> None:
        """The choice of a person, or the exchange of a code."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self._refuse(413)
            return
        fields = _plain(self.rfile.read(int(length)).decode("latin-1"))
        parts = urlsplit(self.path)
        if parts.path == TOKEN:
            self._exchange(fields)
        elif parts.path == DOOR:
            self._choose(fields.get("persoon", ""), _plain(parts.query))
        else:
            self._refuse(404)

    def _exchange(self, fields: Mapping[str, str]) -> None:
        found = self.server.provider.exchange(fields, self.headers.get("Authorization", ""))
        told = found or {"error": "invalid_grant"}
        self._say(200 if found else 400, _JSON, json.dumps(told))

    def _choose(self, person: str, asked: Mapping[str, str]) -> None:
        provider = self.server.provider
        if provider.fits(asked) and person in provider.known.people:
            self._say(303, "text/plain", "", {"Location": provider.chosen(person, asked)})
        else:
            self._refuse(400)

    def _refuse(self, status: int) -> None:
        self._say(status, "text/plain; charset=utf-8", "Dit klopt niet: begin bij /aanmelden.")

    def _say(
        self, status: int, kind: str, text: str, more: Mapping[str, str] | None = None
    ) -> None:
        body = text.encode()
        self.send_response(status)
        told = {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}
        for name, value in (told | {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: an address holds a code."""


def _plain(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


if __name__ == "__main__":
    with Server(Client(**json.loads(os.environ.pop(SETTINGS)))) as running:
        print(f"op poort {running.server_port}", flush=True)  # noqa: T201 - who starts it reads it
        running.serve_forever()
