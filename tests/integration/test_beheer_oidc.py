"""Signing in at an identity provider: a small one that really answers, and tokens to doubt."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.support import idp as idp_module
from tests.support import office
from tests.support.clusters import Database
from tests.support.idp import CLIENT, CURVE, KEY, OTHER, PUBLIC, SECRET, Idp
from tests.support.office import Browser


@pytest.fixture
def idp() -> Iterator[Idp]:
    with idp_module.running() as found:
        yield found


@pytest.fixture
def browser(database: Database, tmp_path: Path, idp: Idp) -> Iterator[Browser]:
    secret = tmp_path / "oidc.geheim"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    chosen = office.settings(
        database,
        tmp_path,
        local_link="",
        oidc_issuer=idp.issuer,
        oidc_client=CLIENT,
        oidc_secret_file=secret,
        oidc_rights={"stewards": "beheren", "lezers": "inzien"},
    )
    with office.opened(chosen) as found:
        yield found


def sign_in(browser: Browser, idp: Idp) -> int:
    """The whole way round; gives the status of the return."""
    there = browser.get("/aanmelden/oidc")
    assert there.status_code == 303
    state, code = idp.authorize(there.headers["location"])
    return browser.get(f"/aanmelden/terug?state={state}&code={code}").status_code


def test_the_whole_way_round(browser: Browser, idp: Idp, database: Database) -> None:
    assert "/aanmelden/oidc" in browser.get("/aanmelden").text
    assert sign_in(browser, idp) == 303
    page = browser.get("/")
    assert page.status_code == 200
    assert "A. Beheerder (u-17)" in page.text
    assert "alleen inzien" not in page.text
    said = database.rows("SELECT * FROM audit.handeling ORDER BY id DESC LIMIT 1", role="postgres")
    assert (said[0]["handeling"], said[0]["wie"]) == ("aanmelden", "A. Beheerder (u-17)")


def test_elliptic_curves_too(browser: Browser, idp: Idp) -> None:
    idp.signer, idp.algorithm, idp.header = CURVE, "ES256", {"kid": "ec"}
    assert sign_in(browser, idp) == 303


def test_groups_give_the_right(browser: Browser, idp: Idp) -> None:
    idp.claims = {"groups": ["lezers"]}
    assert sign_in(browser, idp) == 303
    assert "alleen inzien" in browser.get("/").text


def test_the_language_of_the_door_stays_on_the_way_round(browser: Browser, idp: Idp) -> None:
    assert "Sign in at my organisation" in browser.get("/aanmelden?taal=en").text
    idp.claims = {"groups": ["vreemden"]}
    assert sign_in(browser, idp) == 403
    refused = browser.get("/aanmelden/terug").text
    assert "This sign-in was begun in another browser. Begin again." in refused
    idp.claims = {"groups": ["lezers"]}
    assert sign_in(browser, idp) == 303
    assert "view only" in browser.get("/").text


@pytest.mark.parametrize("groups", [[], ["vreemden"], None, "vreemden", {"stewards": 1}])
def test_who_is_in_no_group_comes_no_further(browser: Browser, idp: Idp, groups: Any) -> None:
    idp.claims = {"groups": groups}
    assert sign_in(browser, idp) == 403
    assert browser.get("/").status_code == 303


FAR = 10_000
DOUBTFUL: dict[str, dict[str, Any]] = {
    "unsigned": {"signer": None, "algorithm": "none"},
    "signed with the public key": {
        "signer": hashlib.sha256(PUBLIC).hexdigest(),
        "algorithm": "HS256",
    },
    "another key": {"signer": OTHER},
    "unknown key": {"header": {"kid": "onbekend"}},
    "no key": {"header": {"kid": None}},
    "key of another kind": {"header": {"kid": "ec"}},
    "brings its key": {"header": {"jwk": {"kty": "RSA"}}},
    "brings the address of its key": {"header": {"jku": "https://elders.invalid/sleutels"}},
    "brings a certificate": {"header": {"x5u": "https://elders.invalid/x"}},
    "unknown extension": {"header": {"crit": ["b64"], "b64": True}},
    "access token": {"header": {"typ": "at+jwt"}},
    "access token by claim": {"claims": {"token_use": "access"}},
    "for another service": {"claims": {"aud": "elders"}},
    "for two services": {"claims": {"aud": [CLIENT, "elders"]}},
    "issued for another": {"claims": {"azp": "elders"}},
    "no audience": {"claims": {"aud": None}},
    "another issuer": {"claims": {"iss": "http://127.0.0.1"}},
    "no issuer": {"claims": {"iss": None}},
    "no end": {"claims": {"exp": None}},
    "ended": {"claims": {"exp": int(time.time()) - FAR}},
    "no beginning": {"claims": {"iat": None}},
    "from the future": {"claims": {"iat": int(time.time()) + FAR}},
    "not yet": {"claims": {"nbf": int(time.time()) + FAR}},
    "nobody": {"claims": {"sub": None}},
    "another sign-in": {"claims": {"nonce": "van-gisteren"}},
    "no sign-in": {"claims": {"nonce": None}},
    "far too large": {"claims": {"extra": "x" * 9000}},
    "no token": {"token": "niets"},
}


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_doubtful_token_opens_nothing(browser: Browser, idp: Idp, kind: str) -> None:
    for name, value in DOUBTFUL[kind].items():
        setattr(idp, name, value)
    if idp.header.get("kid", "") is None:
        idp.token = jwt.encode({"iss": idp.issuer}, KEY, "RS256")
    assert sign_in(browser, idp) == 403
    assert browser.get("/").headers["location"] == "/aanmelden"


def test_another_browser_cannot_finish_and_a_code_works_once(browser: Browser, idp: Idp) -> None:
    there = browser.get("/aanmelden/oidc")
    state, code = idp.authorize(there.headers["location"])
    back = f"/aanmelden/terug?state={state}&code={code}"
    assert Browser(browser.client, {}).get(back).status_code == 403
    assert browser.get(f"{back}&iss=https://elders.invalid").status_code == 403
    there = browser.get("/aanmelden/oidc")
    state, code = idp.authorize(there.headers["location"])
    back = f"/aanmelden/terug?state={state}&code={code}"
    kept = dict(browser.cookies)
    assert browser.get(back).status_code == 303
    assert Browser(browser.client, kept).get(back).status_code == 403
    assert browser.get("/aanmelden/terug").status_code == 403


def test_unknown_keys_do_not_make_us_ask_again_and_again(browser: Browser, idp: Idp) -> None:
    idp.header = {"kid": "onbekend"}
    for _ in range(4):
        assert sign_in(browser, idp) == 403
    assert idp.asked.count("/sleutels") == 1


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://elders.invalid"},
        {"jwks_uri": "http://elders.invalid/sleutels"},
        {"token_endpoint": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_describes_itself_otherwise_is_not_used(
    browser: Browser, idp: Idp, described: dict[str, str]
) -> None:
    idp.described = described
    assert browser.get("/aanmelden/oidc").status_code == 503


def test_a_silent_provider_closes_the_door(browser: Browser, idp: Idp) -> None:
    idp.described = {"token_endpoint": "http://127.0.0.1:9/token"}
    assert sign_in(browser, idp) == 503
    assert browser.get("/").headers["location"] == "/aanmelden"


def test_without_a_link_there_is_no_other_way_in(browser: Browser) -> None:
    done = browser.post("/aanmelden/link", {"woord": "", "naam": "A. Beheerder"})
    assert done.status_code == 403
