"""The steward's pages in a browser: trouble at one glance, approving, and access for everyone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import axe, stewards
from tests.support.clusters import Database
from tests.support.office import FEED, SUPPLIER, WORD

OUTPUT = Path(__file__).parent / "output"
_SMALL = """() => [...document.querySelectorAll("button, select, summary, input, nav a")]
  .filter((one) => one.type !== "hidden")
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="module")
def base(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The restricted process as it really runs, on a database with trouble in it."""
    with stewards.running(database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture(scope="module")
def state(browser: Browser, base: str) -> object:
    """Signed in as a person does it: with the printed link and a name."""
    page = browser.new_page(locale="nl-NL")
    page.goto(f"{base}/aanmelden/link/{WORD}")
    stewards.sign_in(page)
    found = page.context.storage_state()
    page.close()
    return found


@pytest.fixture
def page(browser: Browser, state: object) -> Iterator[Page]:
    """A desktop page of the steward; nothing may go wrong behind the scenes."""
    errors: list[str] = []
    found = browser.new_page(
        locale="nl-NL", viewport={"width": 1280, "height": 800}, storage_state=state
    )  # type: ignore[arg-type]
    found.set_default_timeout(20_000)
    found.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield found
    found.close()
    assert errors == []


def _delivery(page: Page, base: str) -> str:
    page.goto(base)
    link = page.locator("#aandacht + .tabel tbody tr", has_text="Geweigerd").locator("th a")
    return base + str(link.first.get_attribute("href"))


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/kalender",
        "/leveranciers",
        f"/leveranciers/{SUPPLIER}",
        "/aanleveren",
        "/publicatie",
        "/verversingen",
        "/meldingen",
        "/logboek",
        "/toegang",
        "levering",
        "levering/afgekeurd",
    ],
)
def test_axe_finds_nothing(page: Page, base: str, path: str, taal: str) -> None:
    address = path.replace("levering", _delivery(page, base), 1) if path[0] == "l" else base + path
    page.goto(f"{address}?taal={taal}")
    assert page.locator("html").get_attribute("lang") == taal
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert axe.faults(page) == []
    assert page.evaluate(_SMALL) == []
    assert page.locator("h1").count() == 1
    OUTPUT.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "overzicht"
    page.screenshot(path=OUTPUT / f"beheer-{name}-{taal}.png", full_page=True)


def test_trouble_is_on_the_first_screen(page: Page, base: str) -> None:
    page.goto(base)
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / "beheer-eerste-scherm.png")
    row = page.locator("#aandacht + .tabel tbody tr").first
    box = row.bounding_box()
    assert box
    assert box["y"] + box["height"] < 800
    assert "Geweigerd" in row.inner_text()
    assert "De Sluis Wonen" in row.inner_text()


def test_english_is_chosen_on_the_page_and_stays(page: Page, base: str) -> None:
    page.goto(_delivery(page, base))
    page.get_by_role("link", name="English").click()
    page.get_by_label("Reason").first.fill("  ")
    page.get_by_role("button", name="Approve once").click()
    summary = page.locator(".fouten")
    summary.wait_for()
    assert page.title().startswith("Error: ")
    assert "Give a name and a reason; they are put on record." in summary.inner_text()
    assert axe.faults(page) == []
    page.get_by_role("link", name="Calendar").click()
    page.get_by_role("heading", name="Deliveries that are expected").wait_for()
    page.get_by_role("link", name="Nederlands").click()
    page.get_by_role("heading", name="Leveringen die verwacht worden").wait_for()


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/kalender", f"/leveranciers/{SUPPLIER}", "/aanleveren", "/toegang"]
)
def test_reflow_at_320_pixels(page: Page, base: str, path: str, taal: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{base}{path}?taal={taal}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.screenshot(path=OUTPUT / f"beheer-320{path.replace('/', '-')}-{taal}.png")


def test_approving_by_keyboard(page: Page, base: str, database: Database) -> None:
    page.goto(_delivery(page, base))
    page.get_by_label("Reden").focus()
    page.keyboard.type("Sloop van twee complexen, klopt")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.get_by_role("status")
    said.wait_for()
    assert "is goedgekeurd voor de volgende verversing" in said.inner_text()
    page.reload()
    assert page.get_by_role("status").count() == 0, "a reload repeats nothing"
    (act,) = database.rows(
        "SELECT * FROM audit.handeling WHERE handeling = 'goedkeuren' AND uitkomst = 'gedaan'",
        role="postgres",
    )
    assert act["wie"] == "A. Beheerder"
    assert act["reden"] == "Sloop van twee complexen, klopt"
    assert act["voorwerp"].startswith(FEED)


def test_a_right_and_a_key_by_keyboard(page: Page, base: str, database: Database) -> None:
    page.goto(f"{base}/toegang")
    page.get_by_label("Groep", exact=True).focus()
    page.keyboard.type("zorgpartijen")
    page.keyboard.press("Tab")
    page.keyboard.type("zorg")
    page.keyboard.press("Tab")
    page.keyboard.type("Overeenkomst 2026-12")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert "Groep zorgpartijen mag thema zorg lezen." in page.get_by_role("status").inner_text()
    page.get_by_label("Voor welke organisatie").fill("De Sluis Wonen")
    page.get_by_role("checkbox", name="Kansen", exact=True).press("Space")
    form = page.locator("form", has=page.get_by_label("Voor welke organisatie"))
    form.get_by_label("Reden").fill("Overeenkomst")
    page.get_by_role("button", name="Sleutel maken").press("Enter")
    new = page.get_by_role("region", name="De nieuwe sleutel")
    new.wait_for()
    assert "wzk_" in new.inner_text()
    assert axe.faults(page) == []
    page.screenshot(path=OUTPUT / "beheer-nieuwe-sleutel.png", full_page=True)
    page.reload()
    assert page.get_by_role("region", name="De nieuwe sleutel").count() == 0
    said = database.rows("SELECT * FROM audit.handeling ORDER BY id", role="postgres")[-2:]
    assert [row["handeling"] for row in said] == ["recht geven", "sleutel maken"]


def test_an_empty_reason_is_not_sent(page: Page, base: str) -> None:
    page.goto(f"{base}/aanleveren")
    page.get_by_role("button", name="Aanleveren").click()
    assert page.url == f"{base}/aanleveren"
    assert page.get_by_role("status").count() == 0


def test_delivering_a_file(page: Page, base: str, tmp_path: Path) -> None:
    file = tmp_path / "complexen.csv"
    file.write_text("complex_id\nC-1\n", encoding="utf-8")
    page.goto(f"{base}/leveranciers/{SUPPLIER}")
    page.get_by_role("link", name="Bestand aanleveren").first.click()
    assert page.get_by_label("Leverancier en feed").input_value() == f"{FEED}/{SUPPLIER}"
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Aanleveren").click()
    page.get_by_role("status").wait_for()
    assert "Ontvangen: complexen.csv" in page.get_by_role("status").inner_text()
    wrong = tmp_path / "brief.docm"
    wrong.write_bytes(b"x" * 3_000_000)
    page.get_by_label("Leverancier en feed").select_option(f"{FEED}/{SUPPLIER}")
    page.get_by_label("Bestand", exact=True).set_input_files(wrong)
    page.get_by_role("button", name="Aanleveren").click()
    page.get_by_role("alert").wait_for()
    assert "Soort .docm" in page.get_by_role("alert").inner_text()


def test_without_colours_the_states_keep_their_words(page: Page, base: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(base)
    assert page.locator(".staat").first.inner_text()
    page.screenshot(path=OUTPUT / "beheer-hoog-contrast.png")
