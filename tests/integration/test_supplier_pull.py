"""Suppliers whose file is fetched, over https and over SFTP, beside those who bring it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit

from pipelines.opstart.installation import PROFILE
from pipelines.sample.publisher import hosts
from tests.faults.support import Refreshed, Site, farm
from tests.support.sftp import PASSWORD, Server, serving

FEED, ONE = "corporatiecomplexen", "de-sluis-wonen"
EAST, WEST = "corporatie-oost", "corporatie-west"
HOST = "gegevens.voorbeeld.nl"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    made = farm().copy("klein")
    path = made.feeds / PROFILE
    text = tomlkit.parse(path.read_text("utf-8"))
    own = {"peildatum": "kolom"}
    text["bronnen"][FEED] = [  # type: ignore[index]
        {"vorm": "map", "adres": f"leveringen/{FEED}", **own},
        {
            "vorm": "csv",
            "adres": f"https://{HOST}/oost/complexen.csv",
            "leverancier": EAST,
            **own,
        },
        {
            "vorm": "sftp",
            "adres": f"sftp://wzk@127.0.0.1:{server.port}/uit/",
            "leverancier": WEST,
            "hostsleutel": server.key,
            "geheim": "WOONZORG_GEHEIM_WEST",
            **own,
        },
    ]
    path.write_text(tomlkit.dumps(text), "utf-8")
    yield made
    made.drop()


def lines_of(site: Site, company: str) -> list[str]:
    """The rows of a supplier who brings his file, as if they were of another company."""
    head, *rows = next((site.deliveries / FEED / ONE).iterdir()).read_text("utf-8").splitlines()
    names = head.split(";")
    made = []
    for row in rows:
        cells = row.split(";")
        cells[names.index("corporatie")] = company
        made.append(";".join(cells))
    return [head, *made]


def refreshed(site: Site) -> Refreshed:
    with site.publisher() as publisher:
        mapped = {**hosts(publisher.url), HOST: publisher.url}
        site.extra = {"WOONZORG_HOSTS": json.dumps(mapped), "WOONZORG_GEHEIM_WEST": PASSWORD}
        return site.refresh(FEED)


def states(site: Site, supplier: str) -> list[str]:
    rows = site.query(
        "SELECT toestand FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " ORDER BY levering",
        FEED,
        supplier,
    )
    return [row["toestand"] for row in rows]


def test_files_are_fetched_published_refused_and_erased_like_those_that_are_brought(
    site: Site, server: Server
) -> None:
    east = site.feeds / "bestanden" / "oost" / "complexen.csv"
    east.parent.mkdir(parents=True)
    east.write_text("\n".join(lines_of(site, "Oost")) + "\n", "utf-8")
    west = lines_of(site, "West")
    server.put("uit/complexen.csv", "\n".join(west) + "\n")
    done = refreshed(site)
    assert done.states(FEED) == {"gepubliceerd"}, done.text
    held = site.query(
        f"SELECT DISTINCT leverancier FROM store.{FEED} WHERE version = %s",  # noqa: S608
        site.version(FEED),
    )
    assert {row["leverancier"] for row in held} >= {ONE, EAST, WEST}
    assert PASSWORD not in done.text + str(done.events)
    reports = site.var / "verslagen" / FEED
    assert list((reports / EAST).glob("*.html"))
    assert list((reports / WEST).glob("*.html"))
    _personal_data_on_the_server(site, server, west)


def _personal_data_on_the_server(site: Site, server: Server, west: list[str]) -> None:
    """What lies on his own server is his to take away; we do not fetch it a second time."""
    before = site.version(FEED)
    spoilt = [f"{west[0]};BSN", *(f"{row};123456782" for row in west[1:])]
    server.put("uit/complexen.csv", "\n".join(spoilt) + "\n", age=30)
    done = refreshed(site)
    assert done.states(FEED) == {"geweigerd"}, done.text
    assert states(site, WEST) == ["goed", "gewist"]
    assert states(site, EAST) == ["goed"]
    assert site.version(FEED) == before
    held = [f for f in (site.var / "landing").rglob("*") if f.is_file()]
    assert not [f for f in held if b"123456782" in f.read_bytes()]
    server.opened.clear()
    quiet = refreshed(site)
    assert quiet.states(FEED) == {"geweigerd"}
    assert server.opened == []
