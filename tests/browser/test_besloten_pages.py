"""Pages over restricted layers in a browser: a real login, access for everyone, and A4."""

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

from tests.browser.support import axe
from tests.support import besloten
from tests.support import idp as idp_module
from tests.support.idp import CLIENT, SECRET, Idp
from tests.support.installations import Installation

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path(__file__).parent / "output"
GROUP = "planners"
THEMES = ("woningen", "kansen", "draaglast")
LISTS = ("/complexen", "/kansen/vakken", "/kansen/complexen", "/kansen/plannen")
LOAD = ("/draaglast/buurt", "/draaglast/wijk", "/draaglast/gebied", "/draaglast/gemeente")
PAGES = ("/", *LISTS, "complex", "/locaties/alle", "/locaties/open", *LOAD, "/aanmelden")
_SMALL = """() => [...document.querySelectorAll("button, select, summary, input, nav a, .verder a")]
  .filter((one) => one.type !== "hidden")
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""

_WIDE = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > 320 && !one.closest(".tabel"))
  .map((one) => one.outerHTML.slice(0, 160))"""

_CUT = """() => [...document.querySelectorAll("main *")]
  .filter((one) => !one.closest(".verborgen, thead, details") && one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().right > innerWidth || (one.clientWidth
    && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible"))
  .map((one) => one.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def idp() -> Iterator[Idp]:
    with idp_module.running() as found:
        found.claims = {"groups": [GROUP], "name": "A. Planner"}
        yield found


@pytest.fixture(scope="module")
def base(
    published_sample: Installation, idp: Idp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The restricted process as it really runs, on the published sample."""
    database = published_sample.database
    for theme in THEMES:
        besloten.grant(database, GROUP, "thema", theme)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {
        "API_DSN": database.dsn("woonzorg_api_restricted"),
        "AUDIT_DSN": database.dsn("woonzorg_audit"),
        "VAR": str(tmp_path_factory.mktemp("var")),
        "ARCHIVES": str(published_sample.settings.var / "tiles"),
        "PORT": str(port),
        "OIDC_ISSUER": idp.issuer,
        "OIDC_CLIENT": CLIENT,
        "OIDC_SECRET": SECRET,
        "RATE": "1000/1000",
    }
    kept = {name: text for name, text in os.environ.items() if "WOONZORG" not in name}
    given = kept | {f"WOONZORG_BESLOTEN_{name}": text for name, text in own.items()}
    with subprocess.Popen(
        [sys.executable, "-m", "geo_api.besloten"], cwd=ROOT, env=given
    ) as process:
        try:
            yield _alive(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
    for theme in THEMES:
        besloten.revoke(database, GROUP, "thema", theme)


def _alive(process: "subprocess.Popen[bytes]", base: str) -> str:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/health/live").status_code == 200:
                return base
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the restricted process did not come up")


@pytest.fixture(scope="module")
def state(browser: Browser, base: str) -> object:
    """Signed in as a person does it, from the page they wanted to see."""
    page = browser.new_page(locale="nl-NL")
    page.goto(f"{base}/kansen/complexen?sortby=naam")
    page.get_by_role("link", name="Aanmelden bij mijn organisatie").press("Enter")
    page.get_by_role("heading", name="Kansen: bestaande complexen").wait_for()
    assert page.url == f"{base}/kansen/complexen?sortby=naam", "back where it began"
    found = page.context.storage_state()
    page.close()
    return found


@pytest.fixture
def page(browser: Browser, state: object) -> Iterator[Page]:
    """A page of a planner; nothing may go wrong behind the scenes."""
    errors: list[str] = []
    found = browser.new_page(
        viewport={"width": 1280, "height": 900},
        locale="nl-NL",
        storage_state=state,  # type: ignore[arg-type]
    )
    found.set_default_timeout(20_000)
    found.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield found
    found.close()
    # The viewer of the theme is not built here; nothing else may be missing.
    assert [one for one in errors if "thema.css" not in one and "404" not in one] == []


def _address(page: Page, base: str, path: str) -> str:
    if path != "complex":
        return base + path
    page.goto(f"{base}/complexen")
    return base + str(page.locator(".lijst tbody th a").first.get_attribute("href"))


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_page_fits(page: Page, base: str, path: str) -> None:
    page.goto(_address(page, base, path))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert axe.faults(page) == []
    assert page.evaluate(_SMALL) == []
    assert page.locator("h1").count() == 1
    OUTPUT.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", path).strip("-") or "start"
    page.screenshot(path=OUTPUT / f"besloten-{name}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.evaluate(_WIDE)
    if path in ("complex", "/locaties/alle", "/draaglast/buurt"):  # every kind of picture
        page.emulate_media(forced_colors="active")
        assert axe.faults(page) == []
        page.screenshot(path=OUTPUT / f"besloten-{name}-hoog-contrast.png")


@pytest.mark.parametrize("path", PAGES)
def test_all_of_it_has_english(page: Page, base: str, path: str) -> None:
    address = _address(page, base, path)
    page.goto(f"{address}?taal=en")
    assert page.locator("html").get_attribute("lang") == "en"
    # Words of the pages; names, and texts that say they are Dutch, aside.
    told = page.evaluate(
        """() => { const copy = document.body.cloneNode(true);
        copy.querySelectorAll('[lang="nl"], th[scope="row"], td, code, strong, title')
          .forEach((one) => one.remove());
        return copy.textContent.toLowerCase(); }"""
    )
    assert not re.findall(r"\b(?:van|een|niet|voor|kaart|lagen|plaats|geen|besloten)\b", told)
    page.get_by_role("link", name="Nederlands").click()
    assert page.locator("html").get_attribute("lang") == "nl"


def test_the_proof_of_a_set_is_told_in_english_too(page: Page, base: str) -> None:
    page.goto(f"{base}/locaties/alle?taal=en")
    told = page.locator(".sets tbody td:last-child").all_inner_texts()
    assert set(told) <= {"optimal", "heuristic", "–"}


def test_a_complex_names_its_buurt(page: Page, base: str) -> None:
    page.goto(_address(page, base, "complex"))
    told = page.locator(".factsheet .meta").inner_text()
    assert re.search(r"buurt [A-Z]", told)
    assert re.search(r", [1-4]e kwartaal 20\d\d$", told)
    assert not re.search(r"BU\d{8}", told)


def test_what_a_layer_says_of_itself_has_english_too(page: Page, base: str) -> None:
    page.goto(_address(page, base, "complex") + "?taal=en")
    told = page.locator(".klein").all_inner_texts()
    assert any("A signal is a reason to look" in one for one in told)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("taal", ["nl", "en"])
def test_nothing_is_cut_on_a_phone(page: Page, base: str, path: str, taal: str) -> None:
    """Also no bar and no word of a table: a row is a card there, and each cell says of what."""
    address = _address(page, base, path)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}?taal={taal}")
    assert page.evaluate(_CUT) == []
    for cell in page.locator(".kaartjes tbody td").all()[:12]:
        told = cell.evaluate("(one) => getComputedStyle(one, '::before').content")
        assert str(cell.get_attribute("data-kop")) in told
    bars = page.locator("td .meter, td .marge, td .vakjes")
    assert all(bar.bounding_box() for bar in bars.all()[:12])


def test_a_table_of_cards_is_a_table_to_who_hears_it(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{base}/kansen/vakken")
    first = page.get_by_role("region", name="Vakken").get_by_role("row").nth(1)
    assert first.get_by_role("rowheader").count() == 1
    heads = page.get_by_role("columnheader")
    assert heads.count() == first.get_by_role("cell").count() + 1, "also those that do not sort"
    page.get_by_role("columnheader", name="Kansscore").get_by_role("link").press("Enter")
    page.wait_for_url("**sortby=score_besloten**")


def test_a_choice_that_nothing_fits_has_a_way_on(page: Page, base: str) -> None:
    page.goto(f"{base}/complexen?offset=5000")
    page.get_by_role("status").get_by_role("link", name="Toon alles").press("Enter")
    page.locator(".lijst tbody tr").first.wait_for()


def test_a_list_by_keyboard(page: Page, base: str) -> None:
    """Choose, sort, turn the page and open a row; every step is a link."""
    page.goto(f"{base}/complexen")
    most = int(re.findall(r"van ([\d.]*\d)", page.get_by_role("status").inner_text())[0])
    page.locator("summary", has_text="Corporatie:").first.press("Enter")
    page.locator(".keuze[open] a").nth(1).press("Enter")
    page.wait_for_url("**/complexen?**corporatie=**")
    fewer = int(re.findall(r"van ([\d.]*\d)", page.get_by_role("status").inner_text())[0])
    assert 0 < fewer < most
    page.get_by_role("link", name="Woningen").press("Enter")
    page.wait_for_url("**sortby=-woningen**")
    assert "corporatie=" in page.url, "the choice stays"
    head = page.locator("th[aria-sort]")
    assert (head.count(), head.get_attribute("aria-sort")) == (1, "descending")
    sizes = [int(text) for text in page.locator("tbody tr td:nth-child(3)").all_inner_texts()]
    assert sizes == sorted(sizes, reverse=True)
    page.locator(".lijst tbody th a").first.press("Enter")
    page.get_by_role("heading", name="Belastingtest bij een plaatsing").wait_for()


def test_load_has_no_order_and_stands_in_no_document(page: Page, base: str) -> None:
    page.goto(f"{base}/draaglast/buurt")
    names = page.locator("tbody th").all_inner_texts()
    assert names == sorted(names)
    sorted_by = page.locator("thead a").evaluate_all("found => found.map((one) => one.href)")
    assert len(sorted_by) == 1
    assert "sortby=-buurtnaam" in sorted_by[0]
    for order in ("d_rang", "-d_punten", "klasse", "-k_top20_pct", "buurtnaam,d_rang"):
        asked = page.request.get(f"{base}/draaglast/buurt?sortby={order}")
        assert asked.status == 400, order
    for asked in ("klasse=onder%20druk", "filter=d_punten%3E55"):
        assert page.request.get(f"{base}/draaglast/buurt?{asked}").status == 400, asked
    page.emulate_media(media="print")
    assert not page.locator(".lijst").is_visible()
    assert page.get_by_text("staat in geen document").is_visible()


@pytest.mark.parametrize("path", ["complex", "/locaties/alle"])
def test_one_a4(page: Page, base: str, path: str) -> None:
    for taal in ("nl", "en"):
        page.goto(f"{_address(page, base, path)}?taal={taal}")
        made = page.pdf(prefer_css_page_size=True, tagged=True)
        assert len(re.findall(rb"/Type /Page\b(?!s)", made)) == 1, taal
        assert b"/StructTreeRoot" in made, "tagged, so that it can be read aloud"


def test_a_right_that_goes_closes_the_page_at_once(
    page: Page, base: str, published_sample: Installation
) -> None:
    page.goto(f"{base}/complexen")
    assert page.get_by_role("heading", name="Complexmonitor").count() == 1
    besloten.revoke(published_sample.database, GROUP, "thema", "woningen")
    try:
        answer = page.reload()
        assert answer is not None
        assert answer.status == 404
        page.goto(base)
        assert page.get_by_role("link", name="Complexmonitor").count() == 0
        assert page.get_by_role("link", name="Kansen", exact=True).count() > 0
    finally:
        besloten.grant(published_sample.database, GROUP, "thema", "woningen")


def test_signing_out(browser: Browser, base: str, idp: Idp) -> None:  # noqa: ARG001 - it must run
    page = browser.new_page(locale="nl-NL")
    page.goto(base)
    page.get_by_role("link", name="Aanmelden bij mijn organisatie").click()
    page.get_by_role("heading", name="Wat u hier kunt zien").wait_for()
    assert page.get_by_text("A. Planner").is_visible()
    page.get_by_role("link", name="Afmelden").click()
    page.get_by_role("button", name="Afmelden").click()
    page.get_by_role("link", name="Aanmelden bij mijn organisatie").wait_for()
    page.goto(f"{base}/complexen?taal=en")
    assert "Sign in" in page.title(), "in the language that was asked"
    page.goto(f"{base}/complexen?sortby=naam")
    assert "/aanmelden" in page.url
    assert "op de pagina die u vroeg: Complexmonitor." in page.locator("main").inner_text()
    page.close()
