"""Publication and columns: a choice of the steward that is refused is told, marked and kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.support import axe, faulty, stewards
from tests.support import besloten
from tests.support.clusters import Database
from tests.support.office import FEED, WORD

LOOSE = "document.querySelectorAll('form').forEach((one) => { one.noValidate = true; })"
PROPOSAL = {
    "kolommen": {"complex_id": "Complexnr", "naam": "Omschrijving"},
    "waarom": {"naam": "de naam lijkt erop"},
    "onbekend": ["Aantal VHE", "Opm."],
    "ontbreekt": ["woningen", "postcode"],
}
OLD, NOW = 11, 12
"""Versions of one dataset: it can be turned back."""


@pytest.fixture(scope="module")
def base(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Layers that are shown, a dataset that can be turned back, and a file to couple."""
    with stewards.running(database, tmp_path_factory.mktemp("var")) as found:
        besloten.fill(database)
        with database.connect("postgres") as db:
            for version in (OLD, NOW):
                db.execute(
                    "INSERT INTO log.versie (version, dataset, peildatum, epoch, toestand,"
                    " vingerafdruk, ontvangen) VALUES (%s, %s, '2026-01-01', 1, 'goed', 'x', 1)",
                    (version, FEED),
                )
            db.execute(
                "INSERT INTO log.release_dataset VALUES (1, %s, '2026-01-01', %s)", (FEED, NOW)
            )
            db.execute(
                "UPDATE log.levering SET voorstel = %s WHERE toestand = 'geweigerd'",
                (json.dumps(PROPOSAL),),
            )
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser, base: str) -> Iterator[Page]:
    found = browser.new_page(locale="nl-NL", viewport={"width": 1280, "height": 800})
    found.set_default_timeout(20_000)
    found.goto(f"{base}/aanmelden/link/{WORD}")
    stewards.sign_in(found)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def wide(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})


def _opened(page: Page, base: str, title: str) -> Locator:
    """The part of one layer or dataset on the page of publication, its form in sight."""
    page.goto(f"{base}/publicatie")
    page.evaluate(LOOSE)
    part = page.locator("details", has=page.locator("summary", has_text=title))
    part.locator("summary").click()
    return part


@pytest.mark.parametrize(
    ("title", "button", "done"),
    [
        ("Titel van vlakken", "Intrekken", "ingetrokken"),
        ("Titel van vlakken", "Weer tonen", "weer"),
        ("Titel van nachtopvang", "Intrekken", "ingetrokken"),
    ],
)
def test_a_layer_without_a_reason(
    page: Page, base: str, title: str, button: str, done: str
) -> None:
    part = _opened(page, base, title)
    part.get_by_label("Reden").fill("  ")
    part.get_by_role("button", name=button).click()
    page.locator(".fouten").wait_for()
    assert page.locator("details[open]").count() == 1, "the part it is about"
    faulty.check(page, {})
    again = page.locator("details[open]")
    again.get_by_label("Reden").fill("Fout in de bron")
    again.get_by_role("button", name=button).click()
    page.get_by_role("status").wait_for()
    assert done in page.get_by_role("status").inner_text()


def test_turning_back_without_a_reason(page: Page, base: str) -> None:
    part = _opened(page, base, "Complexen van corporaties")
    part.get_by_label("Reden").fill(" ")
    part.get_by_role("button", name="Terugdraaien").click()
    page.locator(".fouten").wait_for()
    faulty.check(page, {})


def test_turning_back_what_somebody_else_turned_back(
    page: Page, base: str, database: Database
) -> None:
    part = _opened(page, base, "Complexen van corporaties")
    part.get_by_label("Reden").fill("Fout in de bron")
    with database.connect("postgres") as db:
        db.execute("DELETE FROM log.versie WHERE version = %s", (OLD,))
    part.get_by_role("button", name="Terugdraaien").click()
    summary = page.locator(".fouten")
    summary.wait_for()
    assert page.title().startswith("Fout: ")
    assert axe.faults(page) == []
    assert "Van ‘Complexen van corporaties’ is geen eerdere goede versie" in summary.inner_text()
    assert page.get_by_text("Van geen enkele dataset is er een eerdere versie").count() == 1


def _coupling(page: Page, base: str) -> Locator:
    page.goto(base)
    page.locator("#aandacht + .tabel tbody tr", has_text="Geweigerd").locator("th a").first.click()
    page.evaluate(LOOSE)
    return page.locator("form[action$='/koppelen']")


def _named(column: str) -> str:
    return f"kolom.{column}-koppelen"


def test_columns_that_must_be_there_and_are_not_chosen(page: Page, base: str) -> None:
    form = _coupling(page, base)
    form.locator("textarea").fill("Nagevraagd bij de leverancier")
    form.get_by_label("Naam", exact=True).select_option("Opm.")
    form.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    told = page.locator(".fouten a").all_inner_texts()
    assert len(told) == 2
    assert "‘Postcode’" in " ".join(told)
    assert "wijs dan het voorstel af" in told[0]
    kept = {_named("naam"): "Opm.", "reden-koppelen": "Nagevraagd bij de leverancier"}
    faulty.check(page, kept)


def test_one_column_of_the_file_for_two_of_ours(page: Page, base: str) -> None:
    form = _coupling(page, base)
    form.locator("textarea").fill("Nagevraagd")
    for column, theirs in {"woningen": "Aantal VHE", "postcode": "Aantal VHE"}.items():
        page.locator(f"[id='{_named(column)}']").select_option(theirs)
    form.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    assert "is al gekozen voor" in page.locator(".fouten").inner_text()
    kept = {_named("woningen"): "Aantal VHE", _named("postcode"): "Aantal VHE"}
    faulty.check(page, kept | {_named("complex_id"): "Complexnr"})


def test_no_column_at_all(page: Page, base: str) -> None:
    form = _coupling(page, base)
    form.locator("textarea").fill("Geen idee")
    for one in form.locator("select").all():
        one.select_option("")
    form.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    assert "wijs het voorstel af" in page.locator(".fouten").inner_text()
    faulty.check(page, {_named("naam"): "", "reden-koppelen": "Geen idee"})


def test_columns_without_a_reason_keep_the_choice(page: Page, base: str) -> None:
    form = _coupling(page, base)
    for column, theirs in {"woningen": "Aantal VHE", "postcode": "Opm."}.items():
        page.locator(f"[id='{_named(column)}']").select_option(theirs)
    form.locator("textarea").fill(" ")
    form.get_by_role("button").click()
    page.locator(".fouten a[href='#reden-koppelen']").wait_for()
    faulty.check(page, {_named("woningen"): "Aantal VHE", _named("postcode"): "Opm."})
    page.locator("form[action$='/koppelen'] textarea").fill("Nagevraagd")
    page.get_by_role("button", name="Koppeling bevestigen").click()
    page.get_by_role("status").wait_for()
    assert "Naam = Omschrijving" in page.get_by_role("status").inner_text()


def test_dropping_a_proposal_without_a_reason(page: Page, base: str, database: Database) -> None:
    with database.connect("postgres") as db:
        db.execute("DELETE FROM log.koppeling")
    _coupling(page, base)
    form = page.locator("form[action$='/voorstel-afwijzen']")
    form.locator("textarea").fill(" ")
    form.get_by_role("button").click()
    page.locator(".fouten").wait_for()
    faulty.check(page, {})


def test_a_form_after_the_session_has_ended(browser: Browser, page: Page, base: str) -> None:
    other = browser.new_page(locale="nl-NL", storage_state=page.context.storage_state())
    other.goto(f"{base}/publicatie")
    other.evaluate(LOOSE)
    other.locator("summary", has_text="Titel van vlakken").click()
    other.locator("details[open]").get_by_label("Reden").fill("Fout in de bron")
    other.context.clear_cookies()
    other.get_by_role("button", name="Intrekken").first.click()
    other.get_by_role("heading", level=1).wait_for()
    assert "U bent niet meer aangemeld" in other.locator("main").inner_text()
    assert "Er is niets gedaan" in other.locator("main").inner_text()
    assert axe.faults(other) == []
    other.get_by_role("link", name="Naar het overzicht").click()
    other.get_by_role("heading", name="Aanmelden").wait_for()
    other.context.add_cookies([{"name": "woonzorg-beheer", "value": "verlopen", "url": base}])
    other.goto(f"{base}/kalender")
    assert "U bent niet meer aangemeld" in other.get_by_role("status").inner_text()
    assert axe.faults(other) == []
    other.close()


def test_the_columns_fit_a_phone(page: Page, base: str, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _coupling(page, base)
    page.screenshot(path=tmp_path / "koppelen.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for one in page.locator("form[action$='/koppelen'] select").all():
        box = one.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390
