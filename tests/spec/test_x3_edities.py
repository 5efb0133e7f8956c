"""X3, edities van het behoefteonderzoek vergeleken: what changed between two editions.

Definition. Two editions of the same figures per area (M2, M3, M4, or a survey of a partner) side by
side: old, new, difference and a verdict per figure.

Formula. `difference = new - old`. Verdict: gelijk (no difference), hoger, lager, "verschil binnen
het interval" where both editions have intervals and these overlap, "alleen in de nieuwe" or "alleen
in de oude" for an area in one of them, onbekend where a figure is missing in either.

Inputs. Two tables with the same key and figures. Editions of another method version or another
division year are refused: their difference says nothing of the place. `opgave_edities` compares M4
per gemeente and gebied with the version before it that is kept, of the same method and division.

Limits. Overlapping intervals are a strict test: two that just overlap may still differ. A
difference is no cause. Equal editions give differences of exactly 0 and "gelijk" everywhere.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.vergelijken import compare, summary

NAN = float("nan")
KEY = ["gebied", "klasse"]


def edition(opgave: list[float], **more: object) -> pd.DataFrame:
    gebied = ["Noord", "Zuid", "Oost", "West"][: len(opgave)]
    return pd.DataFrame({"gebied": gebied, "klasse": "geclusterd", "opgave": opgave, **more})


def verdicts(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    found = compare(old, new, KEY, ["opgave"])
    return {str(key[0]): word for key, word in found["opgave_oordeel"].items()}


def test_equal_editions_give_no_difference_and_the_same_answer_twice() -> None:
    one = edition([240.0, 120.0, NAN])
    found = compare(one, one.copy(), KEY, ["opgave"])
    assert found["opgave_verschil"].dropna().tolist() == [0.0, 0.0]
    assert verdicts(one, one) == {"Noord": "gelijk", "Zuid": "gelijk", "Oost": "onbekend"}
    pd.testing.assert_frame_equal(found, compare(one, one, KEY, ["opgave"]))


def test_example_higher_lower_new_and_gone() -> None:
    """240 becomes 260 (higher), 120 becomes 110 (lower); Oost is gone and West is new."""
    old, new = edition([240.0, 120.0, 50.0]), edition([260.0, 110.0, 50.0, 30.0])
    new = new[new["gebied"] != "Oost"]
    assert verdicts(old, new) == {
        "Noord": "hoger",
        "Zuid": "lager",
        "Oost": "alleen in de oude",
        "West": "alleen in de nieuwe",
    }
    found = summary(compare(old, new, KEY, ["opgave"]), "opgave")
    assert found[["hoger", "lager", "gelijk", "verschil"]].tolist() == [1.0, 1.0, 0.0, 10.0]


def test_a_difference_within_the_interval_is_no_difference() -> None:
    old = edition([240.0, 240.0], opgave_ci_low=[200.0] * 2, opgave_ci_high=[280.0] * 2)
    new = edition([260.0, 330.0], opgave_ci_low=[220.0, 290.0], opgave_ci_high=[300.0, 370.0])
    assert verdicts(old, new) == {"Noord": "verschil binnen het interval", "Zuid": "hoger"}
    assert verdicts(old, new.drop(columns="opgave_ci_low"))["Noord"] == "hoger"


@pytest.mark.parametrize("name", ["methode_versie", "indelingsjaar"])
def test_another_method_or_division_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        compare(edition([1.0], **{name: "1"}), edition([1.0], **{name: "2"}), KEY, ["opgave"])


def test_a_key_twice_is_refused() -> None:
    twice = pd.concat([edition([1.0]), edition([2.0])])
    with pytest.raises(ValueError, match="nieuwe editie heeft een sleutel twee keer"):
        compare(edition([1.0]), twice, KEY, ["opgave"])


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4),
    st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4),
)
def test_turned_round_the_differences_change_sign(was: list[float], now: list[float]) -> None:
    old, new = edition(was), edition(now[: len(was)])
    there = compare(old, new, KEY, ["opgave"])["opgave_verschil"]
    back = compare(new, old, KEY, ["opgave"])["opgave_verschil"]
    assert np.allclose(there, -back)
