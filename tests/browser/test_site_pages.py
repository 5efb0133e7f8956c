"""The pages without JavaScript in a browser: access for everyone, and factsheets on one A4."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import axe, service
from tests.support.installations import Installation

OUTPUT = Path(__file__).parent / "output"
PAGES = (
    *("/", "/buurt", "/gebieden/maken", "/toets", "/voortgang", "/doorstroming", "/uitstroom"),
    *("/regio", "/partijen", "/methode", "/methode/m09_kansen", "/toegankelijkheid", "/privacy"),
    *("/lagen", "/lagen/draaglast", "/datastatus", "/releases", "/zoek?q=kerk", "/zoek?q=zzzz"),
    *("/gebied/Weg", "buurt", "gebied"),
)
_OPEN = """[...document.querySelectorAll("details")].slice(0, 2)
  .forEach((one) => { one.open = true; })"""
_SMALL = """() => [...document.querySelectorAll("button, select, summary, input, nav a")]
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect(), one])
  .filter(([, box, one]) => box.width > 1 && (box.width < 24 || box.height < 24)
    && !one.closest("label"))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="module")
def base(published_sample: Installation) -> Iterator[str]:
    """The service on the published sample."""
    dsn = published_sample.database.dsn("woonzorg_api")
    with service.running(dsn, published_sample.settings.var) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of somebody who reads Dutch and has no JavaScript of ours."""
    found = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    found.set_default_timeout(20_000)
    yield found
    found.close()


def _areas(base: str, kind: str) -> list[str]:
    return re.findall(rf'href="(/{kind}/[^"]+)"', httpx.get(f"{base}/buurt").text)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_page_fits(page: Page, base: str, path: str) -> None:
    address = path if path[0] == "/" else _areas(base, path)[0]
    page.goto(base + address)
    page.evaluate(_OPEN)
    assert axe.faults(page) == []
    assert page.evaluate(_SMALL) == []
    assert page.locator("h1").count() == 1
    OUTPUT.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "start"
    page.screenshot(path=OUTPUT / f"site-{name}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if path in ("gebied", "/toets"):  # these hold every kind of part
        page.emulate_media(forced_colors="active")
        assert axe.faults(page) == []


@pytest.mark.parametrize("kind", ["gebied", "buurt"])
def test_a_factsheet_is_one_a4(page: Page, base: str, kind: str) -> None:
    for address in _areas(base, kind)[:4]:
        for taal in ("nl", "en"):
            page.goto(f"{base}{address}?taal={taal}")
            made = page.pdf(prefer_css_page_size=True, tagged=True)
            assert len(re.findall(rb"/Type /Page\b(?!s)", made)) == 1, (address, taal)
            assert b"/StructTreeRoot" in made, "tagged, so that it can be read aloud"


def test_an_initiative_is_tested_saved_and_opened_by_keyboard(
    page: Page, base: str, tmp_path: Path
) -> None:
    page.goto(f"{base}/toets")
    page.get_by_label("Aantal woningen").fill("24")
    page.get_by_label("Voor wie").fill("ouderen")
    page.get_by_role("button", name="Toets", exact=True).press("Enter")
    page.get_by_role("heading", name="Onvolledig").wait_for()
    assert page.get_by_label("Aantal woningen").input_value() == "24"
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als bestand").click()
    file = tmp_path / "toets.json"
    download.value.save_as(file)
    page.goto(f"{base}/toets")
    page.get_by_label("Een bewaarde toets openen").set_input_files(file)
    page.get_by_role("button", name="Open", exact=True).click()
    assert page.get_by_label("Voor wie").input_value() == "ouderen"
