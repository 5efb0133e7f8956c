"""Codes of OpenStreetMap: words of the map on every page, in both languages; raw for programs."""

import csv
import html
import io
import json
import re

import pytest

from geo_api.settings import PACKAGE
from geo_api.site import words

PATHS = "/v1/collections/voetpaden"
CODES = json.loads((PACKAGE / "viewer" / "src" / "model" / "codes.json").read_text("utf-8"))


def cells(text: str) -> list[str]:
    """Texts of the cells of a table and of the values of a list of facts."""
    found = re.findall(r"<(?:td|dd)>\s*([^<]*?)\s*</(?:td|dd)>", text)
    return [html.unescape(one) for one in found]


@pytest.fixture
def way(town_client):
    return town_client.get(f"{PATHS}/items?f=json").json()["features"][0]


@pytest.mark.parametrize(
    ("taal", "told"),
    [("nl", ["voetpad", "nee", "asfalt"]), ("en", ["footway", "no", "asphalt"])],
)
@pytest.mark.parametrize("one", [False, True], ids=["list", "object"])
def test_a_page_of_ways_says_what_the_map_says(town_client, way, one, taal, told):
    place = f"/{way['id']}" if one else ""
    text = town_client.get(f"{PATHS}/items{place}?f=html&taal={taal}").text
    assert [cell for cell in cells(text) if cell in told] == told


@pytest.mark.parametrize(("taal", "word"), [("nl", "voetpad"), ("en", "footway")])
def test_figures_by_kind_of_way_are_told_in_words(town_client, taal, word):
    page = town_client.get(f"{PATHS}/statistiek?groep=soort&f=html&taal={taal}").text
    assert word in cells(page)
    raw = town_client.get(f"{PATHS}/statistiek?groep=soort&f=json").json()
    assert [group["waarde"] for group in raw["groepen"]] == ["footway"]


def test_programs_get_the_values_of_the_publisher(town_client, way):
    assert (way["properties"]["soort"], way["properties"]["surface"]) == ("footway", "asphalt")
    assert way["properties"]["trap"] is False
    (row,) = csv.DictReader(io.StringIO(town_client.get(f"{PATHS}/items?f=csv&taal=nl").text))
    assert (row["soort"], row["surface"]) == ("footway", "asphalt")


def test_every_word_of_the_map_is_a_word_of_the_pages():
    for column, known in CODES.items():
        for code, pair in known.items():
            assert [words.value(code, taal, column) for taal in ("nl", "en")] == pair


def test_a_code_is_one_only_in_its_own_column():
    assert words.value("track", "nl", "soort") == "veldweg"
    assert words.value("track", "nl", "surface") == "track"
    assert words.value("track", "nl") == "track"
    assert words.coded("onbekende code", "nl", "soort") is None
