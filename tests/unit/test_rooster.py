"""The schedule of a feed in words, for the steward."""

import pytest

from data.registry import registry
from geo_api.beheer.rooster import words
from geo_api.describe.languages import DUTCH, ENGLISH


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("45 7 * * *", "elke dag om 7.45 uur"),
        ("5 4 * * 1", "elke maandag om 4.05 uur"),
        ("0 5 * * 7", "elke zondag om 5.00 uur"),
        ("15 6 2 * *", "de 2e van elke maand om 6.15 uur"),
        ("35 5 1 1 *", "elk jaar op 1 januari om 5.35 uur"),
        ("*/5 * * * *", "*/5 * * * *"),
        ("0 5 1 * 3", "0 5 1 * 3"),
        ("0 5 * 3 *", "0 5 * 3 *"),
    ],
)
def test_a_cron_line_in_words(cron: str, said: str) -> None:
    assert words(cron) == said


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("45 7 * * *", "each day at 7:45"),
        ("5 4 * * 1", "each Monday at 4:05"),
        ("15 6 2 * *", "on day 2 of each month at 6:15"),
        ("35 5 1 1 *", "each year on 1 January at 5:35"),
        ("*/5 * * * *", "*/5 * * * *"),
    ],
)
def test_a_cron_line_in_english_words(cron: str, said: str) -> None:
    assert words(cron, ENGLISH) == said


def test_every_declared_schedule_has_words() -> None:
    for dataset in registry().values():
        if not dataset.derived:
            for taal in (DUTCH, ENGLISH):
                assert "*" not in words(dataset.cadence.cron, taal), dataset.name
