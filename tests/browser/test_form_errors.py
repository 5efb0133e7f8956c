"""Forms of the public pages that are not right yet: the fault is heard, found and mended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import faulty, service
from tests.support.installations import Installation

TITLES = {"nl": "Fout: ", "en": "Error: "}


@pytest.fixture(scope="module")
def base(published_sample: Installation) -> Iterator[str]:
    """The service on the published sample."""
    dsn = published_sample.database.dsn("woonzorg_api")
    with service.running(dsn, published_sample.settings.var) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of somebody who has no JavaScript of ours."""
    found = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    found.set_default_timeout(20_000)
    yield found
    found.close()


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_a_toets_with_four_faults(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/toets?taal={taal}")
    page.locator("#woningen").fill("veel")
    page.locator("#x").fill("233000")
    page.locator("#naam").fill("Hof van de Zon")
    page.locator("#datum").fill("")
    page.locator("select[name^='antwoord.']").first.select_option("ja")
    page.locator("button[value='toets']").press("Enter")
    page.locator(".fouten").wait_for()
    assert page.locator(".fouten a").count() == 4
    kept = {"woningen": "veel", "x": "233000", "naam": "Hof van de Zon"}
    faulty.check(page, kept, title=TITLES[taal])


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_a_place_that_is_not_there(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/toets?taal={taal}")
    page.locator("#adres").fill("Nergensstraat 1")
    page.locator("button[value='toets']").press("Enter")
    page.locator(".fouten").wait_for()
    faulty.check(page, {"adres": "Nergensstraat 1"}, title=TITLES[taal])


def test_coordinates_outside_the_municipality(page: Page, base: str) -> None:
    page.goto(f"{base}/toets?taal=en")
    page.locator("#x").fill("5")
    page.locator("#y").fill("52")
    page.locator("button[value='toets']").press("Enter")
    page.locator(".fouten").wait_for()
    faulty.check(page, {"x": "5", "y": "52"}, title="Error: ")
    for name in ("x", "y"):
        field = page.locator(f"#{name}")
        assert field.get_attribute("aria-invalid") == "true", "both may be the one that is wrong"
        told = field.get_attribute("aria-describedby") or ""
        assert page.locator(f"[id='{told}']").inner_text()


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_a_file_that_is_no_saved_toets(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/toets?taal={taal}")
    page.locator("button[value='open']").press("Enter")
    page.locator(".fouten").wait_for()
    faulty.check(page, {}, title=TITLES[taal])


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_an_area_without_a_name_and_one_without_buurten(page: Page, base: str, taal: str) -> None:
    page.goto(f"{base}/gebieden/maken?taal={taal}")
    boxes = page.locator("input[name='buurt']")
    boxes.nth(1).press("Space")
    page.locator("button[value='voeg']:not(.verborgen)").press("Enter")
    page.locator(".fouten").wait_for()
    faulty.check(page, {}, title=TITLES[taal])
    assert page.locator("input[name='buurt']").nth(1).is_checked(), "what was ticked stays ticked"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("input[name='buurt']").nth(1).press("Space")
    page.locator("#naam").fill("Oost")
    page.locator("button[value='voeg']:not(.verborgen)").press("Enter")
    page.locator("#buurten-fout").wait_for()
    faulty.check(page, {"naam": "Oost"}, title=TITLES[taal])


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("asked", ["", "a"])
def test_a_search_for_too_little(page: Page, base: str, taal: str, asked: str) -> None:
    page.goto(f"{base}/?taal={taal}")
    page.locator("#zoek-q").fill(asked)
    page.locator("#zoek-q").press("Enter")
    page.wait_for_url("**/zoek?**")
    faulty.check(page, {"zoek-q": asked}, title=TITLES[taal])
