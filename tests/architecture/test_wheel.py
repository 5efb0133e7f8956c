"""A wheel holds what pages need: it is built, installed in an empty folder and asked."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines.settings import CHECKOUT

# Runs outside the checkout, on the installed copy: a state without layers needs no database.
ASK = """
import asyncio, json, sys
from dataclasses import replace
from pathlib import Path

target = Path(sys.argv[1])
sys.path.insert(0, str(target))
import httpx
from geo_api.main import create_app, public
from geo_api.model import State
from geo_api.settings import Settings

release = {"release": 1, "gepubliceerd_op": "2026-01-01T00:00:00+00:00", "fictief": True,
           "profiel": "x", "gemeenten": ["GM9999"], "oudste_peildatum": "2024-01-01",
           "reden": "verversing", "wijzigingen": {}}


class Fixed:
    state = State("tag", (release,), {}, {}, ())
    fault = None

    def require(self):
        return self.state


async def main():
    settings = Settings(api_dsn="postgresql://x@127.0.0.1:1/x", var=target / "var",
                        base_url="http://127.0.0.1:8000")
    app = create_app(settings, replace(public(settings), current=Fixed())).app
    found = {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app),
                                 base_url="http://127.0.0.1:8000") as client:
        for path in sys.argv[2:]:
            answer = await client.get(path)
            found[path] = [answer.status_code, answer.text]
    homes = sorted({str(Path(module.__file__).resolve()) for name, module in sys.modules.items()
                    if name.split(".")[0] in ("geo_api", "data", "pipelines") and module.__file__})
    print(json.dumps({"pages": found, "homes": homes}))


asyncio.run(main())
"""
PATHS = ("/", "/?taal=en", "/methode", "/methode/m09_kansen", "/toets?taal=en", "/stijl.css")
PATHS += ("/lagen", "/toegankelijkheid", "/icoon.svg")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the backend that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_pages_come_from_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "elders"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    install += ["--no-compile", "--disable-pip-version-check", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    clean = {name: text for name, text in os.environ.items() if "WOONZORG" not in name}
    clean.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(target), *PATHS],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert all(home.startswith(str(target.resolve())) for home in told["homes"]), told["homes"][:3]
    pages = {path: text for path, (status, text) in told["pages"].items() if status == 200}
    assert set(pages) == set(PATHS)
    assert "Wonen en zorg in GM9999" in pages["/"]
    assert 'href="/methode/m09_kansen"' in pages["/methode"]
    assert "T-23" in pages["/methode/m09_kansen"]
    assert ".factsheet" in pages["/stijl.css"]


def test_a_wheel_holds_nothing_that_is_only_built_with(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]
    assert [name for name in names if name.startswith("geo_api/methoden/m")]
    assert {"data/reference/engels.toml", "data/reference/engels_beheer.toml"} <= set(names)
    if (CHECKOUT / "geo_api" / "static" / "index.html").is_file():
        assert "geo_api/static/thema.css" in names
