"""X2, kwadrant van woningtekort en zorgtekort: where homes, care, both or neither fall short.

Definition. For each area the gap of homes for older people (M4) beside the gap of care (M8): a home
without care nearby helps as little as care without a home.

Formula. An area is "woningen en zorg tekort" when both gaps lie above their limit, "woningen
tekort" or "zorg tekort" when one does, "geen tekort" when neither does. The limits are 0 unless an
installation chooses others; exactly at the limit is no shortage. If either gap is unknown the area
is "onbekend", even if the other is a shortage.

Inputs. A housing gap per area (negative is a surplus) and a care gap in the unit of its method.

Limits. A quadrant hides how large a gap is, so the gaps are always shown with it. It orders
nothing: four words, no ranks. The two gaps must be of the same areas and the same year.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import kwadrant

NAN = float("nan")


def of(homes: list[float], care: list[float], **limits: float) -> list[str]:
    found: list[str] = kwadrant.quadrant(np.array(homes), np.array(care), **limits).tolist()
    return found


def test_example_four_areas_in_four_quadrants() -> None:
    """26 dwellings short or 10 to spare, care 3 short or 1 to spare: each pair is a quadrant."""
    assert of([26.0, 26.0, -10.0, -10.0], [3.0, -1.0, 3.0, -1.0]) == [
        "woningen en zorg tekort",
        "woningen tekort",
        "zorg tekort",
        "geen tekort",
    ]


def test_exactly_at_the_limit_is_no_shortage() -> None:
    assert of([0.0, 1e-12], [0.0, 0.0]) == ["geen tekort"] * 2
    assert of([50.0, 50.1], [0.0, 0.0], homes_limit=50.0) == ["geen tekort", "woningen tekort"]
    assert of([0.0], [5.0], care_limit=5.0) == ["geen tekort"]


def test_unknown_is_never_a_quadrant() -> None:
    assert of([NAN, 26.0, NAN], [3.0, NAN, NAN]) == ["onbekend"] * 3


@pytest.mark.parametrize(
    ("homes", "care", "limits", "words"),
    [
        ([1.0], [1.0, 2.0], {}, "1 woningtekorten"),
        ([1.0], [1.0], {"care_limit": -1.0}, "onder nul"),
    ],
)
def test_refusals(
    homes: list[float], care: list[float], limits: dict[str, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        of(homes, care, **limits)


def test_no_areas_is_no_answer() -> None:
    assert of([], []) == []


@settings(deadline=None)
@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_a_larger_gap_never_takes_a_shortage_away(homes: float, care: float, more: float) -> None:
    before, after = of([homes], [care])[0], of([homes + more], [care])[0]
    assert "woningen" not in before or "woningen" in after
    assert ("zorg" in before) == ("zorg" in after)
