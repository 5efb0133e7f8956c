"""No link of any page is dead: the public process, and the restricted one after a real login."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo_api.besloten.site import plan
from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support import besloten, crawl
from tests.support import idp as idp_module
from tests.support.idp import CLIENT, SECRET
from tests.support.installations import Installation

PUBLIC = "http://127.0.0.1:8000"
GROUP = "kruipers"
THEMES = ("woningen", "kansen", "draaglast", "zorg", "opgave", "bevolking", "factsheet")


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A viewer of one page: the real one has links of its own, and tests of its own."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "index.html").write_text("<!doctype html><title>Kaart</title>")
    (folder / "thema.css").write_text("")
    return folder


@pytest.fixture(scope="module")
def public(published_sample: Installation, static: Path) -> Iterator[Any]:
    chosen = Settings(
        api_dsn=published_sample.database.dsn("woonzorg_api"),
        var=published_sample.settings.var,
        base_url=PUBLIC,
        static=static,
    )
    with asgi_client(create_app(chosen).app, PUBLIC) as client:
        yield client


@pytest.fixture(scope="module")
def rights(published_sample: Installation) -> Iterator[None]:
    """Every restricted theme, for one group; taken back, for the sample is only looked at."""
    database = published_sample.database
    for theme in THEMES:
        besloten.grant(database, GROUP, "thema", theme)
    yield
    for theme in THEMES:
        besloten.revoke(database, GROUP, "thema", theme)


@pytest.fixture(scope="module")
def inside(
    published_sample: Installation,
    rights: None,  # noqa: ARG001 - given before anybody comes in
    static: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Any, dict[str, str]]]:
    """The restricted process with a browser that signed in."""
    with idp_module.running() as idp:
        chosen = besloten.settings(
            published_sample.database,
            tmp_path_factory.mktemp("besloten"),
            archives=published_sample.settings.var / "tiles",
            static=static,
            oidc_issuer=idp.issuer,
            oidc_client=CLIENT,
            oidc_secret=SECRET,
            objects_a_day=10_000_000,
            rate_tegels="1000/1000",
        )
        with besloten.serving(chosen) as client:
            yield client, besloten.signed_in(client, idp, [GROUP])


def names(client: Any, headers: dict[str, str]) -> list[str]:
    return besloten.ids(client.get("/v1/collections", headers=headers))


def test_public(public: Any) -> None:
    asked = {"Accept": "text/html", "Accept-Language": "nl"}
    found = crawl.follow(
        lambda path: public.get(path, headers=asked), PUBLIC, ["/"], names(public, {})
    )
    assert not found.dead
    for start in ("/kaart", "/lagen", "/datastatus", "/methode", "/v1/docs", "/buurt", "/toets"):
        assert found.pages[start] == 200, start
    assert len(found.pages) > 200


def test_restricted(inside: tuple[Any, dict[str, str]]) -> None:
    client, cookie = inside
    asked = {"Accept": "text/html", "Accept-Language": "nl"} | cookie
    found = crawl.follow(
        lambda path: client.get(path, headers=asked),
        besloten.BASE,
        ["/", "/aanmelden"],
        names(client, cookie),
    )
    assert not found.dead
    opened = [path for path, status in found.pages.items() if status == 200]
    for page in (part.path for room in plan.ROOMS for part in room.parts):
        assert any(path.partition("?")[0] == page for path in opened), page
    for start in ("/kaart", "/lagen", "/datastatus", "/methode", "/v1/docs"):
        assert found.pages[start] == 200, start
    assert len(found.pages) > 200
