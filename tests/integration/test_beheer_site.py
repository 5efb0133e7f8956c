"""The steward's day on a published installation: refused, looked into, approved, turned back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.faults.support import Site, drop_file, farm
from tests.support import office
from tests.support.clusters import Database
from tests.support.office import Browser

FEED, SUPPLIER = "corporatiecomplexen", "de-sluis-wonen"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    yield made
    made.drop()


@contextmanager
def desk(site: Site) -> Iterator[Browser]:
    database = Database(site.farm.cluster, site.name)
    with office.opened(office.settings(database, site.var)) as browser:
        yield browser.sign_in()


@contextmanager
def public(site: Site) -> Iterator[Any]:
    settings = Settings(
        api_dsn=site.dsn("woonzorg_api"), var=site.var, base_url="http://127.0.0.1:8000", poll_s=60
    )
    with asgi_client(create_app(settings).app, "http://127.0.0.1:8000") as client:
        yield client


def refresh(site: Site) -> int:
    with site.publisher():
        return site.refresh().status


def acts(site: Site) -> list[tuple[str, str, str]]:
    rows = site.query("SELECT handeling, uitkomst, herkomst FROM audit.handeling ORDER BY id")
    kept = [row for row in rows if row["handeling"] not in ("aanmelden", "inzien")]
    return [(row["handeling"], row["uitkomst"], row["herkomst"]) for row in kept]


def test_the_public_page_tells_every_layer_and_no_supplier(site: Site) -> None:
    with public(site) as client:
        found = client.get("/v1/datastatus").json()
        shown = {
            row["collection"]["id"] if "collection" in row else row["id"]
            for row in client.get("/v1/collections").json()["collections"]
        }
        assert {row["laag"] for row in found["lagen"]} == shown
        for row in found["lagen"]:
            assert row["toestand"] == "actueel", row
            assert row["bron"]
            assert row["licentie"]
            assert row["laatstGoed"]
            for part in row["onderdelen"]:
                assert part["verwacht"] > part["gecontroleerd"]
        page = client.get("/datastatus")
        assert page.text.count("<h1") == 1
        for name in (SUPPLIER, "woonlindenhof", "Sluis"):
            assert name not in page.text + client.get("/v1/datastatus").text
        again = client.get("/datastatus", headers={"If-None-Match": page.headers["etag"]})
        assert again.status_code == 304
        assert client.get("/datastatus?f=json").json() == found


def test_a_refused_delivery_is_approved_on_its_page(site: Site) -> None:
    lines = next((site.deliveries / FEED / SUPPLIER).iterdir()).read_text("utf-8").splitlines()
    drop_file(site.deliveries / FEED / SUPPLIER, "klein.csv", "\n".join(lines[:3]) + "\n")
    assert refresh(site) == 3
    told = site.query("SELECT soort, dataset, leverancier FROM log.melding WHERE opgelost IS NULL")
    assert told == [{"soort": "geweigerd", "dataset": FEED, "leverancier": SUPPLIER}]
    with desk(site) as steward:
        page = steward.get("/").text
        assert "bruikbare rijen" in page.partition('id="wacht"')[0]
        number = site.value("SELECT max(levering) FROM log.levering WHERE toestand = 'geweigerd'")
        page = steward.get(f"/leveringen/{number}").text
        assert "Geweigerd" in page
        assert "Verdwenen" in page
        done = steward.post(f"/leveringen/{number}/goedkeuren", {"reden": "Sloop, klopt"})
        assert "is goedgekeurd" in steward.get(done.headers["location"]).text
        assert "goedgekeurd" in steward.get("/").text.partition('id="wacht"')[2]
    assert acts(site)[-1] == ("goedkeuren", "gedaan", "stewardpagina")
    assert refresh(site) == 0
    with desk(site) as steward:
        assert "Niets: alle leveringen zijn binnen en goed." in steward.get("/").text
        assert "Opgelost" in steward.get("/meldingen").text
        assert "Wat gemeld is" in steward.get("/meldingen").text


def test_a_layer_is_withdrawn_and_restored_while_readers_look(site: Site) -> None:
    with public(site) as client, desk(site) as steward:
        layer = client.get("/v1/datastatus").json()["lagen"][0]["laag"]
        assert f"/publicatie/lagen/{layer}/intrekken" in steward.get("/publicatie").text
        steward.post(f"/publicatie/lagen/{layer}/intrekken", {"reden": "Wordt onderzocht"})
        assert "Ingetrokken" in steward.get("/publicatie").text
        assert client.get("/health/ready").status_code == 200  # looks at once
        gone = client.get(f"/v1/collections/{layer}")
        assert gone.status_code == 410
        assert "Wordt onderzocht" in gone.json()["detail"]
        assert layer not in {row["laag"] for row in client.get("/v1/datastatus").json()["lagen"]}
        steward.post(f"/publicatie/lagen/{layer}/herstellen", {"reden": "Klopt"})
        assert client.get("/health/ready").status_code == 200
        assert client.get(f"/v1/collections/{layer}").status_code == 200
    assert [act for act, *_ in acts(site)][-2:] == ["intrekken", "herstellen"]


def test_a_dataset_is_turned_back(site: Site) -> None:
    release = site.value("SELECT max(release) FROM pub.release")
    with desk(site) as steward:
        assert f"/publicatie/datasets/{FEED}/terugdraaien" in steward.get("/publicatie").text
        steward.post(f"/publicatie/datasets/{FEED}/terugdraaien", {"reden": "Toch niet"})
        assert f"Release {release + 1}" in steward.get("/publicatie").text
        assert "Teruggedraaid" in steward.get("/").text.partition('id="wacht"')[0]
    assert acts(site)[-1] == ("terugdraaien", f"release {release + 1}", "stewardpagina")


def test_command_line_and_page_see_the_same(site: Site) -> None:
    rows = site.status()["leveringen"]
    first = next(row for row in rows if row["dataset"] == FEED and row["leverancier"] == SUPPLIER)
    assert first["toestand"] == "teruggedraaid"
    assert rows[0]["toestand"] == "teruggedraaid", "trouble first"
