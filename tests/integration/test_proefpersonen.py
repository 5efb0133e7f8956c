"""People of the sample sign in: the provider of the demo, and what their groups may read."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from pipelines import access
from pipelines.opstart import people
from pipelines.opstart.provider import DOOR, SETTINGS, TOKEN, Client, Server
from pipelines.settings import Settings
from tests.support import besloten
from tests.support.besloten import CLOSED, OPEN, OTHER, ids
from tests.support.clusters import Database

BASE = "http://127.0.0.1:8002"
KNOWN = Client(people.CLIENT, "geheim-van-de-proef", f"{BASE}/aanmelden/terug", people.PEOPLE)
VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
ASKED = {
    "response_type": "code",
    "client_id": KNOWN.client,
    "redirect_uri": KNOWN.back,
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE.rstrip(b"=").decode(),
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with Server(KNOWN) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.provider.issuer
        running.shutdown()


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    besloten.fill(database)
    dsns = database.dsn("woonzorg_steward"), database.dsn("woonzorg_api_restricted")
    people.grant(*dsns)
    people.grant(*dsns)  # a second start gives nothing twice
    return database


@pytest.fixture(scope="module")
def client(
    filled: Database, issuer: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    chosen = besloten.settings(
        filled,
        tmp_path_factory.mktemp("var"),
        oidc_issuer=issuer,
        oidc_client=KNOWN.client,
        oidc_secret=KNOWN.secret,
    )
    with besloten.serving(chosen) as found:
        yield found


def signed_in(client: Any, person: str) -> dict[str, str]:
    """The whole way of a browser, through the page of the choice."""
    there = client.get("/aanmelden/oidc")
    held = "; ".join(line.partition(";")[0] for line in there.headers.get_list("set-cookie"))
    page = httpx.get(there.headers["location"])
    assert set(re.findall(r'name="persoon" value="(\w+)"', page.text)) == set(people.PEOPLE)
    chosen = httpx.post(there.headers["location"], data={"persoon": person})
    assert chosen.status_code == 303
    client._client.cookies.clear()
    back = urlsplit(chosen.headers["location"])
    done = client.get(f"{back.path}?{back.query}", headers={"Cookie": held})
    assert done.status_code == 303, done.text
    client._client.cookies.clear()
    (line,) = (one for one in done.headers.get_list("set-cookie") if "woonzorg-besloten=" in one)
    return {"Cookie": line.partition(";")[0]}


def test_each_person_sees_what_their_group_may_read(client: Any) -> None:
    wanted = {"gemeente": {CLOSED, OTHER}, "corporatie": {CLOSED}, "gast": set()}
    for person, closed in wanted.items():
        cookie = signed_in(client, person)
        assert set(ids(client.get("/v1/collections", headers=cookie))) == {OPEN, *closed}, person
        name = people.PEOPLE[person]["naam"]
        assert name in client.get("/aanmelden", headers=cookie).text


def test_rights_are_given_once_and_taken_back_for_good(filled: Database) -> None:
    reader, steward = filled.dsn("woonzorg_api_restricted"), filled.dsn("woonzorg_steward")
    given = sorted((row["van"], row["soort"], row["naam"]) for row in access.groups(reader))
    assert given == sorted(people.rights())
    group, kind, name = people.rights()[0]
    access.revoke(steward, group, kind, name, by="A.", reason="r")
    people.grant(steward, reader)
    assert (group, kind, name) not in {
        (row["van"], row["soort"], row["naam"]) for row in access.groups(reader)
    }
    access.grant(steward, group, kind, name, by="A.", reason="r")


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "http://127.0.0.1:9/aanmelden/terug"},
        {"client_id": "ander"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"response_type": "token"},
        {"state": ""},
    ],
)
def test_only_our_service_is_signed_in_to_and_with_pkce(issuer: str, wrong: dict[str, str]) -> None:
    address = f"{issuer}{DOOR}?{urlencode(ASKED | wrong)}"
    assert httpx.get(address).status_code == 400
    answer = httpx.post(address, data={"persoon": "gemeente"})
    assert (answer.status_code, answer.headers.get("location")) == (400, None)
    unknown = httpx.post(f"{issuer}{DOOR}?{urlencode(ASKED)}", data={"persoon": "niemand"})
    assert unknown.status_code == 400


def code(issuer: str) -> str:
    address = f"{issuer}{DOOR}?{urlencode(ASKED)}"
    back = httpx.post(address, data={"persoon": "gast"}).headers["location"]
    assert back.startswith(f"{KNOWN.back}?")
    return parse_qs(urlsplit(back).query)["code"][0]


def test_a_code_holds_once_and_with_what_belongs_to_it(issuer: str) -> None:
    def exchange(value: str, proof: str = KNOWN.secret, **wrong: str) -> int:
        fields = {"grant_type": "authorization_code", "redirect_uri": KNOWN.back, "code": value}
        fields |= {"code_verifier": VERIFIER} | wrong
        return httpx.post(f"{issuer}{TOKEN}", data=fields, auth=(KNOWN.client, proof)).status_code

    good = code(issuer)
    assert exchange(good) == 200
    assert exchange(good) == 400
    assert exchange("nooit-gegeven") == 400
    assert exchange(code(issuer), proof="x") == 400
    for wrong in ({"code_verifier": "x"}, {"redirect_uri": "x"}, {"grant_type": "password"}):
        assert exchange(code(issuer), **wrong) == 400, wrong
    assert httpx.post(f"{issuer}{TOKEN}", content=b"x" * 20_000).status_code == 413


def test_only_made_up_data_on_this_machine_without_a_provider_of_its_own() -> None:
    made_up = Settings(fictief=True)
    assert people.wanted(made_up, {"WOONZORG_BESLOTEN_OIDC_ISSUER": ""})
    assert not people.wanted(Settings(fictief=False), {})
    assert not people.wanted(made_up, {"WOONZORG_BESLOTEN_OIDC_ISSUER": "https://a.invalid"})
    assert not people.wanted(made_up, {"WOONZORG_BESLOTEN_BASE_URL": "https://b.invalid"})


def test_it_starts_as_a_process_and_says_its_port() -> None:
    told = {SETTINGS: json.dumps(asdict(KNOWN))}
    command = [sys.executable, "-m", "pipelines.opstart.provider"]
    with subprocess.Popen(command, env=os.environ | told, stdout=subprocess.PIPE, text=True) as one:
        try:
            assert one.stdout is not None
            port = int(re.findall(r"\d+", one.stdout.readline())[-1])
            about = httpx.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration").json()
            assert about["issuer"] == f"http://127.0.0.1:{port}"
        finally:
            one.terminate()
