"""Numbers in sentences: a mark between thousands in both languages, none in years and codes."""

import pytest

from data import getallen


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1_000, 0, "1.000"),
        (12_345_678, 0, "12.345.678"),
        (12_345.67, 1, "12.345,7"),
        (-1_500, 0, "-1.500"),
        (48.5, 1, "48,5"),
    ],
)
def test_a_number_of_a_sentence(value: float, digits: int, told: str) -> None:
    assert getallen.dutch(value, digits) == told


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 plan telt"), (0, "0 plannen tellen"), (1200, "1.200 plannen tellen")],
)
def test_one_has_its_own_verb(number: int, told: str) -> None:
    assert getallen.counted(number, "{} plan telt", "{} plannen tellen") == told


@pytest.mark.parametrize(("value", "told"), [(0.2, "0,2"), (500_000, "500.000"), (1.25, "1,25")])
def test_a_parameter_keeps_its_decimals(value: float, told: str) -> None:
    assert getallen.plain(value) == told


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("12.345", "12,345"),
        ("1.234.567,8", "1,234,567.8"),
        ("0,25", "0.25"),
        ("2024", "2024"),
        ("1.2", "1.2"),  # a version of a method
        ("86296NED", "86296NED"),
        ("1.10.100", "1.10.100"),
    ],
)
def test_a_number_of_a_sentence_in_english(dutch: str, english: str) -> None:
    assert getallen.english(dutch) == english
