"""`docs/api.md`: every example of it runs on the real server, and says what really comes."""

import re
import shutil
from dataclasses import replace

import httpx
import pytest

from geo_api.contract import parameters
from geo_api.facts import table
from geo_api.formats.known import FORMATS
from geo_api.http import front
from pipelines.settings import CHECKOUT
from tests.api import guided
from tests.support import guides

ADDRESS = "http://127.0.0.1:8000"
RESTRICTED = "Restricted layers"
"""This section is run by tests/integration/test_guide_besloten.py."""
BLOCKS = [block for block in guides.blocks("api.md") if block.section != RESTRICTED]
PAGE = (CHECKOUT / "docs" / "api.md").read_text(encoding="utf-8")


def of(language):
    return pytest.mark.parametrize(
        "block", [block for block in BLOCKS if block.language == language], ids=str
    )


@pytest.fixture(scope="module")
def here(cluster, template, town, layers, processes, tmp_path_factory):
    """The address of the page, and that of the server here."""
    cluster.sql(f"CREATE DATABASE gids TEMPLATE {template.name}")
    tiles = tmp_path_factory.mktemp("gids") / "tiles"
    tiles.mkdir()
    place = replace(template, name="gids", tiles=tiles)
    with place.connect() as db:
        guided.fill(db, town, layers, tiles, stops=2500)
    with processes.start(place.api_dsn, tiles.parent) as process:
        yield {ADDRESS: process.base}


def test_every_block_is_of_a_language_that_is_tested():
    assert {block.language for block in BLOCKS} == {"sh", "python", "r"}
    assert shutil.which("curl"), "the examples need curl"


@of("sh")
def test_commands_run(here, block, tmp_path):
    said = guides.shell(block, here, tmp_path)
    assert block.printed is None or said == guides.replaced(block.printed, here)


@of("python")
def test_python_prints_what_the_page_says(here, block, tmp_path, capsys):
    guides.python(block, here, tmp_path)
    assert block.printed is None or capsys.readouterr().out == block.printed


@of("r")
def test_addresses_of_the_r_snippet_answer_while_r_itself_is_not_run(here, block):
    found = re.findall(r"https?://[^\"]+", guides.replaced(block.text, here))
    assert len(found) == 4
    for address in found:
        assert httpx.get(address, timeout=30).status_code == 200, address


def test_every_address_of_the_service_is_in_the_guide(here):
    (base,) = here.values()
    paths = httpx.get(f"{base}/v1/openapi.json").json()["paths"]
    for path in (path for path in paths if path.startswith("/v1")):
        parts = re.split(r"[/.]", re.sub(r"\{\w+\}", "", path))
        assert all(part in PAGE for part in parts), path


def test_bounds_and_forms_are_those_of_the_code():
    assert f"`limit` is at most {parameters.MAX_LIMIT}" in PAGE
    assert f"`offset` goes to {parameters.MOST_SKIPPED}" in PAGE
    assert f"at most {table.MOST_ROWS} rows" in PAGE
    assert f"longer than {front.MAX_URL} bytes" in PAGE
    for extension in FORMATS:
        assert f"`{extension}`" in PAGE
