"""Numbers, units and periods as people read them on pages."""

import pytest

from geo_api.site import periods, words


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (-1234.5, "\N{MINUS SIGN}1.234,5", "\N{MINUS SIGN}1,234.5"),
        (-0.04, "0", "0"),
        (12.0, "12", "12"),
    ],
)
def test_a_number_below_zero_has_a_minus_and_no_hyphen(
    value: float, dutch: str, english: str
) -> None:
    assert words.number(value, "nl") == dutch
    assert words.number(value, "en") == english


def test_a_per_cent_sign_stands_against_its_number_and_other_units_do_not() -> None:
    assert [words.behind(unit) for unit in ("%", "m", "", None)] == ["%", " m", "", ""]


@pytest.mark.parametrize(
    ("code", "dutch", "english"),
    [
        ("2023-Q4", "4e kwartaal 2023", "4th quarter of 2023"),
        ("2025-H1", "1e halfjaar 2025", "1st half of 2025"),
        ("2025-03", "maart 2025", "March 2025"),
    ],
)
def test_a_part_of_a_year_is_told_in_words(code: str, dutch: str, english: str) -> None:
    assert (words.value(code, "nl"), words.value(code, "en")) == (dutch, english)


@pytest.mark.parametrize("text", ["2025", "2025-Q5", "2025-13", "2025-03-01", "BU-2025-Q1"])
def test_what_is_no_part_of_a_year_stays_as_it_is(text: str) -> None:
    assert periods.told(text, "nl") is None
    assert words.value(text, "nl") == text
