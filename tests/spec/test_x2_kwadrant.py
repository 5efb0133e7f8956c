"""X2, kwadrant van woningtekort en zorgtekort: where homes, care, both or neither fall short.

Definition. For each area the gap of homes for older people (M4) beside the gap of care (M8): a home
without care nearby helps as little as care without a home.

Formula. An area is "woningen en zorg tekort" when both gaps lie above their limit, "woningen
tekort" or "zorg tekort" when one does, "geen tekort" when neither does. The limits are 0 unless an
installation chooses others; exactly at the limit is no shortage. If either gap is unknown the area
is "onbekend", even if the other is a shortage. Per gebied and class of home: the gap of method A in
2030, and the share of residents of 75 and over outside a service area of district nursing, summed
over its buurten with the coverage of their wijk. Coverage is known between bounds; where these give
two quadrants the gebied is "onbekend". More than 5% uncovered is a shortage of care: the other side
of "dekkend from 95%".

Inputs. A housing gap per area (negative is a surplus) and a care gap in the unit of its method:
`tekort_a` (M4), lower and upper coverage per wijk (M8), residents of 75 and over per buurt.

Limits. PROPOSED: the limits, and district nursing as the care that counts. A quadrant hides how
large a gap is, so the gaps are always shown with it. It orders nothing: four words, no ranks. The
two gaps must be of the same areas and the same year.
"""

import numpy as np
import pandas as pd
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


def test_example_care_between_bounds() -> None:
    """100 of 75 and over: 60 in a wijk covered for 90 to 100%, 40 where nobody said anything.

    Between 0 and 46% of them are uncovered. With homes short that is "onbekend"; were the second
    wijk covered for 97 to 100% it would be 0 to 7.2%, and for the first at least 99%, 0 to 1.8%.
    """
    rows = pd.DataFrame(
        {
            "gebied": ["Noord", "Noord"],
            "p75": [60.0, 40.0],
            "laag": [90.0, NAN],
            "hoog": [100.0, NAN],
        }
    )
    found = kwadrant.uncovered(rows).loc["Noord"]
    assert found.tolist() == [0.0, 46.0, 100.0]
    short = kwadrant.bounded(np.array([26.0]), found[["laag"]].to_numpy(), np.array([46.0]), 5.0)
    assert short.tolist() == ["onbekend"]
    covered = kwadrant.uncovered(rows.assign(laag=[99.0, 97.0], hoog=100.0)).loc["Noord"]
    assert f"{covered['hoog']:.1f}" == "1.8"
    fine = kwadrant.bounded(np.array([26.0]), np.array([0.0]), covered[["hoog"]].to_numpy(), 5.0)
    assert fine.tolist() == ["woningen tekort"]


def test_an_area_where_nobody_of_75_lives_has_no_care_gap() -> None:
    rows = pd.DataFrame({"gebied": ["Noord"], "p75": [0.0], "laag": [90.0], "hoog": [90.0]})
    found = kwadrant.uncovered(rows).loc["Noord"]
    assert np.isnan(found["laag"])
    assert found["p75"] == 0


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="boven zijn bovengrens"):
        kwadrant.bounded(np.array([1.0]), np.array([6.0]), np.array([5.0]))


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
