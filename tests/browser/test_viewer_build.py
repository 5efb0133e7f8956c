"""The build of the viewer: types, unit tests, size of the first load, no registry address."""

import gzip
import re
import subprocess

import pytest
from playwright.sync_api import Response

from tests.browser.support import build
from tests.browser.support.screen import Screen

LIMIT = 500_000
"""Bytes of the first load, compressed with gzip (budget of the viewer)."""


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


def test_first_load_is_small(screen: Screen) -> None:
    files: dict[str, bytes] = {}

    def keep(response: Response) -> None:
        path = response.url.removeprefix(screen.server.url)
        if path == "/kaart":
            files[path] = (build.STATIC / "index.html").read_bytes()
        elif path.startswith("/static/"):
            files[path] = (build.STATIC / path.removeprefix("/static/")).read_bytes()

    screen.page.on("response", keep)
    screen.open()
    sizes = {
        path: len(body if path.endswith(".woff2") else gzip.compress(body, 9))
        for path, body in files.items()
        if not re.search(r"/(late|places)-", path)  # asked for only after the map stands
    }
    assert any("worker" in path for path in sizes), "the worker is a file of its own"
    assert sum(sizes.values()) < LIMIT, sizes
