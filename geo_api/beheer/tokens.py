"""Whether a token is what it says: every rule that the library leaves to us as well.

Belongs here: one token and one set of keys. Where they come from is `oidc`.
"""

import hmac
from collections.abc import Collection, Mapping
from typing import Any

import jwt
from jwt import PyJWK

ALGORITHMS = ("RS256", "ES256")
MAX_BYTES = 8192
LEEWAY_S = 30
# Headers by which a token brings its own key, or changes the rules it is read by.
_FORBIDDEN = ("jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip")
_KINDS = {"RS256": "RSA", "ES256": "EC"}
IDENTITY = ("JWT",)
ACCESS = ("AT+JWT", "APPLICATION/AT+JWT")
"""Types of the two kinds of token, upper case; one is never taken for the other."""


class Untrusted(Exception):  # noqa: N818 - reads as a statement
    """The token is not to be believed; the text says which rule it breaks."""


def key_id(token: str, kinds: Collection[str] = IDENTITY) -> str:
    """The id of the key a token says it is signed with; its header is fit to be looked at further.

    Args:
        token: as it came.
        kinds: types it may be of.

    Raises:
        Untrusted: too large, not a token, of another type, or with a header that is not allowed.
    """
    if len(token.encode()) > MAX_BYTES:
        raise Untrusted("groter dan 8 kB")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise Untrusted("geen token") from error
    if header.get("alg") not in ALGORITHMS:
        raise Untrusted("algoritme niet toegestaan")
    if str(header.get("typ", "JWT")).upper() not in kinds:
        raise Untrusted("van een andere soort")
    if brought := [name for name in _FORBIDDEN if name in header]:
        raise Untrusted(f"kopveld {brought[0]} niet toegestaan")
    if not isinstance(header.get("kid"), str):
        raise Untrusted("zonder sleutelnummer")
    return str(header["kid"])


def claims(
    token: str, keys: Mapping[str, PyJWK], *, issuer: str, client: str, nonce: str
) -> dict[str, Any]:
    """What a token says, once everything about it holds.

    Args:
        token: as the identity provider gave it.
        keys: signing keys of the provider by id.
        issuer: who must have made it.
        client: for whom it must be made.
        nonce: what this sign-in asked for.

    Raises:
        Untrusted: a rule is broken.
    """
    said = _signed(token, key_id(token), keys, issuer, client)
    if said.get("token_use", "id") != "id":
        raise Untrusted("geen ID-token")
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if (several or "azp" in said) and said.get("azp") != client:
        raise Untrusted("voor een andere dienst")
    if not hmac.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
        raise Untrusted("van een andere aanmelding")
    return said


def access(token: str, keys: Mapping[str, PyJWK], *, issuer: str, audience: str) -> dict[str, Any]:
    """What an access token (RFC 9068) says, once everything about it holds.

    An ID token is refused, also when it is meant for us: it says who somebody is, not that they
    ask us something.

    Args:
        token: as a client sent it.
        keys: signing keys of the provider by id.
        issuer: who must have made it.
        audience: for whom it must be made.

    Raises:
        Untrusted: a rule is broken.
    """
    said = _signed(token, key_id(token, ACCESS), keys, issuer, audience)
    if said.get("token_use", "access") != "access" or "nonce" in said:
        raise Untrusted("geen toegangstoken")
    return said


def _signed(
    token: str, kid: str, keys: Mapping[str, PyJWK], issuer: str, audience: str
) -> dict[str, Any]:
    """What a token says, once signature, issuer, audience and times hold."""
    key = keys.get(kid)
    algorithm = jwt.get_unverified_header(token)["alg"]
    if key is None or key.key_type != _KINDS[algorithm]:
        raise Untrusted("onbekende sleutel")
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise Untrusted(type(error).__name__) from error
    return said
