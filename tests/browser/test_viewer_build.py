"""The build of the viewer: types, unit tests, size of the first load, no registry address."""

import gzip
import re
import subprocess

import pytest
from playwright.sync_api import Response

from tests.browser.support import build
from tests.browser.support.screen import Screen

LIMIT = 500_000
"""Bytes of the first load, compressed (budget of the viewer)."""


def test_lock_file_names_no_registry() -> None:
    lock = (build.VIEWER / "package-lock.json").read_text()
    assert '"resolved": "http' not in lock
    assert "omit-lockfile-registry-resolved=true" in (build.VIEWER / ".npmrc").read_text()


def test_maplibre_is_pinned_exactly() -> None:
    package = (build.VIEWER / "package.json").read_text()
    version = re.search(r'"maplibre-gl": "(\d+)\.(\d+)\.\d+"', package)
    assert version, "maplibre-gl is pinned to one version"
    assert (int(version[1]), int(version[2])) >= (6, 11)


def test_types() -> None:
    build.installed()
    build.npm("run", "typecheck")


def test_units() -> None:
    """State in the address, classes, colours, languages: on the Node of the product."""
    done = subprocess.run(
        [build.NODE, "--test", "test/**/*.test.ts"],
        cwd=build.VIEWER,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^. pass (\d+)", done.stdout, re.M)
    assert passed, done.stdout
    assert int(passed[1]) > 30, "the unit tests were not found"


@pytest.mark.usefixtures("static")
def test_page_holds_no_inline_code() -> None:
    page = (build.STATIC / "index.html").read_text()
    assert not re.search(r"<style|style=|<script(?![^>]*src=)| on\w+=", page)
    assert not re.search(r"(src|href)=\"(?!/)", page)
    (ahead,) = re.findall(r'rel="modulepreload"[^>]*href="/static/(assets/view-[^"]+)"', page)
    assert (build.STATIC / ahead).is_file(), "the map is asked for with the page"


@pytest.mark.parametrize(("query", "packed"), [("", "gz"), ("?taal=en", "gz"), ("", "br")])
def test_first_load_is_small(screen: Screen, query: str, packed: str) -> None:
    """All that comes without a click, the parts after the first map too, as it is sent packed.

    Gzip for who takes nothing else, in both languages; Brotli as browsers take it.
    """
    files: dict[str, int] = {}

    def keep(response: Response) -> None:
        path = response.url.removeprefix(screen.server.url)
        if path == "/kaart" or path.startswith("/kaart?"):
            files[path] = len(gzip.compress((build.STATIC / "index.html").read_bytes(), 9))
        elif path.startswith("/static/"):
            file = build.STATIC / path.removeprefix("/static/")
            small = file.with_name(f"{file.name}.{packed}")
            whole = file.suffix == ".woff2"
            files[path] = (
                small.stat().st_size
                if small.is_file()
                else len(file.read_bytes() if whole else gzip.compress(file.read_bytes(), 9))
            )

    screen.page.on("response", keep)
    screen.open(query)
    screen.page.wait_for_selector("wz-keep .wz-bewaar")
    screen.page.wait_for_load_state("networkidle")
    assert any("worker" in path for path in files), "the worker is a file of its own"
    assert any("late" in path for path in files), "what follows the map counts too"
    assert not any(re.search(r"/(draw|chosen|own)-", path) for path in files), "only on use"
    assert sum(files.values()) < LIMIT, files
