"""The sentences of a factsheet: the class and the levels beside it say the same thing."""

import pytest

from geo_api.site import sheet, short

META = {"bron": "CBS", "peildatum": "2024-01-01", "methode_versie": "1.2"}


def load(klasse: str, heavy: str, strong: str, taal: str = "nl") -> sheet.Load:
    row = {"klasse": klasse, "draaglast": heavy, "draagkracht": strong, "klasse_l4": heavy}
    found = sheet.load(row, META, taal)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("klasse", "heavy", "strong"),
    [
        ("draagkrachtig", "gemiddeld", "boven gemiddeld"),
        ("draagkrachtig", "onder gemiddeld", "boven gemiddeld"),
        ("onder druk", "boven gemiddeld", "gemiddeld"),
        ("zwaar maar gedragen", "boven gemiddeld", "gemiddeld"),
        ("overig", "gemiddeld", "onder gemiddeld"),
    ],
)
def test_a_class_never_denies_the_level_beside_it(klasse: str, heavy: str, strong: str) -> None:
    """Within the band "gemiddeld" a class says on which side of the mean it is, and no more."""
    found = load(klasse, heavy, strong)
    told = short.told("Markt", [], found, "nl")[0]
    assert ("ongeveer gemiddeld" in told) == ("gemiddeld" in (heavy, strong))
    for text in (found.means, load(klasse, heavy, strong, "en").means):
        assert "draaglast onder het gemiddelde" not in text.lower()
        assert "below the mean" not in text


def test_above_average_says_of_what() -> None:
    """Of a part of the load it is a burden, of the capacity a strength."""
    told = {title: word for title, word, _ in load("onder druk", *["boven gemiddeld"] * 2).parts}
    assert told["Overlast en veiligheid"] == "meer belasting"
    assert told["Draagkracht"] == "meer draagkracht"
    assert told["Inzet"] == "onbekend"
