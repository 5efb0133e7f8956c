"""The built viewer, a server for it and a real Chromium, shared by all browser tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.support import build, catalogue, tiles, world
from tests.browser.support.screen import Screen
from tests.browser.support.server import Server, Site

FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


@pytest.fixture(scope="session")
def static() -> Path:
    """Folder of the built viewer; built first when sources are newer."""
    return build.fresh()


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the PMTiles of the invented world."""
    folder = tmp_path_factory.mktemp("archives")
    tiles.make(folder, world.build())
    return folder


@pytest.fixture
def server(static: Path, archives: Path) -> Iterator[Server]:
    """A server of its own for each test, since tests break it."""
    features = world.build()
    layers = {layer["id"]: layer for layer in catalogue.layers(features)}
    running = Server(Site(static, archives, features, layers))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium."""
    path = os.environ.get("WOONZORG_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no chromium on this machine: set WOONZORG_CHROMIUM or install it")
    return path


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The driver; one for all browsers of a file, since a thread can hold only one.

    Not longer than a file: while it lives its event loop runs in this thread, and a Dagster run
    in the next file could not start one.
    """
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser with software WebGL 2."""
    browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browser_without_webgl(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser that cannot draw the map."""
    flags = ["--disable-3d-apis", "--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def _page(browser: Browser, width: int = 1280, height: int = 800, **options: object) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def screen(browser: Browser, server: Server) -> Iterator[Screen]:
    """A desktop page; at the end of the test nothing may have gone wrong behind the scenes."""
    page = _page(browser)
    screen = Screen(page, server)
    yield screen
    screen.keep_violations()
    page.close()
    screen.check()


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Screen]:
    """A page of 360 by 740 pixels."""
    page = _page(browser, 360, 740)
    screen = Screen(page, server)
    yield screen
    screen.keep_violations()
    page.close()
    screen.check()


@pytest.fixture
def screen_without_webgl(browser_without_webgl: Browser, server: Server) -> Iterator[Screen]:
    """A page without WebGL 2."""
    page = _page(browser_without_webgl)
    screen = Screen(page, server)
    yield screen
    screen.keep_violations()
    page.close()
    screen.check()
