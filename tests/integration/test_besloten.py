"""The restricted data process: who may come in, what each right shows, and what is left behind."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from geo_api.main import create_app
from geo_api.settings import Settings as PublicSettings
from pipelines import access
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.opstart import besloten as besloten_command
from tests.api.asgi import client as asgi_client
from tests.support import besloten, office
from tests.support import idp as idp_module
from tests.support.besloten import CLOSED, OPEN, OTHER, ids
from tests.support.clusters import Database
from tests.support.idp import CLIENT, KEY, PUBLIC, SECRET, Idp
from tests.support.routes import innermost

AUDIENCE = "https://besloten.voorbeeld.invalid"
ITEMS = f"/v1/collections/{CLOSED}/items"


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    besloten.fill(database)
    besloten.grant(database, "corporaties", "laag", CLOSED)
    besloten.grant(database, "zorg", "thema", "zorg")
    return database


@pytest.fixture(scope="module")
def idp() -> Iterator[Idp]:
    with idp_module.running() as found:
        yield found


@pytest.fixture(autouse=True)
def _honest(idp: Idp) -> None:
    """Every test begins with a provider that does as it should."""
    idp.claims, idp.header, idp.signer, idp.algorithm = {}, {}, KEY, "RS256"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def client(filled: Database, var: Path, idp: Idp) -> Iterator[Any]:
    chosen = besloten.settings(
        filled,
        var,
        oidc_issuer=idp.issuer,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
        oidc_audience=AUDIENCE,
        allowed_origins=("https://kaart.voorbeeld.invalid",),
    )
    with besloten.serving(chosen) as found:
        yield found


def bearer(idp: Idp, *groups: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {idp.access(AUDIENCE, groups=list(groups))}"}


def keyed(text: str) -> dict[str, str]:
    return {"X-API-Key": text}


def test_nobody_gets_anything(client: Any) -> None:
    for path in ("/v1", "/v1/collections", ITEMS, "/lagen", "/", "/nergens", "/health/ready"):
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert CLOSED not in answer.text


def test_a_person_in_a_browser_is_led_to_the_page_of_signing_in(client: Any) -> None:
    answer = client.get("/lagen?release=1", headers={"Accept": "text/html"})
    way = "/aanmelden?naar=%2Flagen%3Frelease%3D1"
    assert (answer.status_code, answer.headers["location"]) == (303, way)
    page = client.get(way).text
    assert "/aanmelden/oidc?naar=%2Flagen%3Frelease%3D1" in page
    assert "niet meer aangemeld" not in page
    # Nothing of the inside is linked to, and the page has its style.
    assert '<a href="/lagen' not in page
    assert client.get("/aanmelden/stijl.css").headers["content-type"].startswith("text/css")
    icon = client.get("/aanmelden/icoon.svg")
    assert f'href="{icon.url.path}"' in page
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")


def test_signing_in_leads_back_to_the_page_that_was_asked(client: Any, idp: Idp) -> None:
    cookie = besloten.signed_in(client, idp, ["corporaties"], "/lagen?release=1")
    assert client.get("/lagen?release=1", headers=cookie).status_code == 200
    for foreign in (
        "https://elders.invalid/",
        "//elders.invalid/",
        "/\\elders.invalid",
        "javascript:alert(1)",
        "/aanmelden/oidc",
        "/afmelden",
        "/a\nb",
        "/" + "a" * 3000,
    ):
        page = client.get("/aanmelden", params={"naar": foreign}).text
        assert "/aanmelden/oidc?naar" not in page, foreign
        there = client.get("/aanmelden/oidc", params={"naar": foreign})
        held = [line for line in there.headers.get_list("set-cookie") if "naar=" in line]
        assert held[0].startswith("woonzorg-besloten-naar=%2F;"), foreign
        client._client.cookies.clear()


def test_a_session_that_ended_is_told_in_plain_words_in_both_languages(client: Any) -> None:
    ended = {"Accept": "text/html", "Cookie": "woonzorg-besloten=niet-meer"}
    answer = client.get("/lagen", headers=ended)
    assert answer.status_code == 303
    way = answer.headers["location"]
    said = client.get(way, headers=ended).text
    assert "U bent niet meer aangemeld" in said
    assert "/aanmelden/oidc?naar=%2Flagen" in said
    english = client.get(f"{way}&taal=en", headers=ended).text
    assert "You are no longer signed in" in english
    assert 'lang="en"' in english


def test_rights_show_layers_and_nothing_tells_of_the_others(client: Any, idp: Idp) -> None:
    seen = {
        (): [OPEN],
        ("onbekend",): [OPEN],
        ("corporaties",): [CLOSED, OPEN],
        ("zorg",): [OTHER, OPEN],
        ("corporaties", "zorg"): [CLOSED, OTHER, OPEN],
    }
    for groups, names in seen.items():
        who = bearer(idp, *groups)
        assert ids(client.get("/v1/collections", headers=who)) == sorted(names), groups
        for name in (OPEN, CLOSED, OTHER):
            for path in ("", "/items", "/items/0001", "/schema", "/queryables"):
                answer = client.get(f"/v1/collections/{name}{path}", headers=who)
                assert answer.status_code == (200 if name in names else 404), (groups, name, path)
            whole = client.get(f"/v1/downloads/{name}.geojson", headers=who)
            assert whole.status_code == (200 if name in names else 404), (groups, name)
            assert client.get(f"/lagen/{name}", headers=who).status_code == whole.status_code
        for page in ("/v1", "/v1/collections", "/lagen", "/", "/v1/releases", "/v1/datastatus"):
            text = client.get(page, headers=who).text
            for hidden in {CLOSED, OTHER} - set(names):
                assert hidden not in text, (groups, page)


def test_a_hidden_layer_answers_as_one_that_never_was(client: Any, idp: Idp) -> None:
    """Not only the status: the same words, no nearest name, and the same answer to any question."""
    who = bearer(idp, "zorg")
    for rest in ("", "/items", "/items/0001", "/items?filter=woningen>1", "/schema", "/tilejson"):
        hidden = client.get(f"/v1/collections/{CLOSED}{rest}", headers=who)
        never = client.get(f"/v1/collections/complexen_dichx{rest}", headers=who)
        assert hidden.status_code == never.status_code == 404
        assert hidden.text.replace(CLOSED, "X") == never.text.replace("complexen_dichx", "X")
    near = f"/v1/collections/{CLOSED[:-1]}"
    assert CLOSED not in client.get(near, headers=who).text
    assert CLOSED in client.get(near, headers=bearer(idp, "corporaties")).text


def test_items_come_from_the_restricted_view(client: Any, idp: Idp) -> None:
    answer = client.get(f"{ITEMS}?limit=5", headers=bearer(idp, "corporaties"))
    found = answer.json()
    assert found["numberMatched"] == besloten.ROWS
    assert {row["properties"]["naam"] for row in found["features"]} == {f"waarde van {CLOSED}"}
    following = next(link["href"] for link in found["links"] if link["rel"] == "next")
    more = client.get(following, headers=bearer(idp, "corporaties")).json()
    assert [row["id"] for row in more["features"]] == ["0006", "0007", "0008", "0009", "0010"]
    assert client.get(following, headers=bearer(idp, "zorg")).status_code == 404


def test_a_saved_question_may_be_asked_here_too(client: Any, idp: Idp) -> None:
    for path in (ITEMS, f"/v1/downloads/{CLOSED}.csv"):
        answer = client.get(f"{path}?zoekvraag={'0' * 32}", headers=bearer(idp, "corporaties"))
        assert answer.status_code in (400, 404, 410), answer.text


def test_keys_are_made_shown_once_and_withdrawn(client: Any, filled: Database) -> None:
    text = besloten.key(filled, [CLOSED])
    assert client.get(ITEMS, headers=keyed(text)).status_code == 200
    assert client.get(f"/v1/collections/{OTHER}", headers=keyed(text)).status_code == 404
    assert client.get(f"/v1/collections?key={text}").status_code == 401
    number = text.split("_")[1]
    for relation in ("toegang.sleutel", "audit.handeling", "toegang.recht"):
        kept = json.dumps(filled.rows(f"TABLE {relation}", role="postgres"), default=str)
        assert text.split("_", 2)[2] not in kept
    verb = "SELECT gedaan FROM beheer.sleutel_intrekken(%s, 'A. B.', 'klaar', 'opdrachtregel')"
    assert filled.value(verb, (number,), role="woonzorg_steward")
    assert client.get(ITEMS, headers=keyed(text)).status_code == 401
    assert not filled.value(verb, (number,), role="woonzorg_steward")
    said = [row for row in besloten.recorded(filled) if number in row["voorwerp"]]
    assert [row["handeling"] for row in said] == ["sleutel maken"] + ["sleutel intrekken"] * 2
    assert said[-1]["uitkomst"].startswith("geweigerd")


def test_an_expired_key_opens_nothing(client: Any, filled: Database) -> None:
    text = besloten.key(filled, [CLOSED])
    late = "UPDATE toegang.sleutel SET gemaakt = now() - interval '31 days', verloopt = now() -"
    with filled.connect("postgres") as db:
        db.execute(f"{late} interval '1 second' WHERE id = %s".encode(), (text.split("_")[1],))
    assert client.get(ITEMS, headers=keyed(text)).status_code == 401


def test_wrong_keys_read_alike(client: Any, filled: Database) -> None:
    good = besloten.key(filled, [CLOSED])
    begin, number, word = good.split("_", 2)
    other = besloten.key(filled, [CLOSED]).split("_", 2)
    wrong = [
        "",
        "geheim",
        good[:-1],
        f"{good}a",
        f"{begin}_{number}_{other[2]}",
        f"{begin}_{'0' * 16}_{word}",
        f"{begin}_{number}_{'A' * 43}",
        f"{begin}_{number.upper()}_{word}",
        "wzk_' OR 1=1 --_x",
    ]
    answers = [client.get(ITEMS, headers=keyed(text)) for text in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1


def test_a_key_lives_half_a_year_at_most(filled: Database) -> None:
    query = (
        "SELECT gedaan FROM beheer.sleutel_maken(%s, %s, 'De Sluis', %s, %s, '{}', 'A.', 'r',"
        " 'opdrachtregel')"
    )
    for days, layers in ((181, ["x"]), (0, ["x"]), (30, []), (30, ["x; DROP"])):
        row = ("0" * 16, "0" * 64, days, layers)
        assert not filled.value(query, row, role="woonzorg_steward"), (days, layers)


def test_a_wrong_proof_is_never_ignored(client: Any, idp: Idp, filled: Database) -> None:
    """Two proofs, or a bad one beside a good session, is refused."""
    key = besloten.key(filled, [CLOSED])
    both = bearer(idp, "corporaties") | keyed(key)
    assert client.get(ITEMS, headers=both).status_code == 401
    cookie = besloten.signed_in(client, idp, ["corporaties"])
    assert client.get(ITEMS, headers=cookie).status_code == 200
    for bad in ({"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}, keyed("x")):
        assert client.get(ITEMS, headers=cookie | bad).status_code == 401, bad


def mutants() -> dict[str, dict[str, Any]]:
    now = int(time.time())
    symmetric = {"signer": PUBLIC, "algorithm": "HS256"}
    return {
        "an ID token": {"header": {"typ": "JWT"}},
        "no type": {"header": {"typ": None}},
        "a nonce, as ID tokens have": {"claims": {"nonce": "x"}},
        "said to be an ID token": {"claims": {"token_use": "id"}},
        "another audience": {"claims": {"aud": CLIENT}},
        "no audience": {"claims": {"aud": None}},
        "another issuer": {"claims": {"iss": "https://elders.invalid"}},
        "an issuer that begins alike": {"claims": {"iss": "SELF/"}},
        "expired": {"claims": {"exp": now - 60}},
        "no end": {"claims": {"exp": None}},
        "of later": {"claims": {"nbf": now + 600}},
        "no subject": {"claims": {"sub": None}},
        "no moment": {"claims": {"iat": None}},
        "an unknown key": {"header": {"kid": "elders"}},
        "no key": {"header": {"kid": None}},
        "another signer": {"signer": idp_module.OTHER},
        "a key of its own": {"header": {"jku": "https://elders.invalid/keys"}},
        "an embedded key": {"header": {"jwk": {"kty": "RSA"}}},
        "a critical header": {"header": {"crit": ["b64"]}},
        "the public key as secret": symmetric,
        "none": {"signer": None, "algorithm": "none"},
    }


@pytest.mark.parametrize("kind", mutants())
def test_a_doubtful_token_opens_nothing(client: Any, idp: Idp, kind: str) -> None:
    changed = mutants()[kind]
    claims = {**changed.get("claims", {})}
    if claims.get("iss") == "SELF/":
        claims["iss"] = f"{idp.issuer}/"
    if changed.get("algorithm") == "HS256":
        head = {"typ": "at+jwt", "kid": "rsa"}
        body = {"iss": idp.issuer, "aud": AUDIENCE, "sub": "u", "exp": time.time() + 60}
        token = _forged(head, body | {"iat": time.time(), "groups": ["corporaties"]})
    else:
        idp.header, idp.claims = changed.get("header", {}), claims
        idp.signer = changed.get("signer", KEY)
        idp.algorithm = changed.get("algorithm", "RS256")
        token = idp.access(AUDIENCE, groups=["corporaties"])
    answer = client.get(ITEMS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def _forged(head: dict[str, Any], body: dict[str, Any]) -> str:
    """HS256 with the public key as its secret, which the library does not make itself."""
    import base64
    import hashlib
    import hmac

    def packed(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    text = ".".join(packed(json.dumps(x).encode()) for x in ({"alg": "HS256", **head}, body))
    return f"{text}.{packed(hmac.new(PUBLIC, text.encode(), hashlib.sha256).digest())}"


def test_a_good_token_and_one_that_is_too_large(client: Any, idp: Idp) -> None:
    assert client.get(ITEMS, headers=bearer(idp, "corporaties")).status_code == 200
    idp.claims = {"vulling": "x" * 8000}
    assert client.get(ITEMS, headers=bearer(idp, "corporaties")).status_code in (401, 431)


def test_the_browser(client: Any, idp: Idp) -> None:
    assert "/aanmelden/oidc" in client.get("/aanmelden").text
    cookie = besloten.signed_in(client, idp, ["corporaties"])
    page = client.get("/aanmelden", headers=cookie)
    assert "A. Beheerder (u-17)" in page.text
    assert ids(client.get("/v1/collections", headers=cookie)) == [CLOSED, OPEN]
    token = page.text.partition('name="token" value="')[2].partition('"')[0]
    assert (
        client.request("POST", "/afmelden", headers=cookie, data={"token": "x"}).status_code == 403
    )
    foreign = cookie | {"Origin": "https://elders.invalid"}
    assert (
        client.request("POST", "/afmelden", headers=foreign, data={"token": token}).status_code
        == 403
    )
    done = client.request("POST", "/afmelden", headers=cookie, data={"token": token})
    assert done.status_code == 303
    assert client.get("/v1/collections", headers=cookie).status_code == 401


def test_a_return_of_another_browser_is_refused(client: Any, idp: Idp) -> None:
    there = client.get("/aanmelden/oidc")
    client._client.cookies.clear()
    state, code = idp.authorize(there.headers["location"])
    assert client.get(f"/aanmelden/terug?state={state}&code={code}").status_code == 403


def test_a_right_that_is_taken_away_is_gone_at_once(
    client: Any, idp: Idp, filled: Database
) -> None:
    besloten.grant(filled, "tijdelijk", "laag", CLOSED)
    cookie = besloten.signed_in(client, idp, ["tijdelijk"])
    who = bearer(idp, "tijdelijk")
    assert client.get(ITEMS, headers=who).status_code == 200
    assert client.get(ITEMS, headers=cookie).status_code == 200
    verb = "SELECT gedaan FROM beheer.recht_nemen('tijdelijk', 'laag', %s, 'A.', 'r', %s)"
    assert filled.value(verb, (CLOSED, "opdrachtregel"), role="woonzorg_steward")
    assert client.get(ITEMS, headers=who).status_code == 404
    assert client.get(ITEMS, headers=cookie).status_code == 404
    acts = [row["handeling"] for row in besloten.recorded(filled) if "tijdelijk" in row["voorwerp"]]
    assert acts == ["recht geven", "recht nemen"]


def test_every_answer_says_no_store_and_reads_from_no_other_site(client: Any, idp: Idp) -> None:
    who = bearer(idp, "corporaties")
    for path in ("/v1", ITEMS, f"/v1/downloads/{CLOSED}.csv", "/lagen", "/stijl.css", "/nergens"):
        for headers in (who, {}, who | {"Origin": "https://elders.invalid"}):
            told = client.get(path, headers=headers).headers
            assert told.get_list("cache-control") == ["no-store"], path
            assert "access-control-allow-origin" not in told, path
    origin = {"Origin": "https://kaart.voorbeeld.invalid"}
    told = client.get(ITEMS, headers=who | origin).headers
    assert told["access-control-allow-origin"] == origin["Origin"]
    assert "access-control-allow-credentials" not in told
    asked = origin | {"Access-Control-Request-Method": "GET"}
    told = client.request("OPTIONS", ITEMS, headers=asked)
    assert told.status_code == 204
    assert "Authorization" in told.headers["access-control-allow-headers"]
    assert "access-control-allow-headers" not in client.request("OPTIONS", ITEMS).headers


def test_other_methods_and_other_hosts_are_refused(client: Any, idp: Idp) -> None:
    who = bearer(idp, "corporaties")
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert client.request(method, ITEMS, headers=who).status_code == 405, method
    assert client.request("POST", ITEMS, headers=who).status_code == 405
    assert client.get(ITEMS, headers=who | {"Host": "elders.invalid"}).status_code == 421
    head = client.head(ITEMS, headers=who)
    assert (head.status_code, head.content) == (200, b"")


def test_a_tag_of_one_right_is_nothing_to_another(client: Any, idp: Idp) -> None:
    one, two = bearer(idp, "corporaties"), bearer(idp, "corporaties", "zorg")
    for path in (
        "/v1/collections",
        f"/v1/collections/{CLOSED}",
        ITEMS,
        f"/v1/downloads/{OPEN}.csv",
    ):
        tag = client.get(path, headers=one).headers["etag"]
        assert client.get(path, headers=one | {"If-None-Match": tag}).status_code == 304, path
        assert client.get(path, headers=two | {"If-None-Match": tag}).status_code == 200, path
        assert client.get(path, headers=two).headers["etag"] != tag, path
        bare = tag.rpartition("~")[0] + '"'
        assert client.get(path, headers=one | {"If-None-Match": bare}).status_code == 200, path
    path = f"/v1/downloads/{OPEN}.csv"
    tag = client.get(path, headers=one).headers["etag"]
    some = {"Range": "bytes=0-3", "If-Range": tag}
    assert client.get(path, headers=one | some).status_code == 206
    assert client.get(path, headers=two | some).status_code == 200


def test_files_of_one_right_lie_apart_and_go_when_withdrawn(
    client: Any, idp: Idp, filled: Database, var: Path
) -> None:
    one, two = bearer(idp, "corporaties"), bearer(idp, "corporaties", "zorg")
    path = f"/v1/downloads/{CLOSED}.geojson"
    assert client.get(path, headers=one).status_code == 200
    assert client.get(path, headers=two).status_code == 200
    root = var / "besloten"
    assert root.stat().st_mode & 0o777 == 0o700
    places = {file.parent for file in root.rglob(f"{CLOSED}-*.geojson")}
    assert len(places) >= 2
    assert not list((var / "downloads").rglob("*")) if (var / "downloads").exists() else True
    act = "SELECT gedaan FROM beheer.{}(%s, 'A.', 'te fijn', 'opdrachtregel')"
    withdraw = act.format("intrekken")
    assert filled.value(withdraw, (CLOSED,), role="woonzorg_steward")
    try:
        _until(lambda: client.get(ITEMS, headers=one).status_code == 410)
        assert "te fijn" in client.get(ITEMS, headers=one).text
        assert client.get(ITEMS, headers=bearer(idp, "zorg")).status_code == 404
        assert client.get(path, headers=one).status_code == 410
        views = innermost(client.app).state.parts.views
        views.tidy()
        assert not list(root.rglob(f"{CLOSED}-*.geojson"))
    finally:
        back = "SELECT gedaan FROM beheer.herstellen(%s, 'A.', 'goed', 'opdrachtregel')"
        assert filled.value(back, (CLOSED,), role="woonzorg_steward")
    _until(lambda: client.get(ITEMS, headers=one).status_code == 200)


def _until(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_each_look_is_on_record_without_values(client: Any, idp: Idp, filled: Database) -> None:
    before = len(besloten.recorded(filled))
    who = bearer(idp, "corporaties")
    client.get(f"{ITEMS}/0001?crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84", headers=who)
    client.get(f"/v1/collections/{OTHER}/items", headers=who)
    client.get(f"/v1/collections/{OPEN}/items", headers=who)
    client.get(f"/v1/collections/{OTHER}/items")
    rows = besloten.recorded(filled)[before:]
    assert [(row["voorwerp"], row["uitkomst"], row["herkomst"]) for row in rows] == [
        (ITEMS, "gedaan", "besloten"),
        (f"/v1/collections/{OTHER}/items", "geweigerd: geen recht", "besloten"),
    ]
    assert {row["wie"] for row in rows} == {"A. Beheerder (u-17)"}
    assert "0001" not in json.dumps(rows, default=str)


def test_what_cannot_be_put_on_record_is_not_shown(filled: Database, tmp_path: Path) -> None:
    key = besloten.key(filled, [CLOSED])
    nowhere = "host=127.0.0.1 port=1 dbname=x user=x connect_timeout=1"
    chosen = besloten.settings(filled, tmp_path, audit_dsn=nowhere, pool_wait_s=0.5)
    with besloten.serving(chosen) as client:
        assert client.get(ITEMS, headers=keyed(key)).status_code == 503
        assert client.get(f"/v1/collections/{OPEN}/items", headers=keyed(key)).status_code == 200


def test_each_caller_has_a_rate_and_a_day(filled: Database, tmp_path: Path) -> None:
    one, two = besloten.key(filled, [CLOSED]), besloten.key(filled, [CLOSED])
    chosen = besloten.settings(filled, tmp_path, rate="0.01/3", objects_a_day=25)
    with besloten.serving(chosen) as client:
        statuses = [client.get("/v1", headers=keyed(one)).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        assert client.get(ITEMS, headers=keyed(two)).status_code == 200  # 12 objects
        assert client.get(ITEMS, headers=keyed(two)).status_code == 200  # 24
        late = client.get(ITEMS, headers=keyed(two))
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) <= 86_400


def test_the_process_starts_only_with_a_way_in(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="OIDC_ISSUER"):
        besloten.settings(filled, tmp_path, key_secret_file=None)
    with pytest.raises(ValidationError, match="ALLOWED_ORIGINS"):
        besloten.settings(filled, tmp_path, allowed_origins=("*",))


def test_the_command_line_gives_and_takes(filled: Database, tmp_path: Path) -> None:
    """With layers that the registry knows, nearest name when it does not, and a list of it all."""
    steward, reader = filled.dsn("woonzorg_steward"), filled.dsn("woonzorg_api_restricted")
    with pytest.raises(ConfigurationError, match="Bedoelt u complexen"):
        access.grant(steward, "g", "laag", "complexe", by="A.", reason="r")
    with pytest.raises(ConfigurationError, match="geen besloten laag"):
        access.grant(steward, "g", "laag", "buurten", by="A.", reason="r")
    with pytest.raises(ConfigurationError, match="--reason"):
        access.grant(steward, "g", "laag", "complexen", by="A.", reason=" ")
    access.grant(steward, "g", "thema", "zorg", by="A.", reason="r")
    assert ("g", "zorg") in {(row["van"], row["naam"]) for row in access.groups(reader)}
    access.revoke(steward, "g", "thema", "zorg", by="A.", reason="r")
    secret = besloten_command.secret_file(tmp_path)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert besloten_command.secret_file(tmp_path).read_bytes() == secret.read_bytes()
    text, said = access.make_key(
        steward,
        secret.read_bytes(),
        "De Sluis",
        rights=[("laag", "complexen"), ("thema", "zorg")],
        days=10,
        by="A.",
        reason="r",
    )
    (row,) = [row for row in access.keys(reader) if row["id"] in said]
    assert (row["rechten"], row["geldig"]) == ("laag complexen, thema zorg", True)
    assert text.split("_", 2)[2] not in str(row)
    access.withdraw_key(steward, row["id"], by="A.", reason="r")
    with pytest.raises(WoonzorgError, match="geen geldige sleutel"):
        access.withdraw_key(steward, row["id"], by="A.", reason="r")


def test_the_steward_sees_who_may_and_who_did(
    client: Any, idp: Idp, filled: Database, tmp_path: Path
) -> None:
    text = besloten.key(filled, [CLOSED])
    client.get(ITEMS, headers=bearer(idp, "corporaties"))
    with office.opened(office.settings(filled, tmp_path)) as browser:
        page = browser.sign_in().get("/toegang").text
        acts = browser.get("/logboek").text
    assert text.split("_")[1] in page
    assert text.split("_", 2)[2] not in page
    assert "De Sluis Wonen" in page
    assert "corporaties" in page
    assert ITEMS in page
    assert ITEMS not in acts
    assert "sleutel maken" in acts


def test_its_description_is_true(client: Any, idp: Idp) -> None:
    document = client.get("/v1/openapi.json", headers=bearer(idp)).json()
    assert "zonder sleutel" not in document["info"]["description"]
    assert set(document["components"]["securitySchemes"]) == {"token", "sleutel"}
    assert document["security"] == [{"token": []}, {"sleutel": []}]
    assert document["servers"][0]["url"] == f"{besloten.BASE}/v1"


def test_the_public_process_knows_open_layers_only(filled: Database, tmp_path: Path) -> None:
    """Whatever is sent along: no token, key or cookie makes it show more."""
    key = besloten.key(filled, [CLOSED])
    chosen = PublicSettings(api_dsn=filled.dsn("woonzorg_api"), var=tmp_path)
    with asgi_client(create_app(chosen).app, "http://127.0.0.1:8000") as client:
        for headers in ({}, keyed(key), {"Authorization": "Bearer x"}, {"Cookie": "a=b"}):
            assert ids(client.get("/v1/collections", headers=headers)) == [OPEN]
            for name in (CLOSED, OTHER):
                for path in (f"/v1/collections/{name}/items", f"/v1/downloads/{name}.csv"):
                    answer = client.get(path, headers=headers)
                    assert answer.status_code == 404, path
        assert client.get("/aanmelden").status_code == 404


def test_the_process_itself_starts_and_stops(filled: Database, tmp_path: Path) -> None:
    """As the command starts it: from its environment, with one sentence for a wrong setting."""
    secret = besloten_command.secret_file(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "WOONZORG_BESLOTEN_API_DSN": filled.dsn("woonzorg_api_restricted"),
        "WOONZORG_BESLOTEN_AUDIT_DSN": filled.dsn("woonzorg_audit"),
        "WOONZORG_BESLOTEN_VAR": str(tmp_path),
        "WOONZORG_BESLOTEN_PORT": str(port),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WOONZORG_")}
    command = [sys.executable, "-m", "geo_api.besloten"]
    wrong = subprocess.run(command, env=kept | own, capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 2
    assert "KEY_SECRET_FILE" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    own["WOONZORG_BESLOTEN_KEY_SECRET_FILE"] = str(secret)
    running = subprocess.Popen(command, env=kept | own, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _until(lambda: _status(f"{base}/health/live") == 200, 60)
        assert _status(f"{base}{ITEMS}") == 401
        running.terminate()
        assert running.wait(20) == 0
        assert not (tmp_path / "besloten").exists()
    finally:
        running.kill()
        running.wait(20)


def _status(url: str) -> int:
    try:
        return httpx.get(url).status_code
    except httpx.TransportError:
        return 0
