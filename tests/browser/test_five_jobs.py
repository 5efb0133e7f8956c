"""The five jobs of a planner who never saw this before: each within five clicks from the start."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.support import service
from tests.support.installations import Installation

MOST = 5


@dataclass
class Planner:
    """Somebody with a mouse; every press of it is counted, typing is not."""

    page: Page
    base: str
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """Press what can be seen."""
        what.wait_for()
        what.click()
        self.clicks += 1

    def search(self, text: str) -> None:
        """Type in the field of the start page and press its button."""
        self.page.get_by_role("searchbox").fill(text)
        self.click(self.page.get_by_role("button", name="Zoek"))


@pytest.fixture(scope="module")
def base(published_sample: Installation, static: Path) -> Iterator[str]:
    """The service on the published sample, with the built viewer."""
    assert (static / "index.html").is_file()
    dsn = published_sample.database.dsn("woonzorg_api")
    with service.running(dsn, published_sample.settings.var) as found:
        yield found


@pytest.fixture
def planner(browser: Browser, base: str) -> Iterator[Planner]:
    """At the start page; at the end there were five clicks at most."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page.set_default_timeout(30_000)
    page.goto(base)
    found = Planner(page, base)
    yield found
    page.close()
    assert 0 < found.clicks <= MOST


@pytest.fixture(scope="module")
def buurt(base: str) -> str:
    """Name of a buurt."""
    found = re.search(r'href="/buurt/[^"]+">([^<]+)</a>', httpx.get(f"{base}/buurt").text)
    assert found
    return found[1]


def _rows(page: Page) -> Locator:
    return page.locator("wz-table tbody tr")


def test_where_clustered_housing_is_promising_and_why(planner: Planner) -> None:
    page = planner.page
    planner.click(page.get_by_role("link", name=re.compile("Bekijk op de kaart.*kansrijk")))
    _rows(page).first.wait_for()
    scores = [
        float(text.split()[0].replace(",", "."))
        for text in page.locator("wz-table tbody td:nth-of-type(2)").all_inner_texts()[:10]
    ]
    assert scores == sorted(scores, reverse=True), "the most promising stand first"
    planner.click(_rows(page).first.get_by_role("button"))
    page.locator("wz-card").get_by_text("Waarom deze score").wait_for()


def test_two_areas_side_by_side(planner: Planner, buurt: str) -> None:
    page = planner.page
    planner.search(buurt)
    planner.click(page.get_by_role("link", name=re.compile(f"Op de kaart.*{buurt}")))
    planner.click(page.get_by_role("button", name="Vergelijk met een ander"))
    other = _rows(page).get_by_role("button").filter(has_not_text=buurt).first
    name = other.inner_text()
    planner.click(other)
    table = page.locator("wz-compare table, wz-card table").first
    table.wait_for()
    heads = " ".join(table.locator("th").all_inner_texts())
    assert buurt in heads
    assert name in heads


def test_whether_a_buurt_can_carry_it(planner: Planner, buurt: str) -> None:
    page = planner.page
    planner.search(buurt)
    planner.click(page.get_by_role("link", name=buurt, exact=True))
    told = page.locator(".draaglast").inner_text()
    assert re.search(r"Verhouding nu: (draagkrachtig|overig|zwaar maar gedragen|onder druk)", told)
    assert re.search(r"(gemiddelde van|vergeleken met) Nederland[.,]", told), (
        "the class is explained"
    )
    assert re.search(r"Bron: .*, peildatum \d", told)


def test_testing_an_initiative(planner: Planner, base: str) -> None:
    found = httpx.get(f"{base}/v1/collections/adressen/items?limit=1&f=json").json()
    known = found["features"][0]["properties"]
    page = planner.page
    planner.click(page.get_by_role("link", name="Een initiatief toetsen"))
    page.get_by_label("Adres of postcode").fill(f"{known['straat']} {known['huisnummer']}")
    page.get_by_label("Aantal woningen").fill("24")
    planner.click(page.get_by_role("button", name="Toets", exact=True))
    page.locator(".uitkomst").wait_for()
    assert known["straat"] in page.locator(".uitkomst").inner_text()
    assert page.get_by_role("region", name="Eisen", exact=True).is_visible()


def test_a_page_for_the_stuurgroep(planner: Planner) -> None:
    page = planner.page
    planner.click(page.get_by_role("link", name="Buurten en gebieden"))
    planner.click(page.locator(".namen a").first)
    assert page.get_by_text("als PDF bewaren").is_visible(), "how is said where it is wanted"
    made = page.pdf(prefer_css_page_size=True, tagged=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", made)) == 1


def test_a_picture_of_the_map_for_the_stuurgroep(planner: Planner) -> None:
    page = planner.page
    planner.click(page.get_by_role("link", name=re.compile("Bekijk op de kaart.*dragen")))
    _rows(page).first.wait_for()
    planner.click(page.locator("wz-keep summary, .wz-bewaar summary").first)
    with page.expect_download() as download:
        planner.click(page.get_by_role("button", name=re.compile("PNG|[Aa]fbeelding|[Pp]laatje")))
    assert download.value.suggested_filename.endswith(".png")
