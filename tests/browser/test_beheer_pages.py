"""The steward's pages in a browser: trouble at one glance, approving, and access for everyone."""

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import build
from tests.support import besloten, office
from tests.support.clusters import Database
from tests.support.office import FEED, SUPPLIER, WORD

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path(__file__).parent / "output"
_RULES = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  const where = (found) => found.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return result.violations.map((found) => `${found.id}: ${found.help}: ${where(found)}`);
}"""
_SMALL = """() => [...document.querySelectorAll("button, select, summary, input, nav a")]
  .filter((one) => one.type !== "hidden")
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="module")
def base(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The restricted process as it really runs, on a database with trouble in it."""
    var = tmp_path_factory.mktemp("var")
    office.fill(database, var)
    with database.connect() as db:
        db.execute(
            "UPDATE log.levering SET telling = %s, verschil = %s, gelezen = %s"
            " WHERE toestand = 'geweigerd'",
            (
                '{"ontvangen": 70, "gepubliceerd": 9, "afgekeurd": 60, "dubbel": 1}',
                '{"versie": 1, "vorige_rijen": 12, "nieuw": 1, "weg": 4, "gewijzigd": 2,'
                ' "sleutels": {"weg": ["C-7", "C-9"]}}',
                '["Blad «Complexen» is gelezen.", "De kopregel is rij 3."]',
            ),
        )
        db.execute("INSERT INTO log.melding (dataset, soort, tekst) VALUES ('x', 'controle', 'y')")
    besloten.grant(database, "corporaties", "thema", "woningen")
    besloten.key(database, ["complexmonitor_besloten"])
    secret = var / "sleutelgeheim"
    secret.write_bytes(besloten.SECRET)
    port = _free_port()
    found = f"http://127.0.0.1:{port}"
    environment = {name: text for name, text in os.environ.items() if "WOONZORG" not in name} | {
        "WOONZORG_RESTRICTED_API_DSN": database.dsn("woonzorg_api_restricted"),
        "WOONZORG_RESTRICTED_STEWARD_DSN": database.dsn("woonzorg_steward"),
        "WOONZORG_RESTRICTED_VAR": str(var),
        "WOONZORG_RESTRICTED_PORT": str(port),
        "WOONZORG_RESTRICTED_KEY_SECRET_FILE": str(secret),
        "WOONZORG_RESTRICTED_LOCAL_LINK": hashlib.sha256(WORD.encode()).hexdigest(),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "geo_api.beheer"], cwd=ROOT, env=environment
    ) as process:
        try:
            _wait(process, found)
            yield found
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", base: str) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/health/live").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not come up")


@pytest.fixture(scope="module")
def state(browser: Browser, base: str) -> object:
    """Signed in as a person does it: with the printed link and a name."""
    page = browser.new_page()
    page.goto(f"{base}/aanmelden/link/{WORD}")
    page.get_by_label("Uw naam").fill("A. Beheerder")
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("heading", name="Leveringen", exact=True).wait_for()
    found = page.context.storage_state()
    page.close()
    return found


@pytest.fixture
def page(browser: Browser, state: object) -> Iterator[Page]:
    """A desktop page of the steward; nothing may go wrong behind the scenes."""
    errors: list[str] = []
    found = browser.new_page(viewport={"width": 1280, "height": 800}, storage_state=state)  # type: ignore[arg-type]
    found.set_default_timeout(20_000)
    found.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield found
    found.close()
    assert errors == []


def _axe(page: Page) -> list[str]:
    # Evaluated as text: the policy of the page refuses a script element, and should.
    page.evaluate((build.VIEWER / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found: list[str] = page.evaluate(_RULES)
    return found


def _delivery(page: Page, base: str) -> str:
    page.goto(base)
    link = page.locator("#aandacht + .tabel tbody tr", has_text="Geweigerd").locator("th a")
    return base + str(link.first.get_attribute("href"))


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
def test_axe_finds_nothing(page: Page, base: str, path: str) -> None:
    address = path.replace("levering", _delivery(page, base), 1) if path[0] == "l" else base + path
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert _axe(page) == []
    assert page.evaluate(_SMALL) == []
    assert page.locator("h1").count() == 1
    OUTPUT.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "overzicht"
    page.screenshot(path=OUTPUT / f"beheer-{name}.png", full_page=True)


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


@pytest.mark.parametrize(
    "path", ["/", "/kalender", f"/leveranciers/{SUPPLIER}", "/aanleveren", "/toegang"]
)
def test_reflow_at_320_pixels(page: Page, base: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.screenshot(path=OUTPUT / f"beheer-320{path.replace('/', '-')}.png")


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
        "SELECT * FROM audit.handeling WHERE handeling = 'goedkeuren'", role="postgres"
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
    page.get_by_role("checkbox", name="kansen", exact=True).press("Space")
    form = page.locator("form", has=page.get_by_label("Voor welke organisatie"))
    form.get_by_label("Reden").fill("Overeenkomst")
    page.get_by_role("button", name="Sleutel maken").press("Enter")
    new = page.get_by_role("region", name="De nieuwe sleutel")
    new.wait_for()
    assert "wzk_" in new.inner_text()
    assert _axe(page) == []
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
