"""Forms of the steward that are refused: the fault is heard, found and mended, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import axe, faulty, stewards
from tests.support.clusters import Database
from tests.support.office import FEED, SUPPLIER, WORD

LOOSE = "document.querySelectorAll('form').forEach((one) => { one.noValidate = true; })"
"""As a browser that leaves the checking to the service."""


@pytest.fixture(scope="module")
def base(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with stewards.running(database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser, base: str) -> Iterator[Page]:
    """Somebody who signs in, the first time without a name."""
    found = browser.new_page(locale="nl-NL", viewport={"width": 1280, "height": 800})
    found.set_default_timeout(20_000)
    found.goto(f"{base}/aanmelden/link/{WORD}")
    found.evaluate(LOOSE)
    found.get_by_label("Uw naam").fill("A")
    found.get_by_role("button", name="Aanmelden").click()
    found.locator(".fouten").wait_for()
    faulty.check(found, {"naam": "A"})
    stewards.sign_in(found)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def wide(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_link_that_was_used(browser: Browser, base: str, page: Page) -> None:
    other = browser.new_page(locale="nl-NL")
    other.goto(f"{base}/aanmelden/link/{WORD}")
    assert other.title().startswith("Fout: ")
    assert "al gebruikt" in other.locator(".fouten:focus").inner_text()
    assert axe.faults(other) == []
    other.close()
    assert page.url


def test_approving_without_a_reason(page: Page, base: str) -> None:
    page.goto(base)
    page.locator("#aandacht + .tabel tbody tr", has_text="Geweigerd").locator("th a").first.click()
    page.get_by_label("Reden").first.fill("  ")
    page.get_by_role("button", name="Eén keer goedkeuren").click()
    page.locator(".fouten").wait_for()
    faulty.check(page, {})
    page.reload()
    assert page.locator(".fouten").count() == 0, "told once"


def test_taking_a_right_without_a_reason_opens_the_row_it_is_about(page: Page, base: str) -> None:
    page.goto(f"{base}/toegang")
    part = page.locator("details", has=page.locator("form[action='/toegang/rechten/nemen']"))
    part.locator("summary").click()
    part.get_by_label("Reden").fill(" ")
    part.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    assert page.locator("details[open]").count() == 1
    faulty.check(page, {})


def test_a_right_without_a_reason_keeps_the_group(page: Page, base: str) -> None:
    page.goto(f"{base}/toegang")
    page.get_by_label("Groep", exact=True).fill("zorgpartijen")
    form = page.locator("form[action='/toegang/rechten/geven']")
    form.get_by_label("Mag lezen").select_option("thema:zorg")
    form.get_by_label("Reden").fill(" ")
    form.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    faulty.check(page, {"groep-geven": "zorgpartijen", "recht-geven": "thema:zorg"})


@pytest.mark.parametrize(
    ("days", "ticked", "field"),
    [("30", False, "recht-maken"), ("999", True, "dagen-maken"), ("veel", True, "dagen-maken")],
)
def test_a_key_that_may_read_nothing_or_lives_too_long(
    page: Page, base: str, days: str, ticked: bool, field: str
) -> None:
    page.goto(f"{base}/toegang")
    page.evaluate(LOOSE)
    form = page.locator("form[action='/toegang/sleutels/maken']")
    form.get_by_label("Voor welke organisatie").fill("De Sluis Wonen")
    form.get_by_label("Hoeveel dagen").fill(days[:3])
    if days == "veel":
        page.locator("#dagen-maken").evaluate("one => { one.value = 'veel'; }")
    if ticked:
        form.get_by_role("checkbox", name="Kansen", exact=True).check()
    form.get_by_label("Reden").fill("Overeenkomst")
    form.get_by_role("button", name="Sleutel maken").click()
    page.locator(f".fouten a[href='#{field}']").wait_for()
    kept = {"eigenaar-maken": "De Sluis Wonen", "dagen-maken": days, "reden-maken": "Overeenkomst"}
    faulty.check(page, kept)
    assert page.get_by_role("checkbox", name="Kansen", exact=True).is_checked() == ticked


@pytest.mark.parametrize("name", ["brief.docm", ""])
def test_a_file_that_is_not_read_and_no_file(
    page: Page, base: str, tmp_path: Path, name: str
) -> None:
    page.goto(f"{base}/aanleveren")
    page.evaluate(LOOSE)
    page.get_by_label("Leverancier en feed").select_option(f"{FEED}/{SUPPLIER}")
    if name:
        (tmp_path / name).write_bytes(b"x")
        page.get_by_label("Bestand", exact=True).set_input_files(tmp_path / name)
    page.get_by_role("button", name="Aanleveren").click()
    page.locator(".fouten a[href='#bestand-aanleveren']").wait_for()
    faulty.check(page, {"voor-aanleveren": f"{FEED}/{SUPPLIER}"})


def test_a_file_for_nobody(page: Page, base: str, tmp_path: Path) -> None:
    page.goto(f"{base}/aanleveren")
    page.evaluate(LOOSE)
    (tmp_path / "x.csv").write_text("a\n1\n")
    page.get_by_label("Bestand", exact=True).set_input_files(tmp_path / "x.csv")
    page.get_by_role("button", name="Aanleveren").click()
    page.locator(".fouten a[href='#voor-aanleveren']").wait_for()
    faulty.check(page, {})


def test_what_is_wrong_with_an_address_is_a_page(page: Page, base: str) -> None:
    for path in ("/leveringen/99999999", "/logboek?vanaf=x", "/weg"):
        page.goto(base + path)
        assert axe.faults(page) == [], path
        assert page.locator("h1").count() == 1
        assert page.get_by_role("link", name="Naar het overzicht").count() == 1
