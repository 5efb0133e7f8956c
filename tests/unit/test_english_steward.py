"""English of what the pipelines and the database say: nothing is lost, nothing is half Dutch."""

import pytest

from data.english_steward import holes, told
from data.parameters import table

PAIRS = [(nl, en) for part in table("engels_beheer").values() for nl, en in part.items()]


@pytest.mark.parametrize(("dutch", "said"), PAIRS)
def test_both_languages_have_the_same_holes(dutch: str, said: str) -> None:
    assert holes(dutch) == holes(said)


@pytest.mark.parametrize(
    ("dutch", "said"),
    [
        (
            "Flexwoningen: 5 van 1.234 rijen zijn onbruikbaar, hoogstens 12,5 mag; de redenen staan"
            " in quarantaine. De laatste goede versie blijft staan.",
            "Temporary homes: 5 of 1,234 rows cannot be used, at most 12.5 may; the reasons are"
            " with the rows set apart. The last good version stays in place.",
        ),
        (
            "Levering 5 van ‘Flexwoningen’ is goedgekeurd voor de volgende verversing.",
            "Delivery 5 of ‘Temporary homes’ is approved for the next refresh.",
        ),
        ("aantal is leeg; postcode is geen getal", "number is empty; postcode is no number"),
        (
            "flexwoningen: totale tijd op, na 3 pogingen op https://a.nl/. De laatste goede versie"
            " blijft; probeer het later opnieuw.",
            "Temporary homes: total time used up, after 3 tries at https://a.nl/. The last good"
            " version stays; try again later.",
        ),
    ],
)
def test_what_a_steward_reads(dutch: str, said: str) -> None:
    assert told(dutch) == said


def test_a_text_that_is_half_known_stays_dutch() -> None:
    assert told("Deze zin is er niet. De laatste goede versie blijft staan.") is None
