"""English of declared texts: whole, for nothing else, and put together from what is known."""

import pytest

from data import english
from data.parameters import register, table
from data.registry import layers
from geo_api.ask import whatif
from geo_api.site import example_titles, method
from geo_api.statistics import answer, report


def declared() -> dict[str, set[str]]:
    """Every Dutch text that pages show of the declarations, by section of the catalogue."""
    found: dict[str, set[str]] = {name: set() for name in ("lagen", "opmerkingen", "kolommen")}
    found["rekenregels"] = set()
    for dataset, layer in layers().values():
        found["lagen"].add(layer.description)
        found["opmerkingen"] |= set(layer.remarks)
        for column in dataset.columns:
            found["kolommen"].add(column.description)
            found["rekenregels"].add(column.formula)
    found["getallen"] = {method.plain(one.toelichting) for one in register().values()}
    return {name: {text for text in texts if text} for name, texts in found.items()}


@pytest.mark.parametrize("section", declared())
def test_every_declared_text_has_english(section: str) -> None:
    texts = declared()[section]
    missing = sorted(text for text in texts if not english.sentence(text))
    assert missing == [], f"write their English under [{section}] of data/reference/engels.toml"


def test_what_answers_say_has_english() -> None:
    """What the viewer shows of what-if, walking and figures: sentences that stand in the code."""
    said = [*whatif.REMARKS, whatif.WHY_HIDDEN, report.NO_VALUE, report.PARTIAL, answer.TOO_SMALL]
    missing = [text for text in [*said, *answer.RULES.values()] if not english.sentence(text)]
    assert missing == [], f"write their English under [{english.ANSWERS}] of engels.toml"
    assert set(said) <= set(english.spoken()), "the viewer gets them with a layer"


def test_no_english_is_left_of_a_text_that_is_gone() -> None:
    everything = set().union(*declared().values())
    for section in declared():
        gone = sorted(set(table("engels")[section]) - everything)
        assert gone == [], f"take them out of [{section}] of data/reference/engels.toml"


def test_a_remark_of_a_method_keeps_its_numbers() -> None:
    told = english.sentence(
        "De lijsten van corporaties bevatten 48,5% van de corporatiewoningen die CBS hier telt."
    )
    assert (
        told == "The lists of housing associations hold 48.5% of their homes that CBS counts here."
    )
    assert english.sentence("Van deze zin is er geen Engels.") is None


@pytest.mark.parametrize(
    ("dutch", "told"),
    [
        (
            "Van 6.987 vakken is het aantal 75-plussers niet bekend; zij vragen niets.",
            "Of 6,987 squares the number of people of 75 and older is not known; they ask for"
            " nothing.",
        ),
        (
            "Bestemmingen verder dan 1.500 m van een straat zijn niet te meten (huisarts: 1.203).",
            "Destinations more than 1,500 m from a street cannot be measured (GP: 1,203).",
        ),
        (
            "1 plan heeft geen tekening en geen vindbaar adres.",
            "1 plan has no drawing and no address that can be found.",
        ),
        ("Woningen en eigendom: CBS, 2026.", "Homes and ownership: CBS, 2026."),
        (
            "Botsproef: 1.004 gelijk, 1 niet te vergelijken.",
            "Compared with what was decided: 1,004 equal, 1 not to be compared.",
        ),
    ],
)
def test_a_number_of_a_remark_has_the_marks_of_its_language(dutch: str, told: str) -> None:
    assert english.sentence(dutch) == told


def test_a_short_pattern_takes_no_half_of_a_long_text() -> None:
    assert english.sentence("Het getal loopt van 0 tot en met 9. Kies een kleiner getal.") is None


@pytest.mark.parametrize(
    ("dutch", "told"),
    [
        ("CBS", "CBS"),
        (
            "Gemeenten, corporaties en ontwikkelaars, bewerkt",
            "Municipalities, housing associations and developers, processed",
        ),
        ("CBS, bewerkt, Ouderen per buurt, nu en later", None),
        ("RIVM, GGD'en en CBS", "RIVM, municipal health services and CBS"),
        ("", ""),
    ],
)
def test_names_of_sources(dutch: str, told: str | None) -> None:
    found = english.names(dutch)
    assert "bewerkt" not in found
    assert "buurt" not in found
    assert told is None or found == told


def test_patterns_have_as_many_holes_in_both_languages() -> None:
    for part in english.PATTERNS:
        for dutch, told in table("engels")[part].items():
            assert dutch.count(english.HOLE) == told.count(english.HOLE), dutch


def test_every_page_with_examples_has_a_title_in_both_languages() -> None:
    assert set(example_titles.TITLES) == set(method.examples())
    for dutch, told in example_titles.TITLES.values():
        assert dutch
        assert told
