"""Factsheets of places where much is known: one A4 whatever stands in it, and told what is cut."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.api import town
from tests.browser.support import service
from tests.support import clusters
from tests.support.installations import Installation

OUTPUT = Path(__file__).parent / "output"
LONG = (
    "Woonzorgcentrum Sint-Bonifatius-en-Sint-Maarten aan de Noorder Oude Kanaalstraat te "
    "Achterbroekerveen (voorheen De Wending), tweede fase"
)
MANY = 60
KINDS = ("ontmoeting", "huisarts", "apotheek", "fysiotherapeut", "supermarkt", "horeca", "halte")
KINDS += ("ziekenhuis", "verpleeghuis", "park", "basisschool")


@pytest.fixture(scope="module")
def base(published_sample: Installation) -> Iterator[str]:
    """The sample with 60 plans, complexes, parties and meeting places in one gebied."""
    own = published_sample.database
    with clusters.database(own.cluster, "vol", template=own.name) as full:
        with full.connect("postgres") as db:
            _fill(db)
        with service.running(full.dsn("woonzorg_api"), published_sample.settings.var) as found:
            yield found


def _fill(db: object) -> None:
    execute = db.execute  # type: ignore[attr-defined]
    for column in ("omschrijving", "eenheid_en"):  # the town leaves them out
        execute(f"ALTER TABLE pub.kolom ALTER COLUMN {column} DROP NOT NULL")
    execute("DROP VIEW pub_restricted.complexen, pub_restricted.partijen")  # a decision opens them
    found = execute(
        "SELECT gebied, ST_AsEWKT(ST_PointOnSurface(geometry)) AS punt FROM pub.beleidsgebieden"
    ).fetchall()
    lists: dict[str, list[dict[str, object]]] = {}
    for row in found:
        for laag, rows in _rows(row["gebied"], row["punt"]).items():
            lists.setdefault(laag, []).extend(rows)
    for version, (laag, rows) in enumerate(lists.items(), start=900_001):
        town.publish(db, laag, rows, version)  # type: ignore[arg-type]


def _rows(area: str, point: str) -> dict[str, list[dict[str, object]]]:
    """Of one gebied, by layer."""
    names = [f"{number} {LONG}" for number in range(MANY)]
    return {
        "vlekkenkaart": [
            {"vlek_id": f"{area}-{k}", "naam": name, "lijst": "x", "status": "hard"}
            | {"woningen": 120.0, "jaar_gereed": 2030, "geometry": point}
            for k, name in enumerate(names)
        ],
        "complexen": [
            {"complex_id": f"{area}-{k}", "naam": name, "corporatie": LONG, "woningen": 80.0}
            | {"leverancier": "x", "geometry": point}
            for k, name in enumerate(names)
        ],
        "partijen": [
            {"partij": name, "gebied": area, "rol": LONG, "bron": LONG, "leverancier": "x"}
            for name in names
        ],
        "voorzieningen": [
            {"sleutel": f"{area}-{soort}-{k}", "soort": soort, "naam": name, "geometry": point}
            for soort in KINDS
            for k, name in enumerate(names)
        ],
    }


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    found.set_default_timeout(30_000)
    yield found
    found.close()


def _pages(page: Page) -> int:
    made = page.pdf(prefer_css_page_size=True, tagged=True)
    return len(re.findall(rb"/Type /Page\b(?!s)", made))


def _lengthen(page: Page) -> None:
    """A name of the area that no column was made for."""
    page.evaluate(
        """(name) => document.querySelectorAll("h1, .meta a")
        .forEach((one) => { one.textContent = name; })""",
        LONG,
    )


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_a_gebied_with_much_in_it_is_one_a4(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/buurt")
    paths = [str(one.get_attribute("href")) for one in page.locator("a[href^='/gebied/']").all()]
    rest = MANY - 3
    for path in [one for one in paths if "maken" not in one]:
        page.emulate_media(media="screen")
        page.goto(f"{base}{path}?taal={taal}")
        assert page.locator(".factsheet .tabel tbody tr:visible").count() == 3 * MANY
        page.emulate_media(media="print")
        told = page.locator(".factsheet").inner_text()
        said = f"En {rest} andere, op {base}{path}"
        english = f"And {rest} others, at {base}{path}"
        assert told.count(said if taal == "nl" else english) == 3, "plans, complexes, parties"
        assert f" {rest} {'andere' if taal == 'nl' else 'others'}." in told, "meeting places"
        _lengthen(page)
        assert _pages(page) == 1, path
    OUTPUT.mkdir(exist_ok=True)
    page.set_viewport_size({"width": 718, "height": 1062})
    page.screenshot(path=OUTPUT / f"vol-{taal}.png", full_page=True)


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_a_buurt_with_a_very_long_name_is_one_a4(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/buurt")
    paths = [
        str(one.get_attribute("href")) for one in page.locator("a[href^='/buurt/']").all()[:12:4]
    ]
    for path in paths:
        page.goto(f"{base}{quote(path)}?taal={taal}")
        _lengthen(page)
        assert _pages(page) == 1, path
