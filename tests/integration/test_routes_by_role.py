"""Every route of every process, asked by everybody: what each gets is what the table says (P4)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo_api.beheer.app import create_restricted
from geo_api.besloten.app import create_besloten
from geo_api.besloten.rights import Rights
from geo_api.besloten.views import Views
from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support import besloten, office, routes
from tests.support import idp as idp_module
from tests.support.besloten import CLOSED
from tests.support.clusters import Database
from tests.support.idp import CLIENT, SECRET, Idp

PUBLIC = "http://127.0.0.1:8000"
AUDIENCE = "https://besloten.voorbeeld.invalid"
WRONG = {"Authorization": "Bearer x.y.z", "Cookie": "woonzorg-besloten=x; woonzorg-beheer=x"}


@pytest.fixture(scope="module")
def filled(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    besloten.fill(database)
    besloten.grant(database, "corporaties", "laag", CLOSED)
    office.fill(database, tmp_path_factory.mktemp("beheer"))
    return database


@pytest.fixture(scope="module")
def idp() -> Iterator[Idp]:
    with idp_module.running() as found:
        yield found


def public(filled: Database, var: Path) -> Settings:
    """A viewer of one page, so that its routes answer too."""
    static = var / "static"
    static.mkdir(exist_ok=True)
    (static / "index.html").write_text("<!doctype html><title>Kaart</title>")
    return Settings(api_dsn=filled.dsn("woonzorg_api"), var=var, base_url=PUBLIC, static=static)


def closed(filled: Database, var: Path, idp: Idp) -> Any:
    return besloten.settings(
        filled,
        var,
        static=public(filled, var).static,
        oidc_issuer=idp.issuer,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
        oidc_audience=AUDIENCE,
    )


def ask(client: Any, lines: list[routes.Line], role: str, headers: dict[str, str]) -> list[str]:
    """Lines whose answer is another than the table says."""
    wrong = []
    for line in lines:
        if line.method == "POST" and line.example == "/afmelden" and "Cookie" in headers:
            continue  # ends the session of who asks; its own test does it
        values: dict[str, Any] = {"data": {"token": "x"}} if line.method == "POST" else {}
        answer = client.request(line.method, line.example, headers=headers, **values)
        client._client.cookies.clear()
        if answer.status_code != line.statuses[role]:
            wrong.append(f"{line.route} for {role}: {answer.status_code}")
        assert answer.status_code < 500, (line.route, answer.text)
    return wrong


def compare(process: str, found: set[str]) -> list[routes.Line]:
    """The table of a process, once it holds every route and no other."""
    lines = routes.table(process)
    declared = [line.route for line in lines]
    assert len(declared) == len(set(declared))
    missing, gone = sorted(found - set(declared)), sorted(set(declared) - found)
    place = f"tests/data/rechten/routes/{process}.txt"
    assert not missing, f"say in {place} who may use: {missing}"
    assert not gone, f"no longer served, so remove from {place}: {gone}"
    return lines


def test_public(filled: Database, tmp_path: Path) -> None:
    """Whatever is sent along, everybody gets the same."""
    app = create_app(public(filled, tmp_path)).app
    with asgi_client(app, PUBLIC) as client:
        document = client.get("/v1/openapi.json").json()
        lines = compare("openbaar", set(routes.described(document)) | set(routes.served(app)))
        key = besloten.key(filled, [CLOSED])
        wrong = ask(client, lines, "niemand", {}) + ask(client, lines, "fout", WRONG)
        wrong += ask(client, lines, "sleutel", {"X-API-Key": key})
        assert not wrong


def test_restricted_layers(filled: Database, tmp_path: Path, idp: Idp) -> None:
    chosen = closed(filled, tmp_path, idp)
    app = create_besloten(chosen).app
    with besloten.serving(chosen) as client:
        bearer = {
            groups: {"Authorization": f"Bearer {idp.access(AUDIENCE, groups=[groups])}"}
            for groups in ("corporaties", "anderen")
        }
        document = client.get("/v1/openapi.json", headers=bearer["anderen"]).json()
        inner = Views(chosen, routes.innermost(app).state.parts.base).get(Rights()).app
        found = set(routes.described(document)) | set(routes.served(app))
        lines = compare("besloten", found | set(routes.served(inner)))
        asked = {
            "niemand": {},
            "fout": WRONG,
            "zonder recht": bearer["anderen"],
            "groep": bearer["corporaties"],
            "sleutel": {"X-API-Key": besloten.key(filled, [CLOSED])},
            "ander": {"X-API-Key": besloten.key(filled, [], ["zorg"])},
        }
        wrong = []
        for role, headers in asked.items():
            wrong += ask(client, lines, role, headers)
        assert not wrong


def test_steward(filled: Database, tmp_path: Path) -> None:
    chosen = office.settings(filled, tmp_path)
    lines = compare("beheer", set(routes.served(create_restricted(chosen).app)))
    with office.opened(chosen) as browser:
        wrong = ask(browser.client, lines, "niemand", {})
        wrong += ask(browser.client, lines, "fout", WRONG)
        browser.sign_in()
        cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
        sessions = routes.innermost(browser.client.app).state.office.sessions
        (session,) = sessions._held.values()
        wrong += ask(browser.client, lines, "beheren", cookie)
        session.right = "inzien"
        wrong += ask(browser.client, lines, "inzien", cookie)
        assert not wrong
