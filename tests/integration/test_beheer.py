"""The steward's pages: who may come in, what each route asks, and what goes on record."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.routing import Mount

from geo_api.beheer.app import create_restricted
from geo_api.beheer.office import acting, signed_in
from geo_api.main import create_app
from geo_api.settings import Settings as PublicSettings
from tests.support import office
from tests.support.clusters import Database
from tests.support.office import FEED, SUPPLIER, WORD, Browser

OPEN = {
    "/aanmelden",
    "/aanmelden/oidc",
    "/aanmelden/terug",
    "/aanmelden/link/{woord}",
    "/aanmelden/link",
    "/health/live",
    "/stijl.css",
    "/icoon.svg",
}
"""Routes that nobody needs to be signed in for; a new one without an entry here is a red test."""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def filled(database: Database, var: Path) -> Database:
    office.fill(database, var)
    return database


@pytest.fixture
def stranger(filled: Database, var: Path) -> Iterator[Browser]:
    """Somebody who is not signed in."""
    with office.opened(office.settings(filled, var)) as found:
        yield found


@pytest.fixture
def steward(stranger: Browser) -> Browser:
    """Somebody who may act."""
    return stranger.sign_in()


def refused(database: Database) -> int:
    """Number of the refused delivery."""
    return int(
        database.value("SELECT max(levering) FROM log.levering WHERE toestand = 'geweigerd'")
    )


def acts(database: Database) -> list[tuple[str, ...]]:
    rows = database.rows("SELECT * FROM audit.handeling ORDER BY id", role="postgres")
    names = ("handeling", "voorwerp", "uitkomst", "herkomst", "wie", "reden")
    return [tuple(row[name] for name in names) for row in rows]


def innermost(app: Any) -> Any:
    """The routes, without what stands around them: limits, compression, counting."""
    while hasattr(app, "_app"):
        app = app._app
    return app


def routes(app: Any) -> Iterator[APIRoute]:
    """Every route of an application, those of included routers too."""
    waiting = list(innermost(app).routes)
    assert waiting
    while waiting:
        route = waiting.pop(0)
        if inner := getattr(route, "original_router", None):
            waiting += inner.routes
        elif not isinstance(route, Mount):
            assert isinstance(route, APIRoute), route
            yield route


def dependencies(route: APIRoute) -> set[Any]:
    found, waiting = set(), [route.dependant]
    while waiting:
        one = waiting.pop()
        found.add(one.call)
        waiting += one.dependencies
    return found


def test_every_route_asks_who_you_are(filled: Database, var: Path) -> None:
    for route in routes(create_restricted(office.settings(filled, var)).app):
        asked = dependencies(route)
        assert (signed_in in asked) == (route.path not in OPEN), route.path
        if "POST" in route.methods and route.path not in OPEN | {"/afmelden"}:
            assert acting in asked, route.path


def test_a_stranger_gets_nothing(stranger: Browser, filled: Database, var: Path) -> None:
    before = acts(filled)
    for route in routes(create_restricted(office.settings(filled, var)).app):
        path = re.sub(r"\{[^}]+\}", "1", route.path)
        if route.path in OPEN:
            continue
        if "GET" in route.methods:
            answer = stranger.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/aanmelden"), path
            assert stranger.get(path, headers={"Accept": "*/*"}).status_code == 401, path
        else:
            assert stranger.post(path, {"reden": "x"}).status_code == 401, path
    assert acts(filled) == before


def test_no_answer_is_kept_or_framed_and_no_page_runs_a_script(steward: Browser) -> None:
    for path in (
        "/",
        "/aanmelden",
        "/stijl.css",
        "/icoon.svg",
        "/health/live",
        "/nergens",
        "/leveringen/x",
    ):
        headers = steward.get(path).headers
        assert headers.get_list("cache-control") == ["no-store"], path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "etag" not in headers


def test_foreign_hosts_and_foreign_forms_are_refused(steward: Browser, filled: Database) -> None:
    assert steward.get("/", headers={"Host": "elders.invalid"}).status_code == 421
    path = f"/leveringen/{refused(filled)}/goedkeuren"
    before = acts(filled)
    for headers in (
        {"Origin": "http://elders.invalid"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        assert steward.post(path, {"reden": "x"}, headers=headers).status_code == 403
    assert acts(filled) == before
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS"):
        assert steward._ask(method, "/").status_code == 405


def test_a_form_without_its_token_does_nothing_and_is_on_record(
    steward: Browser, filled: Database
) -> None:
    number = refused(filled)
    for token in ("", "x", "é", WORD):
        done = steward.post(f"/leveringen/{number}/goedkeuren", {"reden": "x", "token": token})
        assert done.status_code == 403
        assert "verlopen" in done.text
    assert filled.value(f"SELECT goedgekeurd FROM log.levering WHERE levering = {number}") is False  # noqa: S608
    said = acts(filled)[-1]
    assert said[:1] + said[2:5] == (
        "goedkeuren",
        "geweigerd: formulier zonder geldig kenmerk",
        "stewardpagina",
        "A. Beheerder",
    )
    kind = {"headers": {"Content-Type": "text/plain"}, "content": b"x", "data": None}
    assert steward.post("/publicatie/lagen/buurten/intrekken", **kind).status_code == 400
    large = {"reden": "x" * 70_000}
    assert steward.post("/publicatie/lagen/buurten/intrekken", large).status_code == 413


def test_the_link_works_once(stranger: Browser, filled: Database) -> None:
    page = stranger.get(f"/aanmelden/link/{WORD}")
    assert page.status_code == 200
    assert 'name="naam"' in page.text
    assert stranger.get("/aanmelden/link/raad").status_code == 403
    assert stranger.post("/aanmelden/link", {"woord": WORD, "naam": " "}).status_code == 400
    done = stranger.post("/aanmelden/link", {"woord": WORD, "naam": "  B.  Steward "})
    assert done.status_code == 303
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert acts(filled)[-1] == ("aanmelden", "link", "gedaan", "stewardpagina", "B. Steward", "")
    assert stranger.get("/").status_code == 200
    other = Browser(stranger.client, {})
    assert other.get(f"/aanmelden/link/{WORD}").status_code == 403
    assert other.post("/aanmelden/link", {"woord": WORD, "naam": "C. Ander"}).status_code == 403
    assert other.get("/").headers["location"] == "/aanmelden"
    assert acts(filled)[-1][2].startswith("geweigerd")


def test_signing_out_ends_the_session_for_good(steward: Browser) -> None:
    stolen = dict(steward.cookies)
    assert steward.post("/afmelden").headers["location"] == "/aanmelden"
    assert Browser(steward.client, stolen).get("/").headers["location"] == "/aanmelden?verlopen=ja"


def test_a_session_ends_by_itself(filled: Database, var: Path) -> None:
    with office.opened(office.settings(filled, var, idle_min=1e-6)) as browser:
        browser.post("/aanmelden/link", {"woord": WORD, "naam": "A. Beheerder"})
        assert browser.get("/").headers["location"] == "/aanmelden?verlopen=ja"


def test_over_tls_the_cookie_is_bound_to_the_host(filled: Database, var: Path) -> None:
    oidc = {
        "base_url": "https://beheer.voorbeeld.invalid",
        "allowed_hosts": ("127.0.0.1",),
        "oidc_issuer": "https://id.invalid",
        "oidc_client": "kaart",
        "oidc_secret": "geheim",
        "oidc_rights": {"stewards": "beheren"},
    }
    with office.opened(office.settings(filled, var, **oidc)) as browser:
        origin = {"Origin": "https://beheer.voorbeeld.invalid"}
        fields = {"woord": WORD, "naam": "A. Beheerder"}
        done = browser.post("/aanmelden/link", fields, headers=origin)
        cookie = done.headers["set-cookie"]
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "Domain" not in cookie
        assert "max-age" in done.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"local_link": ""},
        {"host": "0.0.0.0"},  # noqa: S104 - refused, that is the point
        {"base_url": "https://beheer.voorbeeld.invalid"},
        {"oidc_issuer": "http://id.invalid", "oidc_client": "x", "oidc_secret": "y"},
        {"oidc_issuer": "https://id.invalid"},
        {
            "oidc_issuer": "https://id.invalid",
            "oidc_client": "x",
            "oidc_secret": "y",
            "oidc_rights": {"g": "alles"},
        },
    ],
)
def test_settings_that_would_let_anyone_in_are_refused(
    filled: Database, var: Path, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        office.settings(filled, var, **wrong)


def test_trouble_stands_first(steward: Browser) -> None:
    text = steward.get("/").text
    first, _, rest = text.partition('id="wacht"')
    assert "kolom x ontbreekt" in first
    assert "De Sluis Wonen" in first
    assert "data@sluis.invalid" in first
    assert first.index("Geweigerd") < first.index("Te laat")
    assert "In orde" not in first.partition("<tbody>")[2]
    assert "igj" not in first.lower()
    assert "<details>" in rest


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/kalender", "30 juni 2027"),
        ("/leveranciers", "data@sluis.invalid"),
        (f"/leveranciers/{SUPPLIER}", "90 dagen"),
        ("/publicatie", "Wat lezers zien"),
        ("/verversingen", "Rooster"),
        ("/meldingen", "geen meldingen"),
        ("/logboek", "aanmelden"),
        ("/aanleveren", "De Sluis Wonen"),
    ],
)
def test_pages_say_what_they_are_for(steward: Browser, path: str, says: str) -> None:
    answer = steward.get(path)
    assert answer.status_code == 200
    assert says in answer.text
    assert answer.text.count("<h1") == 1
    assert "<script" not in answer.text
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)


def test_a_delivery_with_all_that_is_known_of_it(steward: Browser, filled: Database) -> None:
    number = refused(filled)
    with filled.connect() as db:
        db.execute(
            "UPDATE log.levering SET telling = %s, verschil = %s WHERE levering = %s",
            (
                '{"ontvangen": 70, "gepubliceerd": 9, "afgekeurd": 60, "dubbel": 1,'
                ' "buiten_bereik": {"totaalrij": 1}}',
                '{"versie": 1, "vorige_rijen": 12, "nieuw": 1, "weg": 4, "gewijzigd": 2,'
                ' "sleutels": {"weg": ["C-7", "C-9"]}}',
                number,
            ),
        )
        db.execute(
            "INSERT INTO log.bevinding (epoch, dataset, controle, geslaagd, zwaarte, uitleg,"
            " bewijs) VALUES (1, %s, 'levering', false, 'fout', 'naam is «Hof 3»', %s)",
            (FEED, f'{{"levering": {number}}}'),
        )
        db.execute(
            "UPDATE log.levering SET reden = 'kolom x ontbreekt (bijvoorbeeld Hof 3)'"
            " WHERE levering = %s",
            (number,),
        )
    assert "naam is …" in steward.get(f"/leveringen/{number}").text
    assert "Hof 3" not in steward.get("/").text
    text = steward.get(f"/leveringen/{number}").text
    for said in ("totaalrij", "C-7, C-9", "Verdwenen", "1.234 bytes", "Eén keer goedkeuren"):
        assert said in text, said
    assert "Hof 3" not in text, "a reason of business data quotes nothing"
    assert steward.get("/leveringen/999999").status_code == 404
    assert steward.get("/leveringen/1'").status_code == 400


def test_rows_set_apart_are_masked_paged_and_looking_is_on_record(
    steward: Browser, filled: Database
) -> None:
    number = refused(filled)
    text = steward.get(f"/leveringen/{number}/afgekeurd").text
    assert "waarde van" not in text
    assert "wa…" in text
    assert "vreemd" not in text
    assert "Hof 3" not in text
    assert "verborgen" in text
    assert acts(filled)[-1][:2] == ("inzien", f"quarantaine {number}")
    assert f"/leveringen/{number}/afgekeurd?vanaf=50" in text
    later = steward.get(f"/leveringen/{number}/afgekeurd?vanaf=50").text
    assert later.count('<tr role="row">') == 11
    assert steward.get(f"/leveringen/{number}/afgekeurd?vanaf=-1").status_code == 400


def test_a_report_is_downloaded_by_number_only(
    steward: Browser, filled: Database, var: Path
) -> None:
    number = refused(filled)
    folder = var / "verslagen" / FEED / SUPPLIER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.txt").write_text("Beste leverancier,", encoding="utf-8")
    assert "Beste leverancier," in steward.get(f"/leveringen/{number}").text
    found = steward.get(f"/leveringen/{number}/verslag/txt")
    assert found.text == "Beste leverancier,"
    assert "attachment" in found.headers["content-disposition"]
    assert found.headers.get_list("cache-control") == ["no-store"]
    for kind in ("html", "exe", "..%2f..%2fprofiel.toml"):
        assert steward.get(f"/leveringen/{number}/verslag/{kind}").status_code == 404


def test_the_database_says_no_and_that_is_on_record(steward: Browser, filled: Database) -> None:
    good = filled.value("SELECT min(levering) FROM log.levering")
    done = steward.post(f"/leveringen/{good}/goedkeuren", {"reden": "mag"})
    assert done.status_code == 303
    assert "niet als geweigerd" in steward.get(done.headers["location"]).text
    assert acts(filled)[-1][2].startswith("geweigerd: Levering")
    done = steward.post("/publicatie/lagen/nergens/intrekken", {"reden": "mag"})
    assert 'role="alert"' in steward.get(done.headers["location"]).text
    done = steward.post(f"/publicatie/datasets/{FEED}/terugdraaien", {"reden": " "})
    assert "Geef een naam en een reden" in steward.get(done.headers["location"]).text
    assert acts(filled)[-1][:3] == (
        "terugdraaien",
        FEED,
        "geweigerd: Geef een naam en een reden; ze worden vastgelegd.",
    )


def test_a_proposed_mapping_is_confirmed_on_the_page(steward: Browser, filled: Database) -> None:
    number = refused(filled)
    with filled.connect() as db:
        db.execute(
            "UPDATE log.levering SET voorstel = %s WHERE levering = %s",
            (
                '{"kolommen": {"complex_id": "Complexnr", "naam": "Omschrijving"},'
                ' "onbekend": ["Opm. <b>"], "ontbreekt": ["woningen_aantal"]}',
                number,
            ),
        )
    text = steward.get(f"/leveringen/{number}").text
    assert re.search(r'value="Complexnr" selected', text)
    assert "staat er niet in" in text
    assert "<b>" not in text
    assert "Eén keer goedkeuren" not in text  # that would not bring the columns
    done = steward.post(
        f"/leveringen/{number}/koppelen",
        {
            "kolom.complex_id": "Complexnr",
            "kolom.naam": "Opm. <b>",
            "kolom.woningen_aantal": "",
            "reden": "Nagevraagd",
        },
    )
    assert "Complex = Complexnr" in steward.get(done.headers["location"]).text
    (held,) = filled.rows("SELECT * FROM log.koppeling")
    assert held["kolommen"] == {"complex_id": "Complexnr", "naam": "Opm. <b>"}
    assert (held["leverancier"], held["wie"]) == (SUPPLIER, "A. Beheerder")
    assert acts(filled)[-1][0] == "koppelen"


def test_a_proposed_mapping_is_dropped_on_the_page(own_database: Database, tmp_path: Path) -> None:
    office.fill(own_database, tmp_path)
    number = refused(own_database)
    with own_database.connect() as db:
        db.execute(
            "UPDATE log.levering SET voorstel = %s, reden = 'Kolom ontbreekt. Voorstel: naam = "
            "«Omschrijving». Klopt dat?', bevestigd = clock_timestamp() WHERE levering = %s",
            ('{"kolommen": {"naam": "Omschrijving"}, "onbekend": [], "ontbreekt": []}', number),
        )
    with office.opened(office.settings(own_database, tmp_path)) as browser:
        browser.sign_in()
        assert "Voorstel afwijzen" in browser.get(f"/leveringen/{number}").text
        refusal = browser.post(f"/leveringen/{number}/voorstel-afwijzen", {"reden": " "})
        assert "Geef een naam en een reden" in browser.get(refusal.headers["location"]).text
        done = browser.post(f"/leveringen/{number}/voorstel-afwijzen", {"reden": "is <i>opm</i>"})
        text = browser.get(done.headers["location"]).text
        assert "is afgewezen" in text
        assert "Voorstel voor de kolommen afgewezen" in text
        assert "is &lt;i&gt;opm&lt;/i&gt;" in text
        assert "Koppeling bevestigen" not in text
        assert "Klopt dat?" not in text
        again = browser.post(f"/leveringen/{number}/voorstel-afwijzen", {"reden": "nog eens"})
        assert "geen voorstel om af te wijzen" in browser.get(again.headers["location"]).text
    said = [act for act in acts(own_database) if act[0] == "koppeling afwijzen"]
    assert [(act[1], act[3], act[4]) for act in said] == [
        (f"{FEED}/{SUPPLIER}", "stewardpagina", "A. Beheerder")
    ] * 3
    assert [act[2].split(":")[0] for act in said] == ["geweigerd", "gedaan", "geweigerd"]
    assert own_database.rows("SELECT * FROM log.koppeling") == []


def test_who_may_only_look_cannot_act(steward: Browser, filled: Database) -> None:
    (session,) = innermost(steward.client.app).state.office.sessions._held.values()
    session.right = "inzien"
    number = refused(filled)
    page = steward.get(f"/leveringen/{number}").text
    assert "goedkeuren" not in page
    assert "alleen inzien" in page
    assert steward.get("/aanleveren").status_code == 403
    assert steward.post(f"/leveringen/{number}/goedkeuren", {"reden": "x"}).status_code == 403
    assert acts(filled)[-1][:3] == (
        "goedkeuren",
        f"/leveringen/{number}/goedkeuren",
        "geweigerd: geen recht om te beheren",
    )


def test_texts_of_suppliers_are_escaped(own_database: Database, tmp_path: Path) -> None:
    office.fill(own_database, tmp_path)
    with own_database.connect() as db:
        db.execute("UPDATE log.leverancier SET naam = '<script>alert(1)</script>', contact = naam")
        db.execute("UPDATE log.levering SET reden = '<img src=x>' WHERE toestand = 'geweigerd'")
    with office.opened(office.settings(own_database, tmp_path)) as browser:
        browser.sign_in("<b>naam</b>")
        number = refused(own_database)
        for path in ("/", "/leveranciers", f"/leveringen/{number}", "/logboek", "/aanleveren"):
            text = browser.get(path).text
            assert "<script" not in text
            assert "<img" not in text
            assert "<b>naam" not in text


def test_the_public_process_has_neither_routes_nor_credentials(filled: Database) -> None:
    own = {name for name in PublicSettings.model_fields if "steward" in name or "oidc" in name}
    assert own == set()
    app = create_app(PublicSettings(api_dsn=filled.dsn("woonzorg_api"))).app
    paths = {route.path for route in routes(app)}
    assert "/datastatus" in paths
    own = {route.path for route in routes(create_restricted(office.settings(filled, Path())).app)}
    assert paths & own == {"/", "/stijl.css", "/icoon.svg", "/health/live"}
    sent = {route.path for route in routes(app) if route.methods != {"GET"}}
    asked = {"/v1/toets", "/v1/watals", "/v1/kansen/weging", "/v1/locatiekeuze", "/v1/taken/{taak}"}
    forms = {"/toets", "/gebieden/maken"}
    # None of them changes what is published.
    assert sent == {"/v1/zoekvragen", "/v1/feiten"} | asked | forms
    with (
        filled.connect("woonzorg_api") as db,
        pytest.raises(Exception, match="permission denied"),
    ):
        db.execute("SELECT * FROM beheer.stand")


@pytest.mark.parametrize("role", ["woonzorg_api", "woonzorg_api_restricted"])
def test_readers_cannot_execute_a_verb(filled: Database, role: str) -> None:
    with filled.connect(role) as db, pytest.raises(Exception, match="permission denied"):
        db.execute("SELECT beheer.intrekken('buurten', 'x', 'y', 'stewardpagina')")
