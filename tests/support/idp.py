"""A small identity provider (OpenID Connect) that really answers, for tests."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "woonzorgkaart", "geheim-van-de-dienst"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


@dataclass
class Idp:
    """An identity provider.

    Attributes:
        claims, header: what a test changes in the ID token.
        signer, algorithm: how it is signed.
        asked: paths that were asked, in order.
        token: an ID token to give instead of a fresh one.
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signer: Any = KEY
    algorithm: str = "RS256"
    asked: list[str] = field(default_factory=list)
    token: str = ""
    described: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, url: str) -> tuple[str, str]:
        """What the person does there: agree; gives state and code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return asked["state"], code

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        """A document."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/naar-binnen",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/sleutels",
            } | self.described
        if path == "/sleutels":
            keys = [("rsa", jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True))]
            keys += [("ec", jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key(), as_dict=True))]
            return 200, {"keys": [{**key, "kid": kid, "use": "sig"} for kid, key in keys]}
        return 404, {}

    def exchange(self, fields: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code for an ID token, when the verifier fits what was asked with."""
        asked = self.codes.pop(fields.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {expected}":
            return 400, {"error": "invalid_grant"}
        whole = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(whole).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or fields["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "id_token": self.token or self.make(asked["nonce"])}

    def access(self, audience: str, **claims: Any) -> str:
        """An access token (RFC 9068); a claim of None is left out."""
        header = {"typ": "at+jwt"} | self.header
        return self._token({"aud": audience, "client_id": "proef"} | claims, header)

    def make(self, nonce: str) -> str:
        """An ID token."""
        return self._token({"aud": CLIENT, "nonce": nonce}, self.header)

    def _token(self, more: dict[str, Any], header: dict[str, Any]) -> str:
        now = int(time.time())
        claims = (
            {
                "iss": self.issuer,
                "sub": "u-17",
                "exp": now + 300,
                "iat": now,
                "name": "A. Beheerder",
                "groups": ["stewards", "anders"],
            }
            | more
            | self.claims
        )
        said = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(said, self.signer, self.algorithm, _kept({"kid": "rsa"} | header))


def _kept(header: dict[str, Any]) -> dict[str, Any]:
    """A header without what is None; of `typ` None the library makes no header itself."""
    return {name: value for name, value in header.items() if value is not None or name == "typ"}


@contextmanager
def running() -> Iterator[Idp]:
    """An identity provider that really answers."""
    found = Idp()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if self.path.startswith("/naar-binnen?"):
                self._back(*found.authorize(self.path))
            else:
                self._say(*found.answer(self.path))

        def _back(self, state: str, code: str) -> None:
            """Send a real browser back: the person agreed."""
            asked = parse_qs(urlsplit(self.path).query)
            way = f"{asked['redirect_uri'][0]}?{urlencode({'state': state, 'code': code})}"
            self.send_response(303)
            self.send_header("Location", way)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            found.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*found.exchange(fields, self.headers.get("Authorization", "")))

        def _say(self, status: int, document: dict[str, Any]) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
