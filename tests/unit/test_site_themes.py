"""The pages and the map have one list of themes."""

import json
from pathlib import Path

from geo_api.site import themes

ROOT = Path(__file__).resolve().parents[2]
MAP = json.loads((ROOT / "geo_api/viewer/src/model/themes.json").read_text())


def test_the_themes_of_the_map_come_first_and_in_its_order() -> None:
    own = [one["id"] for one in MAP]
    assert list(themes.THEMES)[: len(own)] == own


def test_a_layer_stands_under_the_theme_that_the_map_has_it_in() -> None:
    placed = {layer: one["id"] for one in MAP for layer in one["lagen"]}
    assert placed["spreiding"] == "spreiding"
    for layer, theme in placed.items():
        assert themes.of(layer, "bevolking") == theme
    assert themes.of("huishoudens", "bevolking") == "bevolking"
    assert themes.of("huishoudens", "onbekend") == themes.of("huishoudens", None) == ""
