"""The map in a real browser with software rendering: time to the first map, work of a weight.

`./woonzorg bench viewer`. A new browser for each first load, nothing kept: from the request of the
page until the map with its data is drawn and at rest. Then a weight is moved on 5,000 cells.
Budgets: a map within 2 s of the page; 16 ms of processor time in the longest task of the main
thread, painting included.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Playwright, sync_playwright

from tests.bench import _machine
from tests.bench._budget import Line, report
from tests.browser.conftest import FLAGS
from tests.browser.support import build, speed

LOADS = 5
_SETTLED = """addEventListener("settled", () => { window.settled ??= performance.now(); }, true);"""


def main() -> int:
    """Measure; exit status 1 when a budget is missed."""
    _machine.say(_machine.describe())
    with (
        tempfile.TemporaryDirectory(prefix="wzk-kaart-") as folder,
        speed.dense(build.fresh(), Path(folder)) as server,
        sync_playwright() as driver,
    ):
        address = f"{server.url}/kaart?laag=kans_cel"
        first = [_first_map(driver, address) for _ in range(LOADS)]
        weights = _weights(driver, address)
    held = report(
        [
            Line(f"eerste kaart, {speed.AREAS} vakken", median(first), "s", 2.0),
            Line("gewicht, langste taak van de hoofddraad", median(weights), "ms", 16.0),
        ]
    )
    _machine.say(f"belasting {_machine.load()}")
    return 0 if held else 1


def _first_map(driver: Playwright, address: str) -> float:
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(_SETTLED)
    page.goto(address)
    page.wait_for_selector('wz-map[data-map="idle"]', timeout=60_000)
    seconds: float = page.evaluate("window.settled") / 1000
    browser.close()
    return seconds


def _weights(driver: Playwright, address: str) -> list[float]:
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.wait_for_selector("#wz-gewicht-V", timeout=60_000)
    speed.move(page)
    found = speed.longest_tasks(browser, page)
    browser.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
