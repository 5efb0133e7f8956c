"""X7, tijdelijk verblijf, tussenvormen en mantelzorgwoningen: what is needed against what is there.

Definition. Short stay: occupancy, requests that found no place, and the places that would hold all
days asked for. Intermediate and sheltered forms: need against places, with and without plans. Homes
for informal carers: requests against permits.

Formula. Occupancy = days taken / (places x days of the period); needed = ceil((days taken + not
placed x mean stay) / (days x norm of occupancy)), mean stay = days taken / (requests - not placed);
shortage = needed - places. Forms between: shortage = need - places (- planned). Carers: share
granted = granted / requested; open = requested - granted - refused, at least 0; added = granted -
ended, negative where more ended.

Inputs. Feeds `tijdelijk_verblijf`, `tussenvormen`, `mantelzorgvergunningen` (tier C), summed over
suppliers per area, period and kind.

Limits. The norm of occupancy (0.85) is PROPOSED. A request at two providers counts twice. A figure
that needs a number a supplier withheld is missing; groups below ten are not shown.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.verblijf import balance, days_in, permits, short_stay

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2023", 365),
        ("2024", 366),
        ("2024-H1", 182),
        ("2023-H2", 184),
        ("2023-Q1", 90),
        ("2024-Q1", 91),
        ("2023-Q4", 92),
        ("2024-02", 29),
        ("2023-12", 31),
    ],
)
def test_days_of_a_period(period: str, days: int) -> None:
    assert days_in(period) == days


def test_another_period_is_refused() -> None:
    for period in ("2023-Q5", "zomer", "2023-13"):
        with pytest.raises(ValueError, match="geen jaar"):
            days_in(period)


def stays(**columns: object) -> pd.DataFrame:
    given_: dict[str, object] = {
        "periode": ["2023-Q1"],
        "plaatsen": [10.0],
        "aanvragen": [100.0],
        "niet_geplaatst": [20.0],
        "bezette_dagen": [800.0],
    }
    return pd.DataFrame(given_ | columns)


def test_example_places_needed_hold_the_days_of_all_requests_at_the_norm() -> None:
    """800 days for 80 stays is 10 days each, so 20 refused ask 200 days more.

    1,000 / (90 x 0.85) = 13.07, so 14 places are needed, 4 more than the 10 there are.
    """
    row = short_stay(stays()).iloc[0]
    assert f"{row['bezetting_pct']:.1f}" == "88.9"
    assert row["niet_geplaatst_pct"] == 20
    assert (row["plaatsen_nodig"], row["tekort"]) == (14, 4)


def test_nobody_refused_needs_no_mean_stay_and_room_is_negative() -> None:
    row = short_stay(stays(aanvragen=0.0, niet_geplaatst=0.0, bezette_dagen=0.0)).iloc[0]
    assert (row["plaatsen_nodig"], row["tekort"]) == (0, -10)
    assert np.isnan(row["niet_geplaatst_pct"])


def test_unknown_stays_unknown() -> None:
    row = short_stay(stays(niet_geplaatst=NAN)).iloc[0]
    assert np.isnan(row[["niet_geplaatst_pct", "plaatsen_nodig", "tekort"]].to_numpy(float)).all()
    assert not np.isnan(row["bezetting_pct"])
    everyone = short_stay(stays(aanvragen=20.0, niet_geplaatst=20.0)).iloc[0]
    assert np.isnan(everyone["plaatsen_nodig"])  # nobody placed: how long a stay is, is not known


@SLOW
@given(
    st.integers(1, 60),
    st.integers(1, 400),
    st.integers(0, 200),
    st.integers(0, 200),
    st.integers(1, 5000),
)
def test_more_refusals_never_ask_fewer_places(
    places: int, placed: int, one: int, other: int, days: int
) -> None:
    fewer, more = sorted((one, other))
    needed = [
        short_stay(
            stays(
                plaatsen=float(places),
                aanvragen=float(placed + refused),
                niet_geplaatst=float(refused),
                bezette_dagen=float(days),
            )
        )["plaatsen_nodig"].iloc[0]
        for refused in (fewer, more)
    ]
    assert needed[0] <= needed[1]


def test_example_shortage_of_forms_between_with_and_without_plans() -> None:
    """40 needed, 24 places, 12 planned: 16 short, 4 after the plans."""
    rows = pd.DataFrame(
        {
            "plaatsen": [24.0, 0.0, 24.0],
            "bezet": [22.0, 0.0, 22.0],
            "behoefte": [40.0, 5.0, NAN],
            "gepland": [12.0, NAN, 12.0],
        }
    )
    found = balance(rows)
    assert found.loc[0, ["tekort", "tekort_na_plannen"]].tolist() == [16, 4]
    assert f"{found.loc[0, 'bezetting_pct']:.1f}" == "91.7"
    assert found.loc[1, "tekort"] == 5
    assert np.isnan(found.loc[1, ["bezetting_pct", "tekort_na_plannen"]].to_numpy(float)).all()
    assert np.isnan(found.loc[2, "tekort"])


def test_permits_against_requests() -> None:
    rows = pd.DataFrame(
        {
            "aangevraagd": [15.0, 10.0, 0.0],
            "verleend": [10.0, 12.0, 0.0],
            "geweigerd": [2.0, NAN, 0.0],
            "beeindigd": [14.0, NAN, 0.0],
        }
    )
    found = permits(rows)
    assert f"{found.loc[0, 'verleend_pct']:.1f}" == "66.7"
    assert found.loc[0, "in_behandeling"] == 3
    assert found.loc[0, "erbij"] == -4  # more ended than granted: four fewer are there
    assert np.isnan(found.loc[1, ["in_behandeling", "erbij"]].to_numpy(float)).all()
    assert found.loc[2, "erbij"] == 0
    assert np.isnan(found.loc[2, "verleend_pct"])
