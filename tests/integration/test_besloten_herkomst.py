"""The restricted process: what a page of another site may send, and what its browser is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from geo_api.besloten import front, signin
from geo_api.besloten.app import ROUTERS
from tests.support import besloten
from tests.support import idp as idp_module
from tests.support.besloten import CLOSED
from tests.support.clusters import Database
from tests.support.idp import CLIENT, SECRET, Idp

QUESTIONS = "/v1/zoekvragen"
KNOWN = {"Origin": "https://kaart.voorbeeld.invalid", "Sec-Fetch-Site": "cross-site"}
FOREIGN = {"Origin": "https://elders.invalid", "Sec-Fetch-Site": "cross-site"}
QUESTION = {"laag": CLOSED, "filter": "woningen > 6"}


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    besloten.fill(database)
    besloten.grant(database, "corporaties", "laag", CLOSED)
    return database


@pytest.fixture(scope="module")
def idp() -> Iterator[Idp]:
    with idp_module.running() as found:
        yield found


@pytest.fixture(scope="module")
def client(filled: Database, idp: Idp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    chosen = besloten.settings(
        filled,
        tmp_path_factory.mktemp("var"),
        oidc_issuer=idp.issuer,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
        oidc_audience="https://besloten.voorbeeld.invalid",
        allowed_origins=(KNOWN["Origin"],),
    )
    with besloten.serving(chosen) as found:
        yield found


@pytest.fixture(scope="module")
def key(filled: Database) -> dict[str, str]:
    return {"X-API-Key": besloten.key(filled, [CLOSED])}


def save(client: Any, *headers: dict[str, str]) -> Any:
    told = {name: text for some in headers for name, text in some.items()}
    return client.request("POST", QUESTIONS, json=QUESTION, headers=told)


def test_a_known_site_saves_a_question_with_a_key_or_a_token(
    client: Any, key: dict[str, str], idp: Idp
) -> None:
    token = idp.access("https://besloten.voorbeeld.invalid", groups=["corporaties"])
    for proof in (key, {"Authorization": f"Bearer {token}"}):
        answer = save(client, KNOWN, proof)
        assert answer.status_code == 201, answer.text
        assert answer.headers["access-control-allow-origin"] == KNOWN["Origin"]
        assert "access-control-allow-credentials" not in answer.headers
        assert "Location" in answer.headers["access-control-expose-headers"]


def test_what_a_browser_adds_by_itself_is_no_proof_for_another_site(
    client: Any, key: dict[str, str], idp: Idp
) -> None:
    cookie = besloten.signed_in(client, idp, ["corporaties"])
    client._client.cookies.clear()
    assert save(client, cookie).status_code == 201
    for headers in ((KNOWN, cookie), (KNOWN, cookie, key), (KNOWN,)):
        answer = save(client, *headers)
        assert answer.status_code == 403, headers
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("origin", [FOREIGN, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_key_helps_no_site_that_is_not_named(
    client: Any, key: dict[str, str], origin: dict[str, str]
) -> None:
    answer = save(client, origin, key)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_browser_is_told_which_methods_an_address_has(client: Any) -> None:
    asked = {"Access-Control-Request-Method": "POST"}
    told = client.request("OPTIONS", QUESTIONS, headers=KNOWN | asked)
    assert told.status_code == 204
    assert told.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert told.headers["access-control-allow-methods"] == told.headers["allow"]
    names = told.headers["access-control-allow-headers"].split(", ")
    assert {"Authorization", "Content-Type", "X-API-Key"} <= set(names)
    items = client.request("OPTIONS", f"/v1/collections/{CLOSED}/items", headers=KNOWN | asked)
    assert items.headers["allow"] == "GET, HEAD, OPTIONS"
    assert items.headers["access-control-allow-methods"] == items.headers["allow"]
    foreign = client.request("OPTIONS", QUESTIONS, headers=FOREIGN | asked).headers
    assert not [name for name in foreign if name.startswith("access-control-")]


def test_every_route_that_takes_something_is_one_where_something_may_be_sent() -> None:
    """And nothing else is taken, not even by somebody with a right to it."""
    routes = [route for module in (*ROUTERS, signin) for route in module.router.routes]
    assert {route.path for route in routes if "POST" in route.methods} == front.SENDING
