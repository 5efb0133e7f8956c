"""Heads and cells of the tables on pages."""

import pytest

from geo_api.model import Column
from geo_api.site import blocks, words


def column(titel: str, eenheid: str | None) -> Column:
    return Column(
        "x", "double", titel, None, None, eenheid, None, None, None, None, None, "w", [], None
    )


@pytest.mark.parametrize(
    ("titel", "eenheid", "shown"),
    [
        ("Gemiddelde loopafstand van 75-plussers", "m", "m"),
        ("Grootste loopafstand in m", "m", ""),
        ("Woningen zorggeschikt", "woningen", ""),
        ("Deel van de 75-plussers binnen 500 m", "%", "%"),
        ("Naam", None, ""),
    ],
)
def test_a_unit_is_left_out_only_where_the_title_has_it_as_a_word(
    titel: str, eenheid: str | None, shown: str
) -> None:
    assert blocks.head(column(titel, eenheid), "nl").unit == shown


def test_what_is_suppressed_takes_two_words_in_a_table() -> None:
    for taal in ("nl", "en"):
        long = words.said(words.STATUS["onderdrukt"], taal)
        short = blocks.brief(long, taal)
        assert len(short.split()) == 2
        assert long.startswith(short), "the sentence below begins as the cells do"
    assert blocks.brief("onbekend", "nl") == "onbekend"


def test_a_unit_without_english_of_its_own_gets_that_of_the_declarations() -> None:
    assert blocks.head(column("Stock", "woningen"), "en").unit in ("homes", "dwellings")


def test_a_method_is_told_without_the_mark_of_the_choices_of_a_profile() -> None:
    assert words.method("1.0+0d1588") == "1.0"
    assert words.method("1.2") == "1.2"
